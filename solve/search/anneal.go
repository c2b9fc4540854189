package search

import (
	"context"
	"math"
	"math/rand/v2"
)

// The temperature, in mean borders of a unit, at which annealing ends, and the
// price of an excess of one grain in mean borders, with its growth while it
// cools.
const (
	annealCold    = 0.02
	annealPenalty = 0.5
	annealFirmer  = 100.0
)

// anneal walks over plans by shifts of border units, uphill now and then
// (Metropolis), with a temperature that falls from so many mean borders. It is
// used where borders have a price: their minima are many and shallow, and a
// descent stops at the first.
func (l *land) anneal(ctx context.Context, random *rand.Rand, heat float64, steps int) {
	typical := l.fence * l.meanSide()
	hot, cold := heat*typical, annealCold*typical
	cooling := math.Pow(cold/hot, 1/float64(steps))
	keptRate := l.rate
	l.rate = annealPenalty * typical / math.Sqrt(l.grain*min(l.grain, max(l.width(), 0.1*l.grain)))
	firming := math.Pow(annealFirmer, 1/float64(steps))
	b := newBorderList(l)
	source := rand.NewPCG(random.Uint64(), random.Uint64())
	for t, step := hot, 0; step < steps; step, t = step+1, t*cooling {
		l.rate *= firming
		if step%4096 == 0 && ctx.Err() != nil {
			break
		}
		if len(b.units) == 0 {
			break
		}
		bits := source.Uint64()
		u := b.units[bits>>32*uint64(len(b.units))>>32]
		near := l.neighbours(u)
		to := l.assign[near[bits&math.MaxUint32*uint64(len(near))>>32]]
		from := l.assign[u]
		if to == from {
			continue
		}
		d := l.delta(u, to) + l.rate*l.change(from, to, u, -1)
		if d > 0 && (d > 30*t || float64(source.Uint64()>>11)/(1<<53) >= math.Exp(-d/t)) || !l.allowed(u, to) || !l.canLeave(u) {
			continue
		}
		l.shift(u, to)
		b.update(l, u)
	}
	l.rate = max(keptRate, l.rate)
}

// width returns the narrowest half width of a hard limit relative to its
// middle, 1 when there is none.
func (b *balance) width() float64 {
	w := 1.0
	for m := range b.mod.A {
		if b.mod.Soft[m] > 0 {
			continue
		}
		for j := range b.mod.K {
			if lo, hi := b.mod.Min[m][j], b.mod.Max[m][j]; hi > 0 {
				w = min(w, (hi-lo)/(hi+lo))
			}
		}
	}
	return w
}

// meanSide is the mean length of an edge.
func (l *land) meanSide() float64 {
	g := l.mod.Graph
	if len(g.Border) == 0 {
		return 1
	}
	sum := 0.0
	for _, b := range g.Border {
		sum += b
	}
	return sum/float64(len(g.Border)) + 1e-300
}

// borderList keeps the units that touch another area, in no fixed order but
// the same for the same moves.
type borderList struct {
	units []int32
	place []int32 // -1 where not listed
}

func newBorderList(l *land) *borderList {
	b := &borderList{place: make([]int32, l.mod.N)}
	for u := range b.place {
		b.place[u] = -1
		b.check(l, int32(u))
	}
	return b
}

func (b *borderList) check(l *land, u int32) {
	touches := false
	for _, v := range l.neighbours(u) {
		if l.assign[v] != l.assign[u] {
			touches = true
			break
		}
	}
	switch {
	case touches && b.place[u] < 0:
		b.place[u] = int32(len(b.units))
		b.units = append(b.units, u)
	case !touches && b.place[u] >= 0:
		last := b.units[len(b.units)-1]
		b.units[b.place[u]], b.place[last] = last, b.place[u]
		b.units, b.place[u] = b.units[:len(b.units)-1], -1
	}
}

// update follows the move of u.
func (b *borderList) update(l *land, u int32) {
	b.check(l, u)
	for _, v := range l.neighbours(u) {
		b.check(l, v)
	}
}
