package search

import (
	"cmp"
	"slices"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// balance keeps the sums of a plan and prices what lies outside its limits.
type balance struct {
	mod  *measure.Model
	sums []float64 // [m*K+j]
	// grain is a typical unit as a share of an area: the scale on which the
	// quadratic part of the penalty takes over.
	grain float64
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
	return b
}

// limitSlack is the relative rounding allowed at a limit.
const limitSlack = 1e-11

// excess returns how far a sum lies outside hard limits, as a share of their
// middle.
func (b *balance) excess(m, j int, sum float64) float64 {
	lo, hi := b.mod.Min[m][j], b.mod.Max[m][j]
	over := sum - hi*(1+limitSlack)
	if under := lo*(1-limitSlack) - sum; under > over {
		over = under
	}
	if over <= 0 || b.mod.Soft[m] > 0 {
		return 0
	}
	return over / (hi + lo) * 2
}

// penalty prices an excess.
func (b *balance) penalty(m int, j int32, sum float64) float64 {
	e := b.excess(m, int(j), sum)
	return e + e*e/b.grain
}

// change returns how the penalty of areas a and c changes when unit goes from
// a to c and back, unless it is -1, the other way.
func (b *balance) change(a, c, unit, back int32) float64 {
	k, d := b.mod.K, 0.0
	for m, x := range b.mod.A {
		t := x[unit]
		if back >= 0 {
			t -= x[back]
		}
		sa, sc := b.sums[m*k+int(a)], b.sums[m*k+int(c)]
		d += b.penalty(m, a, sa-t) - b.penalty(m, a, sa) + b.penalty(m, c, sc+t) - b.penalty(m, c, sc)
	}
	return d
}

// pays returns the penalty of all measures of an area.
func (b *balance) pays(j int32) float64 {
	sum := 0.0
	for m := range b.mod.A {
		sum += b.penalty(m, j, b.sums[m*b.mod.K+int(j)])
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

func sortPicks(p []pick) {
	slices.SortFunc(p, func(x, y pick) int { return cmp.Or(cmp.Compare(x.extra, y.extra), cmp.Compare(x.b, y.b)) })
}
