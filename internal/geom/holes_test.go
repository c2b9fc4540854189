package geom_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	sf "github.com/peterstace/simplefeatures/geom"
)

// star is a ring around a point whose radius changes at random.
func star(random *rand.Rand, x, y, radius float64, clockwise bool) geom.Ring {
	n := 3 + random.IntN(12)
	r := make(geom.Ring, n)
	for i := range r {
		angle := 2 * math.Pi * float64(i) / float64(n)
		if clockwise {
			angle = -angle
		}
		d := radius * (0.4 + 0.6*random.Float64())
		r[i] = geom.Point{X: x + d*math.Cos(angle), Y: y + d*math.Sin(angle)}
	}
	return r
}

func valid(t *testing.T, r geom.Ring) {
	t.Helper()
	var flat []float64
	for _, p := range append(append(geom.Ring{}, r...), r[0]) {
		flat = append(flat, p.X, p.Y)
	}
	line := sf.NewLineString(sf.NewSequence(flat, sf.DimXY))
	if err := sf.NewPolygon([]sf.LineString{line}).Validate(); err != nil {
		t.Fatalf("a piece is not a simple ring: %v: %v", err, r)
	}
}

// TestWithoutHoles_CoversTheSameGround cuts random polygons with up to nine
// holes: every piece is a simple ring, the areas add up, and random places are
// in a piece exactly when they are in the polygon.
func TestWithoutHoles_CoversTheSameGround(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 5))
	for round := range 400 {
		p := geom.Polygon{geom.Ring{{X: 0, Y: 0}, {X: 9, Y: 0}, {X: 9.5, Y: 4}, {X: 9, Y: 9}, {X: 4, Y: 9.7}, {X: 0, Y: 9}}}
		for cell := range 9 {
			if random.IntN(2) == 0 {
				p = append(p, star(random, 1.5+3*float64(cell%3), 1.5+3*float64(cell/3), 1.4, random.IntN(2) == 0))
			}
		}
		pieces := geom.WithoutHoles(p)
		want := math.Abs(p[0].SignedArea())
		for _, hole := range p[1:] {
			want -= math.Abs(hole.SignedArea())
		}
		got := 0.0
		for _, r := range pieces {
			valid(t, r)
			if r.SignedArea() <= 0 {
				t.Fatal("a piece runs clockwise")
			}
			got += r.SignedArea()
		}
		if math.Abs(got-want) > 1e-9 {
			t.Fatalf("round %d: area %g, want %g", round, got, want)
		}
		for range 50 {
			at := geom.Point{X: random.Float64() * 10, Y: random.Float64() * 10}
			in := p[0].Contains(at)
			for _, hole := range p[1:] {
				in = in && !hole.Contains(at)
			}
			n := 0
			for _, r := range pieces {
				if r.Contains(at) {
					n++
				}
			}
			if (n == 1) != in || n > 1 {
				t.Fatalf("round %d: %v is in %d pieces, in the polygon: %v", round, at, n, in)
			}
		}
	}
}
