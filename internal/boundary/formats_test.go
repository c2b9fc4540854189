package boundary_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// The two cells that every format below holds: A is a square of side 4 with a
// hole of 1, B a square of side 4 beside it and one of side 1.
const (
	cellA = `{"type":"Feature","properties":{"code":"A","name":"Alpha","pop":12},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}}`
	cellB = `{"geometry":{"coordinates":[[[[4,0],[8,0],[8,4],[4,4],[4,0]]],[[[10,0,5],[11,0,5],[11,1,5],[10,1,5],[10,0,5]]]],"type":"MultiPolygon"},"properties":{"code":"B","name":"Beta","pop":7},"type":"Feature","bbox":[4,0,11,4]}`
	cells = `{"type":"FeatureCollection","name":"x","features":[` + cellA + "," + cellB + `]}`

	cellsKML = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark><name>Alpha</name><ExtendedData><Data name="code"><value>A</value></Data><Data name="pop"><value>12</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0,0 4,0,0 4,4,0 0,4,0 0,0,0</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>1,1 1,2 2,2 2,1 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
<Placemark><name>Beta</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="code">B</SimpleData><SimpleData name="pop">7</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>4,0 8,0 8,4 4,4 4,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
<Polygon><outerBoundaryIs><LinearRing><coordinates>10,0 11,0 11,1 10,1 10,0</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
</Folder></Document></kml>`
)

func gzipped(text string) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return buf.Bytes()
}

func zipped(files map[string][]byte) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, data := range files {
		f, _ := w.Create(name)
		_, _ = f.Write(data)
	}
	_ = w.Close()
	return buf.Bytes()
}

// shapefile builds the parts of a Shapefile with the two cells.
func shapefile() map[string][]byte {
	le, be := binary.LittleEndian, binary.BigEndian
	rings := [][][]float64{
		{{0, 0, 0, 4, 4, 4, 4, 0, 0, 0}, {1, 1, 2, 1, 2, 2, 1, 2, 1, 1}},
		{{4, 0, 4, 4, 8, 4, 8, 0, 4, 0}, {10, 0, 10, 1, 11, 1, 11, 0, 10, 0}},
	}
	shp := make([]byte, 100)
	be.PutUint32(shp, 9994)
	le.PutUint32(shp[28:], 1000)
	le.PutUint32(shp[32:], 5)
	for i, parts := range rings {
		body := le.AppendUint32(nil, 5)
		body = append(body, make([]byte, 32)...)
		body = le.AppendUint32(body, uint32(len(parts)))
		body = le.AppendUint32(body, uint32(5*len(parts)))
		for k := range parts {
			body = le.AppendUint32(body, uint32(5*k))
		}
		for _, part := range parts {
			for _, v := range part {
				body = le.AppendUint64(body, math.Float64bits(v))
			}
		}
		shp = be.AppendUint32(shp, uint32(i+1))
		shp = be.AppendUint32(shp, uint32(len(body)/2))
		shp = append(shp, body...)
	}
	field := func(name string, kind byte, length byte) []byte {
		f := make([]byte, 32)
		copy(f, name)
		f[11], f[16] = kind, length
		return f
	}
	dbf := make([]byte, 32)
	dbf[0] = 3
	le.PutUint32(dbf[4:], 2)
	le.PutUint16(dbf[8:], 32*4+1)
	le.PutUint16(dbf[10:], 1+4+8+6)
	dbf = append(append(append(dbf, field("CODE", 'C', 4)...), field("NAME", 'C', 8)...), field("POP", 'N', 6)...)
	dbf = append(dbf, '\r')
	dbf = append(dbf, " A   \xC4lpha       12"...) // Windows-1252
	dbf = append(dbf, " B   Beta         7\x1a"...)
	prj := `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	return map[string][]byte{"folder/cells.shp": shp, "folder/cells.dbf": dbf, "folder/cells.prj": []byte(prj), "folder/cells.shx": nil}
}

