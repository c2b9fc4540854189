package search

import (
	"cmp"
	"slices"
)

// pick is a possible move of border unit b to option o.
type pick struct {
	b, o  int32
	extra float64
}

// before orders picks by what they cost, and equal ones by their units.
func (x pick) before(y pick) bool { return x.extra < y.extra || x.extra == y.extra && x.b < y.b }

// cheapest returns the n cheapest picks in their order, and puts p out of its
// own. It holds the n cheapest so far in a heap with the dearest on top, which
// most of the others do not beat.
func cheapest(p []pick, n int) []pick {
	if len(p) > n {
		heap := p[:n]
		for top := n/2 - 1; top >= 0; top-- {
			sink(heap, top)
		}
		for k := n; k < len(p); k++ {
			if p[k].before(heap[0]) {
				heap[0], p[k] = p[k], heap[0]
				sink(heap, 0)
			}
		}
		p = heap
	}
	slices.SortFunc(p, func(x, y pick) int {
		if c := cmp.Compare(x.extra, y.extra); c != 0 {
			return c
		}
		return cmp.Compare(x.b, y.b)
	})
	return p
}

// sink lets the pick at one place go down to where none below it is dearer.
func sink(heap []pick, at int) {
	for {
		dearest := at
		for _, below := range [2]int{2*at + 1, 2*at + 2} {
			if below < len(heap) && heap[dearest].before(heap[below]) {
				dearest = below
			}
		}
		if dearest == at {
			return
		}
		heap[at], heap[dearest] = heap[dearest], heap[at]
		at = dearest
	}
}
