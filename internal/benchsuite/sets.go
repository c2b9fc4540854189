package benchsuite

import (
	"context"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Plans is the report of a set of plans.
type Plans struct {
	N           int     `json:"n"`
	Territories []int   `json:"territories"`
	Plans       int     `json:"plans"`
	Seconds     float64 `json:"seconds"`
	// Worst is the largest deviation of any plan from its targets, as a share
	// of what its own limits allow: above 1 where one breaks them.
	Worst float64 `json:"worst"`
	// Gap is the largest gap to the bound for the plan's centres.
	Gap float64 `json:"gap"`
	// Broken counts plans that break a limit of theirs, First says how one does.
	Broken int    `json:"broken"`
	First  string `json:"first,omitempty"`
}

// Pareto times a Pareto set with the default widths and prices, against a
// present plan that was made to balance the number of units.
func Pareto(ctx context.Context, p Problem) (*Plans, error) {
	in := p.instance()
	counted := *in
	ones := make([]float64, p.N)
	for i := range ones {
		ones[i] = 1
	}
	counted.Measures = []instance.Measure{{Name: "units", Values: ones}}
	counted.Areas = instance.EqualAreas(&counted, p.Territories, 0.05)
	present, err := solve.Solve(ctx, &counted, p.params())
	if err != nil {
		return nil, fmt.Errorf("pareto: present plan: %w", err)
	}
	in.Present = present.Assignment
	began := p.Now()
	plans, err := solve.Pareto(ctx, in, solve.ParetoParams{}, p.params())
	if err != nil {
		return nil, err
	}
	out := &Plans{N: p.N, Territories: []int{p.Territories}, Plans: len(plans), Seconds: p.Now().Sub(began).Seconds()}
	for _, plan := range plans {
		// The checker held every plan against the limits of its own width.
		if v := plan.Result.Violations; len(v) > 0 {
			out.Broken++
			out.First = fmt.Sprintf("width %g, price %.3g: %s", plan.Width, plan.Price, v[0].Message)
		}
		out.Worst = math.Max(out.Worst, plan.Balance/(p.Tolerance*plan.Width))
		out.Gap = math.Max(out.Gap, plan.Result.Certificate.Gap)
	}
	return out, nil
}

// Headcount times the curve over numbers of territories from p.Territories
// upwards, in steps of a twentieth.
func Headcount(ctx context.Context, p Problem, values int) (*Plans, error) {
	in := p.instance()
	var counts []int
	for v := range values {
		counts = append(counts, p.Territories+v*max(1, p.Territories/20))
	}
	began := p.Now()
	points, err := solve.Headcount(ctx, counts, func(k int) *instance.Instance {
		v := *in
		v.Areas = instance.EqualAreas(in, k, p.Tolerance)
		return &v
	}, p.params())
	if err != nil {
		return nil, err
	}
	out := &Plans{N: p.N, Territories: counts, Plans: len(points), Seconds: p.Now().Sub(began).Seconds()}
	for _, point := range points {
		v := *in
		v.Areas = instance.EqualAreas(in, point.Areas, p.Tolerance)
		s, err := single(&v, point.Result)
		if err != nil {
			return nil, fmt.Errorf("headcount %d: %w", point.Areas, err)
		}
		out.Worst = math.Max(out.Worst, math.Max(s.Largest, -s.Smallest)/p.Tolerance)
		out.Gap = math.Max(out.Gap, s.Gap)
		if s.Violations > 0 {
			out.Broken++
			out.First = fmt.Sprintf("%d territories: deviations %+.5f and %+.5f", point.Areas, s.Largest, s.Smallest)
		}
	}
	return out, nil
}
