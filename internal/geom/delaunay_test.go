package geom_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestDelaunay_HandCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                 string
		x, y                 []float64
		triangles, neighbors int
	}{
		{"none", nil, nil, 0, 0},
		{"one", []float64{1}, []float64{2}, 0, 0},
		{"two", []float64{1, 2}, []float64{2, 2}, 0, 2},
		{"all at one place", []float64{1, 1, 1}, []float64{2, 2, 2}, 0, 4},
		{"on a line", []float64{3, 1, 2, 0}, []float64{3, 1, 2, 0}, 0, 6},
		{"on a vertical line", []float64{0, 0, 0, 0, 0}, []float64{4, 1, 3, 0, 2}, 0, 8},
		{"triangle", []float64{0, 1, 0}, []float64{0, 0, 1}, 1, 6},
		{"square with twin corner", []float64{0, 1, 1, 0, 1}, []float64{0, 0, 1, 1, 1}, 2, 12},
		{"line with one beside", []float64{0, 1, 2, 3, 1}, []float64{0, 0, 0, 0, 5}, 3, 14},
	} {
		tri, err := geom.Delaunay(c.x, c.y)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := len(tri.Triangles) / 3; got != c.triangles {
			t.Errorf("%s: %d triangles, want %d", c.name, got, c.triangles)
		}
		if got := len(tri.Neighbors); got != c.neighbors {
			t.Errorf("%s: %d neighbours, want %d", c.name, got, c.neighbors)
		}
	}
}

func TestDelaunay_RefusesBadInput(t *testing.T) {
	t.Parallel()
	if _, err := geom.Delaunay([]float64{1}, nil); err == nil {
		t.Error("different lengths: no error")
	}
	if _, err := geom.Delaunay([]float64{math.NaN()}, []float64{0}); err == nil {
		t.Error("NaN: no error")
	}
	if _, err := geom.Delaunay([]float64{0}, []float64{math.Inf(1)}); err == nil {
		t.Error("infinity: no error")
	}
}

// pointClouds are the families that break triangulators.
var pointClouds = []struct {
	name string
	at   func(r *rand.Rand) (x, y float64)
}{
	{"uniform", func(r *rand.Rand) (float64, float64) { return r.Float64(), r.Float64() }},
	{"decimal grid", func(r *rand.Rand) (float64, float64) {
		return float64(r.IntN(12)) / 10, float64(r.IntN(12)) / 10
	}},
	{"circle", func(r *rand.Rand) (float64, float64) {
		s, c := math.Sincos(float64(r.IntN(64)) * math.Pi / 32)
		return s, c
	}},
	{"almost a line", func(r *rand.Rand) (float64, float64) {
		v := float64(r.IntN(100)) * 0.1
		if v > 0 && r.IntN(5) == 0 {
			return v, math.Nextafter(v, 100)
		}
		return v, v
	}},
	{"clusters", func(r *rand.Rand) (float64, float64) {
		return float64(r.IntN(3)) + r.NormFloat64()*1e-9, float64(r.IntN(3)) + r.NormFloat64()*1e-9
	}},
}

func TestDelaunay_CirclesAreEmptyAndTrianglesFillTheHull(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for _, cloud := range pointClouds {
		for _, n := range []int{3, 4, 5, 7, 20, 90} {
			x, y := make([]float64, n), make([]float64, n)
			for i := range n {
				x[i], y[i] = cloud.at(r)
			}
			tri, err := geom.Delaunay(x, y)
			if err != nil {
				t.Fatal(err)
			}
			if msg := checkDelaunay(tri); msg != "" {
				t.Fatalf("%s, n=%d: %s", cloud.name, n, msg)
			}
		}
	}
}

