package synth

import (
	"math"
	"math/rand/v2"
)

// Points is a set of weighted points in the unit square.
type Points struct {
	X, Y   []float64
	Weight []int64
}

// U returns n points of the U family of engine instances: four fifths of them
// in 200 Gaussian clusters (standard deviation 0.012, sizes Pareto with
// exponent 1.1), one fifth uniform, weights log-normal(2, 1) rounded and at
// least 1. Points outside the square are drawn again.
func U(n int, seed uint64) Points {
	const (
		clusters   = 200
		deviation  = 0.012
		pareto     = 1.1
		background = 0.2
	)
	rng := rand.New(rand.NewPCG(seed, 0x0055))
	var centreX, centreY, sizes [clusters]float64
	total := 0.0
	for i := range clusters {
		centreX[i], centreY[i] = rng.Float64(), rng.Float64()
		total += math.Pow(1-rng.Float64(), -1/pareto)
		sizes[i] = total
	}
	p := Points{X: make([]float64, n), Y: make([]float64, n), Weight: make([]int64, n)}
	for i := range n {
		if rng.Float64() < background {
			p.X[i], p.Y[i] = rng.Float64(), rng.Float64()
		} else {
			c := search(sizes[:], rng.Float64()*total)
			p.X[i], p.Y[i] = -1, -1
			for !inSquare(p.X[i]) || !inSquare(p.Y[i]) {
				p.X[i] = centreX[c] + deviation*rng.NormFloat64()
				p.Y[i] = centreY[c] + deviation*rng.NormFloat64()
			}
		}
		p.Weight[i] = max(1, int64(math.Round(math.Exp(2+rng.NormFloat64()))))
	}
	return p
}

func inSquare(x float64) bool { return x >= 0 && x < 1 }
