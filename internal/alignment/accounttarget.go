package alignment

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AccountTarget is a number planned top-down, such as next year's revenue, as
// an amount per unit.
type AccountTarget struct {
	Name string
	// Spread is how the amounts were spread last.
	Spread Spread
	// Amounts has one entry per unit.
	Amounts []Amount
}

// Amount is what is planned for a unit: hundredths times two, plus one when a
// planner entered it by hand, which spreading respects. The zero value is
// nothing planned.
type Amount int64

// MaxAmount bounds amounts and totals.
const MaxAmount = 1e13

// NewAmount returns an amount to the hundredth. It must be within ±MaxAmount.
func NewAmount(value float64, entered bool) Amount {
	a := Amount(math.Round(value*100)) * 2
	if entered {
		a++
	}
	return a
}

// Hundredths is the amount as a whole number.
func (a Amount) Hundredths() int64 { return int64(a >> 1) }

// Value is the amount.
func (a Amount) Value() float64 { return float64(a.Hundredths()) / 100 }

// Entered says that a planner entered it.
func (a Amount) Entered() bool { return a&1 == 1 }

// Spread says how a total is spread over units.
type Spread struct {
	Total  float64      `json:"total" minimum:"-10000000000000" maximum:"10000000000000" doc:"What the units get together, entered values included."`
	Method SpreadMethod `json:"method" enum:"even,weight,bucket" doc:"even: every unit the same; weight: in proportion to a measure; bucket: by the range in which the unit's measure lies."`
	// Measure is the column that weighs, or whose ranges the buckets are; ""
	// for an even spread.
	Measure string       `json:"measure,omitempty" doc:"Numeric column, for weight and bucket."`
	Buckets []Bucket     `json:"buckets,omitempty" maxItems:"100" nullable:"false" doc:"For bucket: ranges in ascending order; the last one has no upper end."`
	Areas   []AreaNumber `json:"areas,omitempty" maxItems:"100000" nullable:"false" doc:"Only units of these areas and below, 0 for the unassigned ones; none means all assigned units."`
}

// SpreadMethod is how a total is spread.
type SpreadMethod string

// The methods.
const (
	SpreadEven   SpreadMethod = "even"
	SpreadWeight SpreadMethod = "weight"
	SpreadBucket SpreadMethod = "bucket"
)

// Bucket is a range of a measure; its units weigh the same.
type Bucket struct {
	// Below is the upper end, exclusive; nil for the last bucket.
	Below  *float64 `json:"below,omitempty" doc:"Upper end, exclusive; missing for the last bucket."`
	Weight float64  `json:"weight" minimum:"0" doc:"What a unit of the bucket weighs against those of the others."`
}

func (s *Spread) equal(o *Spread) bool {
	return s.Total == o.Total && s.Method == o.Method && s.Measure == o.Measure && slices.Equal(s.Areas, o.Areas) &&
		slices.EqualFunc(s.Buckets, o.Buckets, func(a, b Bucket) bool { return same(a.Below, b.Below) && a.Weight == b.Weight })
}

func (s *Spread) clone() *Spread {
	c := *s
	c.Areas, c.Buckets = slices.Clone(s.Areas), slices.Clone(s.Buckets)
	return &c
}

// TargetChange changes, adds or removes an account target. Before is nil for
// one that is new, After for one that is removed. The three columns have equal
// length; Units is strictly ascending and lists the amounts that change.
type TargetChange struct {
	Name   string   `json:"name"`
	Before *Spread  `json:"before,omitempty"`
	After  *Spread  `json:"after,omitempty"`
	Units  []int32  `json:"units,omitempty"`
	From   []Amount `json:"from,omitempty"`
	To     []Amount `json:"to,omitempty"`
}

func (c *TargetChange) inverse() *TargetChange {
	return &TargetChange{Name: c.Name, Before: c.After, After: c.Before, Units: c.Units, From: c.To, To: c.From}
}

