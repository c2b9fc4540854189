package solve_test

import (
	"context"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// line puts n units of amount 1 on a line, one apart.
func line(n, k int, tolerance float64) *instance.Instance {
	in := &instance.Instance{Metric: instance.Plane}
	ones := make([]float64, n)
	for i := range ones {
		in.X, in.Y = append(in.X, float64(i)), append(in.Y, 0)
		ones[i] = 1
	}
	in.Measures = []instance.Measure{{Name: "visits", Values: ones}}
	in.Areas = instance.EqualAreas(in, k, tolerance)
	return in
}

func fill(n int, v int32) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func TestSolve_LockHoldsAndCounts(t *testing.T) {
	t.Parallel()
	in := line(8, 2, 0)
	in.Lock = fill(8, -1)
	in.Lock[0], in.Lock[7] = 1, 1
	res := run(t, in, solve.Params{})
	if res.Assignment[0] != 1 || res.Assignment[7] != 1 || len(res.Violations) > 0 {
		t.Errorf("got %v, violations %v", res.Assignment, res.Violations)
	}
}

func TestSolve_ConflictingLocksAreNamed(t *testing.T) {
	t.Parallel()
	in := line(8, 2, 0.1)
	in.Areas[1].Name = "North"
	in.Lock = fill(8, 1)
	res := run(t, in, solve.Params{})
	if len(res.Violations) == 0 || len(res.Conflicts) == 0 {
		t.Fatal("locking everything to one area of two breaks no limit")
	}
	if got := words(res.Conflicts); !strings.Contains(got, "North") || !strings.Contains(got, "visits") {
		t.Errorf("conflicts %q name neither area nor measure", got)
	}
}

func TestSolve_PriceOfDisruptionKeepsThePresentPlan(t *testing.T) {
	t.Parallel()
	in := line(12, 2, 0.5)
	in.Present = fill(12, 0)
	for i := 4; i < 12; i++ {
		in.Present[i] = 1
	}
	free := run(t, in, solve.Params{})
	in.Disruption.PerUnit = 1000
	dear := run(t, in, solve.Params{})
	if dear.MovedUnits != 0 {
		t.Errorf("moved %d units although each costs 1000", dear.MovedUnits)
	}
	if free.Travel > dear.Travel {
		t.Errorf("travel %v without a price exceeds %v with one", free.Travel, dear.Travel)
	}
}

func TestSolve_CapOnDisruptionHolds(t *testing.T) {
	t.Parallel()
	in := clustered(3000, 12)
	in.Areas = instance.EqualAreas(in, 10, 0.3)
	plan := run(t, in, solve.Params{})
	in.Present = append([]int32(nil), plan.Assignment...)
	for i := 0; i < len(in.Present); i += 3 {
		in.Present[i] = int32(i % 10)
	}
	for _, most := range []float64{0, 40, 400} {
		in.Disruption.Cap = &instance.Cap{Measure: -1, Most: most}
		res := run(t, in, solve.Params{})
		if float64(res.MovedUnits) > most && len(res.Conflicts) == 0 {
			t.Errorf("cap %v: moved %d", most, res.MovedUnits)
		}
		if most == 400 && res.MovedUnits < 200 {
			t.Errorf("cap %v: moved only %d", most, res.MovedUnits)
		}
	}
}

func TestSolve_ContiguousAreasHangTogether(t *testing.T) {
	t.Parallel()
	const side = 30
	in := grid(side)
	in.Areas = instance.EqualAreas(in, 9, 0.02)
	for j := range in.Areas {
		in.Areas[j].Contiguous = true
	}
	res := run(t, in, solve.Params{})
	if res.Fragments != 0 || len(res.Violations) > 0 {
		t.Errorf("%d fragments, violations %v", res.Fragments, res.Violations)
	}
}

// grid makes side × side cells that touch their four neighbours.
func grid(side int) *instance.Instance {
	in := &instance.Instance{Metric: instance.PlaneSquared}
	var a, b []int32
	values := make([]float64, side*side)
	for y := range side {
		for x := range side {
			i := int32(y*side + x)
			in.X, in.Y = append(in.X, float64(x)), append(in.Y, float64(y))
			values[i] = float64(1 + (x*7+y*13)%5)
			if x > 0 {
				a, b = append(a, i), append(b, i-1)
			}
			if y > 0 {
				a, b = append(a, i), append(b, i-int32(side))
			}
		}
	}
	in.Measures = []instance.Measure{{Name: "work", Values: values}}
	in.Graph, _ = instance.NewGraph(side*side, a, b, nil)
	return in
}

func TestSolve_WithoutGeographyOnlyBalanceCounts(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{Metric: instance.None}
	values := make([]float64, 1000)
	for i := range values {
		values[i] = float64(1 + i*i%97)
	}
	in.Measures = []instance.Measure{{Name: "work", Values: values}}
	in.Areas = instance.EqualAreas(in, 7, 0.001)
	res := run(t, in, solve.Params{})
	if len(res.Violations) > 0 {
		t.Errorf("got %v", res.Violations)
	}
}

func TestSolve_TravelTableWithUnreachableAreas(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{Metric: instance.Matrix, Travel: &instance.Travel{Lists: instance.Lists{Offset: []int64{0}}}}
	ones := make([]float64, 60)
	for i := range ones {
		ones[i] = 1
		for j := range int32(3) {
			if (i+int(j))%4 != 0 {
				in.Travel.Area = append(in.Travel.Area, j)
				in.Travel.Cost = append(in.Travel.Cost, float64((i*7+int(j)*5)%11))
			}
		}
		in.Travel.Offset = append(in.Travel.Offset, int64(len(in.Travel.Area)))
	}
	in.Measures = []instance.Measure{{Name: "units", Values: ones}}
	in.Areas = instance.EqualAreas(in, 3, 0.05)
	res := run(t, in, solve.Params{})
	if len(res.Violations) > 0 || res.Certificate.Gap > 0.05 {
		t.Errorf("violations %v, gap %v", res.Violations, res.Certificate.Gap)
	}
}

func TestResolve_FollowsATargetAndANewArea(t *testing.T) {
	t.Parallel()
	in := clustered(8000, 13)
	in.Areas = instance.EqualAreas(in, 20, 0.02)
	first := run(t, in, solve.Params{})
	next := *in
	next.Areas = append([]instance.Area(nil), in.Areas...)
	next.Areas[4].Limits = []instance.Limit{instance.Within(1.5*in.Areas[4].Limits[0].Target, 0.05)}
	for j := range next.Areas {
		if j != 4 {
			next.Areas[j].Limits = []instance.Limit{instance.Within(in.Areas[j].Limits[0].Target*0.974, 0.03)}
		}
	}
	res, err := solve.Resolve(context.Background(), &next, first, nil, solve.Params{})
	if err != nil || len(res.Violations) > 0 {
		t.Fatalf("%v, violations %v", err, res.Violations)
	}
	next.Areas = instance.EqualAreas(in, 21, 0.02)
	res, err = solve.Resolve(context.Background(), &next, first, nil, solve.Params{})
	if err != nil || len(res.Violations) > 0 {
		t.Fatalf("%v, violations %v", err, res.Violations)
	}
	if scratch := run(t, &next, solve.Params{}); res.Total > 1.1*scratch.Total {
		t.Errorf("value %v after one more area, from scratch %v", res.Total, scratch.Total)
	}
}

func TestExplain_NamesTheCheapestAreaAndWhatItTakesToReturn(t *testing.T) {
	t.Parallel()
	in := line(12, 2, 0.1)
	in.Present = fill(12, 0)
	in.Disruption.PerUnit = 0.5
	res := run(t, in, solve.Params{})
	for i, j := range res.Assignment {
		e, err := solve.Explain(in, res, i)
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Costs) != 2 || e.Area != j || e.Present != 0 {
			t.Fatalf("unit %d: %+v", i, e)
		}
		if j == 0 && e.ToReturn != 0 {
			t.Errorf("unit %d stays, yet it would take %v to return", i, e.ToReturn)
		}
	}
}

