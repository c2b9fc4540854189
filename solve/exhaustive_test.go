package solve_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// exhaustive returns the least objective over all plans without violations,
// +Inf when there is none.
func exhaustive(t *testing.T, in *instance.Instance, centres []check.Point) float64 {
	t.Helper()
	n, k := in.Units(), len(in.Areas)
	a := make([]int32, n)
	best := math.Inf(1)
	for {
		r, err := check.Plan(in, a, centres)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Violations) == 0 {
			best = min(best, r.Total)
		}
		at := 0
		for ; at < n; at++ {
			if a[at]++; int(a[at]) < k {
				break
			}
			a[at] = 0
		}
		if at == n {
			return best
		}
	}
}

// pinnedInstance draws a tiny problem whose centres are pinned.
func pinnedInstance(r *rand.Rand) *instance.Instance {
	n, k := 3+r.IntN(6), 1+r.IntN(3)
	in := &instance.Instance{Metric: instance.Metric(r.IntN(4))}
	m := instance.Measure{Name: "work"}
	for range n {
		in.X, in.Y = append(in.X, r.Float64()*2), append(in.Y, r.Float64()*2)
		in.Weight = append(in.Weight, 1+float64(r.IntN(3)))
		m.Values = append(m.Values, float64(1+r.IntN(4)))
	}
	in.Measures = []instance.Measure{m}
	in.Areas = instance.EqualAreas(in, k, 0.1+0.5*r.Float64())
	for j := range in.Areas {
		a := &in.Areas[j]
		a.Pinned, a.HasCentre, a.X, a.Y = true, true, r.Float64()*2, r.Float64()*2
	}
	if r.IntN(2) == 0 {
		in.Present = make([]int32, n)
		for i := range in.Present {
			in.Present[i] = int32(r.IntN(k+1)) - 1
		}
		in.Disruption.PerUnit = r.Float64()
	}
	if r.IntN(3) == 0 {
		in.Lock = make([]int32, n)
		for i := range in.Lock {
			in.Lock[i] = int32(max(-1, r.IntN(3*k)-2*k))
		}
	}
	return in
}

// The bound never exceeds the optimum, a plan is found wherever one exists,
// and plans are close to the optimum on average.
func TestSolve_AgainstExhaustiveSearch(t *testing.T) {
	t.Parallel()
	const trials = 300
	missed, worse, feasible := 0, 0.0, 0
	for seed := range uint64(trials) {
		in := pinnedInstance(rand.New(rand.NewPCG(seed, 11)))
		res, err := solve.Solve(context.Background(), in, solve.Params{Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best := exhaustive(t, in, res.Centres)
		if res.Certificate.Bound > best+1e-9*math.Abs(best) {
			t.Errorf("seed %d: bound %v exceeds the optimum %v", seed, res.Certificate.Bound, best)
		}
		if math.IsInf(best, 1) {
			if len(res.Violations) == 0 || len(res.Conflicts) == 0 {
				t.Errorf("seed %d: no plan exists, yet violations %v, conflicts %v", seed, res.Violations, res.Conflicts)
			}
			continue
		}
		feasible++
		if len(res.Violations) > 0 {
			missed++
			t.Logf("seed %d: a plan of %v exists, got %v", seed, best, res.Violations[0].Message)
			continue
		}
		worse += (res.Total - best) / best
	}
	mean := worse / float64(feasible)
	t.Logf("%d feasible, %d missed, mean %.3f%% above the optimum", feasible, missed, 100*mean)
	if missed > 0 || mean > 0.02 {
		t.Errorf("missed %d of %d plans, mean excess %.2f%%, want none and at most 2%%", missed, feasible, 100*mean)
	}
}
