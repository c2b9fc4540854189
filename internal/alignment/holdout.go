package alignment

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxReasonBytes bounds the reason of a holdout.
const maxReasonBytes = 1000

// Holdout says why a unit is held where it is: a named unit that no move, rule
// or optimisation takes away until it expires.
type Holdout struct {
	Reason string `json:"reason"`
	// Until is the last day it counts; "" for no end.
	Until Date `json:"until,omitempty"`
	// By is who holds the unit, Since the day it began.
	By    string `json:"by,omitempty"`
	Since Date   `json:"since,omitempty"`
}

// Counts says whether the holdout holds on a day.
func (h Holdout) Counts(on Date) bool { return h.Until == "" || h.Until >= on }

// Hold sets and removes holdouts. The three columns have equal length; Units
// is strictly ascending; nil stands for "not held".
type Hold struct {
	Units  []int32    `json:"units"`
	Before []*Holdout `json:"before"`
	After  []*Holdout `json:"after"`
}

// holdout returns a copy of the unit's holdout, nil when there is none.
func (s *State) holdout(unit int32) *Holdout {
	if h, held := s.Holdouts[unit]; held {
		return &h
	}
	return nil
}

func (s *State) setHoldout(unit int32, h *Holdout) {
	if h == nil {
		delete(s.Holdouts, unit)
		return
	}
	if s.Holdouts == nil {
		s.Holdouts = make(map[int32]Holdout)
	}
	s.Holdouts[unit] = *h
}

// Fixed says whether a unit may not move on a day: it is locked or held.
func (s *State) Fixed(unit int32, on Date) bool {
	h, held := s.Holdouts[unit]
	return s.Locked[unit] || held && h.Counts(on)
}

// FreezeHeld locks the units that are held on a day, for work on a copy to
// which holdouts and locks are the same.
func (s *State) FreezeHeld(on Date) {
	for unit, h := range s.Holdouts {
		if h.Counts(on) {
			s.Locked[unit] = true
		}
	}
}

// HeldUnits returns the units with a holdout: those that expire first come
// first, those without end last, ties by unit.
func (s *State) HeldUnits() []int32 {
	return slices.SortedFunc(maps.Keys(s.Holdouts), func(a, b int32) int {
		x, y := s.Holdouts[a].Until, s.Holdouts[b].Until
		if (x == "") != (y == "") {
			return cmp.Compare(y, x) // the empty date is the last
		}
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
}

// HoldOps holds units, given in any order, where they are, or in the territory
// to when it is given: they are moved there first. Units held already get the
// new terms. h.Since is the day of the change.
func (s *State) HoldOps(units []int32, to *AreaNumber, h Holdout) ([]Op, error) {
	units, err := s.unitList(units)
	if err != nil {
		return nil, err
	}
	if err := CheckHoldout(h); err != nil {
		return nil, err
	}
	out := s.Clone()
	for _, unit := range units {
		if to != nil {
			out.Assigned[unit] = *to
		}
		if err := s.checkHeldAt(unit, out.Assigned[unit]); err != nil {
			return nil, err
		}
		out.setHoldout(unit, &h)
	}
	return s.heldBetween(out), nil
}

// heldBetween returns the moves and holdouts that lead to out, in which areas
// and locks are the same.
func (s *State) heldBetween(out *State) []Op {
	moves := Moves(s, out)
	release, hold := holdChanges(s, out, moves.Units)
	ops := append(release.ops(), moves.ops()...)
	return append(ops, hold.ops()...)
}

// ReleaseOps removes the holdouts of units, given in any order; those that are
// not held do not appear.
func (s *State) ReleaseOps(units []int32) ([]Op, error) {
	units, err := s.unitList(units)
	if err != nil {
		return nil, err
	}
	var h Hold
	for _, unit := range units {
		h.add(unit, s.holdout(unit), nil)
	}
	return h.ops(), nil
}

// add appends a change of a holdout unless there is none.
func (h *Hold) add(unit int32, before, after *Holdout) {
	if same(before, after) {
		return
	}
	h.Units = append(h.Units, unit)
	h.Before, h.After = append(h.Before, before), append(h.After, after)
}

func (h *Hold) ops() []Op {
	if len(h.Units) == 0 {
		return nil
	}
	return []Op{{Hold: h}}
}

// CheckHoldout checks the terms of a holdout.
func CheckHoldout(h Holdout) error {
	switch {
	case strings.TrimSpace(h.Reason) == "":
		return territory.Say(territory.Invalid, sentence.HoldoutNoReason.With(nil))
	case len(h.Reason) > maxReasonBytes:
		return territory.Say(territory.Invalid, sentence.HoldoutReasonLong.With(sentence.Params{"bytes": maxReasonBytes}))
	case h.Until != "" && !h.Until.Valid():
		return territory.Say(territory.Invalid, sentence.DayUnreadable.With(sentence.Params{"day": h.Until}))
	case h.Until != "" && h.Until < h.Since:
		return territory.Say(territory.Invalid, sentence.HoldoutOver.With(sentence.Params{"until": h.Until, "since": h.Since}))
	}
	return nil
}

// checkHeld refuses to move units that are held on a day.
func (s *State) checkHeld(units []int32, on Date) error {
	if len(s.Holdouts) == 0 {
		return nil
	}
	for _, unit := range units {
		if h, held := s.Holdouts[unit]; held && h.Counts(on) {
			return s.heldError(unit)
		}
	}
	return nil
}

// checkHold checks a change of holdouts against those there are.
func (s *State) checkHold(h *Hold) error {
	if len(h.Before) != len(h.Units) || len(h.After) != len(h.Units) {
		return territory.Errorf(territory.Invalid, "a change of holdouts lists %d units, %d holdouts before and %d after; these must be equal",
			len(h.Units), len(h.Before), len(h.After))
	}
	if err := s.unitColumn().check(h.Units); err != nil {
		return err
	}
	for i, unit := range h.Units {
		if !same(s.holdout(unit), h.Before[i]) {
			return outdated("the holdout of unit %d has been changed by someone else; reload and try again", unit)
		}
		if h.After[i] == nil {
			continue
		}
		if err := CheckHoldout(*h.After[i]); err != nil {
			return err
		}
	}
	return nil
}

// holdChanges returns the holdouts of a to open before units move, and those
// to change after it so that they are as in b.
func holdChanges(a, b *State, moved []int32) (release, hold *Hold) {
	release, hold = &Hold{}, &Hold{}
	for _, unit := range slices.Sorted(maps.Keys(union(a.Holdouts, b.Holdouts))) {
		now := a.holdout(unit)
		if _, moves := slices.BinarySearch(moved, unit); moves {
			release.add(unit, now, nil)
			now = nil
		}
		hold.add(unit, now, b.holdout(unit))
	}
	return release, hold
}

func union(a, b map[int32]Holdout) map[int32]bool {
	all := make(map[int32]bool, len(a)+len(b))
	for _, m := range []map[int32]Holdout{a, b} {
		for unit := range m {
			all[unit] = true
		}
	}
	return all
}
