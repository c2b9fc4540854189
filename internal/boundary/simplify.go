package boundary

import (
	"container/heap"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Simplifier holds a set cut into shared lines, with the importance of every
// vertex, from which any level of detail is read off without gaps or overlaps
// between neighbours. It is safe for concurrent use.
//
// The importance of a vertex is the area of the triangle with its neighbours
// that its removal gives up (Visvalingam and Whyatt, "Line generalisation by
// repeated elimination of points", 1993), on the Web Mercator square.
type Simplifier struct {
	arcs   *arcSet
	weight []float32 // square root of the area, per arc vertex; ends are infinite
}

// NewSimplifier prepares a set in O(n log n) for n vertices.
func NewSimplifier(s *Set) *Simplifier {
	x := &Simplifier{arcs: newArcSet(s)}
	x.weight = make([]float32, len(x.arcs.verts))
	flat := make([]geom.Point, len(x.arcs.points))
	for i, p := range x.arcs.points {
		flat[i] = geom.Mercator(p)
	}
	var line thinning
	for k := range x.arcs.arcs() {
		line.weigh(x.arcs.arc(int32(k)), flat, x.weight[x.arcs.starts[k]:])
	}
	return x
}

// Level returns the shapes of all boundaries with the detail that can be seen
// when the world is the given number of pixels wide. Rings that shrink to
// nothing are left out, so a tiny boundary may have an empty shape. Lines may
// touch or cross each other by less than a pixel; see Simplify for shapes that
// stay valid.
func (x *Simplifier) Level(pixels float64) []geom.MultiPolygon {
	limit := float32(1 / pixels)
	return x.shapes(func(int32) float32 { return limit })
}

// Simplify returns valid shapes with details smaller than the tolerance left
// out. Where leaving out a detail would make a shape invalid or vanish, the
// lines around it keep more, on both sides alike.
func (x *Simplifier) Simplify(tolerance geom.Meters) []geom.MultiPolygon {
	equator := 2 * math.Pi * float64(geom.EarthRadius)
	limits := make([]float32, x.arcs.arcs())
	for k := range limits {
		p := x.arcs.points[x.arcs.arc(int32(k))[0]]
		limits[k] = float32(float64(tolerance) / equator / max(0.05, math.Cos(p.Y*math.Pi/180)))
	}
	for x.sharpen(limits) {
	}
	return x.shapes(func(k int32) float32 { return limits[k] })
}

// sharpen lowers the limits of lines that cross or cover each other and of
// those around boundaries that vanish, and tells whether it lowered any.
func (x *Simplifier) sharpen(limits []float32) bool {
	bad := x.conflicts(limits)
	for i, m := range x.shapes(func(k int32) float32 { return limits[k] }) {
		if len(m) > 0 {
			continue
		}
		for _, rings := range x.arcs.shapes[i] {
			for _, k := range rings[0] {
				bad[max(k, ^k)] = true
			}
		}
	}
	again := false
	for k := range bad {
		if limits[k] > 0 {
			again = true
			if limits[k] /= 4; limits[k] < finestDetail {
				limits[k] = 0
			}
		}
	}
	return again
}

// finestDetail is the limit below which a line keeps all its vertices: about
// four centimetres at the equator.
const finestDetail = 1e-9

// arcEdge is one edge of a simplified arc.
type arcEdge struct {
	ringEdge
	arc int32
}

// conflicts returns the arcs whose edges meet elsewhere than in their ends.
func (x *Simplifier) conflicts(limits []float32) map[int32]bool {
	var edges []arcEdge
	var boxes []geom.Box
	for k := range int32(x.arcs.arcs()) {
		var last geom.Point
		for i, v := range x.arcs.arc(k) {
			if x.weight[x.arcs.starts[k]+int32(i)] < limits[k] {
				continue
			}
			p := x.arcs.points[v]
			if i > 0 {
				edges = append(edges, arcEdge{ringEdge{a: last, b: p}, k})
				boxes = append(boxes, geom.BoxOf([]geom.Point{last, p}))
			}
			last = p
		}
	}
	bad := map[int32]bool{}
	tree := geom.NewRTree(boxes)
	var found []int32
	for i := range edges {
		found = tree.Search(boxes[i], found[:0])
		for _, j := range found {
			if int(j) > i && meetBadly(&edges[i].ringEdge, &edges[j].ringEdge) {
				bad[edges[i].arc], bad[edges[j].arc] = true, true
			}
		}
	}
	return bad
}

// meetBadly reports whether two edges share more than an end.
func meetBadly(e, f *ringEdge) bool {
	if (e.a == f.a && e.b == f.b) || (e.a == f.b && e.b == f.a) {
		return true
	}
	ea, eb := geom.Orient(f.a, f.b, e.a), geom.Orient(f.a, f.b, e.b)
	fa, fb := geom.Orient(e.a, e.b, f.a), geom.Orient(e.a, e.b, f.b)
	if ea*eb < 0 && fa*fb < 0 {
		return true
	}
	return ea == 0 && inside(e.a, f) || eb == 0 && inside(e.b, f) || fa == 0 && inside(f.a, e) || fb == 0 && inside(f.b, e)
}

// shapes puts all boundaries together from the vertices that reach the limit
// of their arc.
func (x *Simplifier) shapes(limit func(arc int32) float32) []geom.MultiPolygon {
	out := make([]geom.MultiPolygon, len(x.arcs.shapes))
	for i, shape := range x.arcs.shapes {
		for _, rings := range shape {
			var poly geom.Polygon
			for k, arcs := range rings {
				r := x.ring(arcs, limit)
				if area := r.SignedArea(); len(r) < 3 || area == 0 || (area < 0) != (k > 0) {
					if k == 0 {
						break
					}
					continue
				}
				poly = append(poly, r)
			}
			if len(poly) > 0 {
				out[i] = append(out[i], poly)
			}
		}
	}
	return out
}

func (x *Simplifier) ring(arcs []int32, limit func(int32) float32) geom.Ring {
	var r geom.Ring
	for _, k := range arcs {
		forward := k >= 0
		k = max(k, ^k)
		least := limit(k)
		begin, end := int(x.arcs.starts[k]), int(x.arcs.starts[k+1])
		for j := begin; j < end-1; j++ { // the last is the first of the next arc
			at := j
			if !forward {
				at = begin + end - 1 - j
			}
			if x.weight[at] >= least {
				r = append(r, x.arcs.points[x.arcs.verts[at]])
			}
		}
	}
	return r
}

// thinning is the scratch space for weighing one line.
type thinning struct {
	left, right []int32   // neighbours still there
	area        []float64 // of each vertex's triangle
	place       []int32   // in the heap, -1 when gone
	heap        []int32
}

// weigh writes the weights of the vertices of one arc.
func (t *thinning) weigh(verts []int32, flat []geom.Point, out []float32) {
	n := len(verts)
	t.reset(n)
	size := func(k int32) float64 {
		a, b, c := flat[verts[t.left[k]]], flat[verts[k]], flat[verts[t.right[k]]]
		return math.Abs((b.X-a.X)*(c.Y-a.Y)-(c.X-a.X)*(b.Y-a.Y)) / 2
	}
	out[0], out[n-1] = float32(math.Inf(1)), float32(math.Inf(1))
	for k := 1; k < n-1; k++ {
		t.area[k] = size(int32(k))
		t.place[k] = int32(len(t.heap))
		t.heap = append(t.heap, int32(k))
	}
	heap.Init(t)
	last := 0.0
	for len(t.heap) > 0 {
		k := heap.Pop(t).(int32)
		last = max(last, t.area[k])
		out[k] = float32(math.Sqrt(last))
		l, r := t.left[k], t.right[k]
		t.right[l], t.left[r] = r, l
		for _, m := range [2]int32{l, r} {
			if m > 0 && int(m) < n-1 {
				t.area[m] = size(m)
				heap.Fix(t, int(t.place[m]))
			}
		}
	}
}

func (t *thinning) reset(n int) {
	if cap(t.left) < n {
		t.left, t.right = make([]int32, n), make([]int32, n)
		t.area, t.place = make([]float64, n), make([]int32, n)
	}
	t.left, t.right, t.area, t.place = t.left[:n], t.right[:n], t.area[:n], t.place[:n]
	t.heap = t.heap[:0]
	for k := range t.left {
		t.left[k], t.right[k] = int32(k-1), int32(k+1)
	}
}

// Len, Less, Swap, Push and Pop make thinning a heap.Interface over vertices by
// area; equal areas go by place on the line.
func (t *thinning) Len() int { return len(t.heap) }

func (t *thinning) Less(i, j int) bool {
	a, b := t.heap[i], t.heap[j]
	return t.area[a] < t.area[b] || (t.area[a] == t.area[b] && a < b)
}

func (t *thinning) Swap(i, j int) {
	t.heap[i], t.heap[j] = t.heap[j], t.heap[i]
	t.place[t.heap[i]], t.place[t.heap[j]] = int32(i), int32(j)
}

func (t *thinning) Push(v any) { t.heap = append(t.heap, v.(int32)) }

func (t *thinning) Pop() any {
	k := t.heap[len(t.heap)-1]
	t.heap = t.heap[:len(t.heap)-1]
	t.place[k] = -1
	return k
}
