package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// bailiwick runs a command line in this process and returns what it printed.
func bailiwick(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// must runs a command that has to succeed and decodes its JSON.
func must(t *testing.T, out any, args ...string) {
	t.Helper()
	code, stdout, stderr := bailiwick(t, append(args, "--json")...)
	if code != 0 {
		t.Fatalf("bailiwick %s: exit code %d: %s", strings.Join(args, " "), code, stderr)
	}
	if err := json.Unmarshal([]byte(stdout), out); err != nil {
		t.Fatalf("bailiwick %s: %v in %q", strings.Join(args, " "), err, stdout)
	}
}

// accountsFile writes n synthetic accounts.
func accountsFile(t *testing.T, n, owners int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "accounts.csv")
	if err := writeFile(path, func(w io.Writer) error { return writeAccounts(w, 7, n, owners, false) }); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMainJob_ByCommandLineAlone(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	var imported ingest.Outcome
	must(t, &imported, in("import", accountsFile(t, 3000, 12), "--name", "accounts")...)
	if imported.Rows != 3000 || imported.Accepted != 3000 || imported.PeakMemoryBytes <= 0 {
		t.Errorf("import: %+v", imported)
	}
	var present httpapi.AlignmentItem
	must(t, &present, in("align", "--dataset", "accounts", "--by", "OwnerName", "--levels", "Territory", "--name", "Present")...)
	if present.Territories != 12 || present.Unassigned != 0 {
		t.Errorf("alignment: %+v", present)
	}
	var draft optimized
	must(t, &draft, in("optimize", "--measure", "AnnualRevenue:3%", "--seed", "5")...)
	if draft.State != "open" || !draft.Report.Checked {
		t.Errorf("draft: state %s, checked %v", draft.State, draft.Report.Checked)
	}
	if b := draft.Report.After.Balance[0]; b.Largest > 0.03+1e-9 || b.Smallest < -0.03-1e-9 {
		t.Errorf("balance after: %+v, want within 3 %%", b)
	}
	if c := draft.Report.Certificate; c.Kind == "" || c.Bound <= 0 || c.Bound > c.Value*(1+1e-9) {
		t.Errorf("certificate: %+v", c)
	}
	var comparison compare.Comparison
	moves := filepath.Join(out, "moves.csv")
	must(t, &comparison, in("compare", "--moves", moves)...)
	if comparison.Moves.Units != draft.Report.After.MovedUnits {
		t.Errorf("the comparison says %d units move, the report %d", comparison.Moves.Units, draft.Report.After.MovedUnits)
	}
	if rows := readCSV(t, moves); len(rows) != comparison.Moves.Units+1 {
		t.Errorf("moves.csv has %d rows, want %d and a header", len(rows), comparison.Moves.Units)
	}
	var accepted httpapi.VersionAnswer
	must(t, &accepted, in("draft", "accept", draft.Draft)...)
	if accepted.Version != 2 {
		t.Errorf("version after accepting: %d", accepted.Version)
	}
	var files published
	must(t, &files, in("publish", "csv", "geojson", "--out", out)...)
	checkPublished(t, out, 3000, 12)
}

// checkPublished reads the files back with other programs' eyes: sums of the
// units file must be those of the areas file, and every area must have a shape.
func checkPublished(t *testing.T, dir string, units, territories int) {
	t.Helper()
	rows := readCSV(t, filepath.Join(dir, "units.csv"))
	if len(rows) != units+1 {
		t.Fatalf("units.csv has %d rows, want %d and a header", len(rows), units)
	}
	held := map[string]int{}
	number := index(t, rows[0], "area_number")
	for _, row := range rows[1:] {
		held[row[number]]++
	}
	areas := readCSV(t, filepath.Join(dir, "areas.csv"))
	count, id := index(t, areas[0], "units"), index(t, areas[0], "number")
	leaves := 0
	for _, row := range areas[1:] {
		if n := held[row[id]]; n > 0 {
			leaves++
			if fmt.Sprint(n) != row[count] {
				t.Errorf("area %s: areas.csv says %s units, units.csv holds %d", row[id], row[count], n)
			}
		}
	}
	if leaves != territories {
		t.Errorf("%d territories hold units, want %d", leaves, territories)
	}
	var shapes struct {
		Type     string `json:"type"`
		Features []struct {
			Geometry struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
			Properties map[string]any `json:"properties"`
		} `json:"features"`
	}
	raw, err := os.ReadFile(filepath.Join(dir, "areas.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &shapes); err != nil {
		t.Fatal(err)
	}
	if shapes.Type != "FeatureCollection" || len(shapes.Features) != territories {
		t.Fatalf("areas.geojson: %s with %d features, want %d", shapes.Type, len(shapes.Features), territories)
	}
	for _, f := range shapes.Features {
		if !strings.HasSuffix(f.Geometry.Type, "Polygon") || len(f.Geometry.Coordinates) < 10 {
			t.Errorf("%v has no shape", f.Properties["name"])
		}
	}
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.FieldsPerRecord = -1 // rejected rows keep the fields they came with
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func index(t *testing.T, header []string, name string) int {
	t.Helper()
	for i, h := range header {
		if h == name {
			return i
		}
	}
	t.Fatalf("no column %q in %v", name, header)
	return -1
}

func TestSameSeed_SamePlan(t *testing.T) {
	t.Parallel()
	var files []string
	for range 2 {
		data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
		must(t, new(any), "import", accountsFile(t, 1500, 6), "--data", data)
		must(t, new(any), "align", "--by", "OwnerName", "--data", data)
		must(t, new(any), "optimize", "--seed", "9", "--accept", "--data", data)
		must(t, new(any), "publish", "units_csv", "--out", out, "--data", data)
		raw, err := os.ReadFile(filepath.Join(out, "units.csv"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, string(raw))
	}
	if files[0] != files[1] {
		t.Error("two runs with one seed differ")
	}
}

func TestDemo_FallsWithinTolerance(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var s demoSummary
	must(t, &s, "demo", "--no-serve", "--units", "4000", "--owners", "20", "--data", filepath.Join(dir, "data"), "--out", filepath.Join(dir, "out"))
	before, after := s.Comparison.Left.Figures, s.Comparison.Right.Figures
	for m := range after.Balance {
		if b := after.Balance[m]; b.Measure != "" && b.Measure != "OpenCases" && (b.Largest > 0.05+1e-9 || b.Smallest < -0.05-1e-9) {
			t.Errorf("%s after: %+.3f / %+.3f, want within 5 %%", b.Measure, b.Largest, b.Smallest)
		}
	}
	if before.Balance[0].Largest < 0.2 {
		t.Errorf("the present plan is balanced already (%+v); the demo would show nothing", before.Balance[0])
	}
	if s.Import.RejectedRows() == 0 {
		t.Error("the demo has no rejected rows to show")
	}
	checkPublished(t, filepath.Join(dir, "out"), s.Import.Accepted, s.Present.Territories)
}

func TestSolveAndCheck_OnFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	units, edges, plan := filepath.Join(dir, "u.csv"), filepath.Join(dir, "e.csv"), filepath.Join(dir, "plan.csv")
	must(t, new(any), "synth", "U5", "-n", "2000", "--units", units, "--edges", edges)
	problem := []string{"--units", units, "--edges", edges, "--territories", "20", "--measure", "weight:2%", "--contiguous", "--metric", "squared"}
	var solved, checked struct {
		N, K, Fragments int
		Inertia         float64
		Checked         bool
		Violations      []string
		Deviations      []struct{ Max, Min float64 }
	}
	must(t, &solved, append([]string{"solve", "--out", plan}, problem...)...)
	if solved.N != 2000 || solved.K != 20 || !solved.Checked || solved.Fragments != 0 || len(solved.Violations) > 0 {
		t.Errorf("report: %+v", solved)
	}
	must(t, &checked, append([]string{"check", "--assignment", plan}, problem...)...)
	if checked.Inertia != solved.Inertia || checked.Deviations[0] != solved.Deviations[0] {
		t.Errorf("checked alone: %+v, by the solver: %+v", checked, solved)
	}
	tight := append([]string{"check", "--assignment", plan}, problem...)
	tight[index(t, tight, "weight:2%")] = "weight:0%"
	if code, _, stderr := bailiwick(t, tight...); code != exitRefused || !strings.Contains(stderr, "breaks") {
		t.Errorf("a plan outside its limits: exit code %d, %q", code, stderr)
	}
}
