package alignment_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// fixture returns a two-level tree over 10 units: West (1) with Oregon (2) and
// Nevada (3), East (4) with Ohio (5). Units 0-2 are in Oregon, 3-5 in Nevada,
// 6-8 in Ohio, 9 is unassigned.
func fixture(t testing.TB) *alignment.State {
	t.Helper()
	s := alignment.NewState(alignment.Alignment{ID: "a", Name: "Plan", Levels: []string{"Region", "Territory"}}, 10)
	mustApply(t, s, alignment.ChangeSet{Kind: alignment.KindCreate, Ops: []alignment.Op{
		{AddArea: &alignment.Area{Number: 1, Name: "West"}},
		{AddArea: &alignment.Area{Number: 2, Parent: 1, Name: "Oregon", Level: 1}},
		{AddArea: &alignment.Area{Number: 3, Parent: 1, Name: "Nevada", Level: 1, Colour: 1, Sort: 1}},
		{AddArea: &alignment.Area{Number: 4, Name: "East", Sort: 1, Colour: 1}},
		{AddArea: &alignment.Area{Number: 5, Parent: 4, Name: "Ohio", Level: 1, Colour: 2}},
		move([]int32{0, 1, 2, 3, 4, 5, 6, 7, 8}, []alignment.AreaNumber{0, 0, 0, 0, 0, 0, 0, 0, 0},
			[]alignment.AreaNumber{2, 2, 2, 3, 3, 3, 5, 5, 5}),
	}})
	return s
}

func move(units []int32, from, to []alignment.AreaNumber) alignment.Op {
	return alignment.Op{Assign: &alignment.Assign{Units: units, From: from, To: to}}
}

func mustApply(t testing.TB, s *alignment.State, c alignment.ChangeSet) {
	t.Helper()
	if err := s.Apply(c); err != nil {
		t.Fatalf("apply %q: %v", c.Reason, err)
	}
}

// randomState draws a state that a few dozen random change sets have made.
func randomState(t *rapid.T) *alignment.State {
	units := rapid.IntRange(1, 60).Draw(t, "units")
	s := alignment.NewState(alignment.Alignment{ID: "a", Name: "Plan", Levels: []string{"A", "B", "C"}}, units)
	for range rapid.IntRange(0, 12).Draw(t, "changes") {
		c := randomChange(t, s)
		if err := s.Apply(c); err != nil {
			t.Fatalf("random change is not valid: %v", err)
		}
	}
	return s
}

// randomChange draws a change set of one to four ops that is valid on s.
func randomChange(t *rapid.T, s *alignment.State) alignment.ChangeSet {
	c := alignment.ChangeSet{Version: s.Alignment.Version + 1, Kind: alignment.KindEdit, Reason: "random"}
	work := s.Clone()
	for range rapid.IntRange(1, 4).Draw(t, "ops") {
		op, ok := randomOp(t, work)
		if !ok {
			continue
		}
		if err := work.Apply(alignment.ChangeSet{Ops: []alignment.Op{op}}); err != nil {
			t.Fatalf("random op is not valid: %v", err)
		}
		c.Ops = append(c.Ops, op)
	}
	return c
}

func randomOp(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	switch rapid.IntRange(0, 10).Draw(t, "kind") {
	case 10:
		return randomTarget(t, s)
	case 0:
		return randomAdd(t, s)
	case 1:
		return randomRemove(t, s)
	case 2:
		return randomUpdate(t, s)
	case 3:
		return randomLock(t, s)
	case 4, 5:
		return randomBoundaryOp(t, s)
	case 6:
		return randomHold(t, s)
	case 7:
		return randomSetting(t, s)
	default:
		return randomMove(t, s)
	}
}

