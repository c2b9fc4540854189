package solve_test

import (
	"context"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func TestPareto_NoPlanBeatsAnother(t *testing.T) {
	t.Parallel()
	in := clustered(4000, 21)
	in.Areas = instance.EqualAreas(in, 12, 0.05)
	in.Present = make([]int32, in.Units())
	for i := range in.Present {
		in.Present[i] = int32(min(11, int(in.X[i]*12)))
		in.Present[i] = max(0, in.Present[i])
	}
	plans, err := solve.Pareto(context.Background(), in, solve.ParetoParams{}, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) < 8 {
		t.Errorf("%d plans, want 8 or more", len(plans))
	}
	for a, x := range plans {
		if !x.Result.Checked {
			t.Errorf("plan %d is not checked", a)
		}
		for b, y := range plans {
			if a != b && y.Balance <= x.Balance && y.Travel <= x.Travel && y.Moved <= x.Moved {
				t.Errorf("plan %d (%+.3f %.4g %d) is no better than %d (%+.3f %.4g %d)", a, x.Balance, x.Travel, x.Moved, b, y.Balance, y.Travel, y.Moved)
			}
		}
	}
}

// Units too coarse for a fifth of the tolerance: no plan may break the limits
// it was made for.
func TestPareto_EveryPlanKeepsItsLimits(t *testing.T) {
	t.Parallel()
	in := clustered(240, 4)
	in.Areas = instance.EqualAreas(in, 6, 0.02)
	in.Present = make([]int32, in.Units())
	for i := range in.Present {
		in.Present[i] = int32(i % 6)
	}
	plans, err := solve.Pareto(context.Background(), in, solve.ParetoParams{Widths: []float64{0.05, 1}, Prices: []float64{0}}, solve.Params{})
	if err != nil || len(plans) == 0 {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	for _, plan := range plans {
		if len(plan.Result.Violations) > 0 {
			t.Errorf("width %g, price %g: %v", plan.Width, plan.Price, plan.Result.Violations[0].Message)
		}
	}
}

func TestHeadcount_MoreAreasTravelLess(t *testing.T) {
	t.Parallel()
	in := clustered(4000, 22)
	with := func(k int) *instance.Instance {
		c := *in
		c.Areas = instance.EqualAreas(in, k, 0.05)
		return &c
	}
	points, err := solve.Headcount(context.Background(), []int{5, 10, 20, 40}, with, solve.Params{})
	if err != nil || len(points) != 4 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for q := 1; q < len(points); q++ {
		if points[q].Result.Travel >= points[q-1].Result.Travel {
			t.Errorf("%d areas travel %v, %d areas %v", points[q].Areas, points[q].Result.Travel, points[q-1].Areas, points[q-1].Result.Travel)
		}
	}
}
