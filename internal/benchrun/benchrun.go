// Package benchrun runs the engine on one public clustering instance and reports
// a line of figures: what `bailiwick bench cpmp` and `bench cccp` print.
//
// It reads the instance and, where they stand one folder above it, instances.csv
// and best-known.csv. Every solution passes the independent checker before a
// line is made of it.
package benchrun

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/benchdata"
	"github.com/bailiwick-planning/bailiwick/solve/median"
	"github.com/bailiwick-planning/bailiwick/solve/median/mediancheck"
)

// Options are the settings of a run.
type Options struct {
	Time       time.Duration // limit of the solver alone, reading not counted
	Iterations int           // limit in iterations; 0 for none
	Workers    int
	Seed       uint64
	Now        func() time.Time // clock of the limit; nil for the wall clock
}

// Line is the result of one run. BestKnown and Gap, a percentage of BestKnown,
// are missing where no value is known; Bound where none was computed.
type Line struct {
	Instance   string   `json:"instance"`
	N          int      `json:"n"`
	P          int      `json:"p"`
	Cost       float64  `json:"cost"`
	BestKnown  *float64 `json:"best_known"`
	Gap        *float64 `json:"gap"`
	Seconds    float64  `json:"seconds"`
	Feasible   bool     `json:"feasible"`
	Bound      *float64 `json:"bound"`
	BoundKind  string   `json:"bound_kind"`
	Iterations int      `json:"iterations"`
	Seed       uint64   `json:"seed"`
}

func (o *Options) clock() func() time.Time {
	if o.Now != nil {
		return o.Now
	}
	return time.Now
}

// CPMP solves the capacitated p-median instance at path.
func CPMP(ctx context.Context, path string, opts Options) (Line, error) {
	return run(ctx, path, opts, median.SolveMedian, func(p *median.Problem, s *median.Solution) (mediancheck.Report, error) {
		return mediancheck.Median(p, s.Medians, s.Assignment)
	})
}

// CCCP solves the capacitated centred clustering instance at path.
func CCCP(ctx context.Context, path string, opts Options) (Line, error) {
	return run(ctx, path, opts, median.SolveCentred, func(p *median.Problem, s *median.Solution) (mediancheck.Report, error) {
		return mediancheck.Centred(p, s.Assignment)
	})
}

type (
	solveFunc func(context.Context, *median.Problem, median.Params) (*median.Solution, error)
	checkFunc func(*median.Problem, *median.Solution) (mediancheck.Report, error)
)

func run(ctx context.Context, path string, opts Options, solve solveFunc, check checkFunc) (Line, error) {
	name := instanceName(path)
	problem, best, err := load(path, name)
	if err != nil {
		return Line{}, fmt.Errorf("bench %s: %w", name, err)
	}
	sol, err := solve(ctx, problem, median.Params{
		Seed: opts.Seed, Workers: opts.Workers, TimeLimit: opts.Time, MaxIterations: opts.Iterations, Now: opts.clock(),
	})
	if err != nil {
		return Line{}, fmt.Errorf("bench %s: %w", name, err)
	}
	report, err := check(problem, sol)
	if err == nil {
		err = compare(report, sol)
	}
	if err != nil {
		return Line{}, fmt.Errorf("bench %s: the solution failed its check: %w", name, err)
	}
	line := Line{
		Instance: name, N: problem.N(), P: problem.P, Cost: report.Cost, Seconds: sol.Seconds,
		Feasible: report.Overload == 0, BoundKind: string(sol.BoundKind), Iterations: sol.Iterations, Seed: opts.Seed,
	}
	if sol.BoundKind != median.NoBound {
		line.Bound = &sol.Bound
	}
	if best > 0 {
		gap := (report.Cost/best - 1) * 100
		line.BestKnown, line.Gap = &best, &gap
	}
	return line, nil
}

// costTolerance is the relative difference allowed between two sums of the same
// distances in different order.
const costTolerance = 1e-9

func compare(report mediancheck.Report, sol *median.Solution) error {
	if math.Abs(report.Cost-sol.Cost) > costTolerance*(1+report.Cost) {
		return fmt.Errorf("cost %g, recomputed %g", sol.Cost, report.Cost)
	}
	if sol.Overload != report.Overload || sol.Feasible != (report.Overload == 0) {
		return fmt.Errorf("overload %d and feasible %t, recomputed overload %d", sol.Overload, sol.Feasible, report.Overload)
	}
	if sol.BoundKind != median.NoBound && sol.Feasible && sol.Bound > report.Cost*(1+costTolerance) {
		return fmt.Errorf("bound %g above the cost %g", sol.Bound, report.Cost)
	}
	return nil
}

// instanceName is the file's name without .csv or .csv.gz.
func instanceName(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".gz"), ".csv")
}

// load reads the problem and its best known cost, 0 where there is none.
func load(path, name string) (*median.Problem, float64, error) {
	inst, err := read(path, benchdata.ReadInstance)
	if err != nil {
		return nil, 0, err
	}
	p := &median.Problem{X: inst.X, Y: inst.Y, Demand: inst.Demand, Capacity: []int64{inst.Capacity}, P: inst.P}
	above := filepath.Join(filepath.Dir(path), "..")
	kinds, err := readIfThere(filepath.Join(above, "instances.csv"), benchdata.ReadDistances)
	if err != nil {
		return nil, 0, err
	}
	switch kinds[name] {
	case benchdata.EuclidFloor:
		p.FloorDistances = true
	case benchdata.Matrix:
		if p.Matrix, err = loadMatrix(filepath.Dir(path), name, p.N()); err != nil {
			return nil, 0, err
		}
	}
	best, err := readIfThere(filepath.Join(above, "best-known.csv"), benchdata.ReadBestKnown)
	if err != nil {
		return nil, 0, err
	}
	return p, best[name], nil
}

// loadMatrix reads FAMILY-distances.csv[.gz] beside the instance FAMILY_….
func loadMatrix(folder, name string, n int) ([]float64, error) {
	family, _, _ := strings.Cut(name, "_")
	base := filepath.Join(folder, family+"-distances.csv")
	readMatrix := func(f *os.File) ([]float64, error) { return benchdata.ReadMatrix(f, n) }
	d, err := readFile(base, readMatrix)
	if errors.Is(err, fs.ErrNotExist) {
		d, err = readFile(base+".gz", readMatrix)
	}
	return d, err
}
