package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type datasetChangesCmd struct {
	datasetFlag
	From string `help:"Id of the older snapshot; by default the one before."`
	To   string `help:"Id of the newer snapshot; by default the newest."`
	Out  string `help:"Write the changed units to this CSV file." type:"path"`
}

// changeReport is what the command prints as JSON.
type changeReport struct {
	From string `json:"from"`
	To   string `json:"to"`
	dataset.Diff
}

// Run compares two snapshots.
func (c *datasetChangesCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var report changeReport
	if report.From, report.To, err = c.choose(ctx, api, d.ID); err != nil {
		return err
	}
	if err := api.get(ctx, "/snapshots/"+report.To+"/changes?from="+report.From, &report.Diff); err != nil {
		return err
	}
	if c.Out != "" {
		if err := fetch(ctx, api, "/snapshots/"+report.To+"/changes.csv?from="+report.From, c.Out); err != nil {
			return err
		}
	}
	return t.print(report, func(w io.Writer) { printChanges(w, report) })
}

// choose finds the two snapshots; from is the one before to unless named.
func (c *datasetChangesCmd) choose(ctx context.Context, api *client, datasetID string) (from, to string, err error) {
	var list httpapi.SnapshotList
	if err := api.get(ctx, "/datasets/"+datasetID+"/snapshots", &list); err != nil {
		return "", "", err
	}
	if to = c.To; to == "" {
		to = list.Snapshots[0].ID
	}
	if c.From != "" {
		return c.From, to, nil
	}
	at := slices.IndexFunc(list.Snapshots, func(s httpapi.SnapshotItem) bool { return s.ID == to })
	if at < 0 || at+1 == len(list.Snapshots) {
		return "", "", territory.Errorf(territory.Invalid, "There is no snapshot before %s to compare with: name one with --from.", to)
	}
	return list.Snapshots[at+1].ID, to, nil
}

func printChanges(w io.Writer, r changeReport) {
	fmt.Fprintf(w, "%d units are new, %d gone, %d moved, %d changed, %d the same.\n", r.Added, r.Gone, r.Moved, r.Changed, r.Same)
	for _, c := range r.Columns {
		switch c.Change {
		case "values":
			fmt.Fprintf(w, "  %s: %d units have another value\n", c.Name, c.Units)
		case "type":
			fmt.Fprintf(w, "  %s: another type\n", c.Name)
		default:
			fmt.Fprintf(w, "  %s: column %s\n", c.Name, c.Change)
		}
	}
}

type datasetAddressesCmd struct {
	datasetFlag
	Out string `help:"Write the units in doubt with their findings to this CSV file." type:"path"`
}

// Run reports doubtful addresses.
func (c *datasetAddressesCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var q dataset.AddressQuality
	if err := api.get(ctx, "/snapshots/"+d.Snapshot.ID+"/addresses", &q); err != nil {
		return err
	}
	if c.Out != "" {
		if err := fetch(ctx, api, "/snapshots/"+d.Snapshot.ID+"/addresses.csv", c.Out); err != nil {
			return err
		}
	}
	return t.print(q, func(w io.Writer) {
		fmt.Fprintf(w, "%d of %d units have a doubtful address.\n", q.Units, d.Snapshot.Units)
		for _, finding := range slices.Sorted(maps.Keys(q.Counts)) {
			fmt.Fprintf(w, "  %6d  %s\n", q.Counts[finding], finding)
		}
	})
}
