package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Topology says which boundaries of a set are neighbours.
//
// Two boundaries are adjacent when they share a line; a corner is not enough.
// Point codes, which have no line, are adjacent to the shape they lie in or to
// the point codes around them, with a border of length 0.
// Neighbours of boundary i are Neighbors[Offsets[i]:Offsets[i+1]], by rising
// index, and Borders holds the length shared with each. Every pair is listed
// from both sides.
type Topology struct {
	Offsets   []int32
	Neighbors []int32
	Borders   []geom.Meters
	// Bridges tie islands to the rest. They are not among the neighbours; see
	// WithBridges.
	Bridges []Bridge
}

// Bridge is the shortest link between two parts of a set that share no line.
type Bridge struct {
	A, B     int32 // A < B
	Distance geom.Meters
}

// TopologyOptions tune NewTopology.
type TopologyOptions struct {
	// Snap is the distance within which lines of different boundaries count as
	// shared although their vertices differ. Zero means 1 m; negative, that only
	// lines equal on the grid are shared.
	Snap geom.Meters
}

const defaultSnap geom.Meters = 1

// NewTopology finds the shared borders of a set in O(n log n) for n vertices,
// with about 60 bytes of scratch for each.
func NewTopology(s *Set, opts TopologyOptions) *Topology {
	if opts.Snap == 0 {
		opts.Snap = defaultSnap
	}
	table := matchEdges(s)
	pairs := table.pairs
	loose := table.unmatched(s)
	if opts.Snap > 0 {
		addNearBorders(pairs, loose, opts.Snap)
	}
	if err := addPointNeighbors(s, pairs); err != nil {
		panic("boundary: a set holds finite positions only: " + err.Error())
	}
	t := &Topology{}
	t.fill(len(s.Boundaries), pairs)
	t.Bridges = findBridges(s, t, loose)
	return t
}

// pairKey holds two indices, the lesser first.
type pairKey [2]int32

func keyOf(a, b int32) pairKey {
	if a > b {
		a, b = b, a
	}
	return pairKey{a, b}
}

// pairLengths adds up border lengths per pair of boundaries.
type pairLengths map[pairKey]geom.Meters

// fill writes the adjacency lists from the pairs.
func (t *Topology) fill(n int, pairs pairLengths) {
	t.Offsets = make([]int32, n+1)
	for k := range pairs {
		t.Offsets[k[0]+1]++
		t.Offsets[k[1]+1]++
	}
	for i := range n {
		t.Offsets[i+1] += t.Offsets[i]
	}
	t.Neighbors = make([]int32, t.Offsets[n])
	t.Borders = make([]geom.Meters, t.Offsets[n])
	at := append([]int32(nil), t.Offsets[:n]...)
	for k, length := range pairs {
		for side := range 2 {
			i := k[side]
			t.Neighbors[at[i]], t.Borders[at[i]] = k[1-side], length
			at[i]++
		}
	}
	for i := range n {
		t.sortRow(t.Offsets[i], t.Offsets[i+1])
	}
}

// sortRow orders one list by neighbour; lists are short.
func (t *Topology) sortRow(begin, end int32) {
	for i := begin + 1; i < end; i++ {
		for j := i; j > begin && t.Neighbors[j] < t.Neighbors[j-1]; j-- {
			t.Neighbors[j], t.Neighbors[j-1] = t.Neighbors[j-1], t.Neighbors[j]
			t.Borders[j], t.Borders[j-1] = t.Borders[j-1], t.Borders[j]
		}
	}
}

// Border returns the length two boundaries share, 0 when they are not adjacent.
func (t *Topology) Border(a, b int32) geom.Meters {
	for k := t.Offsets[a]; k < t.Offsets[a+1]; k++ {
		if t.Neighbors[k] == b {
			return t.Borders[k]
		}
	}
	return 0
}

// WithBridges returns the adjacency with the bridges among the neighbours, with
// a border of length 0, so that the graph is connected.
func (t *Topology) WithBridges() *Topology {
	n := len(t.Offsets) - 1
	pairs := make(pairLengths, len(t.Neighbors)/2+len(t.Bridges))
	for i := range n {
		for k := t.Offsets[i]; k < t.Offsets[i+1]; k++ {
			pairs[keyOf(int32(i), t.Neighbors[k])] = t.Borders[k]
		}
	}
	for _, b := range t.Bridges {
		pairs[pairKey{b.A, b.B}] = 0
	}
	out := &Topology{Bridges: t.Bridges}
	out.fill(n, pairs)
	return out
}

// gridKey packs a position of a set into one word.
func gridKey(p geom.Point) uint64 {
	x := uint32(int32(math.Round(p.X * setGrid)))
	y := uint32(int32(math.Round(p.Y * setGrid)))
	return uint64(x)<<32 | uint64(y)
}
