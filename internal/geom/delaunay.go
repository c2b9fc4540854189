package geom

import (
	"fmt"
	"math"
	"slices"
)

// Triangulation is the Delaunay triangulation of points in the plane.
//
// Points at the same position are one vertex: the one with the lowest index
// stands for it and the others are its twins. When all points lie on one line
// there are no triangles, and neighbours along the line are adjacent.
type Triangulation struct {
	X, Y []float64 // the input, not copied

	// Triangles holds three point indices per triangle, counterclockwise.
	// Where more than three points lie on one circle any one valid choice of
	// triangles is taken, always the same for the same input.
	Triangles []int32

	// Opposite pairs the sides of triangles: side s runs from Triangles[s] to
	// the next corner of its triangle, and Opposite[s] is the same side seen
	// from the triangle beyond, or -1 on the hull.
	Opposite []int32

	// Offsets and Neighbors list the points adjacent to point i, in
	// counterclockwise order, as Neighbors[Offsets[i]:Offsets[i+1]]. A twin is
	// adjacent to the point that stands for it and, in the list of that point,
	// comes after the others. The graph is always connected.
	Offsets, Neighbors []int32

	// Twin[i] is the point that stands for i; i itself for all but twins.
	Twin []int32
}

// Delaunay triangulates n points in O(n log n) by divide and conquer (Guibas
// and Stolfi, "Primitives for the manipulation of general subdivisions", 1985),
// with exact predicates, so that any finite input gives a valid triangulation.
// It returns an error when a coordinate is not finite or the slices differ in
// length.
func Delaunay(x, y []float64) (*Triangulation, error) {
	if len(x) != len(y) {
		return nil, fmt.Errorf("triangulate: %d x for %d y coordinates", len(x), len(y))
	}
	if len(x) > math.MaxInt32/6 {
		return nil, fmt.Errorf("triangulate: %d points are more than an index holds", len(x))
	}
	for i := range x {
		if p := (Point{x[i], y[i]}); !p.Finite() {
			return nil, fmt.Errorf("triangulate: point %d at (%g, %g) is not finite", i, x[i], y[i])
		}
	}
	t := &Triangulation{X: x, Y: y, Twin: make([]int32, len(x))}
	d := newDivision(t)
	if len(d.p) > 1 {
		d.triangulate(0, len(d.p))
	}
	d.fillNeighbors(t)
	d.fillTriangles(t)
	return t, nil
}

// division is the subdivision under construction. Half-edges 2k and 2k+1 are
// the two directions of edge k; next and prev turn around their origin,
// counterclockwise and clockwise.
type division struct {
	p      []Point // distinct points, sorted
	id     []int32 // their indices in the input
	origin []int32
	next   []int32
	prev   []int32
	free   []int32 // deleted edges, for reuse
}

// newDivision sorts the points and finds the twins.
func newDivision(t *Triangulation) *division {
	type entry struct {
		p Point
		i int32
	}
	all := make([]entry, len(t.X))
	for i := range all {
		all[i] = entry{Point{t.X[i], t.Y[i]}, int32(i)}
	}
	slices.SortFunc(all, func(a, b entry) int {
		switch {
		case a.p.Less(b.p):
			return -1
		case b.p.Less(a.p):
			return 1
		}
		return int(a.i - b.i)
	})
	d := &division{p: make([]Point, 0, len(all)), id: make([]int32, 0, len(all))}
	for _, e := range all {
		if n := len(d.p); n > 0 && d.p[n-1] == e.p {
			t.Twin[e.i] = d.id[n-1]
			continue
		}
		t.Twin[e.i] = e.i
		d.p = append(d.p, e.p)
		d.id = append(d.id, e.i)
	}
	half := 6 * len(d.p)
	d.origin = make([]int32, 0, half)
	d.next = make([]int32, 0, half)
	d.prev = make([]int32, 0, half)
	return d
}

func (d *division) target(e int32) int32 { return d.origin[e^1] }

func (d *division) makeEdge(a, b int32) int32 {
	if n := len(d.free); n > 0 {
		e := d.free[n-1]
		d.free = d.free[:n-1]
		d.origin[e], d.origin[e+1] = a, b
		return e
	}
	e := int32(len(d.origin))
	d.origin = append(d.origin, a, b)
	d.next = append(d.next, e, e+1)
	d.prev = append(d.prev, e, e+1)
	return e
}

