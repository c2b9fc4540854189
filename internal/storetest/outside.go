package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// OutsideServices tests the caches of geocoded addresses and of travel times.
func OutsideServices(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	house := ingest.Geocoded{Found: true, Lon: -71.1, Lat: 42.36, Accuracy: dataset.AtAddress}
	must(t, "keep", s.PutGeocode(ctx, "one", "1 main st", ingest.Geocoded{}))
	must(t, "keep again", s.PutGeocode(ctx, "one", "1 main st", house))
	must(t, "keep that there is none", s.PutGeocode(ctx, "one", "nowhere", ingest.Geocoded{}))
	must(t, "keep of another service", s.PutGeocode(ctx, "two", "2 main st", house))
	reopened := b.open(t, place)
	equal(t, "answers", got[map[string]ingest.Geocoded](t)(reopened.Geocodes(ctx, "one", []string{"1 main st", "nowhere", "2 main st"})),
		map[string]ingest.Geocoded{"1 main st": house, "nowhere": {}})

	must(t, "keep times", s.PutTravelTimes(ctx, "car", []optimize.KeptTime{{Centre: 1, Place: -2, Seconds: 60.5}, {Centre: 1, Place: 3, Seconds: optimize.NoWay}, {Centre: 2, Place: 3, Seconds: 9}}))
	must(t, "keep a time again", s.PutTravelTimes(ctx, "car", []optimize.KeptTime{{Centre: 1, Place: -2, Seconds: 61}}))
	equal(t, "times", got[map[int64]float64](t)(reopened.TravelTimes(ctx, "car", 1)), map[int64]float64{-2: 61, 3: optimize.NoWay})
	equal(t, "times of another service", got[map[int64]float64](t)(reopened.TravelTimes(ctx, "foot", 1)), map[int64]float64{})
}
