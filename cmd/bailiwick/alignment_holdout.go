package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// holdoutCmd groups what is done with named units.
type holdoutCmd struct {
	List   holdoutListCmd   `cmd:"" help:"List named units: who holds them where, why and until when."`
	Add    holdoutAddCmd    `cmd:"" help:"Hold units where they are, or in a territory; alignment import --as holdouts takes a CSV."`
	Remove holdoutRemoveCmd `cmd:"" help:"Remove the holdouts of units."`
}

type holdoutListCmd struct {
	alignmentFlag
	Soon   bool `help:"Only those that expired or expire soon."`
	Within int  `help:"Days ahead that count as soon." default:"30"`
	Limit  int  `help:"How many lines." default:"1000"`
}

// Run lists holdouts.
func (c *holdoutListCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	query := url.Values{"within": {strconv.Itoa(c.Within)}, "soon": {strconv.FormatBool(c.Soon)}, "limit": {strconv.Itoa(c.Limit)}}
	var h httpapi.Holdouts
	if err := p.api.get(ctx, p.path("/holdouts?"+query.Encode()), &h); err != nil {
		return err
	}
	return t.print(h, func(w io.Writer) {
		fmt.Fprintf(w, "%d units are held; %d have expired, %d expire within %d days.\n", h.Total, h.Expired, h.Expiring, c.Within)
		for _, u := range h.Units {
			until := string(u.Until)
			switch {
			case until == "":
				until = "no end"
			case u.Expired:
				until += " (expired)"
			}
			fmt.Fprintf(w, "%-20s %-30s %-20s %-16s %s\n", u.ID, u.Path, until, u.By, u.Reason)
		}
	})
}

type holdoutAddCmd struct {
	alignmentFlag
	unitFlags
	To     string         `help:"Territory that gets and holds them, by number, path or name; without it they are held where they are."`
	Reason string         `help:"Why, such as 'signs in March'." required:""`
	Until  alignment.Date `help:"Last day the holdout counts, such as 2026-12-31; none for no end."`
}

// Run holds units.
func (c *holdoutAddCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	units, err := c.selection(ctx, p)
	if err != nil {
		return err
	}
	hold := &httpapi.HoldUnits{UnitSelection: units, Reason: c.Reason, Until: c.Until}
	if c.To != "" {
		to, err := p.area(ctx, 0, c.To)
		if err != nil {
			return err
		}
		hold.To = &to
	}
	return p.change(ctx, t, "Held: "+c.Reason, httpapi.Edit{Hold: hold})
}

type holdoutRemoveCmd struct {
	alignmentFlag
	unitFlags
	Reason string `help:"Why, for the history."`
}

// Run removes holdouts.
func (c *holdoutRemoveCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	units, err := c.selection(ctx, p)
	if err != nil {
		return err
	}
	return p.change(ctx, t, c.Reason, httpapi.Edit{Release: &httpapi.ReleaseUnits{UnitSelection: units}})
}
