package boundary_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// twoSquares holds two squares that share an arc, with a transform.
const twoSquares = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
"objects":{"cells":{"type":"GeometryCollection","geometries":[
 {"type":"Polygon","id":"L","properties":{"name":"Left","pop":12},"arcs":[[0,1]]},
 {"type":"Polygon","id":"R","properties":{"name":"Right","pop":7.5},"arcs":[[2,-1]]}]},
 "empty":{"type":"GeometryCollection","geometries":[]}},
"arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]]}`

func TestReadTopoJSON_SharedArc(t *testing.T) {
	t.Parallel()
	set, report, err := boundary.ReadTopoJSON(strings.NewReader(twoSquares), boundary.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Boundaries) != 2 || report.Layer != "cells" || report.CodeField != "id" || report.NameField != "name" {
		t.Fatalf("got %d boundaries, report %+v", len(set.Boundaries), report)
	}
	left := set.Boundaries[0]
	want := geom.Ring{{X: 11, Y: 20}, {X: 11, Y: 21}, {X: 10, Y: 21}, {X: 10, Y: 20}}
	if left.Code != "L" || left.Name != "Left" || len(left.Shape[0][0]) != 4 {
		t.Fatalf("left: %+v", left)
	}
	for i, p := range left.Shape[0][0] {
		if p != want[i] {
			t.Errorf("vertex %d: got %v, want %v", i, p, want[i])
		}
	}
	if got := set.Attribute("pop"); len(got) != 2 || got[0] != "12" || got[1] != "7.5" {
		t.Errorf("pop: %q", got)
	}
	if p := left.Point; p != (geom.Point{X: 10.5, Y: 20.5}) {
		t.Errorf("label point %v", p)
	}
}

// Members come in any order, null where there is nothing, and what a reader does
// not know is passed over.
func TestReadTopoJSON_MembersInAnyOrder(t *testing.T) {
	t.Parallel()
	text := `{"bbox":[0,0,1,1],"arcs":[[[0,0,7],[4,0],[0,4],[-4,-4]],[[0,0],[1,1]]],"objects":{"none":null,"a":{"geometries":[null,
 {"arcs":[[0]],"properties":null,"id":5,"type":"Polygon"},{"coordinates":[2,2,9],"id":6,"type":"Point"},
 {"coordinates":[[1,1],[2,2]],"type":"MultiPoint"},{"type":"LineString","arcs":[1]}],"type":"GeometryCollection"}},
 "transform":{"translate":[10,20],"scale":[0.5,0.25]},"type":"Topology"}`
	set, report, err := boundary.ReadTopoJSON(strings.NewReader(text), boundary.ReadOptions{CodeField: "id"})
	if err != nil {
		t.Fatal(err)
	}
	if report.Layer != "a" || len(set.Boundaries) != 2 {
		t.Fatalf("layer %q with %d boundaries, want a with two", report.Layer, len(set.Boundaries))
	}
	square, point := set.Boundaries[0], set.Boundaries[1]
	if box := square.Shape.Box(); box.MinX != 10 || box.MaxX != 12 || box.MinY != 20 || box.MaxY != 21 {
		t.Errorf("box %+v", box)
	}
	if point.Point != (geom.Point{X: 11, Y: 20.5}) {
		t.Errorf("point %+v", point.Point)
	}
}

func TestReadTopoJSON_BadInput(t *testing.T) {
	t.Parallel()
	polygon := func(arcs string) string {
		return `{"type":"Topology","objects":{"a":{"type":"Polygon","id":1,"arcs":` + arcs + `}},"arcs":[[[0,0],[1,0],[0,1],[0,0]]]}`
	}
	nested := strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 40) + strings.Repeat(`]}`, 40)
	for _, c := range []struct {
		name, text, want string
		opts             boundary.ReadOptions
	}{
		{"empty", "", "empty or ends", boundary.ReadOptions{}},
		{"cut off", twoSquares[:200], "ends in the middle", boundary.ReadOptions{}},
		{"binary", "\x00\x01\x02", "not JSON", boundary.ReadOptions{}},
		{"GeoJSON", `{"type":"FeatureCollection","features":[]}`, "not TopoJSON", boundary.ReadOptions{}},
		{"no object", `{"type":"Topology","objects":{},"arcs":[]}`, "no object", boundary.ReadOptions{}},
		{"wrong layer", twoSquares, `no object "roads"`, boundary.ReadOptions{Layer: "roads"}},
		{"wrong field", twoSquares, `no feature has a field "zip"`, boundary.ReadOptions{CodeField: "zip"}},
		{"arc out of range", polygon("[[7]]"), "names arc 7 of 1", boundary.ReadOptions{}},
		{"arcs not numbers", polygon(`"x"`), "not lists", boundary.ReadOptions{}},
		{"nested", `{"type":"Topology","objects":{"a":` + nested + `},"arcs":[]}`, "nested", boundary.ReadOptions{}},
		{"too many bytes", twoSquares, "larger than 100 bytes", boundary.ReadOptions{MaxBytes: 100}},
		{"too many features", twoSquares, "more than 1 features", boundary.ReadOptions{MaxBoundaries: 1}},
		{"arc named again and again", polygon("[[" + strings.Repeat("0,", 1000) + "0]]"), "more than 1000 vertices", boundary.ReadOptions{MaxVertices: 1000}},
		{"projected metres", `{"type":"Topology","objects":{"a":{"type":"Polygon","id":1,"arcs":[[0]]}},"arcs":[[[0,0],[500000,0],[0,4100000],[0,0]]]}`, "convert the file to WGS 84", boundary.ReadOptions{}},
	} {
		_, _, err := boundary.ReadTopoJSON(strings.NewReader(c.text), c.opts)
		var fault *boundary.InputError
		if !errors.As(err, &fault) || !strings.Contains(fault.Error(), c.want) {
			t.Errorf("%s: got %v, want an input error with %q", c.name, err, c.want)
		}
	}
}

func FuzzReadTopoJSON(f *testing.F) {
	f.Add([]byte(twoSquares))
	f.Add([]byte(`{"type":"Topology","objects":{"a":{"type":"Point","id":1,"coordinates":[1,2]}},"arcs":[]}`))
	limits := boundary.ReadOptions{MaxBytes: 1 << 20, MaxVertices: 10000, MaxBoundaries: 1000}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, _, err := boundary.ReadTopoJSON(bytes.NewReader(data), limits)
		if err == nil {
			checkSet(t, set)
		}
	})
}

// checkSet tests what every reader promises of a set.
func checkSet(t *testing.T, set *boundary.Set) {
	t.Helper()
	codes := map[string]bool{}
	for _, b := range set.Boundaries {
		if b.Code == "" || codes[b.Code] {
			t.Errorf("code %q is empty or double", b.Code)
		}
		codes[b.Code] = true
		if !b.Point.Finite() {
			t.Errorf("%s: label point %v", b.Code, b.Point)
		}
		for _, poly := range b.Shape {
			for i, ring := range poly {
				if len(ring) < 3 {
					t.Errorf("%s: ring of %d vertices", b.Code, len(ring))
				}
				if a := ring.SignedArea(); (a > 0) != (i == 0) {
					t.Errorf("%s: ring %d has signed area %g", b.Code, i, a)
				}
			}
		}
	}
	for _, a := range set.Attributes {
		if len(a.Values) != len(set.Boundaries) {
			t.Errorf("attribute %q has %d values for %d boundaries", a.Name, len(a.Values), len(set.Boundaries))
		}
	}
}
