package geom

import "slices"

// NoLabel marks faces that belong to no outline.
const NoLabel int32 = -1

// Outlines joins the faces of equal label, as the function gives it for each
// face from 1 up, into polygons in grid coordinates: outlines[l] for label l,
// for labels 0 to labels-1. Outer rings run counterclockwise, holes clockwise;
// rings touch themselves and each other in single vertices only, so that every
// polygon is valid by OGC Simple Features. Polygons come in the order of the
// least vertex of their outer ring.
func (a *Arrangement) Outlines(labels int, label func(face int) int32) []MultiPolygon {
	t := tracer{a: a, label: make([]int32, len(a.faces))}
	t.label[0] = NoLabel
	for f := 1; f < len(a.faces); f++ {
		t.label[f] = label(f)
	}
	t.joinFaces()
	return t.polygons(labels)
}

// tracer follows the borders between faces of different labels.
type tracer struct {
	a     *Arrangement
	label []int32
	root  []int32 // per face: the face that stands for its joined patch
}

func (t *tracer) left(h int32) int32 { return t.label[t.a.face[h]] }

// isBorder tells whether h has a label on its left and another on its right.
func (t *tracer) isBorder(h int32) bool {
	l := t.left(h)
	return l != NoLabel && l != t.left(h^1)
}

// joinFaces finds patches: faces of one label joined across edges.
func (t *tracer) joinFaces() {
	t.root = make([]int32, len(t.label))
	for f := range t.root {
		t.root[f] = int32(f)
	}
	for k := range t.a.segments {
		h := int32(2 * k)
		if f, g := t.find(t.a.face[h]), t.find(t.a.face[h^1]); f != g && t.label[f] == t.label[g] {
			t.root[max(f, g)] = min(f, g)
		}
	}
}

func (t *tracer) find(f int32) int32 {
	for t.root[f] != f {
		t.root[f] = t.root[t.root[f]]
		f = t.root[f]
	}
	return f
}

// polygons traces all rings and gathers them by patch: one outer ring each, and
// its holes.
func (t *tracer) polygons(labels int) []MultiPolygon {
	rings := make([][]Ring, len(t.root))
	var patches []int32
	done := make([]bool, len(t.a.next))
	for h := range int32(len(t.a.next)) {
		if done[h] || !t.isBorder(h) {
			continue
		}
		patch := t.find(t.a.face[h])
		if rings[patch] == nil {
			patches = append(patches, patch)
		}
		rings[patch] = append(rings[patch], t.ringsFrom(h, done)...)
	}
	out := make([]MultiPolygon, labels)
	for _, patch := range patches {
		poly := Polygon(rings[patch])
		for i, r := range poly {
			if r.SignedArea() > 0 {
				poly[0], poly[i] = poly[i], poly[0]
				break
			}
		}
		l := t.label[patch]
		out[l] = append(out[l], poly)
	}
	for _, m := range out {
		slices.SortStableFunc(m, func(p, q Polygon) int {
			return comparePoints(slices.MinFunc(p[0], comparePoints), slices.MinFunc(q[0], comparePoints))
		})
	}
	return out
}

// ringsFrom walks along the border of one label from h until it closes, and
// parts the walk into simple rings wherever it comes to a vertex again.
func (t *tracer) ringsFrom(h int32, done []bool) []Ring {
	var rings []Ring
	var path []int32 // half-edges of the walk not yet in a ring
	at := map[int32]int{}
	for !done[h] {
		done[h] = true
		v := t.a.origin(h)
		if i, seen := at[v]; seen {
			rings = append(rings, t.ring(path[i:], at))
			path = path[:i]
		}
		at[v] = len(path)
		path = append(path, h)
		for h = t.a.next[h]; !t.isBorder(h); {
			h = t.a.next[h^1]
		}
	}
	return append(rings, t.ring(path, at))
}

// ring returns the vertices of a closed path and forgets them in at.
func (t *tracer) ring(path []int32, at map[int32]int) Ring {
	r := make(Ring, len(path))
	for i, h := range path {
		r[i] = t.a.at(h)
		delete(at, t.a.origin(h))
	}
	return r
}
