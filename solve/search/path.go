package search

import "math"

// enough is the share of a violation that a path must take away to be taken at
// once; where none does, the one that takes most is.
const enough = 0.3

// reach is the number of areas that the search for a path looks at, the nearest
// first.
const reach = 200

// hop is the best way known to hand units on as far as an area.
type hop struct {
	cost float64
	// mid is what the way changes about the violation of the areas before, and
	// end about that of this one as its end.
	mid, end float64
	via      int32 // area before, -1 at the start
	by       load  // what goes between the two
	done     bool
}

// load is what an area hands on: the units of one pick, and those of another
// that come back for it.
type load struct {
	there, back pick
	swap        bool
}

// amount returns how much of measure a goes on.
func (c *linkage) amount(a []float64, l *load) float64 {
	if l == nil {
		return 0
	}
	x := a[c.plan.unitOf(l.there)]
	if l.swap {
		x -= a[c.plan.unitOf(l.back)]
	}
	return x
}

// mend passes units on between area j and the nearest area for which that
// lowers the violation; it returns the areas that changed, nil when there is no
// such path. It runs Dijkstra's algorithm over areas: every area on the way
// hands on a unit of its own that fits what it got, or exchanges two, so that it
// stays within its limits although no two units are of one size.
func (c *linkage) mend(j int32, over bool) []int32 {
	for a := range c.hops {
		c.hops[a] = hop{cost: math.Inf(1), via: -1}
	}
	c.hops[j].cost = 0
	wanted := -enough * c.excessOf(j, 0, nil, nil)
	best, least := int32(-1), 0.0
	for tried, seen := 0, 0; tried < chainLooks && seen < reach; seen++ {
		at := c.nearest()
		if at < 0 {
			break
		}
		h := &c.hops[at]
		h.done = true
		if gain := h.mid + h.end; at != j && gain <= wanted {
			if areas := c.pass(at, over); areas != nil {
				return areas
			}
			tried++
		} else if at != j && gain < least*(1+1e-9) {
			best, least = at, gain
		}
		c.extend(at, over)
	}
	if best < 0 {
		return nil
	}
	return c.pass(best, over)
}

// nearest returns the area of least cost that is not done, -1 for none.
func (c *linkage) nearest() int32 {
	best, least := int32(-1), math.Inf(1)
	for a := range c.hops {
		if h := &c.hops[a]; !h.done && h.cost < least {
			best, least = int32(a), h.cost
		}
	}
	return best
}

// extend looks one area further from area at.
func (c *linkage) extend(at int32, over bool) {
	links := c.out[at]
	if !over {
		links = c.in[at]
	}
	for _, to := range links {
		if c.hops[to].done {
			continue
		}
		s := c.step(at, to, over)
		c.singles(s)
		if c.pairs && !s.fits() {
			c.swaps(s)
		}
		if s.found && s.best.cost < c.hops[to].cost {
			c.hops[to] = s.best
		}
	}
}

// step is the search for what one area should hand on to a neighbour.
type step struct {
	at, to        int32
	from, goal    int32 // in the direction in which units go
	sign          float64
	got           *load // what at got before, nil at the start of the path
	before, atEnd float64
	least         float64
	left          float64 // outside the limits at the area that hands on
	best          hop
	found         bool
}

func (c *linkage) step(at, to int32, over bool) *step {
	s := &step{at: at, to: to, from: at, goal: to, sign: 1, least: math.Inf(1)}
	if !over {
		s.from, s.goal, s.sign = to, at, -1
	}
	if h := &c.hops[at]; h.via >= 0 {
		s.got = &h.by
	}
	s.before, s.atEnd = c.excessOf(at, 0, nil, nil), c.excessOf(to, 0, nil, nil)
	return s
}

// fits reports whether what was found leaves neither area further outside its
// limits, nor the start of the path outside them.
func (s *step) fits() bool {
	if !s.found || s.best.end > 0 {
		return false
	}
	return s.left <= 0 || s.got != nil && s.left <= s.before
}

// singles tries the units that may go.
func (c *linkage) singles(s *step) {
	for _, p := range c.cross[[2]int32{s.from, s.goal}] {
		c.try(s, load{there: p})
	}
}

// pairLooks is how many units on either side of a border are tried in pairs.
const pairLooks = 12

// swaps tries exchanges: their differences are of many more sizes than units.
func (c *linkage) swaps(s *step) {
	there, back := c.cross[[2]int32{s.from, s.goal}], c.cross[[2]int32{s.goal, s.from}]
	for _, p := range there[:min(len(there), pairLooks)] {
		for _, q := range back[:min(len(back), pairLooks)] {
			c.try(s, load{there: p, back: q, swap: true})
		}
	}
}

// try keeps a load where it is better than those tried before.
func (c *linkage) try(s *step, l load) {
	mid, end := c.excessOf(s.at, s.sign, s.got, &l), c.excessOf(s.to, s.sign, &l, nil)
	move := l.there.extra
	if l.swap {
		move += l.back.extra
	}
	move = math.Max(0, move)
	score := move + c.rate*(mid+end)
	if score >= s.least || !c.plan.open(l.there, s.from, s.goal) || l.swap && !c.plan.open(l.back, s.goal, s.from) {
		return
	}
	h := &c.hops[s.at]
	worse := mid // what is left at the start
	if s.got != nil {
		worse = math.Max(0, mid-s.before)
	}
	s.least, s.left, s.found = score, mid, true
	s.best = hop{cost: h.cost + move + c.rate*(worse+chargeShare*c.grain), mid: h.mid + mid - s.before, end: end - s.atEnd, via: s.at, by: l}
}

// excessOf returns how far area j is outside its limits when it has got one
// load (sign 1) or given it (sign -1) and has given another away or got it; nil
// stands for none.
func (c *linkage) excessOf(j int32, sign float64, got, given *load) float64 {
	v := 0.0
	for m, a := range c.mod.A {
		at := m*c.mod.K + int(j)
		v += c.excess(at, c.sums[at]+sign*(c.amount(a, got)-c.amount(a, given)))
	}
	return v
}

// pass hands the units of the path to area end over and returns its areas where
// that lowered the violation; else nothing has changed and it returns nil.
func (c *linkage) pass(end int32, over bool) []int32 {
	var areas []int32
	for a := end; a >= 0; a = c.hops[a].via {
		areas = append(areas, a)
	}
	before := c.broken(areas)
	var undo []func()
	for step := range len(areas) - 1 {
		// Units always go away from where there is too much.
		far := areas[step]
		if over {
			far = areas[len(areas)-2-step]
		}
		from, to := c.hops[far].via, far
		if !over {
			from, to = to, from
		}
		back := c.plan.hand(c.hops[far].by, from, to)
		if back == nil {
			break
		}
		undo = append(undo, back)
	}
	if len(undo) == len(areas)-1 && c.broken(areas) < before*(1-1e-9) {
		return areas
	}
	for p := len(undo) - 1; p >= 0; p-- {
		undo[p]()
	}
	return nil
}

// broken returns the violation of some areas.
func (c *linkage) broken(areas []int32) float64 {
	v := 0.0
	for _, j := range areas {
		v += c.excessOf(j, 0, nil, nil)
	}
	return v
}