func TestRead_SameCellsFromEveryFormat(t *testing.T) {
	t.Parallel()
	fgb, err := os.ReadFile(filepath.Join("testdata", "cells.fgb"))
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join("testdata", "cells-shp-write.zip"))
	if err != nil {
		t.Fatal(err)
	}
	topo := `{"type":"Topology","arcs":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]],[[4,0],[8,0],[8,4],[4,4],[4,0]],[[10,0],[11,0],[11,1],[10,1],[10,0]]],
"objects":{"c":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0],[1]],"properties":{"code":"A","name":"Alpha","pop":12}},{"type":"MultiPolygon","arcs":[[[2]],[[3]]],"properties":{"code":"B","name":"Beta","pop":7}}]}}}`
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"GeoJSON", []byte(cells)},
		{"GeoJSON with byte order mark", []byte("\ufeff" + cells)},
		{"GeoJSON, one feature a line", []byte(cellA + "\n" + cellB + "\n")},
		{"GeoJSON sequence", []byte("\x1e" + cellA + "\n\x1e" + cellB + "\n")},
		{"GeoJSON, gzip", gzipped(cells)},
		{"TopoJSON", []byte(topo)},
		{"KML", []byte(cellsKML)},
		{"KMZ", zipped(map[string][]byte{"doc.kml": []byte(cellsKML)})},
		{"Shapefile", zipped(shapefile())},
		{"FlatGeobuf by its reference implementation", fgb},
		{"Shapefile by another writer", written},
	} {
		set, report, err := boundary.Read(bytes.NewReader(c.data), int64(len(c.data)), boundary.ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		checkSet(t, set)
		if len(set.Boundaries) != 2 || report.FaultCount != 0 {
			t.Errorf("%s: %d boundaries, faults %v", c.name, len(set.Boundaries), report.Faults)
			continue
		}
		index := set.Index()
		a, b := set.Boundaries[index["A"]], set.Boundaries[index["B"]]
		if a.Shape.Area() != 15 || b.Shape.Area() != 17 || len(a.Shape[0]) != 2 || len(b.Shape) != 2 {
			t.Errorf("%s: areas %g and %g", c.name, a.Shape.Area(), b.Shape.Area())
		}
		if !strings.HasSuffix(a.Name, "lpha") || strings.Contains(a.Name, "\uFFFD") || b.Name != "Beta" {
			t.Errorf("%s: names %q and %q", c.name, a.Name, b.Name)
		}
		pop := set.Attribute("pop")
		if pop == nil {
			pop = set.Attribute("POP")
		}
		if len(pop) != 2 || pop[index["A"]] != "12" || pop[index["B"]] != "7" {
			t.Errorf("%s: pop %q", c.name, pop)
		}
	}
}

