package ingest

import (
	"context"
	"errors"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Address is what a geocoder is asked for: either Query alone, or the fields.
type Address struct {
	Query                                    string
	Street, City, State, PostalCode, Country string
}

// Key is the address in a form in which case and spaces make no difference.
func (a Address) Key() string {
	parts := []string{a.Query, a.Street, a.City, a.State, a.PostalCode, a.Country}
	for i, p := range parts {
		parts[i] = strings.ToLower(strings.Join(strings.Fields(p), " "))
	}
	return strings.Join(parts, "|")
}

// empty says that there is nothing to ask for: a country alone is no address.
func (a Address) empty() bool {
	return strings.TrimSpace(a.Query+a.Street+a.City+a.PostalCode) == ""
}

// Geocoded is the answer of a geocoder.
type Geocoded struct {
	Found    bool             `json:"found"`
	Lon      float64          `json:"lon,omitempty"`
	Lat      float64          `json:"lat,omitempty"`
	Accuracy dataset.Accuracy `json:"accuracy,omitempty"`
}

// Geocoder finds positions of addresses at an outside service. Lookup waits as
// the service's rate limit asks, and tries again what may pass.
type Geocoder interface {
	// Name tells services apart in the cache; Attribution is whom to name.
	Name() string
	Attribution() string
	Lookup(ctx context.Context, a Address) (Geocoded, error)
}

// GeocodeCache keeps answers for good, also that there is none.
type GeocodeCache interface {
	// Geocodes returns the answers kept for the keys, those there are.
	Geocodes(ctx context.Context, service string, keys []string) (map[string]Geocoded, error)
	PutGeocode(ctx context.Context, service, key string, g Geocoded) error
}

// errNoGeocoder says what to do when there is none.
var errNoGeocoder = territory.Say(territory.Invalid, sentence.GeocoderMissing.With(nil))

// mostFailures is how many addresses in a row may fail before the work stops.
const mostFailures = 5

// geocodeAll asks for every different address once. The answers are kept as
// they come, so that a run after a cancel or a crash goes on where it stopped.
func geocodeAll(ctx context.Context, d Deps, addresses []Address, into *dataset.LocationReport, progress territory.ProgressFunc) (map[string]Geocoded, error) {
	if d.Geocoder == nil {
		return nil, errNoGeocoder
	}
	order := make([]Address, 0, len(addresses))
	seen := make(map[string]bool, len(addresses))
	var keys []string
	for _, a := range addresses {
		if key := a.Key(); !a.empty() && !seen[key] {
			seen[key] = true
			order, keys = append(order, a), append(keys, key)
		}
	}
	answers, err := d.Geocodes.Geocodes(ctx, d.Geocoder.Name(), keys)
	if err != nil {
		return nil, err
	}
	into.Asked, into.FromCache, into.Attribution = len(keys), len(answers), d.Geocoder.Attribution()
	failures := 0
	for i, a := range order {
		if _, known := answers[keys[i]]; known {
			continue
		}
		report(progress, territory.Progress{Phase: "geocoding", Done: int64(i), Total: int64(len(order))}.
			Saying(sentence.AddressesAsked.With(sentence.Params{"done": i, "total": len(order)})))
		g, err := d.Geocoder.Lookup(ctx, a)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			if failures++; failures >= mostFailures {
				return nil, geocoderFailed(d.Geocoder.Name(), err)
			}
			continue
		}
		failures = 0
		answers[keys[i]] = g
		if err := d.Geocodes.PutGeocode(ctx, d.Geocoder.Name(), keys[i], g); err != nil {
			return nil, err
		}
	}
	for _, g := range answers {
		if g.Found {
			into.Answered++
		}
	}
	return answers, nil
}

func geocoderFailed(name string, err error) error {
	var told *territory.Error
	if errors.As(err, &told) && told.Code == territory.Invalid {
		return told
	}
	return territory.Say(territory.Unavailable, sentence.GeocoderSilent.With(sentence.Params{"name": name, "cause": err.Error()}))
}
