package bound_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/bound"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func scattered(r *rand.Rand, n, k int, metric instance.Metric, tolerance float64) *instance.Instance {
	in := &instance.Instance{Metric: metric}
	values := make([]float64, n)
	for i := range values {
		in.X, in.Y = append(in.X, 8+4*r.Float64()), append(in.Y, 45+3*r.Float64())
		in.Weight = append(in.Weight, 0.5+r.Float64())
		values[i] = float64(1 + r.IntN(5))
	}
	in.Measures = []instance.Measure{{Values: values}}
	in.Areas = instance.EqualAreas(in, k, tolerance)
	return in
}

// No plan is better than the bound, and the bound is not far below.
func TestAnywhere_IsBelowEveryPlanAndNear(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 1))
		in := scattered(r, 30, 3, instance.Metric(3*seed), 0.1)
		res, err := solve.Solve(context.Background(), in, solve.Params{Seed: seed})
		if err != nil || len(res.Violations) > 0 {
			t.Fatalf("%v, violations %v", err, res.Violations)
		}
		got, err := bound.Anywhere(context.Background(), in, 2)
		if err != nil || got > res.Total || got < 0.75*res.Total {
			t.Errorf("seed %d, %v: bound %v for a plan of %v (%v)", seed, in.Metric, got, res.Total, err)
		}
	}
}

// Two heaps far apart leave no doubt where the centres are.
func TestAnywhere_IsTightWhereThePlanIsObvious(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{Metric: instance.PlaneSquared,
		X: []float64{0, 1, 0, 1, 100, 101, 100, 101}, Y: []float64{0, 0, 1, 1, 0, 0, 1, 1}}
	in.Measures = []instance.Measure{{Values: []float64{1, 1, 1, 1, 1, 1, 1, 1}}}
	in.Areas = instance.EqualAreas(in, 2, 0)
	got, err := bound.Anywhere(context.Background(), in, 1)
	if err != nil || got > 4 || got < 3.8 {
		t.Errorf("bound %v, want a little below 4 (%v)", got, err)
	}
}

func TestAnywhere_SameForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	in := scattered(rand.New(rand.NewPCG(1, 2)), 12, 2, instance.Plane, 0.1)
	one, _ := bound.Anywhere(context.Background(), in, 1)
	two, _ := bound.Anywhere(context.Background(), in, 2)
	if one != two {
		t.Errorf("%v with one worker, %v with two", one, two)
	}
}

func TestAnywhere_SaysWhatItCannotDo(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{Metric: instance.None, Measures: []instance.Measure{{Values: []float64{1, 2}}}}
	in.Areas = instance.EqualAreas(in, 2, 1)
	if _, err := bound.Anywhere(context.Background(), in, 1); err == nil {
		t.Error("a bound without coordinates")
	}
}
