package alignment

import (
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// KindRules marks a change set made by running rules.
const KindRules = "rules"

// RuleScope says which units a run of rules may move.
type RuleScope string

// The scopes.
const (
	AllUnits        RuleScope = "all"
	UnassignedUnits RuleScope = "unassigned"
)

// RuleTrouble is what is wrong with a unit in a run of rules.
type RuleTrouble string

// The kinds of trouble.
const (
	// NoMatch units match no rule; they stay where they are.
	NoMatch RuleTrouble = "no match"
	// SeveralMatch units match the rules of several territories; the first one
	// in tree order gets them.
	SeveralMatch RuleTrouble = "several matches"
	// HeldByLock units are locked, or sit in or would go to a locked area; they
	// stay where they are.
	HeldByLock RuleTrouble = "locked"
)

// RuleEntry is one line of the conflict log.
type RuleEntry struct {
	Unit    int32        `json:"unit"`
	Trouble RuleTrouble  `json:"trouble" enum:"no match,several matches,locked"`
	Present AreaNumber   `json:"present"`
	Areas   []AreaNumber `json:"areas" nullable:"false" doc:"Territories whose rules match, in tree order."`
}

// RuleRun is the outcome of running rules.
type RuleRun struct {
	// Ops move the units; nil when every unit is where its rule wants it.
	Ops []Op
	// Log lists units with trouble, ascending.
	Log []RuleEntry
	// Matched counts units in scope that at least one rule matches, Moved
	// those that move.
	Matched, Moved int
}

// RunRules assigns units by the rules of the territories in focus. A territory
// takes the units for which its own rule and those of all areas above it hold,
// and, by its boundary rule, those in boundaries that it alone holds; without
// either it takes none. Where several match, the first in tree order wins.
// matches returns for every unit whether the area's rule holds; it is called
// once per area with a rule, in tree order. of[i] is the boundary of unit i,
// negative for none; nil leaves boundaries out of it. Unassigned units take
// part with the whole tree, or when they are in focus.
func (s *State) RunRules(scope RuleScope, focus Focus, of []int32, matches func(*Area) ([]bool, error)) (*RuleRun, error) {
	r := ruleRun{state: s, within: s.unitsByHolder(of), first: make([]AreaNumber, len(s.Assigned)), more: make(map[int32][]AreaNumber), matches: matches, children: s.children()}
	if scope != UnassignedUnits {
		r.in = focus.Numbers(s)
		r.in[Unassigned] = focus.Unassigned || focus.Whole()
	} else {
		r.in = map[AreaNumber]bool{Unassigned: true}
	}
	r.focus = focus.Numbers(s)
	if err := r.walk(Unassigned, nil); err != nil {
		return nil, err
	}
	if !r.ruled {
		return nil, territory.Say(territory.Invalid, sentence.RulesNone.With(nil))
	}
	return r.result(), nil
}

// ruleRun is a run under way.
type ruleRun struct {
	state    *State
	matches  func(*Area) ([]bool, error)
	children map[AreaNumber][]*Area
	// in are the areas whose units may move, focus those that may take some.
	in, focus map[AreaNumber]bool
	// within are the units that boundary rules give to an area.
	within map[AreaNumber][]int32
	first  []AreaNumber
	more   map[int32][]AreaNumber
	ruled  bool
}

// walk visits the areas below parent; above is where the rules from the top
// down to parent hold, nil for everywhere.
func (r *ruleRun) walk(parent AreaNumber, above []bool) error {
	for _, a := range r.children[parent] {
		mask := above
		if a.Rule != "" {
			own, err := r.matches(a)
			if err != nil {
				return err
			}
			if len(own) != len(r.first) {
				return fmt.Errorf("rule of %s: %d results for %d units", a, len(own), len(r.first))
			}
			mask = both(own, above)
		}
		if len(r.children[a.Number]) > 0 {
			if err := r.walk(a.Number, mask); err != nil {
				return err
			}
		} else if r.focus[a.Number] {
			if a.Rule == "" {
				mask = nil // rules above narrow a rule, they are none
			}
			if mask = r.withBoundaries(a.Number, mask); mask != nil {
				r.take(a.Number, mask)
			}
		}
	}
	return nil
}

// unitsByHolder returns the units in the boundaries that one area alone holds.
func (s *State) unitsByHolder(of []int32) map[AreaNumber][]int32 {
	held := make(map[AreaNumber][]int32)
	if s.Boundaries == nil {
		return held
	}
	for unit, b := range of {
		if b >= 0 && s.Boundaries.Assigned[b] != Unassigned && len(s.Boundaries.Shared[b]) == 0 {
			held[s.Boundaries.Assigned[b]] = append(held[s.Boundaries.Assigned[b]], int32(unit))
		}
	}
	return held
}

// withBoundaries adds the units of an area's boundary rule to mask, which may
// be nil.
func (r *ruleRun) withBoundaries(number AreaNumber, mask []bool) []bool {
	units := r.within[number]
	if len(units) == 0 {
		return mask
	}
	out := make([]bool, len(r.first))
	copy(out, mask)
	for _, unit := range units {
		out[unit] = true
	}
	return out
}

func both(own, above []bool) []bool {
	if above == nil {
		return own
	}
	mask := make([]bool, len(own))
	for i := range own {
		mask[i] = own[i] && above[i]
	}
	return mask
}

func (r *ruleRun) take(number AreaNumber, mask []bool) {
	r.ruled = true
	for unit, holds := range mask {
		switch {
		case !holds || !r.in[r.state.Assigned[unit]]:
		case r.first[unit] == Unassigned:
			r.first[unit] = number
		default:
			r.more[int32(unit)] = append(r.more[int32(unit)], number)
		}
	}
}

func (r *ruleRun) result() *RuleRun {
	run := &RuleRun{Log: []RuleEntry{}}
	var moves Assign
	for unit, to := range r.first {
		from := r.state.Assigned[unit]
		if !r.in[from] {
			continue
		}
		entry := RuleEntry{Unit: int32(unit), Present: from, Areas: []AreaNumber{}}
		if to == Unassigned {
			entry.Trouble = NoMatch
			run.Log = append(run.Log, entry)
			continue
		}
		run.Matched++
		entry.Areas = append(append(entry.Areas, to), r.more[int32(unit)]...)
		if len(entry.Areas) > 1 {
			entry.Trouble = SeveralMatch
			run.Log = append(run.Log, entry)
		}
		if from != to && r.held(unit, from, to) {
			entry.Trouble = HeldByLock
			run.Log = append(run.Log, entry)
			continue
		}
		moves.add(int32(unit), from, to)
	}
	run.Ops, run.Moved = moves.ops(), len(moves.Units)
	return run
}

func (r *ruleRun) held(unit int, from, to AreaNumber) bool {
	locked := func(number AreaNumber) bool { a := r.state.Areas[number]; return a != nil && a.Locked }
	return r.state.Locked[unit] || locked(from) || locked(to)
}

// RuleValues is a rule that a text column suggests for a territory: the values
// of which it holds more units than any other.
type RuleValues struct {
	Area   AreaNumber
	Values []string
}

// RulesFromColumn finds, for every value of a column, the territory that holds
// most of its units; the first in tree order wins a draw. codes are one per
// unit into values, -1 for none. Territories that win no value are left out.
func (s *State) RulesFromColumn(codes []int32, values []string) []RuleValues {
	held := make([]map[AreaNumber]int, len(values))
	for unit, code := range codes {
		if number := s.Assigned[unit]; code >= 0 && number != Unassigned {
			if held[code] == nil {
				held[code] = make(map[AreaNumber]int)
			}
			held[code][number]++
		}
	}
	territories := s.Territories()
	won := make(map[AreaNumber][]string)
	for code, counts := range held {
		var best *Area
		for _, a := range territories {
			if counts[a.Number] > 0 && (best == nil || counts[a.Number] > counts[best.Number]) {
				best = a
			}
		}
		if best != nil {
			won[best.Number] = append(won[best.Number], values[code])
		}
	}
	var rules []RuleValues
	for _, a := range territories {
		if list := won[a.Number]; len(list) > 0 {
			slices.SortFunc(list, compareNames)
			rules = append(rules, RuleValues{Area: a.Number, Values: list})
		}
	}
	return rules
}
