package main

import (
	"os"
	"path/filepath"
	"testing"

	sf "github.com/peterstace/simplefeatures/geom"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// TestBoundaries_OptimisePacks imports real areas, writes their adjacency,
// solves on it, and joins the boundaries of each territory: every territory
// hangs together, is a valid shape, and none overlaps another.
func TestBoundaries_OptimisePacks(t *testing.T) {
	areas := filepath.Join("..", "..", "..", "shared", "bench", "areas")
	if _, err := os.Stat(areas); err != nil {
		t.Skip("no bench data")
	}
	t.Parallel()
	for _, pack := range []struct{ file, measure, territories string }{
		{"iowa-counties.geojson.gz", "totpop:3%", "4"},
		{"nh-precincts.geojson.gz", "totpop:3%", "10"},
	} {
		name := pack.file[:len(pack.file)-len(".geojson.gz")]
		data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
		var imported boundaryset.Outcome
		must(t, &imported, "boundaries", "import", filepath.Join(areas, pack.file), "--data", data)
		edges, plan, shapes := filepath.Join(out, "edges.csv"), filepath.Join(out, "plan.csv"), filepath.Join(out, "b.geojson")
		must(t, new(any), "boundaries", "edges", name, "--out", edges, "--data", data)
		must(t, new(any), "boundaries", "export", name, "--out", shapes, "--data", data)
		var solved struct {
			Fragments  int
			Checked    bool
			Violations []string
		}
		must(t, &solved, "solve", "--units", filepath.Join(areas, name+".csv"), "--edges", edges, "--territories", pack.territories,
			"--measure", pack.measure, "--contiguous", "--metric", "squared", "--seed", "1", "--out", plan)
		if solved.Fragments != 0 || !solved.Checked || len(solved.Violations) > 0 {
			t.Errorf("%s: %+v", name, solved)
		}
		checkDissolved(t, name, shapes, readCSV(t, plan))
	}
}

// checkDissolved joins the boundaries of each area of a plan and asks an
// independent library whether the shapes are valid, and whether their areas
// add up to that of the boundaries.
func checkDissolved(t *testing.T, name, file string, plan [][]string) {
	t.Helper()
	f, err := os.Open(file)
	ok(t, err)
	defer f.Close()
	set, _, err := boundary.ReadGeoJSON(f, boundary.ReadOptions{})
	ok(t, err)
	index, areas := set.Index(), map[string]int32{}
	group := make([]int32, len(set.Boundaries))
	for i := range group {
		group[i] = -1
	}
	for _, row := range plan[1:] {
		if _, known := areas[row[1]]; !known {
			areas[row[1]] = int32(len(areas))
		}
		i, known := index[row[0]]
		if !known {
			t.Fatalf("%s: %s of the plan is no boundary", name, row[0])
		}
		group[i] = areas[row[1]]
	}
	dissolved, err := boundary.Dissolve(t.Context(), set, group)
	ok(t, err)
	var parts, whole float64
	for _, shape := range dissolved {
		parts += validArea(t, name, shape)
	}
	everything, err := boundary.Dissolve(t.Context(), set, make([]int32, len(group)))
	ok(t, err)
	whole = validArea(t, name, everything[0])
	if d := parts/whole - 1; d > 1e-9 || d < -1e-9 {
		t.Errorf("%s: the territories cover %.12f of the boundaries, want 1", name, parts/whole)
	}
}

// validArea returns the area of a shape by the other library's reckoning.
func validArea(t *testing.T, name string, shape geom.MultiPolygon) float64 {
	t.Helper()
	var polygons []sf.Polygon
	for _, polygon := range shape {
		var rings []sf.LineString
		for _, ring := range polygon {
			var flat []float64
			for k := range len(ring) + 1 {
				p := ring[k%len(ring)]
				flat = append(flat, p.X, p.Y)
			}
			rings = append(rings, sf.NewLineString(sf.NewSequence(flat, sf.DimXY)))
		}
		polygons = append(polygons, sf.NewPolygon(rings))
	}
	m := sf.NewMultiPolygon(polygons)
	if err := m.Validate(); err != nil || len(shape) == 0 {
		t.Errorf("%s: a territory of %d polygons is not valid: %v", name, len(shape), err)
	}
	return m.Area()
}
