package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// cells are two squares that touch, one that crosses itself, an island, and a
// second part of the first: everything a report has to mention.
const cells = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"plz":"01067","ort":"West"},"geometry":{"type":"Polygon","coordinates":[[[10,50],[10.1,50],[10.1,50.1],[10,50.1],[10,50]]]}},
{"type":"Feature","properties":{"plz":"01069","ort":"East"},"geometry":{"type":"Polygon","coordinates":[[[10.1,50],[10.2,50],[10.2,50.1],[10.1,50.1],[10.1,50]]]}},
{"type":"Feature","properties":{"plz":"01097","ort":"Bow"},"geometry":{"type":"Polygon","coordinates":[[[10,50.1],[10.1,50.2],[10.1,50.1],[10,50.2],[10,50.1]]]}},
{"type":"Feature","properties":{"plz":"01099","ort":"Island"},"geometry":{"type":"Polygon","coordinates":[[[10.4,50],[10.5,50],[10.5,50.1],[10.4,50.1],[10.4,50]]]}},
{"type":"Feature","properties":{"plz":"01067","ort":"West"},"geometry":{"type":"Polygon","coordinates":[[[9.9,50],[10,50],[10,50.1],[9.9,50.1],[9.9,50]]]}},
{"type":"Feature","properties":{"plz":"","ort":"Nowhere"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}
]}`

func textFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	ok(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestBoundaries_ImportShowExportDelete(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	var first, again boundaryset.Outcome
	must(t, &first, in("boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz", "--label", "ort",
		"--edition", "2024", "--country", "de", "--type", "postal code")...)
	r := first.Set
	if r.Figures.Boundaries != 4 || r.Figures.Edges != 1 || r.Figures.Bridges != 2 || r.Country != "DE" || r.Source.Format != "GeoJSON" {
		t.Errorf("record: %+v", r)
	}
	if p := r.Report; p.Features != 6 || p.Repaired != 1 || p.Merged != 1 || p.Skipped != 1 || len(p.Faults) != 3 {
		t.Errorf("report: %+v", p)
	}
	var shown boundaryset.Record
	must(t, &shown, in("boundaries", "show", "PLZ@2024")...)
	if shown.ID != r.ID || len(shown.Report.Faults) != 3 {
		t.Errorf("shown: %+v", shown)
	}
	if code, _, stderr := bailiwick(t, in("boundaries", "import", textFile(t, "x.geojson", cells), "--name", "PLZ", "--edition", "2024")...); code != exitRefused || !strings.Contains(stderr, "already") {
		t.Errorf("the same name and edition: exit code %d, %q", code, stderr)
	}
	exported, edges, edgesAgain := filepath.Join(out, "plz.geojson"), filepath.Join(out, "a.csv"), filepath.Join(out, "b.csv")
	must(t, new(any), in("boundaries", "export", "PLZ", "--out", exported)...)
	must(t, new(any), in("boundaries", "edges", "PLZ", "--out", edges)...)
	must(t, &again, in("boundaries", "import", exported, "--name", "Again")...)
	must(t, new(any), in("boundaries", "edges", "Again", "--out", edgesAgain)...)
	if a, b := readCSV(t, edges), readCSV(t, edgesAgain); !slices.EqualFunc(a, b, slices.Equal[[]string]) || len(a) != 4 {
		t.Errorf("edges %v, after export and import %v", a, b)
	}
	if again.Set.Figures != r.Figures || again.Set.Report.Repaired != 0 {
		t.Errorf("after export and import: %+v, want %+v", again.Set.Figures, r.Figures)
	}
	must(t, new(any), in("boundaries", "delete", r.ID)...)
	var list httpapi.BoundarySetList
	must(t, &list, in("boundaries", "list")...)
	if names := setNames(list); !slices.Equal(names, []string{"Countries of the world", "US states and territories", "US counties", "Again"}) {
		t.Errorf("left: %v", names)
	}
	if code, _, _ := bailiwick(t, in("boundaries", "delete", "us-counties")...); code != exitRefused {
		t.Errorf("deleting a built-in set: exit code %d", code)
	}
}

func setNames(list httpapi.BoundarySetList) []string {
	var names []string
	for _, r := range list.BoundarySets {
		names = append(names, r.Name)
	}
	return names
}

func TestBoundaries_FormatsAndFaults(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	formats := filepath.Join("..", "..", "internal", "boundary", "testdata")
	for file, want := range map[string]string{"cells-shp-write.zip": "Shapefile", "cells.fgb": "FlatGeobuf"} {
		var o boundaryset.Outcome
		must(t, &o, "boundaries", "import", filepath.Join(formats, file), "--data", data)
		if string(o.Set.Source.Format) != want || o.Set.Figures.Boundaries < 2 {
			t.Errorf("%s: %+v", file, o.Set)
		}
	}
	for _, c := range []struct{ name, text, want string }{
		{"unknown", "a,b\n1,2\n", "format is not known"},
		{"place", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[0,"x"]]]}}]}`, "feature 1"},
		{"no polygons", `{"type":"FeatureCollection","features":[]}`, "no features"},
		{"not a GeoPackage", "SQLite format 3\x00" + strings.Repeat("x", 200), "GeoPackage"},
	} {
		code, _, stderr := bailiwick(t, "boundaries", "import", textFile(t, "bad.geojson", c.text), "--name", c.name, "--data", data)
		if code != exitRefused || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit code %d, %q, want it to say %q", c.name, code, stderr, c.want)
		}
	}
	code, _, stderr := bailiwick(t, "boundaries", "import", textFile(t, "ok.geojson", cells), "--name", "field", "--code", "zip", "--data", data)
	if code != exitRefused || !strings.Contains(stderr, "plz") {
		t.Errorf("a field that is not there: exit code %d, %q, want the fields there are", code, stderr)
	}
}

