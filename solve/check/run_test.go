package check

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Runs must never drop an area that is cheapest for one of their units.
func TestSurvivors_KeepTheCheapestArea(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 17))
		in := &instance.Instance{Metric: instance.Metric(r.IntN(4)), Measures: []instance.Measure{{}}}
		for range runSize {
			in.X, in.Y = append(in.X, 10+r.Float64()), append(in.Y, 40+r.Float64())
			in.Weight = append(in.Weight, 0.5+r.Float64())
			in.Measures[0].Values = append(in.Measures[0].Values, math.Exp(r.NormFloat64()))
		}
		in.Areas = instance.EqualAreas(in, 30, 0.5)
		c := Claim{Prices: [][]float64{make([]float64, 30)}}
		for j := range in.Areas {
			c.Centres = append(c.Centres, Point{X: 7 + 7*r.Float64(), Y: 37 + 7*r.Float64()})
			c.Prices[0][j] = r.NormFloat64()
			if in.Metric.OnSphere() {
				c.Prices[0][j] *= 1e5
			}
		}
		b := &bounder{in: in, claim: c, k: 30, costs: newCosts(in, c.Centres)}
		b.prepare()
		units := make([]int32, runSize)
		for i := range units {
			units[i] = int32(i)
		}
		box := b.box(units)
		kept := map[int32]bool{}
		for _, j := range b.survivors(&box, make([]float64, 30), nil) {
			kept[j] = true
		}
		for i := range units {
			best, least := 0, math.Inf(1)
			for j := range in.Areas {
				if v := b.one(i, j, 0, -1); v < least {
					best, least = j, v
				}
			}
			if !kept[int32(best)] {
				t.Fatalf("seed %d: unit %d is cheapest in area %d, which was dropped", seed, i, best)
			}
		}
	}
}

// An order changes a bound by rounding at most, and a broken one is ignored.
func TestBound_OrderIsAHintOnly(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	in := &instance.Instance{Metric: instance.PlaneSquared, Measures: []instance.Measure{{}}}
	n, k := 50_000, 400
	c := Claim{Prices: [][]float64{make([]float64, k)}}
	for range n {
		in.X, in.Y = append(in.X, r.Float64()), append(in.Y, r.Float64())
		in.Measures[0].Values = append(in.Measures[0].Values, r.Float64())
	}
	in.Areas = instance.EqualAreas(in, k, 0.5)
	for j := range in.Areas {
		c.Centres = append(c.Centres, Point{X: r.Float64(), Y: r.Float64()})
		c.Prices[0][j] = 1e-4 * r.NormFloat64()
	}
	want, err := Bound(in, c, Hint{}, 2)
	if err != nil {
		t.Fatal(err)
	}
	shuffled := make([]int32, n)
	for p, i := range r.Perm(n) {
		shuffled[p] = int32(i)
	}
	for name, order := range map[string][]int32{"shuffled": shuffled, "twice the same": make([]int32, n), "short": {1, 2}} {
		if got, err := Bound(in, c, Hint{Order: order}, 2); err != nil || math.Abs(got-want) > 1e-9*math.Abs(want) {
			t.Errorf("%s: bound %v, want %v (%v)", name, got, want, err)
		}
	}
}
