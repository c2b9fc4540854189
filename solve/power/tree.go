package power

import (
	"math"
	"sync"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Tree is a k-d tree over the units of a model, which stand in leaf order.
// Every node has a ball around its positions and the range of amount per
// weight of each measure. There is one root per class of eligibility.
type Tree struct {
	nodes []node
	// ratio holds the range of amount ÷ weight: [node*M+m] as {low, high}.
	ratio [][2]float64
	m     int
	roots []root
}

// node covers the units start to end. The left child of an inner node follows
// it, right is the index of the other one; leaves have right = 0.
type node struct {
	start, end int32
	right      int32
	centre     measure.Vec
	radius     float64 // in the linear distance of the geometry (chord for Chord2)
}

// root is one tree of the forest: its first node and the areas it may use.
type root struct {
	node  int32
	areas []int32 // nil means all
}

// leafSize is the most units in a leaf: enough to share a list of candidates,
// few enough to keep that list short.
const leafSize = 16

type builder struct {
	mod   *measure.Model
	order []int32
	tree  *Tree
	share int         // units in about one area; ratios split below it
	sizes map[int]int // units → nodes of their tree
}

// Build makes the tree of mod and permutes mod into its order, on the given
// number of goroutines. The tree does not depend on that number.
func Build(mod *measure.Model, workers int) *Tree {
	b := &builder{mod: mod, tree: &Tree{m: mod.M}, order: make([]int32, mod.N), share: max(leafSize, mod.N/mod.K), sizes: map[int]int{}}
	if mod.Geo == measure.Nowhere {
		return flat(mod)
	}
	at := 0
	for c, list := range mod.Lists {
		start := at
		for i := 0; i < mod.N; i++ {
			if mod.Class == nil || mod.Class[i] == int32(c) {
				b.order[at] = int32(i)
				at++
			}
		}
		if at == start {
			continue
		}
		first := len(b.tree.nodes)
		b.tree.roots = append(b.tree.roots, root{node: int32(first), areas: list})
		size := b.size(at - start)
		b.tree.nodes = append(b.tree.nodes, make([]node, size)...)
		b.tree.ratio = append(b.tree.ratio, make([][2]float64, size*mod.M)...)
		b.build(first, start, at, 0, workers)
		if mod.Class == nil {
			break
		}
	}
	mod.Permute(b.order)
	return b.tree
}

// flat returns a tree of plain leaves in the order of the model, for listed
// models, whose units bring their own candidates.
func flat(mod *measure.Model) *Tree {
	t := &Tree{m: mod.M}
	size := max(leafSize, mod.N/chunkCount)
	for start := 0; start < mod.N; start += size {
		t.roots = append(t.roots, root{node: int32(len(t.nodes))})
		t.nodes = append(t.nodes, node{start: int32(start), end: int32(min(mod.N, start+size))})
	}
	return t
}

// size returns the number of nodes over n units; it depends on n alone, so
// that subtrees can be built side by side.
func (b *builder) size(n int) int {
	if n <= leafSize {
		return 1
	}
	if _, ok := b.sizes[n]; !ok {
		b.sizes[n] = 1 + b.size(n/2) + b.size(n-n/2)
	}
	return b.sizes[n]
}

// alone is the number of units below which a subtree gets no goroutine.
const alone = 8192

// build makes the node at over the units start to end. local is the extent of
// the node's ancestor that holds about one area, 0 above it: the yardstick that
// makes ratios comparable with space.
func (b *builder) build(at, start, end int, local float64, workers int) {
	nd := &b.tree.nodes[at]
	nd.start, nd.end = int32(start), int32(end)
	units := b.order[start:end]
	lo, hi := b.bounds(units)
	b.ball(at, units, lo, hi)
	axis, extent := widest(lo, hi)
	if local == 0 && end-start <= b.share {
		local = extent
	}
	m, wide := b.ranges(at, units, local)
	if end-start <= leafSize {
		return
	}
	if wide > extent {
		axis = 3 + m
	} else if extent == 0 {
		axis = -1
	}
	half := (end - start) / 2
	if axis >= 0 {
		b.selectNth(units, half, axis)
	}
	right := at + 1 + b.size(half)
	nd.right = int32(right)
	if workers <= 1 || end-start < alone {
		b.build(at+1, start, start+half, local, 1)
		b.build(right, start+half, end, local, 1)
		return
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		b.build(at+1, start, start+half, local, workers/2)
	}()
	b.build(right, start+half, end, local, workers-workers/2)
	wg.Wait()
}

func (b *builder) bounds(units []int32) (lo, hi measure.Vec) {
	if b.mod.Pos == nil {
		return lo, hi
	}
	lo = b.mod.Pos[units[0]]
	hi = lo
	for _, i := range units[1:] {
		p := b.mod.Pos[i]
		lo.X, hi.X = min(lo.X, p.X), max(hi.X, p.X)
		lo.Y, hi.Y = min(lo.Y, p.Y), max(hi.Y, p.Y)
		lo.Z, hi.Z = min(lo.Z, p.Z), max(hi.Z, p.Z)
	}
	return lo, hi
}

// ball puts a ball around the middle of the box, in linear model distance, and
// widens it by the spread of families.
func (b *builder) ball(at int, units []int32, lo, hi measure.Vec) {
	if b.mod.Pos == nil {
		return
	}
	c := lo.Add(hi).Scale(0.5)
	g := b.mod.Geo
	if g == measure.Arc {
		c = g.Onto(c)
	}
	far, spread := 0.0, 0.0
	for _, i := range units {
		far = max(far, b.mod.Pos[i].Sq(c))
		if b.mod.Spread != nil {
			spread = max(spread, b.mod.Spread[i])
		}
	}
	r := math.Sqrt(far)
	if g == measure.Arc {
		r = g.Of(far)
	}
	// The last factor covers rounding in the distances compared later.
	b.tree.nodes[at].centre, b.tree.nodes[at].radius = c, (r+spread)*(1+1e-12)+1e-15
}

// ranges records the range of amount per weight and returns the measure whose
// range, against local space, is widest.
func (b *builder) ranges(at int, units []int32, local float64) (widest int, extent float64) {
	for m, a := range b.mod.A {
		lo, hi, sum := math.Inf(1), 0.0, 0.0
		for _, i := range units {
			r := a[i] / b.mod.W[i]
			lo, hi = min(lo, r), max(hi, r)
			sum += r
		}
		b.tree.ratio[at*b.mod.M+m] = [2]float64{lo, hi}
		if sum > 0 && hi > lo*(1+1e-9) {
			if e := (hi - lo) / (sum / float64(len(units))) * local * ratioShare; e > extent {
				widest, extent = m, e
			}
		}
	}
	return widest, extent
}

func widest(lo, hi measure.Vec) (axis int, extent float64) {
	e := hi.Sub(lo)
	axis, extent = 0, e.X
	if e.Y > extent {
		axis, extent = 1, e.Y
	}
	if e.Z > extent {
		axis, extent = 2, e.Z
	}
	return axis, extent
}

// ratioShare scales the relative range of ratios against space: prices differ
// between neighbours by a fraction of the extent of an area.
const ratioShare = 0.2

func (b *builder) key(i int32, axis int) float64 {
	switch axis {
	case 0:
		return b.mod.Pos[i].X
	case 1:
		return b.mod.Pos[i].Y
	case 2:
		return b.mod.Pos[i].Z
	}
	return b.mod.A[axis-3][i] / b.mod.W[i]
}

// selectNth moves the nth smallest unit by key to place nth, with the smaller
// ones before it (Floyd and Rivest's SELECT in Hoare's simple form with a
// median of three; ties are fine).
func (b *builder) selectNth(units []int32, nth, axis int) {
	left, right := 0, len(units)-1
	for left < right {
		mid := (left + right) / 2
		kl, km, kr := b.key(units[left], axis), b.key(units[mid], axis), b.key(units[right], axis)
		pivot := max(min(kl, km), min(max(kl, km), kr))
		i, j := left, right
		for i <= j {
			for b.key(units[i], axis) < pivot {
				i++
			}
			for b.key(units[j], axis) > pivot {
				j--
			}
			if i <= j {
				units[i], units[j] = units[j], units[i]
				i++
				j--
			}
		}
		if nth <= j {
			right = j
		} else if nth >= i {
			left = i
		} else {
			return
		}
	}
}
