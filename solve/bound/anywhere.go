package bound

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// The search over space ends when the bound is within a share of the value of
// the best centre found, or after so many boxes.
const (
	closeEnough = 5e-4
	mostBoxes   = 60_000
	roundOff    = 1e-9
)

// Steps of the search for prizes before centres are sought in all of space, and
// after each of the rounds in which those found are taken up.
const (
	firstSteps, firstLength = 300, 0.2
	moreSteps, moreLength   = 60, 0.03
	rounds                  = 6
	taken                   = 60 // centres a round takes up at most
)

// Anywhere returns a lower bound on the travel of every plan of in that keeps
// the hard maxima, wherever the centres of its areas lie. Disruption, borders,
// soft limits and all that restricts which units go where are left out, which
// can only lower it. When ctx ends the bound so far is returned, still valid.
// It needs coordinates, units with one position each, and at most Most units.
func Anywhere(ctx context.Context, in *instance.Instance, workers int) (float64, error) {
	p, err := read(in)
	if err != nil {
		return 0, err
	}
	s := newAscent(p, workers)
	s.climb(ctx, firstSteps, firstLength)
	best := 0.0
	for range rounds {
		v, centres := p.proven(s.prize)
		best = math.Max(best, v)
		if len(centres) == 0 || ctx.Err() != nil {
			break
		}
		for _, c := range centres {
			s.add(c)
		}
		s.climb(ctx, moreSteps, moreLength)
	}
	return best, nil
}

// proven returns the bound that the prizes give, at least 0, and the centres
// that hold it down.
func (p *problem) proven(prize []float64) (float64, [][3]float64) {
	total := 0.0
	for _, u := range prize {
		total += u
	}
	v, centres := p.cheapest(prize)
	return math.Max(0, total+float64(p.k)*v-roundOff*(total+float64(p.k)*math.Abs(v))), centres
}

// box is a part of space with a lower bound on the value of areas centred in it.
type box struct {
	lo, hi [3]float64
	units  []int32 // that some centre in it would serve
	value  float64
}

// cheapest returns a lower bound on the value of the best area anywhere: best
// first, boxes are cut in two until one small box is left to beat. It also
// returns the best centres looked at, some way apart from each other.
func (p *problem) cheapest(prize []float64) (float64, [][3]float64) {
	c := &column{p: p}
	all := make([]int32, len(p.x))
	for i := range all {
		all[i] = int32(i)
	}
	open := &boxes{p.look(c, p.world(), all, prize)}
	var seen []spot
	found := 0.0 // value of the best of them
	for range mostBoxes {
		b := heap.Pop(open).(*box)
		s := spot{b.middle(), c.best(b.units, b.middle(), 0, prize)}
		seen, found = append(seen, s), min(found, s.value)
		if b.value >= found-closeEnough*math.Abs(found) {
			return b.value, p.apart(seen)
		}
		for _, half := range b.cut() {
			if !p.metric.OnSphere() || half.touchesSphere() {
				heap.Push(open, p.look(c, half, b.units, prize))
			}
		}
	}
	return (*open)[0].value, p.apart(seen)
}

// spot is a centre with the value of the best area there.
type spot struct {
	at    [3]float64
	value float64
}

// apart returns the best spots, each some way from the better ones.
func (p *problem) apart(spots []spot) [][3]float64 {
	slices.SortFunc(spots, func(a, b spot) int { return cmp.Compare(a.value, b.value) })
	world := p.world()
	gap := 0.02 * distance(world.lo, world.hi) / math.Sqrt(float64(p.k))
	var out [][3]float64
	for _, s := range spots {
		if len(out) == taken || s.value > 0.9*spots[0].value {
			break
		}
		if !slices.ContainsFunc(out, func(o [3]float64) bool { return distance(o, s.at) < gap }) {
			out = append(out, s.at)
		}
	}
	return out
}

// look values a box by the units that its parent serves.
func (p *problem) look(c *column, b box, units []int32, prize []float64) *box {
	b.value = c.best(units, b.middle(), distance(b.lo, b.hi)/2, prize)
	b.units = make([]int32, len(c.offers))
	for o, offer := range c.offers {
		b.units[o] = offer.unit
	}
	return &b
}

// world is a box around all centres that could be best: around the units on a
// plane, where others are never better, and the whole sphere.
func (p *problem) world() box {
	if p.metric.OnSphere() {
		return box{lo: [3]float64{-1, -1, -1}, hi: [3]float64{1, 1, 1}}
	}
	b := box{lo: p.x[0], hi: p.x[0]}
	for _, x := range p.x {
		for d := range x {
			b.lo[d], b.hi[d] = math.Min(b.lo[d], x[d]), math.Max(b.hi[d], x[d])
		}
	}
	return b
}

func (b *box) middle() [3]float64 {
	var m [3]float64
	for d := range m {
		m[d] = (b.lo[d] + b.hi[d]) / 2
	}
	return m
}

// cut halves a box across its longest side.
func (b *box) cut() [2]box {
	side := 0
	for d := range b.lo {
		if b.hi[d]-b.lo[d] > b.hi[side]-b.lo[side] {
			side = d
		}
	}
	left, right := box{lo: b.lo, hi: b.hi}, box{lo: b.lo, hi: b.hi}
	left.hi[side] = (b.lo[side] + b.hi[side]) / 2
	right.lo[side] = left.hi[side]
	return [2]box{left, right}
}

// touchesSphere reports whether some point of the box may lie on the sphere.
func (b *box) touchesSphere() bool {
	near, far := 0.0, 0.0
	for d := range b.lo {
		far += math.Max(b.lo[d]*b.lo[d], b.hi[d]*b.hi[d])
		if b.lo[d] > 0 {
			near += b.lo[d] * b.lo[d]
		} else if b.hi[d] < 0 {
			near += b.hi[d] * b.hi[d]
		}
	}
	return near <= 1+1e-9 && far >= 1-1e-9
}

// boxes is a heap, the least value first.
type boxes []*box

func (b boxes) Len() int           { return len(b) }
func (b boxes) Less(x, y int) bool { return b[x].value < b[y].value }
func (b boxes) Swap(x, y int)      { b[x], b[y] = b[y], b[x] }

// Push adds a box.
func (b *boxes) Push(x any) { *b = append(*b, x.(*box)) }

// Pop removes the last box.
func (b *boxes) Pop() any {
	last := (*b)[len(*b)-1]
	*b = (*b)[:len(*b)-1]
	return last
}
