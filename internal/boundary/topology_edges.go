package boundary

import (
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// edgeTable is a hash table of undirected edges by their end positions, with
// open addressing. It tells edges shared by two boundaries from those of one.
type edgeTable struct {
	slots []edgeSlot
	more  map[[2]uint64][]int32 // third and further owners, which overlap
	pairs pairLengths
}

type edgeSlot struct {
	a, b  uint64 // keys of the ends, a < b
	owner int32  // -1 when free
	other int32  // second owner, or -1
}

// matchEdges enters all edges of the set.
func matchEdges(s *Set) *edgeTable {
	size := 16
	for n := s.Vertices(); size < n+n/2; {
		size *= 2
	}
	t := &edgeTable{slots: make([]edgeSlot, size), more: map[[2]uint64][]int32{}, pairs: pairLengths{}}
	for i := range t.slots {
		t.slots[i].owner = -1
	}
	eachEdge(s, func(owner int32, a, b geom.Point) { t.enter(owner, a, b) })
	return t
}

// eachEdge calls f for every edge of every boundary.
func eachEdge(s *Set, f func(owner int32, a, b geom.Point)) {
	for i := range s.Boundaries {
		for _, poly := range s.Boundaries[i].Shape {
			for _, r := range poly {
				for k, a := range r {
					if k+1 < len(r) {
						f(int32(i), a, r[k+1])
					} else {
						f(int32(i), a, r[0])
					}
				}
			}
		}
	}
}

// find returns the slot of an edge, or a free one.
func (t *edgeTable) find(a, b uint64) *edgeSlot {
	h := (a*0x9E3779B97F4A7C15 ^ b) * 0xBF58476D1CE4E5B9
	for i := (h ^ h>>29) & uint64(len(t.slots)-1); ; i = (i + 1) & uint64(len(t.slots)-1) {
		if s := &t.slots[i]; s.owner < 0 || (s.a == a && s.b == b) {
			return s
		}
	}
}

func (t *edgeTable) enter(owner int32, a, b geom.Point) {
	ka, kb := gridKey(a), gridKey(b)
	if ka > kb {
		ka, kb = kb, ka
	}
	s := t.find(ka, kb)
	switch {
	case s.owner < 0:
		*s = edgeSlot{ka, kb, owner, -1}
	case s.owner == owner || s.other == owner:
	default:
		length := geom.Distance(a, b)
		t.pairs[keyOf(s.owner, owner)] += length
		if s.other < 0 {
			s.other = owner
			return
		}
		t.pairs[keyOf(s.other, owner)] += length
		for _, third := range t.more[[2]uint64{ka, kb}] {
			if third != owner {
				t.pairs[keyOf(third, owner)] += length
			}
		}
		t.more[[2]uint64{ka, kb}] = append(t.more[[2]uint64{ka, kb}], owner)
	}
}

// shared reports whether several boundaries have the edge.
func (t *edgeTable) shared(a, b geom.Point) bool {
	ka, kb := gridKey(a), gridKey(b)
	if ka > kb {
		ka, kb = kb, ka
	}
	return t.find(ka, kb).other >= 0
}

// looseEdge is an edge that only one boundary has.
type looseEdge struct {
	a, b  geom.Point
	owner int32
}

func (t *edgeTable) unmatched(s *Set) []looseEdge {
	var out []looseEdge
	eachEdge(s, func(owner int32, a, b geom.Point) {
		if !t.shared(a, b) {
			out = append(out, looseEdge{a, b, owner})
		}
	})
	return out
}
