package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/refresh"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type datasetRefreshCmd struct {
	datasetFlag
	To        string   `help:"Id of the snapshot to move onto, also an older one; by default the newest."`
	Alignment []string `help:"Alignments to move, by name or id; by default all of the dataset."`
	Place     []string `help:"How new units find a territory, in the order tried: rule, boundary, nearest, or none." default:"rule,boundary,nearest"`
	Code      string   `help:"Text column for boundary; by default the postal code, else the county or state."`
	DryRun    bool     `help:"Report and move nothing. Files are imported all the same."`
	Out       string   `help:"Write the new, gone, moved and changed units with their areas to this CSV file, for one alignment." type:"path"`
	Files     []string `arg:"" name:"file" optional:"" help:"Files to import first, as the dataset's next snapshot." type:"path"`
}

// refreshResult is what the command prints as JSON.
type refreshResult struct {
	Import *ingest.Outcome `json:"import,omitempty"`
	*refresh.Report
}

// Run imports the files, if any, and moves the alignments.
func (c *datasetRefreshCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var result refreshResult
	if len(c.Files) > 0 {
		if result.Import, err = (&importCmd{Into: d.ID, Files: c.Files, like: true}).run(ctx, t, api); err != nil {
			return err
		}
	}
	request, err := c.request(ctx, api, d)
	if err != nil {
		return err
	}
	var j job.Job
	if err := api.post(ctx, "/datasets/"+d.ID+"/refreshes", request, &j); err != nil {
		return err
	}
	if err := api.follow(ctx, t, j, &result.Report); err != nil {
		return err
	}
	if err := c.write(ctx, api, result.Report); err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) { printRefresh(w, result) })
}

func (c *datasetRefreshCmd) request(ctx context.Context, api *client, d httpapi.DatasetItem) (httpapi.RefreshBody, error) {
	request := httpapi.RefreshBody{To: c.To, Code: c.Code, DryRun: c.DryRun}
	for _, word := range c.Alignment {
		a, err := findAlignment(ctx, api, d.ID+"/"+word)
		if err != nil {
			return request, err
		}
		request.Alignments = append(request.Alignments, a.ID)
	}
	if request.Unplaced = len(c.Place) == 1 && c.Place[0] == "none"; !request.Unplaced {
		for _, way := range c.Place {
			request.Place = append(request.Place, refresh.Way(way))
		}
	}
	return request, nil
}

// write writes the units of the one alignment that moved.
func (c *datasetRefreshCmd) write(ctx context.Context, api *client, r *refresh.Report) error {
	switch {
	case c.Out == "":
		return nil
	case c.DryRun || len(r.Alignments) != 1:
		return territory.Errorf(territory.Invalid, "--out writes the units of one alignment that moved; %d did. Name one with --alignment.", len(r.Alignments))
	}
	a := r.Alignments[0]
	return fetch(ctx, api, "/alignments/"+a.AlignmentID+"/moves/"+strconv.FormatInt(a.Version, 10)+"/units.csv", c.Out)
}

func printRefresh(w io.Writer, r refreshResult) {
	if r.Import != nil {
		printImport(w, r.Import)
	}
	if len(r.Alignments) == 0 {
		fmt.Fprintln(w, "No alignment has to move: all stand on this snapshot.")
	}
	for _, a := range r.Alignments {
		verb := map[bool]string{true: "would move", false: "moved"}[r.DryRun]
		if a.Already {
			verb = "had moved"
		}
		fmt.Fprintf(w, "%s %s: %d units kept (%d moved, %d changed), %d gone, %d new.\n", a.Name, verb, a.Kept, a.Moved, a.Changed, a.Gone, a.Added)
		for _, way := range []refresh.Way{refresh.ByRule, refresh.ByBoundary, refresh.ByNearest} {
			if n := a.Placed[way]; n > 0 {
				fmt.Fprintf(w, "  %d new units placed by %s\n", n, way)
			}
		}
		if a.Unassigned > 0 {
			fmt.Fprintf(w, "  %d new units are unassigned\n", a.Unassigned)
		}
		for _, x := range a.Areas {
			fmt.Fprintf(w, "  %s: %d → %d units (%d gone, %d new, %d changed)\n", x.Name, x.Before, x.After, x.Gone, x.Added, x.Changed)
		}
		for _, note := range a.Notes {
			fmt.Fprintln(w, " ", note)
		}
	}
}
