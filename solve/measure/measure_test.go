package measure_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

func TestGeometry_ArcMatchesTheArcsine(t *testing.T) {
	t.Parallel()
	for _, c := range []float64{0, 1e-9, 1e-3, 0.05, 0.0999, 0.1001, 0.3, 0.4999, 0.5001, 1, 1.9, 2} {
		got, want := measure.Arc.Of(c*c), 2*math.Asin(c/2)
		if math.Abs(got-want) > 2e-13*want {
			t.Errorf("chord %v: got %v, want %v", c, got, want)
		}
	}
}

func TestGeometry_CoordinatesSurviveTheWayThereAndBack(t *testing.T) {
	t.Parallel()
	for _, p := range [][2]float64{{0, 0}, {179.9, 10}, {-122.4, 37.8}, {12, -89.9}, {0, 90}} {
		x, y := measure.Arc.FromVec(measure.Arc.ToVec(p[0], p[1]))
		if math.Abs(y-p[1]) > 1e-10 || math.Abs(x-p[0]) > 1e-9 && p[1] < 90 {
			t.Errorf("%v came back as %v, %v", p, x, y)
		}
	}
}

func sample(seed uint64) *instance.Instance {
	r := rand.New(rand.NewPCG(seed, 5))
	in := &instance.Instance{Metric: instance.Sphere, Family: []int32{0}}
	var v []float64
	for i := range 50 {
		for range 1 + i%3 {
			in.X, in.Y = append(in.X, r.Float64()*10), append(in.Y, r.Float64()*10)
		}
		in.Family = append(in.Family, int32(len(in.X)))
		v = append(v, r.Float64())
	}
	in.Measures = []instance.Measure{{Values: v}}
	in.Areas = instance.EqualAreas(in, 4, 0.1)
	in.Present = make([]int32, 50)
	in.Disruption.PerUnit = 3
	return in
}

func TestModel_PermuteMovesEveryColumnAlike(t *testing.T) {
	t.Parallel()
	in := sample(1)
	before, after := measure.New(in), measure.New(in)
	order := make([]int32, 50)
	for i := range order {
		order[i] = int32((i*7 + 3) % 50)
	}
	after.Permute(slices.Clone(order))
	for p, i := range order {
		if after.Pos[p] != before.Pos[i] || after.W[p] != before.W[i] || after.A[0][p] != before.A[0][i] || after.Spread[p] != before.Spread[i] {
			t.Fatalf("place %d does not hold unit %d", p, i)
		}
	}
	plan := make([]int32, 50)
	for i := range plan {
		plan[i] = int32(i % 4)
	}
	if got := after.Back(after.Forth(plan)); !slices.Equal(got, plan) {
		t.Errorf("a plan came back as %v", got)
	}
}

// The cost of a family lies within Spread of the distance of its mean.
func TestModel_SpreadBoundsFamilies(t *testing.T) {
	t.Parallel()
	m := measure.New(sample(2))
	r := rand.New(rand.NewPCG(3, 3))
	for i := range m.N {
		c := m.Geo.ToVec(r.Float64()*20-5, r.Float64()*20-5)
		mean, all := m.Geo.Of(m.Pos[i].Sq(c)), m.Distance(i, c)
		if math.Abs(all-mean) > m.Spread[i]*(1+1e-9)+1e-12 {
			t.Errorf("unit %d: %v against %v, spread %v", i, all, mean, m.Spread[i])
		}
	}
}
