package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The functions of this file and of edittree.go, editsplit.go and editlevel.go
// turn what a planner wants into ops that fit the present state and can be
// inverted. They change nothing; Apply does, and checks the rest (locks, names).

// area returns the area or a not_found error.
func (s *State) area(number AreaNumber) (*Area, error) {
	if a, exists := s.Areas[number]; exists {
		return a, nil
	}
	return nil, territory.Say(territory.NotFound, sentence.AreaUnknown.With(sentence.Params{"area": number}))
}

// unitList returns units sorted and without repetition.
func (s *State) unitList(units []int32) ([]int32, error) {
	units = slices.Clone(units)
	slices.Sort(units)
	units = slices.Compact(units)
	if n := len(units); n > 0 && (units[0] < 0 || int(units[n-1]) >= len(s.Assigned)) {
		return nil, territory.Errorf(territory.Invalid, "unit indices go from 0 to %d", len(s.Assigned)-1)
	}
	return units, nil
}

// UnitsOf returns the units that the areas hold themselves, ascending.
func (s *State) UnitsOf(areas ...AreaNumber) []int32 {
	wanted := make(map[AreaNumber]bool, len(areas))
	for _, number := range areas {
		wanted[number] = true
	}
	var units []int32
	for unit, number := range s.Assigned {
		if wanted[number] {
			units = append(units, int32(unit))
		}
	}
	return units
}

// AssignOps moves units, given in any order, to a territory or to Unassigned.
// Units that are there already do not appear.
func (s *State) AssignOps(units []int32, to AreaNumber) ([]Op, error) {
	units, err := s.unitList(units)
	if err != nil {
		return nil, err
	}
	var m Assign
	for _, unit := range units {
		m.add(unit, s.Assigned[unit], to)
	}
	return m.ops(), nil
}

// add appends a move unless it goes nowhere.
func (m *Assign) add(unit int32, from, to AreaNumber) {
	if from != to {
		m.Units = append(m.Units, unit)
		m.From = append(m.From, from)
		m.To = append(m.To, to)
	}
}

func (m *Assign) ops() []Op {
	if len(m.Units) == 0 {
		return nil
	}
	return []Op{{Assign: m}}
}

// LockOps locks or unlocks units, given in any order; those that are so
// already do not appear.
func (s *State) LockOps(units []int32, locked bool) ([]Op, error) {
	units, err := s.unitList(units)
	if err != nil {
		return nil, err
	}
	units = slices.DeleteFunc(units, func(unit int32) bool { return s.Locked[unit] == locked })
	if len(units) == 0 {
		return nil, nil
	}
	return []Op{{Lock: &Lock{Units: units, Locked: locked}}}, nil
}

// LockAreaOps locks or unlocks areas; with those below them when subtree.
func (s *State) LockAreaOps(areas []AreaNumber, subtree, locked bool) ([]Op, error) {
	var ops []Op
	seen := make(map[AreaNumber]bool)
	for _, number := range areas {
		a, err := s.area(number)
		if err != nil {
			return nil, err
		}
		chosen := []*Area{a}
		if subtree {
			chosen = s.Subtree(number)
		}
		for _, a := range chosen {
			after := a.Clone()
			after.Locked = locked
			if !seen[a.Number] {
				ops = appendUpdate(ops, a, after)
			}
			seen[a.Number] = true
		}
	}
	return ops, nil
}

// AddOps adds an area below a.Parent, last among its siblings. Number, level,
// colour and sort are given by the state; the area as added is returned too.
func (s *State) AddOps(a Area) ([]Op, *Area, error) {
	a.Level, a.Number = 0, s.NextNumber()
	if a.Parent != Unassigned {
		parent, err := s.area(a.Parent)
		if err != nil {
			return nil, nil, err
		}
		a.Level = parent.Level + 1
	}
	a.Colour, a.Sort = s.NextColour(a.Level), s.nextSort(a.Parent)
	return []Op{{AddArea: &a}}, &a, nil
}

// nextSort returns a sort value behind all children of parent.
func (s *State) nextSort(parent AreaNumber) int {
	siblings := s.Children(parent)
	if len(siblings) == 0 {
		return 0
	}
	return siblings[len(siblings)-1].Sort + 1
}
