package boundary_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
)

// packs are the real areas the benchmarks stand on; tests with them are skipped
// where the folder is absent.
var packs = []string{"us-counties.topojson", "iowa-counties.geojson.gz", "nh-precincts.geojson.gz",
	"newengland-zcta.topojson", "indiana-zcta.topojson", "england-postcode-districts.geojson.gz",
	"france-west-communes.geojson.gz"}

// long says whether the tests that take seconds run as well.
var long = os.Getenv("BAILIWICK_LONG_TESTS") != ""

func init() {
	if !long {
		packs = packs[:len(packs)-1] // the largest
	}
}

func packFolder(tb testing.TB) string {
	tb.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "bench", "areas")
	if _, err := os.Stat(folder); err != nil {
		tb.Skip("no bench data")
	}
	return folder
}

// readPack reads one of the packs, once for all tests.
func readPack(tb testing.TB, name string) (*boundary.Set, *boundary.Report) {
	tb.Helper()
	packFolder(tb)
	packCache.Lock()
	defer packCache.Unlock()
	if _, ok := packCache.sets[name]; !ok {
		packCache.sets[name], packCache.reports[name] = openPack(tb, name)
	}
	return packCache.sets[name], packCache.reports[name]
}

var packCache = struct {
	sync.Mutex
	sets    map[string]*boundary.Set
	reports map[string]*boundary.Report
}{sets: map[string]*boundary.Set{}, reports: map[string]*boundary.Report{}}

func openPack(tb testing.TB, name string) (*boundary.Set, *boundary.Report) {
	tb.Helper()
	f, err := os.Open(filepath.Join(packFolder(tb), name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			tb.Fatal(err)
		}
	}
	read := boundary.ReadGeoJSON
	if strings.HasSuffix(name, ".topojson") {
		read = boundary.ReadTopoJSON
	}
	set, report, err := read(r, boundary.ReadOptions{})
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return set, report
}

func packName(file string) string { return strings.SplitN(file, ".", 2)[0] }

// packRows reads a CSV file of a pack by column name.
func packRows(tb testing.TB, file string) []map[string]string {
	tb.Helper()
	f, err := os.Open(filepath.Join(packFolder(tb), file))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func number(tb testing.TB, text string) float64 {
	tb.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func TestPacks_ReadWhole(t *testing.T) {
	t.Parallel()
	for _, name := range packs {
		set, report := readPack(t, name)
		checkSet(t, set)
		rows := packRows(t, packName(name)+".csv")
		if len(set.Boundaries) != len(rows) {
			t.Errorf("%s: %d boundaries, the pack has %d", name, len(set.Boundaries), len(rows))
		}
		index := set.Index()
		for _, row := range rows {
			if _, ok := index[row["id"]]; !ok {
				t.Errorf("%s: %s is missing", name, row["id"])
			}
		}
		t.Logf("%s: %d boundaries, %d vertices, code field %q, %d snapped, %d faults", name, len(set.Boundaries), set.Vertices(), report.CodeField, report.Snapped, report.FaultCount)
		for i, f := range report.Faults {
			if i < 4 {
				t.Logf("  %+v", f)
			}
		}
	}
}
