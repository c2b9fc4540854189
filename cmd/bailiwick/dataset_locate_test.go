package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// mixed are units of two countries: with positions, with codes only, with an
// ambiguous code, an unknown one, with an address only, and with nothing.
const mixed = `id,name,street,city,plz,country,lat,lon
a,In the west,,,01067,DE,50.05,10.05
b,By code,,,1067,Germany,,
c,Long code,,,01069-1234,DE,,
d,Far from its code,,,01067,DE,50.15,10.25
e,Ambiguous,,,01099,,,
f,Unknown,,,99999,DE,,
g,Address,1 Main St,Cambridge,,US,,
h,Nothing,,,,,,
i,US code,,,01099,US,,
j,Nowhere street,9 Nowhere,Void,,US,,
`

// usCodes are point codes of another country, one of them like a German one.
const usCodes = "code,country,lat,lon\n01099,US,42.06,-72.64\n01001,US,42.07,-72.62\n"

// geocoder is a Nominatim-compatible service that knows one address.
func geocoder(t *testing.T) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Query().Get("street") == "1 Main St" {
			fmt.Fprint(w, `[{"lat":"42.36","lon":"-71.1","place_rank":30,"addresstype":"building"}]`)
			return
		}
		fmt.Fprint(w, `[]`)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// TestDatasetLocate imports units of two countries located by code, then again
// with a geocoder: nothing ambiguous is guessed, accuracy is kept, and what the
// geocoder said is not asked twice. It sets the environment, so it runs alone.
func TestDatasetLocate(t *testing.T) {
	service, asked := geocoder(t)
	t.Setenv("BAILIWICK_GEOCODER", service)
	t.Setenv("BAILIWICK_GEOCODER_INTERVAL", "1us")
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz", "--country", "de")...)
	must(t, new(any), in("boundaries", "import", textFile(t, "zip.csv", usCodes), "--name", "ZIP", "--country", "US")...)
	file := textFile(t, "mixed.csv", mixed)
	var plain, o ingest.Outcome
	must(t, &plain, in("import", file, "--name", "plain")...)
	if plain.Accepted != 2 || plain.Rejected["missing_coordinates"] != 8 {
		t.Errorf("without location: %+v", plain)
	}
	must(t, &o, in("import", file, "--name", "mixed", "--locate", "PLZ", "--locate", "ZIP")...)
	r := o.Location
	if o.Accepted != 10 || r.ByCode != 5 || r.Ambiguous != 1 || r.Unknown != 1 || r.ByPosition != 0 || r.Nowhere != 5 {
		t.Errorf("by code: %+v", r)
	}
	if want := map[dataset.Accuracy]int{dataset.Given: 2, dataset.AtBoundary: 2, dataset.AtPoint: 1, "": 5}; !maps.Equal(r.Accuracy, want) {
		t.Errorf("accuracy %v, want %v", r.Accuracy, want)
	}
	if len(r.Codes) != 2 || r.Codes[0].Code != "01099" || r.Codes[0].Why != dataset.AmbiguousCode || r.Codes[1].Why != dataset.UnknownCode {
		t.Errorf("codes: %+v", r.Codes)
	}
	var again, third ingest.Outcome
	must(t, &again, in("dataset", "locate", "--dataset", "mixed", "--locate", "PLZ", "--locate", "ZIP", "--geocode")...)
	r = again.Location
	if r.Asked != 7 || r.Answered != 1 || r.Accuracy[dataset.AtAddress] != 1 || r.Accuracy[dataset.AtBoundary] != 2 || asked.Load() != 7 || !strings.Contains(r.Attribution, "OpenStreetMap") {
		t.Errorf("geocoded: %+v, %d requests", r, asked.Load())
	}
	must(t, &third, in("dataset", "locate", "--dataset", "mixed", "--locate", "PLZ", "--locate", "ZIP", "--geocode")...)
	if third.Location.FromCache != third.Location.Asked || asked.Load() != 7 {
		t.Errorf("asked again: %+v, %d requests", third.Location, asked.Load())
	}
	out := filepath.Join(t.TempDir(), "units.csv")
	must(t, new(any), in("dataset", "export", "--dataset", "mixed", "--column", "id", "--column", "$boundary", "--column", "$located", "--column", "$accuracy", "--column", "$from_code_km", "--out", out)...)
	rows := readCSV(t, out)
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	want := map[string][4]string{ // boundary, how, accuracy, distance from its code
		"a": {"DE_01067", "code", "given", "0"}, "b": {"DE_01067", "code", "boundary", ""}, "c": {"DE_01069", "code", "boundary", ""},
		"e": {"", "ambiguous code", "", ""}, "f": {"", "unknown code", "", ""}, "g": {"", "nowhere", "address", ""}, "h": {"", "nowhere", "", ""}, "i": {"US_01099", "code", "point code", ""},
	}
	for _, row := range rows[1:] {
		id := row[column["id"]]
		got := [4]string{row[column["$boundary"]], row[column["$located"]], row[column["$accuracy"]], row[column["$from_code_km"]]}
		if w, ok := want[id]; ok && got != w {
			t.Errorf("%s: %q, want %q", id, got, w)
		}
		if id == "d" && !strings.HasPrefix(got[3], "12.") {
			t.Errorf("d lies %s km from its code, want about 12", got[3])
		}
	}
	var list httpapi.DatasetList
	must(t, &list, in("datasets")...)
	must(t, new(any), in("alignment", "create", "--dataset", "mixed", "--by", "country", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("optimize", "--territories", "2", "--measure", ":60%", "--seed", "1")...)
}

func TestDatasetLocate_WithoutGeocoderIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	file := textFile(t, "mixed.csv", mixed)
	if code, _, stderr := bailiwick(t, "import", file, "--name", "x", "--geocode", "--data", data); code != exitRefused || !strings.Contains(stderr, "--geocoder") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
}
