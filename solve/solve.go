package solve

import (
	"context"
	"fmt"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Solve divides the units of in among its areas.
//
// It returns an error only when the instance or the parameters are invalid.
// Limits that cannot hold are no error: the result then lists Violations and
// Conflicts. When ctx ends or a limit of Params is reached, the best plan so
// far is returned, checked like any other, and Result.Stop says so.
func Solve(ctx context.Context, in *instance.Instance, p Params) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	if err := in.Validate(); err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	a := bisect(in)
	return finish(in, p, a)
}

// bisect cuts the units into as many parts as there are areas, of equal first
// measure, along the longer side each time.
func bisect(in *instance.Instance) instance.Assignment {
	n := in.Units()
	a := make(instance.Assignment, n)
	units := make([]int, n)
	for i := range units {
		units[i] = i
	}
	cut(in, units, 0, len(in.Areas), a)
	for i := range a {
		if l := in.LockOf(i); l >= 0 {
			a[i] = l
		}
	}
	return a
}

func cut(in *instance.Instance, units []int, first, count int, a instance.Assignment) {
	if count == 1 || len(units) == 0 {
		for _, i := range units {
			a[i] = int32(first)
		}
		return
	}
	axis := in.X
	if spread(in.Y, units) > spread(in.X, units) {
		axis = in.Y
	}
	if axis != nil && in.Family == nil {
		sort.Slice(units, func(x, y int) bool { return axis[units[x]] < axis[units[y]] })
	}
	left := count / 2
	total := 0.0
	for _, i := range units {
		total += mass(in, i)
	}
	at, sum := 0, 0.0
	for at < len(units)-(count-left) && (at < left || sum < total*float64(left)/float64(count)) {
		sum += mass(in, units[at])
		at++
	}
	cut(in, units[:at], first, left, a)
	cut(in, units[at:], first+left, count-left, a)
}

func mass(in *instance.Instance, i int) float64 {
	if len(in.Measures) == 0 {
		return 1
	}
	return in.Measures[0].Values[i]
}

func spread(v []float64, units []int) float64 {
	if v == nil {
		return 0
	}
	lo, hi := v[units[0]], v[units[0]]
	for _, i := range units {
		lo, hi = min(lo, v[i]), max(hi, v[i])
	}
	return hi - lo
}

// finish takes the means of the areas as centres and checks the plan.
func finish(in *instance.Instance, p Params, a instance.Assignment) (*Result, error) {
	centres := make([]check.Point, len(in.Areas))
	count := make([]float64, len(in.Areas))
	if in.Metric.Geographic() {
		for i, j := range a {
			at := i
			if in.Family != nil {
				at = int(in.Family[i])
			}
			centres[j].X += in.X[at]
			centres[j].Y += in.Y[at]
			count[j]++
		}
		for j := range centres {
			if count[j] > 0 {
				centres[j].X /= count[j]
				centres[j].Y /= count[j]
			}
		}
	}
	report, err := check.Plan(in, a, centres)
	if err != nil {
		return nil, fmt.Errorf("solve: %w", err)
	}
	return &Result{Assignment: a, Centres: centres, Report: *report, Seed: p.Seed, Stop: StopDone, Checked: true}, nil
}
