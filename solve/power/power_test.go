package power

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// problem draws a problem with every feature that the dual knows.
func problem(seed uint64) (*measure.Model, *Tree, State) {
	r := rand.New(rand.NewPCG(seed, 9))
	n, k := 200+r.IntN(400), 3+r.IntN(12)
	in := &instance.Instance{Metric: instance.Metric(r.IntN(4))}
	for range n {
		x, y := r.Float64()*3, r.Float64()*3
		if r.IntN(2) == 0 {
			x, y = 1+0.05*r.NormFloat64(), 1+0.05*r.NormFloat64()
		}
		in.X, in.Y = append(in.X, x), append(in.Y, y)
		in.Weight = append(in.Weight, 0.5+r.Float64())
	}
	for range 1 + r.IntN(2) {
		v := make([]float64, n)
		for i := range v {
			v[i] = math.Exp(r.NormFloat64())
		}
		in.Measures = append(in.Measures, instance.Measure{Values: v})
	}
	tolerance := make([]float64, len(in.Measures))
	for m := range tolerance {
		tolerance[m] = 0.05
	}
	in.Areas = instance.EqualAreas(in, k, tolerance...)
	if r.IntN(3) == 0 {
		in.Areas[0].MaxDistance = 1
		if in.Metric.OnSphere() {
			in.Areas[0].MaxDistance = 1e5
		}
	}
	if r.IntN(2) == 0 {
		in.Present = make([]int32, n)
		for i := range in.Present {
			in.Present[i] = int32(r.IntN(k+1)) - 1
		}
		in.Disruption.PerUnit = 0.3
		if in.Metric.OnSphere() {
			in.Disruption.PerUnit = 3e4
		}
	}
	if r.IntN(3) == 0 {
		in.Lock = make([]int32, n)
		for i := range in.Lock {
			in.Lock[i] = int32(max(-1, r.IntN(4*k)-3*k))
		}
	}
	mod := measure.New(in)
	tree := Build(mod, 2)
	st := State{Prices: make([]float64, k*mod.M)}
	for range k {
		st.Centres = append(st.Centres, mod.Geo.ToVec(r.Float64()*3, r.Float64()*3))
	}
	for i := range st.Prices {
		st.Prices[i] = 0.2 * r.NormFloat64() * mod.W[0]
		if mod.Geo.OnSphere() {
			st.Prices[i] /= 57
		}
	}
	return mod, tree, st
}

// slowCost is the priced cost of unit i in area j, per weight.
func slowCost(mod *measure.Model, st *State, i int, j int32) float64 {
	v := mod.Distance(i, st.Centres[j])
	if mod.MaxDist != nil {
		v = beyond(mod, j, v)
	}
	for m := range mod.M {
		v += mod.A[m][i] / mod.W[i] * st.Prices[m*mod.K+int(j)]
	}
	if own := ownArea(mod, i); mod.Move != nil && own != j {
		v += mod.Move[i] / mod.W[i]
	}
	return v
}

func TestChoose_EqualsBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		mod, tree, st := problem(seed)
		s := NewSolver(NewDual(mod, tree, 2), st.Centres)
		copy(s.Prices, st.Prices)
		c := s.Choose(context.Background(), 0.1)
		value := 0.0
		for i := range mod.N {
			least := math.Inf(1)
			for j := range int32(mod.K) {
				if mod.Allowed(i, j) {
					least = min(least, slowCost(mod, &st, i, j))
				}
			}
			got := slowCost(mod, &st, i, c.Assign[i])
			if got > least+1e-9*math.Abs(least)+1e-12 {
				t.Fatalf("seed %d: unit %d costs %v in area %d, least is %v", seed, i, got, c.Assign[i], least)
			}
			value += mod.W[i] * least
		}
		if math.Abs(c.Value-value) > 1e-9*math.Abs(value)+1e-9 {
			t.Errorf("seed %d: value %v, want %v", seed, c.Value, value)
		}
	}
}

// slowSmooth is the smoothed dual without pruning.
func slowSmooth(s *Solver, st *State, tau float64) float64 {
	mod, sum := s.Mod, 0.0
	scale := make([]float64, mod.N)
	var fill func(at int32, local float64)
	fill = func(at int32, local float64) {
		nd := &s.Tree.nodes[at]
		if s.scale[at] > 0 {
			local = s.scale[at]
		}
		if nd.right != 0 {
			fill(at+1, local)
			fill(nd.right, local)
			return
		}
		for i := nd.start; i < nd.end; i++ {
			scale[i] = local
		}
	}
	for _, r := range s.Tree.roots {
		fill(r.node, 1)
	}
	for i := range mod.N {
		least, z := math.Inf(1), 0.0
		for j := range int32(mod.K) {
			if mod.Allowed(i, j) {
				least = min(least, slowCost(mod, st, i, j))
			}
		}
		t := tau * scale[i]
		for j := range int32(mod.K) {
			if mod.Allowed(i, j) {
				z += math.Exp((least - slowCost(mod, st, i, j)) / t)
			}
		}
		sum += mod.W[i] * (least - t*math.Log(z))
	}
	return sum
}

