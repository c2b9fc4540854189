package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// UseBoundariesOps chooses the boundaries that the alignment assigns, nil for
// none. Another set begins with nothing assigned: what is said about the
// present one is taken back in the same step.
func (s *State) UseBoundariesOps(source *BoundarySource) ([]Op, error) {
	if same(s.Boundaries.Source(), source) {
		return nil, nil
	}
	after := newBoundaries(source)
	if s.Boundaries != nil && sameSet(s.Boundaries, after) {
		return []Op{{SetBoundaries: &SetBoundaries{Before: s.Boundaries.Source(), After: source}}}, nil
	}
	return boundariesBetween(s.Boundaries, after, make(map[AreaNumber]bool)), nil
}

// boundaryList returns boundaries sorted and without repetition.
func (s *State) boundaryList(list []int32) ([]int32, error) {
	if s.Boundaries == nil {
		return nil, territory.Say(territory.Conflict, sentence.ProblemNoBoundarySet.With(nil))
	}
	list = slices.Clone(list)
	slices.Sort(list)
	list = slices.Compact(list)
	if n := len(list); n > 0 && (list[0] < 0 || int(list[n-1]) >= s.Boundaries.Count) {
		return nil, territory.Errorf(territory.Invalid, "the boundary set has boundaries 0 to %d", s.Boundaries.Count-1)
	}
	return list, nil
}

// ShareBoundaryOps gives each of the boundaries to several territories, the
// first of which counts as its own; one territory or none ends the sharing.
func (s *State) ShareBoundaryOps(list []int32, areas []AreaNumber) ([]Op, error) {
	list, err := s.boundaryList(list)
	if err != nil {
		return nil, err
	}
	p := boundaryPlace{}
	if len(areas) > 0 {
		p.first = areas[0]
		p.further = slices.Clone(areas[1:])
		slices.Sort(p.further)
		p.further = slices.DeleteFunc(slices.Compact(p.further), func(n AreaNumber) bool { return n == p.first })
	}
	if slices.Contains(areas, Unassigned) && len(areas) > 1 {
		return nil, territory.Say(territory.Invalid, sentence.ShareNoArea.With(nil))
	}
	return s.placeOps(func(after *Boundaries) {
		for _, i := range list {
			after.put(i, boundaryPlace{p.first, p.further, after.LeftOut[i]})
		}
	}), nil
}

// AssignBoundaryOps gives boundaries, in any order, to a territory or to
// Unassigned; it ends their sharing.
func (s *State) AssignBoundaryOps(list []int32, to AreaNumber) ([]Op, error) {
	return s.ShareBoundaryOps(list, []AreaNumber{to})
}

// PlaceBoundariesOps gives boundary list[k] to the territory to[k].
func (s *State) PlaceBoundariesOps(list []int32, to []AreaNumber) ([]Op, error) {
	if _, err := s.boundaryList(list); err != nil {
		return nil, err
	}
	return s.placeOps(func(after *Boundaries) {
		for k, i := range list {
			after.put(i, boundaryPlace{first: to[k], leftOut: after.LeftOut[i]})
		}
	}), nil
}

// LockBoundaryOps locks or unlocks boundaries; those that are so already do
// not appear.
func (s *State) LockBoundaryOps(list []int32, locked bool) ([]Op, error) {
	list, err := s.boundaryList(list)
	list = slices.DeleteFunc(list, func(i int32) bool { return s.Boundaries.Locked[i] == locked })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return []Op{{LockBoundaries: &Lock{Units: list, Locked: locked}}}, nil
}

// LeaveOutOps leaves boundaries out of the plan, which takes them from the
// areas that hold them, or takes them in again.
func (s *State) LeaveOutOps(list []int32, out bool) ([]Op, error) {
	list, err := s.boundaryList(list)
	list = slices.DeleteFunc(list, func(i int32) bool { return s.Boundaries.LeftOut[i] == out })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var ops []Op
	if out {
		if ops, err = s.AssignBoundaryOps(list, Unassigned); err != nil {
			return nil, err
		}
	}
	return append(ops, Op{LeaveOut: &Lock{Units: list, Locked: out}}), nil
}

// placeOps returns the ops that change makes of a copy of the boundaries. It
// opens no locks, so that Apply refuses what they forbid.
func (s *State) placeOps(change func(after *Boundaries)) []Op {
	after := s.Boundaries.Clone()
	change(after)
	moves, share := boundaryMoves(s.Boundaries, after), shareChanges(s.Boundaries, after)
	var ops []Op
	if len(moves.Units) > 0 {
		ops = append(ops, Op{AssignBoundaries: &moves})
	}
	if len(share.Boundaries) > 0 {
		ops = append(ops, Op{ShareBoundaries: &share})
	}
	return ops
}

// boundariesTo moves the boundaries of areas that are about to go; goes says
// whether one goes, and where its boundaries then belong.
func (s *State) boundariesTo(goes func(AreaNumber) (AreaNumber, bool)) []Op {
	if s.Boundaries == nil {
		return nil
	}
	return s.placeOps(func(after *Boundaries) { after.move(goes) })
}

func (b *Boundaries) move(goes func(AreaNumber) (AreaNumber, bool)) {
	to := func(number AreaNumber) AreaNumber {
		if number == Unassigned {
			return Unassigned
		}
		if there, leaves := goes(number); leaves {
			return there
		}
		return number
	}
	for k := range b.Assigned {
		p := b.place(int32(k))
		p.first = to(p.first)
		var further []AreaNumber
		for _, number := range p.further {
			if number = to(number); number != Unassigned {
				further = append(further, number)
			}
		}
		slices.Sort(further)
		p.further = slices.Compact(further)
		if p.first == Unassigned && len(p.further) > 0 {
			p.first = p.further[0]
		}
		p.further = slices.DeleteFunc(p.further, func(n AreaNumber) bool { return n == p.first })
		b.put(int32(k), p)
	}
}
