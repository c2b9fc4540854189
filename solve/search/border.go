package search

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Border improves a plan on a graph by shifting and exchanging units between
// neighbouring areas. Areas that hang together stay so. While limits are
// broken it descends on priced cost plus penalty, with a penalty that grows;
// then on the true cost with moves that keep all limits. assign is changed in
// place; the violation left is returned. Exchanges and chains that seek limits
// end after they have looked at every unit effort times.
func Border(ctx context.Context, mod *measure.Model, assign []int32, centres []measure.Vec, prices []float64, effort int) float64 {
	l := newLand(mod, assign, centres, prices)
	l.most = min(l.most, effort*mod.N)
	l.rate = l.firstRate()
	l.finish(ctx)
	return l.total()
}

// AllEffort sets no end of its own to Border.
const AllEffort = 1 << 30

// objective returns travel, disruption and the price of borders.
func (l *land) objective() float64 {
	sum := 0.0
	for u, j := range l.assign {
		sum += l.cost(int32(u), j)
		for _, v := range l.neighbours(int32(u)) {
			if l.assign[v] != j {
				sum += l.fence * l.shared(int32(u), v) / 2
			}
		}
	}
	return sum
}

// settle descends with a growing penalty until all limits hold.
func (l *land) settle(ctx context.Context, q *queue) {
	if l.total() == 0 {
		return // a descent on priced cost could leave the limits, and find no way back
	}
	first := l.rate
	best := kept{assign: append([]int32(nil), l.assign...), broken: l.total()}
	for range penaltyRounds + 2 {
		l.fill(q)
		l.descend(ctx, q)
		if best.less(l) || ctx.Err() != nil {
			break
		}
		if l.looked < l.most {
			l.list()
			l.exchange(ctx)
			chains(ctx, l.balance, l, l.rate)
			l.units = nil
			if best.less(l) {
				break
			}
		}
		l.rate *= penaltyGrowth
	}
	best.back(l)
	l.rate = first
}

// kept is the plan of least violation so far.
type kept struct {
	assign []int32
	broken float64
}

// less notes the plan of l where it breaks limits less, and reports whether it
// breaks none.
func (k *kept) less(l *land) bool {
	if broken := l.total(); broken < k.broken {
		k.broken = broken
		copy(k.assign, l.assign)
	}
	return k.broken == 0
}

// back returns to the plan noted.
func (k *kept) back(l *land) {
	if l.total() <= k.broken {
		return
	}
	for u, j := range k.assign {
		if l.assign[u] != j {
			l.shift(int32(u), j)
		}
	}
}

// queue holds units to look at, each once.
type queue struct {
	units []int32
	in    []bool
}

func (q *queue) push(u int32) {
	if !q.in[u] {
		q.in[u] = true
		q.units = append(q.units, u)
	}
}

func (q *queue) pop() int32 {
	u := q.units[0]
	q.units = q.units[1:]
	q.in[u] = false
	return u
}

// fill queues every unit on a border.
func (l *land) fill(q *queue) {
	for u := range l.assign {
		for _, v := range l.neighbours(int32(u)) {
			if l.assign[v] != l.assign[u] {
				q.push(int32(u))
				break
			}
		}
	}
}

// firstRate makes leaving a limit by a typical unit cost about as much as a
// typical unit travels.
func (l *land) firstRate() float64 {
	sum := 0.0
	step := max(1, l.mod.N/5000)
	n := 0
	for u := 0; u < l.mod.N; u += step {
		sum += l.cost(int32(u), l.assign[u])
		n++
	}
	return sum/float64(n)/l.grain*0.1 + 1e-300
}

// descend works off the queue with improving shifts.
func (l *land) descend(ctx context.Context, q *queue) {
	for steps := 0; len(q.units) > 0; steps++ {
		if steps%1024 == 0 && ctx.Err() != nil {
			return
		}
		u := q.pop()
		if to := l.bestShift(u); to >= 0 {
			l.shift(u, to)
			l.stir(q, u)
		}
	}
}

