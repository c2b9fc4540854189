package solve

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
	"github.com/bailiwick-planning/bailiwick/solve/power"
	"github.com/bailiwick-planning/bailiwick/solve/search"
)

// Prices ask of every unit its amount per travel. Where neighbours differ much
// in that, the areas that prices make are full of holes: a town goes to the next
// area but one, the villages around it do not. Areas that must hang together are
// then not rounded from them. The units are first merged with their neighbours,
// which evens out what they ask; centres and a first plan are found on the
// merged units, and the plan is annealed while these come apart again.

// roughness is the mean difference between neighbours, as a share of their sum,
// from which on an instance counts as rough.
const roughness = 0.1

// seedShare is the share of borders in the objective while such a plan grows:
// enough to keep its areas compact until their limits hold.
const seedShare = 0.2

// growing is the number of plans grown side by side, of which the best is kept.
const growing = 2

// growRounds is the most rounds in which they are crossed while limits are broken.
const growRounds = 6

// grownSettled is what settled is for centres that move again with the plan.
const grownSettled = 0.01

// climb merges the units of a rough instance, on which centres are sought then.
func (e *engine) climb() {
	if !e.rough() {
		return
	}
	ladder := search.Climb(e.mod, e.p.Seed)
	if ladder == nil {
		return
	}
	e.ladder, e.merged = ladder, ladder.Top()
	e.mergedTree = power.Build(e.merged, e.p.workers())
	ladder.Reordered(e.merged.Order)
}

// rough reports whether a plan should grow from merged units: areas hang
// together, and what limits them is spread over the units quite otherwise than
// travel.
func (e *engine) rough() bool {
	mod := e.mod
	if !e.contiguous() || e.in.BorderPrice > 0 || !e.mendable() || mod.Capped != nil || mod.MaxDist != nil || mod.Listed != nil {
		return false
	}
	rough := false
	for m, a := range mod.A {
		if mod.Soft[m] > 0 {
			return false // the search on borders knows hard limits only
		}
		apart, sum := 0.0, 0.0
		for u := range mod.N {
			mine := a[u] / mod.W[u]
			for _, v := range mod.Graph.Of(u) {
				other := a[v] / mod.W[v]
				apart += math.Abs(mine - other)
				sum += mine + other
			}
		}
		rough = rough || apart > roughness*sum
	}
	return rough
}

// grow makes a plan from centres and prices on the merged units.
func (e *engine) grow(start power.State) []int32 {
	top := power.NewSolver(power.NewDual(e.merged, e.mergedTree, e.p.workers()), start.Centres)
	copy(top.Prices, start.Prices)
	plan := e.ladder.Down(top.Choose(context.Background(), 0).Assign)
	e.fine = power.NewSolver(power.NewDual(e.mod, e.tree, e.p.workers()), start.Centres)
	e.fine.Shrink = e.roundingRoom()
	centres := append([]measure.Vec(nil), start.Centres...)
	e.breedFrom(plan, centres)
	left := search.Border(e.lenient(), e.mod, plan, centres, e.fine.Prices, firstEffort)
	e.report(PhaseImprove, 0.85, nil, left)
	top.MoveTo(centres)
	e.sharpen(top)
	copy(e.fine.Centres, centres)
	copy(e.fine.Prices, top.Prices)
	e.balance()
	return plan
}

// breedFrom lets the plan of merged units come apart, in as many rounds as bring
// it within its limits while each helps. The first ends only with a cancel: until
// then there is no plan at all.
func (e *engine) breedFrom(plan []int32, centres []measure.Vec) {
	before := e.budget.iterations
	wait := &patient{budget: e.budget, waiting: true}
	_, rounds := search.Borders(wait, e.mod, plan, centres, search.Breeding{
		Free: e.free, Fence: borderPrice(e.merged, seedShare), Seed: e.p.Seed, Workers: e.p.workers(), Together: growing,
		More: func(round int, broken float64) bool {
			if round == 0 {
				return true
			}
			e.report(PhaseImprove, 0.5+0.3*float64(round)/growRounds, nil, broken)
			wait.waiting = false
			return broken > 0 && round < growRounds && !e.hopeless() && e.budget.tick()
		},
	})
	e.budget.iterations = before + rounds
}

// patient is a budget of which only a cancel is an end while it waits.
type patient struct {
	*budget
	waiting bool
}

// Err reports why the search should end now, nil while it may go on.
func (p *patient) Err() error {
	if p.waiting {
		return p.Context.Err()
	}
	return p.budget.Err()
}
