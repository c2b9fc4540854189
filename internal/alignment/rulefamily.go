package alignment

// KeepTogether changes a run of rules so that no family in its reach is split:
// a family goes to its units that cannot move, else to where the parent record
// goes, else to where most of it goes. Families held in several areas stay as
// they are. s must be the state of the run, with the units that are held
// locked; scope and focus those of the run.
func (run *RuleRun) KeepTogether(s *State, f *Families, scope RuleScope, focus Focus) {
	in := focus.Numbers(s)
	in[Unassigned] = true
	after := s.Clone()
	for _, op := range run.Ops {
		after.write(op)
	}
	for family := range int32(f.Count()) {
		var free, anchored []int32
		for _, unit := range f.Members(family) {
			from := s.Assigned[unit]
			switch {
			case !in[from]:
			case s.stuck(unit, "") || scope == UnassignedUnits && from != Unassigned:
				anchored = append(anchored, unit)
			default:
				free = append(free, unit)
			}
		}
		to, ok := familyTarget(after, f.Heads[family], free, anchored)
		for _, unit := range free {
			after.Assigned[unit] = to
			if !ok {
				after.Assigned[unit] = s.Assigned[unit]
			}
		}
	}
	moves := Moves(s, after)
	run.Ops, run.Moved = moves.ops(), len(moves.Units)
}

// familyTarget returns where the free units of a family go; false when they
// stay where they were.
func familyTarget(after *State, head int32, free, anchored []int32) (AreaNumber, bool) {
	parts := PartsOf(after.Assigned, anchored)
	to := Unassigned
	switch {
	case len(parts) > 1:
		return to, false
	case len(parts) == 1:
		to = parts[0].Area
	default:
		for _, part := range PartsOf(after.Assigned, free) {
			if part.Area != Unassigned {
				to = part.Area
				break
			}
		}
		for _, unit := range free {
			if unit == head && after.Assigned[unit] != Unassigned {
				to = after.Assigned[unit]
			}
		}
	}
	a := after.Areas[to]
	return to, a == nil || !a.Locked
}
