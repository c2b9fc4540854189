package alignment

import (
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Choice says whose version of a conflict is taken.
type Choice string

// The two sides of a merge.
const (
	Ours   Choice = "ours"
	Theirs Choice = "theirs"
)

// Conflict is what both sides changed differently.
type Conflict struct {
	// Area is the number by which it is resolved: the area that was changed,
	// or the one in which ours has the units now.
	Area AreaNumber `json:"area"`
	// Text says what each side did.
	Text string            `json:"text"`
	Said sentence.Sentence `json:"said"`
	// Units that both sides moved, to different areas; nil when the conflict
	// is about the area itself.
	Units []int32 `json:"units,omitempty"`
	// Boundaries that both sides moved, to different areas.
	Boundaries []int32 `json:"boundaries,omitempty"`
	// Choice is how it was resolved, "" if it was not.
	Choice Choice `json:"choice,omitempty"`
}

// Merged is the outcome of a merge.
type Merged struct {
	// Ops bring their changes into ours; nil while a conflict is open.
	Ops []Op `json:"-"`
	// Numbers maps areas that theirs added to their numbers in ours, where
	// these had to be other ones.
	Numbers   map[AreaNumber]AreaNumber `json:"numbers,omitempty"`
	Conflicts []Conflict                `json:"conflicts"`
	// Open counts conflicts without a choice.
	Open int `json:"open"`
}

// Merge brings what theirs changed since base into ours. Whatever only one side
// changed is taken; the same change on both sides is taken once; colour and
// order of areas are ours, settings and effective dates theirs when both changed
// them. All else that both changed is a conflict, resolved by choices per area. Areas that theirs added get a
// new number or name where ours has used it already.
//
// The three must be states of one snapshot. An error says why the two cannot
// be merged even with every conflict resolved.
func Merge(base, ours, theirs *State, choices map[AreaNumber]Choice) (Merged, error) {
	if err := SameSnapshot(base, ours, theirs); err != nil {
		return Merged{}, err
	}
	m := newMerge(base, ours, theirs, choices)
	if err := m.levels(); err != nil {
		return Merged{}, err
	}
	m.units()
	if err := m.boundaries(); err != nil {
		return Merged{}, err
	}
	m.accountTargets()
	m.beside()
	m.areas()
	m.strand()
	result := Merged{Numbers: m.numbers, Conflicts: m.list()}
	for _, c := range result.Conflicts {
		if c.Choice == "" {
			result.Open++
		}
	}
	if result.Open > 0 {
		return result, nil
	}
	m.settleTree()
	result.Ops = append(Between(ours, m.out), calendarOps(ours.Calendar, m.out.Calendar)...)
	if err := ours.Clone().Apply(ChangeSet{Ops: result.Ops}); err != nil {
		return result, territory.Say(territory.Conflict, sentence.MergeImpossible.With(sentence.Params{"cause": territory.Saying(err)}))
	}
	return result, nil
}

// merge is a merge under way. theirs has ours' numbers, out is the result.
type merge struct {
	base, ours, theirs, out *State
	choices                 map[AreaNumber]Choice
	numbers                 map[AreaNumber]AreaNumber
	// clashes are units both sides moved, by the area they are in with ours.
	clashes map[AreaNumber][]int32
	// clashing are boundaries likewise.
	clashing map[AreaNumber][]int32
	found    []Conflict
}

func newMerge(base, ours, theirs *State, choices map[AreaNumber]Choice) *merge {
	m := &merge{base: base, ours: ours, out: ours.Clone(), choices: choices,
		numbers: make(map[AreaNumber]AreaNumber), clashes: make(map[AreaNumber][]int32),
		clashing: make(map[AreaNumber][]int32)}
	added := make(map[AreaNumber]bool)
	for number := range theirs.Areas {
		if base.Areas[number] == nil {
			added[number] = true
		}
	}
	next := max(ours.LastNumber, theirs.LastNumber) + 1
	for _, number := range sortedNumbers(added) {
		if number <= ours.LastNumber {
			m.numbers[number] = next
			next++
		}
	}
	m.theirs = renumbered(theirs, m.numbers)
	return m
}

// renumbered returns a copy in which areas have the numbers of the map.
func renumbered(s *State, numbers map[AreaNumber]AreaNumber) *State {
	c := s.Clone()
	rename := func(number AreaNumber) AreaNumber {
		if to, exists := numbers[number]; exists {
			return to
		}
		return number
	}
	c.Areas = make(map[AreaNumber]*Area, len(s.Areas))
	for _, a := range s.Areas {
		a := a.Clone()
		a.Number, a.Parent = rename(a.Number), rename(a.Parent)
		c.Areas[a.Number] = a
	}
	for unit, number := range c.Assigned {
		c.Assigned[unit] = rename(number)
	}
	c.Boundaries.renumber(rename)
	return c
}

// conflict notes a conflict about an area and returns the choice, Ours while
// there is none.
func (m *merge) conflict(area AreaNumber, units []int32, said sentence.Sentence) Choice {
	choice := m.choices[area]
	m.found = append(m.found, Conflict{Area: area, Text: said.English, Said: said, Units: units, Choice: choice})
	if choice == Theirs {
		return Theirs
	}
	return Ours
}

// units merges assignment, locks and holdouts unit by unit.
func (m *merge) units() {
	for unit := range m.base.Assigned {
		was, mine, other := m.base.Assigned[unit], m.ours.Assigned[unit], m.theirs.Assigned[unit]
		switch {
		case other == was || other == mine:
		case mine != was || m.lockedHere(unit, other):
			m.clashes[mine] = append(m.clashes[mine], int32(unit))
			if m.choices[mine] == Theirs {
				m.out.Assigned[unit] = other
			}
		default:
			m.out.Assigned[unit] = other
		}
		if m.theirs.Locked[unit] != m.base.Locked[unit] {
			m.out.Locked[unit] = m.theirs.Locked[unit]
		}
	}
	_, changed := holdChanges(m.base, m.theirs, nil)
	for i, unit := range changed.Units {
		m.out.setHoldout(unit, changed.After[i])
	}
}

// lockedHere says whether ours has, since base, locked or held the unit, or locked one of the
// areas between which theirs moved it.
func (m *merge) lockedHere(unit int, to AreaNumber) bool {
	locked := func(number AreaNumber) bool {
		a, before := m.ours.Areas[number], m.base.Areas[number]
		return a != nil && a.Locked && (before == nil || !before.Locked)
	}
	_, held := m.ours.Holdouts[int32(unit)]
	_, heldBefore := m.base.Holdouts[int32(unit)]
	return (held && !heldBefore) || (m.ours.Locked[unit] && !m.base.Locked[unit]) || locked(m.ours.Assigned[unit]) || locked(to)
}

// beside merges settings and effective dates, each by itself.
func (m *merge) beside() {
	was, other, out := m.base.Options, m.theirs.Options, &m.out.Options
	if other.Family != was.Family || other.WholeFamilies != was.WholeFamilies {
		out.Family, out.WholeFamilies = other.Family, other.WholeFamilies
	}
	if other.OverrideLimit != was.OverrideLimit {
		out.OverrideLimit = other.OverrideLimit
	}
	m.out.Calendar = mergeCalendars(m.base.Calendar, m.ours.Calendar, m.theirs.Calendar, m.base.Alignment.Version)
}

// list returns all conflicts: those about units by area, then the others.
func (m *merge) list() []Conflict {
	places := make(map[AreaNumber]bool)
	for number := range m.clashes {
		places[number] = true
	}
	for number := range m.clashing {
		places[number] = true
	}
	conflicts := []Conflict{}
	for _, number := range sortedNumbers(places) {
		units, boundaries := m.clashes[number], m.clashing[number]
		kind := sentence.MergeBoth
		switch {
		case len(units) == 0:
			kind = sentence.MergeBoundaries
		case len(boundaries) == 0:
			kind = sentence.MergeUnits
		}
		said := kind.With(sentence.Params{"units": len(units), "boundaries": len(boundaries), "area": m.ours.areaName(number)})
		conflicts = append(conflicts, Conflict{Area: number, Units: units, Boundaries: boundaries, Choice: m.choices[number], Text: said.English, Said: said})
	}
	return append(conflicts, m.found...)
}
