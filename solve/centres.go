package solve

import (
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

// Temperatures of the smoothing while centres move.
const (
	firstTau  = 0.2
	centreTau = 0.05
)

// centres finds the centres, and prices to start from, on merged units.
func (e *engine) centres() power.State {
	merged := e.merged
	dual := power.NewDual(merged, e.mergedTree, e.p.workers())
	var best *power.Solver
	starts := e.starts(merged)
	rounds, resting, rest := recentres, false, false
	if len(starts) > 1 && merged.Capped == nil {
		rounds = tryRounds
	}
	for at, c := range starts {
		s := power.NewSolver(dual, c)
		resting = e.settle(s, rounds, float64(at)/float64(len(starts)), 1/float64(len(starts)))
		if merged.Capped != nil && at == len(starts)-1 {
			e.capped(merged, s, func() { e.settle(s, recentres, 0.45, 0) })
		}
		if best == nil || merged.Capped != nil || s.Value() < best.Value() {
			best, rest = s, resting
		}
		if e.seek.Err() != nil {
			break
		}
	}
	if rounds < recentres && !rest {
		e.recentre(best, recentres-rounds, 0.9, 0.1)
	}
	if merged != e.mod {
		e.mod.AddCapPrice(e.capPrice)
		e.sharpen(best)
	}
	return best.State
}

// settle balances the areas around their centres and moves the free centres,
// in turn, until they rest; it reports whether they do, or may go no further.
func (e *engine) settle(s *power.Solver, rounds int, from, width float64) bool {
	for _, tau := range []float64{firstTau, centreTau} {
		if !e.seekOn() {
			return true
		}
		kept := s.State.Clone()
		worst := s.Reach(e.seek, tau, 0.05, 30, true)
		if e.seek.Err() != nil {
			e.unseek(s, kept)
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
// means.
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
	if present := e.presentMeans(); present != nil {
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

// presentMeans returns the means of the present areas, nil when some area is
// empty at present.
func (e *engine) presentMeans() []measure.Vec {
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
	return power.Means(e.mod, e.mod.Forth(e.in.Present))
}
