package benchsuite

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/synth"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Problem is a problem on points of the U family, made in memory: squared
// distances, areas of equal weight.
type Problem struct {
	N, Territories int
	Tolerance      float64
	Seed           uint64
	Workers        int
	Now            func() time.Time
}

func (p Problem) params() solve.Params {
	return solve.Params{Seed: p.Seed, Workers: p.Workers, Clock: p.Now}
}

// instance makes the units; the areas are those of areas.
func (p Problem) instance() *instance.Instance {
	points := synth.U(p.N, p.Seed)
	weight := make([]float64, p.N)
	for i, w := range points.Weight {
		weight[i] = float64(w)
	}
	in := &instance.Instance{
		Metric: instance.PlaneSquared, X: points.X, Y: points.Y, Weight: weight,
		Measures: []instance.Measure{{Name: "weight", Values: weight}},
	}
	in.Areas = instance.EqualAreas(in, p.Territories, p.Tolerance)
	return in
}

// Single is the report of a run in memory. Deviations and fragments are the
// checker's.
type Single struct {
	N           int     `json:"n"`
	Territories int     `json:"territories"`
	Seconds     float64 `json:"seconds"`
	Largest     float64 `json:"largest"`
	Smallest    float64 `json:"smallest"`
	Inertia     float64 `json:"inertia"`
	Gap         float64 `json:"gap"`
	BoundKind   string  `json:"bound_kind"`
	Violations  int     `json:"violations"`
	// InputBytes is the size of the arrays of units. MemoryBytes is how much
	// the resident memory grew while solving, at its peak; 0 where the system
	// does not tell.
	InputBytes   int64   `json:"input_bytes"`
	MemoryBytes  int64   `json:"memory_bytes"`
	BytesPerUnit float64 `json:"bytes_per_unit"`
}

// bytesOfUnit is the input per unit: two coordinates, and a weight that is the
// measure as well.
const bytesOfUnit = 3 * 8

// scaleGarbage is the garbage that may pile up, in percent of what is in use,
// as in the solve command.
const scaleGarbage = 25

// Scale solves one large problem and measures time and memory.
func Scale(ctx context.Context, p Problem) (*Single, error) {
	in := p.instance()
	defer debug.SetGCPercent(debug.SetGCPercent(scaleGarbage))
	debug.FreeOSMemory()
	known := resetPeak()
	before, _ := resident()
	result, err := solve.Solve(ctx, in, p.params())
	if err != nil {
		return nil, fmt.Errorf("scale: %w", err)
	}
	_, peak := resident()
	s, err := single(in, result)
	if err != nil {
		return nil, fmt.Errorf("scale: %w", err)
	}
	s.InputBytes = int64(bytesOfUnit * p.N)
	if known && before > 0 {
		s.MemoryBytes = peak - before
		s.BytesPerUnit = float64(s.MemoryBytes) / float64(p.N)
	}
	return s, nil
}

// single lets the checker judge a result.
func single(in *instance.Instance, result *solve.Result) (*Single, error) {
	report, err := check.Plan(in, result.Assignment, result.Centres)
	if err != nil {
		return nil, err
	}
	return &Single{
		N: in.Units(), Territories: len(in.Areas), Seconds: result.Seconds, Largest: report.Deviations[0].Max, Smallest: report.Deviations[0].Min,
		Inertia: report.Inertia, Gap: result.Certificate.Gap, BoundKind: string(result.Certificate.Kind), Violations: len(report.Violations),
	}, nil
}

// Change is a small change and how long it took to solve again.
type Change struct {
	Change string `json:"change"`
	Single
}

// resolveRuns is how often each change is solved; the median counts.
const resolveRuns = 3

// Resolve solves a problem, and then again after one small change at a time.
func Resolve(ctx context.Context, p Problem) ([]Change, error) {
	in := p.instance()
	first, err := solve.Solve(ctx, in, p.params())
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	var changes []Change
	for _, c := range smallChanges(in, first, p.Tolerance) {
		var runs []Change
		for range resolveRuns {
			result, err := solve.Resolve(ctx, c.in, first, nil, p.params())
			if err != nil {
				return nil, fmt.Errorf("resolve: %s: %w", c.name, err)
			}
			s, err := single(c.in, result)
			if err != nil {
				return nil, fmt.Errorf("resolve: %s: %w", c.name, err)
			}
			runs = append(runs, Change{c.name, *s})
		}
		slices.SortFunc(runs, func(a, b Change) int { return int(1e9 * (a.Seconds - b.Seconds)) })
		changes = append(changes, runs[len(runs)/2])
	}
	return changes, nil
}

type change struct {
	name string
	in   *instance.Instance
}

// smallChanges are what a planner does between two looks at the map.
func smallChanges(in *instance.Instance, first *solve.Result, tolerance float64) []change {
	k := len(in.Areas)
	fair := in.Total(0) / float64(k)
	variant := func() *instance.Instance {
		v := *in
		v.Areas = slices.Clone(in.Areas)
		return &v
	}
	target := variant()
	for j := range target.Areas {
		share := fair * (1 - 0.1/float64(k-1))
		if j == 0 {
			share = fair * 1.1
		}
		target.Areas[j].Limits = []instance.Limit{instance.Within(share, tolerance)}
	}
	pinned := variant()
	a := &pinned.Areas[0]
	a.X, a.Y, a.HasCentre, a.Pinned = first.Centres[0].X+0.005, first.Centres[0].Y, true, true
	more := variant()
	more.Areas = instance.EqualAreas(in, k+1, tolerance)
	return []change{{"one target 10 % higher", target}, {"one centre pinned elsewhere", pinned}, {"one territory more", more}}
}
