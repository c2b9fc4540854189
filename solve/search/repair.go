package search

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Repair moves units among their options until every hard limit holds or
// nothing helps any more. assign is changed in place; what is returned is the
// violation left, as the sum of excess ÷ middle of the limits.
//
// It descends on an augmented Lagrangian: the priced cost of the options plus a
// penalty on what lies outside the limits. The penalty has a linear part, which
// settles the last bit, and a quadratic one, which lets an excess spread over a
// chain of neighbours that are all near their own limits. At the optimum of the
// dual all priced costs are reduced costs, so the first moves are the cheapest.
func Repair(ctx context.Context, mod *measure.Model, assign []int32, options []measure.Option) float64 {
	if mod.M == 0 || len(options) == 0 {
		return newBalance(mod, assign).total()
	}
	r := newRepair(mod, assign, options)
	for range penaltyRounds {
		r.descend(ctx)
		if r.total() == 0 || ctx.Err() != nil {
			break
		}
		r.rate *= penaltyGrowth
	}
	chains(ctx, r.balance, r, r.rate)
	return r.total()
}

// The penalty starts where leaving a limit by a typical unit costs about as
// much as a typical move, and grows while limits stay broken.
const (
	penaltyRounds = 7
	penaltyGrowth = 4
)

type repair struct {
	*balance
	assign []int32
	unit   []int32 // border units, in order
	first  []int32 // border unit → options first[b] to first[b+1]
	area   []int32 // of an option
	extra  []float64
	now    []int32   // border unit → its current option
	press  []float64 // area → penalty it pays now, the most that a change of it can gain
	hold   [][]int32 // area → border units that have it among their options
	rate   float64   // cost per relative excess
	queue  []int32
	queued []bool
	work   int // options looked at so far
	most   int // where descents end
}

func newRepair(mod *measure.Model, assign []int32, options []measure.Option) *repair {
	r := &repair{balance: newBalance(mod, assign), assign: assign, hold: make([][]int32, mod.K), queued: make([]bool, mod.K)}
	mean := 0.0
	for o, op := range options {
		if o == 0 || options[o-1].Unit != op.Unit {
			r.unit, r.first, r.now = append(r.unit, op.Unit), append(r.first, int32(o)), append(r.now, -1)
		}
		b := int32(len(r.unit) - 1)
		r.area, r.extra = append(r.area, op.Area), append(r.extra, op.Extra)
		r.hold[op.Area] = append(r.hold[op.Area], b)
		if assign[op.Unit] == op.Area {
			r.now[b] = int32(o)
		}
		mean += op.Extra
	}
	r.first = append(r.first, int32(len(options)))
	r.most = repairWork + 100*mod.N
	r.rate = mean/float64(len(options))/r.grain + 1e-300
	r.press = make([]float64, mod.K)
	r.weigh()
	return r
}

// weigh works out anew what every area pays.
func (r *repair) weigh() {
	for j := range r.press {
		r.press[j] = r.pays(int32(j))
	}
}

// repairWork bounds the options that a repair looks at, beside a share for
// every unit; a repair that succeeds needs a fraction of it.
const repairWork = 20_000_000

// descend works off the areas outside their limits until none is left that a
// move or an exchange improves.
func (r *repair) descend(ctx context.Context) {
	for j := range r.hold {
		r.push(int32(j))
	}
	for steps := 0; len(r.queue) > 0; steps++ {
		if steps%64 == 0 && ctx.Err() != nil {
			return
		}
		j := r.queue[0]
		r.queue = r.queue[1:]
		r.queued[j] = false
		for r.outside(j) && r.work < r.most && (r.shiftAt(j) || r.swapAt(j)) {
			if steps++; steps%64 == 0 && ctx.Err() != nil {
				return
			}
		}
	}
}

func (r *repair) push(j int32) {
	if !r.queued[j] && r.outside(j) {
		r.queue = append(r.queue, j)
		r.queued[j] = true
	}
}

// shiftAt makes the best single move into or out of area j, if one improves.
func (r *repair) shiftAt(j int32) bool {
	least, bestB, bestO := -1e-12*r.rate, int32(-1), int32(0)
	// No change of two areas gains more than both pay, so most options need no closer look.
	for _, b := range r.hold[j] {
		if r.now[b] < 0 {
			continue
		}
		here := r.area[r.now[b]]
		r.work += int(r.first[b+1] - r.first[b])
		for o := r.first[b]; o < r.first[b+1]; o++ {
			to := r.area[o]
			if to == here || here != j && to != j {
				continue
			}
			cost := r.extra[o] - r.extra[r.now[b]]
			if cost-r.rate*(r.press[here]+r.press[to]) >= least {
				continue
			}
			d := cost + r.rate*r.change(here, to, r.unit[b], -1)
			if d < least {
				least, bestB, bestO = d, b, o
			}
		}
	}
	if bestB < 0 {
		return false
	}
	r.apply(bestB, bestO)
	return true
}

// apply moves a border unit to one of its options.
func (r *repair) apply(b, o int32) {
	from, to := r.area[r.now[b]], r.area[o]
	r.move(r.unit[b], from, to)
	r.assign[r.unit[b]] = to
	r.now[b] = o
	r.press[from], r.press[to] = r.pays(from), r.pays(to)
	r.push(from)
	r.push(to)
}

// swapLooks is how many units on either side of a border are tried in pairs.
const swapLooks = 60

// swapAt makes the first exchange between area j and a neighbour that
// improves, trying the cheapest units first.
func (r *repair) swapAt(j int32) bool {
	out := map[int32][]pick{}
	var others []int32
	for _, b := range r.hold[j] {
		if r.now[b] < 0 {
			continue
		}
		here := r.area[r.now[b]]
		for o := r.first[b]; o < r.first[b+1]; o++ {
			to := r.area[o]
			if to == here || here != j && to != j {
				continue
			}
			key := to
			if to == j {
				key = ^here
			}
			if _, ok := out[key]; !ok && key >= 0 {
				others = append(others, key)
			}
			out[key] = append(out[key], pick{b, o, r.extra[o] - r.extra[r.now[b]]})
		}
	}
	for _, other := range others {
		if r.swapPair(j, other, cheapest(out[other], swapLooks), cheapest(out[^other], swapLooks)) {
			return true
		}
	}
	return false
}

func (r *repair) swapPair(j, other int32, there, back []pick) bool {
	least := -1e-9 * r.rate
	var bestT, bestB pick
	found := false
	most := r.rate * (r.press[j] + r.press[other])
	for _, t := range there {
		// The cheapest come first: once one costs more than can be gained, so do all after it.
		for _, k := range back {
			if r.work++; t.extra+k.extra-most >= least {
				break
			}
			d := t.extra + k.extra + r.rate*r.change(j, other, r.unit[t.b], r.unit[k.b])
			if d < least {
				least, bestT, bestB, found = d, t, k, true
			}
		}
	}
	if found {
		r.apply(bestT.b, bestT.o)
		r.apply(bestB.b, bestB.o)
	}
	return found
}

// total returns the violation of all hard limits.
func (b *balance) total() float64 {
	v := 0.0
	for at, s := range b.sums {
		v += b.excess(at, s)
	}
	return v
}

// outside reports whether an area breaks a hard limit.
func (b *balance) outside(j int32) bool {
	for m := range b.mod.A {
		if at := m*b.mod.K + int(j); b.excess(at, b.sums[at]) > 0 {
			return true
		}
	}
	return false
}
