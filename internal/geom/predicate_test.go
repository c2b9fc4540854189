package geom_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestOrient_HardCases(t *testing.T) {
	t.Parallel()
	up := math.Nextafter(0.5, 1)
	for _, c := range []struct {
		name    string
		a, b, c geom.Point
		want    int
	}{
		{"same point", geom.Point{X: 1, Y: 1}, geom.Point{X: 1, Y: 1}, geom.Point{X: 1, Y: 1}, 0},
		{"left turn", geom.Point{}, geom.Point{X: 1}, geom.Point{X: 1, Y: 1}, 1},
		{"right turn", geom.Point{}, geom.Point{X: 1}, geom.Point{X: 1, Y: -1}, -1},
		{"on a far diagonal", geom.Point{X: 0.5, Y: 0.5}, geom.Point{X: 12, Y: 12}, geom.Point{X: 24, Y: 24}, 0},
		{"one ulp above it", geom.Point{X: 0.5, Y: up}, geom.Point{X: 12, Y: 12}, geom.Point{X: 24, Y: 24}, 1},
		{"one ulp beside it", geom.Point{X: up, Y: 0.5}, geom.Point{X: 12, Y: 12}, geom.Point{X: 24, Y: 24}, -1},
	} {
		if got := geom.Orient(c.a, c.b, c.c); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// nearlyDegenerate returns points that defeat the float filter: on a small
// grid, far from the origin, with now and then one ulp added.
func nearlyDegenerate(r *rand.Rand) geom.Point {
	coord := func() float64 {
		v := float64(r.IntN(5)) * 0.1
		if r.IntN(3) == 0 {
			v += 7
		}
		if v > 0 && r.IntN(3) == 0 { // the step from 0 would underflow
			v = math.Nextafter(v, 100)
		}
		return v
	}
	return geom.Point{X: coord(), Y: coord()}
}

func TestOrient_AgreesWithRationals(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for range 8000 {
		a, b, c := nearlyDegenerate(r), nearlyDegenerate(r), nearlyDegenerate(r)
		if got, want := geom.Orient(a, b, c), slowOrient(a, b, c); got != want {
			t.Fatalf("Orient(%v, %v, %v) = %d, want %d", a, b, c, got, want)
		}
	}
}

func TestInCircle_AgreesWithRationals(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for range 2500 {
		a, b, c, d := nearlyDegenerate(r), nearlyDegenerate(r), nearlyDegenerate(r), nearlyDegenerate(r)
		if got, want := geom.InCircle(a, b, c, d), slowInCircle(a, b, c, d); got != want {
			t.Fatalf("InCircle(%v, %v, %v, %v) = %d, want %d", a, b, c, d, got, want)
		}
	}
}

func TestInCircle_RoundedDifferencesStayExact(t *testing.T) {
	t.Parallel()
	// 1e-20 vanishes from every difference, yet decides.
	a, b, c := geom.Point{X: 1}, geom.Point{Y: 1}, geom.Point{X: -1}
	if got := geom.InCircle(a, b, c, geom.Point{X: 1e-20, Y: -1}); got != -1 {
		t.Errorf("just outside: got %d, want -1", got)
	}
	if got := geom.InCircle(a, b, c, geom.Point{Y: -1}); got != 0 {
		t.Errorf("on the circle: got %d, want 0", got)
	}
}

func sub(a, b float64) *big.Rat {
	x, y := new(big.Rat).SetFloat64(a), new(big.Rat).SetFloat64(b)
	return x.Sub(x, y)
}

func prod(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func slowOrient(a, b, c geom.Point) int {
	return prod(sub(a.X, c.X), sub(b.Y, c.Y)).Cmp(prod(sub(a.Y, c.Y), sub(b.X, c.X)))
}

func slowInCircle(a, b, c, d geom.Point) int {
	det := new(big.Rat)
	pts := [3]geom.Point{a, b, c}
	for i := range 3 {
		p, q, r := pts[i], pts[(i+1)%3], pts[(i+2)%3]
		lift := new(big.Rat).Add(prod(sub(p.X, d.X), sub(p.X, d.X)), prod(sub(p.Y, d.Y), sub(p.Y, d.Y)))
		cross := new(big.Rat).Sub(prod(sub(q.X, d.X), sub(r.Y, d.Y)), prod(sub(r.X, d.X), sub(q.Y, d.Y)))
		det.Add(det, prod(lift, cross))
	}
	return det.Sign()
}

func BenchmarkInCircle_Cocircular(b *testing.B) {
	p := []geom.Point{{X: -93.1, Y: 45.2}, {X: -93, Y: 45.2}, {X: -93, Y: 45.3}, {X: -93.1, Y: 45.3}}
	for b.Loop() {
		geom.InCircle(p[0], p[1], p[2], p[3])
	}
}
