package search

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Polish lowers the true cost of a plan by single moves and exchanges that
// break no limit more than it is broken already, until neither helps or rounds
// passes are done. assign is changed in place; prices are those of the options.
func Polish(ctx context.Context, mod *measure.Model, assign []int32, options []measure.Option, prices []float64, rounds int) {
	if len(options) == 0 {
		return
	}
	r := newRepair(mod, assign, options)
	p := &polisher{repair: r, stale: make([]bool, mod.K)}
	for o := range r.area {
		p.cost = append(p.cost, r.extra[o])
	}
	for b, u := range r.unit {
		for o := r.first[b]; o < r.first[b+1]; o++ {
			for m, a := range mod.A {
				p.cost[o] -= a[u] * prices[m*mod.K+int(r.area[o])]
			}
		}
	}
	for j := range p.stale {
		p.stale[j] = true
	}
	for range rounds {
		if ctx.Err() != nil || !p.shifts() && !p.swaps(ctx) {
			return
		}
	}
}

type polisher struct {
	*repair
	cost  []float64 // true cost of an option, up to a constant per unit
	stale []bool    // areas whose units changed since their exchanges were tried
}

// gain returns how much cheaper option o is for border unit b, with a little
// off so that rounding makes no circles.
func (p *polisher) gain(b, o int32) float64 { return p.cost[p.now[b]] - p.cost[o] }

// shifts makes every single move that pays and fits.
func (p *polisher) shifts() bool {
	any := false
	for b := range p.unit {
		now := p.now[b]
		if now < 0 {
			continue
		}
		for o := p.first[b]; o < p.first[b+1]; o++ {
			if p.gain(int32(b), o) > 1e-9*p.scale() && p.fits(p.area[p.now[b]], p.area[o], p.unit[b], -1) {
				p.take(int32(b), o)
				any = true
			}
		}
	}
	return any
}

// fits reports whether limits are broken no more when unit goes from a to c
// and back, unless it is -1, the other way.
func (p *polisher) fits(a, c, unit, back int32) bool {
	if p.press[a] > 0 || p.press[c] > 0 {
		return p.change(a, c, unit, back) <= 0
	}
	for m, x := range p.mod.A {
		t := x[unit]
		if back >= 0 {
			t -= x[back]
		}
		from, to := m*p.mod.K+int(a), m*p.mod.K+int(c)
		if sum := p.sums[from] - t; sum < p.low[from] || sum > p.top[from] {
			return false
		}
		if sum := p.sums[to] + t; sum < p.low[to] || sum > p.top[to] {
			return false
		}
	}
	return true
}

func (p *polisher) scale() float64 { return p.rate * p.grain }

func (p *polisher) take(b, o int32) {
	p.stale[p.area[p.now[b]]], p.stale[p.area[o]] = true, true
	p.apply(b, o)
	p.queue, p.queued[p.area[o]] = p.queue[:0], false
}

// swaps makes the best exchange between every pair of neighbouring areas, of
// which one at least has changed since the last time.
func (p *polisher) swaps(ctx context.Context) bool {
	any := false
	for j := range int32(p.mod.K) {
		if !p.stale[j] {
			continue
		}
		if ctx.Err() != nil {
			return false
		}
		p.stale[j] = false
		there, back, others := p.pairsOf(j)
		for _, other := range others {
			if p.trade(j, other, cheapest(there[other], swapLooks), cheapest(back[other], swapLooks)) {
				any = true
			}
		}
	}
	return any
}

// pairsOf lists the moves out of and into area j by the other area, with the
// true cost they add.
func (p *polisher) pairsOf(j int32) (there, back map[int32][]pick, others []int32) {
	there, back = map[int32][]pick{}, map[int32][]pick{}
	for _, b := range p.hold[j] {
		if p.now[b] < 0 {
			continue
		}
		here := p.area[p.now[b]]
		for o := p.first[b]; o < p.first[b+1]; o++ {
			switch to := p.area[o]; {
			case here == j && to != j:
				if len(there[to]) == 0 {
					others = append(others, to)
				}
				there[to] = append(there[to], pick{b, o, -p.gain(b, o)})
			case here != j && to == j:
				back[here] = append(back[here], pick{b, o, -p.gain(b, o)})
			}
		}
	}
	return there, back, others
}

// trade makes the exchange that saves most and fits.
func (p *polisher) trade(j, other int32, there, back []pick) bool {
	least := -1e-9 * p.scale()
	var out, in pick
	found := false
	for _, t := range there {
		if p.area[p.now[t.b]] != j {
			continue // gone in an exchange just before
		}
		for _, k := range back {
			d := t.extra + k.extra
			if d >= least {
				break // back is sorted
			}
			if p.area[p.now[k.b]] == other && p.fits(j, other, p.unit[t.b], p.unit[k.b]) {
				least, out, in, found = d, t, k, true
			}
		}
	}
	if found {
		p.take(out.b, out.o)
		p.take(in.b, in.o)
	}
	return found
}
