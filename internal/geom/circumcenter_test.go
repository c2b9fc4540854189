package geom_test

import (
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func TestCircumcenter_SameDistanceFromAllCorners(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]geom.Point{
		{{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 0, Y: 2}},
		{{X: 1e6, Y: 1e6}, {X: 1e6 + 1, Y: 1e6}, {X: 1e6, Y: 1e6 + 1}},
		{{X: 0, Y: 0}, {X: 1, Y: 1e-7}, {X: 2, Y: 0}}, // thin, but floats do
		{{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 2, Y: 2 + 1e-9}},
	} {
		m := geom.Circumcenter(c[0], c[1], c[2])
		r := math.Hypot(m.X-c[0].X, m.Y-c[0].Y)
		for _, p := range c[1:] {
			if d := math.Hypot(m.X-p.X, m.Y-p.Y); math.Abs(d-r) > 1e-7*r {
				t.Errorf("%v: centre %v is %g from %v, %g from the first corner", c, m, d, p, r)
			}
		}
	}
}
