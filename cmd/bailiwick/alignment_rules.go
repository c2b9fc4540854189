package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// rulesCmd groups what is done with rules of areas.
type rulesCmd struct {
	List       rulesListCmd       `cmd:"" help:"List areas with their rules."`
	Set        rulesSetCmd        `cmd:"" help:"Set or remove the rule of an area."`
	Run        rulesRunCmd        `cmd:"" help:"Assign units by rules; --preview changes nothing."`
	FromColumn rulesFromColumnCmd `cmd:"" help:"Give every territory a rule on the values of a column that it holds most of."`
}

type rulesListCmd struct{ alignmentFlag }

// areaRule is one line of the list.
type areaRule struct {
	Number alignment.AreaNumber `json:"number"`
	Path   string               `json:"path"`
	Rule   string               `json:"rule"`
}

// Run lists rules.
func (c *rulesListCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	l, err := p.legend(ctx, 0, nil)
	if err != nil {
		return err
	}
	paths, rules := legendPaths(l), []areaRule{}
	for _, a := range l.Areas {
		if a.Rule != "" {
			rules = append(rules, areaRule{a.Number, paths[a.Number], a.Rule})
		}
	}
	return t.print(rules, func(w io.Writer) {
		for _, r := range rules {
			fmt.Fprintf(w, "%s: %s\n", r.Path, r.Rule)
		}
	})
}

type rulesSetCmd struct {
	alignmentFlag
	Area string `arg:"" help:"Area, by number, path or name."`
	Rule string `arg:"" optional:"" help:"Condition, such as '$state in [\"NV\", \"CA\"] and AnnualRevenue > 10000'; without it the rule is removed."`
}

// Run sets a rule.
func (c *rulesSetCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	number, err := p.area(ctx, 0, c.Area)
	if err != nil {
		return err
	}
	return p.change(ctx, t, "Rule of "+c.Area, httpapi.Edit{UpdateArea: &httpapi.UpdateArea{Number: number, AreaProperties: httpapi.AreaProperties{Rule: &c.Rule}}})
}

type rulesRunCmd struct {
	alignmentFlag
	Unassigned bool     `help:"Only assign units that no area holds; otherwise all may move."`
	Focus      []string `help:"Only areas below these, by number, path or name; default: your focus." sep:"none"`
	Preview    bool     `help:"Say what would change, and change nothing."`
	Log        string   `help:"Write the conflict log (no match, several matches, locked) to this CSV file." type:"path"`
	Reason     string   `help:"Why, for the history."`
}

// Run runs rules.
func (c *rulesRunCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	focus, err := p.areas(ctx, c.Focus)
	if err != nil {
		return err
	}
	without := false
	if len(focus) == 0 {
		stored, err := c.focus(ctx, p)
		if err != nil {
			return err
		}
		focus, without = stored.Areas, !stored.Whole() && !stored.Unassigned
	}
	scope := alignment.AllUnits
	if c.Unassigned {
		scope = alignment.UnassignedUnits
	}
	body := map[string]any{"expectedVersion": p.a.Version, "scope": scope, "focus": focus, "withoutUnassigned": without, "preview": c.Preview, "reason": c.Reason}
	if c.Log != "" { // as it is before the run
		query := url.Values{"version": {fmt.Sprint(p.a.Version)}, "scope": {string(scope)}}
		for _, number := range focus {
			query.Add("focus", fmt.Sprint(number))
		}
		if err := fetch(ctx, p.api, p.path("/rules/log.csv?"+query.Encode()), c.Log); err != nil {
			return err
		}
	}
	var r httpapi.RulesAnswer
	if err := p.api.post(ctx, p.path("/rules/run"), body, &r); err != nil {
		return err
	}
	return t.print(r, func(w io.Writer) {
		word := "moved"
		if c.Preview {
			word = "would move"
		}
		fmt.Fprintf(w, "%d units match a rule, %d %s. No match: %d, several matches: %d, held by locks: %d.\n", r.Matched, r.Moved, word, r.NoMatch, r.Several, r.Locked)
		for _, f := range r.Flows {
			fmt.Fprintf(w, "%8d units  %s -> %s\n", f.Units, f.FromName, f.ToName)
		}
	})
}

type rulesFromColumnCmd struct {
	alignmentFlag
	Column string `arg:"" help:"Text column, such as $state."`
}

// Run makes rules.
func (c *rulesFromColumnCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	var v httpapi.VersionAnswer
	body := map[string]any{"expectedVersion": p.a.Version, "column": c.Column}
	if err := p.api.post(ctx, p.path("/rules/from-column"), body, &v); err != nil {
		return err
	}
	return p.printVersion(t, v)
}
