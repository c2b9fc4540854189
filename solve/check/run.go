package check

import (
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// A long scan over all pairs of unit and area is cut short by runs: units that
// lie together and have similar amounts per weight are looked at in one go, and
// areas that are dearer than one certain area for every unit of the run are
// left out for all of them.

// runSize is the number of units in a run; manyPairs is the number of pairs
// from which runs pay.
const (
	runSize   = 64
	manyPairs = 20_000_000
)

// order returns the units in runs: as the hint has them, else by class of amount
// per weight first, then along a Z-order curve. It returns nil where plain
// scans will do.
func (b *bounder) order(hint []int32) []int32 {
	in, n := b.in, b.in.Units()
	if !in.Metric.Geographic() || in.Family != nil || in.Eligible != nil || n*b.k < manyPairs {
		return nil
	}
	if permutation(hint, n) {
		return hint
	}
	lo, hi := [2]float64{in.X[0], in.Y[0]}, [2]float64{in.X[0], in.Y[0]}
	for i := range in.X {
		lo[0], hi[0] = math.Min(lo[0], in.X[i]), math.Max(hi[0], in.X[i])
		lo[1], hi[1] = math.Min(lo[1], in.Y[i]), math.Max(hi[1], in.Y[i])
	}
	keys := make([]uint64, n)
	const cells = 1<<14 - 1
	for i := range keys {
		var z uint64
		x := uint64(cells * (in.X[i] - lo[0]) / math.Max(hi[0]-lo[0], 1e-300))
		y := uint64(cells * (in.Y[i] - lo[1]) / math.Max(hi[1]-lo[1], 1e-300))
		for bit := 0; bit < 14; bit++ {
			z |= (x>>bit&1)<<(2*bit) | (y>>bit&1)<<(2*bit+1)
		}
		keys[i] = b.class(i)<<60 | z<<32 | uint64(i)
	}
	slices.Sort(keys)
	out := make([]int32, n)
	for p, k := range keys {
		out[p] = int32(uint32(k))
	}
	return out
}

// permutation reports whether list names each of n units once.
func permutation(list []int32, n int) bool {
	if len(list) != n {
		return false
	}
	seen := make([]bool, n)
	for _, i := range list {
		if i < 0 || int(i) >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

// class sorts units by powers of two of the first measure per weight.
func (b *bounder) class(i int) uint64 {
	if len(b.in.Measures) == 0 {
		return 0
	}
	w := 1.0
	if b.in.Weight != nil {
		w = b.in.Weight[i]
	}
	a := b.in.Measures[0].Values[i]
	if w == 0 || a == 0 {
		return 15
	}
	_, e := math.Frexp(a / w)
	return uint64(min(max(e+7, 0), 14))
}

// runBox is what the units of a run have in common.
type runBox struct {
	centre [3]float64
	radius float64 // in linear model distance
	w      [2]float64
	a      [][2]float64
}

func (b *bounder) box(units []int32) runBox {
	in := b.in
	r := runBox{w: [2]float64{math.Inf(1), 0}, a: make([][2]float64, len(in.Measures))}
	for m := range r.a {
		r.a[m] = [2]float64{math.Inf(1), 0}
	}
	for _, i := range units {
		x := unitVector(in.Metric, in.X[i], in.Y[i])
		for d := range x {
			r.centre[d] += x[d] / float64(len(units))
		}
		w := b.scale
		if in.Weight != nil {
			w *= in.Weight[i]
		}
		r.w[0], r.w[1] = math.Min(r.w[0], w), math.Max(r.w[1], w)
		for m := range r.a {
			v := in.Measures[m].Values[i]
			r.a[m][0], r.a[m][1] = math.Min(r.a[m][0], v), math.Max(r.a[m][1], v)
		}
	}
	if in.Metric == instance.Sphere { // distances are compared on the sphere
		if n := math.Sqrt(square(r.centre, [3]float64{})); n > 0 {
			for d := range r.centre {
				r.centre[d] /= n
			}
		}
	}
	for _, i := range units {
		x := unitVector(in.Metric, in.X[i], in.Y[i])
		r.radius = math.Max(r.radius, math.Sqrt(square(x, r.centre)))
	}
	return r
}

func square(x, y [3]float64) float64 {
	dx, dy, dz := x[0]-y[0], x[1]-y[1], x[2]-y[2]
	return dx*dx + dy*dy + dz*dz
}

// survivors appends to out the areas that may be cheapest for some unit of the
// run. Against the reference area, the one cheapest in the middle, the cost of
// an area j differs by w·(difference of distances) + Σ a·(difference of
// prices); where the least of that over the box is above 0, j is out.
func (b *bounder) survivors(r *runBox, dist []float64, out []int32) []int32 {
	squared := b.in.Metric.Squared()
	ref, least := -1, math.Inf(1)
	for j := range dist {
		sq := square(r.centre, b.centres[j])
		dist[j] = b.model(sq)
		v := r.w[1] * dist[j]
		for m, p := range b.claim.Prices {
			v += (r.a[m][0] + r.a[m][1]) / 2 * p[j]
		}
		if v < least && b.in.Areas[j].MaxDistance == 0 {
			ref, least = j, v
		}
	}
	for j := range dist {
		if ref < 0 {
			out = append(out, int32(j))
			continue
		}
		// Arcs and lines are 1-Lipschitz, and an arc is at most π/2 times its
		// chord; a difference of squares is linear.
		wobble := 2 * r.radius
		if squared {
			wobble *= math.Sqrt(square(b.centres[j], b.centres[ref]))
		} else if b.in.Metric.OnSphere() {
			wobble *= math.Pi / 2
		}
		d := dist[j] - dist[ref] - wobble
		gap := math.Min(r.w[0]*d, r.w[1]*d)
		size := math.Abs(gap)
		for m, p := range b.claim.Prices {
			t := p[j] - p[ref]
			x := math.Min(r.a[m][0]*t, r.a[m][1]*t)
			gap += x
			size += math.Abs(x)
		}
		if !(gap > 1e-9*size) {
			out = append(out, int32(j))
		}
	}
	return out
}

// model turns a squared distance of vectors into a model distance.
func (b *bounder) model(sq float64) float64 {
	switch {
	case b.in.Metric.Squared():
		return sq
	case b.in.Metric.OnSphere():
		return 2 * math.Asin(math.Min(1, math.Sqrt(sq)/2))
	}
	return math.Sqrt(sq)
}