// checkTarget checks a change of an account target against the present state.
func (s *State) checkTarget(c *TargetChange) error {
	if strings.TrimSpace(c.Name) == "" || len(c.Name) > maxNameBytes {
		return territory.Say(territory.Invalid, sentence.TargetNoName.With(sentence.Params{"bytes": maxNameBytes}))
	}
	if len(c.From) != len(c.Units) || len(c.To) != len(c.Units) {
		return territory.Errorf(territory.Invalid, "a change of account target %q lists %d units, %d amounts before and %d after; these must be equal",
			c.Name, len(c.Units), len(c.From), len(c.To))
	}
	if err := s.unitColumn().check(c.Units); err != nil {
		return err
	}
	now := s.AccountTargets[c.Name]
	if (now == nil) != (c.Before == nil) || (now != nil && !now.Spread.equal(c.Before)) {
		return outdated("account target %q has been changed by someone else; reload and try again", c.Name)
	}
	for i, unit := range c.Units {
		was := Amount(0)
		if now != nil {
			was = now.Amounts[unit]
		}
		switch {
		case was != c.From[i]:
			return outdated("the target of unit %d for %q has been changed by someone else; reload and try again", unit, c.Name)
		case math.Abs(c.To[i].Value()) > MaxAmount:
			return territory.Say(territory.Invalid, sentence.TargetTooLarge.With(sentence.Params{"unit": unit, "name": c.Name, "most": MaxAmount}))
		case c.After == nil && c.To[i] != 0:
			return territory.Errorf(territory.Invalid, "account target %q is removed, but unit %d still gets an amount", c.Name, unit)
		}
	}
	return nil
}

// writeTarget carries out a change without checking it.
func (s *State) writeTarget(c *TargetChange) {
	if s.AccountTargets == nil {
		s.AccountTargets = make(map[string]*AccountTarget)
	}
	if c.After == nil {
		delete(s.AccountTargets, c.Name)
		return
	}
	t := s.AccountTargets[c.Name]
	if t == nil {
		t = &AccountTarget{Name: c.Name, Amounts: make([]Amount, len(s.Assigned))}
		s.AccountTargets[c.Name] = t
	}
	t.Spread = *c.After.clone()
	for i, unit := range c.Units {
		t.Amounts[unit] = c.To[i]
	}
}

// targetChange returns the change from one state of an account target to
// another, either of which may be nil; false when they are the same.
func targetChange(name string, units int, from, to *AccountTarget) (*TargetChange, bool) {
	c := &TargetChange{Name: name}
	none := make([]Amount, 0)
	before, after := none, none
	if from != nil {
		c.Before, before = from.Spread.clone(), from.Amounts
	}
	if to != nil {
		c.After, after = to.Spread.clone(), to.Amounts
	}
	at := func(column []Amount, unit int) Amount {
		if unit < len(column) {
			return column[unit]
		}
		return 0
	}
	for unit := range units {
		if x, y := at(before, unit), at(after, unit); x != y {
			c.Units, c.From, c.To = append(c.Units, int32(unit)), append(c.From, x), append(c.To, y)
		}
	}
	same := (from == nil) == (to == nil) && (from == nil || from.Spread.equal(&to.Spread))
	return c, !same || len(c.Units) > 0
}

// targetsBetween returns the ops that turn a's account targets into b's.
func targetsBetween(a, b *State) []Op {
	names := make(map[string]bool)
	for _, s := range []*State{a, b} {
		for name := range s.AccountTargets {
			names[name] = true
		}
	}
	var ops []Op
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if c, changed := targetChange(name, len(a.Assigned), a.AccountTargets[name], b.AccountTargets[name]); changed {
			ops = append(ops, Op{AccountTarget: c})
		}
	}
	return ops
}

func cloneTargets(targets map[string]*AccountTarget) map[string]*AccountTarget {
	if targets == nil {
		return nil
	}
	c := make(map[string]*AccountTarget, len(targets))
	for name, t := range targets {
		c[name] = &AccountTarget{Name: t.Name, Spread: *t.Spread.clone(), Amounts: slices.Clone(t.Amounts)}
	}
	return c
}