// splice joins or parts the rings of edges around the origins of a and b.
func (d *division) splice(a, b int32) {
	an, bn := d.next[a], d.next[b]
	d.next[a], d.next[b] = bn, an
	d.prev[bn], d.prev[an] = a, b
}

// leftNext returns the edge after e around the face on its left.
func (d *division) leftNext(e int32) int32 { return d.prev[e^1] }

// rightPrev returns the edge before e around the face on its right, reversed
// as Guibas and Stolfi define it.
func (d *division) rightPrev(e int32) int32 { return d.next[e^1] }

// connect adds an edge from the end of a to the start of b, so that all three
// have the same face on their left.
func (d *division) connect(a, b int32) int32 {
	e := d.makeEdge(d.target(a), d.origin[b])
	d.splice(e, d.leftNext(a))
	d.splice(e^1, b)
	return e
}

func (d *division) remove(e int32) {
	d.splice(e, d.prev[e])
	d.splice(e^1, d.prev[e^1])
	d.origin[e] = -1
	d.origin[e^1] = -1
	d.free = append(d.free, e&^1)
}

func (d *division) ccw(a, b, c int32) bool { return Orient(d.p[a], d.p[b], d.p[c]) > 0 }

func (d *division) rightOf(v, e int32) bool { return d.ccw(v, d.target(e), d.origin[e]) }

func (d *division) leftOf(v, e int32) bool { return d.ccw(v, d.origin[e], d.target(e)) }

// triangulate handles the sorted points [lo, hi), at least two of them. It
// returns the counterclockwise hull edge out of the leftmost point and the
// clockwise hull edge out of the rightmost.
func (d *division) triangulate(lo, hi int) (left, right int32) {
	switch hi - lo {
	case 2:
		e := d.makeEdge(int32(lo), int32(lo+1))
		return e, e ^ 1
	case 3:
		return d.three(int32(lo))
	}
	mid := lo + (hi-lo)/2
	ldo, ldi := d.triangulate(lo, mid)
	rdi, rdo := d.triangulate(mid, hi)
	for { // lower common tangent
		if d.leftOf(d.origin[rdi], ldi) {
			ldi = d.leftNext(ldi)
		} else if d.rightOf(d.origin[ldi], rdi) {
			rdi = d.rightPrev(rdi)
		} else {
			break
		}
	}
	base := d.connect(rdi^1, ldi)
	if d.origin[ldi] == d.origin[ldo] {
		ldo = base ^ 1
	}
	if d.origin[rdi] == d.origin[rdo] {
		rdo = base
	}
	d.zip(base)
	return ldo, rdo
}

func (d *division) three(v int32) (left, right int32) {
	a := d.makeEdge(v, v+1)
	b := d.makeEdge(v+1, v+2)
	d.splice(a^1, b)
	switch Orient(d.p[v], d.p[v+1], d.p[v+2]) {
	case 1:
		d.connect(b, a)
		return a, b ^ 1
	case -1:
		c := d.connect(b, a)
		return c ^ 1, c
	}
	return a, b ^ 1
}

// zip merges the two halves upwards from the lower tangent base, which points
// from right to left.
func (d *division) zip(base int32) {
	for {
		lcand, lok := d.candidate(base, d.next[base^1], d.next)
		rcand, rok := d.candidate(base, d.prev[base], d.prev)
		switch {
		case !lok && !rok:
			return
		case !lok || (rok && d.inCircle(d.target(lcand), d.origin[lcand], d.origin[rcand], d.target(rcand))):
			base = d.connect(rcand, base^1)
		default:
			base = d.connect(base^1, lcand^1)
		}
	}
}

// candidate rises on one side of the base: it removes edges whose end the next
// one around lies in the circle of, and tells whether one above base remains.
func (d *division) candidate(base, e int32, around []int32) (cand int32, ok bool) {
	if !d.rightOf(d.target(e), base) {
		return e, false
	}
	for {
		after := around[e]
		if !d.inCircle(d.target(base), d.origin[base], d.target(e), d.target(after)) {
			return e, true
		}
		d.remove(e)
		e = after
	}
}

func (d *division) inCircle(a, b, c, v int32) bool {
	return InCircle(d.p[a], d.p[b], d.p[c], d.p[v]) > 0
}
