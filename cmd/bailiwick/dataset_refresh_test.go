package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/refresh"
)

// A dataset is refreshed: first tried, then done; areas and locks stay with the
// units, new ones are placed in the three ways, and the way back is open.
func TestDatasetRefresh_ByCommandLine(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	one := file(t, "one.csv", "id,lat,lon,zip,rep,tier\na,40,-90,60001,Ann,1\nb,40.1,-90,60001,Ann,1\nc,30,-80,30001,Bob,2\nd,30.1,-80,30002,Bob,2\n")
	must(t, new(any), in("import", one, "--name", "accounts", "--role", "zip=postal_code")...)
	must(t, new(any), in("align", "--by", "rep", "--name", "plan")...)
	must(t, new(any), in("alignment", "lock", "--ids", "c")...)
	must(t, new(any), in("alignment", "rules", "set", "Bob", `tier == 9`)...)
	two := file(t, "two.csv", "id,lat,lon,zip,rep,tier\nn1,39,-91,99999,?,1\nn2,30,-80,60001,?,1\nn3,40,-90,60001,?,9\nd,30.1,-80,30002,Bob,3\nc,31,-80,30001,Bob,2\na,40,-90,60001,Ann,1\n")

	var r refreshResult
	must(t, &r, in("dataset", "refresh", "--dry-run", two)...)
	if r.Import == nil || r.Import.Units != 6 || !r.DryRun || len(r.Alignments) != 1 {
		t.Fatalf("dry run: %+v", r)
	}
	a := r.Alignments[0]
	want := map[refresh.Way]int{refresh.ByRule: 1, refresh.ByBoundary: 1, refresh.ByNearest: 1}
	if a.Kept != 3 || a.Gone != 1 || a.GoneAssigned != 1 || a.Added != 3 || a.Moved != 1 || a.Changed != 1 || fmt.Sprint(a.Placed) != fmt.Sprint(want) {
		t.Errorf("report: %+v", a)
	}
	plan := func() httpapi.AlignmentItem {
		var list listing
		must(t, &list, in("datasets")...)
		return list.Alignments[0]
	}
	before := plan()
	changes := filepath.Join(out, "moves.csv")
	must(t, &r, in("dataset", "refresh", "--out", changes)...)
	if r.DryRun || r.Alignments[0].Version != before.Version+1 {
		t.Errorf("after a dry run the alignment was at version %d, and it moved to %d", before.Version, r.Alignments[0].Version)
	}
	rows := readCSV(t, changes)
	slices.SortFunc(rows[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	wantRows := [][]string{{"id", "change", "before", "after"}, {"b", "gone", "Ann", ""}, {"c", "moved", "Bob", "Bob"}, {"d", "changed", "Bob", "Bob"},
		{"n1", "added", "", "Ann"}, {"n2", "added", "", "Ann"}, {"n3", "added", "", "Bob"}}
	if fmt.Sprint(rows) != fmt.Sprint(wantRows) {
		t.Errorf("moves.csv:\n%v\nwant\n%v", rows, wantRows)
	}
	must(t, &r, in("dataset", "refresh")...)
	if len(r.Alignments) != 1 || !r.Alignments[0].Already || r.Alignments[0].Gone != 1 {
		t.Errorf("a second refresh: %+v", r.Alignments)
	}
	must(t, new(any), in("alignment", "undo")...)
	if after := plan(); after.SnapshotID != before.SnapshotID || after.Units != 4 {
		t.Errorf("after undo: %+v, want the snapshot of %+v", after, before)
	}
}

// Placement is checked against the plain way to do it, for random points.
func TestRefresh_NewUnitsGoToTheNearest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	type point struct{ lon, lat float64 }
	points := map[string]point{}
	write := func(n int, rep func(i int) string) string {
		var text strings.Builder
		text.WriteString("id,lat,lon,rep\n")
		for i := range n {
			id := fmt.Sprintf("u%d", i)
			if _, known := points[id]; !known {
				points[id] = point{random.Float64()*20 - 100, random.Float64()*15 + 30}
			}
			fmt.Fprintf(&text, "%s,%.6f,%.6f,%s\n", id, points[id].lat, points[id].lon, rep(i))
		}
		return file(t, "points.csv", text.String())
	}
	rep := func(i int) string { return fmt.Sprintf("rep%d", i%7) }
	must(t, new(any), in("import", write(300, rep), "--name", "points")...)
	must(t, new(any), in("align", "--by", "rep")...)
	var r refreshResult
	out := filepath.Join(t.TempDir(), "moves.csv")
	must(t, &r, in("dataset", "refresh", "--place", "nearest", "--out", out, write(400, rep))...)
	if r.Alignments[0].Placed[refresh.ByNearest] != 100 {
		t.Fatalf("placed: %+v", r.Alignments[0])
	}
	for _, row := range readCSV(t, out)[1:] {
		at, best, least := points[row[0]], "", 1e9
		for i := range 300 {
			p := points[fmt.Sprintf("u%d", i)]
			if d := nearness(at.lon, at.lat, p.lon, p.lat); d < least {
				best, least = rep(i), d
			}
		}
		if row[3] != best {
			t.Errorf("%s went to %s; the nearest unit is in %s", row[0], row[3], best)
		}
	}
}

// nearness compares distances on the ground by the haversine formula.
func nearness(lon1, lat1, lon2, lat2 float64) float64 {
	const r = math.Pi / 180
	a, b := math.Sin((lat2-lat1)*r/2), math.Sin((lon2-lon1)*r/2)
	return a*a + math.Cos(lat1*r)*math.Cos(lat2*r)*b*b
}
