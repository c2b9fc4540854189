package median

import (
	"math"
	"slices"
	"time"
)

const (
	// maxBoundWork is the number of point–candidate pairs up to which the bound
	// is computed.
	maxBoundWork = 8_000_000
	// boundIterations is the number of iterations without a time limit.
	boundIterations = 100
	// mostBoundIterations is the number with one, however generous.
	mostBoundIterations = 1500
)

// boundReach is the number of nearest candidates that enter the multiplier of a
// point: some times the mean size of a cluster, beyond which none is worth it.
func boundReach(in *instance) int { return min(in.n-1, 6*in.n/in.p+32) }

// boundWork is about the number of pairs an iteration of the bound looks at.
func boundWork(in *instance) int {
	if in.mat != nil {
		return in.n * in.n
	}
	return in.n * boundReach(in)
}

// relaxation is the Lagrangian relaxation of the rule that every point is
// assigned once, at price u per point:
//
//	L(u) = Σ u_i + the p least of v_j,
//	v_j  = −u_j + min Σ (d_ij − u_i) x_ij over 0 ≤ x ≤ 1 within the room left by j.
//
// Every u gives a valid bound. Only candidates near a point are kept, and u_i is
// held below the distance at which some are missing, so that no pair left out
// could have a negative term.
type relaxation struct {
	in     *instance
	start  []int32   // offsets into point and d by candidate
	point  []int32   // points that have the candidate within reach
	d      []float64 // their distance
	most   []float64 // upper limit on u
	u      []float64
	v      []float64 // per candidate
	level  []float64 // per candidate: gain per demand at which its room ends
	part   []float64 // share of the points at that level which still fits
	covers []float64 // how often each point is served
	order  []int32
}

func newRelaxation(in *instance) *relaxation {
	r := &relaxation{in: in, start: make([]int32, in.n+1), most: make([]float64, in.n)}
	around := candidatesAround(in, boundReach(in))
	lists := make([][]int32, in.n)
	for i := range int32(in.n) {
		list, radius := around(i)
		lists[i], r.most[i] = slices.Clone(list), radius
		for _, j := range list {
			r.start[j+1]++
		}
	}
	for j := range in.n {
		r.start[j+1] += r.start[j]
	}
	r.point, r.d = make([]int32, r.start[in.n]), make([]float64, r.start[in.n])
	fill := slices.Clone(r.start)
	for i, list := range lists {
		for _, j := range list {
			r.point[fill[j]], r.d[fill[j]] = int32(i), in.dist(int32(i), j)
			fill[j]++
		}
	}
	for _, v := range []*[]float64{&r.u, &r.v, &r.level, &r.part, &r.covers} {
		*v = make([]float64, in.n)
	}
	r.order = make([]int32, in.n)
	return r
}

// candidatesAround returns a function that lists about reach other points near a
// point, and a distance below which no other is missing; the list is valid until
// the next call.
func candidatesAround(in *instance, reach int) func(i int32) ([]int32, float64) {
	var list []int32
	if in.mat != nil {
		return func(i int32) ([]int32, float64) {
			list = list[:0]
			for j := range int32(in.n) {
				if j != i {
					list = append(list, j)
				}
			}
			return list, math.Inf(1)
		}
	}
	g := newGrid(in.x, in.y, max(3, float64(reach)/16))
	var found []near
	return func(i int32) ([]int32, float64) {
		var radius float64
		found, radius = g.around(in.x[i], in.y[i], reach, i, found)
		list = list[:0]
		for _, v := range found {
			if v.d <= radius*radius {
				list = append(list, v.i)
			}
		}
		if in.floor {
			radius = math.Floor(radius)
		}
		return list, radius
	}
}

// begin sets the prices from a solution: a point pays its distance and its part
// of what a cluster costs, by demand.
func (r *relaxation) begin(s *snapshot) {
	load := make([]int64, r.in.p)
	for i, c := range s.cluster {
		load[c] += r.in.q[i]
	}
	share := s.cost / float64(r.in.p)
	for i, c := range s.cluster {
		part := float64(r.in.q[i]) / max(1, float64(load[c]))
		r.set(int32(i), r.in.dist(int32(i), s.med[c])+share*part)
	}
}

func (r *relaxation) set(i int32, u float64) { r.u[i] = min(max(u, 0), r.most[i]) }

