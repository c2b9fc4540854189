package boundary

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

const (
	geogWGS = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	geogNAD = `GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]`
	geogRGF = `GEOGCS["RGF93",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
)

func projected(name, geogcs, method, parameters, unit string) string {
	return `PROJCS["` + name + `",` + geogcs + `,PROJECTION["` + method + `"],` + parameters + `,` + unit + `]`
}

// The expected figures are those of an independent implementation (proj4js).
func TestParseProjection_KnownPlaces(t *testing.T) {
	t.Parallel()
	const metre, foot = `UNIT["Meter",1.0]`, `UNIT["Foot_US",0.3048006096012192]`
	for _, c := range []struct {
		name, text string
		x, y       float64
		lon, lat   float64
	}{
		{"no text", "", 2, 48, 2, 48},
		{"WGS 84", geogWGS, -74, 40.5, -74, 40.5},
		{"NAD 83", geogNAD, -74, 40.5, -74, 40.5},
		{"UTM north", projected("WGS_1984_UTM_Zone_31N", geogWGS, "Transverse_Mercator",
			`PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0]`, metre),
			448250.5989, 5411951.5989, 2.2944813, 48.8583701},
		{"UTM south", projected("WGS 84 / UTM zone 56S", geogWGS, "Transverse_Mercator",
			`PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",153],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",10000000]`, metre),
			334900.5697, 6252288.7529, 151.2153, -33.8568},
		{"transverse Mercator from 38°50'", projected("NAD83 / New Jersey", geogNAD, "Transverse_Mercator",
			`PARAMETER["latitude_of_origin",38.83333333333334],PARAMETER["central_meridian",-74.5],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",150000],PARAMETER["false_northing",0]`, metre),
			115945.6787, 151796.2259, -74.9, 40.2},
		{"Lambert 93", projected("RGF93_Lambert_93", geogRGF, "Lambert_Conformal_Conic",
			`PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],PARAMETER["Latitude_Of_Origin",46.5]`, metre),
			1229862.3205, 6132552.9831, 9.4, 42.1},
		{"Long Island in feet", projected("NAD_1983_StatePlane_New_York_Long_Island_FIPS_3104_Feet", geogNAD, "Lambert_Conformal_Conic",
			`PARAMETER["False_Easting",984250.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-74.0],PARAMETER["Standard_Parallel_1",40.66666666666666],PARAMETER["Standard_Parallel_2",41.03333333333333],PARAMETER["Latitude_Of_Origin",40.16666666666666]`, foot),
			989791.4573, 212522.5192, -73.98, 40.75},
		{"one standard parallel", projected("tangent cone", geogWGS, "Lambert_Conformal_Conic_1SP",
			`PARAMETER["latitude_of_origin",18],PARAMETER["central_meridian",-77],PARAMETER["scale_factor",1],PARAMETER["false_easting",250000],PARAMETER["false_northing",150000]`, metre),
			271157.1146, 172147.7621, -76.8, 18.2},
		{"Web Mercator", projected("WGS_1984_Web_Mercator_Auxiliary_Sphere", geogWGS, "Mercator_Auxiliary_Sphere", `PARAMETER["False_Easting",0.0]`, metre),
			-8235415.9289, 4975536.3611, -73.98, 40.75},
	} {
		project, err := ParseProjection(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := geom.Point{X: c.x, Y: c.y}
		if project != nil {
			got = project(got)
		}
		if math.Abs(got.X-c.lon) > 2e-9 || math.Abs(got.Y-c.lat) > 2e-9 {
			t.Errorf("%s: got %.10f, %.10f, want %v, %v", c.name, got.X, got.Y, c.lon, c.lat)
		}
	}
}

func TestParseProjection_NamesWhatItCannotDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{projected("USA_Contiguous_Albers_Equal_Area_Conic", geogNAD, "Albers", `PARAMETER["x",0]`, `UNIT["Meter",1]`), "USA_Contiguous_Albers"},
		{`GEOGCS["NAD27",DATUM["North_American_Datum_1927",SPHEROID["Clarke 1866",6378206.4,294.978]],UNIT["degree",0.0174532925199433]]`, "NAD27"},
		{`GEOGCS["unfinished`, "not understood"},
		{`LOCAL_CS["site grid"]`, "site grid"},
		{strings.Repeat("A[", 1000), "not understood"},
	} {
		_, err := ParseProjection(c.text)
		var fault *InputError
		if !errors.As(err, &fault) || !strings.Contains(fault.Error(), c.want) {
			t.Errorf("got %v, want an input error with %q", err, c.want)
		}
	}
}
