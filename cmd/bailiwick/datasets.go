package main

import (
	"context"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type datasetsCmd struct {
	connection
	Archived bool `help:"Archived datasets too."`
}

// listing is what the command prints.
type listing struct {
	Datasets   []httpapi.DatasetItem   `json:"datasets"`
	Alignments []httpapi.AlignmentItem `json:"alignments"`
}

// Run lists datasets with their alignments.
func (c *datasetsCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var datasets httpapi.DatasetList
	var alignments httpapi.AlignmentList
	if err := api.get(ctx, fmt.Sprintf("/datasets?archived=%t", c.Archived), &datasets); err != nil {
		return err
	}
	if err := api.get(ctx, "/alignments", &alignments); err != nil {
		return err
	}
	return t.print(listing{datasets.Datasets, alignments.Alignments}, func(w io.Writer) {
		if len(datasets.Datasets) == 0 {
			fmt.Fprintln(w, "There are no datasets yet: bailiwick import FILE.csv makes one.")
		}
		for _, d := range datasets.Datasets {
			units := 0
			if d.Snapshot != nil {
				units = d.Snapshot.Units
			}
			fmt.Fprintf(w, "%s  (%d units)\n", d.Name, units)
			for _, a := range alignments.Alignments {
				if a.DatasetID == d.ID {
					fmt.Fprintf(w, "  %s  version %d, %d territories, %d unassigned\n", a.Name, a.Version, a.Territories, a.Unassigned)
				}
			}
		}
	})
}