func randomAdd(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	a := &alignment.Area{Number: s.NextNumber(), Colour: s.NextColour(0), Sort: rapid.IntRange(-3, 3).Draw(t, "sort")}
	a.Name = fmt.Sprint("Area ", a.Number)
	var parents []*alignment.Area
	for _, p := range s.Ordered() {
		if p.Level < 2 && held(s, p.Number) == 0 && !holdsBoundaries(s, p.Number) {
			parents = append(parents, p)
		}
	}
	if len(parents) > 0 && rapid.Bool().Draw(t, "below") {
		parent := rapid.SampledFrom(parents).Draw(t, "parent")
		a.Parent, a.Level = parent.Number, parent.Level+1
	}
	return alignment.Op{AddArea: a}, true
}

func held(s *alignment.State, number alignment.AreaNumber) int {
	n := 0
	for _, a := range s.Assigned {
		if a == number {
			n++
		}
	}
	return n
}

func randomRemove(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	var empty []*alignment.Area
	for _, a := range s.Territories() {
		if held(s, a.Number) == 0 && !holdsBoundaries(s, a.Number) {
			empty = append(empty, a)
		}
	}
	if len(empty) == 0 {
		return alignment.Op{}, false
	}
	return alignment.Op{RemoveArea: rapid.SampledFrom(empty).Draw(t, "remove").Clone()}, true
}

func randomUpdate(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	if len(s.Areas) == 0 {
		return alignment.Op{}, false
	}
	before := rapid.SampledFrom(s.Ordered()).Draw(t, "update")
	after := before.Clone()
	after.Owner = rapid.SampledFrom([]string{"", "Ann", "Bo"}).Draw(t, "owner")
	after.Locked = rapid.Bool().Draw(t, "locked")
	after.Users = rapid.SampledFrom([][]alignment.AreaUser{nil, {{Name: "Cy"}}, {{Name: "Di (x)"}, {Name: "Ed", Role: "Manager"}}}).Draw(t, "users")
	after.Profile = rapid.SampledFrom([]alignment.Profile{"", alignment.Contiguous, alignment.NonContiguous}).Draw(t, "profile")
	if rapid.Bool().Draw(t, "capacity") {
		after.Capacity = map[string]float64{"": 3, "revenue": rapid.Float64Range(0, 9).Draw(t, "amount")}
	}
	if rapid.Bool().Draw(t, "target") {
		share := rapid.Float64Range(0, 3).Draw(t, "share")
		after.Targets = rapid.SampledFrom([]map[string]alignment.Target{{"revenue": {Share: &share}}, {"": {Percent: &share, Max: &share}}, {"a b": {Amount: &share}}}).Draw(t, "aim")
		after.Centre = &alignment.Point{Lon: share, Lat: -share}
	}
	return alignment.Op{UpdateArea: &alignment.Update{Before: *before.Clone(), After: *after}}, true
}

func randomTarget(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	name := rapid.SampledFrom([]string{"Revenue", "Visits"}).Draw(t, "name")
	ops, err := s.RemoveTargetOps(name)
	if err != nil || rapid.IntRange(0, 3).Draw(t, "keep") > 0 {
		unit := rapid.Int32Range(0, int32(len(s.Assigned)-1)).Draw(t, "unit")
		v := rapid.SampledFrom([]float64{0, 12.34, -1}).Draw(t, "amount")
		ops, err = s.EnterOps(name, []int32{unit}, []*float64{&v})
	}
	if err != nil || len(ops) == 0 {
		return alignment.Op{}, false
	}
	return ops[0], true
}

func randomLock(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	lock := alignment.Lock{Locked: rapid.Bool().Draw(t, "lock")}
	for unit, locked := range s.Locked {
		if locked != lock.Locked && rapid.Bool().Draw(t, "this unit") {
			lock.Units = append(lock.Units, int32(unit))
		}
	}
	return alignment.Op{Lock: &lock}, true
}

