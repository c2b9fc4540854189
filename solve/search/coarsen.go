package search

import (
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// coarsest is the number of merged units per area at which merging ends, and
// stalled the share of units that must go in a pass for another to be worth it.
const (
	coarsest = 20
	stalled  = 0.95
)

// level is a model whose units are groups of those of the next finer one.
type level struct {
	mod *measure.Model
	// up leads from the units of the finer level to those of mod.
	up []int32
}

// coarsen merges neighbours pair by pair until few units per area are left.
// Units that any of the plans divides stay apart, so that each of these plans
// is one of the merged units too.
func coarsen(mod *measure.Model, plans [][]int32, random *rand.Rand) []level {
	var levels []level
	for mod.N > coarsest*mod.K && mod.Listed == nil {
		m := &matching{mod: mod, plans: plans, random: random}
		up, n := m.pairs()
		if float64(n) > stalled*float64(mod.N) {
			break
		}
		mod = merged(mod, up, n)
		levels = append(levels, level{mod, up})
		plans = carried(plans, up, n)
	}
	return levels
}

// carried returns plans of finer units as plans of merged ones; a merged unit
// gets the area of its last member.
func carried(plans [][]int32, up []int32, n int) [][]int32 {
	out := make([][]int32, len(plans))
	for p, plan := range plans {
		out[p] = make([]int32, n)
		for u, g := range up {
			out[p][g] = plan[u]
		}
	}
	return out
}

// refined returns a plan of merged units as one of the finer units.
func refined(plan, up []int32) []int32 {
	out := make([]int32, len(up))
	for u, g := range up {
		out[u] = plan[g]
	}
	return out
}

type matching struct {
	mod    *measure.Model
	plans  [][]int32
	random *rand.Rand
	size   []float64 // share of an area
}

// pairs merges every unit with the neighbour it shares most border with for
// their sizes, where both are free; it returns the group of every unit.
func (m *matching) pairs() (up []int32, n int) {
	m.sizes()
	up = make([]int32, m.mod.N)
	for u := range up {
		up[u] = -1
	}
	for _, x := range m.random.Perm(m.mod.N) {
		u := int32(x)
		if up[u] >= 0 {
			continue
		}
		if v := m.mate(u, up); v >= 0 {
			up[v] = int32(n)
		}
		up[u] = int32(n)
		n++
	}
	return up, n
}

// sizes gives every unit its share of an average area: of the measure of which
// it has most, and of the number of units.
func (m *matching) sizes() {
	mod := m.mod
	m.size = make([]float64, mod.N)
	even := float64(mod.K) / float64(mod.N)
	for u := range m.size {
		m.size[u] = even / 4
	}
	for _, a := range mod.A {
		sum := 0.0
		for _, v := range a {
			sum += v
		}
		for u, v := range a {
			m.size[u] = max(m.size[u], v/(sum+1e-300)*float64(mod.K))
		}
	}
}

// mate returns the best free neighbour of u, -1 for none.
func (m *matching) mate(u int32, up []int32) int32 {
	g := m.mod.Graph
	best, most := int32(-1), 0.0
	for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
		v := g.Target[e]
		if v == u || up[v] >= 0 || m.size[u]+m.size[v] > 1.5/coarsest || !m.alike(u, v) {
			continue
		}
		border := 1.0
		if g.Border != nil {
			border = g.Border[e] + 1e-9
		}
		if r := border * border / (m.size[u] * m.size[v]); r > most {
			best, most = v, r
		}
	}
	return best
}

// alike reports whether two units may be merged: they may go to the same areas
// and no plan divides them.
func (m *matching) alike(u, v int32) bool {
	mod := m.mod
	if mod.Class != nil && mod.Class[u] != mod.Class[v] || mod.Present != nil && mod.Present[u] != mod.Present[v] {
		return false
	}
	for _, plan := range m.plans {
		if plan[u] != plan[v] {
			return false
		}
	}
	return true
}

// merged returns the model of n groups of units.
func merged(mod *measure.Model, up []int32, n int) *measure.Model {
	out := *mod
	out.N, out.Order, out.Capped, out.Spread = n, nil, nil, nil
	out.W = added(mod.W, up, n)
	if mod.Pos != nil {
		out.Pos = make([]measure.Vec, n)
		for u, g := range up {
			out.Pos[g] = out.Pos[g].Add(mod.Pos[u].Scale(mod.W[u]))
		}
		for g := range out.Pos {
			out.Pos[g] = out.Geo.Onto(out.Pos[g].Scale(1 / out.W[g]))
		}
	}
	out.A = make([][]float64, mod.M)
	for m, a := range mod.A {
		out.A[m] = added(a, up, n)
	}
	if mod.Present != nil {
		out.Move = added(mod.Move, up, n)
		out.Present = carried([][]int32{mod.Present}, up, n)[0]
	}
	if mod.Class != nil {
		out.Class = carried([][]int32{mod.Class}, up, n)[0]
	}
	out.Graph = mod.Graph.Merge(up, n)
	return &out
}

func added(values []float64, up []int32, n int) []float64 {
	out := make([]float64, n)
	for u, g := range up {
		out[g] += values[u]
	}
	return out
}
