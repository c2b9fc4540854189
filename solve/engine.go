package solve

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
	"github.com/bailiwick-planning/bailiwick/solve/power"
	"github.com/bailiwick-planning/bailiwick/solve/search"
)

// engine is one run.
type engine struct {
	in     *instance.Instance
	p      Params
	budget *budget
	// seek is the part of the budget for centres, sought counts its iterations.
	seek   *early
	sought int
	mod    *measure.Model
	tree   *power.Tree
	// merged stands for mod where centres are sought; it is mod itself when
	// there is little to merge.
	merged     *measure.Model
	mergedTree *power.Tree
	// coarse stands for merged at first where interleaved present areas leave
	// it many units; nil else.
	coarse     *measure.Model
	coarseTree *power.Tree
	// ladder leads to merged where units are merged along the graph; nil else.
	ladder *search.Ladder
	free   []bool // centres that may move
	fine   *power.Solver
	frac   float64 // progress reported so far
	// capPrice is the price of the cap on disruption that mod carries.
	capPrice float64
	doomed   *bool // what hopeless found
	sharp    bool  // the prices to start from are close already
	race     *race // while several starts are tried
	proof    *proof
}

// superUnits is the number of merged units on which centres are moved, if every
// merged unit has one present area. Where that makes crowded times as many,
// centres are first moved on superUnits of mixed present areas.
const (
	superUnits = 20000
	crowded    = 1.5
)

func newEngine(ctx context.Context, in *instance.Instance, p Params) *engine {
	e := &engine{in: in, p: p, budget: newBudget(ctx, p), mod: measure.New(in)}
	e.seek = e.budget.first(seekShare)
	e.tree = power.Build(e.mod, p.workers())
	if e.mod.Geo != measure.Nowhere {
		e.climb()
	}
	if e.mod.Geo != measure.Nowhere && e.ladder == nil {
		e.merge()
	}
	e.mark()
	return e
}

// merge makes the merged units.
func (e *engine) merge() {
	e.merged, e.mergedTree = power.Merge(e.mod, e.tree, superUnits, false), e.tree
	if e.merged == e.mod {
		return
	}
	e.mergedTree = power.Build(e.merged, e.p.workers())
	if float64(e.merged.N) > crowded*superUnits && e.mod.Present != nil {
		e.coarse = power.Merge(e.mod, e.tree, superUnits, true)
		e.coarseTree = power.Build(e.coarse, e.p.workers())
	}
}

// mark notes which centres may move.
func (e *engine) mark() {
	e.free = make([]bool, e.mod.K)
	for j, a := range e.in.Areas {
		e.free[j] = !a.Pinned
	}
}

// run finds centres and prices and returns a plan in the order of the model.
func (e *engine) run() []int32 {
	if e.mod.Geo == measure.Nowhere {
		return e.nowhere()
	}
	return e.plan(e.centres())
}

// plan finds prices on all units and rounds.
func (e *engine) plan(start power.State) []int32 {
	if e.ladder != nil {
		return e.grow(start)
	}
	e.fine = power.NewSolver(power.NewDual(e.mod, e.tree, e.p.workers()), start.Centres)
	copy(e.fine.Prices, start.Prices)
	e.fine.Shrink = e.roundingRoom()
	e.balance()
	return e.finishRound()
}

// finishRound rounds, and raises the price of the cap on disruption where the
// plan moves more than it allows.
func (e *engine) finishRound() []int32 {
	if e.mod.Capped != nil {
		e.capped(e.fine, e.rebalance)
	}
	plan := e.round()
	for try := 0; try < 5 && e.mod.Capped != nil && e.budget.Err() == nil; try++ {
		if e.mod.Disrupted(plan) <= e.in.Disruption.Cap.Most {
			break
		}
		more := 0.3*e.capPrice + e.firstCapPrice(e.fine)
		e.mod.AddCapPrice(more)
		e.capPrice += more
		e.rebalance()
		plan = e.round()
	}
	return plan
}

// rebalance follows a small change at the finest temperatures.
func (e *engine) rebalance() {
	if e.mod.M == 0 {
		return
	}
	for _, tau := range fineTemperatures[len(fineTemperatures)-1:] {
		e.fine.Maximise(e.budget, tau, e.tolerance()/4, 15, false)
	}
}

// nowhere plans without geography: by a table of costs, or by amounts alone.
func (e *engine) nowhere() []int32 {
	e.fine = power.NewSolver(power.NewDual(e.mod, e.tree, e.p.workers()), make([]measure.Vec, e.mod.K))
	e.fine.Shrink = e.roundingRoom()
	if e.mod.Listed != nil {
		for _, tau := range []float64{1, 0.2} {
			if e.mod.M > 0 && e.budget.tick() {
				e.fine.Maximise(e.budget, tau, 0.05, 25, false)
			}
		}
		e.balance()
		return e.finishRound()
	}
	plan, _ := search.Pack(e.budget, e.mod)
	if e.contiguous() {
		search.Whole(e.budget, e.mod, plan, e.fine.Centres, e.fine.Prices)
		e.shorten(plan)
	}
	return plan
}