// randomHold holds, releases and changes holdouts.
func randomHold(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	var h alignment.Hold
	for unit := range s.Assigned {
		before, after := (*alignment.Holdout)(nil), (*alignment.Holdout)(nil)
		if now, held := s.Holdouts[int32(unit)]; held {
			before = &now
		}
		if rapid.Bool().Draw(t, "held") {
			after = &alignment.Holdout{Reason: rapid.SampledFrom([]string{"signs soon", "old friend"}).Draw(t, "why"), By: "Ann",
				Until: rapid.SampledFrom([]alignment.Date{"", "2026-01-31", "2027-01-31"}).Draw(t, "until")}
		}
		if before != nil || after != nil {
			h.Units = append(h.Units, int32(unit))
			h.Before, h.After = append(h.Before, before), append(h.After, after)
		}
	}
	return alignment.Op{Hold: &h}, true
}

func randomSetting(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	ops := s.OptionsOps(func(o *alignment.Options) {
		o.OverrideLimit = rapid.Float64Range(0, 1).Draw(t, "limit")
		o.Family = rapid.SampledFrom([]string{"", "ParentId"}).Draw(t, "family")
	})
	before := max(0, s.Alignment.Version-4) // s may be ahead of the alignment by the ops of one change
	if rapid.Bool().Draw(t, "date") {
		ops, _ = s.EffectiveOps(rapid.SampledFrom([]alignment.Date{"2026-01-01", "2027-01-01"}).Draw(t, "day"), rapid.Int64Range(0, before).Draw(t, "version"))
	}
	if len(ops) == 0 {
		return alignment.Op{}, false
	}
	return ops[0], true
}

func randomMove(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	targets := []alignment.AreaNumber{alignment.Unassigned}
	for _, a := range s.Territories() {
		if !a.Locked {
			targets = append(targets, a.Number)
		}
	}
	var m alignment.Assign
	for unit, from := range s.Assigned {
		if s.Fixed(int32(unit), "") || (from != alignment.Unassigned && s.Areas[from].Locked) {
			continue
		}
		to := rapid.SampledFrom(targets).Draw(t, "to")
		if to != from {
			m.Units = append(m.Units, int32(unit))
			m.From = append(m.From, from)
			m.To = append(m.To, to)
		}
	}
	return alignment.Op{Assign: &m}, true
}

// sameContent fails when two states differ in anything but version, time and
// the last number used.
func sameContent(t interface {
	Helper()
	Fatalf(string, ...any)
}, got, want *alignment.State) {
	t.Helper()
	if !reflect.DeepEqual(got.Assigned, want.Assigned) || !reflect.DeepEqual(got.Locked, want.Locked) {
		t.Fatalf("assignment or locks differ:\n got %v %v\nwant %v %v", got.Assigned, got.Locked, want.Assigned, want.Locked)
	}
	if len(got.AccountTargets)+len(want.AccountTargets) > 0 && !reflect.DeepEqual(got.AccountTargets, want.AccountTargets) {
		t.Fatalf("account targets differ:\n got %v\nwant %v", got.AccountTargets, want.AccountTargets)
	}
	if !maps.Equal(got.Holdouts, want.Holdouts) || got.Options != want.Options || !slices.Equal(got.Calendar, want.Calendar) {
		t.Fatalf("holdouts, options or calendar differ:\n got %v %v %v\nwant %v %v %v", got.Holdouts, got.Options, got.Calendar, want.Holdouts, want.Options, want.Calendar)
	}
	if len(got.Areas) != len(want.Areas) {
		t.Fatalf("got %d areas, want %d", len(got.Areas), len(want.Areas))
	}
	for number, a := range want.Areas {
		if got.Areas[number] == nil || !got.Areas[number].Equal(a) {
			t.Fatalf("area %d: got %+v, want %+v", number, got.Areas[number], a)
		}
	}
	if !reflect.DeepEqual(got.Boundaries, want.Boundaries) || got.Alignment.BoundarySet != want.Alignment.BoundarySet {
		t.Fatalf("boundaries differ:\n got %+v\nwant %+v", got.Boundaries, want.Boundaries)
	}
	if !reflect.DeepEqual(got.Alignment.Levels, want.Alignment.Levels) {
		t.Fatalf("levels: got %q, want %q", got.Alignment.Levels, want.Alignment.Levels)
	}
}
