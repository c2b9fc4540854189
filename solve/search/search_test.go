package search

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// board is a plan on a grid of side × side cells, with borders of random
// lengths, in strips.
func board(r *rand.Rand, side, k int) (*measure.Model, []int32, []measure.Vec) {
	in := &instance.Instance{Metric: instance.PlaneSquared, BorderPrice: 0.5}
	var a, b []int32
	var border []float64
	values := make([]float64, side*side)
	for i := range values {
		x, y := i%side, i/side
		in.X, in.Y = append(in.X, float64(x)), append(in.Y, float64(y))
		values[i] = 1 + float64(r.IntN(4))
		if x > 0 {
			a, b, border = append(a, int32(i)), append(b, int32(i-1)), append(border, r.Float64())
		}
		if y > 0 {
			a, b, border = append(a, int32(i)), append(b, int32(i-side)), append(border, r.Float64())
		}
	}
	in.Measures = []instance.Measure{{Values: values}}
	in.Areas = instance.EqualAreas(in, k, 0.05)
	in.Graph, _ = instance.NewGraph(side*side, a, b, border)
	mod := measure.New(in)
	assign := make([]int32, mod.N)
	for i := range assign {
		assign[i] = int32(i % side * k / side)
	}
	var centres []measure.Vec
	for j := range k {
		centres = append(centres, measure.Vec{X: float64(j*side) / float64(k), Y: float64(side) / 2})
		in.Areas[j].Contiguous = true
	}
	return mod, assign, centres
}

// The delta of a shift equals the difference of the objective before and after.
func TestLand_DeltaEqualsRecomputation(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	mod, assign, centres := board(r, 12, 4)
	l := newLand(mod, assign, centres, make([]float64, 4))
	l.plain, l.rate = true, 7
	full := func() float64 {
		v := l.objective()
		fresh := newBalance(mod, assign)
		for j := range int32(4) {
			v += l.rate * fresh.penalty(int(j), fresh.sums[j])
		}
		return v
	}
	for range 2000 {
		u, to := int32(r.IntN(mod.N)), int32(r.IntN(4))
		from := l.assign[u]
		if from == to || l.count[from] == 1 {
			continue
		}
		before := full()
		want := l.delta(u, to) + l.rate*l.change(from, to, u, -1)
		l.shift(u, to)
		if got := full() - before; math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
			t.Fatalf("unit %d to %d: delta %v, recomputed %v", u, to, want, got)
		}
	}
}

// canLeave agrees with a count of the pieces after the move.
func TestLand_CanLeaveEqualsACountOfPieces(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 4))
	mod, assign, centres := board(r, 9, 3)
	l := newLand(mod, assign, centres, make([]float64, 3))
	pieces := func(j int32) int {
		_, area, _ := l.pieces()
		n := 0
		for _, a := range area {
			if a == j {
				n++
			}
		}
		return n
	}
	for range 3000 {
		u, to := int32(r.IntN(mod.N)), int32(r.IntN(3))
		from := l.assign[u]
		if from == to || !l.touches(u, to) {
			continue
		}
		before, can := pieces(from), l.canLeave(u)
		l.shift(u, to)
		stays := l.count[from] > 0 && pieces(from) <= before
		if can != stays {
			t.Fatalf("canLeave says %v, a count says %v", can, stays)
		}
		if !stays {
			l.shift(u, from)
		}
	}
}

func TestRepair_PassesAnExcessAlongAChain(t *testing.T) {
	t.Parallel()
	// Five areas in a row, four full to the brim, the first with one unit too
	// much and the last with room; every unit may go one area on.
	in := &instance.Instance{Metric: instance.Plane}
	var assign []int32
	var options []measure.Option
	for j := range int32(5) {
		n := 10
		switch j {
		case 0:
			n = 11
		case 4:
			n = 9
		}
		for range n {
			i := int32(len(assign))
			assign = append(assign, j)
			options = append(options, measure.Option{Unit: i, Area: j})
			if j < 4 {
				options = append(options, measure.Option{Unit: i, Area: j + 1, Extra: 1})
			}
		}
	}
	ones := make([]float64, len(assign))
	for i := range ones {
		ones[i] = 1
		in.X, in.Y = append(in.X, 0), append(in.Y, 0)
	}
	in.Measures = []instance.Measure{{Values: ones}}
	in.Areas = instance.EqualAreas(in, 5, 0)
	mod := measure.New(in)
	if left := Repair(t.Context(), mod, assign, options); left > 0 {
		left = Kick(t.Context(), mod, assign, options, 1)
		t.Errorf("violation %v is left", left)
	}
}

func TestWhole_GivesLoosePiecesToNeighbours(t *testing.T) {
	t.Parallel()
	mod, assign, centres := board(rand.New(rand.NewPCG(2, 2)), 10, 3)
	assign[9], assign[95], assign[55] = 0, 2, 0
	if left := Whole(t.Context(), mod, assign, centres, make([]float64, 3)); left != 0 {
		t.Errorf("%d loose pieces are left", left)
	}
	l := newLand(mod, assign, centres, make([]float64, 3))
	if _, area, _ := l.pieces(); len(area) != 3 {
		t.Errorf("%d pieces, want 3", len(area))
	}
}

// A plan that keeps its limits keeps them through Border: what its prices say is
// no reason to leave them, because a way back need not exist.
func TestBorder_LeavesNoLimit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 9))
		mod, assign, centres := board(r, 12, 4)
		mod.In.BorderPrice = 0
		for u, v := range mod.A[0] {
			mod.A[0][u] = v * v * v // units of very different sizes
		}
		b := newBalance(mod, assign)
		for j := range 4 {
			mod.Min[0][j], mod.Max[0][j] = 0.999*b.sums[j], 1.001*b.sums[j]
		}
		prices := []float64{-5, 5, -5, 5}
		before := newLand(mod, assign, centres, make([]float64, 4)).objective()
		if left := Border(t.Context(), mod, assign, centres, prices, AllEffort); left != 0 {
			t.Errorf("seed %d: %g outside its limits after Border, 0 before", seed, left)
		}
		if after := newLand(mod, assign, centres, make([]float64, 4)).objective(); after > before*(1+1e-12) {
			t.Errorf("seed %d: Border raised the objective from %g to %g", seed, before, after)
		}
	}
}

// An exchange across a border is made where no single unit may cross it.
func TestImprove_Exchanges(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	mod, assign, centres := board(r, 8, 2)
	mod.In.BorderPrice = 0
	for u := range mod.A[0] {
		mod.A[0][u] = 1
	}
	for j := range 2 { // 32 cells each, none more or less
		mod.Min[0][j], mod.Max[0][j] = 31.9, 32.1
	}
	assign[3], assign[60] = 1, 0 // cells in the other half, on its border
	l := newLand(mod, assign, centres, make([]float64, 2))
	l.rate, l.grain = 1, 1
	l.improve(t.Context(), &queue{in: make([]bool, mod.N)})
	if assign[3] != 0 || assign[60] != 1 {
		t.Errorf("cells 3 and 60 are in %d and %d, want them exchanged", assign[3], assign[60])
	}
}
