package main

import (
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// builtinBoundaries locates units in the embedded boundary sets.
type builtinBoundaries struct{}

// offCoast is how far outside every boundary a unit may lie and still count as
// in the nearest one: coasts are generalised, addresses are not.
const offCoast geom.Meters = 20_000

type locators struct {
	country, state, county *boundary.Locator
	countries              *boundary.Set
	states, counties       *boundary.Set
}

var openLocators = sync.OnceValue(func() *locators {
	var l locators
	var all sync.WaitGroup
	open := func(id string, set **boundary.Set, locator **boundary.Locator) {
		all.Go(func() {
			*set = mustOpen(id)
			*locator = boundary.NewLocator(*set)
		})
	}
	open(builtin.USCounties, &l.counties, &l.county) // the largest first
	open(builtin.WorldCountries, &l.countries, &l.country)
	open(builtin.USStates, &l.states, &l.state)
	all.Wait()
	return &l
})

// mustOpen opens an embedded set; that it can be read is a test of builtin.
func mustOpen(id string) *boundary.Set {
	set, err := builtin.Open(id)
	if err != nil {
		panic("the embedded boundary set " + id + " is damaged: " + err.Error())
	}
	return set
}

// locate finds country, state and county of every position.
func (builtinBoundaries) locate(lon, lat []float64) ingest.Places {
	l := openLocators()
	codes := func(locator *boundary.Locator, set *boundary.Set) []string {
		found, _ := locator.LocateNear(lon, lat, offCoast, 1)
		out := make([]string, len(found))
		for i, b := range found {
			if b >= 0 {
				out[i] = set.Boundaries[b].Code
			}
		}
		return out
	}
	return ingest.Places{Country: codes(l.country, l.countries), State: codes(l.state, l.states), County: codes(l.county, l.counties)}
}

// countries finds the country of every position.
func (builtinBoundaries) countries(lon, lat []float64) []string {
	l := openLocators()
	found, _ := l.country.LocateNear(lon, lat, offCoast, 1)
	out := make([]string, len(found))
	for i, b := range found {
		if b >= 0 {
			out[i] = l.countries.Boundaries[b].Code
		}
	}
	return out
}
