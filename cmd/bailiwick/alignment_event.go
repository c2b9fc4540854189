package main

import (
	"context"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// eventCmd groups mid-year events; each makes a draft with the fewest moves.
type eventCmd struct {
	Leave eventLeaveCmd `cmd:"" help:"A rep leaves: the other territories beside take the units."`
	Join  eventJoinCmd  `cmd:"" help:"A rep joins: a new territory takes what balance needs."`
	Merge eventMergeCmd `cmd:"" help:"Territories become one."`
	Split eventSplitCmd `cmd:"" help:"A territory becomes two."`

	Product eventProductCmd `cmd:"" help:"A new product: new territories take the units it is for."`
}

// eventFlags are shared by all events.
type eventFlags struct {
	alignmentFlag
	Measure []string `help:"What to balance, as COLUMN[:TOLERANCE%[:MIN[:MAX]]]; default: the number of units within 10 %." sep:"none"`
	Accept  bool     `help:"Accept the draft at once."`
}

type eventLeaveCmd struct {
	eventFlags
	Area string `arg:"" help:"Territory that is given up, by number, path or name."`
}

// Run plans.
func (c *eventLeaveCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, alignment.MidYearEvent{Kind: alignment.Leave}, []string{c.Area}, "")
}

type eventJoinCmd struct {
	eventFlags
	Name   string `arg:"" help:"Name of the new territory."`
	Parent string `help:"Area above it, by number, path or name; without it the territory is at the top."`
	Owner  string `help:"Who gets it."`
}

// Run plans.
func (c *eventJoinCmd) Run(ctx context.Context, t *terminal) error {
	var above []string
	if c.Parent != "" {
		above = []string{c.Parent}
	}
	return c.run(ctx, t, alignment.MidYearEvent{Kind: alignment.Join, Name: c.Name, Owner: c.Owner}, above, "")
}

type eventMergeCmd struct {
	eventFlags
	Areas []string `arg:"" help:"Territories that are merged away."`
	Into  string   `help:"Territory that remains." required:""`
}

// Run plans.
func (c *eventMergeCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, alignment.MidYearEvent{Kind: alignment.MergeTwo}, c.Areas, c.Into)
}

type eventSplitCmd struct {
	eventFlags
	Area  string `arg:"" help:"Territory to split, by number, path or name."`
	Name  string `arg:"" help:"Name of the new territory."`
	Owner string `help:"Who gets it."`
}

// Run plans.
func (c *eventSplitCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, alignment.MidYearEvent{Kind: alignment.SplitInTwo, Name: c.Name, Owner: c.Owner}, []string{c.Area}, "")
}

type eventProductCmd struct {
	eventFlags
	Name   string `arg:"" help:"Name of the product and its territories."`
	Filter string `help:"Condition for the units it is for, such as 'Industry == \"Energy\"'." required:""`
	Count  int    `help:"How many new territories." default:"1"`
	Parent string `help:"Area above them, by number, path or name; without it they are at the top."`
}

// Run plans.
func (c *eventProductCmd) Run(ctx context.Context, t *terminal) error {
	var above []string
	if c.Parent != "" {
		above = []string{c.Parent}
	}
	return c.run(ctx, t, alignment.MidYearEvent{Kind: alignment.NewProduct, Name: c.Name, Filter: c.Filter, Count: c.Count}, above, "")
}

func (c *eventFlags) run(ctx context.Context, t *terminal, e alignment.MidYearEvent, areas []string, into string) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	if e.Areas, err = p.areas(ctx, areas); err != nil {
		return err
	}
	if into != "" {
		if e.Into, err = p.area(ctx, 0, into); err != nil {
			return err
		}
	}
	var request optimize.Request
	for _, text := range c.Measure {
		goal, err := parseGoal(text)
		if err != nil {
			return err
		}
		request.Measures = append(request.Measures, goal)
	}
	var started job.Job
	if err := p.api.post(ctx, p.path("/mid-year-events"), map[string]any{"event": e, "request": request}, &started); err != nil {
		return err
	}
	var outcome optimize.Outcome
	if err := p.api.follow(ctx, t, started, &outcome); err != nil {
		return err
	}
	return c.finish(ctx, t, p, &outcome)
}

// eventResult is what the command prints as JSON.
type eventResult struct {
	optimized
	// Moves compares the plan now with the plan proposed.
	Moved   int     `json:"moved"`
	Share   float64 `json:"share"`
	Version int64   `json:"version,omitempty"`
}

func (c *eventFlags) finish(ctx context.Context, t *terminal, p *planner, outcome *optimize.Outcome) error {
	result := eventResult{optimized: optimized{Draft: outcome.DraftID, State: alignment.DraftOpen, Report: outcome.Report}}
	comparison := struct {
		Moves struct {
			Units int
			Share float64
		}
	}{}
	if err := p.api.get(ctx, fmt.Sprintf("/comparisons?left=%s@%d&right=draft:%s&measures=units", p.a.ID, p.a.Version, outcome.DraftID), &comparison); err != nil {
		return err
	}
	result.Moved, result.Share = comparison.Moves.Units, comparison.Moves.Share
	if c.Accept {
		var v httpapi.VersionAnswer
		if err := p.api.post(ctx, "/drafts/"+outcome.DraftID+"/accept", nil, &v); err != nil {
			return err
		}
		result.State, result.Version = alignment.DraftAccepted, v.Version
	}
	return t.print(result, func(w io.Writer) {
		fmt.Fprintf(w, "Disruption: %d units (%.1f %%) get another territory.\n", result.Moved, 100*result.Share)
		printReport(w, &result.Report)
		if result.State == alignment.DraftOpen {
			fmt.Fprintf(w, "The plan is draft %s: bailiwick draft accept %s applies it.\n", result.Draft, result.Draft)
		}
	})
}
