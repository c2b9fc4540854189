package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type datasetCloneCmd struct {
	datasetFlag
	Alignment []string `help:"Alignment to take along with its history; may be repeated." sep:"none"`
	All       bool     `help:"Take all alignments along."`
	Name      string   `arg:"" help:"Name of the copy."`
}

// Run copies the dataset.
func (c *datasetCloneCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	ids := []string{}
	if c.All {
		var list httpapi.AlignmentList
		if err := api.get(ctx, "/alignments?dataset="+url.QueryEscape(d.ID), &list); err != nil {
			return err
		}
		for _, a := range list.Alignments {
			ids = append(ids, a.ID)
		}
	}
	for _, name := range c.Alignment {
		a, err := findAlignment(ctx, api, d.ID+"/"+name)
		if err != nil {
			return err
		}
		ids = append(ids, a.ID)
	}
	var copied dataset.Dataset
	if err := api.post(ctx, "/datasets/"+d.ID+"/clone", map[string]any{"name": c.Name, "alignments": ids}, &copied); err != nil {
		return err
	}
	return t.print(copied, func(w io.Writer) {
		fmt.Fprintf(w, "Copied %s to %s with %d alignments.\n", d.Name, copied.Name, len(ids))
	})
}
