package median_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve/median"
	"github.com/bailiwick-planning/bailiwick/solve/median/mediancheck"
)

func ones(n int) []int64 {
	q := make([]int64, n)
	for i := range q {
		q[i] = 1
	}
	return q
}

// line is six points on a line in two groups of three.
func line() *median.Problem {
	return &median.Problem{
		X: []float64{0, 1, 2, 10, 11, 12}, Y: make([]float64, 6),
		Demand: ones(6), Capacity: []int64{3}, P: 2,
	}
}

// random makes n points in a square of side 100 with demands 1 to 20 and
// capacities with the given slack over the mean load.
func random(r *rand.Rand, n, p int, slack float64) *median.Problem {
	pr := &median.Problem{P: p}
	total := int64(0)
	for range n {
		pr.X = append(pr.X, 100*r.Float64())
		pr.Y = append(pr.Y, 100*r.Float64())
		pr.Demand = append(pr.Demand, 1+r.Int64N(20))
		total += pr.Demand[len(pr.Demand)-1]
	}
	pr.Capacity = []int64{max(20, int64(slack*float64(total)/float64(p))+1)}
	return pr
}

// solve runs SolveMedian and passes the result through the checker.
func solve(t testing.TB, pr *median.Problem, params median.Params) *median.Solution {
	t.Helper()
	sol, err := median.SolveMedian(t.Context(), pr, params)
	if err != nil {
		t.Fatal(err)
	}
	check(t, pr, sol)
	return sol
}

func check(t testing.TB, pr *median.Problem, sol *median.Solution) {
	t.Helper()
	var report mediancheck.Report
	var err error
	if sol.Medians != nil {
		report, err = mediancheck.Median(pr, sol.Medians, sol.Assignment)
	} else {
		report, err = mediancheck.Centred(pr, sol.Assignment)
	}
	if err != nil {
		t.Fatalf("malformed solution: %v", err)
	}
	if math.Abs(report.Cost-sol.Cost) > 1e-9*(1+report.Cost) {
		t.Errorf("cost %v, recomputed %v", sol.Cost, report.Cost)
	}
	if report.Overload != sol.Overload || sol.Feasible != (sol.Overload == 0) {
		t.Errorf("overload %d, feasible %t, recomputed %d", sol.Overload, sol.Feasible, report.Overload)
	}
	if sol.Feasible && sol.Bound > sol.Cost*(1+1e-9) {
		t.Errorf("bound %v above cost %v", sol.Bound, sol.Cost)
	}
}

func TestSolveMedian_HandWorked(t *testing.T) {
	t.Parallel()
	crowded := line()
	crowded.X[3] = 3 // four left, two right: capacity 3 sends one point far
	floored := line()
	floored.X[0], floored.FloorDistances = 0.5, true
	cases := []struct {
		name string
		pr   *median.Problem
		want float64
	}{
		{"two triples", line(), 4},
		{"capacity splits four", crowded, 1 + 1 + 8 + 1},
		{"floored distances", floored, 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := solve(t, c.pr, median.Params{MaxIterations: 40})
			if got.Cost != c.want || !got.Feasible {
				t.Errorf("got cost %v, feasible %t; want %v, true", got.Cost, got.Feasible, c.want)
			}
		})
	}
}

func TestSolveCentred_HandWorked(t *testing.T) {
	t.Parallel()
	pr := line()
	got, err := median.SolveCentred(t.Context(), pr, median.Params{MaxIterations: 40})
	if err != nil {
		t.Fatal(err)
	}
	check(t, pr, got)
	if got.Cost != 4 || got.CentreX[got.Assignment[0]] != 1 {
		t.Errorf("got cost %v, centre %v; want 4 and 1", got.Cost, got.CentreX[got.Assignment[0]])
	}
}

func TestSolveMedian_MatrixEqualsCoordinates(t *testing.T) {
	t.Parallel()
	plane := random(rand.New(rand.NewPCG(3, 0)), 40, 4, 1.2)
	matrix := &median.Problem{Demand: plane.Demand, Capacity: plane.Capacity, P: plane.P}
	for i := range 40 {
		for j := range 40 {
			matrix.Matrix = append(matrix.Matrix, math.Hypot(plane.X[i]-plane.X[j], plane.Y[i]-plane.Y[j]))
		}
	}
	a := solve(t, plane, median.Params{MaxIterations: 40})
	b := solve(t, matrix, median.Params{MaxIterations: 40})
	if math.Abs(a.Cost-b.Cost) > 1e-9*a.Cost {
		t.Errorf("coordinates give %v, the matrix %v", a.Cost, b.Cost)
	}
}

