package median

import "math"

// exactEngine anneals partitions into at most p clusters, each served by its
// best member: the cost is exact after every change, at the price of the size
// of two clusters a move. It suits small clusters of one capacity. Distances
// must be symmetric.
type exactEngine struct {
	groups
	cost []float64 // of each cluster, 0 when empty
	sum  []float64 // distance of i's whole cluster to i
}

func newExactEngine(in *instance, from *snapshot) *exactEngine {
	s := &exactEngine{groups: newGroups(in), cost: make([]float64, in.p), sum: make([]float64, in.n)}
	s.restore(from)
	return s
}

func (s *exactEngine) save(to *snapshot) {
	to.cluster = append(to.cluster[:0], s.cluster...)
	to.cost, to.overload = s.value()
}

func (s *exactEngine) restore(from *snapshot) {
	s.assign(from.cluster)
	for c := range s.member {
		s.recompute(int32(c))
	}
}

func (s *exactEngine) value() (cost float64, overload int64) {
	for c := range s.member {
		cost += s.cost[c]
		overload += over(s.load[c], s.in.cap)
	}
	return cost, overload
}

func (s *exactEngine) clusterCost(c int32) float64 { return s.cost[c] }

// recompute refreshes the sums of cluster c, clearing rounding drift.
func (s *exactEngine) recompute(c int32) {
	best := math.Inf(1)
	for _, k := range s.member[c] {
		sum := 0.0
		for _, i := range s.member[c] {
			sum += s.in.dist(i, k)
		}
		s.sum[k] = sum
		best = min(best, sum)
	}
	if len(s.member[c]) == 0 {
		best = 0
	}
	s.cost[c] = best
}

// without is the cost of i's cluster once i has left it.
func (s *exactEngine) without(i int32) float64 {
	m := s.member[s.cluster[i]]
	if len(m) == 1 {
		return 0
	}
	best := math.Inf(1)
	for _, k := range m {
		if k != i {
			best = min(best, s.sum[k]-s.in.dist(i, k))
		}
	}
	return best
}

// with is the cost of cluster c once i has joined it.
func (s *exactEngine) with(i, c int32) float64 {
	best, own := math.Inf(1), 0.0
	for _, k := range s.member[c] {
		d := s.in.dist(i, k)
		best = min(best, s.sum[k]+d)
		own += d
	}
	return min(best, own)
}

// exchanged is the cost of i's cluster once j has taken the place of i.
func (s *exactEngine) exchanged(i, j int32) float64 {
	best, own := math.Inf(1), 0.0
	for _, k := range s.member[s.cluster[i]] {
		if k == i {
			continue
		}
		d := s.in.dist(j, k)
		best = min(best, s.sum[k]-s.in.dist(i, k)+d)
		own += d
	}
	return min(best, own)
}

// leave takes i out of its cluster and join puts it into another; the caller
// sets the costs of the two.
func (s *exactEngine) leave(i int32) {
	a := s.cluster[i]
	s.remove(i)
	for _, k := range s.member[a] {
		s.sum[k] -= s.in.dist(i, k)
	}
}

func (s *exactEngine) join(i, b int32) {
	own := 0.0
	for _, k := range s.member[b] {
		d := s.in.dist(i, k)
		s.sum[k] += d
		own += d
	}
	s.sum[i] = own
	s.add(i, b)
}
