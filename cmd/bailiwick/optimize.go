package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// optimizeFlags say what a plan should be like.
type optimizeFlags struct {
	connection
	Alignment    string   `help:"Alignment, by name, dataset/name or id; needed when there are several."`
	By           string   `help:"unit, or boundary: whole boundaries of the alignment's set with the units in them, each territory connected." enum:"unit,boundary" default:"unit"`
	Territories  int      `help:"How many territories; 0 keeps the existing ones."`
	Measure      []string `help:"What to balance, as COLUMN[:TOLERANCE%[:MIN[:MAX]]]; 'units' counts units. Default: the first measure column within 2 %." sep:"none"`
	Continuity   float64  `help:"0 ignores the present plan, 1 moves only what balance needs."`
	DisruptionKm *float64 `help:"Price of moving a unit, in km of travel."`
	Cap          string   `help:"Most that may move: 5%, 300 units, or 5%:COLUMN of a balanced measure."`
	Centres      string   `help:"free or keep." enum:"free,keep" default:"free"`
	Travel       string   `help:"distance, squared, or time: travel times of the service set on the server." enum:"distance,squared,time" default:"distance"`
	Detour       float64  `help:"How many times longer ways are than the great circle, such as 1.3."`
	Profile      string   `help:"Way of travelling, with travel times."`
	MaxMinutes   float64  `help:"No unit farther from its centre, with travel times."`
	Weight       string   `help:"Column that weighs travel, such as visits."`
	Focus        []int32  `help:"Area numbers to work on; default: your focus, and without one the whole tree."`
	Contiguous   bool     `help:"Every territory in one piece, also without boundaries, unless its profile says otherwise."`
	MaxDistance  *float64 `help:"Largest distance of a unit from the centre of its territory, in km."`
	Homes        string   `help:"CSV file of centres that may not move: area (name or number; others make new territories), lon, lat." type:"existingfile"`
	Eligible     []string `help:"What units an area may take, as AREA=CONDITION; may be repeated." sep:"none"`
	Filter       string   `help:"Condition: only units that meet it are worked on, the others stay and count."`
	Everywhere   bool     `help:"Work on the whole tree, whatever your focus is."`
	Seed         uint64   `help:"Seed; the same seed gives the same plan."`
	Time         float64  `help:"Time limit in seconds; 0 lets the search end by itself."`
}

type optimizeCmd struct {
	optimizeFlags
	Accept bool   `help:"Accept the draft at once."`
	Keep   string `help:"Keep the draft as an alignment with this name."`
}

// optimizeGroup optimises by default; its other commands explore.
type optimizeGroup struct {
	Run       optimizeCmd  `cmd:"" default:"withargs" help:"Optimise an alignment; the result is a draft."`
	Pareto    paretoCmd    `cmd:"" help:"Find 15 and more plans over balance, travel and disruption to choose from."`
	Headcount headcountCmd `cmd:"" help:"Travel, utilisation and cost for several numbers of territories."`
	WhatIf    whatIfCmd    `cmd:"" name:"what-if" help:"Solve again from a draft or the present plan with something changed, without keeping it."`
	Pick      pickCmd      `cmd:"" help:"Make a draft or an alignment of one plan of a Pareto set."`
}

// optimized is what the command prints as JSON.
type optimized struct {
	Draft     string                 `json:"draft"`
	State     alignment.DraftState   `json:"state"`
	Alignment *httpapi.AlignmentItem `json:"alignment,omitempty"`
	Report    optimize.Report        `json:"report"`
}

// Run optimises and prints the figures before and after.
func (c *optimizeCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	result, err := c.run(ctx, t, api)
	if err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) {
		printReport(w, &result.Report)
		if result.State == alignment.DraftOpen {
			fmt.Fprintf(w, "The plan is draft %s: bailiwick draft accept %s applies it.\n", result.Draft, result.Draft)
		}
	})
}

func (c *optimizeCmd) run(ctx context.Context, t *terminal, api *client) (*optimized, error) {
	a, err := findAlignment(ctx, api, c.Alignment)
	if err != nil {
		return nil, err
	}
	request, err := c.request(ctx, api, a)
	if err != nil {
		return nil, err
	}
	var started job.Job
	if err := api.post(ctx, "/alignments/"+a.ID+"/optimizations", request, &started); err != nil {
		return nil, err
	}
	var outcome optimize.Outcome
	if err := api.follow(ctx, t, started, &outcome); err != nil {
		return nil, err
	}
	result := &optimized{Draft: outcome.DraftID, State: alignment.DraftOpen, Report: outcome.Report}
	switch {
	case c.Keep != "":
		result.State, result.Alignment = alignment.DraftKept, &httpapi.AlignmentItem{}
		return result, api.post(ctx, "/drafts/"+outcome.DraftID+"/keep", map[string]string{"name": c.Keep}, result.Alignment)
	case c.Accept:
		result.State = alignment.DraftAccepted
		return result, api.post(ctx, "/drafts/"+outcome.DraftID+"/accept", nil, nil)
	}
	return result, nil
}

