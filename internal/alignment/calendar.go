package alignment

import (
	"cmp"
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxEffective bounds the entries of a calendar.
const maxEffective = 1000

// Effective says that a version is in force from a day on, until the day of
// the next entry.
type Effective struct {
	From    Date  `json:"from"`
	Version int64 `json:"version"`
}

// SetCalendar replaces the calendar of versions in force, earliest first.
type SetCalendar struct {
	Before []Effective `json:"before"`
	After  []Effective `json:"after"`
}

// InForce returns the entry that holds on a day; false before the first one.
func (s *State) InForce(on Date) (Effective, bool) {
	for _, e := range slices.Backward(s.Calendar) {
		if e.From <= on {
			return e, true
		}
	}
	return Effective{}, false
}

// EffectiveOps lets a version be in force from a day on, in place of what the
// calendar has for that day; version 0 removes the entry. The calendar keeps
// its other entries.
func (s *State) EffectiveOps(from Date, version int64) ([]Op, error) {
	after := slices.Clone(s.Calendar)
	at, exists := slices.BinarySearchFunc(after, from, func(e Effective, d Date) int { return cmp.Compare(e.From, d) })
	switch {
	case version == 0 && !exists:
		return nil, territory.Say(territory.NotFound, sentence.DayNoVersion.With(sentence.Params{"day": from}))
	case version == 0:
		after = slices.Delete(after, at, at+1)
	case exists:
		after[at].Version = version
	default:
		after = slices.Insert(after, at, Effective{From: from, Version: version})
	}
	return calendarOps(s.Calendar, after), nil
}

func calendarOps(before, after []Effective) []Op {
	if slices.Equal(before, after) {
		return nil
	}
	return []Op{{SetCalendar: &SetCalendar{Before: slices.Clone(before), After: slices.Clone(after)}}}
}

// mergeCalendars returns ours with the days that theirs changed since base.
// Versions that theirs made after base do not exist on our side, so that days
// set on them are left as ours has them: they can be set anew on the version
// that the merge makes.
func mergeCalendars(base, ours, theirs []Effective, common int64) []Effective {
	was, other, days := byDay(base), byDay(theirs), byDay(ours)
	for _, e := range slices.Concat(base, theirs) {
		switch version, stays := other[e.From]; {
		case version == was[e.From] || version > common:
		case stays:
			days[e.From] = version
		default:
			delete(days, e.From)
		}
	}
	merged := make([]Effective, 0, len(days))
	for _, from := range slices.Sorted(maps.Keys(days)) {
		merged = append(merged, Effective{From: from, Version: days[from]})
	}
	return merged
}

func byDay(calendar []Effective) map[Date]int64 {
	days := make(map[Date]int64, len(calendar))
	for _, e := range calendar {
		days[e.From] = e.Version
	}
	return days
}

func (s *State) checkCalendar(c *SetCalendar) error {
	if !slices.Equal(c.Before, s.Calendar) {
		return outdated("the effective dates have been changed by someone else; reload and try again")
	}
	if len(c.After) > maxEffective {
		return territory.Say(territory.TooLarge, sentence.DayTooMany.With(sentence.Params{"most": maxEffective}))
	}
	previous := Date("")
	for _, e := range c.After {
		switch {
		case !e.From.Valid():
			return territory.Say(territory.Invalid, sentence.DayUnreadable.With(sentence.Params{"day": e.From}))
		case e.From <= previous:
			return territory.Errorf(territory.Invalid, "effective dates are listed once each, earliest first; %s follows %s", e.From, previous)
		case e.Version < 1 || e.Version > s.Alignment.Version:
			return territory.Say(territory.Invalid, sentence.DayVersion.With(sentence.Params{"version": e.Version, "day": e.From, "most": s.Alignment.Version}))
		}
		previous = e.From
	}
	return nil
}
