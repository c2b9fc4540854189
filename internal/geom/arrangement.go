package geom

import (
	"cmp"
	"errors"
	"slices"
)

// RegionEdge is a directed line with a region on its left side. The border of
// a region is a set of closed rings of such edges; where its rings overlap, the
// region counts more than once.
type RegionEdge struct {
	A, B   Point
	Region int32
}

// RegionCount says how often a region covers a face; it is never 0, and
// negative inside a ring that runs clockwise.
type RegionCount struct {
	Region int32
	Count  int32
}

// Arrangement is the plane cut into faces by the borders of regions: vertices
// lie on a grid, edges meet only in vertices, and every face knows the regions
// that cover it. Polygons made from it share their borders exactly, so they
// neither overlap nor leave gaps.
//
// Edges are cut where they cross and the new vertices are moved to the nearest
// grid point; this is repeated until no two edges cross, so the result is sound
// by construction, whatever the input (compare snap rounding: Hobby, "Practical
// segment intersection with finite precision output", 1999). An edge moves by
// about half a grid step per cut.
type Arrangement struct {
	vertices []Point // grid coordinates: whole numbers
	segments []segment
	deltas   []RegionCount // what lies left of a segment more than right of it
	next     []int32       // per half-edge: the next around the face on its left
	face     []int32       // per half-edge: the face on its left
	faces    [][]RegionCount
	cycles   []cycle
}

// segment is an undirected edge between vertices a and b; half-edge 2k runs
// from a to b and 2k+1 back.
type segment struct {
	a, b   int32
	deltas [2]int32 // range in Arrangement.deltas
}

// cycle is one closed walk around a face.
type cycle struct {
	start int32 // a half-edge on it
	face  int32
	low   Point // its least vertex
	outer bool  // it is the outer border of a bounded face
}

// ErrUnsettled is returned when cutting edges does not come to an end; no input
// is known that causes it.
var ErrUnsettled = errors.New("arrange: edges still cross after the last round")

// ErrTangled is returned when the edges cross more than fifty times each.
var ErrTangled = errors.New("arrange: the edges cross too often")

// NewArrangement builds the arrangement of the edges, whose coordinates must be
// whole numbers of at most 2⁴⁵. It takes O((n + crossings) log n) for edges that
// are short compared with the whole.
func NewArrangement(edges []RegionEdge) (*Arrangement, error) {
	pieces, err := cutPieces(edges)
	if err != nil {
		return nil, err
	}
	a := &Arrangement{}
	a.connect(pieces)
	a.orderAround()
	a.traceCycles()
	a.placeCycles()
	a.coverFaces()
	return a, nil
}

// Faces returns the number of faces; face 0 is the unbounded one.
func (a *Arrangement) Faces() int { return len(a.faces) }

// Cover returns the regions that cover a face, by rising region. It must not
// be changed.
func (a *Arrangement) Cover(face int) []RegionCount { return a.faces[face] }

// connect numbers the vertices and gathers pieces with the same ends.
func (a *Arrangement) connect(pieces []piece) {
	number := make(map[Point]int32, len(pieces))
	vertex := func(p Point) int32 {
		i, ok := number[p]
		if !ok {
			i = int32(len(a.vertices))
			number[p] = i
			a.vertices = append(a.vertices, p)
		}
		return i
	}
	for i := 0; i < len(pieces); {
		s := segment{a: vertex(pieces[i].a), b: vertex(pieces[i].b)}
		s.deltas[0] = int32(len(a.deltas))
		j := i
		for ; j < len(pieces) && pieces[j].sameEnds(pieces[i]); j++ {
			a.deltas = append(a.deltas, RegionCount{pieces[j].region, pieces[j].delta})
		}
		s.deltas[1] = int32(len(a.deltas))
		a.segments = append(a.segments, s)
		i = j
	}
}

// origin returns the vertex a half-edge starts from.
func (a *Arrangement) origin(h int32) int32 {
	if h&1 == 0 {
		return a.segments[h>>1].a
	}
	return a.segments[h>>1].b
}

func (a *Arrangement) at(h int32) Point { return a.vertices[a.origin(h)] }

// orderAround sorts the half-edges leaving each vertex by angle and links each
// half-edge to the one that follows it around the face on its left: the first
// one clockwise from its twin.
func (a *Arrangement) orderAround() {
	offsets := make([]int32, len(a.vertices)+1)
	for _, s := range a.segments {
		offsets[s.a+1]++
		offsets[s.b+1]++
	}
	for i := range a.vertices {
		offsets[i+1] += offsets[i]
	}
	around := make([]int32, 2*len(a.segments))
	fill := slices.Clone(offsets)
	for h := range int32(len(around)) {
		v := a.origin(h)
		around[fill[v]] = h
		fill[v]++
	}
	a.next = make([]int32, len(around))
	for v := range a.vertices {
		star := around[offsets[v]:offsets[v+1]]
		slices.SortFunc(star, func(g, h int32) int {
			return compareAngle(a.vertices[v], a.at(g^1), a.at(h^1))
		})
		for i, h := range star {
			before := star[(i+len(star)-1)%len(star)]
			a.next[h^1] = before
		}
	}
}

// compareAngle orders the directions o→p and o→q counterclockwise, starting
// just after the direction of negative X.
func compareAngle(o, p, q Point) int {
	if c := cmp.Compare(halfPlane(o, p), halfPlane(o, q)); c != 0 {
		return c
	}
	return -Orient(o, p, q)
}

// halfPlane is 0 for directions below the X axis and 1 for those above it, the
// positive axis counting as above.
func halfPlane(o, p Point) int {
	if p.Y < o.Y || (p.Y == o.Y && p.X < o.X) {
		return 0
	}
	return 1
}
