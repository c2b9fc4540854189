package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

type paretoCmd struct {
	optimizeFlags
}

// Run computes a Pareto set and prints its plans.
func (c *paretoCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return err
	}
	request, err := c.request(ctx, api, a)
	if err != nil {
		return err
	}
	e, err := explore(ctx, t, api, "/alignments/"+a.ID+"/pareto-sets", request)
	if err != nil {
		return err
	}
	return t.print(e, func(w io.Writer) { printPareto(w, e) })
}

// explore starts a job that explores and returns what it found.
func explore(ctx context.Context, t *terminal, api *client, path string, request any) (optimize.Exploration, error) {
	var e optimize.Exploration
	var started job.Job
	if err := api.post(ctx, path, request, &started); err != nil {
		return e, err
	}
	var outcome optimize.ExplorationOutcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return e, err
	}
	return e, api.get(context.WithoutCancel(ctx), "/explorations/"+outcome.ExplorationID, &e)
}

func printPareto(w io.Writer, e optimize.Exploration) {
	fmt.Fprintf(w, "%d plans in %.1f s, each checked. Exploration %s.\n", len(e.Plans), e.Seconds, e.ID)
	fmt.Fprintf(w, "%5s %12s %12s %12s %10s\n", "plan", "balance", "mean travel", "units moved", "gap")
	for _, p := range e.Plans {
		fmt.Fprintf(w, "%5d %10.2f %% %9.1f km %12d %8.2f %%\n", p.Plan, 100*p.Balance, p.TravelKm, p.MovedUnits, 100*p.Certificate.Gap)
	}
	fmt.Fprintf(w, "bailiwick optimize pick %s PLAN makes a draft of one.\n", e.ID)
}

type pickCmd struct {
	connection
	Exploration string `arg:"" help:"Id of the exploration."`
	Plan        int    `arg:"" help:"Number of the plan."`
	Keep        string `help:"Keep the plan as an alignment with this name."`
}

// Run picks.
func (c *pickCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var draft httpapi.DraftItem
	if err := api.post(ctx, "/explorations/"+c.Exploration+"/plans/"+strconv.Itoa(c.Plan)+"/draft", nil, &draft); err != nil {
		return err
	}
	result := optimized{Draft: draft.ID, State: draft.State, Report: draft.Report}
	if c.Keep != "" {
		result.State, result.Alignment = "kept", &httpapi.AlignmentItem{}
		if err := api.post(ctx, "/drafts/"+draft.ID+"/keep", map[string]string{"name": c.Keep}, result.Alignment); err != nil {
			return err
		}
	}
	return t.print(result, func(w io.Writer) {
		printReport(w, &result.Report)
		fmt.Fprintf(w, "The plan is draft %s (%s).\n", draft.ID, result.State)
	})
}

type headcountCmd struct {
	optimizeFlags
	From         int     `help:"Smallest number of territories; 0 is half the present number."`
	To           int     `help:"Largest number; 0 is twice the present number."`
	Points       int     `help:"How many numbers; 0 is 20."`
	PerTerritory float64 `help:"Cost of one rep."`
	PerKm        float64 `help:"Cost of one km of travel."`
	Capacity     float64 `help:"Workload one rep can carry, in units of the first measure."`
}

// headcountResult is what the command prints as JSON.
type headcountResult struct {
	Exploration string `json:"exploration"`
	optimize.CostedCurve
}

// Run computes a headcount curve and prints its points.
func (c *headcountCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return err
	}
	request, err := c.request(ctx, api, a)
	if err != nil {
		return err
	}
	e, err := explore(ctx, t, api, "/alignments/"+a.ID+"/headcount-curves",
		httpapi.HeadcountRequest{Request: request, From: c.From, To: c.To, Points: c.Points})
	if err != nil {
		return err
	}
	result := headcountResult{Exploration: e.ID}
	query := url.Values{}
	for name, value := range map[string]float64{"perTerritory": c.PerTerritory, "perKm": c.PerKm, "capacity": c.Capacity} {
		query.Set(name, strconv.FormatFloat(value, 'g', -1, 64))
	}
	if err := api.get(context.WithoutCancel(ctx), "/explorations/"+e.ID+"/costs?"+query.Encode(), &result.CostedCurve); err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) { printCurve(w, result.CostedCurve) })
}

func printCurve(w io.Writer, c optimize.CostedCurve) {
	fmt.Fprintf(w, "%11s %12s %14s %12s %12s %14s\n", "territories", "mean travel", "total travel", "balance", "fullest", "cost")
	for _, p := range c.Points {
		full := "-"
		if c.Costs.Capacity > 0 {
			full = fmt.Sprintf("%.0f %%", 100*p.MostUtilisation)
		}
		fmt.Fprintf(w, "%11d %9.1f km %11.0f km %10.2f %% %12s %14.0f\n", p.Territories, p.TravelKm, p.TotalKm, 100*p.Balance, full, p.Cost)
	}
	if c.FromCapacity > 0 {
		fmt.Fprintf(w, "The workload alone asks for %d territories.\n", c.FromCapacity)
	}
	if c.Cheapest > 0 {
		fmt.Fprintf(w, "Cheapest without overload: %d territories.\n", c.Cheapest)
	}
}
