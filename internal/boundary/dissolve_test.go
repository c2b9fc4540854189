package boundary_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func dissolve(tb testing.TB, set *boundary.Set, group []int32) []geom.MultiPolygon {
	tb.Helper()
	out, err := boundary.Dissolve(context.Background(), set, group)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func TestDissolve_HandCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines []string
		group []int32
		areas []float64
		rings []int
	}{
		{"two into one", []string{"a 0 0 1 1", "b 1 0 2 1"}, []int32{0, 0}, []float64{2}, []int{1}},
		{"each for itself", []string{"a 0 0 1 1", "b 1 0 2 1"}, []int32{1, 0}, []float64{1, 1}, []int{1, 1}},
		{"left out", []string{"a 0 0 1 1", "b 1 0 2 1"}, []int32{-1, 0}, []float64{1}, []int{1}},
		{"group without boundaries", []string{"a 0 0 1 1", "b 1 0 2 1"}, []int32{0, 2}, []float64{1, 0, 1}, []int{1, 0, 1}},
		{"corner to corner", []string{"a 0 0 1 1", "b 1 1 2 2"}, []int32{0, 0}, []float64{2}, []int{2}},
		{"overlap goes to the lower group", []string{"a 0 0 2 2", "b 1 0 3 2"}, []int32{1, 0}, []float64{4, 2}, []int{1, 1}},
		{"ring around another group", []string{"a 0 0 3 1", "b 0 2 3 3", "c 0 1 1 2", "d 2 1 3 2", "e 1 1 2 2"}, []int32{0, 0, 0, 0, 1}, []float64{8, 1}, []int{2, 1}},
	} {
		got := dissolve(t, squares(t, 0, c.lines...), c.group)
		if len(got) != len(c.areas) {
			t.Fatalf("%s: %d groups, want %d", c.name, len(got), len(c.areas))
		}
		for g, m := range got {
			rings := 0
			for _, poly := range m {
				rings += len(poly)
			}
			if math.Abs(m.Area()-c.areas[g]) > 1e-9 || rings != c.rings[g] {
				t.Errorf("%s: group %d has area %g in %d rings, want %g in %d", c.name, g, m.Area(), rings, c.areas[g], c.rings[g])
			}
			if err := simple(m).Validate(); err != nil {
				t.Errorf("%s: group %d: %v", c.name, g, err)
			}
		}
	}
}

// TestDissolve_CountiesIntoStates checks a large dissolve: valid shapes, and no
// area lost or gained.
func TestDissolve_CountiesIntoStates(t *testing.T) {
	t.Parallel()
	set := open(t, builtin.USCounties)
	states := open(t, builtin.USStates)
	index := states.Index()
	group := make([]int32, len(set.Boundaries))
	for i, b := range set.Boundaries {
		group[i] = index[b.Parent]
	}
	for g, m := range dissolve(t, set, group) {
		want := states.Boundaries[g].Shape
		if math.Abs(m.Area()-want.Area()) > 1e-4 {
			t.Errorf("%s: area %.6f, the state's own is %.6f", states.Boundaries[g].Code, m.Area(), want.Area())
		}
		if err := simple(m).Validate(); err != nil {
			t.Errorf("%s: %v", states.Boundaries[g].Code, err)
		}
	}
}

func TestSimplify_StaysValidWithoutGaps(t *testing.T) {
	t.Parallel()
	for _, id := range []string{builtin.USCounties, builtin.WorldCountries} {
		set := open(t, id)
		before := boundary.NewTopology(set, boundary.TopologyOptions{Snap: -1})
		vertices := set.Vertices()
		for _, tolerance := range []geom.Meters{1000, 20000} {
			simpler := &boundary.Set{}
			for i, m := range boundary.NewSimplifier(set).Simplify(tolerance) {
				if err := simple(m).Validate(); err != nil {
					t.Errorf("%s at %g m: %s: %v", id, tolerance, set.Boundaries[i].Code, err)
				}
				if (len(m) == 0) != (len(set.Boundaries[i].Shape) == 0) {
					t.Errorf("%s at %g m: %s vanished", id, tolerance, set.Boundaries[i].Code)
				}
				simpler.Boundaries = append(simpler.Boundaries, boundary.Boundary{Code: fmt.Sprint(i), Shape: m})
			}
			if n := simpler.Vertices(); n >= vertices {
				t.Errorf("%s at %g m: %d vertices of %d left", id, tolerance, n, vertices)
			} else {
				vertices = n
			}
			after := boundary.NewTopology(simpler, boundary.TopologyOptions{Snap: -1})
			for i := range set.Boundaries {
				for k := before.Offsets[i]; k < before.Offsets[i+1]; k++ {
					if before.Borders[k] == 0 {
						continue // a point code, which has no line to keep
					}
					if after.Border(int32(i), before.Neighbors[k]) == 0 {
						t.Fatalf("%s at %g m: %d and %d part", id, tolerance, i, before.Neighbors[k])
					}
				}
			}
		}
	}
}

