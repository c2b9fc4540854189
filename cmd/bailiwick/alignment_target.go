package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// targetCmd groups account targets.
type targetCmd struct {
	Show   targetShowCmd   `cmd:"" help:"List account targets, or roll one up over the tree against quotas and capacities."`
	Spread targetSpreadCmd `cmd:"" help:"Spread a total over units evenly, by weight or by bucket; entered values stay."`
	Enter  targetEnterCmd  `cmd:"" help:"Enter an amount for units by hand, or release them to the next spread."`
	Import targetImportCmd `cmd:"" help:"Enter amounts from CSV: id, amount."`
	Export targetExportCmd `cmd:"" help:"Export amounts as CSV: id, area, amount, entered."`
	Remove targetRemoveCmd `cmd:"" help:"Remove an account target."`
}

// target returns the API path of an account target.
func (p *planner) target(name, rest string) string {
	return p.path("/account-targets/" + url.PathEscape(url.PathEscape(name)) + rest)
}

type targetShowCmd struct {
	alignmentFlag
	Name    string `arg:"" optional:"" help:"Account target; without it all are listed."`
	Version int64  `help:"Version; 0 is the newest."`
}

// Run shows.
func (c *targetShowCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	query := "?version=" + strconv.FormatInt(c.Version, 10)
	if c.Name == "" {
		var list httpapi.AccountTargetList
		if err := p.api.get(ctx, p.path("/account-targets"+query), &list); err != nil {
			return err
		}
		return t.print(list, func(w io.Writer) {
			if len(list.Targets) == 0 {
				fmt.Fprintf(w, "%s has no account targets; bailiwick alignment target spread makes one.\n", p.a.Name)
			}
			for _, item := range list.Targets {
				fmt.Fprintf(w, "%-24s %16.2f over %d units, %d entered by hand\n", item.Name, item.Total, item.Units, item.Entered)
			}
		})
	}
	var d httpapi.AccountTargetDetail
	if err := p.api.get(ctx, p.target(c.Name, query), &d); err != nil {
		return err
	}
	l, err := p.legend(ctx, d.Version, nil)
	if err != nil {
		return err
	}
	return t.print(d, func(w io.Writer) { printTarget(w, &d, l) })
}

func printTarget(w io.Writer, d *httpapi.AccountTargetDetail, l *httpapi.Legend) {
	fmt.Fprintf(w, "%s, version %d: %.2f over %d units, %d entered by hand\n", d.Name, d.Version, d.Total, d.Units, d.Entered)
	fmt.Fprintf(w, "%-32s %8s %16s %16s %16s\n", "area", "units", "amount", "quota", "capacity")
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', 2, 64)
	}
	for i, a := range d.Areas {
		name := "Unassigned"
		if i < len(l.Areas) {
			name = strings.Repeat("  ", l.Areas[i].Level) + l.Areas[i].Name
		}
		fmt.Fprintf(w, "%-32s %8d %16.2f %16s %16s", name, a.Units, a.Amount, number(a.Quota), number(a.Capacity))
		if len(a.Problems) > 0 {
			fmt.Fprintf(w, "  ! %s", strings.Join(a.Problems, "; "))
		}
		fmt.Fprintln(w)
	}
}

type targetSpreadCmd struct {
	alignmentFlag
	Name   string   `arg:"" help:"Account target, such as 'Revenue 2027'."`
	Total  float64  `arg:"" help:"What the units get together, entered values included."`
	Weight string   `help:"Spread in proportion to this column."`
	Bucket []string `help:"Spread by ranges of --by, as BELOW=WEIGHT in ascending order; the last one as =WEIGHT." sep:"none"`
	By     string   `help:"Column whose ranges the buckets are."`
	Area   []string `help:"Only units of these areas and below, by number, path or name." sep:"none"`
}

