package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// locationFlags are dataset.Location as flags.
type locationFlags struct {
	Locate        []string `help:"Boundary set to locate units in by code and position, by name, name@edition or id; several for several countries. Rows without coordinates are then imported."`
	LocateCode    string   `help:"Text column with the code; the postal code by default."`
	LocateCountry string   `help:"Text column with the country; the one with that role by default."`
	Geocode       bool     `help:"Ask the geocoder set on the server for units without a position."`
	Address       []string `help:"Text columns that make up the address, in order; street, city, state, postal code and country by default."`
	Refine        bool     `help:"With --geocode: ask also for units at the middle of their boundary."`
}

func (f locationFlags) asked() bool { return len(f.Locate) > 0 || f.Geocode }

// location finds the boundary sets and returns what the API takes.
func (f locationFlags) location(ctx context.Context, api *client) (dataset.Location, error) {
	l := dataset.Location{Code: f.LocateCode, Country: f.LocateCountry, Geocode: f.Geocode, Address: f.Address, Refine: f.Refine}
	for _, word := range f.Locate {
		set, err := findBoundarySet(ctx, api, word)
		if err != nil {
			return l, err
		}
		l.Sets = append(l.Sets, set.ID)
	}
	return l, nil
}

type datasetLocateCmd struct {
	datasetFlag
	locationFlags
}

// Run follows the job and prints how the units were located.
func (c *datasetLocateCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	location, err := c.location(ctx, api)
	if err != nil {
		return err
	}
	var started httpapi.ImportStarted
	if err := api.post(ctx, "/datasets/"+d.ID+"/locations", location, &started); err != nil {
		return err
	}
	var o ingest.Outcome
	if err := api.follow(ctx, t, started.Job, &o); err != nil {
		return err
	}
	return t.print(o, func(w io.Writer) { printLocation(w, o.Location) })
}

// printedCodes is how many codes that could not be used are printed.
const printedCodes = 10

func printLocation(w io.Writer, r *dataset.LocationReport) {
	fmt.Fprintf(w, "Located %d units: %d by code, %d by position, %d in no boundary; %d with an ambiguous code, %d with an unknown one.\n",
		r.Units, r.ByCode, r.ByPosition, r.Nowhere, r.Ambiguous, r.Unknown)
	for _, a := range slices.Sorted(maps.Keys(r.Accuracy)) {
		word := string(a)
		if a == "" {
			word = "without a position"
		}
		fmt.Fprintf(w, "  %6d  %s\n", r.Accuracy[a], word)
	}
	if r.Asked > 0 {
		fmt.Fprintf(w, "  %d addresses asked for, %d found, %d answers from the cache. %s\n", r.Asked, r.Answered, r.FromCache, r.Attribution)
	}
	for i, c := range r.Codes {
		if i == printedCodes {
			fmt.Fprintf(w, "  … --json lists more\n")
			break
		}
		fmt.Fprintf(w, "  %6d  %s %q %s\n", c.Units, c.Why, c.Code, c.Country)
	}
}
