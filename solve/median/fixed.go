package median

import "math"

// site is the median of a cluster.
type site struct {
	x, y float64
	cap  int64
	med  int32
}

// fixedEngine anneals assignments to medians that stay until a move replaces
// them: a shift costs two distances, a new median the size of its cluster. It
// suits large clusters and capacities that differ.
type fixedEngine struct {
	groups
	site []site
	d    []float64 // distance of each point to its median
}

func newFixedEngine(in *instance, from *snapshot) *fixedEngine {
	s := &fixedEngine{groups: newGroups(in), site: make([]site, in.p), d: make([]float64, in.n)}
	s.restore(from)
	return s
}

func (s *fixedEngine) save(to *snapshot) {
	to.cluster = append(to.cluster[:0], s.cluster...)
	to.med = to.med[:0]
	for c := range s.site {
		to.med = append(to.med, s.site[c].med)
	}
	to.cost, to.overload = s.value()
}

func (s *fixedEngine) restore(from *snapshot) {
	s.assign(from.cluster)
	for c := range s.site {
		s.recentre(int32(c), from.med[c])
	}
}

func (s *fixedEngine) value() (cost float64, overload int64) {
	for _, d := range s.d {
		cost += d
	}
	for c := range s.site {
		overload += over(s.load[c], s.site[c].cap)
	}
	return cost, overload
}

// recentre makes member j the median of cluster c.
func (s *fixedEngine) recentre(c, j int32) {
	s.site[c] = site{x: s.in.x[j], y: s.in.y[j], cap: s.in.capacityOf(j), med: j}
	for _, i := range s.member[c] {
		s.d[i] = s.to(i, c)
	}
}

// to is the distance of point i to the median of cluster c.
func (s *fixedEngine) to(i, c int32) float64 {
	t := &s.site[c]
	if s.in.plain {
		dx, dy := s.in.x[i]-t.x, s.in.y[i]-t.y
		return math.Sqrt(dx*dx + dy*dy)
	}
	return s.in.otherDist(i, t.med)
}

// costAt is the cost of cluster c with its median at j, or some value of at
// least limit once it is known to reach that.
func (s *fixedEngine) costAt(c, j int32, limit float64) float64 {
	sum := 0.0
	if !s.in.plain {
		for _, i := range s.member[c] {
			sum += s.in.otherDist(i, j)
		}
		return sum
	}
	x, y := s.in.x[j], s.in.y[j]
	for _, i := range s.member[c] {
		dx, dy := s.in.x[i]-x, s.in.y[i]-y
		sum += math.Sqrt(dx*dx + dy*dy)
		if sum >= limit {
			return sum
		}
	}
	return sum
}

func (s *fixedEngine) clusterCost(c int32) float64 {
	sum := 0.0
	for _, i := range s.member[c] {
		sum += s.d[i]
	}
	return sum
}
