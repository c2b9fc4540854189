package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type boundariesGridCmd struct {
	connection
	Level   int      `help:"Level of the cells: 2 is about 2,000 km wide, 6 130 km, 10 8 km, 16 150 m." required:""`
	Box     string   `help:"West, south, east, north in degrees, as in --box=-72,41,-70,43." xor:"place"`
	Over    string   `help:"Boundary set the cells go over, by name, name@edition or id." xor:"place"`
	Codes   []string `help:"Boundaries of the set; all by default."`
	Dataset string   `help:"Dataset whose units the cells hold, by name or id." xor:"place"`
	Extent  bool     `help:"All cells within the extent of the dataset, also those without a unit."`
	Name    string   `arg:"" help:"Name of the set."`
}

// Run makes the set and follows the job.
func (c *boundariesGridCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := struct {
		Name string `json:"name"`
		boundaryset.Grid
	}{c.Name, boundaryset.Grid{Level: c.Level, Codes: c.Codes, Extent: c.Extent}}
	if c.Box != "" {
		if request.Box, err = parseBox(c.Box); err != nil {
			return err
		}
	}
	if c.Over != "" {
		set, err := findBoundarySet(ctx, api, c.Over)
		if err != nil {
			return err
		}
		request.Set = set.ID
	}
	if c.Dataset != "" {
		d, err := findDataset(ctx, api, c.Dataset)
		if err != nil {
			return err
		}
		request.Dataset = d.ID
	}
	var started job.Job
	if err := api.post(ctx, "/boundary-sets/grid", request, &started); err != nil {
		return err
	}
	var outcome boundaryset.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return err
	}
	return t.print(outcome, func(w io.Writer) {
		fmt.Fprintf(w, "Made in %.2f s.\n", outcome.Seconds)
		printBoundarySet(w, outcome.Set)
	})
}

func parseBox(text string) (*[4]float64, error) {
	parts := strings.Split(text, ",")
	var box [4]float64
	for i := range box {
		var err error
		if len(parts) == 4 {
			box[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		}
		if len(parts) != 4 || err != nil {
			return nil, territory.Errorf(territory.Invalid, "%q is no box: give west, south, east and north in degrees, as in --box=-72,41,-70,43.", text)
		}
	}
	return &box, nil
}

// currentUnits opens the units of datasets.
func currentUnits(catalog dataset.Catalog, blobs blob.Store, columns *dataset.Cache) boundaryset.UnitsFunc {
	return func(ctx context.Context, datasetID string) (*dataset.Reader, error) {
		d, err := catalog.Dataset(ctx, datasetID)
		if err != nil {
			return nil, err
		}
		snapshot, err := catalog.Snapshot(ctx, d.CurrentSnapshot)
		if err != nil {
			return nil, err
		}
		return columns.Open(ctx, blobs, snapshot)
	}
}
