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

type alignmentExceptionsCmd struct {
	alignmentFlag
	versionFlag
	Against string `help:"What to compare with: rules or optimised; default: the rules where there are any." enum:",rules,optimised" default:""`
	CSV     string `name:"csv" help:"Write all overrides to this CSV file." type:"path"`
	Limit   int    `help:"How many units to list." default:"20"`
}

// Run lists exceptions.
func (c *alignmentExceptionsCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := c.number(ctx, p)
	if err != nil {
		return err
	}
	query := url.Values{"version": {strconv.FormatInt(version, 10)}, "limit": {strconv.Itoa(c.Limit)}}
	if c.Against != "" {
		query.Set("against", c.Against)
	}
	if c.CSV != "" {
		if err := fetch(ctx, p.api, p.path("/exceptions.csv?"+query.Encode()), c.CSV); err != nil {
			return err
		}
	}
	var e httpapi.Exceptions
	if err := p.api.get(ctx, p.path("/exceptions?"+query.Encode()), &e); err != nil {
		return err
	}
	return t.print(e, func(w io.Writer) { printExceptions(w, &e) })
}

func printExceptions(w io.Writer, e *httpapi.Exceptions) {
	if e.Against == "none" {
		fmt.Fprintln(w, "There are no rules and no accepted optimisation to compare with.")
		return
	}
	fmt.Fprintf(w, "Against the %s: %d of %d units are overrides (%.1f %%); %d territories above the limit of %.1f %%.\n",
		map[string]string{"rules": "rules", "optimised": "optimised plan"}[e.Against], e.Total.Overrides, e.Total.Units, 100*e.Total.Share, e.Alarms, 100*e.Limit)
	for _, a := range e.Areas {
		mark := ""
		if a.Alarm {
			mark = "  ALARM"
		}
		fmt.Fprintf(w, "%-40s %8d units %6d overrides %6.1f %%  oldest %4d days%s\n", strings.Repeat("  ", a.Level)+a.Name, a.Units, a.Overrides, 100*a.Share, a.OldestDays, mark)
	}
	for _, u := range e.Units {
		fmt.Fprintf(w, "%-20s in %s, expected %s, %d days, %s: %s\n", u.ID, u.Path, u.ExpectedPath, u.Days, u.By, u.Reason)
	}
}
