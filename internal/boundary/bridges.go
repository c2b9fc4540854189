package boundary

import (
	"cmp"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// findBridges links the components of the adjacency graph by the shortest
// links between their outlines until all boundaries hang together (Borůvka).
// Point codes take part with their position.
func findBridges(s *Set, t *Topology, loose []looseEdge) []Bridge {
	group, groups := components(t)
	if groups < 2 {
		return nil
	}
	f := newBridgeFinder(s, loose, group, groups)
	for f.left > 1 {
		chosen := f.round()
		if len(chosen) == 0 {
			break // nothing with a finite distance is left
		}
		for _, b := range chosen {
			f.join(b)
		}
	}
	slices.SortFunc(f.bridges, func(a, b Bridge) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return f.bridges
}

// bridgeFinder keeps the components that are still apart.
type bridgeFinder struct {
	edges   []looseEdge // outlines, and points as edges without length
	tree    *geom.RTree
	group   []int32 // first component of each boundary
	root    []int32 // union-find over components
	left    int     // components apart
	bridges []Bridge
}

func newBridgeFinder(s *Set, loose []looseEdge, group []int32, groups int) *bridgeFinder {
	f := &bridgeFinder{edges: loose, group: group, left: groups}
	for i := range s.Boundaries {
		if b := &s.Boundaries[i]; len(b.Shape) == 0 {
			f.edges = append(f.edges, looseEdge{b.Point, b.Point, int32(i)})
		}
	}
	boxes := make([]geom.Box, len(f.edges))
	for i, e := range f.edges {
		boxes[i] = geom.BoxOf([]geom.Point{e.a, e.b})
	}
	f.tree = geom.NewRTree(boxes)
	f.root = make([]int32, groups)
	for g := range f.root {
		f.root[g] = int32(g)
	}
	return f
}

func (f *bridgeFinder) find(g int32) int32 {
	for f.root[g] != g {
		f.root[g] = f.root[f.root[g]]
		g = f.root[g]
	}
	return g
}

func (f *bridgeFinder) groupOf(edge int32) int32 { return f.find(f.group[f.edges[edge].owner]) }

// round returns the shortest link out of every component but the one with the
// most edges, which need not look for the others.
func (f *bridgeFinder) round() []Bridge {
	members := map[int32][]int32{}
	for i := range f.edges {
		g := f.groupOf(int32(i))
		members[g] = append(members[g], int32(i))
	}
	largest := int32(-1)
	var order []int32
	for g, list := range members {
		order = append(order, g)
		if largest < 0 || len(list) > len(members[largest]) || (len(list) == len(members[largest]) && g < largest) {
			largest = g
		}
	}
	slices.Sort(order)
	var out []Bridge
	for _, g := range order {
		if g == largest {
			continue
		}
		if b, ok := f.nearest(g, members[g]); ok {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b Bridge) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out
}

// nearest returns the shortest link from a component to another.
func (f *bridgeFinder) nearest(g int32, members []int32) (Bridge, bool) {
	least, found := math.Inf(1), Bridge{}
	for _, i := range members {
		e := f.edges[i]
		for _, turn := range [3]float64{0, 360, -360} {
			flat := flatAround(geom.Point{X: e.a.X + turn, Y: e.a.Y})
			a, b := flat.point(geom.Point{X: e.a.X + turn, Y: e.a.Y}), flat.point(geom.Point{X: e.b.X + turn, Y: e.b.Y})
			box := geom.BoxOf([]geom.Point{a, b})
			j, d := f.tree.Nearest(least, func(other geom.Box) float64 {
				return boxDistance(box, flat.box(other))
			}, func(j int32) float64 {
				if f.groupOf(j) == g {
					return math.Inf(1)
				}
				return segmentsDistance(a, b, flat.point(f.edges[j].a), flat.point(f.edges[j].b))
			})
			if j >= 0 {
				k := keyOf(e.owner, f.edges[j].owner)
				least, found = d, Bridge{k[0], k[1], geom.Meters(d)}
			}
		}
	}
	return found, !math.IsInf(least, 1)
}

// join notes a bridge, unless its ends have come together meanwhile.
func (f *bridgeFinder) join(b Bridge) {
	g, h := f.find(f.group[b.A]), f.find(f.group[b.B])
	if g != h {
		f.root[max(g, h)] = min(g, h)
		f.left--
		f.bridges = append(f.bridges, b)
	}
}

// components numbers the connected parts of the graph by their least index.
func components(t *Topology) (group []int32, groups int) {
	n := len(t.Offsets) - 1
	group = make([]int32, n)
	for i := range group {
		group[i] = -1
	}
	var stack []int32
	for i := range n {
		if group[i] >= 0 {
			continue
		}
		group[i] = int32(groups)
		stack = append(stack[:0], int32(i))
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range t.Neighbors[t.Offsets[v]:t.Offsets[v+1]] {
				if group[w] < 0 {
					group[w] = int32(groups)
					stack = append(stack, w)
				}
			}
		}
		groups++
	}
	return group, groups
}
