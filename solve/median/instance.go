package median

import (
	"math"
	"slices"
)

// instance is a Problem prepared for the search: points renumbered along a
// space-filling curve, so that near points are near in memory, each with its
// nearest neighbours.
type instance struct {
	n, p    int
	x, y    []float64
	q       []int64
	capOf   []int64   // per candidate; nil when uniform
	cap     int64     // the uniform capacity, or the largest
	mat     []float64 // row-major, in the order of the problem; nil for coordinates
	floor   bool
	plain   bool // real Euclidean distance, the fast path
	orig    []int32
	k       int
	knn     []int32 // n rows of the k nearest other points
	qMin    int64
	total   int64
	uniform bool
}

func newInstance(pr *Problem) *instance {
	n := pr.N()
	in := &instance{n: n, p: pr.P, mat: pr.Matrix, floor: pr.FloorDistances, qMin: math.MaxInt64}
	in.plain = pr.Matrix == nil && !pr.FloorDistances
	in.orig = make([]int32, n)
	for i := range in.orig {
		in.orig[i] = int32(i)
	}
	if pr.Matrix == nil {
		sortByCurve(in.orig, pr.X, pr.Y)
	}
	in.x, in.y, in.q = make([]float64, n), make([]float64, n), make([]int64, n)
	in.uniform = len(pr.Capacity) == 1
	in.cap = slices.Max(pr.Capacity)
	if !in.uniform {
		in.capOf = make([]int64, n)
	}
	for i, o := range in.orig {
		if pr.Matrix == nil {
			in.x[i], in.y[i] = pr.X[o], pr.Y[o]
		}
		in.q[i] = pr.Demand[o]
		in.total += in.q[i]
		in.qMin = min(in.qMin, in.q[i])
		if !in.uniform {
			in.capOf[i] = pr.Capacity[o]
		}
	}
	in.k = min(maxNeighbours, n-1)
	in.knn = linkPoints(in, in.k)
	return in
}

// dist is the cost of assigning point i to a median at point j.
func (in *instance) dist(i, j int32) float64 {
	if in.plain {
		dx, dy := in.x[i]-in.x[j], in.y[i]-in.y[j]
		return math.Sqrt(dx*dx + dy*dy)
	}
	return in.otherDist(i, j)
}

func (in *instance) otherDist(i, j int32) float64 {
	if in.mat != nil {
		return in.mat[int(i)*in.n+int(j)]
	}
	dx, dy := in.x[i]-in.x[j], in.y[i]-in.y[j]
	return math.Floor(math.Sqrt(dx*dx + dy*dy))
}

func (in *instance) capacityOf(j int32) int64 {
	if in.uniform {
		return in.cap
	}
	return in.capOf[j]
}

// neighbours returns the nearest other points of i, nearest first.
func (in *instance) neighbours(i int32) []int32 {
	return in.knn[int(i)*in.k : (int(i)+1)*in.k]
}

// symmetric says that distances are the same both ways.
func (in *instance) symmetric() bool {
	if in.mat == nil {
		return true
	}
	for i := range in.n {
		for j := range i {
			if in.mat[i*in.n+j] != in.mat[j*in.n+i] {
				return false
			}
		}
	}
	return true
}
