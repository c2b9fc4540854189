package search

import (
	"context"
	"slices"
)

// carrier is a plan whose units can be handed on from area to area.
type carrier interface {
	// around calls f with every way for a unit to go from area j to another
	// area or from another area to j.
	around(j int32, f func(from, to int32, p pick))
	// open reports whether the unit of p is still in area from and may go.
	open(p pick, from, to int32) bool
	// hand moves what an area hands on and returns what takes that back, nil
	// where it may not go.
	hand(l load, from, to int32) (undo func())
	unitOf(p pick) int32
	// tired reports whether so much has been looked at that chains should end.
	tired() bool
}

// chains mends limits that single moves cannot: it passes units along a path
// of neighbouring areas, from one with too much to one with room (or from one
// with plenty to one with too little), the cheapest path first. Whatever does
// not lower the violation is taken back. rate is the price of an excess.
func chains(ctx context.Context, b *balance, plan carrier, rate float64) {
	c := newLinkage(b, plan, rate)
	mended := false // since limits given up on were last tried again
	for tries := 0; tries < 40+4*b.mod.K && ctx.Err() == nil && !plan.tired(); tries++ {
		j, m, over := b.worst(c.given)
		if j < 0 {
			if !mended {
				return
			}
			mended = false
			clear(c.given)
			continue
		}
		if c.linked != m {
			c.link(m)
		}
		c.pairs = false
		areas := c.mend(j, over)
		if areas == nil {
			c.pairs = true
			areas = c.mend(j, over)
		}
		if areas == nil {
			c.given[m*b.mod.K+int(j)] = true
			continue
		}
		mended = true
		for _, a := range areas {
			c.retry(a)
			for _, near := range c.out[a] {
				c.retry(near)
			}
		}
		c.relink(areas)
	}
}

// retry lets the limits of area j be tried again.
func (c *linkage) retry(j int32) {
	for m := range c.mod.A {
		c.given[m*c.mod.K+int(j)] = false
	}
}

// worst returns the area and measure furthest outside its limits that chains
// have not given up on, -1 when there is none.
func (b *balance) worst(given []bool) (j int32, m int, over bool) {
	j = -1
	most := 0.0
	for at, s := range b.sums {
		if e := b.excess(at, s); e > most && !given[at] {
			most, j, m = e, int32(at%b.mod.K), at/b.mod.K
			over = s > b.mod.Max[m][j]
		}
	}
	return j, m, over
}

// chainLooks is how many units are kept per pair of neighbouring areas.
const chainLooks = 24

// chargeShare is the price of a step, as a share of that of an excess of one
// grain; it keeps paths short where moves are free.
const chargeShare = 1e-3

// linkage is the graph of areas with the units that may cross each border.
type linkage struct {
	*balance
	plan   carrier
	rate   float64 // price of an excess
	pairs  bool    // try exchanges where no unit fits
	linked int     // the measure that the units are listed for, -1 for none
	given  []bool  // limits given up on
	cross  map[[2]int32][]pick
	out    [][]int32 // by area, ascending
	in     [][]int32
	hops   []hop // of the search for a path, by area
}

func newLinkage(b *balance, plan carrier, rate float64) *linkage {
	return &linkage{balance: b, plan: plan, rate: rate, linked: -1, given: make([]bool, len(b.sums)), hops: make([]hop, b.mod.K)}
}

// link collects, for every pair of neighbouring areas, the units with some of
// measure m that may cross, cheapest first.
func (c *linkage) link(m int) {
	c.cross, c.out, c.in, c.linked = map[[2]int32][]pick{}, make([][]int32, c.mod.K), make([][]int32, c.mod.K), m
	areas := make([]int32, c.mod.K)
	for j := range areas {
		areas[j] = int32(j)
	}
	c.relink(areas)
}

