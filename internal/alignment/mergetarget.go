package alignment

import (
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// accountTargets merges account targets unit by unit. Amounts that both sides
// changed differently are a conflict of the area that has the unit in ours. A
// target that one side removed stays when the other has changed it.
func (m *merge) accountTargets() {
	names := make(map[string]bool)
	for _, s := range []*State{m.base, m.theirs} {
		for name := range s.AccountTargets {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		m.accountTarget(name, m.base.AccountTargets[name], m.ours.AccountTargets[name], m.theirs.AccountTargets[name])
	}
}

func (m *merge) accountTarget(name string, was, mine, other *AccountTarget) {
	units := len(m.base.Assigned)
	theirChange, changed := targetChange(name, units, was, other)
	if !changed {
		return
	}
	ourChange, touched := targetChange(name, units, was, mine)
	if !touched {
		m.put(name, other)
		return
	}
	if other == nil || mine == nil {
		if mine == nil {
			m.put(name, other)
		}
		return
	}
	out := m.out.AccountTargets[name]
	if was == nil || mine.Spread.equal(&was.Spread) {
		out.Spread = *other.Spread.clone()
	}
	ours := make(map[int32]bool, len(ourChange.Units))
	for _, unit := range ourChange.Units {
		ours[unit] = true
	}
	clashes := make(map[AreaNumber][]int32)
	for i, unit := range theirChange.Units {
		to := theirChange.To[i]
		if ours[unit] && mine.Amounts[unit] != to {
			area := m.ours.Assigned[unit]
			clashes[area] = append(clashes[area], unit)
			if m.choices[area] != Theirs {
				continue
			}
		}
		out.Amounts[unit] = to
	}
	for _, area := range slices.Sorted(maps.Keys(clashes)) {
		m.conflict(area, clashes[area], sentence.MergeTarget.With(sentence.Params{"target": name, "units": len(clashes[area]), "area": m.ours.areaName(area)}))
	}
}

func (m *merge) put(name string, t *AccountTarget) {
	if t == nil {
		delete(m.out.AccountTargets, name)
		return
	}
	if m.out.AccountTargets == nil {
		m.out.AccountTargets = make(map[string]*AccountTarget)
	}
	m.out.AccountTargets[name] = cloneTargets(map[string]*AccountTarget{name: t})[name]
}

// partTargets gives out the account targets of the wanted units. One that the
// change removes goes when nothing of it is left.
func partTargets(s, after, out *State, wanted func(unit int32) bool) {
	for _, op := range targetsBetween(s, after) {
		c := op.AccountTarget
		part := &TargetChange{Name: c.Name, Before: c.Before, After: c.After}
		for i, unit := range c.Units {
			if wanted(unit) {
				part.Units, part.From, part.To = append(part.Units, unit), append(part.From, c.From[i]), append(part.To, c.To[i])
			}
		}
		if len(part.Units) == 0 && len(c.Units) > 0 {
			continue
		}
		if c.After == nil && len(part.Units) < len(c.Units) {
			part.After = c.Before
		}
		out.writeTarget(part)
	}
}
