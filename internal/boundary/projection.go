package boundary

import (
	"fmt"
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Projection turns the coordinates of a source into longitude and latitude in
// degrees. The nil function leaves them as they are.
type Projection func(geom.Point) geom.Point

// sameDatums are datums that differ from WGS 84 by no more than about two
// metres, which boundaries do not show.
var sameDatums = []string{"wgs1984", "wgs84", "northamerican1983", "northamericandatum1983", "nad83", "etrs1989",
	"etrs89", "europeanterrestrialreferencesystem", "gda94", "gda1994", "geocentricdatumofaustralia", "gda2020", "jgd2000", "jgd2011",
	"rgf93", "rgf1993", "reseaugeodesiquefrancais", "nzgd2000", "newzealandgeodeticdatum2000", "sirgas", "ch1903plusetrs", "csrs"}

// ParseProjection reads the well-known text of a coordinate reference system
// (.prj files, GeoPackage). It knows geographic coordinates, Web Mercator,
// transverse Mercator (which UTM is) and Lambert's conformal conic, on WGS 84
// and datums within two metres of it. For all others it returns an *InputError
// that names the system.
func ParseProjection(text string) (Projection, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	n := parseWKT(text)
	if n == nil {
		return nil, wrong(sentence.SystemUnreadable.With(sentence.Params{"text": fmt.Sprintf("%.60q", text)})).at(sentence.PlaceSystem.With(nil))
	}
	unsupported := unsupportedSystem(n.name())
	switch n.keyword {
	case "COMPD_CS":
		for _, c := range n.children {
			if c.keyword == "PROJCS" || c.keyword == "GEOGCS" {
				return projectionOf(c, unsupported)
			}
		}
	case "PROJCS", "GEOGCS":
		return projectionOf(n, unsupported)
	}
	return nil, unsupported
}

func unsupportedSystem(name string) *InputError {
	what := sentence.SystemUnknown.With(sentence.Params{"name": name})
	if name == "" {
		what = sentence.SystemNameless.With(nil)
	}
	return wrong(what).at(sentence.PlaceSystem.With(nil))
}

// plain drops case, separators and the "D_" of ESRI names.
func plain(name string) string {
	name = strings.ToLower(strings.TrimPrefix(name, "D_"))
	return strings.NewReplacer("_", "", " ", "", "-", "", "/", "").Replace(name)
}

func knownDatum(geogcs *wktNode) bool {
	datum := plain(geogcs.child("DATUM").name())
	for _, known := range sameDatums {
		if strings.HasPrefix(datum, known) {
			return true
		}
	}
	return false
}

func projectionOf(n *wktNode, unsupported *InputError) (Projection, error) {
	geogcs := n
	if n.keyword == "PROJCS" {
		geogcs = n.child("GEOGCS")
	}
	method := plain(n.child("PROJECTION").name())
	webMercator := method == "mercatorauxiliarysphere" || method == "popularvisualisationpseudomercator" ||
		strings.Contains(plain(n.name()), "pseudomercator") || strings.Contains(plain(n.name()), "webmercator")
	if !knownDatum(geogcs) && !webMercator {
		return nil, unsupported
	}
	if n.keyword == "GEOGCS" {
		return angular(n), nil
	}
	if webMercator {
		return geom.InverseWebMercator, nil
	}
	e := ellipsoidOf(geogcs)
	p := parametersOf(n)
	switch method {
	case "transversemercator", "gausskruger":
		return transverseMercator(e, p), nil
	case "lambertconformalconic", "lambertconformalconic2sp", "lambertconformalconic1sp":
		return lambertConic(e, p), nil
	}
	return nil, unsupported
}

// angular converts from another angular unit or prime meridian to degrees from
// Greenwich; nil when there is nothing to do.
func angular(geogcs *wktNode) Projection {
	degree := geogcs.child("UNIT").number(0, math.Pi/180) * 180 / math.Pi
	prime := geogcs.child("PRIMEM").number(0, 0)
	if math.Abs(degree-1) < 1e-9 && prime == 0 {
		return nil
	}
	return func(p geom.Point) geom.Point { return geom.Point{X: (p.X + prime) * degree, Y: p.Y * degree} }
}

// ellipsoid is the figure of the earth a projection stands on.
type ellipsoid struct {
	a, f float64 // semi-major axis in metres, flattening
}

func (e ellipsoid) e2() float64 { return e.f * (2 - e.f) }

func ellipsoidOf(geogcs *wktNode) ellipsoid {
	s := geogcs.child("DATUM").child("SPHEROID")
	e := ellipsoid{s.number(0, 6378137), 0}
	if inverse := s.number(1, 298.257223563); inverse > 0 {
		e.f = 1 / inverse
	}
	return e
}

// parameters of a projection; angles in radians, lengths in metres.
type parameters struct {
	lat0, lon0, lat1, lat2 float64
	scale, east, north     float64
	unit                   float64 // metres per unit
}

func parametersOf(n *wktNode) parameters {
	p := parameters{scale: 1, unit: n.child("UNIT").number(0, 1)}
	degree := n.child("GEOGCS").child("UNIT").number(0, math.Pi/180)
	lat1, lat2 := math.NaN(), math.NaN()
	for _, c := range n.children {
		if c.keyword != "PARAMETER" {
			continue
		}
		v := c.number(0, 0)
		switch plain(c.name()) {
		case "latitudeoforigin", "latitudeofcenter":
			p.lat0 = v * degree
		case "centralmeridian", "longitudeofcenter", "longitudeoforigin":
			p.lon0 = v * degree
		case "standardparallel1":
			lat1 = v * degree
		case "standardparallel2":
			lat2 = v * degree
		case "scalefactor":
			p.scale = v
		case "falseeasting":
			p.east = v * p.unit
		case "falsenorthing":
			p.north = v * p.unit
		}
	}
	if math.IsNaN(lat1) {
		lat1 = p.lat0
	}
	if math.IsNaN(lat2) {
		lat2 = lat1
	}
	p.lat1, p.lat2 = lat1, lat2
	return p
}

// plane turns source coordinates into metres from the natural origin.
func (p parameters) plane(q geom.Point) (x, y float64) {
	return q.X*p.unit - p.east, q.Y*p.unit - p.north
}

// degrees makes a position from radians, with the longitude from -180 to 180.
func degrees(lon, lat float64) geom.Point {
	return geom.Point{X: math.Remainder(lon*180/math.Pi, 360), Y: lat * 180 / math.Pi}
}