// request reads the flags.
func (c *optimizeFlags) request(ctx context.Context, api *client, a httpapi.AlignmentItem) (optimize.Request, error) {
	request := optimize.Request{
		By:         optimize.By(c.By),
		Continuity: c.Continuity, DisruptionKm: c.DisruptionKm, Centres: optimize.Centres(c.Centres),
		Travel: optimize.Travel(c.Travel), Detour: c.Detour, Profile: c.Profile, MaxTravelMinutes: c.MaxMinutes, Weight: c.Weight, Seed: c.Seed, TimeLimitSeconds: c.Time, Territories: c.Territories,
	}
	for _, number := range c.Focus {
		request.Focus = append(request.Focus, alignment.AreaNumber(number))
	}
	if len(c.Focus) == 0 && !c.Everywhere {
		focus, err := storedFocus(ctx, api, a.ID)
		if err != nil {
			return request, err
		}
		request.Focus, request.WithoutUnassigned = focus.Areas, !focus.Whole() && !focus.Unassigned
	}
	request.Contiguous, request.MaxDistanceKm, request.Filter = c.Contiguous, c.MaxDistance, c.Filter
	var err error
	if err = c.narrow(ctx, api, a, &request); err != nil {
		return request, err
	}
	if request.Cap, err = parseCap(c.Cap); err != nil {
		return request, err
	}
	request.Measures, err = c.goals(ctx, api, a)
	return request, err
}

// goals reads --measure; without it the first measure of the dataset counts.
func (c *optimizeFlags) goals(ctx context.Context, api *client, a httpapi.AlignmentItem) ([]optimize.MeasureGoal, error) {
	var goals []optimize.MeasureGoal
	for _, text := range c.Measure {
		goal, err := parseGoal(text)
		if err != nil {
			return nil, err
		}
		goals = append(goals, goal)
	}
	if len(goals) > 0 {
		return goals, nil
	}
	var snapshot dataset.Snapshot
	if err := api.get(ctx, "/snapshots/"+a.SnapshotID, &snapshot); err != nil {
		return nil, err
	}
	goal := optimize.MeasureGoal{Tolerance: 0.02}
	for _, column := range snapshot.Columns {
		if column.Role == dataset.RoleMeasure {
			goal.Column = column.Name
			break
		}
	}
	return []optimize.MeasureGoal{goal}, nil
}

// parseGoal reads COLUMN[:TOLERANCE%[:MIN[:MAX]]].
func parseGoal(text string) (optimize.MeasureGoal, error) {
	parts := strings.Split(text, ":")
	goal := optimize.MeasureGoal{Column: parts[0], Tolerance: 0.02}
	if goal.Column == "units" {
		goal.Column = ""
	}
	wrong := territory.Errorf(territory.Invalid, "The measure %q cannot be read: write COLUMN, COLUMN:2%% or COLUMN:2%%:MIN:MAX.", text)
	if len(parts) > 4 {
		return goal, wrong
	}
	if len(parts) > 1 && parts[1] != "" {
		percent, err := strconv.ParseFloat(strings.TrimSuffix(parts[1], "%"), 64)
		if err != nil {
			return goal, wrong
		}
		goal.Tolerance = percent / 100
	}
	for i, bound := range []**float64{&goal.Min, &goal.Max} {
		if len(parts) <= 2+i || parts[2+i] == "" {
			continue
		}
		v, err := strconv.ParseFloat(parts[2+i], 64)
		if err != nil {
			return goal, wrong
		}
		*bound = &v
	}
	return goal, nil
}

func printReport(w io.Writer, r *optimize.Report) {
	fmt.Fprintf(w, "%d units, %d territories, %.2f s, checked by the independent checker.\n", r.Units, r.Territories, r.Seconds)
	printFigures(w, "before", r.Before, "after", r.After)
	fmt.Fprintf(w, "Moved: %d units (%.1f %%).\n", r.After.MovedUnits, 100*r.After.MovedShare)
	fmt.Fprintln(w, r.Certificate.Text)
	if t := r.TravelTimes; t != nil {
		fmt.Fprintf(w, "Travel times by %s: mean %.0f min, longest %.0f min; %d pairs, %d from the cache, %d fell back to distance, %d without a way.\n",
			t.Service, t.MeanMinutes, t.LongestMinutes, t.Pairs, t.FromCache, t.FellBack, t.NoWay)
		if t.Problem != "" {
			fmt.Fprintln(w, t.Problem)
		}
	}
	for _, v := range r.Violations {
		fmt.Fprintln(w, "Not kept:", v.Text)
	}
	for _, c := range r.Conflicts {
		fmt.Fprintln(w, "Conflict:", c.Text)
	}
}

func printFigures(w io.Writer, left string, a figures.Figures, right string, b figures.Figures) {
	fmt.Fprintf(w, "%-28s %18s %18s\n", "", left, right)
	fmt.Fprintf(w, "%-28s %18d %18d\n", "territories", a.Territories, b.Territories)
	fmt.Fprintf(w, "%-28s %18d %18d\n", "units assigned", a.Assigned, b.Assigned)
	for m := range b.Balance {
		name := b.Balance[m].Measure
		if name == "" {
			name = "units"
		}
		fmt.Fprintf(w, "%-28s %18s %18s\n", "balance of "+name, spread(a.Balance, m), spread(b.Balance, m))
	}
	fmt.Fprintf(w, "%-28s %15.1f km %15.1f km\n", "mean travel", a.TravelKm, b.TravelKm)
	fmt.Fprintf(w, "%-28s %16.1f %% %16.1f %%\n", "compactness", 100*a.Compactness, 100*b.Compactness)
}

func spread(b []figures.Balance, m int) string {
	if m >= len(b) {
		return ""
	}
	return fmt.Sprintf("%+.1f / %+.1f %%", 100*b[m].Largest, 100*b[m].Smallest)
}
