package median

import (
	"context"
	"fmt"
	"math"
	"time"
)

// exactSize is the mean number of points of a cluster up to which the cost of
// every change is computed exactly, best median included.
const exactSize = 14

// boundShare is the share of a time limit spent on the lower bound, where one is
// affordable.
const boundShare = 0.06

// SolveMedian searches for a capacitated p-median of least cost. It returns an
// error for an invalid problem, one that cannot be satisfied for a reason that
// is cheap to see (wrapping [ErrInfeasible]), or invalid params; a cancelled
// context is no error but ends the search with the best so far. Whether the
// solution keeps every capacity is in Solution.Feasible.
func SolveMedian(ctx context.Context, problem *Problem, params Params) (*Solution, error) {
	if err := checkInput(problem, &params); err != nil {
		return nil, fmt.Errorf("solve median: %w", err)
	}
	begun := now(&params)
	in := newInstance(problem)
	pl, build := medianPlan(in)
	d := newDriver(ctx, in, &params, pl, bisectStart(in), build)
	d.begun = begun
	affordable := !params.SkipBound && boundWork(in) <= maxBoundWork
	d.until = searchTime(&params, affordable)
	d.run()
	d.repairBest()
	best := d.best()
	finishMedians(in, best)
	sol := &Solution{BoundKind: NoBound, Medians: make([]int, in.p)}
	if affordable && ctx.Err() == nil {
		sol.Bound, sol.BoundKind = d.bound(best), LagrangianBound
	}
	for c, j := range best.med {
		sol.Medians[c] = int(in.orig[j])
	}
	d.export(sol, best)
	sol.Cost = medianCost(problem, sol)
	return sol, nil
}

// SolveCentred searches for a capacitated centred clustering of least cost, with
// errors as [SolveMedian]. It gives no bound.
func SolveCentred(ctx context.Context, problem *Problem, params Params) (*Solution, error) {
	if err := checkInput(problem, &params); err != nil {
		return nil, fmt.Errorf("solve centred: %w", err)
	}
	if problem.Matrix != nil || problem.FloorDistances || len(problem.Capacity) != 1 {
		return nil, fmt.Errorf("solve centred: want plane coordinates, distances not rounded, and one capacity for all")
	}
	begun := now(&params)
	in := newInstance(problem)
	build := func(in *instance, s *snapshot) engine { return newCentredEngine(in, s) }
	d := newDriver(ctx, in, &params, usualPlan.forInstance(in), bisectStart(in), build)
	d.begun = begun
	d.until = params.TimeLimit
	d.run()
	d.repairBest()
	best := d.best()
	fillEmpty(in, best)
	sol := &Solution{BoundKind: NoBound}
	d.export(sol, best)
	centredCost(problem, sol)
	return sol, nil
}

func checkInput(problem *Problem, params *Params) error {
	if err := params.Validate(); err != nil {
		return err
	}
	return problem.Validate()
}

func now(params *Params) time.Time {
	if params.Now == nil {
		return time.Time{}
	}
	return params.Now()
}

// searchTime is the part of the time limit before the bound.
func searchTime(params *Params, bound bool) time.Duration {
	if bound {
		return time.Duration(float64(params.TimeLimit) * (1 - boundShare))
	}
	return params.TimeLimit
}

// medianPlan chooses the engine and the cooling by the size of the clusters.
func medianPlan(in *instance) (plan, buildFunc) {
	if in.uniform && in.n <= exactSize*in.p && in.symmetric() {
		return usualPlan.forInstance(in), func(in *instance, s *snapshot) engine { return newExactEngine(in, s) }
	}
	return usualPlan.forInstance(in), func(in *instance, s *snapshot) engine { return newFixedEngine(in, s) }
}

// export fills what both problems share: the assignment in the caller's order,
// feasibility, and how the search ran.
func (d *driver) export(sol *Solution, best *snapshot) {
	sol.Assignment = make([]int, d.in.n)
	for i, c := range best.cluster {
		sol.Assignment[d.in.orig[i]] = int(c)
	}
	sol.Overload = best.overload
	sol.Feasible = best.overload == 0
	sol.Iterations = len(d.replay.Progress)
	sol.Replay = &d.replay
	if d.params.Now != nil {
		sol.Seconds = d.elapsed().Seconds()
	}
}

func medianCost(problem *Problem, sol *Solution) float64 {
	cost := 0.0
	for i, c := range sol.Assignment {
		cost += problem.distance(i, sol.Medians[c])
	}
	return cost
}

// distance is the cost of assigning point i to median j, in the caller's order.
func (p *Problem) distance(i, j int) float64 {
	if p.Matrix != nil {
		return p.Matrix[i*p.N()+j]
	}
	d := math.Hypot(p.X[i]-p.X[j], p.Y[i]-p.Y[j])
	if p.FloorDistances {
		d = math.Floor(d)
	}
	return d
}

// centredCost fills centres and cost from the assignment.
func centredCost(problem *Problem, sol *Solution) {
	sol.CentreX, sol.CentreY = make([]float64, problem.P), make([]float64, problem.P)
	size := make([]float64, problem.P)
	for i, c := range sol.Assignment {
		sol.CentreX[c] += problem.X[i]
		sol.CentreY[c] += problem.Y[i]
		size[c]++
	}
	for c := range size {
		sol.CentreX[c] /= size[c]
		sol.CentreY[c] /= size[c]
	}
	for i, c := range sol.Assignment {
		sol.Cost += math.Hypot(problem.X[i]-sol.CentreX[c], problem.Y[i]-sol.CentreY[c])
	}
}
