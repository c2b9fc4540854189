package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// findBoundarySet takes an id, a name, or "name@edition".
func findBoundarySet(ctx context.Context, c *client, word string) (boundaryset.Record, error) {
	var list httpapi.BoundarySetList
	if err := c.get(ctx, "/boundary-sets", &list); err != nil {
		return boundaryset.Record{}, err
	}
	for _, r := range list.BoundarySets {
		if r.ID == word || r.Name+"@"+r.Edition == word {
			return r, nil
		}
	}
	return pickOne(list.BoundarySets, word, "boundary set", func(r boundaryset.Record) (string, string) { return r.ID, r.Name })
}

type boundariesListCmd struct{ connection }

// Run lists the sets.
func (c *boundariesListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.BoundarySetList
	if err := api.get(ctx, "/boundary-sets", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, r := range list.BoundarySets {
			fmt.Fprintf(w, "%s  %s  %d boundaries  (%s)\n", r.ID, r.Name, r.Figures.Boundaries, describeSet(r))
		}
	})
}

// chosenSet is a command about one set.
type chosenSet struct {
	connection
	Set string `arg:"" help:"Boundary set, by name, name@edition or id."`
}

// use opens the connection, finds the set and calls do with both.
func (c *chosenSet) use(ctx context.Context, do func(*client, boundaryset.Record) error) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	r, err := findBoundarySet(ctx, api, c.Set)
	if err != nil {
		return err
	}
	return do(api, r)
}

type boundariesShowCmd struct{ chosenSet }

// Run shows one set.
func (c *boundariesShowCmd) Run(ctx context.Context, t *terminal) error {
	return c.use(ctx, func(api *client, r boundaryset.Record) error {
		if err := api.get(ctx, "/boundary-sets/"+r.ID, &r); err != nil {
			return err
		}
		return t.print(r, func(w io.Writer) { printBoundarySet(w, r) })
	})
}

// writtenSet is what the commands that write a file print as JSON.
type writtenSet struct {
	Set   string `json:"set"`
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// save downloads a file of the set and says so.
func (c *chosenSet) save(ctx context.Context, t *terminal, file, out string) error {
	return c.use(ctx, func(api *client, r boundaryset.Record) error {
		if err := fetch(ctx, api, "/boundary-sets/"+r.ID+"/"+file, out); err != nil {
			return err
		}
		info, err := os.Stat(out)
		if err != nil {
			return err
		}
		return t.print(writtenSet{r.ID, out, info.Size()}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s (%d bytes).\n", out, info.Size()) })
	})
}

type boundariesExportCmd struct {
	chosenSet
	Out string `help:"File to write." default:"boundaries.geojson" type:"path"`
}

// Run writes the set as GeoJSON.
func (c *boundariesExportCmd) Run(ctx context.Context, t *terminal) error {
	return c.save(ctx, t, "boundaries.geojson", c.Out)
}

type boundariesEdgesCmd struct {
	chosenSet
	Out string `help:"File to write." default:"edges.csv" type:"path"`
}

// Run writes the adjacency as CSV.
func (c *boundariesEdgesCmd) Run(ctx context.Context, t *terminal) error {
	return c.save(ctx, t, "edges.csv", c.Out)
}

type boundariesTilesCmd struct {
	chosenSet
	Out     string `help:"File to write." default:"boundaries.pmtiles" type:"path"`
	MaxZoom int    `help:"Deepest zoom, at most 12." default:"10"`
}

// Run writes the vector tiles.
func (c *boundariesTilesCmd) Run(ctx context.Context, t *terminal) error {
	return c.save(ctx, t, fmt.Sprintf("tiles.pmtiles?maxZoom=%d", c.MaxZoom), c.Out)
}

type boundariesDeleteCmd struct{ chosenSet }

// Run deletes an imported set.
func (c *boundariesDeleteCmd) Run(ctx context.Context, t *terminal) error {
	return c.use(ctx, func(api *client, r boundaryset.Record) error {
		if err := api.call(ctx, http.MethodDelete, "/boundary-sets/"+r.ID, nil, nil); err != nil {
			return err
		}
		return t.print(r, func(w io.Writer) { fmt.Fprintf(w, "Deleted %s.\n", r.Name) })
	})
}