func TestRead_RoundTripThroughGeoJSON(t *testing.T) {
	t.Parallel()
	for _, name := range packs[:2] {
		set, _ := readPack(t, name)
		var features []boundary.Feature
		for i := range set.Boundaries {
			b := &set.Boundaries[i]
			features = append(features, boundary.Feature{ID: b.Code, Properties: map[string]any{"name": b.Name}, Shape: b.Shape, Point: &b.Point})
		}
		var buf bytes.Buffer
		if err := boundary.WriteGeoJSON(&buf, features); err != nil {
			t.Fatal(err)
		}
		again, _, err := boundary.ReadGeoJSON(&buf, boundary.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range set.Boundaries {
			if got, want := again.Boundaries[i], set.Boundaries[i]; got.Code != want.Code || fmt.Sprint(got.Shape) != fmt.Sprint(want.Shape) {
				t.Fatalf("%s: %s changed", name, want.Code)
			}
		}
	}
}

func TestRead_RepairsAndReports(t *testing.T) {
	t.Parallel()
	polygon := func(id, coordinates string) string {
		return `{"type":"Feature","id":"` + id + `","geometry":{"type":"Polygon","coordinates":` + coordinates + `}}` + "\n"
	}
	for _, c := range []struct {
		name, text string
		area       float64
		kind       boundary.FaultKind // "" for none
	}{
		{"bow tie", polygon("a", `[[[0,0],[2,2],[2,0],[0,2],[0,0]]]`), 2, boundary.Repaired},
		{"wound the wrong way", polygon("a", `[[[0,0],[0,2],[2,2],[2,0],[0,0]]]`), 4, ""},
		{"not closed", polygon("a", `[[[0,0],[2,0],[2,2],[0,2]]]`), 4, ""},
		{"vertices repeated", polygon("a", `[[[0,0],[0,0],[2,0],[2,2],[2,2],[0,2],[0,0]]]`), 4, ""},
		{"spike", polygon("a", `[[[0,0],[2,0],[5,0],[2,0],[2,2],[0,2],[0,0]]]`), 4, boundary.Repaired},
		{"hole outside", polygon("a", `[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[5,5],[6,5],[6,6],[5,6],[5,5]]]`), 4, boundary.Repaired},
		{"ring touching itself", polygon("a", `[[[0,0],[4,0],[4,4],[2,4],[3,2],[2,1],[1,2],[2,4],[0,4],[0,0]]]`), 13, boundary.Repaired},
		{"two polygons that overlap", `{"type":"Feature","id":"a","geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,0],[3,0],[3,2],[1,2],[1,0]]]]}}`, 6, boundary.Repaired},
		{"a line as polygon", polygon("a", `[[[0,0],[2,0],[0,0]]]`), 0, boundary.Repaired},
		{"crossing the antimeridian", polygon("a", `[[[179,0],[-179,0],[-179,1],[179,1],[179,0]]]`), 2, ""},
		{"beyond 180 degrees", polygon("a", `[[[179,0],[181,0],[181,1],[179,1],[179,0]]]`), 2, ""},
		{"around the pole", polygon("a", `[[[-120,80],[0,80],[120,80],[-120,80]]]`), 3600, ""},
		{"same code twice", polygon("a", `[[[0,0],[2,0],[2,2],[0,2],[0,0]]]`) + polygon("a", `[[[5,5],[6,5],[6,6],[5,6],[5,5]]]`), 5, boundary.Merged},
		{"a point", `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[3,4]}}`, 0, ""},
	} {
		set, report, err := boundary.ReadGeoJSON(strings.NewReader(c.text), boundary.ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		checkSet(t, set)
		b := set.Boundaries[0]
		if got := b.Shape.Area(); math.Abs(got-c.area) > 1e-9 {
			t.Errorf("%s: area %g, want %g: %v", c.name, got, c.area, b.Shape)
		}
		if err := simple(b.Shape).Validate(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		kind := boundary.FaultKind("")
		if len(report.Faults) > 0 {
			kind = report.Faults[0].Kind
		}
		if kind != c.kind {
			t.Errorf("%s: faults %v, want kind %q", c.name, report.Faults, c.kind)
		}
		if box := b.Shape.Box(); !box.Empty() && (box.MinX < -180 || box.MaxX > 180) {
			t.Errorf("%s: box %v", c.name, box)
		}
	}
}

func TestRead_HostileFiles(t *testing.T) {
	t.Parallel()
	parts := shapefile()
	cut := shapefile()
	cut["folder/cells.shp"] = parts["folder/cells.shp"][:250]
	huge := shapefile()
	binary.BigEndian.PutUint32(huge["folder/cells.shp"][104:], math.MaxUint32)
	points := shapefile()
	binary.LittleEndian.PutUint32(points["folder/cells.shp"][108+40:], 1<<30)
	lines := shapefile()
	binary.LittleEndian.PutUint32(lines["folder/cells.shp"][32:], 3)
	albers := shapefile()
	albers["folder/cells.prj"] = []byte(`PROJCS["Albers of somewhere",GEOGCS["x",DATUM["D_WGS_1984"]],PROJECTION["Albers"]]`)
	bomb := map[string][]byte{"doc.kml": append([]byte("<kml>"), bytes.Repeat([]byte(" "), 4<<20)...)}
	limits := boundary.ReadOptions{MaxBytes: 1 << 20, MaxVertices: 1000, MaxBoundaries: 100}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "empty"},
		{"text", []byte("code,name\n1,2\n"), "format is not known"},
		{"bare .shp", parts["folder/cells.shp"], "in one zip file"},
		{"zip of something else", zipped(map[string][]byte{"a.txt": nil}), "neither"},
		{"damaged zip", []byte("PK\x03\x04 and no more"), "damaged"},
		{"zip bomb", zipped(bomb), "larger than 1048576 bytes"},
		{"gzip bomb", gzipped(`{"type":"FeatureCollection","x":"` + strings.Repeat("a", 4<<20)), "larger than"},
		{"cut off .shp", zipped(cut), "cut off"},
		{"record of 8 GB", zipped(huge), "record 1: it claims"},
		{"points beyond the record", zipped(points), "claims 2 parts and 1073741824 points"},
		{"lines", zipped(lines), "lines or other shapes (type 3)"},
		{"unknown projection", zipped(albers), `"Albers of somewhere" is not supported`},
		{"ring of too many vertices", []byte(`{"type":"Polygon","coordinates":[[` + strings.Repeat("[0,0],", 2000) + `[0,0]]]}`), "more than 1000 vertices"},
		{"too many features", []byte(strings.Repeat(`{"type":"Feature"}`+"\n", 200)), "more than 100 features"},
		{"NaN", []byte(`{"type":"Point","coordinates":[NaN,1]}`), "not a coordinate"},
		{"nested collections", []byte(strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 100)), "nested more than 16 deep"},
		{"nested arrays", []byte(`{"type":"Polygon","coordinates":` + strings.Repeat("[", 1000)), "nested too deep"},
		{"nested properties", []byte(`{"type":"Feature","properties":` + strings.Repeat("[", 1000)), "nested more than 200 deep"},
		{"unevenly nested", []byte(`{"type":"Polygon","coordinates":[[[0,0],[[1,1]]]]}`), "unevenly"},
		{"position of one number", []byte(`{"type":"Point","coordinates":[1]}`), "needs two"},
		{"cut off GeoJSON", []byte(cells[:len(cells)-40]), "cut off"},
		{"GeoJSON in another system", []byte(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[]}`), "EPSG::27700"},
		{"no features", []byte(`{"type":"FeatureCollection","features":[]}`), "no features"},
		{"feature without code", []byte(`{"type":"Feature","properties":{},"geometry":null}`), "no field gives each feature a code"},
		{"KML nested", []byte("<kml>" + strings.Repeat("<a>", 300)), "nested more than 200 deep"},
		{"KML cut off", []byte("<kml><Document>"), "cut off"},
		{"KML bad coordinates", []byte("<kml><Placemark><Point><coordinates>here</coordinates></Point></Placemark></kml>"), "is not \"longitude,latitude\""},
		{"KML in Latin-1", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><kml></kml>`), "save the file as UTF-8"},
		{"FlatGeobuf without header", []byte("fgb\x03fgb\x00"), "cut off"},
		{"FlatGeobuf of 4 GB", []byte("fgb\x03fgb\x00\xff\xff\xff\xff"), "claims"},
	} {
		_, _, err := boundary.Read(bytes.NewReader(c.data), int64(len(c.data)), limits)
		var fault *boundary.InputError
		if !errors.As(err, &fault) || !strings.Contains(fault.Error(), c.want) {
			t.Errorf("%s: got %v, want an input error with %q", c.name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	fgb, err := os.ReadFile(filepath.Join("testdata", "cells.fgb"))
	if err != nil {
		f.Fatal(err)
	}
	for _, data := range [][]byte{[]byte(cells), []byte(cellsKML), fgb, []byte(cellA + "\n" + cellB), zipped(shapefile())} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := boundary.ReadOptions{MaxBytes: 1 << 20, MaxVertices: 10000, MaxBoundaries: 1000}
		if set, _, err := boundary.Read(bytes.NewReader(data), int64(len(data)), limits); err == nil {
			checkSet(t, set)
		}
	})
}

