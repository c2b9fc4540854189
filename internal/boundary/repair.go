package boundary

import (
	"cmp"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// compareBudget bounds the edge pairs looked at per edge of a shape, so that a
// hostile file cannot make the check quadratic.
const (
	compareBudget = 2000
	compareBase   = 10_000_000
)

// shapeFault says why a shape is not valid, if it is not. A shape too tangled
// to compare all its edges counts as faulty.
func shapeFault(m geom.MultiPolygon) (what sentence.Sentence, faulty bool) {
	fault := edgeFault(m)
	if fault == nil {
		fault = nestingFault(m)
	}
	if fault == nil {
		return what, false
	}
	return fault.With(nil), true
}

// ringEdge is one edge of a shape with its place.
type ringEdge struct {
	a, b       geom.Point
	minX, maxX float64
	ring       int32
}

// edgeFault sweeps over the edges by X and compares those whose ranges meet.
func edgeFault(m geom.MultiPolygon) *sentence.Template {
	edges := make([]ringEdge, 0, m.Vertices())
	ring := int32(0)
	for _, poly := range m {
		for _, r := range poly {
			for i, a := range r {
				b := r[(i+1)%len(r)]
				edges = append(edges, ringEdge{a, b, min(a.X, b.X), max(a.X, b.X), ring})
			}
			ring++
		}
	}
	slices.SortFunc(edges, func(e, f ringEdge) int { return cmp.Compare(e.minX, f.minX) })
	budget := compareBase + compareBudget*len(edges)
	touches := map[[2]int32]geom.Point{}
	for i, e := range edges {
		lo, hi := min(e.a.Y, e.b.Y), max(e.a.Y, e.b.Y)
		for j := i + 1; j < len(edges) && edges[j].minX <= e.maxX; j++ {
			if budget--; budget < 0 {
				return &sentence.FixTangled
			}
			f := &edges[j]
			if (f.a.Y > hi && f.b.Y > hi) || (f.a.Y < lo && f.b.Y < lo) {
				continue
			}
			if fault := pairFault(&e, f, touches); fault != nil {
				return fault
			}
		}
	}
	return nil
}

// pairFault looks at two edges that may meet. Neighbours on a ring share one
// vertex; different rings may touch in one vertex.
func pairFault(e, f *ringEdge, touches map[[2]int32]geom.Point) *sentence.Template {
	ea, eb := geom.Orient(f.a, f.b, e.a), geom.Orient(f.a, f.b, e.b)
	fa, fb := geom.Orient(e.a, e.b, f.a), geom.Orient(e.a, e.b, f.b)
	if ea*eb > 0 || fa*fb > 0 {
		return nil
	}
	if ea*eb < 0 && fa*fb < 0 {
		return &sentence.FixCrossed
	}
	if inside(e.a, f) && ea == 0 || inside(e.b, f) && eb == 0 || inside(f.a, e) && fa == 0 || inside(f.b, e) && fb == 0 {
		return &sentence.FixTouched
	}
	switch {
	case e.ring == f.ring:
		if e.a == f.a || e.b == f.b || (e.a == f.b && e.b == f.a) {
			return &sentence.FixTwice
		}
	case e.a == f.a || e.a == f.b || e.b == f.a || e.b == f.b:
		p := e.a
		if e.b == f.a || e.b == f.b {
			p = e.b
		}
		pair := [2]int32{min(e.ring, f.ring), max(e.ring, f.ring)}
		if q, known := touches[pair]; known && q != p {
			return &sentence.FixRings
		}
		touches[pair] = p
	}
	return nil
}

// inside reports whether p, on the line of e, lies strictly between its ends.
func inside(p geom.Point, e *ringEdge) bool {
	lo, hi := e.a, e.b
	if hi.Less(lo) {
		lo, hi = hi, lo
	}
	return lo.Less(p) && p.Less(hi)
}

// nestingFault checks that holes lie in their outer ring and in no other hole,
// and polygons outside each other, for rings that do not cross.
func nestingFault(m geom.MultiPolygon) *sentence.Template {
	boxes := make([]geom.Box, len(m))
	for i, poly := range m {
		boxes[i] = poly.Box()
		for k, hole := range poly[1:] {
			if !partlyIn(hole, poly[0]) {
				return &sentence.FixHole
			}
			for _, other := range poly[1 : 1+k] {
				if partlyIn(hole, other) || partlyIn(other, hole) {
					return &sentence.FixHoles
				}
			}
		}
	}
	if len(m) < 2 {
		return nil
	}
	tree := geom.NewRTree(boxes)
	var found []int32
	for i, poly := range m {
		found = tree.Search(boxes[i], found[:0])
		for _, j := range found {
			if int(j) != i && partlyIn(poly[0], m[j][0]) && !inHole(poly[0], m[j]) {
				return &sentence.FixOverlaps
			}
		}
	}
	return nil
}

func inHole(r geom.Ring, poly geom.Polygon) bool {
	for _, hole := range poly[1:] {
		if partlyIn(r, hole) {
			return true
		}
	}
	return false
}

// partlyIn reports whether ring r, which does not cross other, lies in it. The
// rings share at most one vertex, so one of two vertices decides, unless it is
// that one.
func partlyIn(r, other geom.Ring) bool {
	if !geom.BoxOf(other).Contains(r[0]) && !geom.BoxOf(other).Contains(r[1]) {
		return false
	}
	p := r[0]
	if slices.Contains(other, p) {
		p = r[1]
	}
	return other.Contains(p)
}

// rebuild makes a valid shape that covers what the polygons cover: the places
// an outer ring winds around, less those its holes wind around. Parts beyond
// 180 degrees are cut off and moved to the other side.
func rebuild(m geom.MultiPolygon) (geom.MultiPolygon, *InputError) {
	var edges []geom.RegionEdge
	var rings []ringPlace
	for i, poly := range m {
		for k, r := range poly {
			edges = gridEdges(edges, r, int32(len(rings)))
			rings = append(rings, ringPlace{i, k > 0})
		}
	}
	west, east := int32(len(rings)), int32(len(rings)+1)
	edges = gridEdges(edges, boxRing(geom.Box{MinX: -1000, MinY: -91, MaxX: -180, MaxY: 91}), west)
	edges = gridEdges(edges, boxRing(geom.Box{MinX: 180, MinY: -91, MaxX: 1000, MaxY: 91}), east)
	a, err := geom.NewArrangement(edges)
	if err != nil {
		return nil, wrong(sentence.ShapeUnmendable.With(sentence.Params{"cause": err.Error()}))
	}
	parts := a.Outlines(3, func(face int) int32 {
		cover := a.Cover(face)
		side := int32(0)
		if n := len(cover); n > 0 && cover[n-1].Region >= west {
			side = cover[n-1].Region - west + 1
			cover = cover[:n-1]
		}
		if !covers(cover, rings) {
			return geom.NoLabel
		}
		return side
	})
	moveEast(parts[1], 360*setGrid)
	moveEast(parts[2], -360*setGrid)
	whole := append(append(parts[0], parts[1]...), parts[2]...)
	if len(whole) > len(parts[0]) { // what was moved may border on the rest
		joined, err := joinShapes([]geom.MultiPolygon{whole})
		if err != nil {
			return nil, wrong(sentence.ShapeUnmendable.With(sentence.Params{"cause": err.Error()}))
		}
		whole = joined[0]
	}
	return toDegrees(whole, setGrid), nil
}

// ringPlace says which polygon a ring belongs to, and how.
type ringPlace struct {
	polygon int
	hole    bool
}

// covers reports whether the rings that wind around a face put it in a polygon.
func covers(cover []geom.RegionCount, rings []ringPlace) bool {
	for _, c := range cover {
		outer := rings[c.Region]
		if outer.hole {
			continue
		}
		if !slices.ContainsFunc(cover, func(d geom.RegionCount) bool {
			return rings[d.Region] == ringPlace{outer.polygon, true}
		}) {
			return true
		}
	}
	return false
}

// gridEdges appends the edges of a ring in degrees as edges on the set's grid.
func gridEdges(edges []geom.RegionEdge, r geom.Ring, region int32) []geom.RegionEdge {
	snap := func(p geom.Point) geom.Point {
		return geom.Point{X: math.Round(p.X * setGrid), Y: math.Round(p.Y * setGrid)}
	}
	for i, p := range r {
		edges = append(edges, geom.RegionEdge{A: snap(p), B: snap(r[(i+1)%len(r)]), Region: region})
	}
	return edges
}
