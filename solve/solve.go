package solve

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Solve divides the units of in among its areas.
//
// It returns an error only when the instance or the parameters are invalid.
// Limits that cannot hold are no error: the result then lists Violations and
// Conflicts. When ctx ends or a limit of Params is reached, the best plan so
// far is returned, checked like any other, and Result.Stop says so.
func Solve(ctx context.Context, in *instance.Instance, p Params) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	if err := in.Validate(); err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	e := newEngine(ctx, in, p)
	plan := e.run()
	return e.finish(plan)
}

// finish turns a plan in the order of the model into a checked result.
func (e *engine) finish(plan []int32) (*Result, error) {
	stop := e.budget.stop()
	e.relabel(plan)
	e.report(PhaseCheck, 0.95, nil, 0)
	res := &Result{Assignment: e.mod.Back(plan), Seed: e.p.Seed, CapPrice: e.capPrice, Iterations: e.budget.iterations, CentreIterations: e.sought, Stop: stop}
	claim := e.claim()
	res.Centres, res.Prices = claim.Centres, claim.Prices
	report, err := check.Plan(e.in, res.Assignment, res.Centres)
	if err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	res.Report = *report
	if stop == StopCancelled {
		e.leaveProof()
	} else {
		res.Conflicts = explainViolations(e.in, res.Violations)
		bound, err := e.proven(claim, res.Assignment)
		if err != nil {
			return nil, fmt.Errorf("solve: %w", err)
		}
		res.Certificate = newCertificate(ForTheseCentres, bound, res.Total)
	}
	res.Checked, res.warm = true, e
	res.Seconds = e.budget.seconds()
	return res, nil
}
