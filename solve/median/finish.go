package median

import "math"

const (
	// repairRounds bounds the extra rounds spent on a solution that still exceeds
	// a capacity when the search ends.
	repairRounds = 60
	repairTemp   = 0.2 // temperature, in mean distances
	// An overload of repairLoose costs one temperature at first, one of
	// repairTight at the end.
	repairLoose = 4
	repairTight = 0.1
)

// repair works on overload alone: cold rounds at a rising price from the chain's
// best solution; if that does not do, from a packed one, which is then annealed
// with capacities kept. It reports whether the packed one is now the best.
func (d *driver) repair(c *chain) bool {
	d.repairFrom(c, &c.best, d.repairHeat)
	if c.best.overload == 0 {
		return false
	}
	packed := &snapshot{cluster: make([]int32, d.in.n), med: make([]int32, d.in.p)}
	seedStart(d.in, packed)
	before := c.best.overload
	d.repairFrom(c, packed, d.keepHeat)
	return c.best.overload < before
}

// repairHeat lets overload go ever harder as the rounds pass.
func (d *driver) repairHeat(f float64) heat {
	h := heat{temp: d.unit * repairTemp, fixed: 1}
	h.rho = h.temp / repairLoose * math.Pow(repairLoose/repairTight, f)
	return h
}

// keepHeat never lets overload grow.
func (d *driver) keepHeat(f float64) heat {
	h := heat{temp: d.unit * d.plan.heat * math.Pow(d.plan.cold/d.plan.heat, f)}
	h.rho = h.temp * hopeless
	return h
}

// repairFrom anneals from a snapshot and stores in the chain's best what beats it.
// It ends early once a solution that had overload has none.
func (d *driver) repairFrom(c *chain, from *snapshot, heatAt func(f float64) heat) {
	e := c.build(d.in, from)
	_, had := e.value()
	all, owner := wholeTask(e, d.in), make([]int32, d.in.n)
	cancelled := func() bool { return d.ctx.Err() != nil }
	for round := range repairRounds {
		h := heatAt(float64(round) / (repairRounds - 1))
		h.moves = max(movesPerPoint*d.in.n, minMoves)
		e.anneal(all, owner, h, newRNG(d.params.Seed, -2, round), cancelled)
		cost, overload := e.value()
		if !c.best.better(cost, overload) {
			e.save(&c.best)
		}
		if cancelled() || had > 0 && overload == 0 {
			return
		}
	}
}

// finishMedians gives every cluster its best median among the members whose
// capacity holds its load as well as the present one does.
func finishMedians(in *instance, s *snapshot) {
	fillEmpty(in, s)
	g := newGroups(in)
	g.assign(s.cluster)
	derived := len(s.med) == 0
	if derived {
		s.med = make([]int32, in.p)
	}
	s.overload = 0
	for c := range s.med {
		limit := in.cap
		least, best := math.Inf(1), g.member[c][0]
		if !derived {
			best = s.med[c]
			limit = in.capacityOf(best)
			least = costAt(in, g.member[c], best, least)
		}
		for _, j := range candidates(in, g.member[c], best) {
			if over(g.load[c], in.capacityOf(j)) > over(g.load[c], limit) {
				continue
			}
			if cost := costAt(in, g.member[c], j, least); cost < least {
				best, least = j, cost
			}
		}
		s.med[c] = best
		s.overload += over(g.load[c], in.capacityOf(best))
	}
}

// allCandidates is the size of a cluster up to which every member is tried as
// its median at the end; in larger ones those near the present median are.
const allCandidates = 1500

func candidates(in *instance, member []int32, med int32) []int32 {
	if len(member) <= allCandidates {
		return member
	}
	near := []int32{}
	inside := map[int32]bool{}
	for _, i := range member {
		inside[i] = true
	}
	for _, j := range in.neighbours(med) {
		if inside[j] {
			near = append(near, j)
		}
	}
	return near
}

func costAt(in *instance, member []int32, j int32, limit float64) float64 {
	sum := 0.0
	for _, i := range member {
		sum += in.dist(i, j)
		if sum >= limit {
			return limit
		}
	}
	return sum
}

// fillEmpty founds every empty cluster with a point that is no median: the one
// farthest from the middle of its cluster.
func fillEmpty(in *instance, s *snapshot) {
	size := make([]int, in.p)
	for _, c := range s.cluster {
		size[c]++
	}
	for c := range size {
		if size[c] > 0 {
			continue
		}
		g := newGroups(in)
		g.assign(s.cluster)
		i := loneliest(in, &g)
		size[s.cluster[i]]--
		size[c]++
		s.cluster[i] = int32(c)
	}
}

// loneliest is the point farthest from the rest of its cluster, on average.
func loneliest(in *instance, g *groups) int32 {
	best, most := int32(0), -1.0
	for _, member := range g.member {
		if len(member) < 2 {
			continue
		}
		for _, i := range member {
			sum := 0.0
			for _, k := range member[:min(len(member), 64)] {
				sum += in.dist(i, k)
			}
			if mean := sum / float64(min(len(member), 64)); mean > most {
				best, most = i, mean
			}
		}
	}
	return best
}
