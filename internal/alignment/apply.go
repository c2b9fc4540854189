package alignment

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Apply makes the state one version newer. It accepts the change set whole or
// returns a territory.Error and leaves the state as it was:
//
//   - conflict: the state is not what the change set was made for (a unit or an
//     area has changed since, a lock or a holdout forbids the move);
//   - invalid: the change set would be wrong on any state (unknown unit, area
//     without a parent, units in an area that has children).
//
// Holdouts count on the day of c.At; every one counts when that is not set.
//
// Cost: one pass over the change set and the tree; a pass over all units only
// when areas are removed or get children.
func (s *State) Apply(c ChangeSet) error {
	if c.Version != 0 && c.Version != s.Alignment.Version+1 {
		return territory.Errorf(territory.Conflict, "change set %d does not follow version %d", c.Version, s.Alignment.Version)
	}
	last := s.LastNumber
	for i, op := range c.Ops {
		if err := s.applyOp(op, DateOf(c.At)); err != nil {
			s.revert(c.Ops[:i])
			s.LastNumber = last
			return err
		}
	}
	if err := s.checkAfter(c.Ops); err != nil {
		s.revert(c.Ops)
		s.LastNumber = last
		return err
	}
	s.advance(c)
	return nil
}

// Replay applies a change set that was accepted before, without checking it.
// It is for building a state from stored history only.
func (s *State) Replay(c ChangeSet) {
	for _, op := range c.Ops {
		s.write(op)
	}
	s.advance(c)
}

func (s *State) advance(c ChangeSet) {
	s.Alignment.Version++
	if !c.At.IsZero() {
		s.Alignment.Updated = c.At
	}
}

// revert takes back ops that were applied, last one first.
func (s *State) revert(ops []Op) {
	for _, op := range slices.Backward(ops) {
		s.write(op.Inverse())
	}
}

// applyOp checks one op and carries it out, or changes nothing.
func (s *State) applyOp(op Op, on Date) error {
	if n := op.fields(); n != 1 {
		return territory.Errorf(territory.Invalid, "a step of a change set must do exactly one thing, this one does %d", n)
	}
	if err := s.checkOp(op, on); err != nil {
		return err
	}
	s.write(op)
	return nil
}

func (o Op) fields() int {
	n := 0
	for _, set := range []bool{o.AddArea != nil, o.RemoveArea != nil, o.UpdateArea != nil, o.Assign != nil,
		o.Lock != nil, o.SetLevels != nil, o.SetBoundaries != nil, o.AssignBoundaries != nil, o.LockBoundaries != nil,
		o.LeaveOut != nil, o.ShareBoundaries != nil, o.AccountTarget != nil, o.Hold != nil, o.SetOptions != nil, o.SetCalendar != nil} {
		if set {
			n++
		}
	}
	return n
}

// write carries out an op without checking it.
func (s *State) write(op Op) {
	switch {
	case op.AddArea != nil:
		s.Areas[op.AddArea.Number] = op.AddArea.Clone()
		s.LastNumber = max(s.LastNumber, op.AddArea.Number)
	case op.RemoveArea != nil:
		delete(s.Areas, op.RemoveArea.Number)
	case op.UpdateArea != nil:
		s.Areas[op.UpdateArea.After.Number] = op.UpdateArea.After.Clone()
	case op.Assign != nil:
		for i, unit := range op.Assign.Units {
			s.Assigned[unit] = op.Assign.To[i]
		}
	case op.Lock != nil:
		for _, unit := range op.Lock.Units {
			s.Locked[unit] = op.Lock.Locked
		}
	case op.SetLevels != nil:
		s.Alignment.Levels = slices.Clone(op.SetLevels.After)
	case op.AccountTarget != nil:
		s.writeTarget(op.AccountTarget)
	case op.Hold != nil:
		for i, unit := range op.Hold.Units {
			s.setHoldout(unit, op.Hold.After[i])
		}
	case op.SetOptions != nil:
		s.Options = op.SetOptions.After
	case op.SetCalendar != nil:
		s.Calendar = slices.Clone(op.SetCalendar.After)
	default:
		s.writeBoundaries(op)
	}
}
