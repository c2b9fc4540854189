package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
)

// problemFlags describe an engine problem in files.
type problemFlags struct {
	Units           string   `help:"CSV of units: id, and lat,lon or x,y; may be gzipped." required:"" type:"existingfile"`
	Edges           string   `help:"CSV whose first two columns are ids or row numbers of units that touch." type:"existingfile"`
	Border          string   `help:"Column of the edges with the length of the shared border; borders between territories are then kept short."`
	BorderPrice     *float64 `help:"Price of a unit of border between two territories, in units of travel; chosen by itself with --border."`
	Territories     int      `help:"Number of territories." required:""`
	Measure         []string `help:"COL[:TOLERANCE%[:MIN[:MAX]]]; 'units' counts units." sep:"none"`
	Contiguous      bool     `help:"Every territory hangs together in the edges."`
	Lock            string   `help:"Column with the area a unit must stay in, or yes to stay where it is."`
	Present         string   `help:"Column with the present area."`
	DisruptionPrice float64  `help:"Price of moving a unit, in units of travel."`
	DisruptionCap   string   `help:"Largest share of units that may move, as X%."`
	Centers         string   `help:"CSV of pinned centres: id, and lat,lon or x,y." aliases:"centres" type:"existingfile"`
	Family          string   `help:"Column whose equal values stay together."`
	MaxDistance     float64  `help:"Largest distance of a unit from its centre, in metres or plane units."`
	Metric          string   `help:"sphere, plane or squared; chosen by the columns when not given." enum:",sphere,plane,squared" default:""`
	Weight          string   `help:"Column that weighs travel; 'weight' when it is there."`
}

func (f *problemFlags) read() (*solvefile.Problem, error) {
	o := solvefile.Options{
		Territories: f.Territories, Contiguous: f.Contiguous, Lock: f.Lock, Present: f.Present, Family: f.Family,
		Weight: f.Weight, Metric: f.Metric, DisruptionPrice: f.DisruptionPrice, MaxDistance: f.MaxDistance,
		Border: f.Border, BorderPrice: f.BorderPrice,
	}
	for _, text := range f.Measure {
		g, err := parseGoal(text)
		if err != nil {
			return nil, err
		}
		goal := solvefile.Goal{Column: g.Column, Tolerance: g.Tolerance}
		if g.Column == "" {
			goal.Column = "units"
		}
		if g.Min != nil {
			goal.Min = *g.Min
		}
		if g.Max != nil {
			goal.Max = *g.Max
		}
		o.Measures = append(o.Measures, goal)
	}
	if f.DisruptionCap != "" {
		percent, err := strconv.ParseFloat(strings.TrimSuffix(f.DisruptionCap, "%"), 64)
		if err != nil || percent < 0 {
			return nil, territory.Errorf(territory.Invalid, "--disruption-cap %q cannot be read: write it like 10%%.", f.DisruptionCap)
		}
		share := percent / 100
		o.DisruptionCap = &share
	}
	files := solvefile.Files{UnitsName: f.Units, EdgesName: f.Edges, CentresName: f.Centers}
	for _, in := range []struct {
		path string
		to   *io.Reader
	}{{f.Units, &files.Units}, {f.Edges, &files.Edges}, {f.Centers, &files.Centres}} {
		if in.path == "" {
			continue
		}
		file, err := os.Open(in.path)
		if err != nil {
			return nil, territory.Errorf(territory.Invalid, "The file cannot be read: %v.", err)
		}
		defer file.Close() //nolint:errcheck // opened for reading
		*in.to = file
	}
	return solvefile.Read(files, o)
}

// garbage is what may pile up before it is collected, in percent of what is in
// use: little for the largest problems, where memory is short, much for those
// that shall be answered at once.
func garbage(units int) int {
	if units >= 500_000 {
		return 25
	}
	return 400
}

type solveCmd struct {
	problemFlags
	Seed    uint64        `help:"Seed; the same seed gives the same plan."`
	Time    time.Duration `help:"Time limit, e.g. 10s; without one the search ends by itself."`
	Workers int           `help:"Processors to use; 0 means all."`
	// Both replay a run with a time limit.
	Iterations       int `help:"End after so many iterations: those of a report replay its run."`
	CentreIterations int `help:"End the search for centres after so many iterations, likewise."`

	Prove  bool   `help:"Also prove a bound for any centres, which takes seconds per thousand units."`
	Out    string `help:"Write the assignment (id, area) to this CSV file." type:"path"`
	Report string `help:"Write the report to this JSON file." type:"path"`
}

