package power

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// State is a point of the dual: prices and the centres they belong to.
type State struct {
	// Prices holds the price of measure m in area j at [m*K+j], in cost per
	// amount.
	Prices []float64
	// Centres holds the position of every area.
	Centres []measure.Vec
}

// Clone returns a deep copy.
func (s State) Clone() State {
	return State{append([]float64(nil), s.Prices...), append([]measure.Vec(nil), s.Centres...)}
}

// farPenalty multiplies the distance beyond an area's maximum. The dual treats
// a maximum distance as a steep price, which keeps it finite when no area is
// in reach; plans that keep the limit pay nothing, so bounds stay valid.
const farPenalty = 100

// beyond returns the penalised distance in area j, given the plain one. lin is
// the linear distance.
func beyond(mod *measure.Model, j int32, dist float64) float64 {
	most := mod.MaxDist[j]
	if mod.Geo == measure.Chord2 || mod.Geo == measure.Line2 {
		most *= most
	}
	if dist > most {
		return dist + farPenalty*(dist-most)
	}
	return dist
}

// walker descends one tree and calls leaf with the areas that can matter.
type walker struct {
	mod  *measure.Model
	tree *Tree
	st   *State
	// margin × scale of the node: areas costlier by more everywhere are dropped.
	margin float64
	scale  []float64 // by node, 0 where the parent's holds; nil means 1
	leaf   func(start, end int, areas []int32)

	stack [][]int32 // candidate lists by depth
	base  []float64 // cost at the centre of the ball, per candidate
	slack []float64 // how much base may be off, per candidate (MaxDist only)
	all   []int32

	// of the current leaf:
	areas []int32
	local float64 // scale
	at    int32   // node
}

func newWalker(mod *measure.Model, tree *Tree) *walker {
	w := &walker{mod: mod, tree: tree, base: make([]float64, mod.K), all: make([]int32, mod.K)}
	for j := range w.all {
		w.all[j] = int32(j)
	}
	if mod.MaxDist != nil {
		w.slack = make([]float64, mod.K)
	}
	return w
}

// from walks the subtree at node, starting with the given areas (nil: all).
func (w *walker) from(node int32, areas []int32) {
	if areas == nil {
		areas = w.all
	}
	w.visit(node, areas, 0, 1)
}

func (w *walker) visit(at int32, areas []int32, depth int, local float64) {
	nd := &w.tree.nodes[at]
	if w.scale != nil && w.scale[at] > 0 {
		local = w.scale[at]
	}
	w.local = local
	if len(areas) > 1 && w.mod.Listed == nil {
		if depth == len(w.stack) {
			w.stack = append(w.stack, make([]int32, 0, 32))
		}
		if w.mod.MaxDist != nil {
			areas = w.pruneFar(at, areas, w.stack[depth][:0])
		} else {
			areas = w.prune(at, areas, w.stack[depth][:0])
		}
		w.stack[depth] = areas
	}
	if w.mod.Listed != nil {
		w.at = at
		for i := nd.start; i < nd.end; i++ {
			w.areas = w.mod.Listed.Of(int(i))
			w.leaf(int(i), int(i)+1, w.areas)
		}
		return
	}
	if nd.right == 0 || len(areas) == 1 {
		w.areas, w.at, w.local = areas, at, local
		w.leaf(int(nd.start), int(nd.end), areas)
		return
	}
	w.visit(at+1, areas, depth+1, local)
	w.visit(nd.right, areas, depth+1, local)
}

// prune keeps the areas that may be within the margin of the cheapest for some
// unit of the node. Against the area that is cheapest at the middle of the
// ball, the cost of another can change by at most 2ρ (linear distances are
// 1-Lipschitz) or 2ρ|c−c'| (differences of squares are linear), and priced
// ratios by half their range times the difference of prices.
func (w *walker) prune(at int32, areas, out []int32) []int32 {
	nd, k, m := &w.tree.nodes[at], w.mod.K, w.mod.M
	prices, centres := w.st.Prices, w.st.Centres
	ratio := w.tree.ratio[int(at)*m : int(at)*m+m]
	bestCost, best := math.Inf(1), int32(0)
	for q, j := range areas {
		c := w.mod.Geo.Of(nd.centre.Sq(centres[j]))
		for l := range ratio {
			c += (ratio[l][0] + ratio[l][1]) / 2 * prices[l*k+int(j)]
		}
		w.base[q] = c
		if c < bestCost {
			bestCost, best = c, j
		}
	}
	squared := w.mod.Geo.Squared()
	plain := bestCost + w.margin*w.local + 2*nd.radius
	for q, j := range areas {
		limit := plain
		if squared {
			limit = bestCost + w.margin*w.local
			if w.base[q] > limit {
				limit += 2 * nd.radius * math.Sqrt(centres[j].Sq(centres[best]))
			}
		}
		if w.base[q] > limit {
			for l := range ratio {
				limit += (ratio[l][1] - ratio[l][0]) / 2 * math.Abs(prices[l*k+int(j)]-prices[l*k+int(best)])
			}
		}
		if w.base[q] <= limit*(1+1e-12) || w.base[q] <= limit+1e-300 {
			out = append(out, j)
		}
	}
	return out
}

// pruneFar does the same with plain intervals of cost, for areas with a
// maximum distance.
func (w *walker) pruneFar(at int32, areas, out []int32) []int32 {
	nd, k, m := &w.tree.nodes[at], w.mod.K, w.mod.M
	prices := w.st.Prices
	ratio := w.tree.ratio[int(at)*m : int(at)*m+m]
	least := math.Inf(1)
	for q, j := range areas {
		lo, hi := w.reach(nd, j)
		for l := range ratio {
			p := prices[l*k+int(j)]
			a, b := ratio[l][0]*p, ratio[l][1]*p
			lo, hi = lo+min(a, b), hi+max(a, b)
		}
		w.base[q] = lo
		least = min(least, hi)
	}
	for q, j := range areas {
		if w.base[q] <= least+w.margin*w.local+1e-12*math.Abs(least) {
			out = append(out, j)
		}
	}
	return out
}

// reach returns the least and the largest penalised distance of the ball.
func (w *walker) reach(nd *node, j int32) (lo, hi float64) {
	g := w.mod.Geo
	sq := nd.centre.Sq(w.st.Centres[j])
	d := math.Sqrt(sq)
	if g == measure.Arc {
		d = g.Of(sq)
	}
	lo, hi = max(0, d-nd.radius), d+nd.radius
	if g.Squared() {
		lo, hi = lo*lo, hi*hi
	}
	return beyond(w.mod, j, lo), beyond(w.mod, j, hi)
}
