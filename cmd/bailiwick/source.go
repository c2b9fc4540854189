package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// sourceCmd groups everything done to live sources.
type sourceCmd struct {
	Add    sourceAddCmd    `cmd:"" help:"Store a query on a PostgreSQL database as a source for imports."`
	List   sourceListCmd   `cmd:"" help:"List the sources."`
	Check  sourceCheckCmd  `cmd:"" help:"Connect and show a query's columns and first rows."`
	Delete sourceDeleteCmd `cmd:"" help:"Delete a source; what was imported from it stays."`
}

// queryFlags say what to read from where.
type queryFlags struct {
	Connection string `help:"postgres://user:password@host:5432/database, or key=value words; better in the environment than on the command line, where others may see it." env:"BAILIWICK_CONNECTION"`
	Query      string `help:"One SELECT."`
	QueryFile  string `help:"File with the query." type:"existingfile"`
}

func (f queryFlags) query() (string, error) {
	if f.QueryFile == "" {
		return f.Query, nil
	}
	text, err := os.ReadFile(f.QueryFile)
	if err != nil {
		return "", territory.Errorf(territory.Invalid, "The query cannot be read: %v.", err)
	}
	return string(text), nil
}

type sourceAddCmd struct {
	connection
	queryFlags
	MaxRows int64  `help:"Most rows a reading may give; 0 is 10,000,000."`
	Timeout int    `help:"Most seconds a reading may take; 0 is 1800."`
	Name    string `arg:"" help:"Name of the source."`
}

// Run stores the source after trying it.
func (c *sourceAddCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	query, err := c.query()
	if err != nil {
		return err
	}
	var check live.Check
	if err := api.post(ctx, "/sources/check", httpapi.CheckSourceBody{Connection: c.Connection, Query: query}, &check); err != nil {
		return err
	}
	var s live.Source
	wanted := live.Wanted{Name: c.Name, Connection: c.Connection, Query: query, Limits: live.Limits{MaxRows: c.MaxRows, TimeoutSeconds: c.Timeout}}
	if err := api.post(ctx, "/sources", wanted, &s); err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) {
		fmt.Fprintf(w, "Stored %s: %d columns on %s.\n", s.Name, len(check.Columns), s.Server)
	})
}

type sourceListCmd struct{ connection }

// Run lists the sources.
func (c *sourceListCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.SourceList
	if err := api.get(ctx, "/sources", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Sources) == 0 {
			fmt.Fprintln(w, "There are no sources. Store one with: bailiwick source add")
		}
		for _, s := range list.Sources {
			fmt.Fprintf(w, "%s  %s  %s\n", s.ID, s.Name, s.Server)
		}
	})
}

type sourceCheckCmd struct {
	connection
	queryFlags
	Name string `arg:"" optional:"" help:"Source to try; without one, give connection and query."`
}

// Run tries a query.
func (c *sourceCheckCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	request := httpapi.CheckSourceBody{Connection: c.Connection}
	if request.Query, err = c.query(); err != nil {
		return err
	}
	if c.Name != "" {
		s, err := findSource(ctx, api, c.Name)
		if err != nil {
			return err
		}
		request.ID = s.ID
	}
	var check live.Check
	if err := api.post(ctx, "/sources/check", request, &check); err != nil {
		return err
	}
	return t.print(check, func(w io.Writer) {
		fmt.Fprintf(w, "Connected to %s.\n", check.Server)
		for _, column := range check.Columns {
			fmt.Fprintf(w, "  %-30s %s\n", column.Name, column.DatabaseType)
		}
		for _, row := range check.Rows {
			fmt.Fprintln(w, strings.Join(row, " | "))
		}
	})
}

type sourceDeleteCmd struct {
	connection
	Name string `arg:"" help:"Name or id of the source."`
}

// Run deletes a source.
func (c *sourceDeleteCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	s, err := findSource(ctx, api, c.Name)
	if err != nil {
		return err
	}
	if err := api.call(ctx, http.MethodDelete, "/sources/"+s.ID, nil, nil); err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) { fmt.Fprintf(w, "Deleted %s.\n", s.Name) })
}

func findSource(ctx context.Context, api *client, word string) (live.Source, error) {
	var list httpapi.SourceList
	if err := api.get(ctx, "/sources", &list); err != nil {
		return live.Source{}, err
	}
	return pickOne(list.Sources, word, "source", func(s live.Source) (string, string) { return s.ID, s.Name })
}

// readSource reads a source into an upload.
func readSource(ctx context.Context, t *terminal, api *client, word string) (ingest.Upload, error) {
	var upload ingest.Upload
	s, err := findSource(ctx, api, word)
	if err != nil {
		return upload, err
	}
	var j job.Job
	if err := api.post(ctx, "/sources/"+s.ID+"/uploads", nil, &j); err != nil {
		return upload, err
	}
	return upload, api.follow(ctx, t, j, &upload)
}
