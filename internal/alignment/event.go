package alignment

import (
	"fmt"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// MidYearEvent is something that happens in the middle of a year and changes the tree.
type MidYearEvent struct {
	Kind EventKind `json:"kind" enum:"leave,join,merge,split,product" doc:"leave: a territory is given up; join: a new one beside the others; merge: several become one; split: one becomes two; product: new territories for the units that a new product is for."`
	// Areas are the territory that leaves or is split, those that are merged
	// away, or, for join and product, the area below which the new ones come
	// (none: the top).
	Areas  []AreaNumber `json:"areas,omitempty" nullable:"false" doc:"leave and split: the territory; merge: those that are merged away; join and product: the area above the new ones."`
	Into   AreaNumber   `json:"into,omitempty" minimum:"0" doc:"merge: the territory that remains."`
	Name   string       `json:"name,omitempty" maxLength:"200" doc:"join and split: name of the new territory; product: the product."`
	Owner  string       `json:"owner,omitempty" doc:"join and split: who gets it."`
	Filter string       `json:"filter,omitempty" maxLength:"1000000" doc:"product: condition for the units that the new territories take, such as Industry == \"Energy\"."`
	Count  int          `json:"count,omitempty" minimum:"0" maximum:"1000" doc:"product: how many new territories; 1 by default."`
	// Units are those for which Filter holds.
	Units []int32 `json:"-"`
}

// EventKind is what happens.
type EventKind string

// The events.
const (
	Leave      EventKind = "leave"
	Join       EventKind = "join"
	MergeTwo   EventKind = "merge"
	SplitInTwo EventKind = "split"
	NewProduct EventKind = "product"
)

// EventPlan is how an event begins: what changes in the tree, which units lose
// their territory, and where units may then move.
type EventPlan struct {
	// State is the base with the event's changes of the tree. Units that were
	// unassigned before are locked in it, so that only those of the event are
	// given out.
	State *State
	// Focus are the territories among which units may move.
	Focus  []AreaNumber
	Reason sentence.Sentence
	base   *State
	// given are units without a territory that the event gives out too,
	// ascending.
	given []int32
}

// Begin plans an event that happens at a time on s, which stays as it is.
func (e MidYearEvent) Begin(s *State, at time.Time) (*EventPlan, error) {
	p := &EventPlan{State: s.Clone(), base: s}
	ops, err := e.ops(s, p)
	if err != nil {
		return nil, err
	}
	if err := p.State.Apply(ChangeSet{At: at, Ops: ops}); err != nil {
		return nil, err
	}
	p.State.Alignment.Version = s.Alignment.Version
	for unit, number := range s.Assigned {
		if number == Unassigned && !contains(p.given, int32(unit)) {
			p.State.Locked[unit] = true
		}
	}
	return p, nil
}

func (e MidYearEvent) ops(s *State, p *EventPlan) ([]Op, error) {
	switch e.Kind {
	case Join:
		return e.join(s, p)
	case NewProduct:
		return e.product(s, p)
	}
	if len(e.Areas) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.EventNoTerritory.With(nil))
	}
	a, err := s.territory(e.Areas[0])
	if err != nil {
		return nil, err
	}
	switch e.Kind {
	case Leave:
		for _, sibling := range s.siblings(a.Parent) {
			if sibling != a.Number {
				p.Focus = append(p.Focus, sibling)
			}
		}
		if len(p.Focus) == 0 {
			return nil, territory.Say(territory.Invalid, sentence.EventOnly.With(sentence.Params{"area": a.Said()}))
		}
		p.Reason = sentence.SomebodyLeft.With(sentence.Params{"name": a.Name})
		return s.RemoveOps(a.Number, Unassigned)
	case MergeTwo:
		into, err := s.territory(e.Into)
		if err != nil {
			return nil, err
		}
		p.Focus, p.Reason = []AreaNumber{into.Number}, sentence.MergedAreas.With(sentence.Params{"area": into.Name})
		return s.MergeOps(e.Areas, into.Number)
	case SplitInTwo:
		p.Focus, p.Reason = []AreaNumber{a.Number, s.NextNumber()}, sentence.SplitArea.With(sentence.Params{"area": a.Name})
		ops, err := s.SplitOps(a.Number, []Part{{Name: e.Name}})
		return e.owned(ops), err
	}
	return nil, territory.Errorf(territory.Invalid, "%q is no event; there are leave, join, merge, split and product", e.Kind)
}

func (e MidYearEvent) join(s *State, p *EventPlan) ([]Op, error) {
	parent := Unassigned
	if len(e.Areas) > 0 {
		parent = e.Areas[0]
	}
	ops, a, err := s.AddOps(Area{Parent: parent, Name: e.Name})
	if err != nil {
		return nil, err
	}
	p.Focus, p.Reason = append(s.siblings(parent), a.Number), sentence.SomebodyJoined.With(sentence.Params{"name": e.Name})
	return e.owned(ops), nil
}

// product adds territories for the units of a new product, which leave theirs;
// locked units stay.
func (e MidYearEvent) product(s *State, p *EventPlan) ([]Op, error) {
	if len(e.Units) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.EventNoUnit.With(nil))
	}
	parent := Unassigned
	if len(e.Areas) > 0 {
		parent = e.Areas[0]
	}
	var all []Op
	work := s.Clone()
	for i := range max(e.Count, 1) {
		name := e.Name
		if e.Count > 1 {
			name = fmt.Sprint(e.Name, " ", i+1)
		}
		ops, a, err := work.AddOps(Area{Parent: parent, Name: name, Owner: e.Owner})
		if err != nil {
			return nil, err
		}
		work.write(ops[0])
		all, p.Focus = append(all, ops...), append(p.Focus, a.Number)
	}
	var moves Assign
	for _, unit := range e.Units {
		from := s.Assigned[unit]
		a := s.Areas[from]
		switch {
		case s.Locked[unit] || (a != nil && a.Locked):
		case from == Unassigned:
			p.given = append(p.given, unit)
		default:
			moves.add(unit, from, Unassigned)
		}
	}
	if len(moves.Units)+len(p.given) == 0 {
		return nil, territory.Say(territory.Invalid, sentence.EventLocked.With(nil))
	}
	p.Reason = sentence.NewProduct.With(sentence.Params{"name": e.Name})
	return append(all, moves.ops()...), nil
}

func (e MidYearEvent) owned(ops []Op) []Op {
	for _, op := range ops {
		if op.AddArea != nil {
			op.AddArea.Owner = e.Owner
		}
	}
	return ops
}

// siblings returns the territories directly below an area.
func (s *State) siblings(parent AreaNumber) []AreaNumber {
	var numbers []AreaNumber
	for _, a := range s.Children(parent) {
		if len(s.Children(a.Number)) == 0 {
			numbers = append(numbers, a.Number)
		}
	}
	return numbers
}

// Finish returns the event and what was then proposed for State as one change
// set on the base.
func (p *EventPlan) Finish(proposed ChangeSet) (ChangeSet, error) {
	after := p.State.Clone()
	proposed.Version = 0
	if err := after.Apply(proposed); err != nil {
		return proposed, err
	}
	after.Locked = slices.Clone(p.base.Locked)
	proposed.Kind, proposed.Ops = "event", Between(p.base, after)
	return proposed.Because(p.Reason), nil
}

// contains says whether an ascending list has a unit.
func contains(units []int32, unit int32) bool {
	_, found := slices.BinarySearch(units, unit)
	return found
}
