package geom

import "math"

// MercatorMaxLat is the latitude at which the Web Mercator square ends.
const MercatorMaxLat = 85.0511287798066

// mercatorRadius is the radius of the sphere EPSG:3857 is defined on.
const mercatorRadius = 6378137.0

// Mercator projects a position in degrees to Web Mercator (EPSG:3857) on the
// unit square: X and Y run from 0 to 1, Y downwards from north, as map tiles
// count them. Latitudes beyond [MercatorMaxLat] are held at it.
func Mercator(p Point) Point {
	lat := max(-MercatorMaxLat, min(MercatorMaxLat, p.Y))
	s := math.Sin(lat * radians)
	return Point{p.X/360 + 0.5, 0.5 - math.Log((1+s)/(1-s))/(4*math.Pi)}
}

// InverseMercator turns a position on the unit square back into degrees.
func InverseMercator(p Point) Point {
	lat := math.Atan(math.Sinh(math.Pi*(1-2*p.Y))) / radians
	return Point{(p.X - 0.5) * 360, lat}
}

// InverseWebMercator turns EPSG:3857 metres into degrees.
func InverseWebMercator(p Point) Point {
	const world = 2 * math.Pi * mercatorRadius
	return InverseMercator(Point{p.X/world + 0.5, 0.5 - p.Y/world})
}
