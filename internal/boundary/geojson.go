package boundary

import (
	"errors"
	"io"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// ReadGeoJSON reads a feature collection, or features one after another
// (newline-delimited, or an RFC 8142 sequence), as a set. The input is read as
// a stream. A file that names another reference system than WGS 84 in the old
// "crs" member is refused.
func ReadGeoJSON(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	g := geoJSONReader{s: newJSONScanner(r, b.opts.MaxBytes), b: b}
	for {
		_, err := g.s.peek()
		if errors.Is(err, io.EOF) {
			return b.Finish()
		}
		if err == nil {
			err = g.document()
		}
		if err != nil {
			return nil, b.report, err
		}
	}
}

type geoJSONReader struct {
	s *jsonScanner
	b *Builder
}

// place adds the feature being read to a fault.
func (g *geoJSONReader) place(err error) error {
	var fault *InputError
	if errors.As(err, &fault) && fault.Where.Code != sentence.PlaceFeature.Code {
		where := sentence.PlaceFeature.With(sentence.Params{"number": g.b.report.Features + 1})
		if fault.placed() {
			where = sentence.PlaceWithin.With(sentence.Params{"place": where, "within": fault.Where})
		}
		return fault.at(where)
	}
	return err
}

// document reads one top-level object: a collection, a feature or a geometry.
func (g *geoJSONReader) document() error {
	o := geoJSONObject{}
	err := g.s.object(func(name string) error {
		if name != "features" {
			return g.member(&o, name, 0)
		}
		return g.s.array(func() error {
			var f geoJSONObject
			if err := g.s.object(func(name string) error { return g.member(&f, name, 0) }); err != nil {
				return g.place(err)
			}
			return g.b.Add(f.feature())
		})
	})
	if err != nil {
		return err
	}
	switch o.kind {
	case "Topology":
		return Unreadable("this is TopoJSON, not GeoJSON")
	case "FeatureCollection":
		return nil
	case "":
		return wrong(sentence.ShapesNoType.With(nil))
	}
	return g.b.Add(o.feature())
}

// geoJSONObject is a feature or a geometry while its members are read.
type geoJSONObject struct {
	kind       string
	id         any
	properties map[string]any
	shape      geom.MultiPolygon
	point      *geom.Point
}

func (o *geoJSONObject) feature() Feature {
	return Feature{ID: propertyText(o.id), Properties: o.properties, Shape: o.shape, Point: o.point}
}

// member reads one member of a feature or geometry; others are skipped.
func (g *geoJSONReader) member(o *geoJSONObject, name string, depth int) error {
	if depth > maxNesting {
		return tooDeep()
	}
	var err error
	switch name {
	case "type":
		o.kind, err = g.s.str()
	case "id":
		o.id, err = g.s.any()
	case "crs":
		return g.crs()
	case "properties":
		var v any
		v, err = g.s.any()
		o.properties, _ = v.(map[string]any)
		if err == nil {
			err = g.b.GrowText(len(g.s.text))
		}
	case "geometry":
		return g.geometry(o, depth)
	case "geometries":
		return g.s.array(func() error { return g.geometry(o, depth+1) })
	case "coordinates":
		return g.coordinates(o)
	default:
		err = g.s.skip()
	}
	return err
}

// geometry reads a geometry, or null, into the object that has it.
func (g *geoJSONReader) geometry(o *geoJSONObject, depth int) error {
	c, err := g.s.peek()
	if err != nil {
		return g.s.ended(err)
	}
	if c != '{' {
		return g.s.skip()
	}
	var inner geoJSONObject
	if err := g.s.object(func(name string) error { return g.member(&inner, name, depth+1) }); err != nil {
		return err
	}
	o.shape = append(o.shape, inner.shape...)
	if o.point == nil {
		o.point = inner.point
	}
	return nil
}

// crs refuses reference systems other than WGS 84.
func (g *geoJSONReader) crs() error {
	v, err := g.s.any()
	if err != nil || v == nil {
		return err
	}
	text := propertyText(v)
	for _, known := range []string{"CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4269", "EPSG:4269"} {
		if strings.Contains(text, known) {
			return nil
		}
	}
	return wrong(sentence.SystemGeoJSON.With(sentence.Params{"name": text}))
}

// coordinates reads nested arrays of any of the geometry types and keeps
// polygons and points.
func (g *geoJSONReader) coordinates(o *geoJSONObject) error {
	n, err := g.nested(0)
	if err != nil {
		return err
	}
	switch n.depth {
	case 1:
		o.point = &n.position
	case 3:
		o.shape = append(o.shape, n.polygon)
	case 4:
		o.shape = append(o.shape, n.shape...)
	}
	return nil
}

// nestedCoordinates is what one array of coordinates holds, by its depth:
// a position, a line, a polygon or a multipolygon.
type nestedCoordinates struct {
	depth    int
	position geom.Point
	line     geom.Ring
	polygon  geom.Polygon
	shape    geom.MultiPolygon
}

func (g *geoJSONReader) nested(level int) (n nestedCoordinates, err error) {
	if level > 4 {
		return n, g.s.fault("coordinates are nested too deep")
	}
	values := 0
	err = g.s.array(func() error {
		c, err := g.s.peek()
		if err != nil {
			return g.s.ended(err)
		}
		if c != '[' {
			if n.depth > 1 {
				return g.s.fault("coordinates are nested unevenly")
			}
			v, err := g.s.number()
			switch values {
			case 0:
				n.position.X = v
			case 1:
				n.position.Y = v
			}
			values++
			n.depth = 1
			return err
		}
		child, err := g.nested(level + 1)
		if err != nil || child.depth == 0 {
			return err
		}
		if n.depth != 0 && n.depth != child.depth+1 {
			return g.s.fault("coordinates are nested unevenly")
		}
		n.depth = child.depth + 1
		switch child.depth {
		case 1:
			n.line = append(n.line, child.position)
			return g.b.Grow(1)
		case 2:
			n.polygon = append(n.polygon, child.line)
		case 3:
			n.shape = append(n.shape, child.polygon)
		}
		return nil
	})
	if err == nil && n.depth == 1 && values < 2 {
		err = g.s.fault("a position has %d numbers; it needs two", values)
	}
	return n, err
}
