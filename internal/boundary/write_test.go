package boundary_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// written are features that are hard to write: several parts, a hole, names
// with signs that need escaping, numbers of all kinds, long and alike names of
// properties, and one without a shape.
func written() []boundary.Feature {
	return []boundary.Feature{
		{ID: "a", Properties: map[string]any{"code": "00501", "name": `Île <d'Yeu> & "co"`, "units": 12, "share": 0.125, "annualrevenue_target": 1.5e6, "annualrevenue_deviation": -0.25},
			Shape: geom.MultiPolygon{
				{{{X: -2, Y: 46}, {X: -1, Y: 46}, {X: -1, Y: 47}, {X: -2, Y: 47}}, {{X: -1.75, Y: 46.25}, {X: -1.75, Y: 46.75}, {X: -1.25, Y: 46.5}}},
				{{{X: 3, Y: 1}, {X: 4.123456789, Y: 1}, {X: 3, Y: 2}}},
			}},
		{ID: "b", Properties: map[string]any{"code": "b", "name": "日本", "units": 0, "share": -3.0, "annualrevenue_target": 0.0, "annualrevenue_deviation": 1e300},
			Shape: geom.MultiPolygon{{{{X: -1, Y: 46}, {X: 0, Y: 46}, {X: -1, Y: 47}}}}},
	}
}

// formats of polygons, each as a function that writes and reads again.
var roundTrips = map[string]func(features []boundary.Feature) (*boundary.Set, *boundary.Report, error){
	"GeoJSON": func(features []boundary.Feature) (*boundary.Set, *boundary.Report, error) {
		var b bytes.Buffer
		if err := boundary.WriteGeoJSON(&b, features); err != nil {
			return nil, nil, err
		}
		return boundary.ReadGeoJSON(&b, boundary.ReadOptions{CodeField: "code"})
	},
	"KML": func(features []boundary.Feature) (*boundary.Set, *boundary.Report, error) {
		var b bytes.Buffer
		if err := boundary.WriteKML(&b, "a & b", features); err != nil {
			return nil, nil, err
		}
		return boundary.ReadKML(&b, boundary.ReadOptions{CodeField: "code"})
	},
	"Shapefile": func(features []boundary.Feature) (*boundary.Set, *boundary.Report, error) {
		var b bytes.Buffer
		if err := boundary.WriteShapefile(&b, "areas", features); err != nil {
			return nil, nil, err
		}
		return boundary.ReadShapefile(bytes.NewReader(b.Bytes()), int64(b.Len()), boundary.ReadOptions{CodeField: "code"})
	},
}

func TestWriters_RoundTrip(t *testing.T) {
	t.Parallel()
	for format, again := range roundTrips {
		set, report, err := again(written())
		if err != nil {
			t.Errorf("%s: %v", format, err)
			continue
		}
		if report.FaultCount > 0 || len(set.Boundaries) != 2 {
			t.Errorf("%s: %d boundaries, report %+v", format, len(set.Boundaries), report)
			continue
		}
		for i, f := range written() {
			b := set.Boundaries[i]
			if b.Code != f.Properties["code"] || b.Name != f.Properties["name"] {
				t.Errorf("%s: feature %d is %q %q", format, i, b.Code, b.Name)
			}
			if d := b.Shape.Area() - f.Shape.Area(); d > 1e-6 || d < -1e-6 || b.Shape.Vertices() != f.Shape.Vertices() || len(b.Shape) != len(f.Shape) {
				t.Errorf("%s: feature %d has %d vertices and area %g, want %d and %g", format, i, b.Shape.Vertices(), b.Shape.Area(), f.Shape.Vertices(), f.Shape.Area())
			}
		}
		for name, want := range map[string]string{"units": "[12 0]", "share": "[0.125 -3]"} {
			got := fmt.Sprint(set.Attribute(name))
			if format == "Shapefile" && name == "share" {
				want = "[0.125000000 -3.000000000]"
			}
			if got != want {
				t.Errorf("%s: %s is %s, want %s", format, name, got, want)
			}
		}
	}
}

func TestWriteShapefile_NamesAndNulls(t *testing.T) {
	t.Parallel()
	features := append(written(), boundary.Feature{Properties: map[string]any{"code": "empty"}})
	var b bytes.Buffer
	if err := boundary.WriteShapefile(&b, "areas", features); err != nil {
		t.Fatal(err)
	}
	set, _, err := boundary.ReadShapefile(bytes.NewReader(b.Bytes()), int64(b.Len()), boundary.ReadOptions{CodeField: "code"})
	if err != nil {
		t.Fatal(err)
	}
	if set.Attribute("annualreve") == nil || set.Attribute("annualre_1") == nil {
		t.Errorf("attributes %+v, want annualreve and annualre_1", set.Attributes)
	}
}
