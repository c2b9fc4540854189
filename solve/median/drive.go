package median

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// movesPerPoint and minMoves set the length of a round: some tens of
	// milliseconds, so that regions change often and a time limit is kept.
	movesPerPoint = 20
	minMoves      = 10_000
	// chainsAlone is the number of independent searches of a problem too small
	// to be cut into regions.
	chainsAlone = 2
	// progressUnit is the resolution of Replay.Progress.
	progressUnit = 10_000
)

// driver runs rounds of annealing until its limit.
type driver struct {
	ctx     context.Context
	in      *instance
	params  *Params
	plan    plan
	unit    float64 // mean distance of the start, the unit of temperature
	chains  []*chain
	begun   time.Time
	until   time.Duration // time limit of the search, 0 for none
	replay  Replay
	aborted atomic.Bool
}

// buildFunc makes an engine at a solution.
type buildFunc func(*instance, *snapshot) engine

// chain is one search: an engine, its regions and the best it has seen.
type chain struct {
	build buildFunc
	eng   engine
	cut   cutter
	tasks []task
	best  snapshot
	rho   float64
	cycle int
	hard  bool // keep capacities at any price, for they were hard to reach
}

func newDriver(ctx context.Context, in *instance, params *Params, pl plan, start *snapshot, build buildFunc) *driver {
	d := &driver{ctx: ctx, in: in, params: params, plan: pl}
	count := 1
	if taskCount(in) == 1 {
		count = chainsAlone
	}
	for range count {
		c := &chain{build: build, eng: build(in, start)}
		c.cut = cutter{in: in, owner: make([]int32, in.n), key: make([]float64, in.p)}
		c.eng.save(&c.best)
		d.chains = append(d.chains, c)
	}
	d.unit = d.chains[0].best.cost / float64(in.n)
	for _, c := range d.chains {
		c.rho = d.unit / max(1, float64(in.total)/float64(in.n))
	}
	return d
}

// run anneals round by round and leaves the best of each chain in it.
func (d *driver) run() {
	last := -1.0
	for round := 0; ; round++ {
		f, ok := d.progress(round)
		if !ok || !d.round(round, f, f-last) {
			return
		}
		last = f
		d.replay.Progress = append(d.replay.Progress, uint16(math.Round(f*progressUnit)))
		if d.params.ProgressFunc != nil {
			d.params.ProgressFunc(Progress{Iteration: round + 1, Cost: feasibleCost(d.best())})
		}
	}
}

func feasibleCost(s *snapshot) float64 {
	if s.overload > 0 {
		return math.Inf(1)
	}
	return s.cost
}

// progress is the share of the search that has passed before a round, and
// whether the round is to run.
func (d *driver) progress(round int) (float64, bool) {
	if d.ctx.Err() != nil {
		return 0, false
	}
	if re := d.params.Replay; re != nil {
		if round >= len(re.Progress) {
			return 0, false
		}
		return float64(re.Progress[round]) / progressUnit, true
	}
	f := 0.0
	if most := d.params.MaxIterations; most > 0 {
		f = float64(round) / float64(most)
	}
	if d.until > 0 {
		f = max(f, float64(d.elapsed())/float64(d.until))
	}
	return math.Floor(f*progressUnit) / progressUnit, f < 1
}

func (d *driver) elapsed() time.Duration { return d.params.Now().Sub(d.begun) }

// stopped says that the round is to be abandoned.
func (d *driver) stopped() bool {
	if d.aborted.Load() {
		return true
	}
	if d.ctx.Err() != nil || d.until > 0 && d.elapsed() >= d.until {
		d.aborted.Store(true)
		return true
	}
	return false
}

// round runs one round of every chain; false means that it was abandoned and
// must not be counted.
func (d *driver) round(round int, f, step float64) bool {
	cycle, g := d.plan.at(f)
	if cycle > d.chains[0].cycle {
		for _, c := range d.chains {
			c.cycle = cycle
			d.restart(c)
		}
		return true // a round of its own, so that an abandoned one changes nothing
	}
	if cycle > 0 && g < d.plan.market {
		return d.market(round)
	}
	jobs := []func(){}
	for k, c := range d.chains {
		h := d.heatAt(c, cycle, g)
		c.tasks = c.cut.cut(c.eng.members(), newRNG(d.params.Seed, k, round, -1))
		for i := range c.tasks {
			t := &c.tasks[i]
			own := h
			own.moves = max(movesPerPoint*len(t.point), minMoves/len(c.tasks))
			r := newRNG(d.params.Seed, k, round, i)
			jobs = append(jobs, func() { c.eng.anneal(t, c.cut.owner, own, r, d.stopped) })
		}
	}
	d.parallel(jobs)
	if d.aborted.Load() {
		return false
	}
	for _, c := range d.chains {
		d.observe(c, f, step)
	}
	return true
}

// parallel runs the jobs on the workers asked for and waits for them.
func (d *driver) parallel(jobs []func()) {
	workers := min(max(d.params.Workers, 1), len(jobs))
	if workers == 1 {
		for _, job := range jobs {
			job()
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for k := next.Add(1) - 1; int(k) < len(jobs); k = next.Add(1) - 1 {
				jobs[k]()
			}
		})
	}
	wait.Wait()
}

func (d *driver) heatAt(c *chain, cycle int, g float64) heat {
	h := heat{
		temp: d.unit * d.plan.temperature(cycle, g), rho: c.rho,
		fixed: d.plan.fixedCharge * d.meanDemand(), curve: d.plan.curve / max(1, d.meanDemand()),
	}
	if c.hard {
		h.temp = d.unit * d.plan.temperature(0, g)
		h.rho = h.temp * hopeless
	}
	return h
}

func (d *driver) meanDemand() float64 { return float64(d.in.total) / float64(d.in.n) }

// observe keeps the best solution and adapts the price of overload.
func (d *driver) observe(c *chain, f, step float64) {
	cost, overload := c.eng.value()
	if !c.best.better(cost, overload) {
		c.eng.save(&c.best)
	}
	_, g := d.plan.at(f)
	pace := math.Exp(min(d.plan.priceStep*step, 0.3))
	if float64(overload) > d.plan.slack(g)*float64(d.in.total) {
		c.rho = min(c.rho*pace, d.unit*d.plan.heat*hopeless)
	} else if g < settled {
		c.rho /= pace
	}
}

// restart begins a new cycle from the best solution of all chains, or from the
// chain's own on every other cycle, which keeps the chains apart. A solution that
// still exceeds a capacity is repaired first.
func (d *driver) restart(c *chain) {
	if from := d.best(); c.cycle%2 == 0 && from != &c.best {
		c.best.copy(from)
	}
	if c.best.overload > 0 {
		c.hard = d.repair(c)
	}
	c.eng.restore(&c.best)
}

// best is the best snapshot of all chains, the first of equals.
func (d *driver) best() *snapshot {
	best := &d.chains[0].best
	for _, c := range d.chains[1:] {
		if !best.better(c.best.cost, c.best.overload) && (c.best.cost != best.cost || c.best.overload != best.overload) {
			best = &c.best
		}
	}
	return best
}

// repairBest repairs the best solution of a search that ended with overload.
func (d *driver) repairBest() {
	for _, c := range d.chains {
		if best := d.best(); &c.best == best && best.overload > 0 {
			d.repair(c)
			return
		}
	}
}
