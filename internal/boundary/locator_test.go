package boundary_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestLocator_KnownPlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		set, want string
		lon, lat  float64
	}{
		{builtin.WorldCountries, "FR", 2.35, 48.85},
		{builtin.WorldCountries, "US", -157.9, 21.4},
		{builtin.WorldCountries, "VA", 12.434, 41.902},
		{builtin.WorldCountries, "RU", -179.5, 67.5},
		{builtin.WorldCountries, "FJ", 178.4, -18.1},
		{builtin.WorldCountries, "AQ", 10, -85},
		{builtin.WorldCountries, "", -30, 30},
		{builtin.USStates, "TX", -97.74, 30.27},
		{builtin.USStates, "AK", -149.9, 61.2},
		{builtin.USCounties, "06037", -118.24, 34.05},
		{builtin.USCounties, "36061", -73.98, 40.75},
		{builtin.USCounties, "", 2.35, 48.85},
	} {
		set := open(t, c.set)
		got := ""
		if i := boundary.NewLocator(set).At(geom.Point{X: c.lon, Y: c.lat}); i != boundary.None {
			got = set.Boundaries[i].Code
		}
		if got != c.want {
			t.Errorf("%s at %g, %g: got %q, want %q", c.set, c.lon, c.lat, got, c.want)
		}
	}
}

