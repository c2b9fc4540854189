package figures_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// random is a plan of n units in k territories all over the globe, some units
// without a position or a territory, most beside their own territory's middle.
func random(r *rand.Rand, n, k int) ([]*alignment.Area, []alignment.AreaNumber, *figures.Units) {
	areas := make([]*alignment.Area, k)
	middles := make([][2]float64, k)
	for a := range areas {
		areas[a] = &alignment.Area{Number: alignment.AreaNumber(3*a + 1)}
		middles[a] = [2]float64{360*r.Float64() - 180, 180*r.Float64() - 90}
	}
	u := &figures.Units{Lon: make([]float64, n), Lat: make([]float64, n), Names: []string{""}, Measures: [][]float64{nil}}
	assigned := make([]alignment.AreaNumber, n)
	for i := range assigned {
		a := r.IntN(k)
		assigned[i] = areas[a].Number
		u.Lon[i] = middles[a][0] + 20*r.NormFloat64()
		u.Lat[i] = max(-90, min(90, middles[a][1]+20*r.NormFloat64()))
		switch r.IntN(20) {
		case 0:
			u.Lon[i], u.Lat[i] = math.NaN(), math.NaN()
		case 1:
			assigned[i] = alignment.Unassigned
		}
	}
	return areas, assigned, u
}

func TestSummarise_AgreesWithAskingEveryCentre(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 7))
		areas, assigned, u := random(r, 400, 1+r.IntN(40))
		plan, f := figures.Summarise(areas, assigned, u)
		var inside, all int
		travel := 0.0
		for i, number := range assigned {
			if number == alignment.Unassigned || math.IsNaN(u.Lon[i]) {
				continue
			}
			unit := geom.Point{X: u.Lon[i], Y: u.Lat[i]}
			far := func(c *alignment.Point) float64 {
				return float64(geom.Distance(unit, geom.Point{X: c.Lon, Y: c.Lat})) / 1000
			}
			own := far(plan.Territories[number].Centre)
			nearest := true
			for _, other := range plan.Territories {
				if other.Centre != nil && far(other.Centre) < own-1e-6 {
					nearest = false
				}
			}
			all++
			travel += own
			if nearest {
				inside++
			}
		}
		near(t, "compactness", f.Compactness, float64(inside)/float64(all))
		near(t, "travel", f.TravelKm, travel/float64(all))
	}
}

// BenchmarkSummarise is what a legend, a preview and a comparison wait for.
func BenchmarkSummarise(b *testing.B) {
	areas, assigned, u := random(rand.New(rand.NewPCG(1, 1)), 250_000, 200)
	for b.Loop() {
		figures.Summarise(areas, assigned, u)
	}
}