// bestShift returns the neighbouring area that u should go to, -1 for none.
func (l *land) bestShift(u int32) int32 {
	from := l.assign[u]
	best, least := int32(-1), -1e-9*l.rate*l.grain
	for x, v := range l.neighbours(u) {
		to := l.assign[v]
		if to == from || l.seenBefore(u, x, to) {
			continue
		}
		change := l.change(from, to, u, -1)
		if l.plain && change > 0 {
			continue
		}
		if d := l.delta(u, to) + l.rate*change; d < least && l.allowed(u, to) {
			best, least = to, d
		}
	}
	if best >= 0 && !l.canLeave(u) {
		return -1
	}
	return best
}

// seenBefore reports whether an earlier neighbour of u is in area to.
func (l *land) seenBefore(u int32, x int, to int32) bool {
	for _, v := range l.neighbours(u)[:x] {
		if l.assign[v] == to {
			return true
		}
	}
	return false
}

// exchangeWork bounds the units that exchanges look at over the life of a land.
// A plan that is far from its limits would look at its areas thousands of
// times; one that is near them, a few.
const exchangeWork = 50_000_000

// exchange tries pairs of units across the borders of areas that break limits.
func (l *land) exchange(ctx context.Context) {
	for j := range int32(l.mod.K) {
		for l.outside(j) && l.looked < l.most && ctx.Err() == nil {
			if !l.exchangeAt(j) {
				break
			}
		}
	}
}

// list notes the units of every area; shifts then add to it.
func (l *land) list() {
	l.units = make([][]int32, l.mod.K)
	for u, j := range l.assign {
		l.units[j] = append(l.units[j], int32(u))
	}
}

// present returns the units of area j, each once.
func (l *land) present(j int32) []int32 {
	l.now += 2
	kept := l.units[j][:0]
	for _, u := range l.units[j] {
		if l.assign[u] == j && l.stamp[u] != l.now {
			l.stamp[u] = l.now
			kept = append(kept, u)
		}
	}
	l.units[j] = kept
	return kept
}

// exchangeAt makes an improving exchange between area j and a neighbour, if
// there is one.
func (l *land) exchangeAt(j int32) bool {
	there, back, others := l.across(j)
	for _, other := range others {
		if l.exchangePair(j, other, cheapest(there[other], swapLooks), cheapest(back[other], swapLooks)) {
			return true
		}
	}
	return false
}

func (l *land) exchangePair(j, other int32, there, back []pick) bool {
	for _, t := range there {
		for _, k := range back {
			change := l.change(j, other, t.b, k.b)
			if l.plain && change > 0 {
				continue
			}
			d := t.extra + k.extra + l.rate*change + 2*l.fence*l.shared(t.b, k.b)
			if d < -1e-9*l.rate*l.grain && l.trade(t.b, k.b) {
				return true
			}
		}
	}
	return false
}

// shared returns the length of border between two units: an exchange of
// neighbours saves it in neither delta.
func (l *land) shared(u, v int32) float64 {
	if l.fence == 0 {
		return 0
	}
	g := l.mod.Graph
	sum := 0.0
	for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
		if g.Target[e] != v {
			continue
		}
		if g.Border == nil {
			sum++
		} else {
			sum += g.Border[e]
		}
	}
	return sum
}

// trade exchanges the areas of u and v unless that would cut one of them.
func (l *land) trade(u, v int32) bool {
	a, b := l.assign[u], l.assign[v]
	if !l.canLeave(u) {
		return false
	}
	l.shift(u, b)
	if l.canLeave(v) && l.touches(v, a) {
		l.shift(v, a)
		if l.touches(u, b) {
			return true
		}
		l.shift(v, b)
	}
	l.shift(u, a)
	return false
}

// touches reports whether a neighbour of u is in area j.
func (l *land) touches(u, j int32) bool {
	for _, v := range l.neighbours(u) {
		if l.assign[v] == j {
			return true
		}
	}
	return !l.firm[j]
}
