package solve

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/solve/power"
)

// fineTemperatures are the steps of the smoothing on all units. The last one
// decides the gap: a quarter of it would gain some hundredths of a percent for
// half as much time again.
var fineTemperatures = []float64{0.05, 0.012}

// firstTolerance is the deviation at which the first of them is left.
const firstTolerance = 0.04

// sharpTemperatures are the steps by which prices on merged units come close to
// those on all units, where a step costs many times as much.
var sharpTemperatures = []float64{0.05, 0.024, 0.012}

// sharpTolerance is the deviation at which each of them is left.
const sharpTolerance = 0.01

// sharpen balances merged units closely, so that all units need few steps at
// the last temperature only.
func (e *engine) sharpen(s *power.Solver) {
	if e.mod.M == 0 || e.merged == e.mod {
		return
	}
	steps := sharpTemperatures
	if e.mod.Move != nil {
		steps = steps[:heldFrom]
	}
	for _, tau := range steps {
		s.Maximise(e.lenient(), tau, sharpTolerance, 25, false)
	}
	e.sharp = true
}

// Where moving has a price, what units stay for differs from one to the next,
// and merged units foretell less of their prices: all units go through the
// temperature at which heldFrom merged ones stop.
const (
	heldFrom      = 2
	heldTolerance = 0.03
)

// balance finds the prices on all units. Rounding prices that do not balance
// takes many times longer than balancing them, so only a cancel ends this.
func (e *engine) balance() {
	if e.mod.M == 0 {
		return
	}
	goal := e.tolerance() / 3
	if e.sharp && e.mod.Move != nil {
		e.fine.Maximise(e.lenient(), sharpTemperatures[heldFrom-1], heldTolerance, 25, false)
	}
	if e.sharp && e.balanceAt(e.fine.Maximise, len(fineTemperatures)-1, goal) <= 2*goal {
		return
	}
	find := e.fine.Maximise
	if e.sought < 2 {
		find = e.fine.Reach // nothing is balanced yet
	}
	e.balanceAt(find, 0, firstTolerance)
	e.balanceAt(e.fine.Maximise, 1, goal)
}

// balanceAt finds the prices at one of the fine temperatures and returns the
// largest deviation.
func (e *engine) balanceAt(find func(ctx context.Context, tau, tol float64, most int, moments bool) float64, step int, tol float64) float64 {
	e.budget.tick()
	if e.lenient().Err() != nil {
		return 0
	}
	worst := find(e.lenient(), fineTemperatures[step], tol, 25, false)
	e.report(PhaseBalance, 0.5+0.1*float64(step), e.fine, worst)
	return worst
}