func checkDelaunay(tri *geom.Triangulation) string {
	at := func(i int32) geom.Point { return geom.Point{X: tri.X[i], Y: tri.Y[i]} }
	edges := map[[2]int32]int{}
	for k := 0; k < len(tri.Triangles); k += 3 {
		a, b, c := tri.Triangles[k], tri.Triangles[k+1], tri.Triangles[k+2]
		if geom.Orient(at(a), at(b), at(c)) <= 0 {
			return fmt.Sprintf("triangle %d %d %d is not counterclockwise", a, b, c)
		}
		for i := range tri.X {
			if geom.InCircle(at(a), at(b), at(c), at(int32(i))) > 0 {
				return fmt.Sprintf("point %d lies in the circle of %d %d %d", i, a, b, c)
			}
		}
		edges[[2]int32{a, b}]++
		edges[[2]int32{b, c}]++
		edges[[2]int32{c, a}]++
	}
	return checkDelaunayEdges(tri, edges)
}

// checkDelaunayEdges tests that every directed edge bounds at most one triangle,
// that edges without a triangle on their left form the hull, and that the
// neighbour lists hold just these edges.
func checkDelaunayEdges(tri *geom.Triangulation, edges map[[2]int32]int) string {
	at := func(i int32) geom.Point { return geom.Point{X: tri.X[i], Y: tri.Y[i]} }
	seen := 0
	for i := range tri.X {
		list := tri.Neighbors[tri.Offsets[i]:tri.Offsets[i+1]]
		for _, j := range list {
			if !slices.Contains(tri.Neighbors[tri.Offsets[j]:tri.Offsets[j+1]], int32(i)) {
				return fmt.Sprintf("%d lists %d but not the other way", i, j)
			}
			if tri.Twin[i] != int32(i) || tri.Twin[j] != j {
				if at(int32(i)) != at(j) {
					return fmt.Sprintf("twins %d and %d differ", i, j)
				}
				continue
			}
			left := edges[[2]int32{int32(i), j}]
			seen += left
			if left > 1 {
				return fmt.Sprintf("edge %d-%d bounds %d triangles on one side", i, j, left)
			}
			for k := range tri.X {
				if left == 0 && geom.Orient(at(int32(i)), at(j), at(int32(k))) > 0 {
					return fmt.Sprintf("edge %d-%d lies inside the hull, yet has no triangle", i, j)
				}
			}
		}
	}
	if seen != len(tri.Triangles) {
		return fmt.Sprintf("%d triangle sides among neighbours, want %d", seen, len(tri.Triangles))
	}
	return connected(tri)
}

func connected(tri *geom.Triangulation) string {
	if len(tri.X) == 0 {
		return ""
	}
	done, stack := map[int32]bool{0: true}, []int32{0}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range tri.Neighbors[tri.Offsets[i]:tri.Offsets[i+1]] {
			if !done[j] {
				done[j] = true
				stack = append(stack, j)
			}
		}
	}
	if len(done) != len(tri.X) {
		return fmt.Sprintf("%d of %d points connected", len(done), len(tri.X))
	}
	return ""
}

func TestDelaunay_SameInputSameOutput(t *testing.T) {
	t.Parallel()
	x, y := cloud(2000)
	a, _ := geom.Delaunay(x, y)
	b, _ := geom.Delaunay(x, y)
	if !slices.Equal(a.Triangles, b.Triangles) || !slices.Equal(a.Neighbors, b.Neighbors) {
		t.Error("two runs differ")
	}
}

func cloud(n int) (x, y []float64) {
	r := rand.New(rand.NewPCG(uint64(n), 2))
	x, y = make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = r.Float64(), r.Float64()
	}
	return x, y
}

func BenchmarkDelaunay(b *testing.B) {
	for _, n := range []int{1000, 30000, 250000, 1000000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			if testing.Short() && n > 30000 {
				b.Skip("large size skipped with -short")
			}
			x, y := cloud(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := geom.Delaunay(x, y); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDelaunay_DecimalGrid(b *testing.B) {
	x, y := cloud(250000)
	for i := range x {
		x[i], y[i] = -100+math.Round(x[i]*500)/1000, 40+math.Round(y[i]*500)/1000
	}
	for b.Loop() {
		if _, err := geom.Delaunay(x, y); err != nil {
			b.Fatal(err)
		}
	}
}
