package geom

import "math"

// Meters is a length on the ground.
type Meters float64

// EarthRadius is the mean radius of the earth (IUGG R₁).
const EarthRadius Meters = 6371008.8

const radians = math.Pi / 180

// Distance returns the great-circle distance between two positions in degrees,
// by the haversine formula, which is accurate for near points too.
func Distance(a, b Point) Meters {
	sinLat := math.Sin((b.Y - a.Y) * radians / 2)
	sinLon := math.Sin((b.X - a.X) * radians / 2)
	h := sinLat*sinLat + math.Cos(a.Y*radians)*math.Cos(b.Y*radians)*sinLon*sinLon
	return 2 * EarthRadius * Meters(math.Asin(math.Sqrt(min(1, h))))
}

// BoxDistance returns a lower bound of the great-circle distance from p to the
// points of a box of longitudes and latitudes in degrees, also across the
// antimeridian: the larger of the distance in latitude and, beside the box, that
// to the nearer of its two meridians.
func BoxDistance(p Point, b Box) Meters {
	lat := max(0, b.MinY-p.Y, p.Y-b.MaxY) * radians
	if p.X >= b.MinX && p.X <= b.MaxX {
		return Meters(lat) * EarthRadius
	}
	lon := min(math.Abs(math.Remainder(b.MinX-p.X, 360)), math.Abs(math.Remainder(p.X-b.MaxX, 360)), 90) * radians
	across := math.Asin(math.Cos(p.Y*radians) * math.Sin(lon))
	return Meters(max(lat, across)) * EarthRadius
}

// SphereArea returns the area in square metres that a ring of positions in
// degrees encloses on the sphere, positive when counterclockwise, its edges
// taken as straight in longitude and the sine of latitude (the method of
// Chamberlain and Duquette, "Some algorithms for polygons on a sphere", 2007).
func (r Ring) SphereArea() float64 {
	sum := 0.0
	for i, a := range r {
		b := r[(i+1)%len(r)]
		sum += (b.X - a.X) * radians * (2 + math.Sin(a.Y*radians) + math.Sin(b.Y*radians))
	}
	return -sum / 2 * float64(EarthRadius) * float64(EarthRadius)
}

// SphereArea returns the area in square metres on the sphere, outer rings less
// holes, whatever the direction of the rings.
func (m MultiPolygon) SphereArea() float64 {
	sum := 0.0
	for _, poly := range m {
		for i, r := range poly {
			a := math.Abs(r.SphereArea())
			if i > 0 {
				a = -a
			}
			sum += a
		}
	}
	return sum
}

// SegmentDistance returns the distance on the ground from p to the segment
// a–b, all in degrees, measured in the plane that touches the sphere at p's
// latitude. It is accurate to about one part in a thousand up to 100 km.
func SegmentDistance(p, a, b Point) Meters {
	scale := math.Cos(p.Y * radians)
	ax, ay := (a.X-p.X)*scale, a.Y-p.Y
	bx, by := (b.X-p.X)*scale, b.Y-p.Y
	dx, dy := bx-ax, by-ay
	t := 0.0
	if len2 := dx*dx + dy*dy; len2 > 0 {
		t = max(0, min(1, -(ax*dx+ay*dy)/len2))
	}
	return Meters(math.Hypot(ax+t*dx, ay+t*dy)) * radians * EarthRadius
}
