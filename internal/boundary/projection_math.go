package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// transverseMercator inverts the projection by Krüger's series to the fourth
// order in the third flattening (Karney, "Transverse Mercator with an accuracy
// of a few nanometers", 2011); far better than a millimetre within a zone.
func transverseMercator(e ellipsoid, p parameters) Projection {
	n := e.f / (2 - e.f)
	n2, n3, n4 := n*n, n*n*n, n*n*n*n
	radius := e.a / (1 + n) * (1 + n2/4 + n4/64)
	forward := [4]float64{
		n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180,
		13*n2/48 - 3*n3/5 + 557*n4/1440,
		61*n3/240 - 103*n4/140,
		49561 * n4 / 161280,
	}
	backward := [4]float64{
		n/2 - 2*n2/3 + 37*n3/96 - n4/360,
		n2/48 + n3/15 - 437*n4/1440,
		17*n3/480 - 37*n4/840,
		4397 * n4 / 161280,
	}
	// The series for the meridian distance of the origin.
	chi := conformal(e, p.lat0)
	xi0 := chi
	for j, c := range forward {
		xi0 += c * math.Sin(2*float64(j+1)*chi)
	}
	return func(q geom.Point) geom.Point {
		x, y := p.plane(q)
		xi, eta := y/(p.scale*radius)+xi0, x/(p.scale*radius)
		xiS, etaS := xi, eta
		for j, c := range backward {
			k := 2 * float64(j+1)
			xiS -= c * math.Sin(k*xi) * math.Cosh(k*eta)
			etaS -= c * math.Cos(k*xi) * math.Sinh(k*eta)
		}
		chi := math.Asin(math.Sin(xiS) / math.Cosh(etaS))
		lon := math.Atan2(math.Sinh(etaS), math.Cos(xiS))
		return degrees(p.lon0+lon, geodetic(e, chi))
	}
}

// lambertConic inverts Lambert's conformal conic with one or two standard
// parallels (Snyder, "Map projections: a working manual", 1987, chapter 15).
func lambertConic(e ellipsoid, p parameters) Projection {
	t := func(lat float64) float64 { return math.Tan(math.Pi/4 - conformal(e, lat)/2) }
	m := func(lat float64) float64 {
		s := math.Sin(lat)
		return math.Cos(lat) / math.Sqrt(1-e.e2()*s*s)
	}
	cone := math.Sin(p.lat1)
	if math.Abs(p.lat1-p.lat2) > 1e-10 {
		cone = math.Log(m(p.lat1)/m(p.lat2)) / math.Log(t(p.lat1)/t(p.lat2))
	}
	f := m(p.lat1) / (cone * math.Pow(t(p.lat1), cone)) * e.a * p.scale
	rho0 := f * math.Pow(t(p.lat0), cone)
	return func(q geom.Point) geom.Point {
		x, y := p.plane(q)
		sign := math.Copysign(1, cone)
		rho := sign * math.Hypot(x, rho0-y)
		theta := math.Atan2(sign*x, sign*(rho0-y))
		chi := math.Pi/2 - 2*math.Atan(math.Pow(rho/f, 1/cone))
		return degrees(p.lon0+theta/cone, geodetic(e, chi))
	}
}

// conformal returns the conformal latitude.
func conformal(e ellipsoid, lat float64) float64 {
	ecc := math.Sqrt(e.e2())
	s := math.Sin(lat)
	return math.Atan(math.Sinh(math.Atanh(s) - ecc*math.Atanh(ecc*s)))
}

// geodetic inverts conformal by fixed-point iteration, which gains more than
// two digits a step.
func geodetic(e ellipsoid, chi float64) float64 {
	ecc := math.Sqrt(e.e2())
	target := math.Asinh(math.Tan(chi))
	lat := chi
	for range 12 {
		lat = math.Atan(math.Sinh(target + ecc*math.Atanh(ecc*math.Sin(lat))))
	}
	return lat
}
