package alignment

import (
	"cmp"
	"slices"
)

// State is an alignment at one version, in memory: the tree and one area
// number per unit of the snapshot. It is not safe for concurrent change.
type State struct {
	Alignment Alignment
	// Areas by number.
	Areas map[AreaNumber]*Area
	// Assigned[i] is the territory of unit i, or Unassigned.
	Assigned []AreaNumber
	// Locked[i] is true when unit i may not move.
	Locked []bool
}

// Ordered returns the areas in tree order: parents before children, siblings
// by Sort then Number.
func (s *State) Ordered() []*Area {
	children := s.children()
	ordered := make([]*Area, 0, len(s.Areas))
	var walk func(parent AreaNumber)
	walk = func(parent AreaNumber) {
		for _, a := range children[parent] {
			ordered = append(ordered, a)
			walk(a.Number)
		}
	}
	walk(Unassigned)
	return ordered
}

// Territories returns the leaves of the tree, in tree order.
func (s *State) Territories() []*Area {
	children := s.children()
	var leaves []*Area
	for _, a := range s.Ordered() {
		if len(children[a.Number]) == 0 {
			leaves = append(leaves, a)
		}
	}
	return leaves
}

func (s *State) children() map[AreaNumber][]*Area {
	children := make(map[AreaNumber][]*Area)
	for _, a := range s.Areas {
		children[a.Parent] = append(children[a.Parent], a)
	}
	for _, siblings := range children {
		slices.SortFunc(siblings, func(a, b *Area) int {
			return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Number, b.Number))
		})
	}
	return children
}
