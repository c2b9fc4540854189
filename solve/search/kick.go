package search

import (
	"context"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// kickWork bounds the options looked at by kicks, and kickPatience those looked
// at since kicks last lowered the violation: limits that a whole region cannot
// keep are not kept by trying on.
const (
	kickWork     = 1_000_000
	kickPatience = 1_500_000
)

// Kick tries to get rid of the violation that Repair left: it moves a few
// units around a broken limit at random, repairs again, and keeps what is no
// worse. The same seed gives the same plan.
func Kick(ctx context.Context, mod *measure.Model, assign []int32, options []measure.Option, seed uint64) float64 {
	if mod.M == 0 || len(options) == 0 {
		return newBalance(mod, assign).total()
	}
	r := newRepair(mod, assign, options)
	first := r.rate
	left := r.total()
	random := rand.New(rand.NewPCG(seed, 0x6b69636b))
	kept, keptNow := append([]int32(nil), assign...), append([]int32(nil), r.now...)
	keptSums := append([]float64(nil), r.sums...)
	rounds := min(200, max(4, kickWork/len(options)))
	helped := r.work
	for round := 0; round < rounds && left > 0 && r.work < min(r.most, helped+kickPatience) && ctx.Err() == nil; round++ {
		r.shake(random)
		r.rate = first
		for range penaltyRounds {
			if r.descend(ctx); r.total() == 0 {
				break
			}
			r.rate *= penaltyGrowth
		}
		if t := r.total(); t <= left {
			if t < left*(1-1e-6) {
				helped = r.work
			}
			left = t
			copy(kept, assign)
			copy(keptNow, r.now)
			copy(keptSums, r.sums)
			continue
		}
		copy(assign, kept)
		copy(r.now, keptNow)
		copy(r.sums, keptSums)
		r.weigh()
	}
	return left
}

// shake moves up to four random units that touch a broken area, or a
// neighbour of it, to random options.
func (r *repair) shake(random *rand.Rand) {
	var broken []int32
	for j := range int32(r.mod.K) {
		if r.outside(j) {
			broken = append(broken, j)
		}
	}
	if len(broken) == 0 {
		return
	}
	j := broken[random.IntN(len(broken))]
	for range 1 + random.IntN(4) {
		if len(r.hold[j]) == 0 {
			return
		}
		b := r.hold[j][random.IntN(len(r.hold[j]))]
		if r.now[b] < 0 {
			continue
		}
		o := r.first[b] + int32(random.IntN(int(r.first[b+1]-r.first[b])))
		if to := r.area[o]; to != r.area[r.now[b]] {
			from := r.area[r.now[b]]
			r.apply(b, o)
			if random.IntN(2) == 0 {
				j = from
			} else {
				j = to
			}
		}
	}
}
