package median

import (
	"cmp"
	"math"
	"slices"
)

// A market round finds what one cluster less or more is worth at many places and
// lets places trade: the annealing of a round moves medians only by diffusion,
// and would need long to carry one across the map.
//
// A place is a window around a cluster. It is solved anew with one cluster less,
// one more, and as many as now; then the best pairs of a place that gives and a
// place that takes, and places better as they are, are applied, as long as their
// windows have no cluster in common.

// trade is a window solved with its number of clusters changed by extra.
type trade struct {
	w     *window
	extra int
	gain  float64 // fall of cost, −Inf where nothing feasible was found
	sub   snapshot
}

// market runs one market round on every chain, whose engines stand at their best.
// It returns false, and has changed nothing, when it was stopped.
func (d *driver) market(round int) bool {
	trades := make([][]trade, len(d.chains))
	jobs := []func(){}
	for number, c := range d.chains {
		g := newGroups(d.in)
		g.assign(c.best.cluster)
		costs := d.clusterCosts(c)
		centres := d.places(&g, newRNG(d.params.Seed, -3, round, number))
		trades[number] = make([]trade, 3*len(centres))
		for k, at := range centres {
			out := trades[number][3*k : 3*k+3]
			jobs = append(jobs, func() { d.offers(c, &g, costs, at, round, out) })
		}
	}
	d.parallel(jobs)
	if d.aborted.Load() {
		return false
	}
	for number, c := range d.chains {
		d.settle(c, trades[number])
	}
	return true
}

// marketWork is the number of annealing moves of a market round.
const marketWork = 2_000_000

// leastPlaces is the least number of windows of a market round: with fewer,
// there is hardly anyone to trade with.
const leastPlaces = 12

// places draws the clusters around which windows are opened.
func (d *driver) places(g *groups, r rng) []int32 {
	all := make([]int32, d.in.p)
	for c := range all {
		all[c] = int32(c)
	}
	for k := len(all) - 1; k > 0; k-- {
		o := r.intn(k + 1)
		all[k], all[o] = all[o], all[k]
	}
	all = slices.DeleteFunc(all, func(c int32) bool { return len(g.member[c]) == 0 })
	points := min(windowSize*d.in.n/d.in.p+1, windowPoints)
	return all[:min(len(all), max(leastPlaces, marketWork/(3*points*windowMoves*windowStages)))]
}

// offers solves the three variants of the window around cluster at.
func (d *driver) offers(c *chain, g *groups, costs []float64, at int32, round int, out []trade) {
	w := &window{clusters: g.grow(at)}
	for _, k := range w.clusters {
		w.points = append(w.points, g.member[k]...)
		w.cost += costs[k]
	}
	slices.Sort(w.points)
	for v := range out {
		out[v] = trade{w: w, extra: v - 1, gain: math.Inf(-1)}
		p := len(w.clusters) + v - 1
		if p < 1 || p > len(w.points) || d.stopped() {
			continue
		}
		if w.in == nil {
			w.in = d.in.sub(w.points, p)
		}
		in := *w.in
		in.p = p
		d.solveWindow(c, &in, g, &out[v], newRNG(d.params.Seed, -4, round, int(at), v))
	}
}

const (
	windowMoves  = 20 // per point and stage
	windowStages = 10
	windowHeat   = 0.15 // first temperature, in mean distances
	windowCold   = 0.01
	windowPrice  = 60 // last price of overload over the first
)

// solveWindow anneals the window from its present clusters, changed by t.extra.
func (d *driver) solveWindow(c *chain, in *instance, g *groups, t *trade, r rng) {
	start := windowStart(in, g, t, &r)
	if start == nil {
		return
	}
	e := c.build(in, start)
	t.sub.overload = math.MaxInt64
	base := d.unit / max(1, float64(d.in.total)/float64(d.in.n))
	all := wholeTask(e, in)
	owner := make([]int32, in.n)
	for stage := range windowStages {
		f := float64(stage) / (windowStages - 1)
		h := heat{
			temp:  d.unit * windowHeat * math.Pow(windowCold/windowHeat, f),
			rho:   base * math.Pow(windowPrice, f),
			fixed: d.plan.fixedCharge * d.meanDemand(), curve: d.plan.curve / max(1, d.meanDemand()),
			moves: windowMoves * in.n,
		}
		e.anneal(all, owner, h, newRNG(r.next()), d.stopped)
		if stage < windowStages/2 {
			continue
		}
		if cost, overload := e.value(); !t.sub.better(cost, overload) {
			e.save(&t.sub)
		}
	}
	if t.sub.overload == 0 {
		t.gain = t.w.cost - t.sub.cost
	}
}

// wholeTask is all of an engine's solution as one task.
func wholeTask(e engine, in *instance) *task {
	t := &task{logSize: math.Log(float64(in.n))}
	for c := range e.members() {
		t.cluster = append(t.cluster, int32(c))
	}
	for i := range int32(in.n) {
		t.point = append(t.point, i)
	}
	return t
}

// windowStart is the present solution of the window in its own numbers. With one
// cluster less, the points of the one the window grew from are left to their
// neighbours; with one more, it is founded where it saves most, or nil is
// returned where no cluster can spare a point.
func windowStart(in *instance, g *groups, t *trade, r *rng) *snapshot {
	w := t.w
	number := map[int32]int32{}
	for k, c := range w.clusters {
		number[c] = int32(k)
	}
	s := &snapshot{cluster: make([]int32, in.n), med: make([]int32, in.p)}
	for k, i := range w.points {
		s.cluster[k] = number[g.cluster[i]]
	}
	switch t.extra {
	case -1:
		dissolve(in, s)
	case 1:
		if !found(in, s, r) {
			return nil
		}
	}
	middles(in, s)
	return s
}

