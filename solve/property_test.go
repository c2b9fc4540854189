package solve_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func run(t testing.TB, in *instance.Instance, p solve.Params) *solve.Result {
	t.Helper()
	res, err := solve.Solve(context.Background(), in, p)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestSolve_SamePlanForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	in := clustered(20000, 4)
	in.Areas = instance.EqualAreas(in, 40, 0.01)
	one := run(t, in, solve.Params{Seed: 9, Workers: 1})
	for _, workers := range []int{2, 8} {
		many := run(t, in, solve.Params{Seed: 9, Workers: workers})
		if !slices.Equal(one.Assignment, many.Assignment) {
			t.Errorf("%d workers give another plan than one", workers)
		}
		if one.Certificate != many.Certificate {
			t.Errorf("%d workers: certificate %+v, want %+v", workers, many.Certificate, one.Certificate)
		}
	}
}

func TestSolve_ClusteredUnitsAreBalancedAndNearTheBound(t *testing.T) {
	t.Parallel()
	for _, metric := range []instance.Metric{instance.PlaneSquared, instance.Plane, instance.Sphere} {
		in := clustered(20000, 2)
		in.Metric = metric
		in.Areas = instance.EqualAreas(in, 40, 0.01)
		res := run(t, in, solve.Params{Workers: 2})
		if len(res.Violations) > 0 || res.Certificate.Gap > 0.005 {
			t.Errorf("%v: %d violations, gap %.3f%%, want none and at most 0.5%%", metric, len(res.Violations), 100*res.Certificate.Gap)
		}
	}
}

func TestSolve_SeveralMeasuresAtOnce(t *testing.T) {
	t.Parallel()
	in := clustered(20000, 3)
	ones := make([]float64, in.Units())
	alternate := make([]float64, in.Units())
	for i := range ones {
		ones[i], alternate[i] = 1, float64(i%5)
	}
	in.Measures = append(in.Measures, instance.Measure{Name: "units", Values: ones}, instance.Measure{Name: "visits", Values: alternate})
	in.Areas = instance.EqualAreas(in, 30, 0.03, 0.03, 0.03)
	res := run(t, in, solve.Params{Workers: 2})
	if len(res.Violations) > 0 {
		t.Errorf("got %v", res.Violations[0].Message)
	}
}

// Scaling, turning and reordering the units must not change what a plan is
// worth. Centres are pinned so that both runs solve the same problem.
func TestSolve_ValueSurvivesTurningScalingAndReordering(t *testing.T) {
	t.Parallel()
	in := clustered(4000, 5)
	in.Areas = instance.EqualAreas(in, 10, 0.02)
	first := run(t, in, solve.Params{})
	for j := range in.Areas {
		in.Areas[j].Pinned, in.Areas[j].HasCentre = true, true
		in.Areas[j].X, in.Areas[j].Y = first.Centres[j].X, first.Centres[j].Y
	}
	base := run(t, in, solve.Params{})
	const angle, scale = 0.7, 3.0
	turn := func(x, y float64) (float64, float64) {
		s, c := math.Sincos(angle)
		return scale * (c*x - s*y), scale * (s*x + c*y)
	}
	other := &instance.Instance{Metric: in.Metric, Areas: slices.Clone(in.Areas)}
	n := in.Units()
	values := make([]float64, n)
	other.X, other.Y = make([]float64, n), make([]float64, n)
	for i := range n {
		from := (i*1237 + 11) % n // 1237 and 4000 have no common factor
		other.X[i], other.Y[i] = turn(in.X[from], in.Y[from])
		values[i] = in.Weight[from]
	}
	other.Weight = values
	other.Measures = []instance.Measure{{Name: "weight", Values: values}}
	for j := range other.Areas {
		other.Areas[j].X, other.Areas[j].Y = turn(in.Areas[j].X, in.Areas[j].Y)
	}
	res := run(t, other, solve.Params{})
	if got, want := res.Total/(scale*scale), base.Total; math.Abs(got-want) > 0.003*want {
		t.Errorf("value %v after turning, scaling and reordering, want %v within 0.3%%", got, want)
	}
	if got, want := res.Certificate.Bound/(scale*scale), base.Certificate.Bound; math.Abs(got-want) > 1e-3*want {
		t.Errorf("bound %v after turning, scaling and reordering, want %v within 0.1%%", got, want)
	}
}

func TestSolve_CancelReturnsACheckedPlanAtOnce(t *testing.T) {
	t.Parallel()
	in := clustered(60000, 6)
	in.Areas = instance.EqualAreas(in, 100, 0.01)
	for _, after := range []int{1, 4, 20, 41} {
		ctx, cancel := context.WithCancel(context.Background())
		var at time.Time
		res, err := solve.Solve(ctx, in, solve.Params{Workers: 2, Progress: func(p solve.Progress) {
			if p.Iteration >= after && at.IsZero() {
				at = time.Now()
				cancel()
			}
		}})
		late := time.Since(at)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if !res.Checked || res.Stop != solve.StopCancelled || len(res.Assignment) != in.Units() {
			t.Errorf("after %d: checked %v, stop %q", after, res.Checked, res.Stop)
		}
		// The machine may be busy; on a free one it is some 30 ms.
		if late > 2*time.Second {
			t.Errorf("after %d: returned %v after the cancel", after, late)
		}
	}
}

func TestSolve_MaxIterationsReplaysARun(t *testing.T) {
	t.Parallel()
	in := clustered(5000, 7)
	in.Areas = instance.EqualAreas(in, 20, 0.02)
	short := run(t, in, solve.Params{MaxIterations: 9})
	again := run(t, in, solve.Params{MaxIterations: short.Iterations})
	if short.Iterations != 9 || !slices.Equal(short.Assignment, again.Assignment) {
		t.Errorf("%d iterations replay to another plan", short.Iterations)
	}
}

func TestSolve_ProgressRisesAndSnapshotsFit(t *testing.T) {
	t.Parallel()
	in := clustered(3000, 8)
	in.Areas = instance.EqualAreas(in, 12, 0.02)
	last, calls := 0.0, 0
	run(t, in, solve.Params{Progress: func(p solve.Progress) {
		calls++
		if p.Fraction < last || p.Fraction > 1 {
			t.Errorf("fraction %v after %v", p.Fraction, last)
		}
		last = p.Fraction
		if p.Snapshot != nil && len(p.Snapshot()) != 3000 {
			t.Error("snapshot of another length")
		}
	}})
	if calls < 3 {
		t.Errorf("%d calls of Progress", calls)
	}
}
