package search

import (
	"context"
	"math"
	"sort"
)

// chains mends limits that single moves cannot: it passes units along a path
// of neighbouring areas, from one with too much to one with room (or from one
// with plenty to one with too little), the cheapest path first. Whatever does
// not lower the violation is taken back.
func (l *land) chains(ctx context.Context) {
	banned := map[[2]int32]bool{} // area and end that did not work
	var c *linkage // of the present plan and measure linked
	linked := -1
	for tries := 0; tries < 40+4*l.mod.K && ctx.Err() == nil; tries++ {
		j, m, over := l.worst(banned)
		if j < 0 {
			return
		}
		if linked != m {
			c, linked = l.links(m), m
		}
		done := false
		for _, end := range c.ends(j, m, over) {
			if !banned[[2]int32{j, end}] && l.pass(c, c.path(end, over), j, m, over) {
				done, linked = true, -1
				clear(banned)
				break
			}
		}
		if !done {
			banned[[2]int32{j, -1}] = true
		}
	}
}

// worst returns the area and measure furthest outside its limits that chains
// have not given up on, -1 when there is none.
func (l *land) worst(banned map[[2]int32]bool) (j int32, m int, over bool) {
	j = -1
	most := 0.0
	for at, s := range l.sums {
		a := int32(at % l.mod.K)
		if e := l.excess(at/l.mod.K, int(a), s); e > most && !banned[[2]int32{a, -1}] {
			most, j, m = e, a, at/l.mod.K
			over = s > l.mod.Max[m][a]
		}
	}
	return j, m, over
}

// chainLooks is how many units are kept per pair of neighbouring areas.
const chainLooks = 24

// linkage is the graph of areas with the units that may cross each border.
type linkage struct {
	l     *land
	cross map[[2]int32][]pick
	out   [][]int32 // by area, ascending
	in    [][]int32
	dist  []float64
	via   []int32
}

// links collects, for every pair of neighbouring areas, the units that may
// cross, cheapest first.
func (l *land) links(m int) *linkage {
	c := &linkage{l: l, cross: map[[2]int32][]pick{}, out: make([][]int32, l.mod.K), in: make([][]int32, l.mod.K),
		dist: make([]float64, l.mod.K), via: make([]int32, l.mod.K)}
	for u := range l.assign {
		from := l.assign[u]
		for x, v := range l.neighbours(int32(u)) {
			to := l.assign[v]
			if to == from || l.mod.A[m][u] <= 0 || l.seenBefore(int32(u), x, to) || !l.allowed(int32(u), to) {
				continue
			}
			key := [2]int32{from, to}
			if c.cross[key] == nil {
				c.out[from] = append(c.out[from], to)
				c.in[to] = append(c.in[to], from)
			}
			c.cross[key] = append(c.cross[key], pick{b: int32(u), o: to, extra: l.delta(int32(u), to)})
		}
	}
	for key := range c.cross {
		c.cross[key] = cheapest(c.cross[key], chainLooks)
	}
	for j := range c.out {
		sort.Slice(c.out[j], func(a, b int) bool { return c.out[j][a] < c.out[j][b] })
		sort.Slice(c.in[j], func(a, b int) bool { return c.in[j][a] < c.in[j][b] })
	}
	return c
}

// ends runs Dijkstra's algorithm over areas and returns those that could take
// (over) or give some of measure m, nearest first.
func (c *linkage) ends(j int32, m int, over bool) []int32 {
	k := c.l.mod.K
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
		s := c.l.sums[m*k+int(at)]
		if at != j && (over && s < c.l.mod.Max[m][at] || !over && s > c.l.mod.Min[m][at]) {
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
			// A small charge per step keeps paths short where moves are free.
			step := math.Max(0, c.cross[key][0].extra) + 1e-3*c.l.rate*c.l.grain
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
func (l *land) pass(c *linkage, path []int32, j int32, m int, over bool) bool {
	at := m*l.mod.K + int(j)
	need := l.sums[at] - l.mod.Max[m][j]
	if !over {
		need = l.mod.Min[m][j] - l.sums[at]
	}
	before := l.broken(path)
	var moved []step
	for p := 0; p+1 < len(path); p++ {
		u := l.choose(c.cross[[2]int32{path[p], path[p+1]}], path[p], path[p+1], m, need)
		if u < 0 {
			break
		}
		l.shift(u, path[p+1])
		moved = append(moved, step{u, path[p], path[p+1]})
	}
	if len(moved) == len(path)-1 && l.broken(path) < before*(1-1e-9) {
		return true
	}
	for p := len(moved) - 1; p >= 0; p-- {
		l.shift(moved[p].unit, moved[p].from)
	}
	return false
}

// step is one unit going from one area to another.
type step struct{ unit, from, to int32 }

func (l *land) broken(areas []int32) float64 {
	v := 0.0
	for _, j := range areas {
		for m := range l.mod.A {
			v += l.excess(m, int(j), l.sums[m*l.mod.K+int(j)])
		}
	}
	return v
}

// choose returns the unit to hand on from a to b: of the units that may still
// go, the one nearest in size to the need, the cheapest among equals.
func (l *land) choose(units []pick, a, b int32, m int, need float64) int32 {
	best, least := int32(-1), math.Inf(1)
	for _, p := range units {
		if l.assign[p.b] != a {
			continue
		}
		size := l.mod.A[m][p.b]
		misfit := math.Abs(math.Log((size + 1e-300) / math.Max(need, 1e-300)))
		if size >= need {
			misfit *= 0.5 // rather a little more than too little
		}
		if misfit < least-0.05 && l.canLeave(p.b) && l.touches(p.b, b) {
			best, least = p.b, misfit
		}
	}
	return best
}
