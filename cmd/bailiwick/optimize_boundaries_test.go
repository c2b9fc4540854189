package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// TestOptimizeByBoundary_SmallPlan optimises the comb of cells with a unit
// apart: it is locked in Bo, and Bo's limit counts it.
func TestOptimizeByBoundary_SmallPlan(t *testing.T) {
	t.Parallel()
	in := boundaryPlan(t)
	refusedWith(t, "maximum", in("optimize", "--by", "boundary", "--measure", "revenue:1%:0:30", "--territories", "2")...)
	must(t, new(any), in("alignment", "lock", "--ids", "f")...)
	var o optimized
	must(t, &o, in("optimize", "--by", "boundary", "--measure", "revenue:60%", "--accept", "--seed", "3")...)
	if !o.Report.Checked || len(o.Report.Violations) > 0 {
		t.Errorf("report: %+v", o.Report)
	}
	var split httpapi.SplitBoundaryList
	must(t, &split, in("alignment", "boundaries", "split")...)
	for _, b := range split.Split {
		if b.Code != "01099" { // only the locked unit may differ from its boundary
			t.Errorf("still split: %+v", b)
		}
	}
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	if l.Areas[0].Units+l.Areas[1].Units != 6 {
		t.Errorf("units in no boundary were given out: %+v", l.Areas)
	}
	before := boundaryColumn(t, in, "area")
	must(t, new(any), in("alignment", "undo")...)
	must(t, new(any), in("alignment", "redo")...)
	if got := boundaryColumn(t, in, "area"); got != before {
		t.Errorf("after undo and redo: %s, want %s", got, before)
	}
	must(t, new(any), in("alignment", "boundaries", "use")...)
	refusedWith(t, "no boundary set", in("optimize", "--by", "boundary")...)
}

// TestPacks_ByCommandLine imports real areas and a unit in each, optimises by
// boundary, exports and imports again: same codes, same adjacency, territories
// within limits, connected, and valid shapes that cover the boundaries.
func TestPacks_ByCommandLine(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "bench", "areas")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no bench data")
	}
	t.Parallel()
	packs := []struct{ file, measure, territories string }{
		{"iowa-counties.geojson.gz", "totpop", "4"},
		{"indiana-zcta.topojson", "pop", "9"},
		{"nh-precincts.geojson.gz", "totpop", "10"},
		{"newengland-zcta.topojson", "pop", "12"},
		{"us-counties.topojson", "pop2019", "20"},
		{"england-postcode-districts.geojson.gz", "pop", "30"},
		{"france-west-communes.geojson.gz", "pop", "40"},
	}
	switch {
	case testing.Short():
		packs = packs[:1]
	case os.Getenv("BAILIWICK_LONG_TESTS") == "":
		packs = packs[:3] // the others take seconds
	}
	for _, pack := range packs {
		t.Run(pack.file, func(t *testing.T) { playPack(t, folder, pack.file, pack.measure, pack.territories) })
	}
}

func playPack(t *testing.T, folder, file, measure, territories string) {
	name := strings.SplitN(file, ".", 2)[0]
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	var imported, again boundaryset.Outcome
	must(t, &imported, in("boundaries", "import", filepath.Join(folder, file), "--name", "Pack")...)
	var units ingest.Outcome
	must(t, &units, in("import", filepath.Join(folder, name+".csv"), "--name", "units")...)
	must(t, new(any), in("alignment", "create", "--empty", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "Pack", "--column", "id")...)
	var o optimized
	must(t, &o, in("optimize", "--by", "boundary", "--territories", territories, "--measure", measure+":3%", "--travel", "squared", "--seed", "1", "--accept")...)
	if !o.Report.Checked || len(o.Report.Violations) > 0 || strconv.Itoa(o.Report.Territories) != territories {
		t.Errorf("%s: %d territories, checked %v, violations %v, conflicts %v", name, o.Report.Territories, o.Report.Checked, o.Report.Violations, o.Report.Conflicts)
	}
	t.Logf("%s: %d boundaries, engine %.2f s, deviation %+.4f to %+.4f", name, imported.Set.Figures.Boundaries, o.Report.Seconds, o.Report.After.Balance[0].Smallest, o.Report.After.Balance[0].Largest)
	plan, shapes := filepath.Join(out, "plan.csv"), filepath.Join(out, "b.geojson")
	must(t, new(any), in("alignment", "boundaries", "export", plan)...)
	must(t, new(any), in("boundaries", "export", "Pack", "--out", shapes)...)
	rows := readCSV(t, plan)
	for i := range rows {
		rows[i] = []string{rows[i][0], rows[i][2]}
	}
	checkDissolved(t, name, shapes, rows)
	checkPolygons(t, name, in)
	must(t, &again, in("boundaries", "import", shapes, "--name", "Again")...)
	if again.Set.Figures.Boundaries != imported.Set.Figures.Boundaries || again.Set.Figures.Edges != imported.Set.Figures.Edges {
		t.Errorf("%s: exported and imported again: %+v, want %+v", name, again.Set.Figures, imported.Set.Figures)
	}
	sameCodes(t, name, shapes, filepath.Join(folder, name+".csv"))
	edges := filepath.Join(out, "edges.csv")
	must(t, new(any), in("boundaries", "edges", "Again", "--out", edges)...)
	compareEdges(t, name, readCSV(t, edges), readCSV(t, filepath.Join(folder, name+".edges.csv")))
}

