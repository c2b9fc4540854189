package geopackage_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/geopackage"
)

func TestWrite_RoundTrip(t *testing.T) {
	t.Parallel()
	features := []boundary.Feature{
		{Properties: map[string]any{"code": "00501", "name": `Île "x"`, "units": 12, "share": 0.125, "Geom": "taken", "units ": "alike"},
			Shape: geom.MultiPolygon{
				{{{X: -2, Y: 46}, {X: -1, Y: 46}, {X: -1, Y: 47}, {X: -2, Y: 47}}, {{X: -1.75, Y: 46.25}, {X: -1.75, Y: 46.75}, {X: -1.25, Y: 46.5}}},
				{{{X: 3, Y: 1}, {X: 4, Y: 1}, {X: 3, Y: 2}}},
			}},
		{Properties: map[string]any{"code": "b", "name": "日本", "units": 0, "share": -3.5, "CODE": "another"},
			Shape: geom.MultiPolygon{{{{X: -1, Y: 46}, {X: 0, Y: 46}, {X: -1, Y: 47}}}}},
	}
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := geopackage.Write(t.Context(), b, "areas of 2027", features); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same features gave different bytes")
	}
	path := filepath.Join(t.TempDir(), "a.gpkg")
	if err := os.WriteFile(path, first.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	set, report, err := geopackage.Read(t.Context(), path, boundary.ReadOptions{CodeField: "code_2"})
	if err != nil {
		t.Fatal(err)
	}
	if report.Layer != "areas of 2027" || report.FaultCount > 0 || len(set.Boundaries) != 2 {
		t.Fatalf("%d boundaries, report %+v", len(set.Boundaries), report)
	}
	for i, f := range features {
		if b := set.Boundaries[i]; b.Code != f.Properties["code"] || b.Name != f.Properties["name"] || b.Shape.Vertices() != f.Shape.Vertices() {
			t.Errorf("feature %d came back as %+v", i, b)
		}
	}
	if got := fmt.Sprint(set.Attribute("units"), set.Attribute("share")); got != "[12 0] [0.125 -3.5]" {
		t.Errorf("attributes %s", got)
	}
}
