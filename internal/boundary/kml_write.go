package boundary

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// WriteKML writes the features as a KML document (OGC 07-147r2): a placemark
// each, named by the property "name" or else its id, with all properties as
// extended data. A property "fill" of the form "rrggbb" colours its polygons.
func WriteKML(w io.Writer, name string, features []Feature) error {
	k := kmlWriter{out: bufio.NewWriterSize(w, 1<<16)}
	k.raw(xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + "\n")
	k.element("name", name)
	for _, f := range features {
		k.placemark(f)
	}
	k.raw("</Document></kml>\n")
	if err := k.out.Flush(); err != nil {
		return fmt.Errorf("write KML: %w", err)
	}
	return nil
}

type kmlWriter struct {
	out *bufio.Writer
	num []byte
}

func (k *kmlWriter) raw(text string) { k.out.WriteString(text) }

// text escapes; characters that XML cannot hold become spaces.
func (k *kmlWriter) text(s string) { xml.EscapeText(k.out, []byte(s)) } //nolint:errcheck // the writer keeps its error

func (k *kmlWriter) element(name, value string) {
	k.raw("<" + name + ">")
	k.text(value)
	k.raw("</" + name + ">")
}

func (k *kmlWriter) placemark(f Feature) {
	k.raw("<Placemark>")
	name := textOf(f.Properties["name"])
	if name == "" {
		name = f.ID
	}
	k.element("name", name)
	if fill, ok := f.Properties["fill"].(string); ok && len(fill) == 6 {
		turned := fill[4:] + fill[2:4] + fill[:2] // KML has blue first
		k.raw("<Style><LineStyle><color>ff" + turned + "</color><width>2</width></LineStyle><PolyStyle><color>80" + turned + "</color></PolyStyle></Style>")
	}
	k.raw("<ExtendedData>")
	for _, c := range Columns([]Feature{f}) {
		k.raw(`<Data name="`)
		k.text(c.Name)
		k.raw(`">`)
		k.element("value", textOf(f.Properties[c.Name]))
		k.raw("</Data>")
	}
	k.raw("</ExtendedData>")
	k.geometry(f)
	k.raw("</Placemark>\n")
}

func (k *kmlWriter) geometry(f Feature) {
	switch {
	case len(f.Shape) > 0:
		k.raw("<MultiGeometry>")
		for _, polygon := range f.Shape {
			k.raw("<Polygon>")
			for i, ring := range polygon {
				side := "innerBoundaryIs"
				if i == 0 {
					side = "outerBoundaryIs"
				}
				k.raw("<" + side + "><LinearRing><coordinates>")
				for _, p := range ring {
					k.position(p)
				}
				k.position(ring[0])
				k.raw("</coordinates></LinearRing></" + side + ">")
			}
			k.raw("</Polygon>")
		}
		k.raw("</MultiGeometry>")
	case f.Point != nil:
		k.raw("<Point><coordinates>")
		k.position(*f.Point)
		k.raw("</coordinates></Point>")
	}
}

// position writes up to nine decimals, so that shared borders stay shared.
func (k *kmlWriter) position(p geom.Point) {
	k.num = append(appendDegrees(k.num[:0], p.X), ',')
	k.num = append(appendDegrees(k.num, p.Y), ' ')
	k.out.Write(k.num)
}
