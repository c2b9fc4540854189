package median_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/median"
)

// everyAssignment calls visit with each way to put n points into p clusters.
func everyAssignment(n, p int, visit func([]int)) {
	of := make([]int, n)
	var place func(i int)
	place = func(i int) {
		if i == n {
			visit(of)
			return
		}
		for c := range p {
			of[i] = c
			place(i + 1)
		}
	}
	place(0)
}

// leastMedianCost is the optimum of a tiny problem, +Inf where none is feasible.
func leastMedianCost(pr *median.Problem) float64 {
	best := math.Inf(1)
	everyAssignment(pr.N(), pr.P, func(of []int) {
		total := 0.0
		for c := range pr.P {
			total += leastClusterCost(pr, of, c)
		}
		best = min(best, total)
	})
	return best
}

func leastClusterCost(pr *median.Problem, of []int, c int) float64 {
	load := int64(0)
	for i, k := range of {
		if k == c {
			load += pr.Demand[i]
		}
	}
	best := math.Inf(1)
	for j, k := range of {
		if k != c || load > pr.CapacityOf(j) {
			continue
		}
		sum := 0.0
		for i, k := range of {
			if k == c {
				sum += math.Hypot(pr.X[i]-pr.X[j], pr.Y[i]-pr.Y[j])
			}
		}
		best = min(best, sum)
	}
	return best
}

func leastCentredCost(pr *median.Problem) float64 {
	best := math.Inf(1)
	everyAssignment(pr.N(), pr.P, func(of []int) {
		total := 0.0
		for c := range pr.P {
			total += meanCost(pr, of, c)
		}
		best = min(best, total)
	})
	return best
}

func meanCost(pr *median.Problem, of []int, c int) float64 {
	var x, y, size, sum float64
	load := int64(0)
	for i, k := range of {
		if k == c {
			x, y, size, load = x+pr.X[i], y+pr.Y[i], size+1, load+pr.Demand[i]
		}
	}
	if size == 0 || load > pr.Capacity[0] {
		return math.Inf(1)
	}
	for i, k := range of {
		if k == c {
			sum += math.Hypot(pr.X[i]-x/size, pr.Y[i]-y/size)
		}
	}
	return sum
}

func TestSolveMedian_FindsOptimumOfTinyProblems(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 0))
	for k := range 24 {
		n := 4 + r.IntN(5)
		pr := random(r, n, 1+r.IntN(3), 1.1+r.Float64())
		if k%2 == 1 {
			pr.Capacity = varied(r, n, pr.Capacity[0])
		}
		compareOptimum(t, k, pr, leastMedianCost(pr))
	}
}

// varied gives each point a capacity between none and twice the given one.
func varied(r *rand.Rand, n int, capacity int64) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = r.Int64N(2*capacity + 1)
	}
	return out
}

func compareOptimum(t *testing.T, k int, pr *median.Problem, want float64) {
	t.Helper()
	if pr.Validate() != nil {
		return
	}
	got := solve(t, pr, median.Params{MaxIterations: 20, Seed: uint64(k)})
	if got.Bound > want*(1+1e-9) {
		t.Errorf("problem %d: bound %v above the optimum %v", k, got.Bound, want)
	}
	if got.Feasible != !math.IsInf(want, 1) {
		t.Errorf("problem %d: feasible %t, the optimum is %v: %+v", k, got.Feasible, want, pr)
	}
	if got.Feasible && got.Cost > want*(1+1e-9) {
		t.Errorf("problem %d: cost %v, the optimum is %v: %+v", k, got.Cost, want, pr)
	}
}

func TestSolveCentred_FindsOptimumOfTinyProblems(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(12, 0))
	for k := range 12 {
		pr := random(r, 4+r.IntN(5), 1+r.IntN(3), 1.1+r.Float64())
		want := leastCentredCost(pr)
		if math.IsInf(want, 1) {
			continue
		}
		got, err := median.SolveCentred(t.Context(), pr, median.Params{MaxIterations: 20, Seed: uint64(k)})
		if err != nil {
			t.Fatal(err)
		}
		check(t, pr, got)
		if !got.Feasible || got.Cost > want*(1+1e-9) {
			t.Errorf("problem %d: feasible %t, cost %v, the optimum is %v: %+v", k, got.Feasible, got.Cost, want, pr)
		}
	}
}

func TestSolve_OddShapesNeverPanic(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 0))
	for k := range 32 {
		n := 1 + r.IntN(40)
		pr := random(r, n, 1+r.IntN(n), 1+r.Float64())
		for i := range n {
			switch k % 4 {
			case 0:
				pr.X[i], pr.Y[i] = float64(r.IntN(2)), 0 // many equal points
			case 1:
				pr.Demand[i] = r.Int64N(2) // some without demand
			case 2:
				pr.Y[i] = 0
			}
		}
		if k%8 == 3 {
			pr.Capacity = varied(r, n, pr.Capacity[0])
		}
		params := median.Params{MaxIterations: 3, Seed: uint64(k), Workers: 1 + k%2}
		if sol, err := median.SolveMedian(t.Context(), pr, params); err == nil {
			check(t, pr, sol)
		} else if pr.Validate() == nil {
			t.Errorf("problem %d: %v", k, err)
		}
		if len(pr.Capacity) > 1 {
			continue
		}
		if sol, err := median.SolveCentred(t.Context(), pr, params); err == nil {
			check(t, pr, sol)
		}
	}
}
