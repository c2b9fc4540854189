package boundary

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// maxNesting bounds geometry collections within geometry collections.
const maxNesting = 16

// maxTopoBytes bounds the text of one document: it is held whole while it is
// decoded, at about six times its size.
const maxTopoBytes = 256 << 20

// topology is a TopoJSON document (specification 1.0).
type topology struct {
	Type      string                   `json:"type"`
	Transform *topoTransform           `json:"transform"`
	Objects   map[string]*topoGeometry `json:"objects"`
	Arcs      [][]position             `json:"arcs"`
}

type topoTransform struct {
	Scale     position `json:"scale"`
	Translate position `json:"translate"`
}

// position takes the first two numbers of a coordinate array and ignores more.
type position [2]float64

type topoGeometry struct {
	Type        string          `json:"type"`
	ID          any             `json:"id"`
	Properties  map[string]any  `json:"properties"`
	Arcs        json.RawMessage `json:"arcs"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometries  []*topoGeometry `json:"geometries"`
}

// ReadTopoJSON reads one object of a TopoJSON document as a set. With no layer
// chosen it takes the object with the most geometries. Borders shared in the
// document are shared to the last bit in the set.
func ReadTopoJSON(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	var doc topology
	if err := decodeJSON(r, min(b.opts.MaxBytes, maxTopoBytes), &doc); err != nil {
		return nil, b.report, err
	}
	if doc.Type != "Topology" {
		return nil, b.report, inputError("", "this is not TopoJSON: its type is %q, not \"Topology\"", doc.Type)
	}
	object, err := doc.choose(b)
	if err != nil {
		return nil, b.report, err
	}
	if err := doc.decode(); err != nil {
		return nil, b.report, err
	}
	if err := doc.walk(b, object, 0); err != nil {
		return nil, b.report, err
	}
	return b.Finish()
}

// decodeJSON decodes one document; a syntax error becomes an *InputError.
func decodeJSON(r io.Reader, limit int64, into any) error {
	err := json.NewDecoder(textReader(newLimitReader(r, limit))).Decode(into)
	var fault *InputError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil || errors.As(err, &fault):
		return err
	case errors.As(err, &syntax):
		return inputError(fmt.Sprintf("byte %d", syntax.Offset), "this is not JSON: %v", syntax)
	case errors.As(err, &kind):
		return inputError(fmt.Sprintf("byte %d", kind.Offset), "%s stands where %s should be", kind.Value, kind.Field)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return inputError("", "the file is empty or ends in the middle; it may be cut off")
	}
	return fmt.Errorf("read JSON: %w", err)
}

// choose returns the object to read.
func (t *topology) choose(b *Builder) (*topoGeometry, error) {
	names := make([]string, 0, len(t.Objects))
	for name, g := range t.Objects {
		if g != nil {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	best := ""
	for _, name := range names {
		if name == b.opts.Layer || (b.opts.Layer == "" && (best == "" || len(t.Objects[name].Geometries) > len(t.Objects[best].Geometries))) {
			best = name
		}
	}
	if best == "" {
		return nil, inputError("", "there is no object %q; there are: %q", b.opts.Layer, names)
	}
	b.report.Layer = best
	return t.Objects[best], nil
}

// decode turns delta-encoded arcs into positions in place.
func (t *topology) decode() error {
	for i, arc := range t.Arcs {
		var x, y float64
		for j, p := range arc {
			if t.Transform == nil {
				continue
			}
			x += p[0]
			y += p[1]
			arc[j] = t.Transform.apply(position{x, y})
		}
		if len(arc) < 2 {
			return inputError(fmt.Sprintf("arc %d", i), "it has %d positions; an arc needs two", len(arc))
		}
	}
	return nil
}

func (t *topoTransform) apply(p position) position {
	return position{p[0]*t.Scale[0] + t.Translate[0], p[1]*t.Scale[1] + t.Translate[1]}
}

// walk adds g, or its members when it is a collection without properties.
func (t *topology) walk(b *Builder, g *topoGeometry, depth int) error {
	if g == nil {
		return nil
	}
	if depth > maxNesting {
		return inputError("", "geometry collections are nested more than %d deep", maxNesting)
	}
	if g.Type == "GeometryCollection" && len(g.Properties) == 0 {
		for _, member := range g.Geometries {
			if err := t.walk(b, member, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	f := Feature{ID: propertyText(g.ID), Properties: g.Properties}
	if err := t.shape(b, g, &f, depth); err != nil {
		var fault *InputError
		if errors.As(err, &fault) && fault.Where == "" {
			fault.Where = fmt.Sprintf("object %d", b.report.Features+1)
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
	switch g.Type {
	case "Polygon":
		var rings [][]int
		if err := json.Unmarshal(g.Arcs, &rings); err != nil {
			return inputError("", "the arcs of a polygon are not lists of numbers")
		}
		return t.polygon(b, rings, f)
	case "MultiPolygon":
		var polygons [][][]int
		if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
			return inputError("", "the arcs of a multipolygon are not lists of numbers")
		}
		for _, rings := range polygons {
			if err := t.polygon(b, rings, f); err != nil {
				return err
			}
		}
	case "Point":
		var p position
		if err := json.Unmarshal(g.Coordinates, &p); err != nil {
			return inputError("", "the coordinates of a point are not numbers")
		}
		if t.Transform != nil {
			p = t.Transform.apply(p)
		}
		f.Point = &geom.Point{X: p[0], Y: p[1]}
	case "GeometryCollection":
		for _, member := range g.Geometries {
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
		if a >= len(t.Arcs) {
			return nil, inputError("", "it names arc %d of %d", a, len(t.Arcs))
		}
		n += len(t.Arcs[a]) - 1
	}
	if err := b.Grow(n); err != nil {
		return nil, err
	}
	ring := make(geom.Ring, 0, n)
	for _, a := range arcs {
		arc := t.Arcs[max(a, ^a)]
		for j := range len(arc) - 1 {
			p := arc[j]
			if a < 0 {
				p = arc[len(arc)-1-j]
			}
			ring = append(ring, geom.Point{X: p[0], Y: p[1]})
		}
	}
	return ring, nil
}
