package solve

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/power"
)

// capMargin is the share of the cap on disruption left free for rounding.
const capMargin = 0.02

// capSteps is the most prices tried for the cap, from a typical cost upwards
// and then between two of them.
const capSteps = 14

// capped finds the price at which a plan moves no more than the cap allows,
// starting from the price the model carries. settle brings the solver to rest
// at the current price. The price is added to the model of the solver.
func (e *engine) capped(s *power.Solver, settle func()) {
	most := e.in.Disruption.Cap.Most * (1 - capMargin)
	moved := func() float64 { return s.Moved(context.Background()) }
	low, high := 0.0, math.Inf(1)
	price := 0.0 // on top of what the model carried at first
	set := func(p float64) {
		s.Mod.AddCapPrice(p - price)
		price = p
		settle()
	}
	for step := 0; step < capSteps && e.budget.Err() == nil; step++ {
		got := moved()
		if got > most {
			low = price
		} else {
			high = price
		}
		if got <= most && (price == 0 || got > 0.9*most || high-low < 0.02*high) {
			break
		}
		switch {
		case !math.IsInf(high, 1):
			set((low + high) / 2)
		case price == 0:
			set(e.firstCapPrice(s))
		default:
			set(4 * price)
		}
	}
	if moved() > most && !math.IsInf(high, 1) {
		set(high)
	}
	e.capPrice += price
}

// firstCapPrice is a tenth of what a unit costs per amount that counts.
func (e *engine) firstCapPrice(s *power.Solver) float64 {
	_, mean := s.Spacing()
	weight, counted := 0.0, 0.0
	for _, w := range e.mod.W {
		weight += w
	}
	for _, q := range e.mod.Capped {
		counted += q
	}
	if counted == 0 {
		return 1
	}
	return 0.1 * mean * weight / counted
}
