package alignment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxNameBytes bounds names of areas and levels.
const maxNameBytes = 500

// maxRuleBytes bounds the rule of an area: some 100,000 postal codes.
const maxRuleBytes = 1 << 20

// checkOp checks one op against the present state.
func (s *State) checkOp(op Op, on Date) error {
	switch {
	case op.AddArea != nil:
		if present, taken := s.Areas[op.AddArea.Number]; taken {
			return outdated("area number %d is taken by %q; reload and try again", present.Number, present.Name)
		}
		return checkArea(op.AddArea)
	case op.RemoveArea != nil:
		return s.checkPresent(op.RemoveArea)
	case op.UpdateArea != nil:
		if op.UpdateArea.Before.Number != op.UpdateArea.After.Number {
			return territory.Errorf(territory.Invalid, "the number of area %d cannot change", op.UpdateArea.Before.Number)
		}
		if err := s.checkPresent(&op.UpdateArea.Before); err != nil {
			return err
		}
		return checkArea(&op.UpdateArea.After)
	case op.Assign != nil:
		if err := s.checkMoves(op.Assign, s.unitColumn()); err != nil {
			return err
		}
		return s.checkHeld(op.Assign.Units, on)
	case op.Lock != nil:
		return checkFlags(op.Lock, s.unitColumn(), "locked", "unlocked")
	case op.AccountTarget != nil:
		return s.checkTarget(op.AccountTarget)
	case op.Hold != nil:
		return s.checkHold(op.Hold)
	case op.SetOptions != nil:
		return s.checkOptions(op.SetOptions)
	case op.SetCalendar != nil:
		return s.checkCalendar(op.SetCalendar)
	case op.SetLevels != nil:
		return s.checkLevels(op.SetLevels)
	}
	return s.checkBoundaryOp(op)
}

// checkPresent checks that the area stands as before says.
func (s *State) checkPresent(before *Area) error {
	now, exists := s.Areas[before.Number]
	if !exists {
		return outdated("area %s no longer exists", before)
	}
	if !now.Equal(before) {
		return outdated("area %s has been changed by someone else; reload and try again", now)
	}
	return nil
}

// checkArea checks an area's own properties.
func checkArea(a *Area) error {
	switch {
	case a.Number < 1:
		return territory.Errorf(territory.Invalid, "area number %d is not allowed; numbers start at 1", a.Number)
	case strings.TrimSpace(a.Name) == "":
		return territory.Say(territory.Invalid, sentence.AreaNoName.With(sentence.Params{"number": a.Number}))
	case len(a.Name) > maxNameBytes:
		return territory.Say(territory.Invalid, sentence.AreaNameLong.With(sentence.Params{"number": a.Number, "bytes": maxNameBytes}))
	case len(a.Rule) > maxRuleBytes:
		return territory.Say(territory.Invalid, sentence.AreaRuleLong.With(sentence.Params{"area": a.Said(), "bytes": maxRuleBytes}))
	case a.Parent == a.Number:
		return territory.Say(territory.Invalid, sentence.AreaOwnParent.With(sentence.Params{"area": a.Said()}))
	case a.Centre != nil && !onEarth(*a.Centre):
		return territory.Say(territory.Invalid, sentence.AreaCentre.With(sentence.Params{"area": a.Said(), "lon": a.Centre.Lon, "lat": a.Centre.Lat}))
	}
	return checkProperties(a)
}

// column is what assigns and locks units, or boundaries.
type column struct {
	noun     string
	assigned []AreaNumber
	locked   []bool
}

func (s *State) unitColumn() column { return column{"unit", s.Assigned, s.Locked} }

func (c column) lockedError(i int32, area any) error {
	if c.noun == "boundary" {
		return territory.Say(territory.Conflict, sentence.ProblemBoundaryLock.With(sentence.Params{"boundary": i}))
	}
	return territory.Say(territory.Conflict, sentence.ProblemUnitLocked.With(sentence.Params{"unit": i, "area": area}))
}

// check checks that units are strictly ascending indices of the column.
func (c column) check(units []int32) error {
	previous := int32(-1)
	for _, unit := range units {
		if unit <= previous {
			return territory.Errorf(territory.Invalid, "what a change is about must be listed once, in ascending order; %s %d follows %d", c.noun, unit, previous)
		}
		previous = unit
	}
	if int(previous) >= len(c.assigned) {
		return territory.Errorf(territory.Invalid, "there is no %s %d; there are %d", c.noun, previous, len(c.assigned))
	}
	return nil
}

