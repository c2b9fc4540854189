package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/benchrun"
)

type benchCmd struct {
	Suite      benchSuiteCmd      `cmd:"" help:"Measure the table of targets beside the peers that are installed; writes docs/benchmarks.md."`
	CPMP       benchInstancesCmd  `cmd:"" name:"cpmp" help:"Solve public instances of the capacitated p-median problem; a line of JSON each."`
	CCCP       benchCentredCmd    `cmd:"" name:"cccp" help:"Solve public instances of capacitated centred clustering; a line of JSON each."`
	Scale      benchScaleCmd      `cmd:"" help:"Solve one large made problem; time and memory as JSON."`
	Resolve    benchResolveCmd    `cmd:"" help:"Solve a made problem again after small changes."`
	Cancel     benchCancelCmd     `cmd:"" help:"Time cancelling a run at several moments."`
	Pareto     benchParetoCmd     `cmd:"" help:"Time a Pareto set on a made problem."`
	Headcount  benchHeadcountCmd  `cmd:"" help:"Time a headcount curve on a made problem."`
	Locate     benchLocateCmd     `cmd:"" help:"Time locating points in the built-in boundary sets."`
	Boundaries benchBoundariesCmd `cmd:"" help:"Time reading boundaries, locating points in them and joining them."`
	Rows       benchRowsCmd       `cmd:"" help:"Write a CSV or XLSX file of accounts to import."`
	CSV        benchReaderCmd     `cmd:"" name:"csv" help:"Time the CSV reader and encoding/csv on a file."`
	Attribute  benchAttributeCmd  `cmd:"" help:"Time calculated attributes over many units."`
	Open       benchOpenCmd       `cmd:"" help:"Time opening an alignment."`
}

type benchFlags struct {
	Time    time.Duration `help:"Time limit of the solver for one instance." default:"10s"`
	Seed    uint64        `help:"Seed." default:"1"`
	Workers int           `help:"Processors to use; 0 means all."`
	Files   []string      `arg:"" help:"Instance files." type:"existingfile"`
}

type benchInstancesCmd struct{ benchFlags }

// Run solves every file as a p-median problem.
func (c *benchInstancesCmd) Run(ctx context.Context, t *terminal) error {
	return c.each(ctx, t, benchrun.CPMP)
}

type benchCentredCmd struct{ benchFlags }

// Run solves every file as a centred clustering problem.
func (c *benchCentredCmd) Run(ctx context.Context, t *terminal) error {
	return c.each(ctx, t, benchrun.CCCP)
}

func (f *benchFlags) each(ctx context.Context, t *terminal, solve func(context.Context, string, benchrun.Options) (benchrun.Line, error)) error {
	o := benchrun.Options{Time: f.Time, Workers: processors(f.Workers), Seed: f.Seed}
	out := json.NewEncoder(t.out)
	for _, path := range f.Files {
		line, err := solve(ctx, path, o)
		if err != nil {
			return err
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
