package alignment

import "slices"

// Focus is the part of an alignment that carving, optimising and publishing
// act on.
type Focus struct {
	// Areas with all below them; none means the whole tree.
	Areas []AreaNumber `json:"areas,omitempty"`
	// Unassigned says whether units that no area holds are included.
	Unassigned bool `json:"unassigned,omitempty"`
}

// Numbers returns the areas in focus, and Unassigned when it is included.
func (f Focus) Numbers(s *State) map[AreaNumber]bool {
	in := make(map[AreaNumber]bool)
	if len(f.Areas) == 0 {
		for number := range s.Areas {
			in[number] = true
		}
	}
	for _, number := range f.Areas {
		for _, a := range s.Subtree(number) {
			in[a.Number] = true
		}
	}
	if f.Unassigned {
		in[Unassigned] = true
	}
	return in
}

// Units returns the units in focus, ascending.
func (f Focus) Units(s *State) []int32 {
	in := f.Numbers(s)
	var units []int32
	for unit, number := range s.Assigned {
		if in[number] {
			units = append(units, int32(unit))
		}
	}
	return units
}

// Level returns the areas in focus that are at a level, in tree order.
func (f Focus) Level(s *State, level int) []*Area {
	in := f.Numbers(s)
	return slices.DeleteFunc(s.Ordered(), func(a *Area) bool { return a.Level != level || !in[a.Number] })
}

// Selection says which part of a proposed change is wanted: the moves into or
// out of the areas, and those of the units and boundaries.
type Selection struct {
	Areas []AreaNumber `json:"areas,omitempty"`
	Units []int32      `json:"units,omitempty"`
	// Boundaries by index.
	Boundaries []int32 `json:"boundaries,omitempty"`
}

// Select returns the wanted part of a change proposed for s. Areas that the
// change adds come along when a wanted unit goes to them or they were chosen,
// with the new ones above them; areas are removed only when nothing would be
// left in them; other properties change where the area was chosen.
func Select(s *State, proposed ChangeSet, want Selection) (ChangeSet, error) {
	after := s.Clone()
	proposed.Version = 0
	if err := after.Apply(proposed); err != nil {
		return ChangeSet{}, err
	}
	areas, units := make(map[AreaNumber]bool), make(map[int32]bool)
	for _, number := range want.Areas {
		areas[number] = true
	}
	for _, unit := range want.Units {
		units[unit] = true
	}
	out := s.Clone()
	out.Alignment.Levels = after.Alignment.Levels
	for unit, to := range after.Assigned {
		from := s.Assigned[unit]
		if units[int32(unit)] || areas[from] || areas[to] {
			out.Assigned[unit], out.Locked[unit] = to, after.Locked[unit]
			out.setHoldout(int32(unit), after.holdout(int32(unit)))
		}
	}
	partBoundaries(after, out, areas, want.Boundaries)
	partTargets(s, after, out, func(unit int32) bool {
		return units[unit] || areas[s.Assigned[unit]] || areas[after.Assigned[unit]]
	})
	partAreas(s, after, out, areas)
	part := proposed
	part.Ops = Between(s, out)
	return part, s.Clone().Apply(part)
}

// partBoundaries gives out the wanted places of boundaries. Another set comes
// along whole, as the levels do.
func partBoundaries(after, out *State, areas map[AreaNumber]bool, listed []int32) {
	if !sameSet(out.Boundaries, after.Boundaries) {
		out.Boundaries = newBoundaries(after.Boundaries.Source())
		out.Alignment.BoundarySet = after.Alignment.BoundarySet
	}
	if out.Boundaries == nil {
		return
	}
	out.Boundaries.BoundarySource = after.Boundaries.BoundarySource
	wantedToo := make(map[int32]bool, len(listed))
	for _, i := range listed {
		wantedToo[i] = true
	}
	for k := range out.Boundaries.Assigned {
		i := int32(k)
		wanted := wantedToo[i]
		for _, number := range append(out.Boundaries.Areas(i), after.Boundaries.Areas(i)...) {
			wanted = wanted || areas[number]
		}
		if wanted {
			out.Boundaries.put(i, after.Boundaries.place(i))
			out.Boundaries.Locked[i] = after.Boundaries.Locked[i]
		}
	}
}

// partAreas gives out the areas that its assignment and the chosen areas need.
func partAreas(s, after, out *State, chosen map[AreaNumber]bool) {
	needed := make(map[AreaNumber]bool)
	addAreas(needed, out.Assigned)
	out.Boundaries.addHolders(needed)
	for number := range chosen {
		needed[number] = needed[number] || after.Areas[number] != nil
	}
	for _, number := range sortedNumbers(needed) {
		for a := after.Areas[number]; a != nil && (s.Areas[a.Number] == nil || chosen[a.Number]); a = after.Areas[a.Parent] {
			out.Areas[a.Number] = a.Clone()
		}
	}
	gone := s.Ordered()
	slices.Reverse(gone) // children before parents
	for _, a := range gone {
		if after.Areas[a.Number] == nil && !needed[a.Number] && len(out.Children(a.Number)) == 0 {
			delete(out.Areas, a.Number)
		}
	}
}