// Run spreads.
func (c *targetSpreadCmd) Run(ctx context.Context, t *terminal) error {
	spread := alignment.Spread{Total: c.Total, Method: alignment.SpreadEven}
	switch {
	case len(c.Bucket) > 0:
		spread.Method, spread.Measure = alignment.SpreadBucket, c.By
		for _, text := range c.Bucket {
			b, err := parseBucket(text)
			if err != nil {
				return err
			}
			spread.Buckets = append(spread.Buckets, b)
		}
	case c.Weight != "":
		spread.Method, spread.Measure = alignment.SpreadWeight, c.Weight
	}
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if spread.Areas, err = p.areas(ctx, c.Area); err != nil {
		return err
	}
	var v httpapi.VersionAnswer
	if err := p.api.post(ctx, p.target(c.Name, "/spread"), map[string]any{"expectedVersion": p.a.Version, "spread": spread}, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}

func parseBucket(text string) (alignment.Bucket, error) {
	below, weight, found := strings.Cut(text, "=")
	var b alignment.Bucket
	wrong := territory.Errorf(territory.Invalid, "The bucket %q cannot be read: write BELOW=WEIGHT, such as 10000=1, and the last one as =3.", text)
	if !found {
		return b, wrong
	}
	var err error
	if b.Weight, err = strconv.ParseFloat(weight, 64); err != nil {
		return b, wrong
	}
	if below != "" {
		v, err := strconv.ParseFloat(below, 64)
		if err != nil {
			return b, wrong
		}
		b.Below = &v
	}
	return b, nil
}

type targetEnterCmd struct {
	alignmentFlag
	unitFlags
	Name    string   `arg:"" help:"Account target."`
	Amount  *float64 `help:"What each of the units gets."`
	Release bool     `help:"Give the units back to the next spread instead."`
}

// Run enters.
func (c *targetEnterCmd) Run(ctx context.Context, t *terminal) error {
	if c.Release == (c.Amount != nil) {
		return territory.Errorf(territory.Invalid, "Say either --amount or --release.")
	}
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	units, err := c.selection(ctx, p)
	if err != nil {
		return err
	}
	var v httpapi.VersionAnswer
	body := map[string]any{"expectedVersion": p.a.Version, "units": units}
	if c.Amount != nil {
		body["amount"] = *c.Amount
	}
	if err := p.api.post(ctx, p.target(c.Name, "/amounts"), body, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}

type targetImportCmd struct {
	alignmentFlag
	Name         string `arg:"" help:"Account target."`
	File         string `arg:"" help:"CSV file with id and amount; an empty amount releases the unit." type:"existingfile"`
	AllOrNothing bool   `help:"Change nothing when a row fails; otherwise rows that fail are left out and listed."`
}

// Run imports.
func (c *targetImportCmd) Run(ctx context.Context, t *terminal) error {
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
	query := fmt.Sprintf("/units.csv?expectedVersion=%d&allOrNothing=%t", p.a.Version, c.AllOrNothing)
	response, err := p.api.send(ctx, http.MethodPost, p.target(c.Name, query), "text/csv", file)
	if err != nil {
		return err
	}
	var answer httpapi.ImportAnswer
	if err := decode(response, &answer); err != nil {
		return err
	}
	return t.print(answer, func(w io.Writer) {
		fmt.Fprintf(w, "%s is at version %d; %d rows failed.\n", p.a.Name, answer.Version, len(answer.Problems))
		for _, d := range answer.Problems {
			fmt.Fprintf(w, "  %s: %s\n", d.Where, d.What)
		}
	})
}

type targetExportCmd struct {
	alignmentFlag
	Name    string `arg:"" help:"Account target."`
	File    string `arg:"" help:"File to write." type:"path"`
	Version int64  `help:"Version; 0 is the newest."`
}

// Run exports.
func (c *targetExportCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if err := fetch(ctx, p.api, p.target(c.Name, "/units.csv?version="+strconv.FormatInt(c.Version, 10)), c.File); err != nil {
		return err
	}
	return t.print(exported{c.File}, func(w io.Writer) { fmt.Fprintf(w, "Wrote %s.\n", c.File) })
}

type targetRemoveCmd struct {
	alignmentFlag
	Name string `arg:"" help:"Account target."`
}

// Run removes.
func (c *targetRemoveCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var v httpapi.VersionAnswer
	if err := p.api.call(ctx, http.MethodDelete, p.target(c.Name, "?expectedVersion="+strconv.FormatInt(p.a.Version, 10)), nil, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}
