package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/benchsuite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type benchSuiteCmd struct {
	Shared  string   `help:"Folder with the public instances." default:"../shared/bench" type:"path"`
	Out     string   `help:"Markdown file to write." default:"docs/benchmarks.md" type:"path"`
	Quick   bool     `help:"Leave out the cases that take minutes, and repeat nothing."`
	Only    []string `help:"Run only these cases, by name or its beginning."`
	List    bool     `help:"List the names of the cases and end."`
	Workers int      `help:"Processors to use; 0 means all."`
}

// Run measures the table of targets beside the peers that are installed.
func (c *benchSuiteCmd) Run(ctx context.Context, t *terminal) error {
	if c.List {
		return t.print(benchsuite.Names(), func(w io.Writer) { fmt.Fprintln(w, strings.Join(benchsuite.Names(), "\n")) })
	}
	program, err := os.Executable()
	if err != nil {
		return territory.Errorf(territory.Internal, "The program cannot find itself: %v.", err)
	}
	earlier, err := c.earlier()
	if err != nil {
		return err
	}
	report, err := benchsuite.Run(ctx, benchsuite.Options{
		Program: program, Shared: c.Shared, Quick: c.Quick, Only: c.Only, Workers: processors(c.Workers), Commit: commit(),
		Command: c.typed(), Earlier: earlier, Now: time.Now, Log: func(text string) { fmt.Fprintln(t.err, text) },
	})
	if err != nil {
		return err
	}
	measured := browserSection(c.Out)
	if err := writeFile(c.Out, func(w io.Writer) error {
		if err := report.WriteMarkdown(w); err != nil {
			return err
		}
		_, err := io.WriteString(w, measured)
		return err
	}); err != nil {
		return err
	}
	if err := writeFile(c.figures(), func(w io.Writer) error { return encodeIndented(w, report) }); err != nil {
		return err
	}
	return t.print(report, func(w io.Writer) {
		for i := range report.Cases {
			fmt.Fprintf(w, "%-32s %s\n", report.Cases[i].Name, report.Cases[i].Verdict())
			for _, missed := range report.Cases[i].Missed() {
				fmt.Fprintln(w, "  ", missed)
			}
		}
	})
}

// browserSection is what the measurements in a browser have written at the end
// of a document, to be kept when the rest is written anew.
func browserSection(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "" // there is no document yet
	}
	at := strings.Index(string(text), "<!-- browser:")
	if at < 0 {
		return ""
	}
	return "\n" + string(text[at:])
}

// figures is the file beside the document that keeps its figures.
func (c *benchSuiteCmd) figures() string {
	return strings.TrimSuffix(c.Out, filepath.Ext(c.Out)) + ".json"
}

// earlier reads the figures of an earlier run, nil where there are none.
func (c *benchSuiteCmd) earlier() (*benchsuite.Report, error) {
	text, err := os.ReadFile(c.figures())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var report benchsuite.Report
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	if err != nil {
		return nil, territory.Errorf(territory.Invalid, "The figures of the last run in %s cannot be read: %v. Remove the file to start anew.", c.figures(), err)
	}
	return &report, nil
}

func encodeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(v)
}

// typed is the command line as the document names it.
func (c *benchSuiteCmd) typed() string {
	text := "bench suite"
	if c.Quick {
		text += " --quick"
	}
	if len(c.Only) > 0 {
		text += " --only " + strings.Join(c.Only, ",")
	}
	return text
}

func processors(n int) int {
	if n == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}

// benchProblemFlags are those of the cases on made points.
type benchProblemFlags struct {
	N           int     `short:"n" help:"Number of units." default:"250000"`
	Territories int     `help:"Number of territories." default:"200"`
	Tolerance   float64 `help:"Tolerance in percent." default:"2"`
	Seed        uint64  `help:"Seed." default:"1"`
	Workers     int     `help:"Processors to use; 0 means all."`
}

func (f benchProblemFlags) problem() (benchsuite.Problem, error) {
	if f.Territories < 2 || f.N < f.Territories {
		return benchsuite.Problem{}, territory.Errorf(territory.Invalid, "-n %d and --territories %d: there must be at least 2 territories, and no more than units.", f.N, f.Territories)
	}
	return benchsuite.Problem{N: f.N, Territories: f.Territories, Tolerance: f.Tolerance / 100, Seed: f.Seed, Workers: processors(f.Workers), Now: time.Now}, nil
}

type benchScaleCmd struct{ benchProblemFlags }

// Run solves one problem in memory.
func (c *benchScaleCmd) Run(ctx context.Context, t *terminal) error {
	return runBench(t, c.problem, func(p benchsuite.Problem) (any, error) { return benchsuite.Scale(ctx, p) })
}

type benchResolveCmd struct{ benchProblemFlags }

// Run solves again after small changes.
func (c *benchResolveCmd) Run(ctx context.Context, t *terminal) error {
	return runBench(t, c.problem, func(p benchsuite.Problem) (any, error) { return benchsuite.Resolve(ctx, p) })
}

type benchCancelCmd struct{ benchProblemFlags }

// Run cancels a run at one moment after another.
func (c *benchCancelCmd) Run(ctx context.Context, t *terminal) error {
	return runBench(t, c.problem, func(p benchsuite.Problem) (any, error) { return benchsuite.Cancel(ctx, p) })
}

type benchParetoCmd struct{ benchProblemFlags }

// Run computes a Pareto set.
func (c *benchParetoCmd) Run(ctx context.Context, t *terminal) error {
	return runBench(t, c.problem, func(p benchsuite.Problem) (any, error) { return benchsuite.Pareto(ctx, p) })
}

type benchHeadcountCmd struct {
	benchProblemFlags
	Values int `help:"How many numbers of territories, from --territories upwards." default:"20"`
}

// Run computes a headcount curve.
func (c *benchHeadcountCmd) Run(ctx context.Context, t *terminal) error {
	return runBench(t, c.problem, func(p benchsuite.Problem) (any, error) { return benchsuite.Headcount(ctx, p, c.Values) })
}

func runBench(t *terminal, problem func() (benchsuite.Problem, error), run func(benchsuite.Problem) (any, error)) error {
	p, err := problem()
	if err != nil {
		return err
	}
	report, err := run(p)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(report)
}

type benchLocateCmd struct {
	N       int `short:"n" help:"Number of points." default:"250000"`
	Workers int `help:"Processors to use; 0 means all."`
}

// Run locates points in the built-in boundary sets.
func (c *benchLocateCmd) Run(t *terminal) error {
	report, err := benchsuite.Locate(c.N, processors(c.Workers), time.Now)
	if err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(report)
}
