package power

import "github.com/bailiwick-planning/bailiwick/solve/measure"

// Merge returns a model whose units are each made of units of mod that lie
// together in one of about groups nodes of its tree. They share class and
// present area, or with mixed the class only: how much of a merged unit stands
// in which present area is then kept beside it. Merging keeps all mass where it
// is; a sample would misjudge dense cities. It returns mod itself when there is
// little to merge.
func Merge(mod *measure.Model, tree *Tree, groups int, mixed bool) *measure.Model {
	size := max(leafSize, mod.N/max(1, groups))
	if mod.N < 2*groups {
		return mod
	}
	out := &measure.Model{In: mod.In, K: mod.K, M: mod.M, Geo: mod.Geo, Lists: mod.Lists, Min: mod.Min, Max: mod.Max,
		Target: mod.Target, Soft: mod.Soft, MaxDist: mod.MaxDist, Floor: mod.Floor, Fixed: mod.Fixed}
	out.A = make([][]float64, mod.M)
	g := merger{mod: mod, out: out, slot: newSlots(mod.K), mixed: mixed && mod.Present != nil}
	if g.mixed {
		out.Stays, g.parts = &measure.Stays{Offset: []int32{0}}, newSlots(mod.K)
	}
	for _, r := range tree.roots {
		g.walk(tree, r.node, int32(size))
	}
	for p := range out.Pos {
		out.Pos[p] = out.Pos[p].Scale(1 / out.W[p])
		if !out.Geo.Squared() {
			out.Pos[p] = out.Geo.Onto(out.Pos[p])
		}
	}
	out.N = len(out.W)
	out.Order = make([]int32, out.N)
	for i := range out.Order {
		out.Order[i] = int32(i)
	}
	return out
}

type merger struct {
	mod, out *measure.Model
	mixed    bool
	slot     []int32 // group of a present area + 1 within the node, -1 for none; of 0 when mixed
	used     []int32
	parts    []int32 // the same for the parts of a mixed group
}

func newSlots(areas int) []int32 {
	slots := make([]int32, areas+1)
	for j := range slots {
		slots[j] = -1
	}
	return slots
}

func (g *merger) walk(t *Tree, at, size int32) {
	nd := &t.nodes[at]
	if nd.right != 0 && nd.end-nd.start > size {
		g.walk(t, at+1, size)
		g.walk(t, nd.right, size)
		return
	}
	for i := nd.start; i < nd.end; i++ {
		g.add(int(i))
	}
	for _, p := range g.used {
		g.slot[p] = -1
	}
	g.used = g.used[:0]
	if g.mixed {
		g.divide(int(nd.start), int(nd.end))
	}
}

// divide adds the parts of the group made of the units start to end.
func (g *merger) divide(start, end int) {
	mod, s := g.mod, g.out.Stays
	first := len(s.Area)
	for i := start; i < end; i++ {
		area := ownArea(mod, i)
		p := g.parts[area+1]
		if p < 0 {
			p = int32(len(s.Area))
			g.parts[area+1] = p
			s.Area, s.W, s.Move, s.Capped = append(s.Area, area), append(s.W, 0), append(s.Move, 0), append(s.Capped, 0)
		}
		s.W[p] += mod.W[i]
		s.Move[p] += mod.Move[i]
		if mod.Capped != nil {
			s.Capped[p] += mod.Capped[i]
		}
	}
	for _, area := range s.Area[first:] {
		g.parts[area+1] = -1
	}
	s.Offset = append(s.Offset, int32(len(s.Area)))
}

func (g *merger) add(i int) {
	mod, out := g.mod, g.out
	present := int32(-1)
	apart := mod.Present != nil && !g.mixed
	if apart {
		present = mod.Present[i]
	}
	s := g.slot[present+1]
	if s < 0 {
		s = int32(len(out.W))
		g.slot[present+1] = s
		g.used = append(g.used, present+1)
		out.W = append(out.W, 0)
		out.Pos = append(out.Pos, measure.Vec{})
		for m := range out.A {
			out.A[m] = append(out.A[m], 0)
		}
		if apart {
			out.Present = append(out.Present, present)
			out.Move = append(out.Move, 0)
		}
		if apart && mod.Capped != nil {
			out.Capped = append(out.Capped, 0)
		}
		if mod.Class != nil {
			out.Class = append(out.Class, mod.Class[i])
		}
	}
	out.W[s] += mod.W[i]
	out.Pos[s] = out.Pos[s].Add(mod.Pos[i].Scale(mod.W[i]))
	for m := range out.A {
		out.A[m][s] += mod.A[m][i]
	}
	if !apart {
		return
	}
	out.Move[s] += mod.Move[i]
	if mod.Capped != nil {
		out.Capped[s] += mod.Capped[i]
	}
}
