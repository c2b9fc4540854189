package solve_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// randomInstance draws a small problem with any mix of features.
func randomInstance(r *rand.Rand) *instance.Instance {
	n := 1 + r.IntN(40)
	k := 1 + r.IntN(min(n, 6))
	in := &instance.Instance{Metric: instance.Metric(r.IntN(6))}
	positions := n
	if in.Metric.Geographic() {
		if r.IntN(4) == 0 {
			in.Family = []int32{0}
			for range n {
				in.Family = append(in.Family, in.Family[len(in.Family)-1]+1+int32(r.IntN(3)))
			}
			positions = int(in.Family[n])
		}
		for range positions {
			x, y := r.Float64()*4, r.Float64()*4
			if r.IntN(5) == 0 {
				x, y = 1, 1
			}
			in.X, in.Y = append(in.X, x), append(in.Y, y)
		}
	}
	if r.IntN(2) == 0 {
		for range positions {
			in.Weight = append(in.Weight, float64(r.IntN(4)))
		}
	}
	for range r.IntN(3) {
		m := instance.Measure{Name: "m"}
		if r.IntN(4) == 0 {
			m.Soft = r.Float64() * 10
		}
		for range n {
			m.Values = append(m.Values, float64(r.IntN(6)))
		}
		in.Measures = append(in.Measures, m)
	}
	tol := make([]float64, len(in.Measures))
	for m := range tol {
		tol[m] = []float64{0, 0.05, 0.3, 1}[r.IntN(4)]
	}
	in.Areas = instance.EqualAreas(in, k, tol...)
	for j := range in.Areas {
		a := &in.Areas[j]
		if in.Metric.Geographic() && r.IntN(4) == 0 {
			a.HasCentre, a.X, a.Y, a.Pinned = true, r.Float64()*4, r.Float64()*4, r.IntN(2) == 0
		}
		if r.IntN(8) == 0 {
			a.MaxDistance = 1 + r.Float64()
		}
		if len(a.Limits) > 0 && r.IntN(6) == 0 {
			a.Limits[0] = instance.Free()
		}
	}
	label := func(p int) []int32 {
		out := make([]int32, n)
		for i := range out {
			out[i] = -1
			if r.IntN(p) == 0 {
				out[i] = int32(r.IntN(k))
			}
		}
		return out
	}
	if r.IntN(2) == 0 {
		in.Present = label(2)
		in.Disruption.PerUnit = r.Float64()
		if r.IntN(3) == 0 {
			in.Disruption.Cap = &instance.Cap{Measure: -1, Most: float64(r.IntN(n))}
		}
	}
	if r.IntN(3) == 0 {
		in.Lock = label(5)
	}
	if r.IntN(3) == 0 {
		in.Eligible = &instance.Lists{Offset: []int64{0}}
		for range n {
			for j := range int32(k) {
				if r.IntN(3) > 0 {
					in.Eligible.Area = append(in.Eligible.Area, j)
				}
			}
			in.Eligible.Offset = append(in.Eligible.Offset, int64(len(in.Eligible.Area)))
		}
	}
	if in.Metric == instance.Matrix {
		in.Travel = &instance.Travel{Lists: instance.Lists{Offset: []int64{0}}}
		for range n {
			for j := range int32(k) {
				if r.IntN(4) > 0 {
					in.Travel.Area = append(in.Travel.Area, j)
					in.Travel.Cost = append(in.Travel.Cost, r.Float64()*5)
				}
			}
			in.Travel.Offset = append(in.Travel.Offset, int64(len(in.Travel.Area)))
		}
	}
	if r.IntN(3) == 0 {
		var a, b []int32
		for i := 1; i < n; i++ {
			if r.IntN(10) > 0 {
				a, b = append(a, int32(i)), append(b, int32(r.IntN(i)))
			}
			if r.IntN(2) == 0 {
				a, b = append(a, int32(i)), append(b, int32(r.IntN(n)))
			}
		}
		var border []float64
		if r.IntN(2) == 0 {
			border = make([]float64, len(a))
			for e := range border {
				border[e] = r.Float64()
			}
		}
		in.Graph, _ = instance.NewGraph(n, a, b, border)
		if r.IntN(3) == 0 {
			in.BorderPrice = r.Float64() * 10
		}
		for j := range in.Areas {
			in.Areas[j].Contiguous = r.IntN(4) > 0
		}
	}
	return in
}

func TestSolve_AnyProblemGivesACheckedPlan(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		in := randomInstance(r)
		if in.Units() == 0 {
			continue // nothing says how many units there are
		}
		res, err := solve.Solve(context.Background(), in, solve.Params{Seed: seed})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !res.Checked || len(res.Assignment) != in.Units() {
			t.Fatalf("seed %d: unchecked plan", seed)
		}
		if len(res.Violations) == 0 && res.Certificate.Bound > res.Total+1e-9*math.Abs(res.Total)+1e-15 {
			t.Errorf("seed %d: bound %v above value %v", seed, res.Certificate.Bound, res.Total)
		}
		claim := check.Claim{Centres: res.Centres, Prices: res.Prices, CapPrice: res.CapPrice}
		bound, err := check.Bound(in, claim, check.Hint{}, 1)
		if err != nil || math.Abs(bound-res.Certificate.Bound) > 1e-9*math.Abs(bound)+1e-15 {
			t.Errorf("seed %d: the bound %v of the certificate does not rest on the prices returned: %v, %v", seed, res.Certificate.Bound, bound, err)
		}
		for _, v := range res.Violations {
			if v.Kind == "lock" || v.Kind == "unassigned" {
				t.Errorf("seed %d: %s", seed, v.Message)
			}
		}
	}
}

// FuzzSolve lets the fuzzer choose problems: none may panic or end with a plan
// that was not checked.
func FuzzSolve(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(seed, seed+7)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		in := randomInstance(rand.New(rand.NewPCG(a, b)))
		if in.Units() == 0 {
			return
		}
		res, err := solve.Solve(context.Background(), in, solve.Params{Seed: a, Workers: 2})
		if err != nil || !res.Checked || len(res.Assignment) != in.Units() {
			t.Fatalf("unchecked plan: %v", err)
		}
	})
}
