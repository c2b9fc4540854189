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