// dissolve removes cluster 0: each of its points joins the cluster of its nearest
// neighbour outside, and the others are renumbered.
func dissolve(in *instance, s *snapshot) {
	old := slices.Clone(s.cluster)
	for i, c := range old {
		if c > 0 {
			s.cluster[i] = c - 1
			continue
		}
		best, least := int32(-1), math.Inf(1)
		for j, b := range old {
			if b == 0 {
				continue
			}
			if v := in.dist(int32(i), int32(j)); v < least {
				best, least = b, v
			}
		}
		s.cluster[i] = best - 1
	}
}

// foundTries is the number of points tried as the middle of a new cluster.
const foundTries = 24

// found opens cluster p−1 around the point that saves most, with the points
// nearest to it up to half a capacity.
func found(in *instance, s *snapshot, r *rng) bool {
	size := make([]int, in.p)
	for _, c := range s.cluster {
		size[c]++
	}
	trial := &snapshot{cluster: s.cluster, med: make([]int32, in.p-1)}
	middles(in, trial)
	best, most := int32(-1), -1.0
	for range foundTries {
		j := int32(r.intn(in.n))
		if size[s.cluster[j]] == 1 {
			continue
		}
		saved := 0.0
		for i, c := range s.cluster {
			saved += max(0, in.dist(int32(i), trial.med[c])-in.dist(int32(i), j))
		}
		if saved > most {
			best, most = j, saved
		}
	}
	if best < 0 {
		return false
	}
	around := make([]near, 0, in.n)
	for i := range int32(in.n) {
		around = append(around, near{in.dist(i, best), i})
	}
	slices.SortFunc(around, nearer)
	load := int64(0)
	for _, v := range around {
		load += in.q[v.i]
		if v.i != best && (load > in.cap/2 || size[s.cluster[v.i]] == 1) {
			break
		}
		size[s.cluster[v.i]]--
		s.cluster[v.i] = int32(in.p - 1)
	}
	return true
}

// middles serves each cluster from a member of least distance to a sample of the
// cluster.
func middles(in *instance, s *snapshot) {
	member := make([][]int32, in.p)
	for i, c := range s.cluster {
		member[c] = append(member[c], int32(i))
	}
	for c, m := range member {
		least := math.Inf(1)
		stride := 1 + len(m)/32
		for k := 0; k < len(m); k += stride {
			sum := 0.0
			for o := 0; o < len(m); o += stride {
				sum += in.dist(m[o], m[k])
			}
			if sum < least {
				s.med[c], least = m[k], sum
			}
		}
	}
}

// settle applies the best trades that have no cluster in common and restores the
// engine to the result.
func (d *driver) settle(c *chain, trades []trade) {
	var gives, takes, stays []*trade
	for k := range trades {
		switch t := &trades[k]; {
		case math.IsInf(t.gain, -1):
		case t.extra < 0:
			gives = append(gives, t)
		case t.extra > 0:
			takes = append(takes, t)
		case t.gain > 0:
			stays = append(stays, t)
		}
	}
	byGain := func(a, b *trade) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.w.clusters[0], b.w.clusters[0]))
	}
	for _, list := range [][]*trade{gives, takes, stays} {
		slices.SortStableFunc(list, byGain)
	}
	used := make([]bool, d.in.p)
	changed := d.pair(c, gives, takes, used)
	for _, t := range stays {
		if t.w.free(used) {
			t.apply(&c.best, used, -1)
			changed = true
		}
	}
	if changed {
		c.eng.restore(&c.best)
		c.eng.save(&c.best)
	}
}

// leastTrade is the gain of a pair of trades that is worth making, as a share of
// the mean distance.
const leastTrade = 1e-6

func (d *driver) pair(c *chain, gives, takes []*trade, used []bool) bool {
	changed := false
	for _, take := range takes {
		if !take.w.free(used) {
			continue
		}
		for _, give := range gives {
			if give.gain+take.gain <= leastTrade*d.unit {
				break
			}
			if !give.w.free(used) || give.w.meets(take.w) {
				continue
			}
			freed := give.w.clusters[len(give.w.clusters)-1]
			give.apply(&c.best, used, -1)
			take.apply(&c.best, used, freed)
			changed = true
			break
		}
	}
	return changed
}

func (w *window) free(used []bool) bool {
	for _, c := range w.clusters {
		if used[c] {
			return false
		}
	}
	return true
}

func (w *window) meets(o *window) bool {
	for _, c := range w.clusters {
		if slices.Contains(o.clusters, c) {
			return true
		}
	}
	return false
}

// apply writes the window's solution into s; a cluster more than before takes the
// number spare.
func (t *trade) apply(s *snapshot, used []bool, spare int32) {
	names := append(slices.Clone(t.w.clusters), spare)
	for k, i := range t.w.points {
		s.cluster[i] = names[t.sub.cluster[k]]
	}
	for k, j := range t.sub.med {
		s.med[names[k]] = t.w.points[j]
	}
	for _, c := range t.w.clusters {
		used[c] = true
	}
}

// clusterCosts lists the cost of each cluster of the chain's best solution.
func (d *driver) clusterCosts(c *chain) []float64 {
	costs := make([]float64, d.in.p)
	for k := range costs {
		costs[k] = c.eng.clusterCost(int32(k))
	}
	return costs
}
