package solve_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// towns are cells among villages: amounts of very different sizes that travel
// alike, so that prices alone tear neighbours apart.
func towns(side, k int, tolerance float64) *instance.Instance {
	in := cells(side, k, tolerance)
	r := rand.New(rand.NewPCG(8, 8))
	for i := range in.Measures[0].Values {
		in.Measures[0].Values[i] = math.Ceil(1000 * math.Exp(1.2*r.NormFloat64()))
	}
	for j, a := range instance.EqualAreas(in, k, tolerance) {
		in.Areas[j].Limits = a.Limits
	}
	return in
}

func TestSolve_TownsAmongVillagesHangTogetherNearTheBound(t *testing.T) {
	t.Parallel()
	in := towns(60, 30, 0.03)
	one := run(t, in, solve.Params{Seed: 3})
	if len(one.Violations) > 0 || one.Fragments > 0 || one.Certificate.Gap > 0.1 {
		t.Errorf("violations %v, %d fragments, gap %.1f %%, want at most 10 %%", one.Violations, one.Fragments, 100*one.Certificate.Gap)
	}
	if many := run(t, in, solve.Params{Seed: 3, Workers: 5}); !slices.Equal(one.Assignment, many.Assignment) {
		t.Error("five workers give another plan than one")
	}
}

// A limit of time costs travel but no limit of the areas, and its iterations
// give the same plan again.
func TestSolve_TownsWithALimitOfTime(t *testing.T) {
	t.Parallel()
	in := towns(60, 30, 0.03)
	for _, limit := range []time.Duration{time.Nanosecond, 50 * time.Millisecond} {
		first := run(t, in, solve.Params{Clock: time.Now, TimeLimit: limit})
		if len(first.Violations) > 0 || first.Fragments > 0 {
			t.Errorf("%v: violations %v, %d fragments", limit, first.Violations, first.Fragments)
		}
		again := run(t, in, solve.Params{MaxIterations: first.Iterations, CentreIterations: first.CentreIterations})
		if first.Iterations > 0 && first.CentreIterations > 0 && !slices.Equal(first.Assignment, again.Assignment) {
			t.Errorf("%v: the replay of %d iterations gives another plan", limit, first.Iterations)
		}
	}
}

// Solving again after a change keeps to the limits, whichever way the instance
// went at first.
func TestResolve_TownsAfterAChange(t *testing.T) {
	t.Parallel()
	in := towns(40, 12, 0.03)
	first := run(t, in, solve.Params{})
	next := *in
	next.Areas = slices.Clone(in.Areas)
	l := in.Areas[4].Limits[0]
	next.Areas[4].Limits = []instance.Limit{instance.Within(1.1*l.Target, 0.03)}
	for j := range next.Areas {
		next.Areas[j].Contiguous = true
	}
	loose := *in
	loose.Areas = slices.Clone(in.Areas)
	for j := range loose.Areas {
		loose.Areas[j].Contiguous = false
	}
	for name, from := range map[string]*solve.Result{"whole": first, "loose": run(t, &loose, solve.Params{})} {
		res, err := solve.Resolve(context.Background(), &next, from, nil, solve.Params{})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Violations) > 0 || res.Fragments > 0 {
			t.Errorf("after %s areas: violations %v, %d fragments", name, res.Violations, res.Fragments)
		}
	}
}
