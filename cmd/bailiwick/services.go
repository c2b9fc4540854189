package main

import (
	"context"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/nominatim"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/traveltime"
)

// serviceFlags say which outside services a server may ask; none by default.
type serviceFlags struct {
	Geocoder            string        `help:"Address of a Nominatim-compatible geocoder, without keys or passwords." env:"BAILIWICK_GEOCODER" placeholder:"URL"`
	GeocoderInterval    time.Duration `help:"Least time between two requests to the geocoder." env:"BAILIWICK_GEOCODER_INTERVAL" default:"1s"`
	GeocoderUserAgent   string        `help:"User agent sent to the geocoder; public services want a way to reach you in it." env:"BAILIWICK_GEOCODER_USER_AGENT"`
	GeocoderAttribution string        `help:"Whom to name for geocoded positions; OpenStreetMap's contributors by default." env:"BAILIWICK_GEOCODER_ATTRIBUTION"`
	Travel              string        `help:"Address of a service of travel times, without keys or passwords." env:"BAILIWICK_TRAVEL" placeholder:"URL"`
	TravelKind          string        `help:"Protocol of the service of travel times." enum:"osrm,valhalla" env:"BAILIWICK_TRAVEL_KIND" default:"osrm"`
	TravelProfiles      string        `help:"Ways of travelling with the speed in km/h where the service has no answer, as driving=60,cycling=15." env:"BAILIWICK_TRAVEL_PROFILES"`
	TravelTable         int           `help:"Most positions the service takes in one table; 100 for OSRM, 50 for Valhalla by default." env:"BAILIWICK_TRAVEL_TABLE"`
}

// servicesFromEnvironment are those of a command that works in its own process.
func servicesFromEnvironment() serviceFlags {
	f := serviceFlags{
		Geocoder: os.Getenv("BAILIWICK_GEOCODER"), GeocoderUserAgent: os.Getenv("BAILIWICK_GEOCODER_USER_AGENT"), GeocoderAttribution: os.Getenv("BAILIWICK_GEOCODER_ATTRIBUTION"),
		Travel: os.Getenv("BAILIWICK_TRAVEL"), TravelKind: os.Getenv("BAILIWICK_TRAVEL_KIND"), TravelProfiles: os.Getenv("BAILIWICK_TRAVEL_PROFILES"),
	}
	f.GeocoderInterval, _ = time.ParseDuration(os.Getenv("BAILIWICK_GEOCODER_INTERVAL")) // 0, the default, when it is not one
	f.TravelTable, _ = strconv.Atoi(os.Getenv("BAILIWICK_TRAVEL_TABLE"))                 // 0 likewise
	return f
}

// services are the clients of outside services; nil where none is set.
type services struct {
	geocoder ingest.Geocoder
	travel   optimize.TravelService
}

func (f serviceFlags) open() (services, error) {
	var s services
	if f.Geocoder != "" {
		agent := f.GeocoderUserAgent
		if agent == "" {
			agent = "bailiwick/" + version()
		}
		c, err := nominatim.New(nominatim.Options{URL: f.Geocoder, UserAgent: agent, Interval: f.GeocoderInterval, Attribution: f.GeocoderAttribution})
		if err != nil {
			return s, err
		}
		s.geocoder = c
	}
	if f.Travel != "" {
		profiles, err := parseProfiles(f.TravelProfiles)
		if err != nil {
			return s, err
		}
		c, err := traveltime.New(traveltime.Options{URL: f.Travel, Protocol: traveltime.Protocol(f.TravelKind), Profiles: profiles, Places: f.TravelTable})
		if err != nil {
			return s, err
		}
		s.travel = c
	}
	return s, nil
}

// parseProfiles reads "driving=60,cycling=15".
func parseProfiles(text string) ([]traveltime.Profile, error) {
	var all []traveltime.Profile
	for part := range strings.SplitSeq(text, ",") {
		name, speed, given := strings.Cut(strings.TrimSpace(part), "=")
		if name == "" {
			continue
		}
		p := traveltime.Profile{Name: name}
		if given {
			v, err := strconv.ParseFloat(speed, 64)
			if err != nil || !(v > 0) || v > 1000 {
				return nil, territory.Errorf(territory.Invalid, "%q is no way of travelling with a speed: write it as driving=60, in km/h.", part)
			}
			p.KmPerHour = v
		}
		all = append(all, p)
	}
	return all, nil
}

// info tells clients which services there are.
func (s services) info() httpapi.Services {
	var out httpapi.Services
	if s.geocoder != nil {
		out.Geocoder = &httpapi.GeocoderInfo{Name: s.geocoder.Name(), Attribution: s.geocoder.Attribution()}
	}
	if s.travel != nil {
		out.Travel = &httpapi.TravelInfo{Name: s.travel.Name(""), Profiles: s.travel.Profiles()}
	}
	return out
}

// atlas opens boundary sets to locate units in.
func atlas(db *sqlite.DB, blobs blob.Store) ingest.AtlasFunc {
	library := boundaryset.NewLibrary(db, blobs)
	return func(ctx context.Context, ids []string) (*boundary.Atlas, error) {
		a := &boundary.Atlas{Alpha2: builtin.Alpha2}
		for _, id := range ids {
			o, err := library.Open(ctx, id)
			if err != nil {
				return nil, err
			}
			a.Sheets = append(a.Sheets, boundary.Sheet{Set: o.Set, Codes: o.Codes(), Locator: o.Locator()})
		}
		return a, nil
	}
}

// ingestDeps is what every import works with.
func ingestDeps(db *sqlite.DB, blobs blob.Store, s services) ingest.Deps {
	return ingest.Deps{
		Blobs: blobs, Catalog: db, Formats: formats(), Locate: builtinBoundaries{}.locate, Now: time.Now, NewID: newID,
		Atlas: atlas(db, blobs), Geocoder: s.geocoder, Geocodes: db,
	}
}
