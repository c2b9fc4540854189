package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// supplementGroup is about attributes of boundaries and areas by CSV.
type supplementGroup struct {
	Add    supplementAddCmd    `cmd:"" help:"Join attributes from a file onto boundaries, areas or the units of one alignment by a key."`
	List   supplementListCmd   `cmd:"" help:"List the attributes by CSV of a boundary set, dataset or alignment."`
	Delete supplementDeleteCmd `cmd:"" help:"Take attributes by CSV away again, by their id."`
}

// supplementFor says for whom attributes are.
type supplementFor struct {
	Set       string `help:"Boundary set, by name, name@edition or id." xor:"for"`
	Dataset   string `help:"Dataset, by name or id: all of its alignments." xor:"for"`
	Alignment string `help:"One alignment, by name, dataset/name or id." xor:"for"`
}

func (f supplementFor) ids(ctx context.Context, api *client) (set, datasetID, alignmentID string, err error) {
	switch {
	case f.Set != "":
		r, err := findBoundarySet(ctx, api, f.Set)
		return r.ID, "", "", err
	case f.Dataset != "":
		d, err := findDataset(ctx, api, f.Dataset)
		return "", d.ID, "", err
	}
	a, err := findAlignment(ctx, api, f.Alignment)
	return "", "", a.ID, err
}

type supplementAddCmd struct {
	connection
	supplementFor
	On       string `help:"What the rows describe." enum:"units,boundaries,areas" default:"boundaries"`
	Key      string `help:"Column that names them: a code, an area's name, path or number, a unit's id; found by itself when not given."`
	Problems string `help:"Write the rows that could not be joined to this CSV file." type:"path"`
	File     string `arg:"" help:"CSV (plain or gzipped), XLSX or Parquet file." type:"path"`
}

// Run uploads the file and joins it.
func (c *supplementAddCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := httpapi.SupplementRequest{On: dataset.On(c.On), Key: c.Key}
	if request.BoundarySet, request.Dataset, request.Alignment, err = c.ids(ctx, api); err != nil {
		return err
	}
	upload, err := sendFile(ctx, api, c.File)
	if err != nil {
		return err
	}
	request.Upload = upload.ID
	var s dataset.Supplement
	if err := api.post(ctx, "/supplements", request, &s); err != nil {
		return err
	}
	if c.Problems != "" {
		if err := fetch(ctx, api, "/supplements/"+s.ID+"/problems.csv", c.Problems); err != nil {
			return err
		}
	}
	return t.print(s, func(w io.Writer) { printSupplement(w, s) })
}

func printSupplement(w io.Writer, s dataset.Supplement) {
	fmt.Fprintf(w, "%s  %s on %s by %q: ", s.ID, s.Name, s.On, s.Key)
	for i, c := range s.Columns {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprint(w, c.Name)
	}
	fmt.Fprintf(w, "\n  %d rows: %d joined, %d not found or ambiguous, %d with the key of an earlier row; %d %s without a row\n", s.Rows, s.Matched, s.Unmatched, s.Duplicates, s.Missing, s.On)
	for i, p := range s.Problems {
		if i == printedCodes {
			fmt.Fprintln(w, "  … --problems writes all")
			break
		}
		fmt.Fprintf(w, "  row %d, %q: %s\n", p.Row, p.Key, p.Why)
	}
}

type supplementListCmd struct {
	connection
	supplementFor
}

// Run lists them.
func (c *supplementListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	set, datasetID, alignmentID, err := c.ids(ctx, api)
	if err != nil {
		return err
	}
	var list httpapi.SupplementList
	query := url.Values{"boundarySet": {set}, "dataset": {datasetID}, "alignment": {alignmentID}}
	if err := api.get(ctx, "/supplements?"+query.Encode(), &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, s := range list.Supplements {
			printSupplement(w, s)
		}
	})
}

type supplementDeleteCmd struct {
	connection
	ID string `arg:"" help:"Id, as list shows it."`
}

// Run deletes one.
func (c *supplementDeleteCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	reply, err := api.send(ctx, http.MethodDelete, "/supplements/"+c.ID, "", nil)
	if err != nil {
		return err
	}
	reply.Body.Close() //nolint:errcheck // nothing in it
	return t.print(map[string]string{"deleted": c.ID}, func(w io.Writer) { fmt.Fprintln(w, "Deleted.") })
}
