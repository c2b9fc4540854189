package alignment_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func amounts(s *alignment.State, name string) []float64 {
	values := make([]float64, len(s.Assigned))
	for unit, a := range s.AccountTargets[name].Amounts {
		values[unit] = a.Value()
	}
	return values
}

func spread(t testing.TB, s *alignment.State, spread alignment.Spread, measure []float64) []float64 {
	t.Helper()
	ops, err := s.SpreadOps("Revenue", spread, measure)
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, alignment.ChangeSet{Ops: ops})
	return amounts(s, "Revenue")
}

func TestSpread_MethodsAndEnteredValues(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	n := func(v float64) *float64 { return &v }
	measure := []float64{10, 20, 30, math.NaN(), -5, 40, 0, 100, 100, 7}
	if got, want := spread(t, s, alignment.Spread{Total: 100, Method: "even"}, nil),
		[]float64{11.11, 11.11, 11.11, 11.11, 11.12, 11.11, 11.11, 11.11, 11.11, 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("even: got %v, want %v", got, want)
	}
	ops, err := s.EnterOps("Revenue", []int32{0}, []*float64{n(50)})
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, alignment.ChangeSet{Ops: ops})
	if got, want := spread(t, s, alignment.Spread{Total: 100, Method: "weight", Measure: "m", Areas: []alignment.AreaNumber{1}}, measure),
		[]float64{50, 11.11, 16.67, 0, 0, 22.22, 11.11, 11.11, 11.11, 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("weight in West: got %v, want %v", got, want)
	}
	buckets := []alignment.Bucket{{Below: n(50), Weight: 1}, {Weight: 3}}
	if got, want := spread(t, s, alignment.Spread{Total: 21, Method: "bucket", Measure: "m", Buckets: buckets, Areas: []alignment.AreaNumber{5}}, measure),
		[]float64{50, 11.11, 16.67, 0, 0, 22.22, 3, 9, 9, 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("buckets in Ohio: got %v, want %v", got, want)
	}
	for what, wrong := range map[string]alignment.Spread{
		"less than entered": {Total: 40, Method: "even"},
		"no method":         {Total: 40},
		"buckets descend":   {Total: 90, Method: "bucket", Buckets: []alignment.Bucket{{Below: n(5)}, {Below: n(1)}, {Weight: 1}}},
		"no weight":         {Total: 90, Method: "bucket", Buckets: []alignment.Bucket{{}}},
		"not a number":      {Total: math.NaN(), Method: "even"},
	} {
		if _, err := s.SpreadOps("Revenue", wrong, measure); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: got %v, want invalid", what, err)
		}
	}
}

func TestSpread_TotalIsExactAndUndoGivesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		before := s.Clone()
		wanted := alignment.Spread{Method: alignment.SpreadWeight, Measure: "m", Total: float64(rapid.Int64Range(0, 1e12).Draw(t, "total")) / 100}
		measure := rapid.SliceOfN(rapid.Float64Range(0, 1e6), len(s.Assigned), len(s.Assigned)).Draw(t, "measure")
		ops, err := s.SpreadOps("R", wanted, measure)
		if err != nil || len(ops) == 0 {
			return
		}
		c := alignment.ChangeSet{Version: s.Alignment.Version + 1, Ops: ops}
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
		sum, weights := int64(0), 0.0
		for unit, a := range s.AccountTargets["R"].Amounts {
			sum += a.Hundredths()
			if s.Assigned[unit] != 0 {
				weights += measure[unit]
			}
		}
		if sum != alignment.NewAmount(wanted.Total, false).Hundredths() {
			t.Fatalf("amounts add up to %d hundredths, the total is %v", sum, wanted.Total)
		}
		for unit, a := range s.AccountTargets["R"].Amounts {
			if fair := wanted.Total * measure[unit] / weights; s.Assigned[unit] != 0 && math.Abs(a.Value()-fair) > 0.0101 {
				t.Fatalf("unit %d gets %v, its fair share is %v", unit, a.Value(), fair)
			}
		}
		data, err := alignment.EncodeCheckpoint(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := alignment.DecodeCheckpoint(data)
		if err != nil || !reflect.DeepEqual(again.AccountTargets, s.AccountTargets) {
			t.Fatalf("stored %v, read %v: %v", s.AccountTargets, again, err)
		}
		if err := s.Apply(c.Inverse()); err != nil {
			t.Fatal(err)
		}
		sameContent(t, s, before)
	})
}

func TestCarry_AccountTargetsGoWithTheirUnits(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	spread(t, s, alignment.Spread{Total: 90, Method: "weight", Measure: "m"}, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 0})
	carried := s.Carry("next", []int32{8, -1, 0})
	if got, want := amounts(carried, "Revenue"), []float64{18, 0, 2}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(s.AccountTargets["Revenue"].Amounts) != 10 {
		t.Error("carrying changed the state it came from")
	}
}

func TestMerge_AccountTargets(t *testing.T) {
	t.Parallel()
	n := func(v float64) *float64 { return &v }
	base := fixture(t)
	spread(t, base, alignment.Spread{Total: 90, Method: "even"}, nil)
	enter := func(s *alignment.State, unit int32, v float64) {
		ops, err := s.EnterOps("Revenue", []int32{unit}, []*float64{n(v)})
		if err != nil {
			t.Fatal(err)
		}
		mustApply(t, s, alignment.ChangeSet{Ops: ops})
	}
	ours, theirs := base.Clone(), base.Clone()
	enter(ours, 0, 1)
	enter(ours, 6, 5)
	enter(theirs, 6, 7) // both
	enter(theirs, 3, 2)
	m, err := alignment.Merge(base, ours, theirs, nil)
	if err != nil || m.Open != 1 || m.Conflicts[0].Area != 5 {
		t.Fatalf("got %+v, %v; want one conflict in Ohio", m, err)
	}
	for choice, want := range map[alignment.Choice]float64{alignment.Ours: 5, alignment.Theirs: 7} {
		m, err := alignment.Merge(base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{5: choice})
		if err != nil || m.Open != 0 {
			t.Fatalf("got %+v, %v", m, err)
		}
		out := ours.Clone()
		mustApply(t, out, alignment.ChangeSet{Ops: m.Ops})
		if got, want := amounts(out, "Revenue"), []float64{1, 10, 10, 2, 10, 10, want, 10, 10, 0}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", choice, got, want)
		}
	}
}
