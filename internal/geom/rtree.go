package geom

import (
	"cmp"
	"math"
	"slices"
)

// rtreeFanout is the number of entries per node. Sixteen was the fastest of
// 4, 8, 16 and 32 on 33,000 postal areas.
const rtreeFanout = 16

// RTree is a static index over boxes, packed in the order of their centres
// along a Hilbert curve (Kamel and Faloutsos, "On packing R-trees", 1993). It
// knows boxes and their positions in the slice it was built from, nothing else.
// Concurrent searches are safe.
type RTree struct {
	boxes  []Box   // leaves in packed order, then each level up to the root
	first  []int32 // leaf: caller's index; inner node: position of first child
	leaves int
	bounds []int32 // end position of each level in boxes
}

// NewRTree indexes the boxes. Empty boxes are never found.
func NewRTree(boxes []Box) *RTree {
	n := len(boxes)
	t := &RTree{leaves: n}
	order := hilbertOrder(boxes)
	t.boxes = make([]Box, 0, n+n/(rtreeFanout-1)+2)
	t.first = make([]int32, 0, cap(t.boxes))
	for _, i := range order {
		t.boxes = append(t.boxes, boxes[i])
		t.first = append(t.first, i)
	}
	t.bounds = append(t.bounds, int32(n))
	for begin, end := 0, n; end-begin > 1; {
		for i := begin; i < end; i += rtreeFanout {
			b := EmptyBox()
			for j := i; j < min(i+rtreeFanout, end); j++ {
				b = b.Union(t.boxes[j])
			}
			t.boxes = append(t.boxes, b)
			t.first = append(t.first, int32(i))
		}
		begin, end = end, len(t.boxes)
		t.bounds = append(t.bounds, int32(end))
	}
	return t
}

// Len returns the number of boxes indexed.
func (t *RTree) Len() int { return t.leaves }

// Search appends to found the index of every box that meets the given one, in
// no particular but always the same order, and returns the longer slice.
func (t *RTree) Search(box Box, found []int32) []int32 {
	if t.leaves == 0 {
		return found
	}
	var space [rtreeFanout * 8]int32
	stack := append(space[:0], int32(len(t.boxes)-1))
	for len(stack) > 0 {
		node := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if int(node) < t.leaves { // only when the root is a leaf
			if t.boxes[node].Intersects(box) {
				found = append(found, t.first[node])
			}
			continue
		}
		begin := t.first[node]
		end := min(begin+rtreeFanout, t.levelEnd(begin))
		leaf := int(begin) < t.leaves
		for i := begin; i < end; i++ {
			if !t.boxes[i].Intersects(box) {
				continue
			}
			if leaf {
				found = append(found, t.first[i])
			} else {
				stack = append(stack, i)
			}
		}
	}
	return found
}

// Nearest returns the entry with the least distance below the bound, or -1, by
// branch and bound. reach must not be more for a box than distance is for an
// entry in it; distance may return +Inf to leave an entry out. Of entries
// equally near the one met first is returned, always the same.
func (t *RTree) Nearest(bound float64, reach func(Box) float64, distance func(int32) float64) (best int32, least float64) {
	best, least = -1, bound
	if t.leaves == 0 {
		return best, least
	}
	type branch struct {
		node  int32
		reach float64
	}
	stack := []branch{{int32(len(t.boxes) - 1), 0}}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if top.reach >= least {
			continue
		}
		if int(top.node) < t.leaves {
			if d := distance(t.first[top.node]); d < least {
				best, least = t.first[top.node], d
			}
			continue
		}
		begin, mark := t.first[top.node], len(stack)
		for i := begin; i < min(begin+rtreeFanout, t.levelEnd(begin)); i++ {
			if r := reach(t.boxes[i]); r < least {
				stack = append(stack, branch{i, r})
			}
		}
		slices.SortFunc(stack[mark:], func(a, b branch) int { return cmp.Compare(b.reach, a.reach) })
	}
	return best, least
}

func (t *RTree) levelEnd(pos int32) int32 {
	for _, end := range t.bounds {
		if pos < end {
			return end
		}
	}
	return int32(len(t.boxes))
}

// hilbertOrder returns the indices of the boxes by the place of their centres
// on a Hilbert curve over the box of all centres.
func hilbertOrder(boxes []Box) []int32 {
	all := EmptyBox()
	for _, b := range boxes {
		if !b.Empty() {
			all = all.Add(b.Center())
		}
	}
	type entry struct {
		key uint32
		i   int32
	}
	entries := make([]entry, len(boxes))
	for i, b := range boxes {
		key := uint32(math.MaxUint32)
		if !b.Empty() {
			key = hilbertKey(all, b.Center())
		}
		entries[i] = entry{key, int32(i)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.key != b.key {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		return int(a.i - b.i)
	})
	order := make([]int32, len(entries))
	for i, e := range entries {
		order[i] = e.i
	}
	return order
}

// hilbertKey returns the position of p along a Hilbert curve of order 16 that
// fills the box.
func hilbertKey(box Box, p Point) uint32 {
	x := hilbertCell(p.X, box.MinX, box.MaxX)
	y := hilbertCell(p.Y, box.MinY, box.MaxY)
	var key uint32
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		key += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 0xFFFF-x, 0xFFFF-y
			}
			x, y = y, x
		}
	}
	return key
}

func hilbertCell(v, lo, hi float64) uint32 {
	if !(hi > lo) {
		return 0
	}
	return uint32(max(0, min(0xFFFF, (v-lo)/(hi-lo)*0xFFFF)))
}