// A present plan of squares, some nearly empty and some with whole cities,
// gives centres that are far out of balance at first, and gaps between cities
// leave groups of areas that only damping holds together.
func TestSolve_BalancesAVeryUnevenPresentPlan(t *testing.T) {
	t.Parallel()
	in := clustered(6000, 1)
	in.Areas = instance.EqualAreas(in, 49, 0.05)
	in.Present = make([]int32, in.Units())
	for i := range in.Present {
		x, y := min(6, max(0, int(in.X[i]*7))), min(6, max(0, int(in.Y[i]*7)))
		in.Present[i] = int32(7*x + y)
	}
	in.Disruption.PerUnit = 0.002
	res := run(t, in, solve.Params{Workers: 2})
	if len(res.Violations) > 0 || res.Certificate.Gap > 0.03 {
		t.Errorf("%d violations, gap %.2f%%", len(res.Violations), 100*res.Certificate.Gap)
	}
}

func TestSolve_AreasKeepTheNameTheyShareMostWith(t *testing.T) {
	t.Parallel()
	in := clustered(3000, 31)
	in.Areas = instance.EqualAreas(in, 8, 0.05)
	first := run(t, in, solve.Params{})
	in.Present = make([]int32, in.Units())
	for i, j := range first.Assignment {
		in.Present[i] = (j*3 + 5) % 8 // the same plan under other names
	}
	again := run(t, in, solve.Params{})
	if again.MovedUnits > in.Units()/3 {
		t.Errorf("%d of %d units changed their area's name", again.MovedUnits, in.Units())
	}
}
