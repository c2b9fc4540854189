package boundary

import (
	"errors"
	"io"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// topoReader takes a TopoJSON document from a stream.
type topoReader struct {
	s   *jsonScanner
	b   *Builder
	doc topology
	// vertices counts the positions of all arcs, without the first of each,
	// which is the last of the arc before it in a ring.
	vertices int
	arc      []geom.Point // scratch
}

// document reads the one object of a file.
func (t *topoReader) document() error {
	if _, err := t.s.peek(); errors.Is(err, io.EOF) {
		return wrong(sentence.ShapesEmptyOrCut.With(nil))
	}
	t.doc.objects = map[string]*topoGeometry{}
	kind := ""
	err := t.s.object(func(name string) error {
		switch name {
		case "type":
			var err error
			if kind, err = t.s.str(); err == nil {
				err = isTopology(kind)
			}
			return err
		case "transform":
			return t.transform()
		case "objects":
			return t.members(func(name string) error {
				g, err := t.geometry(0)
				if g != nil {
					t.doc.objects[name] = g
				}
				return err
			})
		case "arcs":
			return t.elements(t.oneArc)
		}
		return t.s.skip()
	})
	if err != nil {
		return err
	}
	return isTopology(kind)
}

func isTopology(kind string) error {
	if kind != "Topology" {
		return Unreadable("this is not TopoJSON: its type is %q, not \"Topology\"", kind)
	}
	return nil
}

// members reads an object, or null.
func (t *topoReader) members(field func(name string) error) error {
	if c, err := t.s.peek(); err == nil && c != '{' {
		return t.null(c, "an object")
	}
	return t.s.object(field)
}

// elements reads an array, or null.
func (t *topoReader) elements(element func() error) error {
	if c, err := t.s.peek(); err == nil && c != '[' {
		return t.null(c, "a list")
	}
	return t.s.array(element)
}

func (t *topoReader) null(c byte, want string) error {
	if c != 'n' {
		return t.s.fault("%q stands where %s should be", c, want)
	}
	return t.s.skip()
}

func (t *topoReader) transform() error {
	var out topoTransform
	given := false
	err := t.members(func(name string) error {
		given = true
		var err error
		switch name {
		case "scale":
			out.scale, err = t.position()
		case "translate":
			out.translate, err = t.position()
		default:
			err = t.s.skip()
		}
		return err
	})
	if given {
		t.doc.transform = &out
	}
	return err
}

// position takes the first two numbers of an array and ignores more.
func (t *topoReader) position() (p geom.Point, err error) {
	values := 0
	err = t.s.array(func() error {
		v, err := t.s.number()
		switch values {
		case 0:
			p.X = v
		case 1:
			p.Y = v
		}
		values++
		return err
	})
	if err == nil && values < 2 {
		err = t.s.fault("a position has %d numbers; it needs two", values)
	}
	return p, err
}

// oneArc reads an arc. Its positions are counted before they are kept, so that a
// long one is stopped where the limit is.
func (t *topoReader) oneArc() error {
	t.arc = t.arc[:0]
	if err := t.elements(func() error {
		p, err := t.position()
		if err != nil {
			return err
		}
		if t.arc = append(t.arc, p); len(t.arc) > 1 {
			if t.vertices++; t.vertices > t.b.opts.MaxVertices {
				return tooManyVertices(t.b.opts.MaxVertices)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if len(t.arc) < 2 {
		return Unreadable("it has %d positions; an arc needs two", len(t.arc)).at(sentence.PlaceArc.With(sentence.Params{"number": len(t.doc.arcs)}))
	}
	t.doc.arcs = append(t.doc.arcs, slices.Clone(t.arc))
	return nil
}

// geometry reads a geometry, nil for null.
func (t *topoReader) geometry(depth int) (*topoGeometry, error) {
	if depth > maxNesting {
		return nil, tooDeep()
	}
	if c, err := t.s.peek(); err == nil && c != '{' {
		return nil, t.null(c, "a geometry")
	}
	g := &topoGeometry{}
	return g, t.s.object(func(name string) error { return t.member(g, name, depth) })
}

func (t *topoReader) member(g *topoGeometry, name string, depth int) (err error) {
	switch name {
	case "type":
		g.kind, err = t.s.str()
	case "id":
		g.id, err = t.s.any()
	case "properties":
		var v any
		v, err = t.s.any()
		g.properties, _ = v.(map[string]any)
		if err == nil {
			err = t.b.GrowText(len(t.s.text))
		}
	case "arcs":
		var raw []byte
		if raw, err = t.s.raw(); err == nil {
			g.arcs = slices.Clone(raw)
			err = t.b.GrowText(len(raw))
		}
	case "coordinates":
		g.point, err = t.coordinates()
	case "geometries":
		return t.elements(func() error {
			inner, err := t.geometry(depth + 1)
			if inner != nil {
				g.geometries = append(g.geometries, inner)
			}
			return err
		})
	default:
		err = t.s.skip()
	}
	return err
}

// coordinates reads the position of a point; what other geometries have in its
// place is passed over.
func (t *topoReader) coordinates() (*geom.Point, error) {
	var p [2]float64
	values, flat := 0, true
	err := t.elements(func() error {
		c, err := t.s.peek()
		if err != nil {
			return t.s.ended(err)
		}
		if c == '[' {
			flat = false
			return t.s.skip()
		}
		v, err := t.s.number()
		if values < 2 {
			p[values] = v
		}
		values++
		return err
	})
	if err != nil || !flat || values < 2 {
		return nil, err
	}
	return &geom.Point{X: p[0], Y: p[1]}, nil
}
