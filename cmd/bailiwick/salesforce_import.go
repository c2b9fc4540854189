package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	org "github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The words of package connection, whose name the commands' own struct has.
type (
	orgRecord      = org.Connection
	orgTest        = org.Test
	orgField       = org.Field
	connectionFlow = org.Flow
)

const (
	productionURL  = org.ProductionURL
	sandboxURL     = org.SandboxURL
	connectWeb     = org.WebServer
	connectJWT     = org.JWT
	connectClient  = org.ClientCredentials
	connectToken   = org.Token
	pathDatasets   = "/datasets/"
	pathConnection = "/salesforce/connections/"
)

type salesforceCheckCmd struct {
	orgConnection
	SOQL string `arg:"" help:"The query."`
}

// Run checks a query.
func (c *salesforceCheckCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, o orgRecord) error {
		var check org.QueryCheck
		if err := api.post(ctx, pathConnection+o.ID+"/query-checks", map[string]string{"soql": c.SOQL}, &check); err != nil {
			return err
		}
		if !check.OK && !t.json {
			return territory.Errorf(territory.Invalid, "The query cannot run: %s", check.Message)
		}
		return t.print(check, func(w io.Writer) {
			fmt.Fprintf(w, "The query can run; it finds %d records.\n", check.Rows)
			printFields(w, check.Columns)
		})
	})
}

type salesforceImportCmd struct {
	orgConnection
	Name    string            `help:"Name of the new dataset."`
	Into    string            `help:"Import as the next snapshot of this dataset instead of a new one."`
	Object  []string          `help:"Object to import; with fields as Account:Id,Name,Owner.Name. May be repeated." sep:"none"`
	Where   string            `help:"SOQL condition for the objects, without WHERE."`
	SOQL    []string          `help:"Query to import. May be repeated." name:"soql" sep:"none"`
	Report  []string          `help:"Id of a report to import. May be repeated."`
	Deleted bool              `help:"Also import records in the recycle bin, with the column IsDeleted."`
	Role    map[string]string `help:"Role of a column, as COLUMN=role; the others are found by name and content." mapsep:","`
}

// Run starts the import and follows it.
func (c *salesforceImportCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, o orgRecord) error {
		request, err := c.request(ctx, api, o.ID)
		if err != nil {
			return err
		}
		var started httpapi.ImportStarted
		if err := api.post(ctx, "/salesforce/imports", request, &started); err != nil {
			return err
		}
		return followOrgImport(ctx, t, api, started)
	})
}

func (c *salesforceImportCmd) request(ctx context.Context, api *client, id string) (map[string]any, error) {
	var sources []org.Source
	for _, o := range c.Object {
		name, fields, _ := strings.Cut(o, ":")
		s := org.Source{Object: name, Where: c.Where, Deleted: c.Deleted}
		if fields != "" {
			s.Fields = strings.Split(fields, ",")
		}
		sources = append(sources, s)
	}
	for _, q := range c.SOQL {
		sources = append(sources, org.Source{SOQL: q, Deleted: c.Deleted})
	}
	for _, r := range c.Report {
		sources = append(sources, org.Source{Report: r})
	}
	if len(sources) == 0 {
		return nil, territory.Errorf(territory.Invalid, "Say with --object, --soql or --report what to import.")
	}
	request := map[string]any{"connection": id, "name": c.Name, "sources": sources}
	if len(c.Role) > 0 {
		var columns []ingest.ColumnChoice
		for name, role := range c.Role {
			columns = append(columns, ingest.ColumnChoice{Name: name, Role: dataset.Role(role)})
		}
		request["columns"] = columns
	}
	if c.Into != "" {
		d, err := findDataset(ctx, api, c.Into)
		if err != nil {
			return nil, err
		}
		request["dataset"] = d.ID
	}
	return request, nil
}

func followOrgImport(ctx context.Context, t *terminal, api *client, started httpapi.ImportStarted) error {
	var outcome salesforce.ImportOutcome
	if err := api.follow(ctx, t, started.Job, &outcome); err != nil {
		return err
	}
	return t.print(outcome, func(w io.Writer) {
		for _, s := range outcome.Sources {
			if s.Part {
				fmt.Fprintf(w, "%s: %d changed, %d deleted of %d (%s).\n", s.Name, s.Changed, s.Deleted, s.Rows, s.How)
			} else {
				fmt.Fprintf(w, "%s: %d records (%s), in %.1f s.\n", s.Name, s.Rows, s.How, s.Seconds)
			}
		}
		fmt.Fprintf(w, "%d API calls.\n", outcome.Calls)
		printImport(w, &outcome.Outcome)
	})
}

type salesforceRefreshCmd struct {
	connection
	Dataset string `arg:"" help:"Dataset, by name or id."`
	Full    bool   `help:"Read everything again."`
}

// Run refreshes a dataset.
func (c *salesforceRefreshCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	d, err := findDataset(ctx, api, c.Dataset)
	if err != nil {
		return err
	}
	var started httpapi.ImportStarted
	if err := api.post(ctx, pathDatasets+d.ID+"/salesforce-refreshes", map[string]any{"full": c.Full}, &started); err != nil {
		return err
	}
	return followOrgImport(ctx, t, api, started)
}