// Run solves a problem given by files, without any data folder.
func (c *solveCmd) Run(ctx context.Context, t *terminal) error {
	began := time.Now()
	p, err := c.read()
	if err != nil {
		return err
	}
	debug.SetGCPercent(garbage(p.Instance.Units()))
	params := solve.Params{Seed: c.Seed, Workers: c.Workers, Clock: time.Now, TimeLimit: c.Time, MaxIterations: c.Iterations, CentreIterations: c.CentreIterations}
	if params.Workers == 0 {
		params.Workers = runtime.GOMAXPROCS(0)
	}
	line := newBar(t)
	params.Progress = func(g solve.Progress) {
		line.show(territory.Progress{Phase: string(g.Phase), Done: int64(1000 * g.Fraction), Total: 1000})
	}
	result, err := solve.Solve(ctx, p.Instance, params)
	line.done()
	if err != nil {
		if inner := errors.Unwrap(err); inner != nil {
			err = inner
		}
		return territory.Errorf(territory.Invalid, "The engine refused this problem: %v.", err)
	}
	if c.Out != "" {
		if err := writeFile(c.Out, func(w io.Writer) error { return p.WriteAssignment(w, result.Assignment) }); err != nil {
			return err
		}
	}
	report := p.Solved(result)
	if c.Prove {
		proof, err := solve.Bound(ctx, p.Instance, result, params)
		if err != nil {
			return territory.Errorf(territory.Invalid, "There is no bound for any centres: %v.", err)
		}
		report.Proven(proof)
	}
	report.WallSeconds, report.PeakMemory = time.Since(began).Seconds(), peakMemory()
	return printSolved(t, report, c.Report)
}

type checkCmd struct {
	problemFlags
	Assignment string `help:"CSV of the plan: id, area." required:"" type:"existingfile"`
	Report     string `help:"Write the report to this JSON file." type:"path"`
}

// Run checks anybody's plan; a plan that breaks a limit is refused.
func (c *checkCmd) Run(_ context.Context, t *terminal) error {
	p, err := c.read()
	if err != nil {
		return err
	}
	file, err := os.Open(c.Assignment)
	if err != nil {
		return territory.Errorf(territory.Invalid, "The file cannot be read: %v.", err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	assignment, err := p.ReadAssignment(file, c.Assignment)
	if err != nil {
		return err
	}
	if err := p.Instance.Validate(); err != nil {
		return territory.Errorf(territory.Invalid, "The problem is not valid: %v.", err)
	}
	checked, err := check.Plan(p.Instance, assignment, p.Centres(assignment))
	if err != nil {
		return territory.Errorf(territory.Invalid, "The plan does not fit the problem: %v.", err)
	}
	if err := printSolved(t, p.Checked(checked), c.Report); err != nil {
		return err
	}
	if n := len(checked.Violations); n > 0 {
		return territory.Errorf(territory.Infeasible, "The plan breaks %d limits; the first: %s.", n, checked.Violations[0].Message)
	}
	return nil
}

func printSolved(t *terminal, r solvefile.Report, file string) error {
	if file != "" {
		if err := writeFile(file, func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(r)
		}); err != nil {
			return err
		}
	}
	return t.print(r, func(w io.Writer) {
		fmt.Fprintf(w, "%d units, %d territories, %.2f s, checked: %v\n", r.N, r.K, r.Seconds, r.Checked)
		for _, d := range r.Deviations {
			fmt.Fprintf(w, "  %s: %+.3f / %+.3f %%\n", d.Measure, 100*d.Max, 100*d.Min)
		}
		fmt.Fprintf(w, "  objective %.6g, mean distance %.6g, inertia %.6g, fragments %d\n", r.Objective.Total, r.MeanTravel, r.Inertia, r.Fragments)
		if r.Bound != nil {
			fmt.Fprintf(w, "  bound %.6g %s, gap %.3f %%\n", *r.Bound, r.BoundKind, 100**r.Gap)
		}
		if a := r.AnyCentres; a != nil {
			fmt.Fprintf(w, "  bound %.6g for any centres, gap %.3f %%\n", a.Bound, 100*a.Gap)
		}
		for _, v := range append(r.Violations, r.Conflicts...) {
			fmt.Fprintln(w, "  not kept:", v)
		}
	})
}
