package median

// windowSize is the number of clusters solved together as a problem of their
// own, less where they hold more than windowPoints points.
const (
	windowSize   = 8
	windowPoints = 4000
	windowLeast  = 3
)

// window is a few neighbouring clusters cut out as an instance of their own.
type window struct {
	in       *instance
	clusters []int32 // in the whole, the one it grew from first
	points   []int32 // in the whole, ascending
	cost     float64 // of these clusters at present
}

// grow collects clusters around c, each time the one with the most neighbour
// links to those already in.
func (g *groups) grow(c int32) []int32 {
	links := map[int32]int{}
	clusters := []int32{c}
	size := 0
	for {
		added := clusters[len(clusters)-1]
		links[added] = -1
		size += len(g.member[added])
		for _, i := range g.member[added] {
			for _, j := range g.in.neighbours(i) {
				if b := g.cluster[j]; links[b] >= 0 {
					links[b]++
				}
			}
		}
		best := int32(-1)
		for b, count := range links {
			if count > 0 && (best < 0 || count > links[best] || count == links[best] && b < best) {
				best = b
			}
		}
		if best < 0 || len(clusters) == windowSize || size > windowPoints && len(clusters) >= windowLeast {
			return clusters
		}
		clusters = append(clusters, best)
	}
}

// sub builds the instance of the given points, in this order, with p clusters.
func (in *instance) sub(points []int32, p int) *instance {
	n := len(points)
	s := &instance{
		n: n, p: p, cap: in.cap, uniform: in.uniform, floor: in.floor, plain: in.plain,
		x: make([]float64, n), y: make([]float64, n), q: make([]int64, n), k: min(in.k, n-1),
	}
	for k, i := range points {
		s.x[k], s.y[k], s.q[k] = in.x[i], in.y[i], in.q[i]
		s.total += in.q[i]
		if !in.uniform {
			s.capOf = append(s.capOf, in.capOf[i])
		}
	}
	if in.mat != nil {
		s.mat = make([]float64, 0, n*n)
		for _, i := range points {
			for _, j := range points {
				s.mat = append(s.mat, in.mat[int(i)*in.n+int(j)])
			}
		}
	}
	s.knn = linkPoints(s, s.k)
	return s
}
