package median

import (
	"cmp"
	"math"
	"slices"
	"testing"
)

// scatter makes n points on a square with demands 1 to 9.
func scatter(n, p int, seed uint64) *instance {
	r := newRNG(seed)
	pr := &Problem{P: p}
	total := int64(0)
	for range n {
		pr.X = append(pr.X, 100*r.float())
		pr.Y = append(pr.Y, 100*r.float())
		pr.Demand = append(pr.Demand, int64(1+r.intn(9)))
		total += pr.Demand[len(pr.Demand)-1]
	}
	pr.Capacity = []int64{total/int64(p)*6/5 + 9}
	return newInstance(pr)
}

func engines(in *instance) map[string]buildFunc {
	return map[string]buildFunc{
		"fixed":   func(in *instance, s *snapshot) engine { return newFixedEngine(in, s) },
		"exact":   func(in *instance, s *snapshot) engine { return newExactEngine(in, s) },
		"centred": func(in *instance, s *snapshot) engine { return newCentredEngine(in, s) },
	}
}

func TestEngines_RunningSumsEqualRecomputation(t *testing.T) {
	t.Parallel()
	in := scatter(150, 12, 1)
	for name, build := range engines(in) {
		for round, temp := range []float64{20, 5, 0.5, 0.01} {
			e := build(in, bisectStart(in))
			h := heat{temp: temp, rho: 1, fixed: 2, moves: 3000}
			e.anneal(wholeTask(e, in), make([]int32, in.n), h, newRNG(5, round), func() bool { return false })
			cost, overload := e.value()
			var s snapshot
			e.save(&s)
			fresh := build(in, &s)
			wantCost, wantOverload := fresh.value()
			if math.Abs(cost-wantCost) > 1e-9*wantCost || overload != wantOverload {
				t.Errorf("%s at %v: cost %v, overload %d; recomputed %v, %d", name, temp, cost, overload, wantCost, wantOverload)
			}
			if members := e.members(); len(slices.Concat(members...)) != in.n {
				t.Errorf("%s: the clusters hold %d points, want %d", name, len(slices.Concat(members...)), in.n)
			}
		}
	}
}

func TestExactEngine_PredictsChanges(t *testing.T) {
	t.Parallel()
	in := scatter(60, 8, 2)
	s := newExactEngine(in, bisectStart(in))
	r := newRNG(3)
	for range 300 {
		i, j := int32(r.intn(in.n)), int32(r.intn(in.n))
		a, b := s.cluster[i], s.cluster[j]
		if a == b {
			continue
		}
		ca, cb := s.exchanged(i, j), s.exchanged(j, i)
		s.leave(i)
		s.leave(j)
		s.join(i, b)
		s.join(j, a)
		s.recompute(a)
		s.recompute(b)
		if math.Abs(s.cost[a]-ca) > 1e-9 || math.Abs(s.cost[b]-cb) > 1e-9 {
			t.Fatalf("predicted %v and %v, got %v and %v", ca, cb, s.cost[a], s.cost[b])
		}
	}
}

func TestCentredEngine_BoundNeverAboveChange(t *testing.T) {
	t.Parallel()
	in := scatter(80, 6, 4)
	s := newCentredEngine(in, bisectStart(in))
	r := newRNG(9)
	for range 2000 {
		i, j := int32(r.intn(in.n)), int32(r.intn(in.n))
		a, b := s.cluster[i], s.cluster[j]
		if a == b {
			continue
		}
		for _, v := range [][3]int32{{a, i, nobody}, {b, nobody, i}, {a, i, j}} {
			low, exact := s.changeBound(v[0], v[1], v[2]), s.change(v[0], v[1], v[2])
			if low > exact+1e-9 {
				t.Fatalf("bound %v above the change %v", low, exact)
			}
		}
	}
}

func TestPlaneNeighbours_EqualBruteForce(t *testing.T) {
	t.Parallel()
	r := newRNG(6)
	var x, y []float64
	for k := range 300 {
		x = append(x, math.Floor(10*r.float()*float64(1+k%5)))
		y = append(y, math.Floor(3*r.float()))
	}
	const k = 9
	got := planeNeighbours(x, y, k)
	for i := range x {
		all := []near{}
		for j := range x {
			if dx, dy := x[j]-x[i], y[j]-y[i]; j != i {
				all = append(all, near{dx*dx + dy*dy, int32(j)})
			}
		}
		slices.SortFunc(all, nearer)
		for o := range k {
			if got[i*k+o] != all[o].i {
				t.Fatalf("neighbour %d of point %d is %d, want %d", o, i, got[i*k+o], all[o].i)
			}
		}
	}
}

func TestFractionalKnapsack_EqualsSorting(t *testing.T) {
	t.Parallel()
	r := newRNG(8)
	for range 500 {
		items, total := []item{}, int64(0)
		for range 1 + r.intn(20) {
			items = append(items, item{gain: float64(1 + r.intn(6)), demand: int64(r.intn(5))})
			total += items[len(items)-1].demand
		}
		if total == 0 {
			continue
		}
		room := int64(r.intn(int(total)))
		want, left := 0.0, room
		sorted := slices.Clone(items)
		slices.SortFunc(sorted, func(a, b item) int { return cmp.Compare(b.ratio(), a.ratio()) })
		for _, v := range sorted {
			if v.demand <= left {
				want += v.gain
				left -= v.demand
			} else {
				want += v.gain * float64(left) / float64(v.demand)
				left = 0
				break
			}
		}
		got, _, _ := fractionalKnapsack(slices.Clone(items), room)
		if math.Abs(got-want) > 1e-9 {
			t.Fatalf("gain %v, want %v for room %d in %v", got, want, room, items)
		}
	}
}
