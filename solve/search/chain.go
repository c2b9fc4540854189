package search

import (
	"context"
	"math"
	"slices"
)

// carrier is a plan whose units can be handed on from area to area.
type carrier interface {
	// crossings calls f with every way for a unit to go from one area to
	// another.
	crossings(f func(from, to int32, p pick))
	// open reports whether the unit of p is still in area from and may go.
	open(p pick, from, to int32) bool
	// hand moves it and returns what takes that back.
	hand(p pick, from, to int32) (undo func())
	unitOf(p pick) int32
}

// chains mends limits that single moves cannot: it passes units along a path
// of neighbouring areas, from one with too much to one with room (or from one
// with plenty to one with too little), the cheapest path first. Whatever does
// not lower the violation is taken back.
func chains(ctx context.Context, b *balance, plan carrier, charge float64) {
	given := make([]bool, len(b.sums)) // limits given up on
	c := &linkage{balance: b, plan: plan, charge: charge, dist: make([]float64, b.mod.K), via: make([]int32, b.mod.K)}
	linked, fresh := -1, false // the measure that c is linked for; nothing has moved since
	for tries := 0; tries < 40+4*b.mod.K && ctx.Err() == nil; tries++ {
		j, m, over := b.worst(given)
		if j < 0 {
			return
		}
		if linked != m {
			c.link(m)
			linked, fresh = m, true
		}
		switch {
		case c.mend(j, m, over):
			fresh = false
			clear(given)
		case !fresh:
			linked = -1 // ways may have opened that c does not know
		default:
			given[m*b.mod.K+int(j)] = true
		}
	}
}

// mend passes units on between area j and the nearest area for which that
// lowers the violation; it reports whether there is one.
func (c *linkage) mend(j int32, m int, over bool) bool {
	for _, end := range c.ends(j, m, over) {
		if c.pass(c.path(end, over), j, m, over) {
			return true
		}
	}
	return false
}

// worst returns the area and measure furthest outside its limits that chains
// have not given up on, -1 when there is none.
func (b *balance) worst(given []bool) (j int32, m int, over bool) {
	j = -1
	most := 0.0
	for at, s := range b.sums {
		a := int32(at % b.mod.K)
		if e := b.excess(at/b.mod.K, int(a), s); e > most && !given[at] {
			most, j, m = e, a, at/b.mod.K
			over = s > b.mod.Max[m][a]
		}
	}
	return j, m, over
}

// chainLooks is how many units are kept per pair of neighbouring areas.
const chainLooks = 24

// linkage is the graph of areas with the units that may cross each border.
type linkage struct {
	*balance
	plan   carrier
	charge float64 // per step, which keeps paths short where moves are free
	cross  map[[2]int32][]pick
	out    [][]int32 // by area, ascending
	in     [][]int32
	dist   []float64
	via    []int32
}

// link collects, for every pair of neighbouring areas, the units with some of
// measure m that may cross, cheapest first.
func (c *linkage) link(m int) {
	c.cross, c.out, c.in = map[[2]int32][]pick{}, make([][]int32, c.mod.K), make([][]int32, c.mod.K)
	c.plan.crossings(func(from, to int32, p pick) {
		if c.mod.A[m][c.plan.unitOf(p)] <= 0 {
			return
		}
		key := [2]int32{from, to}
		if c.cross[key] == nil {
			c.out[from] = append(c.out[from], to)
			c.in[to] = append(c.in[to], from)
		}
		c.cross[key] = append(c.cross[key], p)
	})
	for key := range c.cross {
		c.cross[key] = cheapest(c.cross[key], chainLooks)
	}
	for j := range c.out {
		slices.Sort(c.out[j])
		slices.Sort(c.in[j])
	}
}

// ends runs Dijkstra's algorithm over areas and returns those that could take
// (over) or give some of measure m, nearest first.
func (c *linkage) ends(j int32, m int, over bool) []int32 {
	k := c.mod.K
	done := make([]bool, k)
	for a := range c.dist {
		c.dist[a], c.via[a] = math.Inf(1), -1
	}
	c.dist[j] = 0
	var found []int32
	for len(found) < 2*chainLooks {
		at := int32(-1)
		for a := range c.dist {
			if !done[a] && !math.IsInf(c.dist[a], 1) && (at < 0 || c.dist[a] < c.dist[at]) {
				at = int32(a)
			}
		}
		if at < 0 {
			break
		}
		done[at] = true
		s := c.sums[m*k+int(at)]
		if at != j && (over && s < c.mod.Max[m][at] || !over && s > c.mod.Min[m][at]) {
			found = append(found, at)
		}
		next := c.out[at]
		if !over {
			next = c.in[at]
		}
		for _, to := range next {
			key := [2]int32{at, to}
			if !over {
				key = [2]int32{to, at}
			}
			step := math.Max(0, c.cross[key][0].extra) + c.charge
			if d := c.dist[at] + step; d < c.dist[to] {
				c.dist[to], c.via[to] = d, at
			}
		}
	}
	return found
}

