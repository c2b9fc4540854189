package power

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// split returns the units of mod in two forms: with the parts of each beside it,
// and with every part as a unit of its own.
func split(mod *measure.Model, r *rand.Rand) (mixed, apart *measure.Model) {
	a, b := *mod, *mod
	mixed, apart = &a, &b
	mixed.Present, mixed.Move, mixed.Capped, mixed.Spread = nil, nil, nil, nil
	mixed.Stays = &measure.Stays{Offset: []int32{0}}
	apart.Pos, apart.W, apart.Class, apart.Present, apart.Move, apart.Capped = nil, nil, nil, nil, nil, nil
	apart.A = make([][]float64, mod.M)
	for i := range mod.N {
		parts := 1 + r.IntN(4)
		for p := range parts {
			share := 1 / float64(parts)
			area := int32((r.IntN(mod.K+1)+p)%(mod.K+1)) - 1
			if area >= 0 && !mod.Allowed(i, area) {
				area = -1
			}
			price := 0.0
			if area >= 0 {
				price = share * mod.W[i] * r.ExpFloat64() * 0.4
				if mod.Geo.OnSphere() {
					price /= 57
				}
			}
			s := mixed.Stays
			s.Area, s.W = append(s.Area, area), append(s.W, share*mod.W[i])
			s.Move, s.Capped = append(s.Move, price), append(s.Capped, share)
			apart.Pos, apart.W = append(apart.Pos, mod.Pos[i]), append(apart.W, share*mod.W[i])
			apart.Present, apart.Move, apart.Capped = append(apart.Present, area), append(apart.Move, price), append(apart.Capped, share)
			if mod.Class != nil {
				apart.Class = append(apart.Class, mod.Class[i])
			}
			for m := range mod.A {
				apart.A[m] = append(apart.A[m], share*mod.A[m][i])
			}
		}
		mixed.Stays.Offset = append(mixed.Stays.Offset, int32(len(mixed.Stays.Area)))
	}
	apart.N, apart.Order = len(apart.W), nil
	return mixed, apart
}

func near(a, b, scale float64) bool { return math.Abs(a-b) <= 2e-4*scale+1e-12 }

func largest(v []float64) float64 {
	most := 0.0
	for _, x := range v {
		most = max(most, math.Abs(x))
	}
	return most
}

// Parts that differ in nothing but their present area must count as if each
// were a unit of its own.
func TestMixedUnits_CountLikeTheirParts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		mod, _, st := problem(seed)
		mixed, apart := split(mod, rand.New(rand.NewPCG(seed, 10)))
		tau := 0.05
		if mod.Geo.OnSphere() {
			tau /= 57
		}
		var got, want Eval
		sm := smoothing{tau: tau, hess: true, moments: true}
		a, b := NewDual(mixed, Build(mixed, 2), 2), NewDual(apart, Build(apart, 2), 2)
		a.eval(context.Background(), &st, sm, &got)
		b.eval(context.Background(), &st, sm, &want)
		if !near(got.Value, want.Value, math.Abs(want.Value)) {
			t.Errorf("seed %d: value %v, want %v", seed, got.Value, want.Value)
		}
		scale := largest(want.Sum)
		for i := range want.Sum {
			if !near(got.Sum[i], want.Sum[i], scale) {
				t.Errorf("seed %d: sum %d is %v, want %v", seed, i, got.Sum[i], want.Sum[i])
			}
		}
		for j := range want.Moment {
			if !near(got.Moment[j].W, want.Moment[j].W, math.Abs(want.Moment[j].W)+scale) {
				t.Errorf("seed %d: moment %d is %v, want %v", seed, j, got.Moment[j], want.Moment[j])
			}
		}
		scale = largest(want.hess.val)
		for e, key := range want.hess.key {
			for q, v := range want.hess.val[e*want.hess.block : (e+1)*want.hess.block] {
				if x := got.hess.at(key)[q]; !near(x, v, scale) {
					t.Errorf("seed %d: curvature of %x is %v, want %v", seed, key, x, v)
				}
			}
		}
		s, u := NewSolver(a, st.Centres), NewSolver(b, st.Centres)
		copy(s.Prices, st.Prices)
		copy(u.Prices, st.Prices)
		if x, y := s.Moved(context.Background()), u.Moved(context.Background()); !near(x, y, y) {
			t.Errorf("seed %d: %v moves, want %v", seed, x, y)
		}
	}
}

func TestMerge_MixedUnitsKeepTheirParts(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(20) {
		mod, tree, _ := problem(seed)
		merged := Merge(mod, tree, 20, true)
		if mod.Present == nil {
			if merged.Stays != nil {
				t.Errorf("seed %d: parts without a price on moving", seed)
			}
			continue
		}
		tried++
		was, is := make([]float64, mod.K+1), make([]float64, mod.K+1)
		for i := range mod.N {
			was[ownArea(mod, i)+1] += mod.Move[i]
		}
		Build(merged, 2)
		for i := range merged.N {
			from, to := merged.Stays.Of(i)
			weight := 0.0
			for p := from; p < to; p++ {
				is[merged.Stays.Area[p]+1] += merged.Stays.Move[p]
				weight += merged.Stays.W[p]
			}
			if math.Abs(weight-merged.W[i]) > 1e-9*weight {
				t.Errorf("seed %d: the parts of unit %d weigh %v, it weighs %v", seed, i, weight, merged.W[i])
			}
		}
		for j := range was {
			if math.Abs(was[j]-is[j]) > 1e-9*was[j] {
				t.Errorf("seed %d: moves out of area %d cost %v, cost %v", seed, j-1, is[j], was[j])
			}
		}
	}
	if tried == 0 {
		t.Fatal("no problem had a price on moving")
	}
}

// A median travels less than a mean, which a few units far away pull along.
func TestMedians_TravelNoMoreThanMeans(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		mod, _, _ := problem(seed)
		r := rand.New(rand.NewPCG(seed, 11))
		part := make([]int32, mod.N)
		for i := range part {
			part[i] = int32(r.IntN(mod.K+1)) - 1
		}
		travel := func(c []measure.Vec) float64 {
			sum := 0.0
			for i, j := range part {
				if j >= 0 {
					sum += mod.W[i] * mod.Geo.Of(mod.Pos[i].Sq(c[j]))
				}
			}
			return sum
		}
		mean, median := travel(Means(mod, part)), travel(Medians(mod, part, 2))
		if median > mean*(1+1e-9) {
			t.Errorf("seed %d: medians travel %v, means %v", seed, median, mean)
		}
	}
}
