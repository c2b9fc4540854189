package measure

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Vec is a position: a unit vector on the sphere, or a point of the plane with
// Z = 0.
type Vec struct{ X, Y, Z float64 }

// Sq returns the squared Euclidean distance between a and b.
func (a Vec) Sq(b Vec) float64 {
	dx, dy, dz := a.X-b.X, a.Y-b.Y, a.Z-b.Z
	return dx*dx + dy*dy + dz*dz
}

// Scale returns f·a.
func (a Vec) Scale(f float64) Vec { return Vec{a.X * f, a.Y * f, a.Z * f} }

// Add returns a + b.
func (a Vec) Add(b Vec) Vec { return Vec{a.X + b.X, a.Y + b.Y, a.Z + b.Z} }

// Sub returns a − b.
func (a Vec) Sub(b Vec) Vec { return Vec{a.X - b.X, a.Y - b.Y, a.Z - b.Z} }

// Dot returns the scalar product.
func (a Vec) Dot(b Vec) float64 { return a.X*b.X + a.Y*b.Y + a.Z*b.Z }

// Norm returns the length of a.
func (a Vec) Norm() float64 { return math.Sqrt(a.Dot(a)) }

// Geometry says how distance follows from the squared Euclidean distance of
// two vectors. Model distances are radians on the sphere and plane units
// elsewhere; the scale of the Earth is in the weights of a Model.
type Geometry uint8

// The geometries.
const (
	Nowhere Geometry = iota // no distance at all
	Arc                     // angle between unit vectors
	Chord2                  // squared chord between unit vectors
	Line                    // Euclidean distance
	Line2                   // squared Euclidean distance
)

// GeometryOf returns the geometry of a metric.
func GeometryOf(m instance.Metric) Geometry {
	switch m {
	case instance.Sphere:
		return Arc
	case instance.SphereSquared:
		return Chord2
	case instance.Plane:
		return Line
	case instance.PlaneSquared:
		return Line2
	}
	return Nowhere
}

// Squared reports whether distances are squared.
func (g Geometry) Squared() bool { return g == Chord2 || g == Line2 }

// OnSphere reports whether positions are unit vectors.
func (g Geometry) OnSphere() bool { return g == Arc || g == Chord2 }

// Of turns a squared Euclidean distance into a model distance.
func (g Geometry) Of(sq float64) float64 {
	switch g {
	case Arc:
		return arc(sq)
	case Line:
		return math.Sqrt(sq)
	case Chord2, Line2:
		return sq
	}
	return 0
}

// Squared chords (about 640 and 3,200 km) below which five and ten terms of the
// series of arc leave an error under 1e-13.
const (
	nearArc  = 0.01
	widerArc = 0.25
)

// arc returns the angle that belongs to a squared chord.
func arc(sq float64) float64 {
	c := math.Sqrt(sq)
	u := sq / 4
	if sq < nearArc {
		return c * (1 + u*(1./6+u*(3./40+u*(15./336+u*(105./3456+u*(945./42240))))))
	}
	if sq < widerArc {
		return c * (1 + u*(1./6+u*(3./40+u*(15./336+u*(105./3456+u*(945./42240+
			u*(10395./599040+u*(135135./9676800+u*(2027025./175472640+u*(34459425./3530096640))))))))))
	}
	return 2 * math.Asin(math.Min(1, c/2))
}

// ToVec places coordinates of an instance.
func (g Geometry) ToVec(x, y float64) Vec {
	if !g.OnSphere() {
		return Vec{X: x, Y: y}
	}
	sinLat, cosLat := math.Sincos(y * math.Pi / 180)
	sinLon, cosLon := math.Sincos(x * math.Pi / 180)
	return Vec{cosLat * cosLon, cosLat * sinLon, sinLat}
}

// FromVec returns the coordinates of a position.
func (g Geometry) FromVec(v Vec) (x, y float64) {
	if !g.OnSphere() {
		return v.X, v.Y
	}
	return math.Atan2(v.Y, v.X) * 180 / math.Pi, math.Atan2(v.Z, math.Hypot(v.X, v.Y)) * 180 / math.Pi
}

// Onto moves v back onto the sphere; elsewhere it returns v.
func (g Geometry) Onto(v Vec) Vec {
	if !g.OnSphere() {
		return v
	}
	if n := v.Norm(); n > 1e-12 {
		return v.Scale(1 / n)
	}
	return Vec{X: 1}
}

// scale returns the cost of one unit of model distance for weight 1.
func scale(in *instance.Instance) float64 {
	f := in.Detour
	if f == 0 {
		f = 1
	}
	if in.Metric.OnSphere() {
		f *= instance.EarthRadius
	}
	if in.Metric.Squared() {
		f *= f
	}
	return f
}
