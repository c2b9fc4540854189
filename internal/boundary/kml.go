package boundary

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// maxXMLDepth bounds the nesting of elements, and maxKMLBytes the text of one
// file, since a line of coordinates is held as one text.
const (
	maxXMLDepth = 200
	maxKMLBytes = 256 << 20
)

// ReadKML reads the placemarks of a KML document (OGC 07-147r2) as a set: their
// polygons or points, with name and extended data as properties. Altitudes are
// dropped.
func ReadKML(r io.Reader, opts ReadOptions) (*Set, *Report, error) {
	b := NewBuilder(opts)
	k := kmlReader{b: b, x: xml.NewDecoder(newLimitReader(r, min(b.opts.MaxBytes, maxKMLBytes)))}
	k.x.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		return nil, wrong(sentence.ShapesEncoding.With(sentence.Params{"encoding": charset}))
	}
	if err := k.read(); err != nil {
		return nil, b.report, err
	}
	return b.Finish()
}

// ReadKMZ reads the first KML document in a zip file.
func ReadKMZ(r io.ReaderAt, size int64, opts ReadOptions) (*Set, *Report, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Report{}, Unreadable("this is not a zip file: %v", err)
	}
	for _, f := range archive.File {
		if strings.EqualFold(path.Ext(f.Name), ".kml") {
			in, err := f.Open()
			if err != nil {
				return nil, &Report{}, zipError("kml", err)
			}
			defer in.Close()
			return ReadKML(in, opts)
		}
	}
	return nil, &Report{}, Unreadable("the zip file holds no .kml file")
}

type kmlReader struct {
	b     *Builder
	x     *xml.Decoder
	path  []string // open elements
	attr  []string // their name attribute
	f     *Feature // the placemark being read
	hole  bool     // inside innerBoundaryIs
	poly  geom.Polygon
	text  strings.Builder
	texts bool // the text of the open element is wanted
}

func (k *kmlReader) read() error {
	for {
		token, err := k.x.RawToken()
		if errors.Is(err, io.EOF) {
			if len(k.path) > 0 {
				return Unreadable("the file ends within <%s>; it may be cut off", k.path[len(k.path)-1])
			}
			return nil
		}
		if err != nil {
			return k.fault(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = k.start(t)
		case xml.EndElement:
			err = k.end(t.Name.Local)
		case xml.CharData:
			if k.texts {
				k.text.Write(t)
			}
		}
		if err != nil {
			return placed(err, sentence.PlacePlacemark.With(sentence.Params{"number": k.b.report.Features + 1}))
		}
	}
}

func (k *kmlReader) fault(err error) error {
	var fault *InputError
	if errors.As(err, &fault) {
		return fault
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return wrong(sentence.ShapesXML.With(sentence.Params{"cause": syntax.Msg})).at(fileLine(syntax.Line))
	}
	return fmt.Errorf("read KML: %w", err)
}

func (k *kmlReader) start(e xml.StartElement) error {
	if len(k.path) >= maxXMLDepth {
		return Unreadable("elements are nested more than %d deep", maxXMLDepth)
	}
	name, attr := e.Name.Local, ""
	for _, a := range e.Attr {
		if a.Name.Local == "name" || (name == "Placemark" && a.Name.Local == "id") {
			attr = a.Value
		}
	}
	k.path, k.attr = append(k.path, name), append(k.attr, attr)
	if k.f == nil {
		if name == "Placemark" {
			k.f = &Feature{ID: attr, Properties: map[string]any{}}
		}
		return nil
	}
	switch name {
	case "Polygon":
		k.poly = nil
	case "innerBoundaryIs":
		k.hole = true
	case "outerBoundaryIs":
		k.hole = false
	case "name", "description", "SimpleData", "value", "coordinates":
		k.text.Reset()
		k.texts = true
	}
	return nil
}

func (k *kmlReader) end(name string) error {
	if len(k.path) == 0 || k.path[len(k.path)-1] != name {
		return Unreadable("</%s> closes nothing", name)
	}
	attr := k.attr[len(k.attr)-1]
	k.path, k.attr = k.path[:len(k.path)-1], k.attr[:len(k.attr)-1]
	if k.f == nil {
		return nil
	}
	text := ""
	if k.texts {
		text = k.text.String()
	}
	parent, parentAttr := "", ""
	if n := len(k.path); n > 0 {
		parent, parentAttr = k.path[n-1], k.attr[n-1]
	}
	k.texts = k.texts && name != "name" && name != "description" && name != "SimpleData" && name != "value" && name != "coordinates"
	switch {
	case name == "Placemark":
		f := *k.f
		k.f = nil
		return k.b.Add(f)
	case (name == "name" || name == "description") && parent == "Placemark":
		return k.property(name, text)
	case name == "SimpleData":
		return k.property(attr, text)
	case name == "value" && parent == "Data":
		return k.property(parentAttr, text)
	case name == "coordinates":
		return k.coordinates(parent, text)
	case name == "Polygon" && len(k.poly) > 0:
		k.f.Shape = append(k.f.Shape, k.poly)
	}
	return nil
}

func (k *kmlReader) property(name, text string) error {
	if len(text) > maxPropertyBytes {
		return Unreadable("the property %q is longer than %d bytes", name, maxPropertyBytes)
	}
	k.f.Properties[name] = strings.TrimSpace(text)
	return k.b.GrowText(len(name) + len(text))
}

// coordinates reads "lon,lat[,altitude]" positions separated by white space.
func (k *kmlReader) coordinates(parent, text string) error {
	if parent != "Point" && parent != "LinearRing" {
		return nil
	}
	var ring geom.Ring
	for field := range strings.FieldsSeq(text) {
		p, err := kmlPosition(field)
		if err != nil {
			return err
		}
		if parent == "Point" {
			k.f.Point = &p
			return nil
		}
		if err := k.b.Grow(1); err != nil {
			return err
		}
		ring = append(ring, p)
	}
	switch {
	case len(ring) == 0:
	case k.hole && len(k.poly) > 0:
		k.poly = append(k.poly, ring)
	case !k.hole:
		k.poly = append(geom.Polygon{ring}, k.poly...)
	}
	return nil
}

func kmlPosition(field string) (geom.Point, error) {
	lon, rest, ok := strings.Cut(field, ",")
	lat, _, _ := strings.Cut(rest, ",")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if !ok || errX != nil || errY != nil {
		return geom.Point{}, Unreadable("%.40q is not \"longitude,latitude\"", field)
	}
	return geom.Point{X: x, Y: y}, nil
}
