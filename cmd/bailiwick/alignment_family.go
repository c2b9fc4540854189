package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// familyCmd groups what is done with families.
type familyCmd struct {
	List   familyListCmd   `cmd:"" help:"List families that are split between areas, or all."`
	Gather familyGatherCmd `cmd:"" help:"Bring split families together, each in one area."`
}

type familyListCmd struct {
	alignmentFlag
	versionFlag
	Column string `help:"Text column that says which units are a family; default: as set, else the parent record's."`
	All    bool   `help:"Also families that are together."`
	Limit  int    `help:"How many families." default:"1000"`
}

// Run lists families.
func (c *familyListCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := c.number(ctx, p)
	if err != nil {
		return err
	}
	query := url.Values{"version": {strconv.FormatInt(version, 10)}, "column": {c.Column}, "all": {strconv.FormatBool(c.All)}, "limit": {strconv.Itoa(c.Limit)}}
	var f httpapi.Families
	if err := p.api.get(ctx, p.path("/families?"+query.Encode()), &f); err != nil {
		return err
	}
	return t.print(f, func(w io.Writer) {
		fmt.Fprintf(w, "%d families by %s, %d of them split.\n", f.Total, f.Column, f.Split)
		for _, x := range f.Families {
			var parts []string
			for _, a := range x.Areas {
				parts = append(parts, fmt.Sprintf("%s: %d", a.Path, a.Units))
			}
			head := x.Head
			if head == "" {
				head = "(" + x.IDs[0] + " …)"
			}
			fmt.Fprintf(w, "%-20s %5d units  %s\n", head, x.Units, strings.Join(parts, "; "))
		}
	})
}

type familyGatherCmd struct {
	alignmentFlag
	unitFlags
	By      string `help:"Which area gets a family: that of the majority, or that of the parent record." enum:"majority,parent" default:"majority"`
	Column  string `help:"Text column that says which units are a family; default: as set, else the parent record's."`
	Preview bool   `help:"Say what would change, and change nothing."`
	Reason  string `help:"Why, for the history."`
}

// Run brings families together.
func (c *familyGatherCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	body := map[string]any{"expectedVersion": p.a.Version, "by": c.By, "column": c.Column, "preview": c.Preview, "reason": c.Reason}
	if c.given() {
		if body["units"], err = c.selection(ctx, p); err != nil {
			return err
		}
	}
	var g httpapi.GatherAnswer
	if err := p.api.post(ctx, p.path("/families/gather"), body, &g); err != nil {
		return err
	}
	return t.print(g, func(w io.Writer) {
		word := "moved"
		if c.Preview {
			word = "would move"
		}
		fmt.Fprintf(w, "%d families brought together: %d units %s.\n", g.Families, g.Moved, word)
		for _, d := range g.Problems {
			fmt.Fprintf(w, "  %s: %s\n", d.Where, d.What)
		}
	})
}
