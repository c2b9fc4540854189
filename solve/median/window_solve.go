package median

import (
	"math"
	"slices"
)

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