// stored zips without compressing, which would take a thousand times as long as
// what is to be fuzzed.
func stored(files map[string][]byte) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		_, _ = f.Write(files[name])
	}
	_ = w.Close()
	return buf.Bytes()
}

// FuzzShapefile changes the parts, which a fuzzer cannot reach through a zip.
// Fuzz what goes through a zip with -fuzzminimizetime 20x: its coverage differs
// from run to run, and without it nearly all the time goes into minimising.
func FuzzShapefile(f *testing.F) {
	parts := shapefile()
	f.Add(parts["folder/cells.shp"], parts["folder/cells.dbf"], string(parts["folder/cells.prj"]))
	f.Fuzz(func(t *testing.T, shp, dbf []byte, prj string) {
		limits := boundary.ReadOptions{MaxBytes: 1 << 20, MaxVertices: 10000, MaxBoundaries: 1000}
		data := stored(map[string][]byte{"a.shp": shp, "a.dbf": dbf, "a.prj": []byte(prj)})
		if set, _, err := boundary.ReadShapefile(bytes.NewReader(data), int64(len(data)), limits); err == nil {
			checkSet(t, set)
		}
	})
}

func FuzzReadKMZ(f *testing.F) {
	f.Add([]byte(cellsKML))
	f.Fuzz(func(t *testing.T, kml []byte) {
		data := stored(map[string][]byte{"doc.kml": kml})
		limits := boundary.ReadOptions{MaxBytes: 1 << 20, MaxVertices: 10000, MaxBoundaries: 1000}
		if set, _, err := boundary.ReadKMZ(bytes.NewReader(data), int64(len(data)), limits); err == nil {
			checkSet(t, set)
		}
	})
}

