package boundary_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	sf "github.com/peterstace/simplefeatures/geom"
)

// nearestCentre gives each point the number of the nearest of k centres among
// the points: compact areas.
func nearestCentre(lons, lats []float64, k int) []int32 {
	area := make([]int32, len(lons))
	for i := range lons {
		best := math.Inf(1)
		for c := range k {
			j := c * len(lons) / k
			if d := math.Hypot(lons[i]-lons[j], lats[i]-lats[j]); d < best {
				best, area[i] = d, int32(c)
			}
		}
	}
	return area
}

func draw(tb testing.TB, lons, lats []float64, area []int32, land *boundary.Set) *boundary.Territories {
	tb.Helper()
	out, err := boundary.TerritoryPolygons(context.Background(), lons, lats, area, land)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// checkOutlines tests that the shapes are valid by an independent library, that
// every unit lies in its own shape and in no other, and that shapes are within
// the range of longitudes.
func checkOutlines(t *testing.T, lons, lats []float64, area []int32, shapes []geom.MultiPolygon) {
	t.Helper()
	set := &boundary.Set{}
	for i, m := range shapes {
		set.Boundaries = append(set.Boundaries, boundary.Boundary{Code: fmt.Sprint(i), Shape: m})
		if err := simple(m).Validate(); err != nil {
			t.Errorf("area %d: not valid: %v", i, err)
		}
		if box := m.Box(); !box.Empty() && (box.MinX < -180 || box.MaxX > 180) {
			t.Errorf("area %d: box %v", i, box)
		}
	}
	for i, at := range boundary.NewLocator(set).Locate(lons, lats, 2) {
		if area[i] >= 0 && lons[i] == lons[i] && at != area[i] {
			t.Fatalf("unit %d at %v, %v of area %d lies in the outline of %d", i, lons[i], lats[i], area[i], at)
		}
	}
}

func simple(m geom.MultiPolygon) sf.MultiPolygon {
	polys := make([]sf.Polygon, len(m))
	for i, poly := range m {
		var rings []sf.LineString
		for _, r := range poly {
			var xy []float64
			for k := range len(r) + 1 {
				xy = append(xy, r[k%len(r)].X, r[k%len(r)].Y)
			}
			rings = append(rings, sf.NewLineString(sf.NewSequence(xy, sf.DimXY)))
		}
		polys[i] = sf.NewPolygon(rings)
	}
	return sf.NewMultiPolygon(polys)
}

func totalArea(shapes []geom.MultiPolygon) float64 {
	sum := 0.0
	for _, m := range shapes {
		sum += m.Area()
	}
	return sum
}

func TestTerritoryPolygons_HandCases(t *testing.T) {
	t.Parallel()
	square := &boundary.Set{Boundaries: []boundary.Boundary{
		{Code: "a", Shape: geom.MultiPolygon{{{{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 4, Y: 4}, {X: 0, Y: 4}}}}},
		{Code: "b", Shape: geom.MultiPolygon{{{{X: 4, Y: 0}, {X: 8, Y: 0}, {X: 8, Y: 4}, {X: 4, Y: 4}}}}},
	}}
	for _, c := range []struct {
		name      string
		lon, lat  []float64
		area      []int32
		land      *boundary.Set
		parts     []int   // polygons of each area
		total     float64 // area of all, 0 for any
		shared, n int     // units at one place, units off the land
	}{
		{"no units", nil, nil, nil, square, nil, 0, 0, 0},
		{"one unit takes the land it stands on", []float64{1}, []float64{1}, []int32{0}, square, []int{1}, 16, 0, 0},
		{"two halves", []float64{1, 7}, []float64{2, 2}, []int32{0, 1}, square, []int{1, 1}, 32, 0, 0},
		{"area without units", []float64{1, 7}, []float64{2, 2}, []int32{0, 2}, square, []int{1, 0, 1}, 32, 0, 0},
		{"units on a line, areas by turns", []float64{1, 2, 3}, []float64{1, 1, 1}, []int32{0, 1, 0}, square, []int{2, 1}, 16, 0, 0},
		{"all at one place, two against one", []float64{1, 1, 1}, []float64{1, 1, 1}, []int32{1, 0, 1}, square, []int{0, 1}, 16, 1, 0},
		{"without land", []float64{1, 2}, []float64{1, 1}, []int32{0, 1}, nil, []int{1, 1}, 0, 0, 0},
		{"left out units", []float64{1, 2, math.NaN()}, []float64{1, 1, 0}, []int32{0, -1, 0}, square, []int{1}, 16, 0, 0},
		{"far off the land", []float64{1, 20}, []float64{1, 1}, []int32{0, 1}, square, []int{1, 1}, 0, 0, 1},
		{"off the coast, joined to it", []float64{2}, []float64{-0.1}, []int32{0}, square, []int{1}, 0, 0, 1},
		{"grid, all cocircular", []float64{1, 2, 1, 2}, []float64{1, 1, 2, 2}, []int32{0, 1, 1, 0}, square, []int{2, 1}, 16, 0, 0},
	} {
		out := draw(t, c.lon, c.lat, c.area, c.land)
		if len(out.Shapes) != len(c.parts) || out.Shared != c.shared || out.OffLand != c.n {
			t.Errorf("%s: %d shapes, %d shared, %d off land", c.name, len(out.Shapes), out.Shared, out.OffLand)
			continue
		}
		for i, m := range out.Shapes {
			if c.name == "grid, all cocircular" {
				continue // which of the two pairs meets in the middle is free
			}
			if len(m) != c.parts[i] {
				t.Errorf("%s: area %d has %d polygons, want %d", c.name, i, len(m), c.parts[i])
			}
		}
		if got := totalArea(out.Shapes); c.total > 0 && math.Abs(got-c.total) > 1e-6 {
			t.Errorf("%s: total area %g, want %g", c.name, got, c.total)
		}
		if c.shared == 0 {
			checkOutlines(t, c.lon, c.lat, c.area, out.Shapes)
		}
	}
}

func TestTerritoryPolygons_CoverTheStatesExactly(t *testing.T) {
	t.Parallel()
	land := open(t, builtin.USStates)
	r := newRand(t)
	var lons, lats []float64
	var area []int32
	locator := boundary.NewLocator(land)
	for _, b := range land.Boundaries { // a unit in each state, so that all are used
		lons, lats = append(lons, b.Point.X), append(lats, b.Point.Y)
	}
	for len(lons) < 3000 {
		p := geom.Point{X: -124 + 57*r.Float64(), Y: 25 + 24*r.Float64()}
		if locator.At(p) != boundary.None {
			lons, lats = append(lons, p.X), append(lats, p.Y)
		}
	}
	area = nearestCentre(lons, lats, 30)
	for i := range area {
		if r.IntN(50) == 0 {
			area[i] = int32(r.IntN(30)) // enclaves
		}
	}
	out := draw(t, lons, lats, area, land)
	checkOutlines(t, lons, lats, area, out.Shapes)
	want := 0.0
	for _, b := range land.Boundaries {
		want += b.Shape.Area()
	}
	// The states themselves overlap by a hair where borders were simplified.
	if got := totalArea(out.Shapes); math.Abs(got-want) > 1e-4 {
		t.Errorf("outlines cover %.9f square degrees, the land %.9f", got, want)
	}
}

func TestTerritoryPolygons_HardClouds(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for _, c := range []struct {
		name string
		at   func() (float64, float64)
	}{
		{"decimal grid", func() (float64, float64) { return float64(r.IntN(30)) / 1000, float64(r.IntN(30)) / 1000 }},
		{"one step apart", func() (float64, float64) { return float64(r.IntN(20)) / 1e7, float64(r.IntN(20)) / 1e7 }},
		{"almost a line", func() (float64, float64) {
			v := float64(r.IntN(1000)) / 100
			return v, v + float64(r.IntN(3))/1e7
		}},
		{"both sides of the antimeridian", func() (float64, float64) {
			return math.Mod(r.NormFloat64()+540, 360) - 180, r.NormFloat64()
		}},
		{"world", func() (float64, float64) { return r.Float64()*360 - 180, r.Float64()*180 - 90 }},
	} {
		for range 5 {
			n := 1 + r.IntN(400)
			lons, lats, area := make([]float64, n), make([]float64, n), make([]int32, n)
			place := map[geom.Point]int32{} // one area per place
			for i := range n {
				lons[i], lats[i] = c.at()
				lons[i], lats[i] = math.Round(lons[i]*1e7)/1e7, math.Round(lats[i]*1e7)/1e7
				p := geom.Point{X: lons[i], Y: lats[i]}
				if _, ok := place[p]; !ok {
					place[p] = int32(r.IntN(4))
				}
				area[i] = place[p]
			}
			out := draw(t, lons, lats, area, nil)
			checkOutlines(t, lons, lats, area, out.Shapes)
			if t.Failed() {
				t.Fatalf("%s, %d units", c.name, n)
			}
		}
	}
}

func TestTerritoryPolygons_AleutiansStayWithAlaska(t *testing.T) {
	t.Parallel()
	out := draw(t, []float64{-150, -70}, []float64{61, 43}, []int32{0, 1}, open(t, builtin.WorldCountries))
	far := geom.Point{X: 172.9, Y: 52.88} // Attu Island
	if !out.Shapes[0].Contains(far) || out.Shapes[1].Contains(far) {
		t.Error("the island west of the antimeridian is not drawn with Alaska")
	}
}

func TestTerritoryPolygons_Cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := boundary.TerritoryPolygons(ctx, []float64{1}, []float64{1}, []int32{0}, nil); err == nil {
		t.Error("no error")
	}
}

