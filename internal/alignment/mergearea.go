package alignment

import (
	"fmt"
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// levels merges the names of levels, which cannot be chosen per area.
func (m *merge) levels() error {
	was, mine, other := m.base.Alignment.Levels, m.ours.Alignment.Levels, m.theirs.Alignment.Levels
	switch {
	case slices.Equal(was, other) || slices.Equal(mine, other):
	case slices.Equal(was, mine):
		m.out.Alignment.Levels = slices.Clone(other)
	default:
		return territory.Say(territory.Conflict, sentence.MergeLevelsChanged.With(sentence.Params{"mine": mine, "theirs": other}))
	}
	return nil
}

// areas merges the tree area by area into out.
func (m *merge) areas() {
	numbers := make(map[AreaNumber]bool)
	for _, s := range []*State{m.base, m.theirs} {
		for number := range s.Areas {
			numbers[number] = true
		}
	}
	inUse := make(map[AreaNumber]bool)
	addAreas(inUse, m.out.Assigned)
	m.out.Boundaries.addHolders(inUse)
	for _, number := range sortedNumbers(numbers) {
		was, mine, other := m.base.Areas[number], m.ours.Areas[number], m.theirs.Areas[number]
		switch {
		case was == nil:
			m.out.Areas[number] = other.Clone()
			m.out.LastNumber = max(m.out.LastNumber, number)
		case mine == nil && other == nil:
		case mine == nil:
			if (!other.Equal(was) || inUse[number]) && m.conflict(number, nil, sentence.MergeRemoved.With(sentence.Params{"area": other.Name})) == Theirs {
				m.out.Areas[number] = other.Clone()
			}
		case other == nil:
			if (mine.Equal(was) && !inUse[number]) || m.conflict(number, nil, sentence.MergeChanged.With(sentence.Params{"area": mine.Name})) == Theirs {
				delete(m.out.Areas, number)
			}
		default:
			m.out.Areas[number] = m.area(was, mine, other)
		}
	}
}

// area merges the properties of an area that all three have.
func (m *merge) area(was, mine, other *Area) *Area {
	out := mine.Clone()
	var both []sentence.Sentence
	take(&both, sentence.PropertyParent, was.Parent, mine.Parent, other.Parent, &out.Parent)
	take(&both, sentence.PropertyName, was.Name, mine.Name, other.Name, &out.Name)
	take(&both, sentence.PropertyOwner, was.Owner, mine.Owner, other.Owner, &out.Owner)
	take(&both, sentence.PropertyNotes, was.Notes, mine.Notes, other.Notes, &out.Notes)
	take(&both, sentence.PropertyRule, was.Rule, mine.Rule, other.Rule, &out.Rule)
	take(&both, sentence.PropertyLock, was.Locked, mine.Locked, other.Locked, &out.Locked)
	take(&both, sentence.PropertyPin, was.Pinned, mine.Pinned, other.Pinned, &out.Pinned)
	take(&both, sentence.PropertyCentre, place(was.Centre), place(mine.Centre), place(other.Centre), nil)
	take(&both, sentence.PropertyProfile, was.Profile, mine.Profile, other.Profile, &out.Profile)
	take(&both, sentence.PropertyUsers, fmt.Sprintf("%q", was.Users), fmt.Sprintf("%q", mine.Users), fmt.Sprintf("%q", other.Users), nil)
	if !slices.Equal(other.Users, was.Users) && slices.Equal(mine.Users, was.Users) {
		out.Users = slices.Clone(other.Users)
	}
	take(&both, sentence.PropertyCapacity, fmt.Sprint(was.Capacity), fmt.Sprint(mine.Capacity), fmt.Sprint(other.Capacity), nil)
	if !maps.Equal(other.Capacity, was.Capacity) && maps.Equal(mine.Capacity, was.Capacity) {
		out.Capacity = maps.Clone(other.Capacity)
	}
	if place(other.Centre) != place(was.Centre) && place(mine.Centre) == place(was.Centre) {
		out.Centre = cloned(other.Centre)
	}
	if mine.Colour == was.Colour {
		out.Colour = other.Colour
	}
	if mine.Sort == was.Sort {
		out.Sort = other.Sort
	}
	m.targets(&both, was, mine, other, out)
	if len(both) > 0 && m.conflict(was.Number, nil, sentence.MergeProperties.With(sentence.Params{"properties": both, "area": mine.Name})) == Theirs {
		return other.Clone()
	}
	return out
}

// take merges one property into out: theirs if ours left it alone. It adds the
// property to both when the two sides changed it differently.
func take[T comparable](both *[]sentence.Sentence, property sentence.Template, was, mine, other T, out *T) {
	switch {
	case other == was || other == mine:
	case mine != was:
		*both = append(*both, property.With(nil))
	case out != nil:
		*out = other
	}
}

// place writes a centre as text, so that it can be compared.
func place(p *Point) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(*p)
}

// targets merges targets measure by measure.
func (m *merge) targets(both *[]sentence.Sentence, was, mine, other, out *Area) {
	names := make(map[string]bool)
	for _, a := range []*Area{was, mine, other} {
		for name := range a.Targets {
			names[name] = true
		}
	}
	text := func(a *Area, name string) string {
		t, set := a.Targets[name]
		if !set {
			return ""
		}
		return fmt.Sprint(number(t.Share), number(t.Percent), number(t.Amount), number(t.Min), number(t.Max))
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		before, mineNow, otherNow := text(was, name), text(mine, name), text(other, name)
		if otherNow != before && otherNow != mineNow && mineNow != before {
			*both = append(*both, sentence.PropertyTarget.With(sentence.Params{"measure": name}))
		}
		if otherNow == before || mineNow != before {
			continue
		}
		target, set := other.Clone().Targets[name]
		if !set {
			delete(out.Targets, name)
			continue
		}
		if out.Targets == nil {
			out.Targets = make(map[string]Target)
		}
		out.Targets[name] = target
	}
}

func number(p *float64) any {
	if p == nil {
		return "-"
	}
	return *p
}

// strand gives units and boundaries whose area is gone to where the other side
// has them, or to no area.
func (m *merge) strand() {
	m.out.Boundaries.strand(func(number AreaNumber) bool { return m.out.Areas[number] != nil }, m.theirs.Boundaries, m.ours.Boundaries)
	for unit, number := range m.out.Assigned {
		if number == Unassigned || m.out.Areas[number] != nil {
			continue
		}
		m.out.Assigned[unit] = Unassigned
		for _, s := range []*State{m.theirs, m.ours} {
			if to := s.Assigned[unit]; m.out.Areas[to] != nil {
				m.out.Assigned[unit] = to
				break
			}
		}
	}
}

// settleTree sets the levels that follow from parents, and gives new areas of
// theirs whose name is taken beside them another one.
func (m *merge) settleTree() {
	children := m.out.children()
	var walk func(parent AreaNumber, level int)
	walk = func(parent AreaNumber, level int) {
		taken := make(map[string]bool)
		for _, a := range children[parent] {
			if m.ours.Areas[a.Number] != nil {
				taken[a.Name] = true
			}
		}
		for _, a := range children[parent] {
			a.Level = level
			if m.ours.Areas[a.Number] == nil {
				a.Name = freeName(a.Name, taken)
				taken[a.Name] = true
			}
			walk(a.Number, level+1)
		}
	}
	walk(Unassigned, 0)
}

// freeName returns name, or name with the first number that is free.
func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	return free
}