func TestBoundaries_TilesAndPlaces(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	fetchTile := func(path string) (int, []byte) {
		response, err := api.http.Get(api.base + "/api/v1/boundary-sets/us-counties/tiles/" + path)
		ok(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		ok(t, err)
		return response.StatusCode, body
	}
	status, tile := fetchTile("4/3/6.mvt")
	if status != http.StatusOK || !strings.Contains(string(tile), boundaryset.TileLayer) {
		t.Errorf("tile over the United States: status %d, %d bytes", status, len(tile))
	}
	if _, again := fetchTile("4/3/6"); string(again) != string(tile) {
		t.Error("the kept tile differs from the first")
	}
	if status, body := fetchTile("4/8/6.mvt"); status != http.StatusOK || len(body) != 0 {
		t.Errorf("tile over Europe: status %d, %d bytes", status, len(body))
	}
	if status, _ := fetchTile("2/4/0.mvt"); status != http.StatusNotFound {
		t.Errorf("tile outside: status %d", status)
	}
	var list httpapi.PlaceList
	ok(t, api.post(ctx, "/boundary-sets/us-counties/places", map[string]any{"codes": []string{"06037", "6037", "nowhere", ""}}, &list))
	la := list.Places[0]
	if list.Found != 2 || la.Name != "Los Angeles" || list.Places[1].Index != la.Index || la.Lat < 33.5 || la.Lat > 35 || list.Places[2].Found {
		t.Errorf("places: %+v", list)
	}
	if err := api.get(ctx, "/boundary-sets/none", nil); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("a set that is not there: %v", err)
	}
	archive := filepath.Join(t.TempDir(), "t.pmtiles")
	ok(t, fetch(ctx, api, "/boundary-sets/us-states/tiles.pmtiles?maxZoom=3", archive))
	if head, err := os.ReadFile(archive); err != nil || !strings.HasPrefix(string(head), "PMTiles\x03") {
		t.Errorf("archive: %v", err)
	}
}