// candidate computes v_j and where its room ends. items is scratch.
func (r *relaxation) candidate(j int32, items []item) []item {
	items = items[:0]
	room := r.in.capacityOf(j) - r.in.q[j]
	if room < 0 {
		r.v[j] = math.Inf(1)
		return items
	}
	total, gain := int64(0), 0.0
	for k := r.start[j]; k < r.start[j+1]; k++ {
		i := r.point[k]
		g := r.u[i] - r.d[k]
		if g <= 0 {
			continue
		}
		items = append(items, item{g, r.in.q[i]})
		total += r.in.q[i]
		gain += g
	}
	r.level[j], r.part[j] = 0, 1
	if total > room {
		gain, r.level[j], r.part[j] = fractionalKnapsack(items, room)
	}
	r.v[j] = r.in.dist(j, j) - r.u[j] - gain
	return items
}

// value returns L(u) for the v computed, and fills covers from the p candidates
// of least v.
func (r *relaxation) value() float64 {
	for j := range r.order {
		r.order[j] = int32(j)
	}
	sortBy(r.order, r.v)
	sum := 0.0
	for _, u := range r.u {
		sum += u
	}
	clear(r.covers)
	for _, j := range r.order[:r.in.p] {
		sum += r.v[j]
		r.covers[j]++
		r.cover(j)
	}
	return sum
}

func (r *relaxation) cover(j int32) {
	for k := r.start[j]; k < r.start[j+1]; k++ {
		i := r.point[k]
		g := r.u[i] - r.d[k]
		if g <= 0 {
			continue
		}
		switch ratio := (item{g, r.in.q[i]}).ratio(); {
		case ratio > r.level[j]:
			r.covers[i]++
		case ratio == r.level[j]:
			r.covers[i] += r.part[j]
		}
	}
}

// bound runs the subgradient method from the best solution and
// returns the best bound found.
func (d *driver) bound(best *snapshot) float64 {
	r := newRelaxation(d.in)
	r.begin(best)
	top, kept := math.Inf(-1), slices.Clone(r.u)
	slope := make([]float64, d.in.n)
	theta, since := 1.0, 0
	for d.boundGoesOn(d.replay.Bound) && theta > 1e-3 {
		d.candidates(r)
		now := r.value()
		if d.ctx.Err() == nil && now > top {
			if now > top+1e-5*math.Abs(top) {
				since = 0
			}
			top = now
			copy(kept, r.u)
		}
		d.replay.Bound++
		if since++; since > 12 {
			theta, since = theta*0.6, 0
			copy(r.u, kept)
			clear(slope)
			continue
		}
		step(r, slope, theta*(best.cost*1.001-now))
	}
	return d.roundBound(top)
}

// step moves the prices along the deflected subgradient.
func step(r *relaxation, slope []float64, length float64) {
	norm := 0.0
	for i := range slope {
		slope[i] = 0.4*slope[i] + 1 - r.covers[i]
		norm += slope[i] * slope[i]
	}
	if norm == 0 {
		return
	}
	for i := range slope {
		r.set(int32(i), r.u[i]+length/norm*slope[i])
	}
}

func (d *driver) boundGoesOn(done int) bool {
	switch {
	case d.params.Replay != nil:
		return done < d.params.Replay.Bound
	case d.ctx.Err() != nil:
		return false
	case d.params.TimeLimit > 0:
		return done < mostBoundIterations && d.elapsed() < d.params.TimeLimit-time.Millisecond
	}
	return done < boundIterations
}

// candidateBlock is the number of candidates a worker takes at a time.
const candidateBlock = 256

func (d *driver) candidates(r *relaxation) {
	jobs := []func(){}
	for from := 0; from < d.in.n; from += candidateBlock {
		jobs = append(jobs, func() {
			var items []item
			for j := from; j < min(from+candidateBlock, d.in.n); j++ {
				items = r.candidate(int32(j), items)
			}
		})
	}
	d.parallel(jobs)
}

// roundBound allows for rounding in the sums and, where every distance is whole,
// rounds up. No iteration at all gives 0, which holds for any distances.
func (d *driver) roundBound(v float64) float64 {
	v -= 1e-9 * math.Abs(v)
	if d.in.floor {
		v = math.Ceil(v - 1e-6)
	}
	return max(v, 0)
}
