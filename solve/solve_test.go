package solve_test

import (
	"context"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func TestSolve_FourUnitsOnALineMakeTwoPairs(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 1, 10, 11},
		Y:        []float64{0, 0, 0, 0},
		Measures: []instance.Measure{{Name: "units", Values: []float64{1, 1, 1, 1}}},
	}
	in.Areas = instance.EqualAreas(in, 2, 0)
	res, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	a := res.Assignment
	if a[0] != a[1] || a[2] != a[3] || a[0] == a[2] {
		t.Errorf("got %v, want the pairs {0 1} and {2 3}", a)
	}
	if len(res.Violations) != 0 || !res.Checked {
		t.Errorf("got violations %v, checked %v", res.Violations, res.Checked)
	}
	if res.Travel != 2 {
		t.Errorf("got travel %v, want 2", res.Travel)
	}
}
