package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type importCmd struct {
	connection
	Name     string            `help:"Name of the dataset; the file's name by default."`
	Into     string            `help:"Import as the next snapshot of this dataset instead of a new one."`
	Role     map[string]string `help:"Role of a column, as COLUMN=role; the others are found by name and content." mapsep:","`
	Rejected string            `help:"Write the rejected rows to this CSV file." type:"path"`
	Append   bool              `help:"With --into: keep its units and add the rows, e.g. rejected ones that were corrected." aliases:"corrected"`
	DryRun   bool              `help:"Read everything, report what would be accepted and rejected with a profile of every column, and store nothing."`
	locationFlags
	Where   string `help:"Import only rows for which this condition holds; with --into it may use the dataset's saved filters."`
	Preview bool   `help:"Show how the first file will be read, with the reason for every guess, and import nothing."`
	reading `embed:""`
	// like keeps the types and roles that the dataset's columns have.
	like   bool
	Source []string `help:"Live source to read, by name; see bailiwick source add."`
	Files  []string `arg:"" optional:"" name:"file" help:"CSV (plain or gzipped), XLSX or Parquet file; several are read into one snapshot." type:"path"`
}

// Run uploads the file and follows the import.
func (c *importCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.Preview {
		return c.preview(ctx, t, api)
	}
	outcome, err := c.run(ctx, t, api)
	if err != nil {
		return err
	}
	if c.Rejected != "" && !c.DryRun && outcome.RejectedRows() > 0 {
		if err := fetch(ctx, api, "/snapshots/"+outcome.SnapshotID+"/rejected.csv", c.Rejected); err != nil {
			return err
		}
	}
	return t.print(outcome, func(w io.Writer) { printImport(w, outcome) })
}

func (c *importCmd) run(ctx context.Context, t *terminal, api *client) (*ingest.Outcome, error) {
	if c.Append && c.Into == "" {
		return nil, territory.Errorf(territory.Invalid, "Say with --into which dataset to add the rows to.")
	}
	var uploads []string
	for _, file := range c.Files {
		upload, err := sendFile(ctx, api, file)
		if err != nil {
			return nil, err
		}
		uploads = append(uploads, upload.ID)
	}
	for _, source := range c.Source {
		upload, err := readSource(ctx, t, api, source)
		if err != nil {
			return nil, err
		}
		uploads = append(uploads, upload.ID)
	}
	if len(uploads) == 0 {
		return nil, territory.Errorf(territory.Invalid, "Name at least one file, or a live source with --source.")
	}
	request := map[string]any{"upload": uploads[0], "further": uploads[1:], "append": c.Append, "like": c.like, "where": c.Where}
	o := c.options(c.Role)
	if request["dialect"] = o.Dialect; len(o.Columns) > 0 {
		request["columns"] = o.Columns
	}
	if c.asked() {
		location, err := c.location(ctx, api)
		if err != nil {
			return nil, err
		}
		request["location"] = location
	}
	if c.DryRun && c.Into == "" {
		return c.try(ctx, t, api, request)
	}
	path := "/datasets"
	if c.Into != "" {
		d, err := findDataset(ctx, api, c.Into)
		if err != nil {
			return nil, err
		}
		if request["dataset"] = d.ID; c.DryRun {
			return c.try(ctx, t, api, request)
		}
		delete(request, "dataset")
		path = "/datasets/" + d.ID + "/snapshots"
	} else {
		request["name"] = c.name()
	}
	var started httpapi.ImportStarted
	if err := api.post(ctx, path, request, &started); err != nil {
		return nil, err
	}
	var outcome ingest.Outcome
	if err := api.follow(ctx, t, started.Job, &outcome); err != nil {
		return nil, err
	}
	return &outcome, nil
}

// try reads the uploads and stores nothing.
func (c *importCmd) try(ctx context.Context, t *terminal, api *client, request map[string]any) (*ingest.Outcome, error) {
	var j job.Job
	if err := api.post(ctx, "/imports/dry-run", request, &j); err != nil {
		return nil, err
	}
	var outcome ingest.Outcome
	return &outcome, api.follow(ctx, t, j, &outcome)
}

func (c *importCmd) name() string {
	if c.Name != "" {
		return c.Name
	}
	if len(c.Files) == 0 {
		return c.Source[0]
	}
	name, _, _ := strings.Cut(filepath.Base(c.Files[0]), ".")
	return name
}

func sendFile(ctx context.Context, api *client, path string) (ingest.Upload, error) {
	var upload ingest.Upload
	file, err := os.Open(path)
	if err != nil {
		return upload, territory.Errorf(territory.Invalid, "The file cannot be read: %v.", err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	response, err := api.send(ctx, http.MethodPost, "/uploads?name="+url.QueryEscape(filepath.Base(path)), "application/octet-stream", file)
	if err != nil {
		return upload, err
	}
	return upload, decode(response, &upload)
}

func printImport(w io.Writer, o *ingest.Outcome) {
	verb := "Imported " + o.Dataset
	if o.DryRun {
		verb = "Dry run"
	}
	fmt.Fprintf(w, "%s: %d rows read, %d accepted, %d rejected, in %.2f s with %d MB at most.\n", verb, o.Rows, o.Accepted, o.RejectedRows(), o.Seconds, o.PeakMemoryBytes>>20)
	if o.LeftOut > 0 {
		fmt.Fprintf(w, "  %6d  rows left out by the filter\n", o.LeftOut)
	}
	for _, r := range o.Rejections {
		fmt.Fprintf(w, "  %6d  %s (first in row %d)\n", r.Rows, r.Text, r.FirstRow)
	}
	if o.Location != nil {
		printLocation(w, o.Location)
	}
	if c := o.Changes; c != nil {
		fmt.Fprintf(w, "  As the next snapshot: %d units new, %d gone, %d moved, %d changed, %d the same.\n", c.Added, c.Gone, c.Moved, c.Changed, c.Same)
	}
	for _, c := range o.Columns {
		if c.Profile != nil {
			fmt.Fprintf(w, "  %-30s %-8s %-12s %d missing, %d distinct\n", c.Name, c.Type, c.Role, c.Profile.Missing, c.Profile.Distinct)
		}
	}
}
