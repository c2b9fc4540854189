package search

import (
	"container/heap"
	"context"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Whole makes contiguous areas hang together: every such area keeps its main
// piece, and the units of other pieces go to neighbouring areas, the least
// costly step first. assign is changed in place. It returns the number of
// pieces beyond one per area that are left because no neighbour may take them.
func Whole(ctx context.Context, mod *measure.Model, assign []int32, centres []measure.Vec, prices []float64) int {
	l := newLand(mod, assign, centres, prices)
	left := 0
	for range 4 {
		if left = l.whole(); left == 0 || ctx.Err() != nil {
			break
		}
		if !l.corridors() {
			break
		}
	}
	return left
}

// pieces labels the connected pieces of the plan: the piece of every unit, and
// the area and weight of every piece. Locked units weigh more than any others.
func (l *land) pieces() (piece []int32, area []int32, weight []float64) {
	piece = make([]int32, l.mod.N)
	for i := range piece {
		piece[i] = -1
	}
	for i := range piece {
		if piece[i] >= 0 {
			continue
		}
		id, a := int32(len(area)), l.assign[i]
		w := 0.0
		piece[i] = id
		l.stack = append(l.stack[:0], int32(i))
		for len(l.stack) > 0 {
			u := l.stack[len(l.stack)-1]
			l.stack = l.stack[:len(l.stack)-1]
			w += l.weight(u)
			for _, v := range l.neighbours(u) {
				if piece[v] < 0 && l.assign[v] == a {
					piece[v] = id
					l.stack = append(l.stack, v)
				}
			}
		}
		area, weight = append(area, a), append(weight, w)
	}
	return piece, area, weight
}

// lockWeight makes a locked unit outweigh a whole area of free ones.
const lockWeight = 10

// weight returns the share of unit u in an average area, for the choice of the
// main piece.
func (l *land) weight(u int32) float64 {
	w := 1e-9
	if l.mod.M > 0 && l.mod.Max[0][l.assign[u]] > 0 {
		w += l.mod.A[0][u] / l.mod.Max[0][l.assign[u]]
	}
	if len(l.mod.List(int(u))) == 1 {
		w += lockWeight
	}
	return w
}

// whole hands the loose pieces over and returns how many remain.
func (l *land) whole() int {
	piece, area, weight := l.pieces()
	main := make([]int32, l.mod.K)
	for j := range main {
		main[j] = -1
	}
	for p, j := range area {
		if main[j] < 0 || weight[p] > weight[main[j]] {
			main[j] = int32(p)
		}
	}
	loose := make([]bool, l.mod.N)
	g := &growth{l: l, loose: loose}
	for u, p := range piece {
		loose[u] = l.firm[l.assign[u]] && main[l.assign[u]] != p
	}
	for u := range loose {
		if !loose[u] {
			g.offer(int32(u))
		}
	}
	for len(g.heap) > 0 {
		s := heap.Pop(g).(seed)
		if !loose[s.unit] {
			continue
		}
		loose[s.unit] = false
		if l.assign[s.unit] != s.area {
			l.shift(s.unit, s.area)
		}
		g.offer(s.unit)
	}
	return l.loose()
}

// seed is a loose unit that could join an area at some extra cost.
type seed struct {
	extra float64
	unit  int32
	area  int32
}

// growth lets areas grow into loose units, cheapest first.
type growth struct {
	l     *land
	loose []bool
	heap  []seed
}

// offer lets the area of u reach for its loose neighbours.
func (g *growth) offer(u int32) {
	j := g.l.assign[u]
	for _, v := range g.l.neighbours(u) {
		if g.loose[v] && g.l.allowed(v, j) {
			heap.Push(g, seed{g.l.priced(v, j) - g.l.priced(v, g.l.assign[v]), v, j})
		}
	}
}

func (g *growth) Len() int { return len(g.heap) }
func (g *growth) Less(a, b int) bool {
	x, y := g.heap[a], g.heap[b]
	if x.extra != y.extra {
		return x.extra < y.extra
	}
	return x.unit < y.unit || x.unit == y.unit && x.area < y.area
}
func (g *growth) Swap(a, b int) { g.heap[a], g.heap[b] = g.heap[b], g.heap[a] }
func (g *growth) Push(x any)    { g.heap = append(g.heap, x.(seed)) }
func (g *growth) Pop() any {
	s := g.heap[len(g.heap)-1]
	g.heap = g.heap[:len(g.heap)-1]
	return s
}

// corridors joins loose pieces that nobody else may take (locked units) to the
// main piece of their area along the cheapest way over free units. It reports
// whether it changed anything.
func (l *land) corridors() bool {
	piece, area, weight := l.pieces()
	main := make([]int32, l.mod.K)
	for j := range main {
		main[j] = -1
	}
	for p, j := range area {
		if main[j] < 0 || weight[p] > weight[main[j]] {
			main[j] = int32(p)
		}
	}
	members := make([][]int32, len(area))
	for u, p := range piece {
		if l.firm[area[p]] && main[area[p]] != p {
			members[p] = append(members[p], int32(u))
		}
	}
	changed := false
	for p, m := range members {
		if len(m) > 0 && l.corridor(m, area[p], piece, main[area[p]]) {
			changed = true
		}
	}
	return changed
}

// corridor finds the cheapest way from the units of a piece to the main piece
// of area j (Dijkstra over units) and gives the units on it to j.
func (l *land) corridor(from []int32, j int32, piece []int32, goal int32) bool {
	dist, via := map[int32]float64{}, map[int32]int32{}
	g := &growth{l: l}
	for _, u := range from {
		dist[u], via[u] = 0, -1
		heap.Push(g, seed{0, u, j})
	}
	done := map[int32]bool{}
	for len(g.heap) > 0 {
		s := heap.Pop(g).(seed)
		if done[s.unit] {
			continue
		}
		done[s.unit] = true
		if piece[s.unit] == goal {
			for u := via[s.unit]; u >= 0; u = via[u] {
				if l.assign[u] != j {
					l.shift(u, j)
				}
			}
			return true
		}
		for _, v := range l.neighbours(s.unit) {
			if done[v] || !l.allowed(v, j) {
				continue
			}
			step := l.priced(v, j) - l.priced(v, l.assign[v])
			d := s.extra + max(0, step) + 1e-9*l.mod.W[v]
			if old, ok := dist[v]; !ok || d < old {
				dist[v], via[v] = d, s.unit
				heap.Push(g, seed{d, v, j})
			}
		}
	}
	return false
}
