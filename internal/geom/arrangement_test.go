package geom_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	sf "github.com/peterstace/simplefeatures/geom"
)

// ringEdges returns the border of a region.
func ringEdges(region int32, r geom.Ring) []geom.RegionEdge {
	var out []geom.RegionEdge
	for i, a := range r {
		out = append(out, geom.RegionEdge{A: a, B: r[(i+1)%len(r)], Region: region})
	}
	return out
}

func square(x, y, size float64) geom.Ring {
	return geom.Ring{{X: x, Y: y}, {X: x + size, Y: y}, {X: x + size, Y: y + size}, {X: x, Y: y + size}}
}

func TestArrangement_HandCases(t *testing.T) {
	t.Parallel()
	hole := square(2, 2, 2)
	hole.Reverse()
	bowTie := geom.Ring{{X: 0, Y: 0}, {X: 4, Y: 4}, {X: 4, Y: 0}, {X: 0, Y: 4}}
	for _, c := range []struct {
		name  string
		edges []geom.RegionEdge
		faces int     // with the unbounded one
		area  float64 // covered at least once
		parts int     // polygons of the covered area
		rings int
	}{
		{"nothing", nil, 1, 0, 0, 0},
		{"no length", []geom.RegionEdge{{A: geom.Point{X: 1}, B: geom.Point{X: 1}}}, 1, 0, 0, 0},
		{"square", ringEdges(0, square(0, 0, 4)), 2, 16, 1, 1},
		{"square twice", append(ringEdges(0, square(0, 0, 4)), ringEdges(1, square(0, 0, 4))...), 2, 16, 1, 1},
		{"side by side", append(ringEdges(0, square(0, 0, 4)), ringEdges(0, square(4, 0, 4))...), 2, 32, 1, 1},
		{"side by side, half a side", append(ringEdges(0, square(0, 0, 4)), ringEdges(0, square(4, 2, 4))...), 2, 32, 1, 1},
		{"overlapping", append(ringEdges(0, square(0, 0, 4)), ringEdges(1, square(2, 2, 4))...), 4, 28, 1, 1},
		{"corner to corner", append(ringEdges(0, square(0, 0, 4)), ringEdges(0, square(4, 4, 4))...), 3, 32, 2, 2},
		{"hole", append(ringEdges(0, square(0, 0, 6)), ringEdges(0, hole)...), 3, 32, 1, 2},
		{"island in the hole", append(append(ringEdges(0, square(0, 0, 9)), ringEdges(0, geom.Ring{{X: 1, Y: 1}, {X: 1, Y: 8}, {X: 8, Y: 8}, {X: 8, Y: 1}})...), ringEdges(0, square(2, 2, 2))...), 4, 36, 2, 3},
		{"bow tie", ringEdges(0, bowTie), 3, 8, 2, 2},
		{"dangling lines", []geom.RegionEdge{{A: geom.Point{X: 0}, B: geom.Point{X: 5}}, {A: geom.Point{X: 2, Y: -2}, B: geom.Point{X: 2, Y: 2}}}, 1, 0, 0, 0},
	} {
		a, err := geom.NewArrangement(c.edges)
		if err != nil {
			t.Fatal(err)
		}
		if a.Faces() != c.faces {
			t.Errorf("%s: %d faces, want %d", c.name, a.Faces(), c.faces)
		}
		m := covered(a)
		rings := 0
		for _, poly := range m {
			rings += len(poly)
		}
		if m.Area() != c.area || len(m) != c.parts || rings != c.rings {
			t.Errorf("%s: area %g in %d polygons of %d rings, want %g in %d of %d", c.name, m.Area(), len(m), rings, c.area, c.parts, c.rings)
		}
		checkValid(t, c.name, m)
	}
}

// covered joins all faces that any region covers, either way round.
func covered(a *geom.Arrangement) geom.MultiPolygon {
	return a.Outlines(1, func(f int) int32 {
		if len(a.Cover(f)) > 0 {
			return 0
		}
		return geom.NoLabel
	})[0]
}

// checkValid asks an independent library whether the polygons are valid.
func checkValid(t *testing.T, name string, m geom.MultiPolygon) {
	t.Helper()
	if len(m) == 0 {
		return
	}
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
	if err := sf.NewMultiPolygon(polys).Validate(); err != nil {
		t.Errorf("%s: not valid: %v", name, err)
	}
}

// TestArrangement_CoverAgreesWithWinding compares the cover of faces with the
// triangles each position lies in, away from borders.
func TestArrangement_CoverAgreesWithWinding(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for _, scale := range []int{8, 60, 1 << 28} {
		for range 40 {
			var edges []geom.RegionEdge
			triangles := make([]geom.Ring, 12)
			for i := range triangles {
				for range 3 {
					triangles[i] = append(triangles[i], geom.Point{X: float64(r.IntN(scale)), Y: float64(r.IntN(scale))})
				}
				edges = append(edges, ringEdges(int32(i%5), triangles[i])...)
			}
			a, err := geom.NewArrangement(edges)
			if err != nil {
				t.Fatal(err)
			}
			checkCover(t, r, a, triangles, float64(scale))
		}
	}
}

func checkCover(t *testing.T, r *rand.Rand, a *geom.Arrangement, triangles []geom.Ring, scale float64) {
	t.Helper()
	faces := a.Outlines(a.Faces(), func(f int) int32 { return int32(f) })
	total := 0.0
	for _, m := range faces {
		total += m.Area()
		checkValid(t, "face", m)
	}
	if all := hullOf(a).Area(); math.Abs(all-total) > 1e-9*total {
		t.Fatalf("faces have area %g, their union %g", total, all)
	}
	for range 60 {
		p := geom.Point{X: r.Float64() * scale, Y: r.Float64() * scale}
		want, clear := windings(triangles, p)
		if !clear {
			continue
		}
		var got []geom.RegionCount
		for f, m := range faces {
			if m.Contains(p) {
				got = a.Cover(f)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("cover at %v: got %v, want %v", p, got, want)
		}
	}
}

// hullOf joins all bounded faces.
func hullOf(a *geom.Arrangement) geom.MultiPolygon {
	return a.Outlines(1, func(int) int32 { return 0 })[0]
}

// windings counts the triangles around p by region; clear is false when p is
// too near a border to tell after cutting.
func windings(triangles []geom.Ring, p geom.Point) (want []geom.RegionCount, clear bool) {
	var counts [5]int32
	for i, tri := range triangles {
		for k, a := range tri {
			if distance(p, a, tri[(k+1)%3]) < 3 {
				return nil, false
			}
		}
		if tri.Contains(p) {
			counts[i%5] += int32(geom.Orient(tri[0], tri[1], tri[2]))
		}
	}
	for region, n := range counts {
		if n != 0 {
			want = append(want, geom.RegionCount{Region: int32(region), Count: n})
		}
	}
	return want, true
}

func distance(p, a, b geom.Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	f := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		f = max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
	}
	return math.Hypot(a.X+f*dx-p.X, a.Y+f*dy-p.Y)
}

func BenchmarkArrangement(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprintf("edges=%d", 3*n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(3, 3))
			var edges []geom.RegionEdge
			size := 1e9 / math.Sqrt(float64(n))
			for i := range n {
				x, y := r.Float64()*1e9, r.Float64()*1e9
				tri := geom.Ring{}
				for range 3 {
					tri = append(tri, geom.Point{X: math.Round(x + r.Float64()*size), Y: math.Round(y + r.Float64()*size)})
				}
				edges = append(edges, ringEdges(int32(i), tri)...)
			}
			for b.Loop() {
				if _, err := geom.NewArrangement(edges); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
