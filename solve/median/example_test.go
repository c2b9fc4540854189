package median_test

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/median"
)

// Six shops on a street, two depots that hold three each.
func ExampleSolveMedian() {
	problem := &median.Problem{
		X:        []float64{0, 1, 2, 10, 11, 12},
		Y:        make([]float64, 6),
		Demand:   []int64{1, 1, 1, 1, 1, 1},
		Capacity: []int64{3},
		P:        2,
	}
	sol, err := median.SolveMedian(context.Background(), problem, median.Params{MaxIterations: 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", sol.Cost, "feasible", sol.Feasible)
	fmt.Println("shop 4 goes to", sol.Medians[sol.Assignment[4]])
	// Output:
	// cost 4 feasible true
	// shop 4 goes to 4
}
