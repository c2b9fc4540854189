package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// datasetCmd groups everything done to datasets.
type datasetCmd struct {
	Snapshots  datasetSnapshotsCmd  `cmd:"" help:"List a dataset's snapshots, newest first."`
	Changes    datasetChangesCmd    `cmd:"" help:"What changed between two snapshots."`
	Addresses  datasetAddressesCmd  `cmd:"" help:"Report doubtful addresses."`
	Locate     datasetLocateCmd     `cmd:"" help:"Locate the units again by code, position and address, as the next snapshot."`
	Supplement datasetSupplementCmd `cmd:"" help:"Join the columns of a file onto the units by a key."`
	Refresh    datasetRefreshCmd    `cmd:"" help:"Import new files, if any, and move alignments onto the newest snapshot (or another)."`
	Update     datasetUpdateCmd     `cmd:"" help:"Read the live sources of a dataset again and move its alignments onto the new snapshot."`
	Schedule   datasetScheduleCmd   `cmd:"" help:"When a server reads the live sources of a dataset again."`
	Attribute  datasetAttributeCmd  `cmd:"" help:"Calculated attributes."`
	Filter     datasetFilterCmd     `cmd:"" help:"Saved filters."`
	Export     datasetExportCmd     `cmd:"" help:"Write the units as CSV or Parquet."`
	Clone      datasetCloneCmd      `cmd:"" help:"Copy a dataset with its snapshots and attributes, and the alignments you choose."`
	Archive    datasetArchiveCmd    `cmd:"" help:"Put a dataset aside: out of ordinary lists, otherwise as before."`
	Unarchive  datasetUnarchiveCmd  `cmd:"" help:"Take an archived dataset back."`
	Delete     datasetDeleteCmd     `cmd:"" help:"Move a dataset with its alignments into the trash; --for-good deletes what is there."`
	Trash      datasetTrashCmd      `cmd:"" help:"List the trash."`
	Retention  datasetRetentionCmd  `cmd:"" help:"Show or set how many days the trash and superseded snapshots are kept; gc applies it."`
	Restore    datasetRestoreCmd    `cmd:"" help:"Take a dataset out of the trash."`
}

// datasetFlag chooses the dataset a command is about.
type datasetFlag struct {
	connection
	Dataset string `help:"Dataset, by name or id; needed when there are several."`
}

// dataset opens the connection and finds the dataset; it has a snapshot.
func (f *datasetFlag) dataset(ctx context.Context) (*client, httpapi.DatasetItem, func(), error) {
	api, done, err := f.open(ctx)
	if err != nil {
		return nil, httpapi.DatasetItem{}, nil, err
	}
	d, err := findDataset(ctx, api, f.Dataset)
	if err == nil && d.Snapshot == nil {
		err = territory.Errorf(territory.Conflict, "%q has no units yet: import a file first.", d.Name)
	}
	if err != nil {
		done()
		return nil, d, nil, err
	}
	return api, d, done, nil
}

type datasetSnapshotsCmd struct {
	datasetFlag
}

// Run lists the snapshots.
func (c *datasetSnapshotsCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.SnapshotList
	if err := api.get(ctx, "/datasets/"+d.ID+"/snapshots", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, s := range list.Snapshots {
			fmt.Fprintf(w, "%s  %s  %d units, %d rows rejected, %d columns\n", s.ID, s.Created.Format(time.DateTime), s.Units, s.Rejected, s.Columns)
			for _, source := range s.Sources {
				fmt.Fprintf(w, "  %s  %d rows\n", source.Name, source.Rows)
			}
		}
	})
}

type datasetSupplementCmd struct {
	datasetFlag
	Key      string `help:"The file's column to join on; by default the one that looks like an id."`
	On       string `help:"The text column of the units it must equal; by default their id."`
	Rejected string `help:"Write the rows with a duplicate key, or that cannot be read, to this CSV file." type:"path"`
	File     string `arg:"" help:"CSV (plain or gzipped), XLSX or Parquet file." type:"path"`
}

// Run uploads the file and follows the job.
func (c *datasetSupplementCmd) Run(ctx context.Context, t *terminal) error {
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	upload, err := sendFile(ctx, api, c.File)
	if err != nil {
		return err
	}
	var started httpapi.ImportStarted
	request := httpapi.SupplementBody{Upload: upload.ID, Key: c.Key, On: c.On}
	if err := api.post(ctx, "/datasets/"+d.ID+"/supplements", request, &started); err != nil {
		return err
	}
	var o ingest.SupplementOutcome
	if err := api.follow(ctx, t, started.Job, &o); err != nil {
		return err
	}
	if c.Rejected != "" && o.RejectedRows() > 0 {
		if err := fetch(ctx, api, "/snapshots/"+o.SnapshotID+"/rejected.csv", c.Rejected); err != nil {
			return err
		}
	}
	return t.print(o, func(w io.Writer) {
		fmt.Fprintf(w, "Supplemented %s: %d units found a row, %d did not; %d rows fit no unit, %d were rejected.\n",
			o.Dataset, o.Matched, o.Unmatched, o.UnusedRows, o.RejectedRows())
		for _, r := range o.Rejections {
			fmt.Fprintf(w, "  %6d  %s (first in row %d)\n", r.Rows, r.Text, r.FirstRow)
		}
		for _, key := range o.UnusedKeys {
			fmt.Fprintf(w, "  no unit has the key %q\n", key)
		}
	})
}

type datasetExportCmd struct {
	datasetFlag
	Snapshot string   `help:"Id of the snapshot to export; by default the newest."`
	Format   string   `help:"csv or parquet." enum:"csv,parquet" default:"csv"`
	Column   []string `help:"Columns to write to CSV; by default all that came from the sources."`
	Out      string   `help:"File to write." required:"" type:"path"`
}

// Run downloads the file.
func (c *datasetExportCmd) Run(ctx context.Context, t *terminal) error {
	if c.Format == "parquet" && len(c.Column) > 0 {
		return territory.Errorf(territory.Invalid, "Parquet is exported with all columns: leave --column out, or export CSV.")
	}
	api, d, done, err := c.dataset(ctx)
	if err != nil {
		return err
	}
	defer done()
	id := c.Snapshot
	if id == "" {
		id = d.Snapshot.ID
	}
	query := url.Values{"columns": c.Column}.Encode()
	if err := fetch(ctx, api, "/snapshots/"+id+"/units."+c.Format+"?"+query, c.Out); err != nil {
		return err
	}
	return t.print(map[string]any{"snapshotId": id, "path": c.Out}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.Out) })
}
