package solve_test

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Six accounts on a street are divided between two reps so that both get the
// same number of visits and travel is least.
func ExampleSolve() {
	in := &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 1, 2, 7, 8, 9},
		Y:        []float64{0, 0, 0, 0, 0, 0},
		Measures: []instance.Measure{{Name: "visits", Values: []float64{2, 2, 2, 2, 2, 2}}},
	}
	in.Areas = instance.EqualAreas(in, 2, 0.05)
	res, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	a := res.Assignment
	fmt.Println(a[0] == a[1] && a[1] == a[2], a[3] == a[4] && a[4] == a[5], a[0] != a[3])
	fmt.Printf("visits %v, travel %.0f, checked %v\n", res.Sums[0], res.Travel, res.Checked)
	// Output:
	// true true true
	// visits [6 6], travel 4, checked true
}

// A rep leaves: the earlier result is continued with one area less.
func ExampleResolve() {
	in := &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 1, 2, 3, 4, 5},
		Y:        []float64{0, 0, 0, 0, 0, 0},
		Measures: []instance.Measure{{Name: "visits", Values: []float64{1, 1, 1, 1, 1, 1}}},
	}
	in.Areas = instance.EqualAreas(in, 3, 0)
	first, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fewer := *in
	fewer.Areas = instance.EqualAreas(in, 2, 0)
	res, err := solve.Resolve(context.Background(), &fewer, first, []int32{0, 2}, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.Sums[0], len(res.Violations))
	// Output: [3 3] 0
}

// Locks that cannot hold are no error: the plan that violates least comes back
// with the limits that contradict each other.
func ExampleConflicts() {
	in := &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 1, 2, 3},
		Y:        []float64{0, 0, 0, 0},
		Measures: []instance.Measure{{Name: "visits", Values: []float64{1, 1, 1, 1}}},
		Lock:     []int32{0, 0, 0, -1},
	}
	in.Areas = instance.EqualAreas(in, 2, 0.1)
	in.Areas[0].Name, in.Areas[1].Name = "North", "South"
	fmt.Println(solve.Conflicts(in)[0])
	// Output: North cannot hold 3 units with 3 of visits that are locked there: at most 2.2 is allowed
}

// The gap that Solve reports holds for the centres it chose; Bound holds
// wherever centres may lie.
func ExampleBound() {
	in := street()
	in.Areas = instance.EqualAreas(in, 2, 0)
	res, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	proof, err := solve.Bound(context.Background(), in, res, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(proof.Kind, proof.Bound <= proof.Value, proof.Gap < 0.2)
	// Output: for any centres true true
}

// What it takes to move an account: the price of every area for it.
func ExampleExplain() {
	in := street()
	in.Areas = instance.EqualAreas(in, 2, 0)
	res, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	why, err := solve.Explain(in, res, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(why.Area == res.Assignment[0], len(why.Costs))
	// Output: true 2
}

// Several plans to choose from, none better than another in everything.
func ExamplePareto() {
	in := street()
	in.Areas = instance.EqualAreas(in, 2, 0.5)
	in.Present = []int32{0, 1, 0, 1, 0, 1}
	plans, err := solve.Pareto(context.Background(), in, solve.ParetoParams{Widths: []float64{1}, Prices: []float64{0, 100}}, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plans {
		fmt.Printf("travel %.0f, %d moved\n", p.Travel, p.Moved)
	}
	// Output:
	// travel 4, 2 moved
	// travel 18, 0 moved
}

// Travel for two and for three reps.
func ExampleHeadcount() {
	in := street()
	with := func(k int) *instance.Instance {
		c := *in
		c.Areas = instance.EqualAreas(in, k, 0)
		return &c
	}
	points, err := solve.Headcount(context.Background(), []int{2, 3}, with, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range points {
		fmt.Printf("%d reps travel %.0f\n", p.Areas, p.Result.Travel)
	}
	// Output:
	// 2 reps travel 4
	// 3 reps travel 7
}

// A price at which short borders are nine tenths of the objective.
func ExampleBorderPrice() {
	in := street()
	in.Graph, _ = instance.NewGraph(6, []int32{0, 1, 2, 3, 4}, []int32{1, 2, 3, 4, 5}, nil)
	in.Areas = instance.EqualAreas(in, 2, 0)
	in.BorderPrice = solve.BorderPrice(in, 0.9)
	res, err := solve.Solve(context.Background(), in, solve.Params{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.Border, in.BorderPrice > 0)
	// Output: 1 true
}

// street is six accounts on a street, in two groups of three.
func street() *instance.Instance {
	return &instance.Instance{
		Metric:   instance.Plane,
		X:        []float64{0, 1, 2, 7, 8, 9},
		Y:        []float64{0, 0, 0, 0, 0, 0},
		Measures: []instance.Measure{{Name: "visits", Values: []float64{1, 1, 1, 1, 1, 1}}},
	}
}