// wavySet tiles a region with about n boundaries of wavy borders.
func wavySet(n, waves int) *boundary.Set {
	side := int(math.Sqrt(float64(n)))
	step := 40 / float64(side)
	corner := func(x, y int) geom.Point {
		return geom.Point{X: -120 + step*(float64(x)+0.3*math.Sin(float64(x*7+y*13))), Y: 28 + step/2*(float64(y)+0.3*math.Sin(float64(x*11+y*5)))}
	}
	line := func(a, b geom.Point) []geom.Point {
		if b.Less(a) {
			out := wavy(b, a, waves)
			for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
				out[i], out[j] = out[j], out[i]
			}
			return append([]geom.Point{a}, out...)
		}
		return append([]geom.Point{a}, wavy(a, b, waves)...)
	}
	set := &boundary.Set{ID: "wavy"}
	for y := range side {
		for x := range side {
			var ring geom.Ring
			c := []geom.Point{corner(x, y), corner(x+1, y), corner(x+1, y+1), corner(x, y+1)}
			for k := range c {
				ring = append(ring, line(c[k], c[(k+1)%4])...)
			}
			set.Boundaries = append(set.Boundaries, boundary.Boundary{Code: fmt.Sprint(y*side + x), Shape: geom.MultiPolygon{{ring}}})
		}
	}
	return set
}

// wavy returns the inner vertices of a wavy line, on the grid.
func wavy(a, b geom.Point, n int) []geom.Point {
	out := make([]geom.Point, 0, n)
	for k := 1; k <= n; k++ {
		f := float64(k) / float64(n+1)
		w := 0.05 * math.Sin(f*20) * math.Sin(f*math.Pi)
		x, y := a.X+f*(b.X-a.X)-w*(b.Y-a.Y), a.Y+f*(b.Y-a.Y)+w*(b.X-a.X)
		out = append(out, geom.Point{X: math.Round(x*1e7) / 1e7, Y: math.Round(y*1e7) / 1e7})
	}
	return out
}

func BenchmarkDissolve(b *testing.B) {
	set := wavySet(33000, 24)
	side := int(math.Sqrt(33000))
	group := make([]int32, len(set.Boundaries))
	for i := range group {
		group[i] = int32(i/side/11*17 + i%side/11)
	}
	b.Logf("%d boundaries, %d vertices", len(set.Boundaries), set.Vertices())
	b.ReportAllocs()
	for b.Loop() {
		dissolve(b, set, group)
	}
}

func BenchmarkSimplifier(b *testing.B) {
	set := wavySet(33000, 24)
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			boundary.NewSimplifier(set)
		}
	})
	s := boundary.NewSimplifier(set)
	b.Run("level", func(b *testing.B) {
		for b.Loop() {
			s.Level(512 * 16)
		}
	})
	b.Run("simplify", func(b *testing.B) {
		for b.Loop() {
			s.Simplify(2000)
		}
	})
}

func BenchmarkLocate_33000(b *testing.B) {
	set := wavySet(33000, 24)
	lons, lats := usPoints(1000000)
	locator := boundary.NewLocator(set)
	for b.Loop() {
		locator.Locate(lons, lats, 2)
	}
	b.ReportMetric(1000000*float64(b.N)/b.Elapsed().Seconds(), "points/s")
}
