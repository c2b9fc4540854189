package boundaryset

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// WriteEdges writes the adjacency of a set as CSV, each pair once: a, b (codes),
// kind (border, or bridge for a link over water), border_km (0 for a bridge)
// and distance_km (0 for a border).
func WriteEdges(w io.Writer, set *boundary.Set, t *boundary.Topology) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(buffered)
	if err := out.Write([]string{"a", "b", "kind", "border_km", "distance_km"}); err != nil {
		return err
	}
	for i := range set.Boundaries {
		for k := t.Offsets[i]; k < t.Offsets[i+1]; k++ {
			j := t.Neighbors[k]
			if int(j) < i {
				continue
			}
			if err := out.Write([]string{set.Boundaries[i].Code, set.Boundaries[j].Code, "border", kilometres(t.Borders[k]), "0"}); err != nil {
				return err
			}
		}
	}
	for _, b := range t.Bridges {
		if err := out.Write([]string{set.Boundaries[b.A].Code, set.Boundaries[b.B].Code, "bridge", "0", kilometres(b.Distance)}); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

// kilometres writes a length with metres as the last digit.
func kilometres(m geom.Meters) string { return strconv.FormatFloat(float64(m)/1000, 'f', 3, 64) }

// WriteGeoJSON writes a set as an RFC 7946 feature collection. A feature's id
// is its code; code, name, parent and country are properties, an attribute of
// the set that has one of these names gets "original_" before it.
func WriteGeoJSON(w io.Writer, set *boundary.Set) error {
	taken := map[string]bool{"id": true, "code": true, "name": true, "parent": true, "country": true}
	names := make([]string, len(set.Attributes))
	for k, a := range set.Attributes {
		names[k] = a.Name
		if taken[a.Name] {
			names[k] = "original_" + a.Name
		}
	}
	features := make([]boundary.Feature, len(set.Boundaries))
	for i := range set.Boundaries {
		b := &set.Boundaries[i]
		properties := map[string]any{"code": b.Code, "name": b.Name}
		if b.Parent != "" {
			properties["parent"] = b.Parent
		}
		if b.Country != "" {
			properties["country"] = b.Country
		}
		for k, a := range set.Attributes {
			if a.Values[i] != "" {
				properties[names[k]] = a.Values[i]
			}
		}
		features[i] = boundary.Feature{ID: b.Code, Properties: properties, Shape: b.Shape, Point: &b.Point}
	}
	return boundary.WriteGeoJSON(w, features)
}