func TestSolve_SameForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	for name, pr := range map[string]*median.Problem{
		"regions, small clusters": random(rand.New(rand.NewPCG(1, 0)), 800, 80, 1.2),
		"regions, large clusters": random(rand.New(rand.NewPCG(2, 0)), 1000, 26, 1.2),
		"chains":                  random(rand.New(rand.NewPCG(3, 0)), 120, 6, 1.2),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			params := median.Params{Seed: 7, MaxIterations: 8, Workers: 1}
			one := solve(t, pr, params)
			params.Workers = 2
			if two := solve(t, pr, params); !reflect.DeepEqual(one, two) {
				t.Errorf("1 worker: cost %v, bound %v; 2 workers: %v, %v", one.Cost, one.Bound, two.Cost, two.Bound)
			}
		})
	}
}

// tickingClock passes a fixed time at every look, whoever looks.
func tickingClock(step time.Duration) func() time.Time {
	var ticks atomic.Int64
	return func() time.Time { return time.Unix(0, ticks.Add(1)*int64(step)) }
}

func TestSolve_ReplayRepeatsTimeLimitedSearch(t *testing.T) {
	t.Parallel()
	pr := random(rand.New(rand.NewPCG(4, 0)), 700, 60, 1.15)
	first := solve(t, pr, median.Params{Seed: 1, Workers: 2, TimeLimit: time.Second, Now: tickingClock(time.Second / 250)})
	if first.Iterations < 2 || first.Iterations != len(first.Replay.Progress) || first.Seconds < 1 {
		t.Fatalf("%d iterations, %d recorded, %v s", first.Iterations, len(first.Replay.Progress), first.Seconds)
	}
	again := solve(t, pr, median.Params{Seed: 1, Workers: 1, Replay: first.Replay})
	if !reflect.DeepEqual(again.Assignment, first.Assignment) || again.Cost != first.Cost || again.Bound != first.Bound {
		t.Errorf("replay gives cost %v, bound %v; want %v, %v", again.Cost, again.Bound, first.Cost, first.Bound)
	}
}

func TestSolve_NamesWhatCannotFit(t *testing.T) {
	t.Parallel()
	big, many, mixed := line(), line(), line()
	big.Demand = []int64{1, 1, 9, 1, 1, 1}
	many.Capacity = []int64{2}
	mixed.Capacity = []int64{1, 2, 1, 1, 3, 0}
	for want, pr := range map[string]*median.Problem{
		"point 2 demands 9, more than the largest capacity, 3":            big,
		"total demand 6 is more than the 2 largest capacities hold, 4":    many,
		"the total demand 6 is more than the 2 largest capacities hold, ": mixed,
	} {
		_, err := median.SolveMedian(t.Context(), pr, median.Params{MaxIterations: 1})
		if !errors.Is(err, median.ErrInfeasible) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want ErrInfeasible saying %q", err, want)
		}
	}
}

func TestSolve_PackingThatCannotHoldReportsOverload(t *testing.T) {
	t.Parallel()
	pr := &median.Problem{X: []float64{0, 1, 2}, Y: make([]float64, 3), Demand: []int64{3, 3, 2}, Capacity: []int64{4}, P: 2}
	if got := solve(t, pr, median.Params{MaxIterations: 20}); got.Feasible || got.Overload != 1 {
		t.Errorf("got feasible %t, overload %d; want false, 1", got.Feasible, got.Overload)
	}
}

func TestSolve_CancelledReturnsCheckedSolution(t *testing.T) {
	t.Parallel()
	pr := random(rand.New(rand.NewPCG(5, 0)), 500, 20, 1.3)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sol, err := median.SolveMedian(ctx, pr, median.Params{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, pr, sol)
	if sol.Iterations != 0 {
		t.Errorf("%d iterations after cancelling, want 0", sol.Iterations)
	}
}

func TestParams_RejectsContradictions(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]median.Params{
		"no clock":          {TimeLimit: time.Second},
		"negative workers":  {Workers: -1},
		"replay and length": {Replay: &median.Replay{}, MaxIterations: 3},
	} {
		if _, err := median.SolveMedian(t.Context(), line(), params); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
