package median

import "math"

// repairRounds bounds the extra rounds spent on a solution that still exceeds a
// capacity when the search ends.
const repairRounds = 40

// repair works on overload alone when the best solution still has some: cold
// rounds at a steep price from it, then the same from a packed start.
func (d *driver) repair(build func(*instance, *snapshot) engine) {
	best := d.best()
	if best.overload == 0 {
		return
	}
	d.repairFrom(build, best, best)
	if best.overload == 0 {
		return
	}
	packed := &snapshot{cluster: make([]int32, d.in.n), med: make([]int32, d.in.p)}
	seedStart(d.in, packed)
	d.repairFrom(build, packed, best)
}

// repairFrom anneals from a snapshot and stores in best what beats it.
func (d *driver) repairFrom(build func(*instance, *snapshot) engine, from, best *snapshot) {
	e := build(d.in, from)
	never := func() bool { return d.ctx.Err() != nil }
	all := cutter{in: d.in, owner: make([]int32, d.in.n), key: make([]float64, d.in.p)}
	all.member = e.members()
	clusters := make([]int32, d.in.p)
	for c := range clusters {
		clusters[c] = int32(c)
	}
	all.addTask(clusters)
	rho := d.chains[0].rho
	for round := range repairRounds {
		if cost, overload := e.value(); !best.better(cost, overload) {
			e.save(best)
		}
		if best.overload == 0 || d.ctx.Err() != nil {
			return
		}
		rho *= 1.5
		h := heat{temp: d.unit * 0.05, rho: rho, fixed: 1, moves: max(movesPerPoint*d.in.n, minMoves)}
		e.anneal(&all.tasks[0], all.owner, h, newRNG(d.params.Seed, -2, round), never)
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
			least = clusterCost(in, g.member[c], best, least)
		}
		for _, j := range candidates(in, g.member[c], best) {
			if over(g.load[c], in.capacityOf(j)) > over(g.load[c], limit) {
				continue
			}
			if cost := clusterCost(in, g.member[c], j, least); cost < least {
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

func clusterCost(in *instance, member []int32, j int32, limit float64) float64 {
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
