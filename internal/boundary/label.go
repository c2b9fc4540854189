package boundary

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// LabelPoint returns a position inside the largest polygon: its centroid, or
// where that lies outside the middle of the widest stretch at half height. For
// an empty shape it returns other.
func LabelPoint(shape geom.MultiPolygon, other geom.Point) geom.Point {
	var largest geom.Polygon
	size := 0.0
	for _, poly := range shape {
		if a := (geom.MultiPolygon{poly}).Area(); a > size {
			largest, size = poly, a
		}
	}
	if largest == nil {
		return other
	}
	if c, ok := (geom.MultiPolygon{largest}).Centroid(); ok && largest.Contains(c) {
		return c
	}
	box := largest.Box()
	for _, share := range [5]float64{0.5, 0.375, 0.625, 0.25, 0.75} {
		y := box.MinY + share*(box.MaxY-box.MinY)
		if p, ok := widestAt(largest, y); ok {
			return p
		}
	}
	return largest[0][0]
}

// widestAt returns the middle of the longest stretch of the level line at y
// that lies inside the polygon.
func widestAt(poly geom.Polygon, y float64) (geom.Point, bool) {
	var xs []float64
	for _, ring := range poly {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.Y > y) != (b.Y > y) {
				xs = append(xs, a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
			}
		}
	}
	slices.Sort(xs)
	best, width := geom.Point{}, 0.0
	for i := 0; i+1 < len(xs); i += 2 {
		p := geom.Point{X: (xs[i] + xs[i+1]) / 2, Y: y}
		if w := xs[i+1] - xs[i]; w > width && poly.Contains(p) {
			best, width = p, w
		}
	}
	return best, width > 0
}
