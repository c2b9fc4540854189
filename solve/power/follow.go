package power

import (
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// follow lets prices follow centres that moved. The border between two areas
// cuts the line between their centres in a proportion that depends on the
// difference of prices ÷ their distance, so that quotient should stay. It can
// stay for the links of one tree: we take the tree of shortest links, because
// the prices of areas packed into a city must agree among themselves far more
// closely than with the wide area around it. Where moving has a price, most of a
// difference of prices answers that, not the distance, and stays as it is.
func (s *Solver) follow(before []measure.Vec) {
	k, g := s.Mod.K, s.Mod.Geo
	old := append([]float64(nil), s.Prices...)
	hold := s.Mod.MovePrice()
	for _, l := range s.shortestTree(before) {
		was, is := g.Of(before[l.child].Sq(before[l.parent])), g.Of(s.Centres[l.child].Sq(s.Centres[l.parent]))
		f := 1.0
		if was > 0 {
			f = 1 + (min(is/was, 4)-1)*was/(was+hold)
		}
		for m := range s.Mod.M {
			c, p := m*k+int(l.child), m*k+int(l.parent)
			s.Prices[c] = s.Prices[p] + (old[c]-old[p])*f
		}
	}
}

// link ties an area to one that comes before it.
type link struct{ child, parent int32 }

// shortestTree returns the links of a minimum spanning tree over the centres,
// parents first. Borders met in the last evaluation serve as candidates
// (Kruskal); where they do not join all areas, all pairs do (Prim).
func (s *Solver) shortestTree(c []measure.Vec) []link {
	k := s.Mod.K
	keys := append([]uint64(nil), s.cur.hess.key...)
	length := func(key uint64) float64 { return c[key>>32].Sq(c[uint32(key)]) }
	sort.Slice(keys, func(a, b int) bool {
		x, y := length(keys[a]), length(keys[b])
		return x < y || x == y && keys[a] < keys[b]
	})
	group := make([]int32, k)
	for j := range group {
		group[j] = int32(j)
	}
	find := func(j int32) int32 {
		for group[j] != j {
			group[j] = group[group[j]]
			j = group[j]
		}
		return j
	}
	near := make([][]int32, k)
	joined := 1
	for _, key := range keys {
		i, j := int32(key>>32), int32(uint32(key))
		if a, b := find(i), find(j); a != b {
			group[a] = b
			near[i], near[j] = append(near[i], j), append(near[j], i)
			joined++
		}
	}
	if joined < k {
		return prim(c)
	}
	order := []link{{0, -1}}
	for at := 0; at < len(order); at++ {
		l := order[at]
		for _, j := range near[l.child] {
			if j != l.parent {
				order = append(order, link{j, l.child})
			}
		}
	}
	return order[1:]
}

// prim returns the links of a minimum spanning tree over all pairs.
func prim(c []measure.Vec) []link {
	k := len(c)
	dist, via, done := make([]float64, k), make([]int32, k), make([]bool, k)
	for j := range dist {
		dist[j] = math.Inf(1)
	}
	var order []link
	at := int32(0)
	for {
		done[at] = true
		next := int32(-1)
		for j := range dist {
			if done[j] {
				continue
			}
			if d := c[at].Sq(c[j]); d < dist[j] {
				dist[j], via[j] = d, at
			}
			if next < 0 || dist[j] < dist[next] {
				next = int32(j)
			}
		}
		if next < 0 {
			return order
		}
		order = append(order, link{next, via[next]})
		at = next
	}
}
