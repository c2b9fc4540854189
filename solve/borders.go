package solve

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
	"github.com/bailiwick-planning/bailiwick/solve/power"
	"github.com/bailiwick-planning/bailiwick/solve/search"
)

// Rounds of the search where borders have a price: enough to look at so many
// units, between two bounds, when nobody says how long.
const (
	borderWork   = 35_000
	borderLeast  = 2
	borderMost   = 9
	borderRounds = 1000 // with a limit of time or iterations
)

// A plan that stays outside its limits on a graph is sought again as if borders
// were this share of the objective, in so many rounds at most, where there are
// not too many units for that.
const (
	mendShare  = 0.5
	mendRounds = 4
	mendUnits  = 50_000
)

// firstEffort is what the search by shifts and exchanges may take, in looks at
// every unit, where a plan that it leaves outside its limits is mended so: with
// few units an area it would go on many times as long and seldom succeed.
const firstEffort = 16

// shorten searches the borders of a plan on a graph. It returns the violation
// left.
func (e *engine) shorten(plan []int32) float64 {
	effort := search.AllEffort
	if e.in.BorderPrice == 0 && e.mendable() {
		effort = firstEffort
	}
	left := search.Border(e.lenient(), e.mod, plan, e.fine.Centres, e.fine.Prices, effort)
	switch {
	case e.in.BorderPrice > 0:
		most := min(max(borderWork/e.mod.N, borderLeast), borderMost)
		if e.p.TimeLimit > 0 || e.p.MaxIterations > 0 {
			most = borderRounds
		}
		left = e.breed(plan, e.in.BorderPrice, func(round int, _ float64) bool { return round < most })
	case left > 0 && e.mendable() && !e.hopeless():
		left = e.breed(plan, BorderPrice(e.in, mendShare), func(round int, broken float64) bool { return round < mendRounds && broken > 0 })
		if left == 0 {
			left = search.Border(e.lenient(), e.mod, plan, e.fine.Centres, e.fine.Prices, search.AllEffort)
		}
	}
	return left
}

// mendable reports whether a plan may be sought as if borders had a price.
func (e *engine) mendable() bool { return e.mod.N <= mendUnits && e.mod.Geo != measure.Nowhere }

// breed searches with a price on borders and moves the free centres along.
func (e *engine) breed(plan []int32, price float64, more func(round int, broken float64) bool) float64 {
	centres := append([]measure.Vec(nil), e.fine.Centres...)
	before := e.budget.iterations
	left, rounds := search.Borders(e.budget, e.mod, plan, centres, search.Breeding{
		Free: e.free, Fence: price, Seed: e.p.Seed, Workers: e.p.workers(),
		More: func(round int, broken float64) bool {
			e.report(PhaseImprove, 0.6+0.3*float64(round)/(float64(round)+4), e.fine, broken)
			return more(round, broken) && e.budget.tick()
		},
	})
	e.budget.iterations = before + rounds // one that was broken off does not count
	if e.mod.Geo != measure.Nowhere {
		e.fine.MoveTo(centres)
		e.balance() // centres may have moved far
	}
	return left
}

// BorderPrice returns a price on borders, in units of travel cost, at which
// they make up the given share (above 0, below 1) of the objective of a plain
// division of in: one by cuts across its longest directions. It is 0 where in
// has no graph or no geography.
func BorderPrice(in *instance.Instance, share float64) float64 {
	if in.Graph == nil || !in.Metric.Geographic() || len(in.Areas) < 2 {
		return 0
	}
	return borderPrice(measure.New(in), share)
}

// borderPrice does so for a model.
func borderPrice(mod *measure.Model, share float64) float64 {
	part, means := power.Bisect(mod)
	travel, border := 0.0, 0.0
	g := mod.Graph
	for u, j := range part {
		travel += mod.W[u] * mod.Distance(u, means[j])
		for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
			switch {
			case part[g.Target[e]] == j:
			case g.Border == nil:
				border += 0.5
			default:
				border += g.Border[e] / 2
			}
		}
	}
	price := share / (1 - share) * travel / border
	if math.IsNaN(price) || math.IsInf(price, 0) {
		return 0
	}
	return price
}