// path returns the areas in the order in which units are handed on.
func (c *linkage) path(end int32, over bool) []int32 {
	var p []int32
	for a := end; a >= 0; a = c.via[a] {
		p = append(p, a)
	}
	if over {
		for x, y := 0, len(p)-1; x < y; x, y = x+1, y-1 {
			p[x], p[y] = p[y], p[x]
		}
	}
	return p
}

// pass hands one unit over every link of the path and reports whether that
// lowered the violation; else nothing has changed.
func (c *linkage) pass(path []int32, j int32, m int, over bool) bool {
	at := m*c.mod.K + int(j)
	need := c.sums[at] - c.mod.Max[m][j]
	if !over {
		need = c.mod.Min[m][j] - c.sums[at]
	}
	before := c.broken(path)
	var undo []func()
	for p := 0; p+1 < len(path); p++ {
		u, ok := c.choose(path[p], path[p+1], m, need)
		if !ok {
			break
		}
		undo = append(undo, c.plan.hand(u, path[p], path[p+1]))
	}
	if len(undo) == len(path)-1 && c.broken(path) < before*(1-1e-9) {
		return true
	}
	for p := len(undo) - 1; p >= 0; p-- {
		undo[p]()
	}
	return false
}

func (b *balance) broken(areas []int32) float64 {
	v := 0.0
	for _, j := range areas {
		for m := range b.mod.A {
			v += b.excess(m, int(j), b.sums[m*b.mod.K+int(j)])
		}
	}
	return v
}

// choose returns the unit to hand on: of those that may still go, the one
// nearest in size to the need, the cheapest among equals.
func (c *linkage) choose(from, to int32, m int, need float64) (best pick, ok bool) {
	least := math.Inf(1)
	for _, p := range c.cross[[2]int32{from, to}] {
		size := c.mod.A[m][c.plan.unitOf(p)]
		misfit := math.Abs(math.Log((size + 1e-300) / math.Max(need, 1e-300)))
		if size >= need {
			misfit *= 0.5 // rather a little more than too little
		}
		if misfit < least-0.05 && c.plan.open(p, from, to) {
			best, least, ok = p, misfit, true
		}
	}
	return best, ok
}

// The plan on a graph: a pick is a unit (b) and an area (o).

func (l *land) crossings(f func(from, to int32, p pick)) {
	for u := range l.assign {
		from := l.assign[u]
		for x, v := range l.neighbours(int32(u)) {
			to := l.assign[v]
			if to != from && !l.seenBefore(int32(u), x, to) && l.allowed(int32(u), to) {
				f(from, to, pick{b: int32(u), o: to, extra: l.delta(int32(u), to)})
			}
		}
	}
}

func (l *land) open(p pick, from, to int32) bool {
	return l.assign[p.b] == from && l.canLeave(p.b) && l.touches(p.b, to)
}

func (l *land) hand(p pick, from, to int32) func() {
	l.shift(p.b, to)
	return func() { l.shift(p.b, from) }
}

func (l *land) unitOf(p pick) int32 { return p.b }

// The plan with options: a pick is a border unit (b) and an option (o).

func (r *repair) crossings(f func(from, to int32, p pick)) {
	for b := range r.unit {
		now := r.now[b]
		if now < 0 {
			continue
		}
		for o := r.first[b]; o < r.first[b+1]; o++ {
			if o != now {
				f(r.area[now], r.area[o], pick{int32(b), o, r.extra[o] - r.extra[now]})
			}
		}
	}
}

func (r *repair) open(p pick, from, _ int32) bool { return r.area[r.now[p.b]] == from }

func (r *repair) hand(p pick, _, _ int32) func() {
	old := r.now[p.b]
	r.apply(p.b, p.o)
	return func() { r.apply(p.b, old) }
}

func (r *repair) unitOf(p pick) int32 { return r.unit[p.b] }
