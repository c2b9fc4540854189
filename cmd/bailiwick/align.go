package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type alignCmd struct {
	connection
	Dataset string   `help:"Dataset, by name or id; needed when there are several."`
	Name    string   `help:"Name of the alignment." default:"Present plan"`
	By      []string `help:"Text columns that name the areas, one per level, top first. Without it: the owner or territory column, else no areas."`
	Levels  []string `help:"Names of the levels."`
	From    string   `help:"Copy this alignment instead."`
	Sample  string   `help:"Begin with a sample model; --list-samples shows them."`
	Tree    string   `help:"Begin with the areas of a CSV file: area, parent and any property." type:"existingfile"`
	Empty   bool     `help:"Start without areas, whatever the columns are."`

	ListSamples bool `help:"List the sample models and create nothing."`
}

// Run creates the alignment.
func (c *alignCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.ListSamples {
		return listSamples(ctx, t, api)
	}
	a, err := c.run(ctx, api)
	if err != nil {
		return err
	}
	return t.print(a, func(w io.Writer) {
		fmt.Fprintf(w, "Created alignment %q with %d territories on %d units, %d of them unassigned.\n", a.Name, a.Territories, a.Units, a.Unassigned)
	})
}

func (c *alignCmd) run(ctx context.Context, api *client) (*httpapi.AlignmentItem, error) {
	d, err := findDataset(ctx, api, c.Dataset)
	if err != nil {
		return nil, err
	}
	start := httpapi.Start{Kind: "fields", Fields: c.By, Levels: c.Levels}
	switch {
	case c.From != "":
		from, err := findAlignment(ctx, api, c.From)
		if err != nil {
			return nil, err
		}
		start = httpapi.Start{Kind: "copy", From: from.ID}
	case c.Sample != "":
		start = httpapi.Start{Kind: "sample", Sample: c.Sample}
	case c.Tree != "":
		text, err := os.ReadFile(c.Tree)
		if err != nil {
			return nil, territory.Errorf(territory.Invalid, "%s cannot be read: %v.", c.Tree, err)
		}
		start = httpapi.Start{Kind: "tree", Tree: string(text), Levels: c.Levels}
	case c.Empty:
		start.Kind = "empty"
	case len(c.By) == 0:
		if start.Fields, err = presentFields(ctx, api, d); err != nil {
			return nil, err
		}
		if len(start.Fields) == 0 {
			start.Kind = "empty"
		}
	}
	var a httpapi.AlignmentItem
	return &a, api.post(ctx, "/alignments", map[string]any{"datasetId": d.ID, "name": c.Name, "start": start}, &a)
}

func listSamples(ctx context.Context, t *terminal, api *client) error {
	var list httpapi.SampleList
	if err := api.get(ctx, "/samples", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, s := range list.Samples {
			fmt.Fprintf(w, "%-16s %s: %s\n", s.ID, s.Name, s.Description)
		}
	})
}

// presentFields finds the column that says who has a unit now: the territory
// column, else the owner.
func presentFields(ctx context.Context, api *client, d httpapi.DatasetItem) ([]string, error) {
	if d.Snapshot == nil {
		return nil, nil
	}
	var snapshot dataset.Snapshot
	if err := api.get(ctx, "/snapshots/"+d.Snapshot.ID, &snapshot); err != nil {
		return nil, err
	}
	for _, role := range []dataset.Role{dataset.RoleTerritory, dataset.RoleOwner} {
		for _, column := range snapshot.Columns {
			if column.Role == role && column.Type == dataset.Text {
				return []string{column.Name}, nil
			}
		}
	}
	return nil, nil
}
