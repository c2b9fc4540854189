package instance

import "fmt"

// Graph is the adjacency of units in offset form: unit i touches
// Target[Offset[i]:Offset[i+1]]. Every edge stands in both directions.
type Graph struct {
	Offset []int32
	Target []int32
	// Border is the length of the shared border beside each Target; nil means
	// that all borders count alike.
	Border []float64
}

// Of returns the neighbours of unit i; the slice belongs to g.
func (g *Graph) Of(i int) []int32 { return g.Target[g.Offset[i]:g.Offset[i+1]] }

// NewGraph builds the graph of n units from pairs (a[e], b[e]), each given
// once in either direction. border may be nil. Loops are dropped; an edge given
// twice stands twice.
func NewGraph(n int, a, b []int32, border []float64) (*Graph, error) {
	if len(a) != len(b) || border != nil && len(border) != len(a) {
		return nil, fmt.Errorf("graph: %d and %d ends with %d borders", len(a), len(b), len(border))
	}
	g := &Graph{Offset: make([]int32, n+1)}
	for e := range a {
		if a[e] < 0 || int(a[e]) >= n || b[e] < 0 || int(b[e]) >= n {
			return nil, fmt.Errorf("graph: edge %d joins %d and %d, but units are 0 to %d", e, a[e], b[e], n-1)
		}
		if a[e] != b[e] {
			g.Offset[a[e]+1]++
			g.Offset[b[e]+1]++
		}
	}
	for i := 0; i < n; i++ {
		g.Offset[i+1] += g.Offset[i]
	}
	g.Target = make([]int32, g.Offset[n])
	if border != nil {
		g.Border = make([]float64, g.Offset[n])
	}
	next := append([]int32(nil), g.Offset[:n]...)
	put := func(from, to int32, e int) {
		g.Target[next[from]] = to
		if border != nil {
			g.Border[next[from]] = border[e]
		}
		next[from]++
	}
	for e := range a {
		if a[e] != b[e] {
			put(a[e], b[e], e)
			put(b[e], a[e], e)
		}
	}
	return g, nil
}

// Merge returns the graph of n groups of units, where up gives the group of
// every unit. Borders between two groups add up; an edge without a length
// counts 1.
func (g *Graph) Merge(up []int32, n int) *Graph {
	members, first := byGroup(up, n)
	out := &Graph{Offset: make([]int32, n+1)}
	place := make([]int32, n) // edge to that group, where it is at least the group's first
	for c := range place {
		place[c] = -1
	}
	for c := range n {
		start := int32(len(out.Target))
		for _, u := range members[first[c]:first[c+1]] {
			for e := g.Offset[u]; e < g.Offset[u+1]; e++ {
				to, length := up[g.Target[e]], 1.0
				if int(to) == c {
					continue
				}
				if g.Border != nil {
					length = g.Border[e]
				}
				if place[to] < start {
					place[to] = int32(len(out.Target))
					out.Target, out.Border = append(out.Target, to), append(out.Border, 0)
				}
				out.Border[place[to]] += length
			}
		}
		out.Offset[c+1] = int32(len(out.Target))
	}
	return out
}

// byGroup lists the units of every group: those of group c stand from first[c]
// to first[c+1].
func byGroup(up []int32, n int) (members, first []int32) {
	first, members = make([]int32, n+1), make([]int32, len(up))
	for _, c := range up {
		first[c+1]++
	}
	for c := range n {
		first[c+1] += first[c]
	}
	next := append([]int32(nil), first[:n]...)
	for u, c := range up {
		members[next[c]] = int32(u)
		next[c]++
	}
	return members, first
}
