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

// cells is a board of side × side cells that touch their neighbours, with
// amounts of 1 to 9, to divide among k areas that hang together.
func cells(side, k int, tolerance float64) *instance.Instance {
	r := rand.New(rand.NewPCG(7, 7))
	in := &instance.Instance{Metric: instance.PlaneSquared}
	var a, b []int32
	var border, values []float64
	for i := range side * side {
		x, y := i%side, i/side
		in.X, in.Y = append(in.X, float64(x)), append(in.Y, float64(y))
		values = append(values, float64(1+r.IntN(9)))
		if x > 0 {
			a, b, border = append(a, int32(i)), append(b, int32(i-1)), append(border, 0.5+r.Float64())
		}
		if y > 0 {
			a, b, border = append(a, int32(i)), append(b, int32(i-side)), append(border, 0.5+r.Float64())
		}
	}
	in.Graph, _ = instance.NewGraph(side*side, a, b, border)
	in.Measures = []instance.Measure{{Name: "amount", Values: values}}
	in.Areas = instance.EqualAreas(in, k, tolerance)
	for j := range in.Areas {
		in.Areas[j].Contiguous = true
	}
	return in
}

// A price on borders shortens them, within all limits and in whole areas, and
// the plan does not depend on the number of workers.
func TestSolve_APriceOnBordersShortensThem(t *testing.T) {
	t.Parallel()
	in := cells(40, 9, 0.02)
	free := run(t, in, solve.Params{Workers: 2})
	in.BorderPrice = solve.BorderPrice(in, 0.9)
	res := run(t, in, solve.Params{Workers: 2})
	if len(res.Violations) > 0 || res.Fragments > 0 {
		t.Errorf("violations %v", res.Violations)
	}
	if res.Border > 0.95*free.Border { // areas are compact without a price too
		t.Errorf("border %.1f with a price, %.1f without", res.Border, free.Border)
	}
	if one := run(t, in, solve.Params{Workers: 1}); !slices.Equal(one.Assignment, res.Assignment) {
		t.Error("one worker gives another plan than two")
	}
}

// At the price for a share, borders are about that share of the objective.
func TestBorderPrice_GivesTheShareAskedFor(t *testing.T) {
	t.Parallel()
	in := cells(40, 9, 0.02)
	in.BorderPrice = solve.BorderPrice(in, 0.5)
	res := run(t, in, solve.Params{})
	if share := res.BorderCost / res.Total; share < 0.3 || share > 0.6 {
		t.Errorf("borders are %.2f of the objective, asked for 0.5", share)
	}
	in.Graph = nil
	if p := solve.BorderPrice(in, 0.5); p != 0 {
		t.Errorf("price %v without a graph", p)
	}
}

// A run that a limit of time ended is replayed by its iterations.
func TestSolve_BordersReplayByIterations(t *testing.T) {
	t.Parallel()
	in := cells(40, 9, 0.02)
	in.BorderPrice = solve.BorderPrice(in, 0.9)
	first := run(t, in, solve.Params{Clock: time.Now, TimeLimit: 300 * time.Millisecond})
	again := run(t, in, solve.Params{MaxIterations: first.Iterations, CentreIterations: first.CentreIterations})
	if !slices.Equal(first.Assignment, again.Assignment) {
		t.Errorf("the replay of %d iterations gives another plan", first.Iterations)
	}
}

// One unit of almost an area's size leaves few ways within the limits, which
// shifts from a plan by travel do not find.
func TestSolve_FindsPlansAroundLargeUnits(t *testing.T) {
	t.Parallel()
	in := cells(24, 12, 0.01)
	values := in.Measures[0].Values
	for _, i := range []int{30, 250, 333, 480} {
		values[i] = 0.6 * in.Total(0) / 12
	}
	for j, a := range instance.EqualAreas(in, 12, 0.01) {
		in.Areas[j].Limits = a.Limits
	}
	res, err := solve.Solve(context.Background(), in, solve.Params{Workers: 2})
	if err != nil || len(res.Violations) > 0 || math.IsNaN(res.Total) {
		t.Errorf("%v, violations %v", err, res.Violations)
	}
}
