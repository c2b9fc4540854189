package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

type datasetRetentionCmd struct {
	connection
	TrashDays    *int `help:"Days a dataset stays in the trash; 0 is for ever."`
	SnapshotDays *int `help:"Days a superseded snapshot is kept that no alignment or history stands on; 0 is for ever."`
}

// Run changes what is given and shows the retention.
func (c *datasetRetentionCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var r dataset.Retention
	if err := api.get(ctx, "/retention", &r); err != nil {
		return err
	}
	if c.TrashDays != nil {
		r.TrashDays = *c.TrashDays
	}
	if c.SnapshotDays != nil {
		r.SnapshotDays = *c.SnapshotDays
	}
	if c.TrashDays != nil || c.SnapshotDays != nil {
		if err := api.call(ctx, http.MethodPut, "/retention", r, &r); err != nil {
			return err
		}
	}
	return t.print(r, func(w io.Writer) {
		fmt.Fprintf(w, "Datasets stay in the trash %s, superseded snapshots that nothing stands on are kept %s; bailiwick gc applies it.\n",
			daysText(r.TrashDays), daysText(r.SnapshotDays))
	})
}

func daysText(n int) string {
	if n == 0 {
		return "for ever"
	}
	return fmt.Sprintf("%d days", n)
}
