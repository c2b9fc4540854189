package geom

import "math"

// Ring is a closed line; the last vertex is joined to the first and not
// repeated. A valid ring has at least three vertices.
type Ring []Point

// Polygon is an outer ring followed by its holes. By the right-hand rule of
// RFC 7946 the outer ring runs counterclockwise and holes clockwise; functions
// that need the order say so.
type Polygon []Ring

// MultiPolygon is a set of polygons whose interiors do not meet.
type MultiPolygon []Polygon

// SignedArea returns the plane area enclosed, positive when counterclockwise.
// Coordinates are taken relative to the first vertex, which keeps small rings
// far from the origin accurate.
func (r Ring) SignedArea() float64 {
	if len(r) < 3 {
		return 0
	}
	o, sum := r[0], 0.0
	for i := 1; i+1 < len(r); i++ {
		a, b := r[i], r[i+1]
		sum += (a.X-o.X)*(b.Y-o.Y) - (b.X-o.X)*(a.Y-o.Y)
	}
	return sum / 2
}

// Reverse turns the direction of the ring in place.
func (r Ring) Reverse() {
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
}

// Contains reports whether p lies in the ring by the border rule of
// [CrossesRight].
func (r Ring) Contains(p Point) bool {
	inside := false
	for i, a := range r {
		if CrossesRight(p, a, r[(i+1)%len(r)]) {
			inside = !inside
		}
	}
	return inside
}

// Contains reports whether p lies in the outer ring and in no hole, by the
// border rule of [CrossesRight]. The direction of rings does not matter.
func (poly Polygon) Contains(p Point) bool {
	inside := false
	for _, r := range poly {
		if r.Contains(p) {
			inside = !inside
		}
	}
	return inside
}

// Contains reports whether p lies in one of the polygons.
func (m MultiPolygon) Contains(p Point) bool {
	for _, poly := range m {
		if poly.Contains(p) {
			return true
		}
	}
	return false
}

// Box returns the smallest box around the polygon's outer ring.
func (poly Polygon) Box() Box {
	if len(poly) == 0 {
		return EmptyBox()
	}
	return BoxOf(poly[0])
}

// Box returns the smallest box around all polygons.
func (m MultiPolygon) Box() Box {
	b := EmptyBox()
	for _, poly := range m {
		b = b.Union(poly.Box())
	}
	return b
}

// Area returns the plane area: outer rings less holes, whatever the direction
// of the rings.
func (m MultiPolygon) Area() float64 {
	sum := 0.0
	for _, poly := range m {
		for i, r := range poly {
			a := math.Abs(r.SignedArea())
			if i > 0 {
				a = -a
			}
			sum += a
		}
	}
	return sum
}

// Vertices returns the number of vertices of all rings.
func (m MultiPolygon) Vertices() int {
	n := 0
	for _, poly := range m {
		for _, r := range poly {
			n += len(r)
		}
	}
	return n
}

// Centroid returns the plane centre of mass. For a shape without area it is
// the mean of the vertices; for one without vertices ok is false.
func (m MultiPolygon) Centroid() (c Point, ok bool) {
	n := 0
	var mean, sum Point
	for _, poly := range m {
		for _, r := range poly {
			for _, p := range r {
				mean.X += p.X
				mean.Y += p.Y
			}
			n += len(r)
		}
	}
	if n == 0 {
		return Point{}, false
	}
	mean.X /= float64(n)
	mean.Y /= float64(n)
	total := 0.0
	for _, poly := range m {
		for i, r := range poly {
			area, rc := r.moment(mean)
			if (area < 0) != (i > 0) {
				area, rc = -area, Point{-rc.X, -rc.Y}
			}
			total += area
			sum.X += rc.X
			sum.Y += rc.Y
		}
	}
	if total <= 0 {
		return mean, true
	}
	return Point{mean.X + sum.X/total, mean.Y + sum.Y/total}, true
}

// moment returns the signed area and the area-weighted centroid relative to o.
func (r Ring) moment(o Point) (area float64, m Point) {
	for i, a := range r {
		b := r[(i+1)%len(r)]
		ax, ay, bx, by := a.X-o.X, a.Y-o.Y, b.X-o.X, b.Y-o.Y
		cross := ax*by - bx*ay
		area += cross / 2
		m.X += (ax + bx) * cross / 6
		m.Y += (ay + by) * cross / 6
	}
	return area, m
}
