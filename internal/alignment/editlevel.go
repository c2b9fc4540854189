package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// RenameLevelOps gives level i a new name.
func (s *State) RenameLevelOps(i int, name string) ([]Op, error) {
	if i < 0 || i >= len(s.Alignment.Levels) {
		return nil, territory.Errorf(territory.NotFound, "there is no level %d; there are %d", i+1, len(s.Alignment.Levels))
	}
	after := slices.Clone(s.Alignment.Levels)
	after[i] = name
	return s.setLevels(after), nil
}

// AddLevelOps adds a level at position i, 0 being the top. Below the lowest
// level it only becomes possible to split territories further. Elsewhere every
// area at that depth gets a new parent of its own name, so that the tree stays
// whole; these are then merged and renamed as wanted.
func (s *State) AddLevelOps(i int, name string) ([]Op, error) {
	if i < 0 || i > len(s.Alignment.Levels) {
		return nil, territory.Errorf(territory.NotFound, "a level can be added at positions 1 to %d", len(s.Alignment.Levels)+1)
	}
	ops := s.setLevels(slices.Insert(slices.Clone(s.Alignment.Levels), i, name))
	number := s.NextNumber()
	colour := 0
	for _, a := range s.Ordered() {
		if a.Level < i {
			continue
		}
		after := a.Clone()
		after.Level++
		if a.Level == i {
			ops = append(ops, Op{AddArea: &Area{Number: number, Parent: a.Parent, Name: a.Name, Level: i, Sort: a.Sort, Colour: colour}})
			after.Parent, after.Sort = number, 0
			number++
			colour++
		}
		ops = appendUpdate(ops, a, after)
	}
	return ops, nil
}

// RemoveLevelOps removes level i with its areas. Their children take their
// place; a lowest level's units go to the areas above it.
func (s *State) RemoveLevelOps(i int) ([]Op, error) {
	if i < 0 || i >= len(s.Alignment.Levels) {
		return nil, territory.Errorf(territory.NotFound, "there is no level %d; there are %d", i+1, len(s.Alignment.Levels))
	}
	var gone []*Area
	var updates []Op
	up := make(map[AreaNumber]AreaNumber)
	for _, a := range s.Ordered() {
		switch {
		case a.Level == i:
			gone = append(gone, a)
			up[a.Number] = a.Parent
		case a.Level > i:
			after := a.Clone()
			after.Level--
			if parent, goes := up[a.Parent]; goes {
				after.Parent = parent
			}
			updates = appendUpdate(updates, a, after)
		}
	}
	var moves Assign
	for unit, number := range s.Assigned {
		if to, goes := up[number]; goes {
			moves.add(int32(unit), number, to)
		}
	}
	ops := append(updates, moves.ops()...)
	ops = append(ops, s.boundariesTo(func(number AreaNumber) (AreaNumber, bool) { to, goes := up[number]; return to, goes })...)
	ops = append(ops, removals(gone)...)
	return append(ops, s.setLevels(slices.Delete(slices.Clone(s.Alignment.Levels), i, i+1))...), nil
}

func (s *State) setLevels(after []string) []Op {
	return []Op{{SetLevels: &Levels{Before: slices.Clone(s.Alignment.Levels), After: after}}}
}
