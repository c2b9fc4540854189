package boundary

import (
	"cmp"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// snapBorders makes borders that run within the distance of each other share
// their vertices: a loose vertex moves onto a loose vertex of another boundary
// near it, and an edge that passes near such a vertex is bent to pass through
// it. Edges that already match, and inner detail of single boundaries, stay as
// they are. It returns which boundaries changed, by index.
func snapBorders(s *Set, within geom.Meters) []int32 {
	loose := matchEdges(s).unmatched(s)
	if len(loose) == 0 {
		return nil
	}
	x := newSnapper(loose, within)
	x.mergeVertices()
	x.findInserts(loose)
	return x.apply(s)
}

// snapper holds the distinct ends of loose edges.
type snapper struct {
	within  geom.Meters
	points  []geom.Point
	owners  []int32 // the boundary a point is of, -1 for several
	tree    *geom.RTree
	number  map[geom.Point]int32
	target  []int32                        // where a point moves to
	inserts map[[2]geom.Point][]geom.Point // per loose edge, in its direction
}

func newSnapper(loose []looseEdge, within geom.Meters) *snapper {
	x := &snapper{within: within, number: map[geom.Point]int32{}, inserts: map[[2]geom.Point][]geom.Point{}}
	for _, e := range loose {
		for _, p := range [2]geom.Point{e.a, e.b} {
			if i, ok := x.number[p]; !ok {
				x.number[p] = int32(len(x.points))
				x.points = append(x.points, p)
				x.owners = append(x.owners, e.owner)
			} else if x.owners[i] != e.owner {
				x.owners[i] = -1
			}
		}
	}
	boxes := make([]geom.Box, len(x.points))
	for i, p := range x.points {
		boxes[i] = geom.BoxOf([]geom.Point{p})
	}
	x.tree = geom.NewRTree(boxes)
	return x
}

// reach grows a box by the snapping distance.
func (x *snapper) reach(b geom.Box) geom.Box {
	dy := float64(x.within/geom.EarthRadius) * 180 / math.Pi
	return b.Expand(dy/max(0.01, math.Cos(b.MinY*math.Pi/180)), dy)
}

// mergeVertices lets points of different boundaries move together: a point
// moves to the first point near it that stays where it is and is of another
// boundary. Points are taken in their order, so the outcome is always the same.
func (x *snapper) mergeVertices() {
	x.target = make([]int32, len(x.points))
	for i := range x.target {
		x.target[i] = -1
	}
	var found []int32
	for i, p := range x.points {
		if x.target[i] >= 0 {
			continue
		}
		x.target[i] = int32(i)
		found = x.tree.Search(x.reach(geom.BoxOf([]geom.Point{p})), found[:0])
		slices.Sort(found)
		for _, j := range found {
			if x.target[j] < 0 && x.owners[j] != x.owners[i] && geom.Distance(p, x.points[j]) <= x.within {
				x.target[j] = int32(i)
			}
		}
	}
}

// findInserts lists for each loose edge the resting points of other boundaries
// that it passes near.
func (x *snapper) findInserts(loose []looseEdge) {
	var found []int32
	for _, e := range loose {
		a, b := x.moved(e.a), x.moved(e.b)
		if a == b {
			continue
		}
		flat := flatAround(a)
		fb := flat.point(b)
		length := math.Hypot(fb.X, fb.Y)
		type insert struct {
			t float64
			p geom.Point
		}
		var list []insert
		found = x.tree.Search(x.reach(geom.BoxOf([]geom.Point{a, b})), found[:0])
		for _, j := range found {
			p := x.points[j]
			if x.target[j] != j || x.owners[j] == e.owner || p == a || p == b {
				continue
			}
			q := flat.point(p)
			t := (q.X*fb.X + q.Y*fb.Y) / length
			off := (q.Y*fb.X - q.X*fb.Y) / length
			if t > 0 && t < length && math.Abs(off) <= float64(x.within) {
				list = append(list, insert{t, p})
			}
		}
		if len(list) == 0 {
			continue
		}
		slices.SortFunc(list, func(p, q insert) int { return cmp.Compare(p.t, q.t) })
		var points []geom.Point
		for _, in := range list {
			points = append(points, in.p)
		}
		x.inserts[[2]geom.Point{e.a, e.b}] = points
	}
}

func (x *snapper) moved(p geom.Point) geom.Point {
	if i, ok := x.number[p]; ok {
		return x.points[x.target[i]]
	}
	return p
}

// apply rewrites the rings that changed.
func (x *snapper) apply(s *Set) []int32 {
	var changed []int32
	for i := range s.Boundaries {
		b := &s.Boundaries[i]
		touched := false
		shape := make(geom.MultiPolygon, len(b.Shape))
		for k, poly := range b.Shape {
			shape[k] = make(geom.Polygon, len(poly))
			for m, r := range poly {
				var bent bool
				shape[k][m], bent = x.ring(r)
				touched = touched || bent
			}
		}
		if touched {
			b.Shape = shape
			changed = append(changed, int32(i))
		}
	}
	return changed
}

func (x *snapper) ring(r geom.Ring) (out geom.Ring, bent bool) {
	for i, a := range r {
		to := x.moved(a)
		bent = bent || to != a
		out = append(out, to)
		if extra := x.inserts[[2]geom.Point{a, r[(i+1)%len(r)]}]; len(extra) > 0 {
			out = append(out, extra...)
			bent = true
		}
	}
	if !bent {
		return r, false
	}
	return out, true
}
