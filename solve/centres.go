package solve

import (
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
	"github.com/bailiwick-planning/bailiwick/solve/power"
)

// recentres is the most rounds of moving centres from one start, and settled
// the mean move, as a share of the spacing, below which they rest.
const (
	recentres = 40
	settled   = 0.002
)

// tryRounds is how far each of several starts goes before the better one alone
// goes on.
const tryRounds = 10

// race compares starts round by round: the first sets the pace.
type race struct{ pace []float64 }

// A start that is behind by so much after so many rounds is given up.
const (
	behind      = 0.02
	behindRound = 2
)

func (r *race) lost(round int, value float64) bool {
	if round == len(r.pace) {
		r.pace = append(r.pace, value)
	}
	return round >= behindRound && value > r.pace[round]+behind*math.Abs(r.pace[round])
}

// Temperatures of the smoothing while centres move.
const (
	firstTau  = 0.2
	centreTau = 0.05
)

// centres finds the centres, and prices to start from, on merged units.
func (e *engine) centres() power.State {
	model, tree := e.merged, e.mergedTree
	if e.coarse != nil {
		model, tree = e.coarse, e.coarseTree
	}
	best := e.bestStart(model, tree)
	for _, other := range []*measure.Model{e.merged, e.mod} {
		if other != model {
			other.AddCapPrice(e.capPrice)
			model = other
		}
	}
	if e.coarse != nil {
		best = e.refined(best)
	}
	e.sharpen(best)
	return best.State
}

// bestStart settles each of the starts a way and the best one fully.
func (e *engine) bestStart(model *measure.Model, tree *power.Tree) *power.Solver {
	dual := power.NewDual(model, tree, e.p.workers())
	var best *power.Solver
	starts := e.starts(model)
	rounds, rest := recentres, false
	if len(starts) > 1 && e.mod.Capped == nil {
		rounds, e.race = tryRounds, &race{}
	}
	for at, c := range starts {
		s := power.NewSolver(dual, c)
		resting := e.settle(s, rounds, float64(at)/float64(len(starts)), 1/float64(len(starts)))
		if e.mod.Capped != nil && at == len(starts)-1 {
			e.capped(s, func() { e.settle(s, recentres, 0.45, 0) })
		}
		if best == nil || e.mod.Capped != nil || s.Value() < best.Value() {
			best, rest = s, resting
		}
		if e.seek.Err() != nil {
			break
		}
	}
	e.race = nil
	if rounds < recentres && !rest {
		e.recentre(best, recentres-rounds, 0.9, 0.1)
	}
	return best
}

// refined moves centres found on the coarse units to the merged ones, until
// they rest there.
func (e *engine) refined(coarse *power.Solver) *power.Solver {
	s := power.NewSolver(power.NewDual(e.merged, e.mergedTree, e.p.workers()), coarse.Centres)
	copy(s.Prices, coarse.Prices)
	if _, ok := e.reach(s, centreTau, 0.1, 30); ok {
		e.recentre(s, recentres, 0.95, 0.05)
	}
	return s
}

// reach balances the areas around their centres as an iteration of the search
// for centres; ok is false when that search is over.
func (e *engine) reach(s *power.Solver, tau, tol float64, most int) (worst float64, ok bool) {
	if !e.seekOn() {
		return 0, false
	}
	kept := s.State.Clone()
	worst = s.Reach(e.seek, tau, tol, most, true)
	if e.seek.Err() != nil {
		e.unseek(s, kept)
		return worst, false
	}
	return worst, true
}

// settle balances the areas around their centres and moves the free centres,
// in turn, until they rest; it reports whether they do, or may go no further.
func (e *engine) settle(s *power.Solver, rounds int, from, width float64) bool {
	for _, tau := range []float64{firstTau, centreTau} {
		worst, ok := e.reach(s, tau, 0.05, 30)
		if !ok {
			return true
		}
		e.report(PhaseCentres, 0.45*from, s, worst)
	}
	return e.recentre(s, rounds, from, width)
}

// recentre moves the free centres and balances the areas around them, in turn,
// as settle does.
func (e *engine) recentre(s *power.Solver, rounds int, from, width float64) bool {
	if !slices.Contains(e.free, true) {
		return true
	}
	for round := range rounds {
		if !e.seekOn() {
			return true
		}
		kept := s.State.Clone()
		moved := s.Recentre(e.free, 1)
		worst := s.Reach(e.seek, centreTau, 0.1, 8, true)
		if e.seek.Err() != nil {
			e.unseek(s, kept)
			return true
		}
		e.report(PhaseCentres, 0.45*(from+width*float64(round+1)/float64(rounds)), s, worst)
		if e.race != nil && e.race.lost(round, s.Value()) {
			return true
		}
		if moved < settled || e.ladder != nil && moved < grownSettled {
			return true
		}
	}
	return false
}

// seekShare is the share of a limit of time within which centres are sought.
const seekShare = 0.35

// seekOn counts an iteration of the search for centres and reports whether it
// may go on.
func (e *engine) seekOn() bool {
	if e.p.CentreIterations > 0 && e.sought >= e.p.CentreIterations || e.seek.Err() != nil || !e.budget.tick() {
		return false
	}
	e.sought++
	return true
}

// unseek takes back an iteration that was broken off: it is not balanced, and a
// replay could not break off at the same place.
func (e *engine) unseek(s *power.Solver, kept power.State) {
	s.State = kept
	e.sought--
	e.budget.iterations--
}

// starts returns the sets of centres to begin from: the given centres where
// every area has one, else a bisection and, where there is a present plan, its
// middles.
func (e *engine) starts(merged *measure.Model) [][]measure.Vec {
	given := true
	for _, a := range e.in.Areas {
		given = given && a.HasCentre
	}
	if given {
		return [][]measure.Vec{e.withGiven(make([]measure.Vec, e.mod.K))}
	}
	part, means := power.Bisect(merged)
	label := e.label(merged, part, means)
	named := make([]measure.Vec, len(means))
	for p, j := range label {
		named[j] = means[p]
	}
	out := [][]measure.Vec{e.withGiven(named)}
	if present := e.presentMiddles(); present != nil {
		out = append(out, e.withGiven(present))
	}
	return out
}

// withGiven puts the centres that the instance gives over those found.
func (e *engine) withGiven(c []measure.Vec) []measure.Vec {
	for j, a := range e.in.Areas {
		if a.HasCentre {
			c[j] = e.mod.Geo.ToVec(a.X, a.Y)
		}
	}
	return c
}

// presentMiddles returns the middles of the present areas, nil when some area is
// empty at present.
func (e *engine) presentMiddles() []measure.Vec {
	if e.in.Present == nil {
		return nil
	}
	seen := make([]bool, e.mod.K)
	for _, j := range e.in.Present {
		if j >= 0 {
			seen[j] = true
		}
	}
	for _, s := range seen {
		if !s {
			return nil
		}
	}
	return power.Medians(e.mod, e.mod.Forth(e.in.Present), e.p.workers())
}
