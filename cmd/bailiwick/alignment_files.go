package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type alignmentImportCmd struct {
	alignmentFlag
	File         string `arg:"" help:"CSV file. Areas: area, parent and properties. Assignment: id and area, locked. Holdouts: id, reason and until, area." type:"existingfile"`
	As           string `help:"What the file holds: tree (areas), assignment or holdouts." enum:"tree,assignment,holdouts" default:"tree"`
	AllOrNothing bool   `help:"Change nothing when a row fails; otherwise rows that fail are left out and listed."`
	Reason       string `help:"Why, for the history."`
}

// Run imports.
func (c *alignmentImportCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	file, err := os.Open(c.File)
	if err != nil {
		return territory.Errorf(territory.Invalid, "%s cannot be read: %v.", c.File, err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	query := url.Values{"expectedVersion": {strconv.FormatInt(p.a.Version, 10)}, "reason": {c.Reason}, "allOrNothing": {strconv.FormatBool(c.AllOrNothing)}}
	response, err := p.api.send(ctx, http.MethodPost, p.path("/"+c.As+".csv?"+query.Encode()), "text/csv", file)
	if err != nil {
		return err
	}
	var answer httpapi.ImportAnswer
	if err := decode(response, &answer); err != nil {
		return err
	}
	return t.print(answer, func(w io.Writer) {
		fmt.Fprintf(w, "%s is at version %d: %d units moved, %d areas changed, %d rows failed.\n", p.a.Name, answer.Version, answer.UnitsMoved, answer.AreasChanged, len(answer.Problems))
		for _, d := range answer.Problems {
			fmt.Fprintf(w, "  %s: %s\n", d.Where, d.What)
		}
	})
}

type alignmentExportCmd struct {
	alignmentFlag
	File string `arg:"" help:"File to write." type:"path"`
	As   string `help:"What to write: tree (areas), assignment or holdouts." enum:"tree,assignment,holdouts" default:"tree"`
	versionFlag
}

// exported is what the command prints as JSON.
type exported struct {
	File string `json:"file"`
}

// Run exports.
func (c *alignmentExportCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := c.number(ctx, p)
	if err != nil {
		return err
	}
	if err := fetch(ctx, p.api, p.path("/"+c.As+".csv?version="+strconv.FormatInt(version, 10)), c.File); err != nil {
		return err
	}
	return t.print(exported{c.File}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.File) })
}