// sameCodes compares the codes of the exported boundaries with those of the pack, one by one.
func sameCodes(t *testing.T, name, shapes, pack string) {
	t.Helper()
	f, err := os.Open(shapes)
	ok(t, err)
	defer f.Close()
	set, _, err := boundary.ReadGeoJSON(f, boundary.ReadOptions{CodeField: "code"})
	ok(t, err)
	var have, want []string
	for i := range set.Boundaries {
		have = append(have, set.Boundaries[i].Code)
	}
	rows := readCSV(t, pack)
	id := slices.Index(rows[0], "id")
	for _, row := range rows[1:] {
		want = append(want, row[id])
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("%s: %d codes came out, the pack has %d, and they are not the same", name, len(have), len(want))
	}
}

// checkPolygons asks the independent library about the polygons as they are
// exported: one valid shape per territory, none overlapping another.
func checkPolygons(t *testing.T, name string, in func(...string) []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "t.geojson")
	must(t, new(any), in("alignment", "boundaries", "polygons", file)...)
	f, err := os.Open(file)
	ok(t, err)
	defer f.Close()
	set, report, err := boundary.ReadGeoJSON(f, boundary.ReadOptions{CodeField: "path"})
	ok(t, err)
	var parts float64
	group := make([]int32, len(set.Boundaries))
	for i := range set.Boundaries {
		parts += validArea(t, name, set.Boundaries[i].Shape)
	}
	whole, err := boundary.Dissolve(t.Context(), set, group)
	ok(t, err)
	if d := parts/validArea(t, name, whole[0]) - 1; d > 1e-9 || d < -1e-9 || report.FaultCount > 0 {
		t.Errorf("%s: the polygons overlap by %g, %d faults", name, d, report.FaultCount)
	}
	checkFormats(t, name, in, len(set.Boundaries), set.Vertices())
}

// checkFormats writes the polygons in every other format, alone and as files of
// a publication, and imports them again.
func checkFormats(t *testing.T, name string, in func(...string) []string, areas, vertices int) {
	t.Helper()
	out := t.TempDir()
	for _, file := range []string{"t.kml", "t.shp.zip", "t.gpkg"} {
		must(t, new(any), in("alignment", "boundaries", "polygons", filepath.Join(out, file))...)
	}
	must(t, new(any), in("publish", "geojson", "kml", "shapefile", "geopackage", "--out", out)...)
	for _, file := range []string{"t.kml", "t.shp.zip", "t.gpkg", "areas.geojson", "areas.kml", "areas.shp.zip", "areas.gpkg"} {
		var again boundaryset.Outcome
		must(t, &again, in("boundaries", "import", filepath.Join(out, file), "--name", file, "--code", "number")...)
		f := again.Set.Figures
		if f.Boundaries != areas || f.Vertices != vertices || again.Set.Report.Repaired > 0 {
			t.Errorf("%s: %s came back with %d areas, %d vertices and %d repairs, want %d, %d and none", name, file, f.Boundaries, f.Vertices, again.Set.Report.Repaired, areas, vertices)
		}
	}
}

// compareEdges compares pairs that share a border with those of the pack. The
// pack was made by another program, which snaps otherwise: up to 1 % may differ.
func compareEdges(t *testing.T, name string, got, want [][]string) {
	t.Helper()
	pairs := func(rows [][]string) map[string]string {
		set := map[string]string{}
		for _, row := range rows[1:] {
			if row[2] == "border" {
				pair := []string{row[0], row[1]}
				slices.Sort(pair)
				set[strings.Join(pair, " ")] = row[3]
			}
		}
		return set
	}
	have, wanted := pairs(got), pairs(want)
	different := 0
	for _, x := range []struct {
		only string
		a, b map[string]string
	}{{"here", have, wanted}, {"in the pack", wanted, have}} {
		for pair, km := range x.a {
			if _, both := x.b[pair]; !both {
				different++
				t.Logf("%s: only %s: %s, %s km", name, x.only, pair, km)
			}
		}
	}
	if share := float64(different) / float64(len(wanted)); share > 0.01 {
		t.Errorf("%s: %d of %d borders differ from the pack (%.2f %%), want at most 1 %%", name, different, len(wanted), 100*share)
	} else {
		t.Logf("%s: %d of %d borders differ from the pack", name, different, len(wanted))
	}
}
