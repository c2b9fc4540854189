package search

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// balance keeps the sums of a plan and prices what lies outside its limits.
type balance struct {
	mod  *measure.Model
	sums []float64 // [m*K+j]
	// grain is a typical unit as a share of an area: the scale on which the
	// quadratic part of the penalty takes over.
	grain float64
	// low and top are where the limits begin to be broken, [m*K+j], endless for
	// soft ones; span is the sum of both limits.
	low, top, span []float64
}

func newBalance(mod *measure.Model, assign []int32) *balance {
	b := &balance{mod: mod, sums: make([]float64, mod.K*mod.M)}
	for m, a := range mod.A {
		sum, squares := 0.0, 0.0
		for i, j := range assign {
			b.sums[m*mod.K+int(j)] += a[i]
			sum += a[i]
			squares += a[i] * a[i]
		}
		if sum > 0 {
			b.grain = max(b.grain, squares/sum/(sum/float64(mod.K)))
		}
	}
	b.grain = min(max(b.grain, 1e-9), 1)
	b.limits()
	return b
}

func (b *balance) limits() {
	n := b.mod.K * b.mod.M
	all := make([]float64, 3*n)
	b.low, b.top, b.span = all[:n:n], all[n:2*n:2*n], all[2*n:]
	for m := range b.mod.M {
		for j := range b.mod.K {
			at, lo, hi := m*b.mod.K+j, b.mod.Min[m][j], b.mod.Max[m][j]
			b.low[at], b.top[at], b.span[at] = lo*(1-limitSlack), hi*(1+limitSlack), hi+lo
			if b.mod.Soft[m] > 0 {
				b.low[at], b.top[at] = math.Inf(-1), math.Inf(1)
			}
		}
	}
}

// limitSlack is the relative rounding allowed at a limit.
const limitSlack = 1e-11

// excess returns how far a sum of a measure of an area, at = m*K+j, lies
// outside hard limits, as a share of their middle.
func (b *balance) excess(at int, sum float64) float64 {
	over := max(sum-b.top[at], b.low[at]-sum)
	if over <= 0 {
		return 0
	}
	return over / b.span[at] * 2
}

// penalty prices an excess.
func (b *balance) penalty(at int, sum float64) float64 {
	e := b.excess(at, sum)
	if e == 0 {
		return 0
	}
	return e + e*e/b.grain
}

// change returns how the penalty of areas a and c changes when unit goes from
// a to c and back, unless it is -1, the other way.
func (b *balance) change(a, c, unit, back int32) float64 {
	d := 0.0
	for m, x := range b.mod.A {
		t := x[unit]
		if back >= 0 {
			t -= x[back]
		}
		at, to := m*b.mod.K+int(a), m*b.mod.K+int(c)
		sa, sc := b.sums[at], b.sums[to]
		d += b.penalty(at, sa-t) - b.penalty(at, sa) + b.penalty(to, sc+t) - b.penalty(to, sc)
	}
	return d
}

// pays returns the penalty of all measures of an area.
func (b *balance) pays(j int32) float64 {
	sum := 0.0
	for m := range b.mod.A {
		at := m*b.mod.K + int(j)
		sum += b.penalty(at, b.sums[at])
	}
	return sum
}

// move books a unit from one area to another.
func (b *balance) move(unit, from, to int32) {
	k := b.mod.K
	for m, x := range b.mod.A {
		b.sums[m*k+int(from)] -= x[unit]
		b.sums[m*k+int(to)] += x[unit]
	}
}
