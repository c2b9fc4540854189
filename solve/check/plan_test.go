package check_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// square is four units on the corners of a 3 by 4 box, in a ring.
func square(t *testing.T) *instance.Instance {
	t.Helper()
	in := &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 3, 3, 0},
		Y:        []float64{0, 0, 4, 4},
		Weight:   []float64{1, 2, 1, 1},
		Measures: []instance.Measure{{Name: "work", Values: []float64{1, 2, 3, 4}}},
		Present:  []int32{0, 0, 0, -1},
	}
	in.Areas = instance.EqualAreas(in, 2, 0.1)
	in.Disruption = instance.Disruption{PerUnit: 0.5, PerMeasure: []float64{0.25}}
	var err error
	in.Graph, err = instance.NewGraph(4, []int32{0, 1, 2, 3}, []int32{1, 2, 3, 0}, []float64{1, 2, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

var corners = []check.Point{{X: 0, Y: 0}, {X: 3, Y: 4}}

func TestPlan_HandWorkedFigures(t *testing.T) {
	t.Parallel()
	in := square(t)
	in.BorderPrice = 2
	r, err := check.Plan(in, []int32{0, 0, 1, 1}, corners)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"travel", r.Travel, 0 + 2*3 + 0 + 3},
		{"disruption", r.Disruption, 0.5 + 0.25*3},
		{"border", r.Border, 2 + 4},
		{"border cost", r.BorderCost, 12},
		{"total", r.Total, 9 + 1.25 + 12},
		{"sum of area 0", r.Sums[0][0], 3},
		{"largest deviation", r.Deviations[0].Max, 0.4},
		{"smallest deviation", r.Deviations[0].Min, -0.4},
		{"moved measure", r.MovedMeasure[0], 3},
		{"mean distance", r.MeanDistance, 9.0 / 5},
		{"inertia", r.Inertia, (1*4 + 2*1 + 2*1.5*1.5) / 5},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if r.MovedUnits != 1 || r.Fragments != 0 {
		t.Errorf("moved %d units, %d fragments; want 1 and 0", r.MovedUnits, r.Fragments)
	}
	if len(r.Violations) != 2 || r.Violations[0].Kind != check.BelowMin || r.Violations[1].Kind != check.AboveMax {
		t.Errorf("violations %v, want area 0 below and area 1 above", r.Violations)
	}
}

func TestPlan_NamesEveryBrokenLimit(t *testing.T) {
	t.Parallel()
	in := square(t)
	for j := range in.Areas {
		in.Areas[j].Contiguous, in.Areas[j].MaxDistance = true, 2
		in.Areas[j].Limits[0] = instance.Free()
	}
	in.Lock = []int32{1, -1, -1, -1}
	in.Eligible = &instance.Lists{Offset: []int64{0, 2, 3, 5, 7}, Area: []int32{0, 1, 1, 0, 1, 0, 1}}
	in.Disruption.Cap = &instance.Cap{Measure: -1, Most: 0}
	r, err := check.Plan(in, []int32{0, 0, 1, -1}, corners)
	if err != nil {
		t.Fatal(err)
	}
	got := map[check.Kind]bool{}
	for _, v := range r.Violations {
		got[v.Kind] = true
		if v.Message == "" {
			t.Errorf("%s has no message", v.Kind)
		}
	}
	for _, want := range []check.Kind{check.Unassigned, check.LockBroken, check.NotEligible, check.OverCap} {
		if !got[want] {
			t.Errorf("%s is not reported in %v", want, r.Violations)
		}
	}
	r, err = check.Plan(in, []int32{0, 1, 0, 1}, corners)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Violations {
		got[v.Kind] = true
	}
	if !got[check.Fragmented] || !got[check.TooFar] {
		t.Errorf("fragments or distance not reported in %v", r.Violations)
	}
}

func TestPlan_RefusesPlansThatDoNotFit(t *testing.T) {
	t.Parallel()
	in := square(t)
	for _, plan := range [][]int32{{0, 0, 1}, {0, 0, 1, 2}, {0, 0, 1, -2}} {
		if _, err := check.Plan(in, plan, corners); err == nil {
			t.Errorf("plan %v was accepted", plan)
		}
	}
}

// At prices of zero the bound is what every unit pays at its nearest centre.
func TestBound_HandWorked(t *testing.T) {
	t.Parallel()
	in := square(t)
	claim := check.Claim{Centres: corners, Prices: [][]float64{{0, 0}}}
	got, err := check.Bound(in, claim, check.Hint{}, 1)
	// Unit 1 is 3 from area 0 (×2) and 4 from area 1; unit 2 pays 1.25 to move.
	if want := 0 + 6.0 + 1.25 + 3; err != nil || math.Abs(got-want) > 1e-9 || got > want {
		t.Errorf("got %v, %v; want just under %v", got, err, want)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := check.BoundUntil(ended, in, claim, check.Hint{}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a bound that was given up ended with %v", err)
	}
	claim.Prices[0][1] = 1
	got, err = check.Bound(in, claim, check.Hint{}, 2)
	// Amounts 1 2 3 4 at a price of 1 in area 1, which may hold 5.5.
	if want := 0 + 6 + math.Min(5, 3+1.25) + 4 - 5.5; err != nil || math.Abs(got-want) > 1e-9 {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestBound_RefusesBadClaims(t *testing.T) {
	t.Parallel()
	in := square(t)
	for name, c := range map[string]check.Claim{
		"no prices":   {Centres: corners},
		"short":       {Centres: corners, Prices: [][]float64{{0}}},
		"NaN":         {Centres: corners, Prices: [][]float64{{0, math.NaN()}}},
		"no centres":  {Prices: [][]float64{{0, 0}}},
		"cap without": {Centres: corners, Prices: [][]float64{{0, 0}}, CapPrice: 1},
	} {
		if _, err := check.Bound(in, c, check.Hint{}, 1); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