// relink lists the units that may cross into or out of the given areas anew:
// what has changed there changes no other border.
func (c *linkage) relink(areas []int32) {
	mine := make(map[int32]bool, len(areas))
	for _, j := range areas {
		c.unlink(j)
		mine[j] = true
	}
	var keys [][2]int32
	for _, j := range areas {
		c.plan.around(j, func(from, to int32, p pick) {
			if c.mod.A[c.linked][c.plan.unitOf(p)] <= 0 || to == j && mine[from] {
				return // it is listed around from
			}
			key := [2]int32{from, to}
			if c.cross[key] == nil {
				keys = append(keys, key)
			}
			c.cross[key] = append(c.cross[key], p)
		})
	}
	for _, key := range keys {
		c.cross[key] = cheapest(c.cross[key], chainLooks)
		c.out[key[0]] = insert(c.out[key[0]], key[1])
		c.in[key[1]] = insert(c.in[key[1]], key[0])
	}
}

// unlink forgets the borders of area j.
func (c *linkage) unlink(j int32) {
	for _, to := range c.out[j] {
		delete(c.cross, [2]int32{j, to})
		c.in[to] = remove(c.in[to], j)
	}
	for _, from := range c.in[j] {
		delete(c.cross, [2]int32{from, j})
		c.out[from] = remove(c.out[from], j)
	}
	c.out[j], c.in[j] = c.out[j][:0], c.in[j][:0]
}

// insert adds x to an ascending list, remove takes it out.
func insert(list []int32, x int32) []int32 {
	at, _ := slices.BinarySearch(list, x)
	return slices.Insert(list, at, x)
}

func remove(list []int32, x int32) []int32 {
	if at, found := slices.BinarySearch(list, x); found {
		return slices.Delete(list, at, at+1)
	}
	return list
}

// The plan on a graph: a pick is a unit (b) and an area (o).

func (l *land) tired() bool { return l.looked >= l.most }

func (l *land) around(j int32, f func(from, to int32, p pick)) {
	units := l.present(j)
	l.looked += len(units)
	l.now += 2
	for _, u := range units {
		for x, v := range l.neighbours(u) {
			a := l.assign[v]
			if a == j {
				continue
			}
			if !l.seenBefore(u, x, a) && l.allowed(u, a) {
				f(j, a, pick{b: u, o: a, extra: l.delta(u, a)})
			}
			if l.stamp[v] != l.now && l.allowed(v, j) {
				f(a, j, pick{b: v, o: j, extra: l.delta(v, j)})
			}
			l.stamp[v] = l.now
		}
	}
}

func (l *land) open(p pick, from, to int32) bool {
	return l.assign[p.b] == from && l.canLeave(p.b) && l.touches(p.b, to)
}

func (l *land) hand(x load, from, to int32) func() {
	u, v := x.there.b, x.back.b
	switch {
	case !x.swap && l.open(x.there, from, to):
		l.shift(u, to)
		return func() { l.shift(u, from) }
	case x.swap && l.assign[u] == from && l.assign[v] == to && l.trade(u, v):
		return func() {
			l.shift(u, from)
			l.shift(v, to)
		}
	}
	return nil
}

func (l *land) unitOf(p pick) int32 { return p.b }

// The plan with options: a pick is a border unit (b) and an option (o).

func (r *repair) tired() bool { return false }

func (r *repair) around(j int32, f func(from, to int32, p pick)) {
	for _, b := range r.hold[j] {
		now := r.now[b]
		if now < 0 {
			continue
		}
		here := r.area[now]
		for o := r.first[b]; o < r.first[b+1]; o++ {
			if o != now && (here == j || r.area[o] == j) {
				f(here, r.area[o], pick{b, o, r.extra[o] - r.extra[now]})
			}
		}
	}
}

func (r *repair) open(p pick, from, _ int32) bool { return r.area[r.now[p.b]] == from }

func (r *repair) hand(x load, from, to int32) func() {
	p, q := x.there, x.back
	if !r.open(p, from, to) || x.swap && !r.open(q, to, from) {
		return nil
	}
	first := r.now[p.b]
	r.apply(p.b, p.o)
	if !x.swap {
		return func() { r.apply(p.b, first) }
	}
	second := r.now[q.b]
	r.apply(q.b, q.o)
	return func() {
		r.apply(q.b, second)
		r.apply(p.b, first)
	}
}

func (r *repair) unitOf(p pick) int32 { return r.unit[p.b] }
