package optimize

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// TravelService finds travel times at an outside service. It sends no more in
// one request than the service takes, and tries again what may pass.
type TravelService interface {
	// Name tells services and ways of travelling apart in the cache and in
	// reports: "osrm.example.org driving".
	Name(profile string) string
	// Profiles are the ways of travelling there are, the usual one first.
	Profiles() []string
	// Speed is how fast one travels by a profile where nothing better is known,
	// in metres a second along the way.
	Speed(profile string) float64
	// Table returns the seconds from every centre to every place, centre by
	// centre; NaN where there is no way.
	Table(ctx context.Context, profile string, centres, places []geom.Point) ([]float64, error)
	// Places is about how many positions one table may hold, centres and places
	// together.
	Places() int
}

// KeptTime is a kept time between two packed positions; NoWay seconds mean
// that there is no way.
type KeptTime struct {
	Centre, Place int64
	Seconds       float64
}

// NoWay stands for no way among kept times.
const NoWay = -1.0

// TravelCache keeps travel times for good.
type TravelCache interface {
	// TravelTimes returns what is known from a centre, by place.
	TravelTimes(ctx context.Context, service string, centre int64) (map[int64]float64, error)
	PutTravelTimes(ctx context.Context, service string, times []KeptTime) error
}

// travelGrid is the number of steps in a degree to which positions are rounded:
// about a metre.
const travelGrid = 1e5

// packPosition writes a position as one number.
func packPosition(p geom.Point) int64 {
	x, y := int32(math.Round(p.X*travelGrid)), int32(math.Round(p.Y*travelGrid))
	return int64(x)<<32 | int64(uint32(y))
}

// unpackPosition returns the position that a packed one stands for.
func unpackPosition(v int64) geom.Point {
	return geom.Point{X: float64(int32(v>>32)) / travelGrid, Y: float64(int32(uint32(v))) / travelGrid}
}
