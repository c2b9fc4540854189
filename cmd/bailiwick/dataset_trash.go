package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

type datasetArchiveCmd struct {
	connection
	Dataset string `arg:"" help:"Dataset, by name or id."`
}

// Run archives the dataset.
func (c *datasetArchiveCmd) Run(ctx context.Context, t *terminal) error {
	return c.connection.archive(ctx, t, c.Dataset, http.MethodPost, "Archived %s; bailiwick datasets --archived lists it.\n")
}

type datasetUnarchiveCmd struct {
	connection
	Dataset string `arg:"" help:"Dataset, by name or id."`
}

// Run takes the dataset back.
func (c *datasetUnarchiveCmd) Run(ctx context.Context, t *terminal) error {
	return c.connection.archive(ctx, t, c.Dataset, http.MethodDelete, "%s is no longer archived.\n")
}

func (c *connection) archive(ctx context.Context, t *terminal, word, method, text string) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	d, err := findDataset(ctx, api, word)
	if err != nil {
		return err
	}
	var after dataset.Dataset
	if err := api.call(ctx, method, "/datasets/"+d.ID+"/archive", nil, &after); err != nil {
		return err
	}
	return t.print(after, func(w io.Writer) { fmt.Fprintf(w, text, after.Name) })
}

type datasetDeleteCmd struct {
	connection
	ForGood bool   `help:"Delete a dataset that is in the trash, with everything in it. This cannot be undone."`
	Dataset string `arg:"" help:"Dataset, by name or id."`
}

// Run moves the dataset into the trash, or deletes it there.
func (c *datasetDeleteCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.ForGood {
		d, err := findTrashed(ctx, api, c.Dataset)
		if err != nil {
			return err
		}
		if err := api.call(ctx, http.MethodDelete, "/trash/"+d.ID, nil, nil); err != nil {
			return err
		}
		return t.print(map[string]any{"datasetId": d.ID, "deleted": true}, func(w io.Writer) { fmt.Fprintf(w, "Deleted %s for good.\n", d.Name) })
	}
	d, err := findDataset(ctx, api, c.Dataset)
	if err != nil {
		return err
	}
	if err := api.call(ctx, http.MethodDelete, "/datasets/"+d.ID, nil, nil); err != nil {
		return err
	}
	return t.print(map[string]any{"datasetId": d.ID, "deleted": false}, func(w io.Writer) {
		fmt.Fprintf(w, "Moved %s with %d alignments into the trash; bailiwick dataset restore brings it back.\n", d.Name, d.Alignments)
	})
}

type datasetTrashCmd struct {
	connection
}

// Run lists the trash.
func (c *datasetTrashCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.TrashList
	if err := api.get(ctx, "/trash", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Datasets) == 0 {
			fmt.Fprintln(w, "The trash is empty.")
		}
		for _, d := range list.Datasets {
			fmt.Fprintf(w, "%s  %s  deleted %s\n", d.ID, d.Name, d.Trashed.Format(time.DateTime))
		}
	})
}

type datasetRestoreCmd struct {
	connection
	Name    string `help:"Another name, when its own is taken by now."`
	Dataset string `arg:"" help:"Dataset in the trash, by name or id."`
}

// Run takes the dataset out of the trash.
func (c *datasetRestoreCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	d, err := findTrashed(ctx, api, c.Dataset)
	if err != nil {
		return err
	}
	var back dataset.Dataset
	if err := api.post(ctx, "/trash/"+d.ID+"/restore", httpapi.RestoreBody{Name: c.Name}, &back); err != nil {
		return err
	}
	return t.print(back, func(w io.Writer) { fmt.Fprintf(w, "Restored %s.\n", back.Name) })
}

func findTrashed(ctx context.Context, c *client, word string) (dataset.Dataset, error) {
	var list httpapi.TrashList
	if err := c.get(ctx, "/trash", &list); err != nil {
		return dataset.Dataset{}, err
	}
	return pickOne(list.Datasets, word, "dataset in the trash", func(d dataset.Dataset) (string, string) { return d.ID, d.Name })
}