func TestWriteGeoJSON_ClosedRingsAndNulls(t *testing.T) {
	t.Parallel()
	ring := geom.Ring{{X: 0, Y: math.Copysign(0, -1)}, {X: 1.123456789, Y: 0}, {X: 0, Y: 1}}
	var buf bytes.Buffer
	err := boundary.WriteGeoJSON(&buf, []boundary.Feature{
		{ID: `a"b`, Properties: map[string]any{"n": 1}, Shape: geom.MultiPolygon{{ring}}},
		{Shape: geom.MultiPolygon{{ring}, {ring}}},
		{},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a\"b","properties":{"n":1},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1.123456789,0],[0,1],[0,0]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1.123456789,0],[0,1],[0,0]]],[[[0,0],[1.123456789,0],[0,1],[0,0]]]]}},
{"type":"Feature","properties":{},"geometry":null}
]}
`
	if buf.String() != want || !json.Valid(buf.Bytes()) {
		t.Errorf("got %s", buf.String())
	}
}

// landPoints scatters clustered points over the 48 states, one in a hundred of
// them wherever it falls.
func landPoints(tb testing.TB, n int) (lons, lats []float64) {
	locator := boundary.NewLocator(open(tb, builtin.USStates))
	allLons, allLats := usPoints(3 * n)
	for i, at := range locator.Locate(allLons, allLats, 2) {
		if (at != boundary.None || i%100 == 0) && len(lons) < n {
			lons, lats = append(lons, allLons[i]), append(lats, allLats[i])
		}
	}
	return lons, lats
}

func BenchmarkTerritoryPolygons(b *testing.B) {
	land := open(b, builtin.USStates)
	for _, n := range []int{10000, 250000} {
		lons, lats := landPoints(b, n)
		compact := nearestCentre(lons, lats, 200)
		mixed := make([]int32, n)
		r := rand.New(rand.NewPCG(1, 1))
		for i := range mixed {
			if mixed[i] = compact[i]; r.IntN(10) == 0 {
				mixed[i] = int32(r.IntN(200))
			}
		}
		for name, area := range map[string][]int32{"compact": compact, "mixed": mixed} {
			b.Run(fmt.Sprintf("n=%d/%s", n, name), func(b *testing.B) {
				if testing.Short() && n > 10000 {
					b.Skip("large size skipped with -short")
				}
				for b.Loop() {
					draw(b, lons, lats, area, land)
				}
			})
		}
	}
}