func open(tb testing.TB, id string) *boundary.Set {
	tb.Helper()
	set, err := builtin.Open(id)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// gridSet tiles [0, n)² with squares whose borders are bent the same way on
// both sides, so that positions on borders and corners are shared by several.
func gridSet(n int) *boundary.Set {
	bend := func(x, y int) geom.Point {
		return geom.Point{X: float64(x) + 0.1*float64((x*7+y*3)%5), Y: float64(y) + 0.1*float64((x*5+y*2)%7)}
	}
	set := &boundary.Set{ID: "grid"}
	for y := range n {
		for x := range n {
			ring := geom.Ring{bend(x, y), bend(x+1, y), bend(x+1, y+1), bend(x, y+1)}
			set.Boundaries = append(set.Boundaries, boundary.Boundary{
				Code: fmt.Sprint(y*n + x), Shape: geom.MultiPolygon{{ring}},
			})
		}
	}
	return set
}

func TestLocator_PointOnSharedBorderHasOneOwner(t *testing.T) {
	t.Parallel()
	const n = 6
	set := gridSet(n)
	locator := boundary.NewLocator(set)
	for i := range set.Boundaries {
		ring := set.Boundaries[i].Shape[0][0]
		for k, a := range ring {
			b := ring[(k+1)%len(ring)]
			for _, p := range []geom.Point{a, {X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}} {
				owners := 0
				for j := range set.Boundaries {
					if set.Boundaries[j].Shape.Contains(p) {
						owners++
					}
				}
				inner := p.X > 1 && p.Y > 1 && p.X < n-1 && p.Y < n-1
				if owners > 1 || (inner && owners != 1) {
					t.Errorf("%v has %d owners", p, owners)
				}
				if got := locator.At(p); (got == boundary.None) != (owners == 0) {
					t.Errorf("%v: locator says %d, %d owners", p, got, owners)
				}
			}
		}
	}
}

func TestLocator_AgreesWithLinearScan(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for _, id := range []string{builtin.WorldCountries, builtin.USCounties} {
		set := open(t, id)
		var lons, lats []float64
		for range 300 {
			b := &set.Boundaries[r.IntN(len(set.Boundaries))]
			if len(b.Shape) == 0 {
				continue // a point code, which is never found
			}
			ring := b.Shape[0][0]
			p := ring[r.IntN(len(ring))]
			lons = append(lons, p.X, p.X+r.NormFloat64()*0.01, r.Float64()*360-180)
			lats = append(lats, p.Y, p.Y+r.NormFloat64()*0.01, r.Float64()*180-90)
		}
		lons, lats = append(lons, math.NaN(), 180), append(lats, 0, -16.5)
		got := boundary.NewLocator(set).Locate(lons, lats, 2)
		for i := range lons {
			if want := slowLocate(set, geom.Point{X: lons[i], Y: lats[i]}); got[i] != want {
				t.Errorf("%s at %v, %v: got %d, want %d", id, lons[i], lats[i], got[i], want)
			}
		}
	}
}

func slowLocate(set *boundary.Set, p geom.Point) int32 {
	if p.X == 180 {
		p.X = -180
	}
	for i := range set.Boundaries {
		if set.Boundaries[i].Shape.Contains(p) {
			return int32(i)
		}
	}
	return boundary.None
}

func TestLocator_WorkersDoNotChangeTheAnswer(t *testing.T) {
	t.Parallel()
	lons, lats := usPoints(20000)
	locator := boundary.NewLocator(open(t, builtin.USCounties))
	one, nearOne := locator.LocateNear(lons, lats, 5000, 1)
	many, nearMany := locator.LocateNear(lons, lats, 5000, 7)
	if !slices.Equal(one, many) || !slices.Equal(nearOne, nearMany) {
		t.Error("1 and 7 workers differ")
	}
}

func TestLocator_NearestWithinDistanceOnly(t *testing.T) {
	t.Parallel()
	set := &boundary.Set{Boundaries: []boundary.Boundary{
		{Code: "west", Shape: geom.MultiPolygon{{{{X: 178, Y: 0}, {X: 180, Y: 0}, {X: 180, Y: 2}, {X: 178, Y: 2}}}}},
		{Code: "north", Shape: geom.MultiPolygon{{{{X: 178, Y: 10}, {X: 180, Y: 10}, {X: 180, Y: 12}, {X: 178, Y: 12}}}}},
	}}
	locator := boundary.NewLocator(set)
	for _, c := range []struct {
		name   string
		p      geom.Point
		within geom.Meters
		want   int32
	}{
		{"just off", geom.Point{X: 177.99, Y: 1}, 2000, 0},
		{"too far off", geom.Point{X: 177.9, Y: 1}, 2000, boundary.None},
		{"over the antimeridian", geom.Point{X: -179.99, Y: 1}, 2000, 0},
		{"nearer of two", geom.Point{X: 179, Y: 7}, 900000, 1},
		{"not a number", geom.Point{X: math.NaN(), Y: 1}, 2000, boundary.None},
	} {
		if got, _ := locator.Nearest(c.p, c.within); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
	if _, d := locator.Nearest(geom.Point{X: 177.99, Y: 1}, 2000); math.Abs(float64(d)-1111.8) > 2 {
		t.Errorf("distance of a hundredth of a degree: got %v m", d)
	}
}

// usPoints scatters points over the 48 states, most of them in clusters.
func usPoints(n int) (lons, lats []float64) {
	r := rand.New(rand.NewPCG(5, uint64(n)))
	lons, lats = make([]float64, n), make([]float64, n)
	for i := range n {
		if i%5 == 0 || i < 100 {
			lons[i], lats[i] = -124+57*r.Float64(), 25+24*r.Float64()
			continue
		}
		j := r.IntN(min(i, 2000))
		lons[i], lats[i] = lons[j]+r.NormFloat64()*0.2, lats[j]+r.NormFloat64()*0.2
	}
	return lons, lats
}

func BenchmarkLocate(b *testing.B) {
	sets := []*boundary.Set{open(b, builtin.WorldCountries), open(b, builtin.USCounties)}
	lons, lats := usPoints(250000)
	for _, set := range sets {
		locator := boundary.NewLocator(set)
		b.Run(fmt.Sprintf("set=%s/n=250000", set.ID), func(b *testing.B) {
			for b.Loop() {
				locator.Locate(lons, lats, 2)
			}
			b.ReportMetric(250000*float64(b.N)/b.Elapsed().Seconds(), "points/s")
		})
	}
}

func BenchmarkNewLocator(b *testing.B) {
	set := open(b, builtin.USCounties)
	b.ReportAllocs()
	for b.Loop() {
		boundary.NewLocator(set)
	}
}
