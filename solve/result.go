package solve

import (
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Result is a plan together with what is known about it. Every figure in the
// embedded Report was recomputed by package check from the instance alone.
type Result struct {
	// Assignment gives the area of every unit.
	Assignment instance.Assignment
	// Centres holds the final centre of every area in the coordinates of the
	// instance; nil without geography.
	Centres []check.Point
	// Prices holds the price of measure m in area j at [m][j], in objective
	// units per unit of measure: above 0 where the area is held down to its
	// maximum, below 0 where it is held up to its minimum.
	Prices [][]float64
	// CapPrice is the price on disruption that its cap enforces, per unit of
	// what is capped; 0 without a cap.
	CapPrice float64
	// Report holds sums, deviations, objective parts and violations.
	check.Report
	// Conflicts are limits that cannot hold together.
	// When it is not empty the plan is the one found to violate them least.
	// After a cancel nobody looks for them, nor for a bound.
	Conflicts []Conflict
	// Certificate is the proven lower bound.
	Certificate Certificate
	// Iterations counts the steps of the search and CentreIterations those that
	// moved centres; Params with both of them and no time limit give this plan
	// again.
	Iterations, CentreIterations int
	// Seconds is the time Solve took by Params.Clock, including the check.
	Seconds float64
	Seed    uint64
	Stop    Stop
	// Checked says that package check confirmed every figure above.
	Checked bool

	// warm keeps the prepared units for Resolve.
	warm *engine
}

// Stop says why a run ended.
type Stop string

// The reasons to end.
const (
	StopDone       Stop = "done"
	StopTime       Stop = "time"
	StopIterations Stop = "iterations"
	StopCancelled  Stop = "cancelled"
)

// Certificate is a proven lower bound on the objective of every plan that
// keeps the hard limits.
type Certificate struct {
	// Kind says what the bound speaks about; empty when there is none.
	Kind BoundKind
	// Bound is the proven lower bound, Value the objective of the plan.
	Bound, Value float64
	// Gap is (Value − Bound) ÷ Value, 0 when Value is 0.
	Gap float64
}

// BoundKind says for which plans a bound holds.
type BoundKind string

// The kinds of bounds.
const (
	// ForTheseCentres: no plan with the centres of the result is cheaper.
	ForTheseCentres BoundKind = "for these centres"
	// ForAnyCentres: no plan is cheaper, wherever its centres are.
	ForAnyCentres BoundKind = "for any centres"
)

func newCertificate(kind BoundKind, bound, value float64) Certificate {
	c := Certificate{Kind: kind, Bound: bound, Value: value}
	if value > 0 {
		c.Gap = (value - bound) / value
	}
	return c
}
