package search

import (
	"context"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Proposals of annealing per unit of a level: many on the coarsest, where the
// shape of the plan is decided, fewer on the finer ones, which smooth it.
const (
	coarseProposals = 300
	fineProposals   = 30
	mostProposals   = 3_000_000
)

// Temperatures at which annealing begins, in mean borders of a unit: on the
// coarsest level of a plan from scratch and of one that is being improved, and
// on the finer levels.
const (
	freshHeat = 1.5
	childHeat = 0.5
	fineHeat  = 0.25
)

// together is the number of plans that Borders keeps and makes in a round where
// nothing else is asked for.
const together = 4

// divided is a plan with the centres it travels to.
type divided struct {
	assign  []int32
	centres []measure.Vec
	broken  float64 // violation, and pieces beyond one per area
	value   float64
}

func (d *divided) better(o *divided) bool {
	return d.broken < o.broken || d.broken == o.broken && d.value < o.value
}

// Breeding steers Borders.
type Breeding struct {
	// Free marks the centres that follow their areas.
	Free []bool
	// Fence is the price of a unit of border.
	Fence   float64
	Seed    uint64
	Workers int
	// Together is the number of plans kept, and made in a round; 0 means 4.
	Together int
	// More is asked before every round, with the violation of the best plan.
	More func(round int, broken float64) bool
}

// Borders searches for a plan of least objective where borders have a price.
// It merges the units in steps until few are left, anneals the plan of the
// merged units and refines it while they come apart again, from several random
// mergings; then it crosses the best plans with each other: units that neither
// divides are merged, so that only what the two disagree upon is open. assign
// and centres are changed in place; the violation left and the number of rounds
// that count are returned.
func Borders(ctx context.Context, mod *measure.Model, assign []int32, centres []measure.Vec, how Breeding) (left float64, rounds int) {
	if how.Together == 0 {
		how.Together = together
	}
	b := &breeder{mod: mod, Breeding: how}
	first := b.judge(assign, centres)
	kept := []*divided{first}
	for ; how.More(rounds, kept[0].broken); rounds++ {
		made := make([]*divided, how.Together)
		measure.Parallel(how.Workers, how.Together, func(_, r int) {
			random := rand.New(rand.NewPCG(how.Seed, uint64(rounds*how.Together+r)))
			if rounds == 0 || kept[0].broken > 0 && r%2 == 1 {
				made[r] = b.fresh(ctx, random, first, rounds+r == 0)
			} else {
				made[r] = b.child(ctx, random, kept)
			}
		})
		if ctx.Err() != nil {
			break // a round counts as a whole or not at all
		}
		for _, d := range made {
			kept = keep(kept, d, how.Together)
		}
	}
	copy(assign, kept[0].assign)
	copy(centres, kept[0].centres)
	return kept[0].broken, rounds
}

// keep adds a plan to those kept, best first, unless one is the same.
func keep(kept []*divided, d *divided, most int) []*divided {
	at := len(kept)
	for i, k := range kept {
		if d.broken == k.broken && d.value == k.value {
			return kept
		}
		if at == len(kept) && d.better(k) {
			at = i
		}
	}
	kept = append(kept, nil)
	copy(kept[at+1:], kept[at:])
	kept[at] = d
	return kept[:min(len(kept), most)]
}

type breeder struct {
	mod *measure.Model
	Breeding
}

// judge measures a plan with its best centres.
func (b *breeder) judge(assign []int32, centres []measure.Vec) *divided {
	d := &divided{assign: append([]int32(nil), assign...), centres: Recentre(b.mod, assign, centres, b.Free)}
	l := b.land(b.mod, d.assign, d.centres)
	d.broken, d.value = l.total()+float64(l.loose()), l.objective()
	return d
}

// land is a plan without prices on amounts: those of the areas of another plan
// would mislead.
func (b *breeder) land(mod *measure.Model, assign []int32, centres []measure.Vec) *land {
	l := newLand(mod, assign, centres, make([]float64, mod.K*mod.M))
	l.fence = b.Fence
	return l
}

// fresh makes a plan from the given one, from scratch or keeping to it until
// the units come apart.
func (b *breeder) fresh(ctx context.Context, random *rand.Rand, from *divided, faithful bool) *divided {
	if faithful {
		return b.refine(ctx, random, coarsen(b.mod, [][]int32{from.assign}, random), from, childHeat)
	}
	return b.refine(ctx, random, coarsen(b.mod, nil, random), from, freshHeat)
}

// child crosses two of the plans kept, the better of which is where it starts.
func (b *breeder) child(ctx context.Context, random *rand.Rand, kept []*divided) *divided {
	x, y := random.IntN(len(kept)), random.IntN(len(kept))
	if x == y {
		return b.refine(ctx, random, coarsen(b.mod, [][]int32{kept[x].assign}, random), kept[x], childHeat)
	}
	x, y = min(x, y), max(x, y)
	return b.refine(ctx, random, coarsen(b.mod, [][]int32{kept[x].assign, kept[y].assign}, random), kept[x], childHeat)
}

// refine carries a plan up to the coarsest level and anneals it there, and on
// every level on the way back.
func (b *breeder) refine(ctx context.Context, random *rand.Rand, levels []level, from *divided, heat float64) *divided {
	plan, centres := from.assign, from.centres
	for _, lv := range levels {
		plan = carried([][]int32{plan}, lv.up, lv.mod.N)[0]
	}
	if len(levels) == 0 {
		plan = append([]int32(nil), plan...)
	}
	for at := len(levels); at >= 0; at-- {
		mod, proposals, heat := b.mod, fineProposals, heat
		if at > 0 {
			mod = levels[at-1].mod
		}
		if at == len(levels) {
			proposals = coarseProposals
			Whole(ctx, mod, plan, centres, make([]float64, mod.K*mod.M))
		} else {
			heat = min(heat, fineHeat)
		}
		centres = Recentre(mod, plan, centres, b.Free)
		l := b.land(mod, plan, centres)
		l.rate = l.firstRate()
		l.anneal(ctx, random, heat, min(proposals*mod.N, mostProposals))
		if at > 0 {
			plan = refined(l.assign, levels[at-1].up)
			continue
		}
		centres = Recentre(mod, plan, centres, b.Free)
		l.centres = centres
		l.finish(ctx)
	}
	return b.judge(plan, centres)
}

// finish brings a plan within its limits and descends on the true cost.
func (l *land) finish(ctx context.Context) {
	q := &queue{in: make([]bool, l.mod.N)}
	l.settle(ctx, q)
	l.improve(ctx, q)
}

// loose returns the number of pieces beyond one per area of those that must
// hang together.
func (l *land) loose() int {
	_, area, _ := l.pieces()
	left, seen := 0, make([]bool, l.mod.K)
	for _, j := range area {
		if l.firm[j] && seen[j] {
			left++
		}
		seen[j] = true
	}
	return left
}
