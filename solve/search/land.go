package search

import "github.com/bailiwick-planning/bailiwick/solve/measure"

// land is a plan on a graph: the state of the contiguous search.
type land struct {
	*balance
	assign  []int32
	centres []measure.Vec
	prices  []float64 // [m*K+j], part of the cost while limits are sought
	count   []int32   // units per area
	firm    []bool    // areas that must hang together
	rate    float64   // cost per relative excess
	plain   bool      // leave prices out of delta
	fence   float64   // price of border
	looked  int       // units that exchanges and chains have looked at
	most    int       // where they end
	units   [][]int32 // by area, with some that left and some twice; nil unless exchanges need it
	stamp   []int32   // scratch of searches over units
	now     int32
	stack   []int32
}

func newLand(mod *measure.Model, assign []int32, centres []measure.Vec, prices []float64) *land {
	l := &land{balance: newBalance(mod, assign), assign: assign, centres: centres, prices: prices,
		fence: mod.In.BorderPrice, most: exchangeWork, count: make([]int32, mod.K), firm: make([]bool, mod.K), stamp: make([]int32, mod.N)}
	for _, j := range assign {
		l.count[j]++
	}
	for j, a := range mod.In.Areas {
		l.firm[j] = a.Contiguous
	}
	return l
}

// cost returns travel and disruption of unit u in area j.
func (l *land) cost(u, j int32) float64 {
	c := l.mod.W[u] * l.mod.To(int(u), j, l.centres)
	if l.mod.Move != nil && l.mod.Present[u] >= 0 && l.mod.Present[u] != j {
		c += l.mod.Move[u]
	}
	return c
}

// priced returns the cost with priced amounts.
func (l *land) priced(u, j int32) float64 {
	c := l.cost(u, j)
	for m, a := range l.mod.A {
		c += a[u] * l.prices[m*l.mod.K+int(j)]
	}
	return c
}

// sides returns how much more of its border unit u has with its own area than
// with area to: what leaving adds to all borders.
func (l *land) sides(u, to int32) float64 {
	g, from, sum := l.mod.Graph, l.assign[u], 0.0
	first, last := g.Offset[u], g.Offset[u+1]
	for e, v := range g.Target[first:last] {
		length := 1.0
		if g.Border != nil {
			length = g.Border[int(first)+e]
		}
		switch l.assign[v] {
		case from:
			sum += length
		case to:
			sum -= length
		}
	}
	return sum
}

// delta returns what the objective gains when u goes to area to: true cost and
// borders, and priced amounts where prices is set.
func (l *land) delta(u, to int32) float64 {
	from := l.assign[u]
	var d float64
	if l.plain {
		d = l.cost(u, to) - l.cost(u, from)
	} else {
		d = l.priced(u, to) - l.priced(u, from)
	}
	if l.fence > 0 {
		d += l.fence * l.sides(u, to)
	}
	return d
}

// allowed reports whether unit u may go to area j at all.
func (l *land) allowed(u, j int32) bool {
	if !l.mod.Allowed(int(u), j) {
		return false
	}
	return l.mod.MaxDist == nil || l.mod.Within(int(u), j, l.centres[j])
}

func (l *land) neighbours(u int32) []int32 { return l.mod.Graph.Of(int(u)) }

// shift moves a unit.
func (l *land) shift(u, to int32) {
	from := l.assign[u]
	l.move(u, from, to)
	l.count[from]--
	l.count[to]++
	l.assign[u] = to
	if l.units != nil {
		l.units[to] = append(l.units[to], u)
	}
}

// canLeave reports whether the area of u stays whole, and not empty, without
// it. First only the neighbours of u are looked at: where they hang together
// among themselves, nothing can break. Else a search decides.
func (l *land) canLeave(u int32) bool {
	a := l.assign[u]
	if l.count[a] <= 1 {
		return false
	}
	if !l.firm[a] {
		return true
	}
	return l.joined(u, true) || l.joined(u, false)
}

// joined reports whether the neighbours of u in its own area reach each other
// without u: by steps among themselves only when local, through the whole area
// otherwise.
func (l *land) joined(u int32, local bool) bool {
	a := l.assign[u]
	l.now += 2
	near, found := l.now, l.now+1
	total, first := 0, int32(-1)
	for _, v := range l.neighbours(u) {
		if l.assign[v] == a && l.stamp[v] != near && v != u {
			l.stamp[v] = near
			first = v
			total++
		}
	}
	if total <= 1 {
		return true
	}
	l.stack = append(l.stack[:0], first)
	l.stamp[first] = found
	for met := 1; len(l.stack) > 0; {
		v := l.stack[len(l.stack)-1]
		l.stack = l.stack[:len(l.stack)-1]
		for _, x := range l.neighbours(v) {
			if x == u || l.assign[x] != a || l.stamp[x] == found {
				continue
			}
			if l.stamp[x] == near {
				if met++; met == total {
					return true
				}
			} else if local {
				continue
			}
			l.stamp[x] = found
			l.stack = append(l.stack, x)
		}
	}
	return false
}