// FuzzParseProjection: whatever a .prj part says, a position is finite or not a
// number, and nothing hangs.
func FuzzParseProjection(f *testing.F) {
	for _, part := range [][]byte{shapefile()["folder/cells.prj"]} {
		f.Add(string(part), 500000.0, 4100000.0)
	}
	f.Add(`PROJCS["x",GEOGCS["WGS 84",DATUM["D"]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["standard_parallel_1",33],PARAMETER["standard_parallel_2",45],UNIT["m",1]]`, 1.0, 2.0)
	f.Fuzz(func(t *testing.T, text string, x, y float64) {
		if project, err := boundary.ParseProjection(text); err == nil && project != nil {
			project(geom.Point{X: x, Y: y})
		}
	})
}

func FuzzDecodeWKB(f *testing.F) {
	le := binary.LittleEndian
	point := le.AppendUint64(le.AppendUint64([]byte{1, 1, 0, 0, 0}, math.Float64bits(3)), math.Float64bits(4))
	f.Add(point)
	f.Add(append([]byte{1, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}, point[5:]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := boundary.NewBuilder(boundary.ReadOptions{MaxVertices: 10000})
		var feature boundary.Feature
		if err := b.DecodeWKB(data, nil, &feature); err == nil && feature.Point != nil && !feature.Point.Finite() {
			t.Errorf("point %v", *feature.Point)
		}
	})
}

func BenchmarkReadGeoJSON(b *testing.B) {
	set := wavySet(3300, 24)
	var features []boundary.Feature
	for i := range set.Boundaries {
		features = append(features, boundary.Feature{ID: set.Boundaries[i].Code, Shape: set.Boundaries[i].Shape})
	}
	var buf bytes.Buffer
	if err := boundary.WriteGeoJSON(&buf, features); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(buf.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := boundary.ReadGeoJSON(bytes.NewReader(buf.Bytes()), boundary.ReadOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
