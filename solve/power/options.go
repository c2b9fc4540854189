package power

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Choice is the outcome of pricing every unit: the cheapest area of each, and
// for units on a border all areas within a window of it, the best included.
type Choice struct {
	Assign  []int32
	Options []measure.Option // ascending by unit
	// Value is the unsmoothed dual without the terms of the limits.
	Value float64
}

// Choose prices all units at st. Areas costlier by less than window × the
// local spacing become options; with a window of 0 none are listed. Ties go to
// the lower area. It returns early when ctx ends.
func (s *Solver) Choose(ctx context.Context, window float64) *Choice {
	each, _ := s.Spacing()
	s.localise(each)
	out := &Choice{Assign: make([]int32, s.Mod.N)}
	options := make([][]measure.Option, len(s.chunks))
	values := make([]float64, len(s.chunks))
	for w := range s.Workers {
		lw := s.worker(w)
		lw.walk.st, lw.walk.margin, lw.walk.scale = &s.State, window, s.scale
	}
	measure.Parallel(s.Workers, len(s.chunks), func(w, c int) {
		if ctx.Err() != nil {
			return
		}
		lw := s.work[w]
		lw.walk.leaf = func(start, end int, areas []int32) {
			lw.load(s.Mod, &s.State, areas)
			for i := start; i < end; i++ {
				values[c] += s.choose(lw, i, areas, window*lw.walk.local, out.Assign, &options[c])
			}
			for _, j := range areas {
				lw.slot[j] = -1
			}
		}
		lw.walk.from(s.chunks[c].node, s.chunks[c].areas)
	})
	for c := range options {
		out.Options = append(out.Options, options[c]...)
		out.Value += values[c]
	}
	return out
}

// choose prices unit i, whose candidates are loaded, and returns the cost of
// its best area.
func (s *Solver) choose(lw *leafWork, i int, areas []int32, window float64, assign []int32, out *[]measure.Option) float64 {
	mod, q := s.Mod, len(areas)
	v := lw.costs(mod, i, q)
	own, ownCost, move := s.stay(lw, i, v)
	least, best := math.Inf(1), int32(-1)
	for c, x := range v {
		if x < least {
			least, best = x, areas[c]
		}
	}
	if own >= 0 && ownCost < least {
		least, best = ownCost, own
	}
	assign[i] = best
	if window > 0 {
		s.appendOptions(i, areas, v, own, ownCost, least, window, out)
	}
	return mod.W[i] * (least + move)
}

// stay discounts the present area of unit i. When that area is not among the
// candidates it is returned with its cost; otherwise own is -1.
func (s *Solver) stay(lw *leafWork, i int, v []float64) (own int32, cost, move float64) {
	own = ownArea(s.Mod, i)
	if own < 0 {
		return -1, 0, s.movePrice(i)
	}
	move = s.Mod.Move[i] / s.Mod.W[i]
	if c := lw.slot[own]; c >= 0 {
		v[c] -= move
		return -1, 0, move
	}
	return own, s.priced(&s.State, i, own) - move, move
}

func (s *Solver) movePrice(i int) float64 {
	if s.Mod.Move == nil {
		return 0
	}
	return s.Mod.Move[i] / s.Mod.W[i]
}

// ownArea returns the area unit i saves its move price by staying in, or -1.
func ownArea(mod *measure.Model, i int) int32 {
	if mod.Move == nil || mod.Present[i] < 0 || !mod.Allowed(i, mod.Present[i]) {
		return -1
	}
	return mod.Present[i]
}

func (s *Solver) appendOptions(i int, areas []int32, v []float64, own int32, ownCost, least, window float64, out *[]measure.Option) {
	mod, first := s.Mod, len(*out)
	for c, x := range v {
		if x < least+window && (x == least || mod.Within(i, areas[c], s.Centres[areas[c]])) {
			*out = append(*out, measure.Option{Unit: int32(i), Area: areas[c], Extra: (x - least) * mod.W[i]})
		}
	}
	if own >= 0 && ownCost < least+window && (ownCost == least || mod.Within(i, own, s.Centres[own])) {
		*out = append(*out, measure.Option{Unit: int32(i), Area: own, Extra: (ownCost - least) * mod.W[i]})
	}
	if len(*out) == first+1 {
		*out = (*out)[:first]
	}
}
