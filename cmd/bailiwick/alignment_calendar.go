package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// effectiveCmd groups effective dates.
type effectiveCmd struct {
	List   effectiveListCmd   `cmd:"" help:"List which version takes effect when."`
	Set    effectiveSetCmd    `cmd:"" help:"Let a version take effect on a day."`
	Remove effectiveRemoveCmd `cmd:"" help:"Remove an effective date."`
	AsOf   effectiveAsOfCmd   `cmd:"" help:"The version in force on a day; --as-of of show, export and publish uses it."`
}

type effectiveListCmd struct{ alignmentFlag }

// Run lists the calendar.
func (c *effectiveListCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var calendar httpapi.Calendar
	if err := p.api.get(ctx, p.path("/calendar"), &calendar); err != nil {
		return err
	}
	return printCalendar(t, &calendar)
}

func printCalendar(t *terminal, c *httpapi.Calendar) error {
	return t.print(c, func(w io.Writer) {
		if len(c.Entries) == 0 {
			fmt.Fprintln(w, "No version has an effective date yet.")
		}
		for _, e := range c.Entries {
			fmt.Fprintln(w, inForceText(e))
		}
	})
}

func inForceText(e httpapi.InForce) string {
	text := fmt.Sprintf("%s  version %d", e.From, e.Version)
	if len(e.Names) > 0 {
		text += " (" + strings.Join(e.Names, ", ") + ")"
	}
	if e.Until != "" {
		text += ", until " + string(e.Until)
	}
	if e.Now {
		text += ", in force now"
	}
	return text
}

type effectiveSetCmd struct {
	alignmentFlag
	From    alignment.Date `arg:"" help:"First day, such as 2027-01-01."`
	Version string         `arg:"" help:"Version number or name of a version."`
	Reason  string         `help:"Why, for the history."`
}

// Run sets an effective date.
func (c *effectiveSetCmd) Run(ctx context.Context, t *terminal) error {
	body := map[string]any{"from": c.From, "reason": c.Reason}
	if version, err := strconv.ParseInt(c.Version, 10, 64); err == nil {
		body["version"] = version
	} else {
		body["name"] = c.Version
	}
	return c.setEffective(ctx, t, body)
}

type effectiveRemoveCmd struct {
	alignmentFlag
	From   alignment.Date `arg:"" help:"The day."`
	Reason string         `help:"Why, for the history."`
}

// Run removes an effective date.
func (c *effectiveRemoveCmd) Run(ctx context.Context, t *terminal) error {
	return c.setEffective(ctx, t, map[string]any{"from": c.From, "remove": true, "reason": c.Reason})
}

func (f *alignmentFlag) setEffective(ctx context.Context, t *terminal, body map[string]any) error {
	p, err := f.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	body["expectedVersion"] = p.a.Version
	var calendar httpapi.Calendar
	if err := p.api.post(ctx, p.path("/calendar"), body, &calendar); err != nil {
		return err
	}
	return printCalendar(t, &calendar)
}

type effectiveAsOfCmd struct {
	alignmentFlag
	Date alignment.Date `arg:"" optional:"" help:"A day, such as 2027-01-01; today by default."`
}

// Run says which version is in force.
func (c *effectiveAsOfCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	e, err := p.inForce(ctx, c.Date)
	if err != nil {
		return err
	}
	return t.print(e, func(w io.Writer) { fmt.Fprintln(w, inForceText(e)) })
}

// inForce asks for the version in force on a day, "" being today.
func (p *planner) inForce(ctx context.Context, day alignment.Date) (httpapi.InForce, error) {
	var e httpapi.InForce
	return e, p.api.get(ctx, p.path("/as-of?"+url.Values{"date": {string(day)}}.Encode()), &e)
}

// versionFlag chooses a version by its number or by a day.
type versionFlag struct {
	Version int64          `help:"Version; 0 is the newest."`
	AsOf    alignment.Date `help:"Instead of a version, a day such as 2027-01-01: the version in force then."`
}

func (f *versionFlag) number(ctx context.Context, p *planner) (int64, error) {
	if f.AsOf == "" {
		return f.Version, nil
	}
	e, err := p.inForce(ctx, f.AsOf)
	return e.Version, err
}