// roundingRoom is the width kept free inside hard limits: a few typical units.
func (e *engine) roundingRoom() []float64 {
	room := make([]float64, e.mod.M)
	for m, a := range e.mod.A {
		sum, squares := 0.0, 0.0
		for _, v := range a {
			sum += v
			squares += v * v
		}
		if sum > 0 {
			room[m] = 0.3 * squares / sum
		}
	}
	return room
}

// tolerance is the narrowest half width of any hard limit, as a share of its
// middle, within sensible bounds.
func (e *engine) tolerance() float64 {
	t := 0.05
	for m := range e.mod.A {
		for j := range e.mod.K {
			lo, hi := e.mod.Min[m][j], e.mod.Max[m][j]
			if hi > 0 {
				t = min(t, (hi-lo)/(hi+lo))
			}
		}
	}
	return max(t, 0.002)
}

// window is the share of the spacing within which another area counts as an
// option for rounding; it widens while limits stay broken.
var windows = []float64{0.05, 0.3, 1.5, 100}

// round takes the cheapest area of every unit and repairs what breaks limits,
// with ever more options while it does not succeed. Random moves come last: a
// wider window mends more, and sooner.
func (e *engine) round() []int32 {
	var best *power.Choice
	least := math.Inf(1)
	for at := 0; ; at++ {
		// The plan must come out even when the budget has ended, so what always
		// ends soon does not ask it, and only a cancel ends the rest.
		c := e.fine.Choose(context.Background(), min(windows[at], e.narrow()*windows[at]/windows[0]))
		e.prove(c.Assign)
		left := search.Repair(e.lenient(), e.mod, c.Assign, c.Options)
		last := left == 0 || e.budget.Err() != nil || at == e.widest()
		if left > 0 && last && e.lenient().Err() == nil && !e.hopeless() {
			left = search.Kick(e.lenient(), e.mod, c.Assign, c.Options, e.p.Seed)
		}
		if left < least {
			best, least = c, left
		}
		if last {
			break
		}
	}
	search.Polish(e.lenient(), e.mod, best.Assign, best.Options, e.fine.Prices, polishRounds)
	if e.contiguous() || e.in.BorderPrice > 0 && e.in.Graph != nil {
		search.Whole(context.Background(), e.mod, best.Assign, e.fine.Centres, e.fine.Prices)
		e.shorten(best.Assign)
	}
	return best.Assign
}

// widest is the last window that is tried: the one in which every pair is an
// option only where there are few, and none beyond the second where nothing
// keeps all limits. On a graph a wider window changes nothing.
func (e *engine) widest() int {
	switch {
	case e.contiguous():
		return 0
	case e.mod.N*e.mod.K <= mostOptions:
		return len(windows) - 1
	case e.hopeless():
		return 1
	}
	return 2
}

// mostOptions is the largest number of pairs of unit and area at which the
// widest windows, which make every pair an option, are tried.
const mostOptions = 400_000

// optionsPerArea is about how many options rounding starts with in each area.
const optionsPerArea = 100

// narrow is the first window, smaller where areas have many units: a band
// along all borders that holds enough options.
func (e *engine) narrow() float64 {
	return min(windows[0], optionsPerArea/5*float64(e.mod.K)/float64(e.mod.N))
}

// lenient is the budget without its limit of iterations and time: rounding is
// finished even when they are spent, but not after a cancel.
func (e *engine) lenient() context.Context { return e.budget.Context }

// hopeless reports whether limits are known to contradict each other.
func (e *engine) hopeless() bool {
	if e.doomed == nil {
		found := len(Conflicts(e.in)) > 0
		e.doomed = &found
	}
	return *e.doomed
}

// polishRounds is the most passes that lower the true cost after rounding.
const polishRounds = 20

// contiguous reports whether some area must hang together.
func (e *engine) contiguous() bool {
	for _, a := range e.in.Areas {
		if a.Contiguous {
			return true
		}
	}
	return false
}

// report passes progress on.
func (e *engine) report(phase Phase, fraction float64, s *power.Solver, worst float64) {
	if e.p.Progress == nil {
		return
	}
	e.frac = max(e.frac, fraction)
	pr := Progress{Phase: phase, Fraction: e.frac, Iteration: e.budget.iterations, Deviation: worst}
	if s != nil {
		pr.Bound = s.Value()
		pr.Objective = pr.Bound
		pr.Snapshot = func() instance.Assignment { return e.snapshot(s) }
	}
	e.p.Progress(pr)
}

// snapshot prices all units at the state of a solver.
func (e *engine) snapshot(s *power.Solver) instance.Assignment {
	f := power.NewSolver(power.NewDual(e.mod, e.tree, e.p.workers()), s.Centres)
	copy(f.Prices, s.Prices)
	return e.mod.Back(f.Choose(context.Background(), 0).Assign)
}