// checkMoves checks a move against the present assignment and locks.
func (s *State) checkMoves(a *Assign, c column) error {
	if len(a.From) != len(a.Units) || len(a.To) != len(a.Units) {
		return territory.Errorf(territory.Invalid, "a move has %d entries, %d areas they leave and %d areas they enter; these must be equal",
			len(a.Units), len(a.From), len(a.To))
	}
	if err := c.check(a.Units); err != nil {
		return err
	}
	open := openAreas{state: s, known: map[AreaNumber]bool{Unassigned: true}}
	for i, unit := range a.Units {
		from, to := a.From[i], a.To[i]
		switch {
		case c.assigned[unit] != from:
			return outdated("%s %d is in %s now, not in %s; reload and try again", c.noun, unit, s.areaText(c.assigned[unit]), s.areaText(from))
		case from == to:
			return territory.Errorf(territory.Invalid, "%s %d moves from %s to itself", c.noun, unit, s.areaText(from))
		case c.locked[unit]:
			return c.lockedError(unit, s.areaName(from))
		}
		if err := open.check(to); err != nil {
			return err
		}
		if err := open.check(from); err != nil {
			return err
		}
	}
	return nil
}

// openAreas remembers which areas were found to exist and to be unlocked.
type openAreas struct {
	state *State
	known map[AreaNumber]bool
}

func (o *openAreas) check(number AreaNumber) error {
	if o.known[number] {
		return nil
	}
	area, exists := o.state.Areas[number]
	if !exists {
		return outdated("area %d does not exist; reload and try again", number)
	}
	if area.Locked {
		return territory.Say(territory.Conflict, sentence.ProblemAreaLocked.With(sentence.Params{"area": area.Name}))
	}
	o.known[number] = true
	return nil
}

func (s *State) heldError(unit int32) error {
	h := s.Holdouts[unit]
	end := ""
	if h.Until != "" {
		end = " until " + string(h.Until)
	}
	return territory.Say(territory.Conflict, sentence.ProblemHeld.Worded(
		fmt.Sprintf("unit %d is held in %s%s: %s; remove the holdout first", unit, s.areaText(s.Assigned[unit]), end, h.Reason),
		sentence.Params{"unit": unit, "area": s.areaName(s.Assigned[unit]), "until": string(h.Until), "reason": h.Reason}))
}

func (s *State) areaText(number AreaNumber) string {
	if number == Unassigned {
		return "no area"
	}
	if a, exists := s.Areas[number]; exists {
		return a.String()
	}
	return (&Area{Number: number, Name: "?"}).String()
}

// areaSaid is areaText within another sentence.
func (s *State) areaSaid(number AreaNumber) sentence.Sentence {
	if number == Unassigned {
		return sentence.NoArea.With(nil)
	}
	if a, exists := s.Areas[number]; exists {
		return a.Said()
	}
	return (&Area{Number: number, Name: "?"}).Said()
}

// areaName is the name of an area within a sentence.
func (s *State) areaName(number AreaNumber) any {
	if a, exists := s.Areas[number]; exists {
		return a.Name
	}
	return sentence.Unassigned.With(nil)
}

// checkFlags checks that a flag changes for all that are listed; on and off
// are its words.
func checkFlags(l *Lock, c column, on, off string) error {
	if err := c.check(l.Units); err != nil {
		return err
	}
	for _, unit := range l.Units {
		if c.locked[unit] == l.Locked {
			state := map[bool]string{true: on, false: off}[l.Locked]
			return outdated("%s %d is %s already; reload and try again", c.noun, unit, state)
		}
	}
	return nil
}

// outdated says that somebody else has changed what a change builds on.
func outdated(format string, args ...any) error {
	return territory.Say(territory.Conflict, sentence.ProblemReload.Worded(fmt.Sprintf(format, args...), nil))
}

func (s *State) checkLevels(l *Levels) error {
	if !slices.Equal(s.Alignment.Levels, l.Before) {
		return outdated("the levels have been changed by someone else; reload and try again")
	}
	return CheckLevels(l.After)
}

// CheckLevels checks names of levels: at least one, none empty, none twice.
func CheckLevels(levels []string) error {
	if len(levels) == 0 {
		return territory.Say(territory.Invalid, sentence.LevelNone.With(nil))
	}
	for i, name := range levels {
		if strings.TrimSpace(name) == "" || len(name) > maxNameBytes {
			return territory.Say(territory.Invalid, sentence.LevelNoName.With(sentence.Params{"level": i + 1, "bytes": maxNameBytes}))
		}
		if slices.Contains(levels[:i], name) {
			return territory.Say(territory.Invalid, sentence.LevelTwice.With(sentence.Params{"name": name}))
		}
	}
	return nil
}
