package benchsuite

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// problem is what `bailiwick solve` is asked.
type problem struct {
	units, edges string // paths
	territories  int
	goals        []solvefile.Goal // columns with tolerances
	contiguous   bool
	border       string // column of the edges with lengths; "" for none
	metric       string
	time         time.Duration // 0: the search ends by itself
	limit        time.Duration // the child is stopped after it
}

// short is the time up to which runs are repeated.
const short = 5.0

// args is the command line.
func (p problem) args() []string {
	args := []string{"solve", "--units", p.units}
	if p.edges != "" {
		args = append(args, "--edges", p.edges)
	}
	args = append(args, "--territories", strconv.Itoa(p.territories))
	for _, g := range p.goals {
		args = append(args, "--measure", fmt.Sprintf("%s:%g%%", g.Column, 100*g.Tolerance))
	}
	if p.contiguous {
		args = append(args, "--contiguous")
	}
	if p.border != "" {
		args = append(args, "--border", p.border)
	}
	if p.metric != "" {
		args = append(args, "--metric", p.metric)
	}
	if p.time > 0 {
		args = append(args, "--time", p.time.String())
	}
	return args
}

// read builds the problem as the solve command does.
func (p problem) read() (*solvefile.Problem, error) {
	units, err := os.Open(p.units)
	if err != nil {
		return nil, fmt.Errorf("open units: %w", err)
	}
	defer units.Close() //nolint:errcheck // opened for reading
	files := solvefile.Files{Units: units, UnitsName: "units"}
	if p.edges != "" {
		edges, err := os.Open(p.edges)
		if err != nil {
			return nil, fmt.Errorf("open edges: %w", err)
		}
		defer edges.Close() //nolint:errcheck // opened for reading
		files.Edges, files.EdgesName = edges, "edges"
	}
	return solvefile.Read(files, solvefile.Options{Territories: p.territories, Measures: p.goals, Contiguous: p.contiguous, Border: p.border, Metric: p.metric})
}

// outcome is a plan with the report of the run that made it.
type outcome struct {
	report     solvefile.Report
	assignment instance.Assignment
	processor  float64 // seconds
}

// solve runs the command, three times when it is short, and returns the run of
// median time. The plan is read back from its file.
func (r *runner) solve(ctx context.Context, c *Case, p problem, read *solvefile.Problem) (outcome, error) {
	workers := []string{"--workers", strconv.Itoa(r.Workers)}
	c.Commands = append(c.Commands, r.command(p.args()))
	var runs []outcome
	for len(runs) == 0 || len(runs) < 3 && !r.Quick && runs[0].report.Seconds < short {
		plan, report := r.path("plan.csv"), r.path("report.json")
		args := slices.Concat(p.args(), workers, []string{"--out", plan, "--report", report})
		if _, err := r.bailiwick(ctx, p.limit, args...); err != nil {
			return outcome{}, err
		}
		o, err := readOutcome(plan, report, read)
		if err != nil {
			return outcome{}, err
		}
		o.processor = r.processor
		runs = append(runs, o)
	}
	slices.SortFunc(runs, func(a, b outcome) int { return int(math.Copysign(1, a.report.Seconds-b.report.Seconds)) })
	return runs[len(runs)/2], nil
}

func readOutcome(plan, report string, read *solvefile.Problem) (outcome, error) {
	var o outcome
	text, err := os.ReadFile(report)
	if err != nil {
		return o, fmt.Errorf("read the report: %w", err)
	}
	if err := json.Unmarshal(text, &o.report); err != nil {
		return o, fmt.Errorf("read the report: %w", err)
	}
	file, err := os.Open(plan)
	if err != nil {
		return o, fmt.Errorf("read the plan: %w", err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	o.assignment, err = read.ReadAssignment(file, plan)
	return o, err
}

// judge lets the checker recompute a plan and returns its figures by name.
func judge(p *solvefile.Problem, a instance.Assignment) (map[string]float64, *check.Report, error) {
	report, err := check.Plan(p.Instance, a, p.Centres(a))
	if err != nil {
		return nil, nil, err
	}
	largest, smallest := math.Inf(-1), math.Inf(1)
	for _, d := range report.Deviations {
		largest, smallest = math.Max(largest, d.Max), math.Min(smallest, d.Min)
	}
	return map[string]float64{
		"largest": largest, "smallest": smallest, "inertia": report.Inertia, "fragments": float64(report.Fragments),
		"border": report.Border, "mean distance": report.MeanDistance / 1000,
	}, report, nil
}

// agree compares the run's own report with the checker's.
func agree(run solvefile.Report, checked *check.Report) error {
	for m, d := range checked.Deviations {
		got := run.Deviations[m]
		if math.Abs(got.Max-d.Max) > 1e-9 || math.Abs(got.Min-d.Min) > 1e-9 {
			return fmt.Errorf("the report of the run states deviations %+.6f and %+.6f, the checker finds %+.6f and %+.6f in its plan", got.Max, got.Min, d.Max, d.Min)
		}
	}
	if run.Fragments != checked.Fragments {
		return fmt.Errorf("the report of the run states %d fragments, the checker finds %d in its plan", run.Fragments, checked.Fragments)
	}
	return nil
}

// fill solves a problem and fills in the figures of the case that have a column.
func (r *runner) fill(ctx context.Context, c *Case, p problem) (*solvefile.Problem, outcome, error) {
	read, err := p.read()
	if err != nil {
		return nil, outcome{}, err
	}
	o, err := r.solve(ctx, c, p, read)
	if err != nil {
		return nil, outcome{}, err
	}
	figures, checked, err := judge(read, o.assignment)
	if err == nil {
		err = agree(o.report, checked)
	}
	if err != nil {
		return nil, outcome{}, err
	}
	figures["seconds"] = o.report.Seconds
	if o.report.Gap != nil {
		figures["gap to the bound"] = *o.report.Gap
	}
	c.Processor = o.processor
	c.take(&c.Ours, figures)
	if broken := len(checked.Violations); broken > 0 {
		c.note("The plan breaks %d limits; the first: %s.", broken, checked.Violations[0].Message)
	}
	return read, o, nil
}

// take keeps the figures that have a column.
func (c *Case) take(l *Line, figures map[string]float64) {
	for _, column := range c.Columns {
		if v, ok := figures[column.Name]; ok {
			l.Values[column.Name] = v
		}
	}
}
