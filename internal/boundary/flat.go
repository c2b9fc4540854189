package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// flat maps degrees to metres on the plane that touches the earth at a
// position; good to one part in a thousand within 100 km of it.
type flat struct {
	origin geom.Point
	kx, ky float64 // metres per degree
}

func flatAround(p geom.Point) flat {
	degree := float64(geom.EarthRadius) * math.Pi / 180
	return flat{p, degree * max(0.01, math.Cos(p.Y*math.Pi/180)), degree}
}

func (f flat) point(p geom.Point) geom.Point {
	return geom.Point{X: (p.X - f.origin.X) * f.kx, Y: (p.Y - f.origin.Y) * f.ky}
}

func (f flat) box(b geom.Box) geom.Box {
	lo, hi := f.point(geom.Point{X: b.MinX, Y: b.MinY}), f.point(geom.Point{X: b.MaxX, Y: b.MaxY})
	return geom.Box{MinX: lo.X, MinY: lo.Y, MaxX: hi.X, MaxY: hi.Y}
}

// boxDistance returns the plane distance between two boxes.
func boxDistance(a, b geom.Box) float64 {
	dx := max(0, a.MinX-b.MaxX, b.MinX-a.MaxX)
	dy := max(0, a.MinY-b.MaxY, b.MinY-a.MaxY)
	return math.Hypot(dx, dy)
}

// segmentsDistance returns the plane distance between two segments that do not
// cross.
func segmentsDistance(a, b, c, d geom.Point) float64 {
	return min(toSegment(a, c, d), toSegment(b, c, d), toSegment(c, a, b), toSegment(d, a, b))
}

func toSegment(p, a, b geom.Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
	}
	return math.Hypot(a.X+t*dx-p.X, a.Y+t*dy-p.Y)
}
