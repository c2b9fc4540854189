package solve

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
	"github.com/bailiwick-planning/bailiwick/solve/power"
)

// resolveRounds is the most rounds of moving centres when areas come or go.
const resolveRounds = 6

// Resolve solves in after a small change, starting from the centres and prices
// of an earlier result: a target, limit, lock or centre changed, or areas came
// or went. from gives, for every area of in, the area of prev that it
// continues, -1 for a new one; nil means by number, further areas being new.
// Centres move only when areas came or went.
//
// It is fastest when in shares the arrays of units (positions, weights,
// measures, labels) with the instance of prev: they are then not prepared
// again.
func Resolve(ctx context.Context, in *instance.Instance, prev *Result, from []int32, p Params) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	if err := in.Validate(); err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	if from == nil {
		from = byNumber(len(in.Areas), len(prev.Centres))
	}
	if len(from) != len(in.Areas) {
		return nil, fmt.Errorf("resolve: from has %d entries for %d areas", len(from), len(in.Areas))
	}
	for j, f := range from {
		if int(f) >= len(prev.Centres) && in.Metric.Geographic() {
			return nil, fmt.Errorf("resolve: from[%d] is %d, but the earlier areas are 0 to %d", j, f, len(prev.Centres)-1)
		}
	}
	e := warmEngine(ctx, in, prev.warm, p)
	var plan []int32
	if in.Metric.Geographic() {
		plan = e.plan(e.continued(prev, from))
	} else {
		plan = e.run()
	}
	return e.finish(plan)
}

func byNumber(k, earlier int) []int32 {
	from := make([]int32, k)
	for j := range from {
		from[j] = -1
		if j < earlier {
			from[j] = int32(j)
		}
	}
	return from
}

// warmEngine takes over the prepared units of an earlier run where the units
// are the same.
func warmEngine(ctx context.Context, in *instance.Instance, old *engine, p Params) *engine {
	if old == nil || old.mod.Geo == measure.Nowhere || old.in.Disruption.Cap != nil || !sameUnits(in, old.in) {
		return newEngine(ctx, in, p)
	}
	e := &engine{in: in, p: p, budget: newBudget(ctx, p), tree: old.tree, mergedTree: old.mergedTree}
	e.seek = e.budget.first(seekShare)
	e.mod = old.mod.WithAreas(in)
	e.merged = e.mod
	if old.merged != old.mod {
		e.merged = old.merged.WithAreas(in)
	}
	switch {
	case old.ladder == nil:
		e.climb()
	case e.rough():
		e.ladder = old.ladder
	}
	e.mark()
	return e
}

// sameUnits reports whether two instances share everything but their areas.
func sameUnits(a, b *instance.Instance) bool {
	if a.Metric != b.Metric || a.Detour != b.Detour || len(a.Measures) != len(b.Measures) || a.Eligible != b.Eligible || a.Graph != b.Graph {
		return false
	}
	for m := range a.Measures {
		if !same(a.Measures[m].Values, b.Measures[m].Values) || a.Measures[m].Soft != b.Measures[m].Soft {
			return false
		}
	}
	da, db := a.Disruption, b.Disruption
	return same(a.X, b.X) && same(a.Y, b.Y) && same(a.Weight, b.Weight) && same(a.Family, b.Family) &&
		same(a.Present, b.Present) && same(a.Lock, b.Lock) &&
		da.PerUnit == db.PerUnit && same(da.PerMeasure, db.PerMeasure) && da.Cap == nil && db.Cap == nil &&
		(len(a.Areas) == len(b.Areas) || a.Present == nil && a.Lock == nil && a.Eligible == nil)
}

// same reports whether two slices are the same memory.
func same[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// continued returns the state to start from.
func (e *engine) continued(prev *Result, from []int32) power.State {
	k := e.mod.K
	st := power.State{Prices: make([]float64, k*e.mod.M), Centres: make([]measure.Vec, k)}
	changed := len(prev.Centres) != k
	for j, f := range from {
		a := e.in.Areas[j]
		switch {
		case a.Pinned || f < 0 && a.HasCentre:
			st.Centres[j] = e.mod.Geo.ToVec(a.X, a.Y)
		case f >= 0:
			st.Centres[j] = e.mod.Geo.ToVec(prev.Centres[f].X, prev.Centres[f].Y)
		}
		changed = changed || f < 0
		for m := range e.mod.M {
			if f >= 0 && m < len(prev.Prices) {
				st.Prices[m*k+j] = prev.Prices[m][f]
			}
		}
	}
	if !changed || e.mod.M == 0 {
		e.sharp = true // as the earlier plan was
		return st
	}
	e.place(&st, prev, from)
	s := power.NewSolver(power.NewDual(e.merged, e.mergedTree, e.p.workers()), st.Centres)
	copy(s.Prices, st.Prices)
	e.settle(s, resolveRounds, 0, 1)
	e.sharpen(s)
	return s.State
}

// place puts areas that are new and have no centre beside the areas that
// travel most for what they hold, one beside each.
func (e *engine) place(st *power.State, prev *Result, from []int32) {
	travel := make([]float64, len(prev.Centres))
	far := make([]measure.Vec, len(prev.Centres)) // the unit that travels most
	most := make([]float64, len(prev.Centres))
	for i, place := range e.mod.Order {
		j := prev.Assignment[place]
		if j < 0 {
			continue
		}
		c := e.mod.Geo.ToVec(prev.Centres[j].X, prev.Centres[j].Y)
		w := e.mod.W[i] * e.mod.Distance(i, c)
		travel[j] += w
		if w > most[j] {
			far[j], most[j] = e.mod.Pos[i], w
		}
	}
	for j, f := range from {
		if f >= 0 || e.in.Areas[j].HasCentre {
			continue
		}
		worst := 0
		for q := range travel {
			if travel[q] > travel[worst] {
				worst = q
			}
		}
		travel[worst] = 0
		c := e.mod.Geo.ToVec(prev.Centres[worst].X, prev.Centres[worst].Y)
		if most[worst] == 0 {
			far[worst] = e.mod.Pos[j%e.mod.N]
		}
		st.Centres[j] = e.mod.Geo.Onto(c.Add(far[worst]).Scale(0.5))
		for q, g := range from {
			if int(g) == worst {
				for m := range e.mod.M {
					st.Prices[m*e.mod.K+j] = st.Prices[m*e.mod.K+q]
				}
			}
		}
	}
}
