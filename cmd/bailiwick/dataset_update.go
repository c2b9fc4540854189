package main

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
)

type datasetUpdateCmd struct {
	datasetFlag
	Keep  bool     `help:"Leave the alignments on their snapshots."`
	Place []string `help:"How new units find a territory, as with refresh." default:"rule,boundary,nearest"`
	Code  string   `help:"Text column for boundary."`
}

// Run reads the dataset's live sources again and moves its alignments.
func (c *datasetUpdateCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	place := datasetRefreshCmd{Place: c.Place, Code: c.Code}
	request := httpapi.UpdateBody{Keep: c.Keep}
	if request.RefreshBody, err = place.request(ctx, api, d); err != nil {
		return err
	}
	var j job.Job
	if err := api.post(ctx, "/datasets/"+d.ID+"/updates", request, &j); err != nil {
		return err
	}
	var result updated
	if err := api.follow(ctx, t, j, &result); err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) {
		printImport(w, result.Import)
		if result.Refresh != nil {
			printRefresh(w, refreshResult{Report: result.Refresh})
		}
	})
}
