package power

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// uFamily draws the clustered test family: 80 % of points in Gaussian clusters
// with Pareto sizes, 20 % uniform, integer lognormal weights.
func uFamily(n int, seed uint64) *instance.Instance {
	r := rand.New(rand.NewPCG(seed, 1))
	const clusters = 200
	var cx, cy, cum [clusters]float64
	total := 0.0
	for c := range cx {
		cx[c], cy[c] = r.Float64(), r.Float64()
		total += math.Pow(1-r.Float64(), -1/1.1)
		cum[c] = total
	}
	in := &instance.Instance{Metric: instance.PlaneSquared}
	w := make([]float64, n)
	in.X, in.Y = make([]float64, n), make([]float64, n)
	for i := range w {
		if r.Float64() < 0.8 {
			u, c := r.Float64()*total, 0
			for cum[c] < u {
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

func TestTmpSpeed(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	k, _ := strconv.Atoi(os.Getenv("K"))
	if n == 0 {
		t.Skip()
	}
	workers := 2
	in := uFamily(n, 1)
	in.Areas = instance.EqualAreas(in, k, 0.005)
	if os.Getenv("W") == "1" {
		in.Weight = nil
	}
	if os.Getenv("LIN") == "1" {
		in.Metric = instance.Plane
	}
	t0 := time.Now()
	lap := func(what string) { fmt.Printf("%-30s %v\n", what, time.Since(t0)) }
	mod := measure.New(in)
	lap("model")
	tree := Build(mod)
	lap("tree")
	co := Merge(mod, tree, 20000)
	ct := tree
	if co != mod {
		ct = Build(co)
	}
	lap(fmt.Sprint("merge ", co.N))
	_, means := Bisect(co)
	lap("bisect")
	ctx := context.Background()
	s := NewSolver(NewDual(co, ct, workers), means)
	free := make([]bool, k)
	for j := range free {
		free[j] = true
	}
	for _, tau := range []float64{0.2, 0.05} {
		off := s.Maximise(ctx, tau, 0.05, 30, true)
		lap(fmt.Sprintf("tau %v off %.4f steps %d value %.6g", tau, off, s.Steps, s.cur.Value))
	}
	rate, _ := strconv.ParseFloat(os.Getenv("RATE"), 64)
	for it := 0; it < 40; it++ {
		mv := s.Recentre(free, rate)
		off := s.Maximise(ctx, 0.05, 0.1, 6, true)
		if it%5 == 4 {
			lap(fmt.Sprintf("it %d move %.4f off %.4f steps %d value %.6g", it, mv, off, s.Steps, s.cur.Value))
		}
	}
	f := NewSolver(NewDual(mod, tree, workers), s.Centres)
	copy(f.Prices, s.Prices)
	for _, tau := range []float64{0.05, 0.01, 0.002} {
		off := f.Maximise(ctx, tau, 0.002, 30, true)
		lap(fmt.Sprintf("full tau %v off %.4f steps %d value %.6g", tau, off, f.Steps, f.cur.Value))
	}
}
