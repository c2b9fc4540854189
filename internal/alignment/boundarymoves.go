package alignment

// BoundaryMove is one boundary with what a change does to it and to the units
// in it.
type BoundaryMove struct {
	Boundary int32
	// From and To are its first territories before and after; they are equal
	// where only units in it move.
	From, To AreaNumber
	// Units in it that get another area, ascending.
	Units []int32
}

// BoundaryMovesWithUnits lists, ascending, the boundaries that are elsewhere in after
// than in s, or in which a unit is; of[i] is the boundary of unit i. Both have
// the same boundary set.
func BoundaryMovesWithUnits(s, after *State, of []int32) []BoundaryMove {
	moved := make(map[int32][]int32)
	for unit, to := range after.Assigned {
		if i := of[unit]; i >= 0 && to != s.Assigned[unit] {
			moved[i] = append(moved[i], int32(unit))
		}
	}
	var list []BoundaryMove
	for k := range s.Boundaries.Assigned {
		i := int32(k)
		if units := moved[i]; len(units) > 0 || !s.Boundaries.place(i).equal(after.Boundaries.place(i)) {
			list = append(list, BoundaryMove{i, s.Boundaries.Assigned[i], after.Boundaries.Assigned[i], units})
		}
	}
	return list
}
