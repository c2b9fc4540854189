package boundary

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// WriteGeoJSON writes the features as an RFC 7946 feature collection, one
// feature per line, properties in the order of their names. Coordinates keep
// up to nine decimals, so borders that features share stay shared. A feature
// without polygons is written as its point, or as a null geometry.
func WriteGeoJSON(w io.Writer, features []Feature) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, f := range features {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		if err := writeFeature(out, f); err != nil {
			return fmt.Errorf("write feature %d: %w", i+1, err)
		}
	}
	out.WriteString("\n]}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write GeoJSON: %w", err)
	}
	return nil
}

func writeFeature(out *bufio.Writer, f Feature) error {
	out.WriteString(`{"type":"Feature"`)
	if f.ID != "" {
		id, err := json.Marshal(f.ID)
		if err != nil {
			return err
		}
		out.WriteString(`,"id":`)
		out.Write(id)
	}
	properties := f.Properties
	if properties == nil {
		properties = map[string]any{}
	}
	text, err := json.Marshal(properties)
	if err != nil {
		return err
	}
	out.WriteString(`,"properties":`)
	out.Write(text)
	out.WriteString(`,"geometry":`)
	writeGeometry(out, f.Shape, f.Point)
	out.WriteByte('}')
	return nil
}

func writeGeometry(out *bufio.Writer, shape geom.MultiPolygon, point *geom.Point) {
	switch len(shape) {
	case 0:
		if point == nil {
			out.WriteString("null")
			return
		}
		out.WriteString(`{"type":"Point","coordinates":`)
		writePosition(out, *point)
		out.WriteByte('}')
	case 1:
		out.WriteString(`{"type":"Polygon","coordinates":`)
		writePolygon(out, shape[0])
		out.WriteByte('}')
	default:
		out.WriteString(`{"type":"MultiPolygon","coordinates":[`)
		for i, poly := range shape {
			if i > 0 {
				out.WriteByte(',')
			}
			writePolygon(out, poly)
		}
		out.WriteString("]}")
	}
}

func writePolygon(out *bufio.Writer, poly geom.Polygon) {
	out.WriteByte('[')
	for i, r := range poly {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('[')
		for k := range len(r) + 1 {
			if k > 0 {
				out.WriteByte(',')
			}
			writePosition(out, r[k%len(r)])
		}
		out.WriteByte(']')
	}
	out.WriteByte(']')
}

func writePosition(out *bufio.Writer, p geom.Point) {
	var space [64]byte
	text := append(space[:0], '[')
	text = appendDegrees(text, p.X)
	text = append(text, ',')
	text = appendDegrees(text, p.Y)
	out.Write(append(text, ']'))
}

// appendDegrees writes at most nine decimals, and no needless zeros.
func appendDegrees(text []byte, v float64) []byte {
	begin := len(text)
	text = strconv.AppendFloat(text, v, 'f', 9, 64)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	if string(text[begin:]) == "-0" {
		return append(text[:begin], '0')
	}
	return text
}
