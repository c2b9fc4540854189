package geopackage_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/geopackage"
)

// blob returns a GeoPackage geometry of one square, with an envelope.
func blob(x, y, size float64) []byte {
	le := binary.LittleEndian
	out := []byte{'G', 'P', 0, 0b011}
	out = le.AppendUint32(out, 4326)
	for _, v := range []float64{x, x + size, y, y + size} {
		out = le.AppendUint64(out, math.Float64bits(v))
	}
	out = append(out, 1)
	out = le.AppendUint32(out, 3)
	out = le.AppendUint32(out, 1)
	out = le.AppendUint32(out, 5)
	for _, v := range []float64{x, y, x + size, y, x + size, y + size, x, y + size, x, y} {
		out = le.AppendUint64(out, math.Float64bits(v))
	}
	return out
}

// create writes a GeoPackage with two layers; srs is that of layer "cells".
func create(t *testing.T, srs int, geometries ...[]byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a file & more.gpkg")
	db, err := sql.Open("sqlite", "file:"+strings.ReplaceAll(path, " ", "%20"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)`)
	exec(`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)`)
	exec(`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)`)
	exec(`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ''),
		('OSGB36', 27700, 'EPSG', 27700, 'PROJCS["OSGB 1936 / British National Grid",GEOGCS["OSGB 1936",DATUM["OSGB_1936"]],PROJECTION["Transverse_Mercator"]]'),
		('WGS 84 / Pseudo-Mercator', 3857, 'EPSG', 3857, 'PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984"]],PROJECTION["Mercator_1SP"]]')`)
	exec(`INSERT INTO gpkg_contents VALUES ('cells', 'features'), ('few', 'features'), ('notes', 'attributes')`)
	exec(`INSERT INTO gpkg_geometry_columns VALUES ('cells', 'geom', ?), ('few', 'g', 4326)`, srs)
	exec(`CREATE TABLE cells (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT, pop REAL, photo BLOB)`)
	exec(`CREATE TABLE few (fid INTEGER PRIMARY KEY, g BLOB, code TEXT)`)
	exec(`INSERT INTO few VALUES (1, ?, 'only')`, blob(0, 0, 1))
	for i, g := range geometries {
		exec(`INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?)`, i+1, g, string(rune('A'+i)), "Cell", 1.5, []byte{1})
	}
	return path
}

func TestRead_LargestLayer(t *testing.T) {
	t.Parallel()
	path := create(t, 4326, blob(0, 0, 2), blob(2, 0, 2))
	set, report, err := geopackage.Read(context.Background(), path, boundary.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Boundaries) != 2 || report.Layer != "cells" || report.CodeField != "code" {
		t.Fatalf("%d boundaries, report %+v", len(set.Boundaries), report)
	}
	if b := set.Boundaries[1]; b.Code != "B" || b.Name != "Cell" || b.Shape.Area() != 4 {
		t.Errorf("got %+v", b)
	}
	if pop := set.Attribute("pop"); len(pop) != 2 || pop[0] != "1.5" || set.Attribute("photo") != nil {
		t.Errorf("attributes %+v", set.Attributes)
	}
}

func TestRead_ChosenLayerAndProjection(t *testing.T) {
	t.Parallel()
	set, _, err := geopackage.Read(context.Background(), create(t, 4326), boundary.ReadOptions{Layer: "few"})
	if err != nil || len(set.Boundaries) != 1 || set.Boundaries[0].Code != "only" {
		t.Errorf("layer few: %v, %v", set, err)
	}
	set, _, err = geopackage.Read(context.Background(), create(t, 3857, blob(111319.49079, 0, 111319.49079), blob(0, 0, 1000)), boundary.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if box := set.Boundaries[0].Shape.Box(); math.Abs(box.MinX-1) > 1e-6 || math.Abs(box.MaxX-2) > 1e-6 {
		t.Errorf("Web Mercator box %v", box)
	}
}

func TestRead_BadFiles(t *testing.T) {
	t.Parallel()
	text := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(text, []byte("SQLite format 3\x00 and then nothing of the kind"), 0o600); err != nil {
		t.Fatal(err)
	}
	cut := blob(0, 0, 1)
	for _, c := range []struct {
		name, path, want string
		opts             boundary.ReadOptions
	}{
		{"no database", text, "may be damaged", boundary.ReadOptions{}},
		{"missing", filepath.Join(t.TempDir(), "none.gpkg"), "cannot be read", boundary.ReadOptions{}},
		{"unknown layer", create(t, 4326), `no layer "roads"; there are: cells, few`, boundary.ReadOptions{Layer: "roads"}},
		{"unknown projection", create(t, 27700, cut, cut), "British National Grid", boundary.ReadOptions{}},
		{"cut geometry", create(t, 4326, cut, cut[:len(cut)-4]), "cut off", boundary.ReadOptions{}},
		{"no geometry", create(t, 4326, cut, []byte("nothing")), "not in GeoPackage form", boundary.ReadOptions{}},
		{"too many rows", create(t, 4326, cut, cut, cut), "more than 2 features", boundary.ReadOptions{MaxBoundaries: 2}},
	} {
		_, _, err := geopackage.Read(context.Background(), c.path, c.opts)
		var fault *boundary.InputError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an input error with %q", c.name, err, c.want)
		}
	}
}

// FuzzRead changes the bytes of a whole file, which is a database.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	var good bytes.Buffer
	if err := geopackage.Write(f.Context(), &good, "a", []boundary.Feature{{Properties: map[string]any{"code": "1"},
		Shape: geom.MultiPolygon{{{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 0, Y: 1}}}}}}); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(good.Bytes()[:good.Len()/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := os.CreateTemp(dir, "*.gpkg")
		if err != nil {
			t.Fatal(err)
		}
		defer os.Remove(file.Name()) //nolint:errcheck // the folder goes too
		if _, err := file.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		limits := boundary.ReadOptions{MaxVertices: 10000, MaxBoundaries: 1000}
		_, _, err = geopackage.Read(t.Context(), file.Name(), limits)
		var fault *boundary.InputError
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("got %v, want an input error", err)
		}
	})
}
