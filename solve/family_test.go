package solve_test

import (
	"math"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// clustered draws n points of the unit square, 80 % in Gaussian clusters of
// Pareto sizes and 20 % uniform, with integer lognormal weights that are the
// measure as well.
func clustered(n int, seed uint64) *instance.Instance {
	const clusters = 200
	r := rand.New(rand.NewPCG(seed, 1))
	var cx, cy, upTo [clusters]float64
	total := 0.0
	for c := range cx {
		cx[c], cy[c] = r.Float64(), r.Float64()
		total += math.Pow(1-r.Float64(), -1/1.1)
		upTo[c] = total
	}
	in := &instance.Instance{Metric: instance.PlaneSquared, X: make([]float64, n), Y: make([]float64, n)}
	w := make([]float64, n)
	for i := range w {
		if r.Float64() < 0.8 {
			u, c := r.Float64()*total, 0
			for upTo[c] < u {
				c++
			}
			in.X[i], in.Y[i] = cx[c]+0.012*r.NormFloat64(), cy[c]+0.012*r.NormFloat64()
		} else {
			in.X[i], in.Y[i] = r.Float64(), r.Float64()
		}
		w[i] = math.Max(1, math.Round(math.Exp(2+r.NormFloat64())))
	}
	in.Weight = w
	in.Measures = []instance.Measure{{Name: "weight", Values: w}}
	return in
}