func TestEval_SmoothedDualEqualsBruteForce(t *testing.T) {
	t.Parallel()
	const tau = 0.05
	for seed := range uint64(40) {
		mod, tree, st := problem(seed)
		s := NewSolver(NewDual(mod, tree, 2), st.Centres)
		copy(s.Prices, st.Prices)
		each, _ := s.Spacing()
		s.localise(each)
		var e Eval
		s.eval(context.Background(), &s.State, smoothing{tau: tau, scale: s.scale, hess: true}, &e)
		want := slowSmooth(s, &st, tau)
		size := 0.0
		for _, w := range mod.W {
			size += w
		}
		// What is cut off weighs exp(−12) of a temperature at most.
		if math.Abs(e.Value-want) > 1e-5*size*tau {
			t.Errorf("seed %d: %v, want %v", seed, e.Value, want)
		}
	}
}

// The gradient and the Hessian of the smoothed dual agree with differences.
func TestEval_DerivativesMatchDifferences(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		mod, tree, st := problem(seed)
		s := NewSolver(NewDual(mod, tree, 1), st.Centres)
		copy(s.Prices, st.Prices)
		each, mean := s.Spacing()
		s.localise(each)
		sm := smoothing{tau: 0.2, scale: s.scale, hess: true}
		var here, up, down Eval
		s.eval(context.Background(), &s.State, sm, &here)
		for at := range s.Prices {
			step := 1e-3 * mean * s.unitPrice[at/mod.K]
			old := s.Prices[at]
			s.Prices[at] = old + step
			s.eval(context.Background(), &s.State, sm, &up)
			s.Prices[at] = old - step
			s.eval(context.Background(), &s.State, sm, &down)
			s.Prices[at] = old
			slope := (up.Value - down.Value) / (2 * step)
			if math.Abs(slope-here.Sum[at]) > 2e-3*(1+math.Abs(here.Sum[at])) {
				t.Fatalf("seed %d: slope %v at price %d, sum %v", seed, slope, at, here.Sum[at])
			}
			bend := (down.Sum[at] - up.Sum[at]) / (2 * step)
			if own := diagonal(&here.hess, mod.K, mod.M, at); math.Abs(bend-own) > 0.02*(own+bend)+1e-9 {
				t.Fatalf("seed %d: curvature %v at price %d, Hessian %v", seed, bend, at, own)
			}
		}
	}
}

func diagonal(h *pairs, k, m, at int) float64 {
	l, j, sum := at/k, at%k, 0.0
	for e, key := range h.key {
		if int(key>>32) == j || int(uint32(key)) == j {
			sum += h.val[e*m*m+l*m+l]
		}
	}
	return sum
}

func TestSystem_SolvesWhatItApplies(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	const k, m = 30, 2
	h := &pairs{block: m * m}
	for range 80 {
		i, j := int32(r.IntN(k)), int32(r.IntN(k))
		if i == j {
			continue
		}
		a, b := r.Float64(), r.Float64()
		blk := h.at(pairKey(i, j))
		for q, v := range []float64{a * a, a * b, a * b, b * b} {
			blk[q] += v
		}
	}
	diag, want := make([]float64, k*m), make([]float64, k*m)
	for i := range diag {
		diag[i], want[i] = 0.1+r.Float64(), r.NormFloat64()
	}
	var s system
	s.setup(k, m, h, diag)
	b, x := make([]float64, k*m), make([]float64, k*m)
	s.apply(want, b)
	s.solve(b, x, 1e-10, 1000)
	for i := range x {
		if math.Abs(x[i]-want[i]) > 1e-6 {
			t.Fatalf("x[%d] is %v, want %v", i, x[i], want[i])
		}
	}
}

func TestMerge_KeepsAllMass(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		mod, tree, _ := problem(seed)
		merged := Merge(mod, tree, 20, false)
		if merged == mod {
			t.Fatal("nothing was merged")
		}
		for m := range mod.A {
			var was, is float64
			for _, v := range mod.A[m] {
				was += v
			}
			for _, v := range merged.A[m] {
				is += v
			}
			if math.Abs(was-is) > 1e-9*was {
				t.Errorf("seed %d: measure %d is %v, was %v", seed, m, is, was)
			}
		}
	}
}
