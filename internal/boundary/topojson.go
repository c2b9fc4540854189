package boundary

import (
	"encoding/json"
	"errors"
	"io"
	"sort"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// maxNesting bounds geometry collections within geometry collections.
const maxNesting = 16

// topology is a TopoJSON document (specification 1.0).
type topology struct {
	transform *topoTransform
	objects   map[string]*topoGeometry
	arcs      [][]geom.Point
}

// topoTransform turns quantised positions into degrees.
type topoTransform struct {
	scale, translate geom.Point
}

type topoGeometry struct {
	kind       string
	id         any
	properties map[string]any
	arcs       json.RawMessage // numbers of arcs, nested as the kind asks
	point      *geom.Point
	geometries []*topoGeometry
}

// ReadTopoJSON reads one object of a TopoJSON document as a set. With no layer
// chosen it takes the object with the most geometries. Borders shared in the
// document are shared to the last bit in the set. The input is read as a
// stream: only what becomes of it is held.
func ReadTopoJSON(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	in := topoReader{s: newJSONScanner(r, b.opts.MaxBytes), b: b}
	if err := in.document(); err != nil {
		return nil, b.report, err
	}
	doc := &in.doc
	object, err := doc.choose(b)
	if err != nil {
		return nil, b.report, err
	}
	doc.place()
	if err := doc.walk(b, object, 0); err != nil {
		return nil, b.report, err
	}
	return b.Finish()
}

// choose returns the object to read.
func (t *topology) choose(b *Builder) (*topoGeometry, error) {
	names := make([]string, 0, len(t.objects))
	for name, g := range t.objects {
		if g != nil {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	best := ""
	for _, name := range names {
		if name == b.opts.Layer || (b.opts.Layer == "" && (best == "" || len(t.objects[name].geometries) > len(t.objects[best].geometries))) {
			best = name
		}
	}
	if best == "" {
		return nil, Unreadable("there is no object %q; there are: %q", b.opts.Layer, names)
	}
	b.report.Layer = best
	return t.objects[best], nil
}

// place turns delta-encoded arcs into positions in place.
func (t *topology) place() {
	if t.transform == nil {
		return
	}
	for _, arc := range t.arcs {
		var at geom.Point
		for j, p := range arc {
			at = geom.Point{X: at.X + p.X, Y: at.Y + p.Y}
			arc[j] = t.transform.apply(at)
		}
	}
}

func (t *topoTransform) apply(p geom.Point) geom.Point {
	return geom.Point{X: p.X*t.scale.X + t.translate.X, Y: p.Y*t.scale.Y + t.translate.Y}
}

func tooDeep() error {
	return Unreadable("geometry collections are nested more than %d deep", maxNesting)
}

// walk adds g, or its members when it is a collection without properties.
func (t *topology) walk(b *Builder, g *topoGeometry, depth int) error {
	if g == nil {
		return nil
	}
	if depth > maxNesting {
		return tooDeep()
	}
	if g.kind == "GeometryCollection" && len(g.properties) == 0 {
		for _, member := range g.geometries {
			if err := t.walk(b, member, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	f := Feature{ID: propertyText(g.id), Properties: g.properties}
	if err := t.shape(b, g, &f, depth); err != nil {
		var fault *InputError
		if errors.As(err, &fault) && !fault.placed() {
			fault.Where = sentence.PlaceObject.With(sentence.Params{"number": b.report.Features + 1})
		}
		return err
	}
	return b.Add(f)
}

// shape adds the polygons or the point of g to f.
func (t *topology) shape(b *Builder, g *topoGeometry, f *Feature, depth int) error {
	if g == nil || depth > maxNesting {
		return nil
	}
	switch g.kind {
	case "Polygon":
		var rings [][]int
		if err := json.Unmarshal(g.arcs, &rings); err != nil {
			return Unreadable("the arcs of a polygon are not lists of numbers")
		}
		return t.polygon(b, rings, f)
	case "MultiPolygon":
		var polygons [][][]int
		if err := json.Unmarshal(g.arcs, &polygons); err != nil {
			return Unreadable("the arcs of a multipolygon are not lists of numbers")
		}
		for _, rings := range polygons {
			if err := t.polygon(b, rings, f); err != nil {
				return err
			}
		}
	case "Point":
		if g.point == nil {
			return Unreadable("a point has no coordinates")
		}
		p := *g.point
		if t.transform != nil {
			p = t.transform.apply(p)
		}
		f.Point = &p
	case "GeometryCollection":
		for _, member := range g.geometries {
			if err := t.shape(b, member, f, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *topology) polygon(b *Builder, rings [][]int, f *Feature) error {
	poly := make(geom.Polygon, 0, len(rings))
	for _, arcs := range rings {
		ring, err := t.ring(b, arcs)
		if err != nil {
			return err
		}
		poly = append(poly, ring)
	}
	f.Shape = append(f.Shape, poly)
	return nil
}

// ring joins arcs end to end; arc -1-i is arc i backwards.
func (t *topology) ring(b *Builder, arcs []int) (geom.Ring, error) {
	n := 0
	for _, a := range arcs {
		if a < 0 {
			a = ^a
		}
		if a >= len(t.arcs) {
			return nil, Unreadable("it names arc %d of %d", a, len(t.arcs))
		}
		n += len(t.arcs[a]) - 1
	}
	if err := b.Grow(n); err != nil {
		return nil, err
	}
	ring := make(geom.Ring, 0, n)
	for _, a := range arcs {
		arc := t.arcs[max(a, ^a)]
		for j := range len(arc) - 1 {
			p := arc[j]
			if a < 0 {
				p = arc[len(arc)-1-j]
			}
			ring = append(ring, p)
		}
	}
	return ring, nil
}
