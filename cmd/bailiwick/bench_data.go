package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/benchsuite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type benchRowsCmd struct {
	N       int    `short:"n" help:"Number of rows." default:"250000"`
	Wide    bool   `help:"Thirty columns instead of twenty."`
	Changed int    `help:"Percent of the rows that differ from the file without this."`
	Out     string `help:"File to write: CSV, or XLSX by its name." required:"" type:"path"`
}

// Run writes a file to import.
func (c *benchRowsCmd) Run() error {
	rows := func(w io.Writer) error {
		return benchsuite.WriteRowsLike(w, c.N, benchsuite.RowOptions{Wide: c.Wide, Changed: c.Changed})
	}
	if !strings.HasSuffix(c.Out, ".xlsx") {
		return writeFile(c.Out, rows)
	}
	return writeFile(c.Out, func(w io.Writer) error {
		from, to := io.Pipe()
		go func() { to.CloseWithError(rows(to)) }() //nolint:errcheck // never fails
		return benchsuite.WriteWorkbook(w, from)
	})
}

type benchReaderCmd struct {
	File string `arg:"" help:"CSV file." type:"existingfile"`
}

// Run reads a file with the reader of imports and with encoding/csv.
func (c *benchReaderCmd) Run(ctx context.Context, t *terminal) error {
	report, err := benchsuite.ReadBoth(ctx, c.File, time.Now)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(report)
}

type benchAttributeCmd struct {
	N int `short:"n" help:"Number of units." default:"250000"`
}

// Run works calculated attributes out.
func (c *benchAttributeCmd) Run(ctx context.Context, t *terminal) error {
	report, err := benchsuite.Evaluate(ctx, c.N, time.Now)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(report)
}

type benchOpenCmd struct{ alignmentFlag }

// Run asks for all that the desk shows of an alignment when it is opened, the
// first time with nothing in memory.
func (c *benchOpenCmd) Run(ctx context.Context, t *terminal) error {
	if _, err := os.Stat(c.Data); err != nil {
		return err
	}
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	paths := []string{p.path(""), p.path("/legend?measures=units&measures=AnnualRevenue&measures=Visits"), p.path("/assignment"), p.path("/locks"),
		"/snapshots/" + p.a.SnapshotID, "/snapshots/" + p.a.SnapshotID + "/positions"}
	report := benchsuite.Opening{Units: p.a.Units}
	for _, took := range []*float64{&report.Seconds, &report.Again} {
		began := time.Now()
		report.Bytes = 0
		for _, path := range paths {
			n, err := p.read(ctx, path)
			if err != nil {
				return err
			}
			report.Bytes += n
		}
		*took = time.Since(began).Seconds()
	}
	return json.NewEncoder(t.out).Encode(report)
}

// read fetches something and throws it away.
func (p *planner) read(ctx context.Context, path string) (int64, error) {
	response, err := p.api.send(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close() //nolint:errcheck // read to the end
	return io.Copy(io.Discard, response.Body)
}

type benchBoundariesCmd struct {
	File        string `arg:"" help:"GeoJSON file, plain or gzipped." type:"existingfile"`
	Points      int    `help:"Points to locate." default:"1000000"`
	Territories int    `help:"Territories to join the boundaries into." default:"300"`
	Workers     int    `help:"Processors to use; 0 means all."`
}

// Run works on a boundary set.
func (c *benchBoundariesCmd) Run(ctx context.Context, t *terminal) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	var from io.Reader = file
	if strings.HasSuffix(c.File, ".gz") {
		if from, err = gzip.NewReader(file); err != nil {
			return territory.Errorf(territory.Invalid, "%s is not a gzip file: %v.", c.File, err)
		}
	}
	report, err := benchsuite.Geographic(ctx, from, benchsuite.GeographyOptions{Points: c.Points, Territories: c.Territories, Workers: processors(c.Workers), Now: time.Now})
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(report)
}
