package search

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// row is a plan on a line of units: area by area, the amounts of their units in
// order, with the limits of every area.
func row(areas [][]float64, limits [][2]float64) *land {
	in := &instance.Instance{Metric: instance.PlaneSquared}
	var values []float64
	var assign, a, b []int32
	for j, units := range areas {
		for _, v := range units {
			if i := int32(len(values)); i > 0 {
				a, b = append(a, i-1), append(b, i)
			}
			in.X, in.Y = append(in.X, float64(len(values))), append(in.Y, 0)
			values, assign = append(values, v), append(assign, int32(j))
		}
	}
	in.Measures = []instance.Measure{{Values: values}}
	in.Areas = instance.EqualAreas(in, len(areas), 0)
	for j := range in.Areas {
		in.Areas[j].Contiguous = true
		in.Areas[j].Limits[0] = instance.Limit{Min: limits[j][0], Max: limits[j][1]}
	}
	in.Graph, _ = instance.NewGraph(len(values), a, b, nil)
	mod := measure.New(in)
	l := newLand(mod, assign, make([]measure.Vec, len(areas)), make([]float64, len(areas)))
	l.rate = 1
	l.list()
	return l
}

// Units are handed on through an area that is full, where what it gives away
// has to be of the size of what it gets; and the other way, towards an area that
// lacks some.
func TestChains_HandOnThroughAFullArea(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		areas  [][]float64
		limits [][2]float64
	}{
		"too much":   {[][]float64{{10, 2}, {6, 3}, {5, 1}}, [][2]float64{{8, 10}, {7, 9}, {4, 9}}},
		"too little": {[][]float64{{5, 3}, {2, 6}, {3, 9}}, [][2]float64{{10, 12}, {8, 9}, {8, 12}}},
	} {
		l := row(c.areas, c.limits)
		chains(t.Context(), l.balance, l, 1)
		if left := l.total(); left != 0 || l.loose() != 0 {
			t.Errorf("%s: violation %g and %d loose pieces are left, sums %v", name, left, l.loose(), l.sums)
		}
	}
}

// Where no unit fits, two of nearly the same size are exchanged.
func TestChains_ExchangeWhereNoUnitFits(t *testing.T) {
	t.Parallel()
	// A square of four units: 0 and 1 in one area, 2 and 3 in the other.
	in := &instance.Instance{Metric: instance.PlaneSquared, X: []float64{0, 0, 1, 1}, Y: []float64{0, 1, 0, 1}}
	in.Measures = []instance.Measure{{Values: []float64{10, 7, 9, 6}}}
	in.Areas = instance.EqualAreas(in, 2, 0)
	for j := range in.Areas {
		in.Areas[j].Contiguous = true
		in.Areas[j].Limits[0] = instance.Limit{Min: 16, Max: 16}
	}
	in.Graph, _ = instance.NewGraph(4, []int32{0, 0, 1, 2, 0, 1}, []int32{1, 2, 3, 3, 3, 2}, nil)
	l := newLand(measure.New(in), []int32{0, 0, 1, 1}, make([]measure.Vec, 2), make([]float64, 2))
	l.rate = 1
	l.list()
	chains(t.Context(), l.balance, l, 1)
	if left := l.total(); left != 0 {
		t.Errorf("violation %g is left, sums %v", left, l.sums)
	}
}

// rough is a board whose units are of very different sizes, out of its limits.
func rough(seed uint64, side, k int) *land {
	r := rand.New(rand.NewPCG(seed, 5))
	mod, assign, centres := board(r, side, k)
	mod.In.BorderPrice = 0
	for u := range mod.A[0] {
		mod.A[0][u] = math.Exp(1.3 * r.NormFloat64())
	}
	mean := 0.0
	for _, v := range mod.A[0] {
		mean += v / float64(k)
	}
	for j := range k {
		mod.Min[0][j], mod.Max[0][j] = 0.95*mean, 1.05*mean
	}
	l := newLand(mod, assign, centres, make([]float64, k))
	l.rate = l.firstRate()
	l.list()
	return l
}

// After moves, linking the areas that changed gives the lists that linking all
// would.
func TestLinkage_RelinkEqualsLink(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		l := rough(seed, 12, 5)
		r := rand.New(rand.NewPCG(seed, 6))
		c := newLinkage(l.balance, l, l.rate)
		c.link(0)
		for range 10 {
			u := int32(r.IntN(l.mod.N))
			from := l.assign[u]
			to := l.assign[l.neighbours(u)[r.IntN(len(l.neighbours(u)))]]
			if from == to || l.count[from] == 1 {
				continue
			}
			l.shift(u, to)
			c.relink([]int32{from, to})
		}
		fresh := newLinkage(l.balance, l, l.rate)
		fresh.link(0)
		if !maps.EqualFunc(c.cross, fresh.cross, slices.Equal) {
			t.Fatalf("seed %d: the lists differ", seed)
		}
		for j := range c.out {
			if !slices.Equal(c.out[j], fresh.out[j]) || !slices.Equal(c.in[j], fresh.in[j]) {
				t.Fatalf("seed %d: the neighbours of area %d differ", seed, j)
			}
		}
	}
}

// A path lowers the violation by what the search foretold, and one that cannot
// be passed leaves the plan as it was.
func TestMend_GainsWhatItForetells(t *testing.T) {
	t.Parallel()
	mended := 0
	for seed := range uint64(60) {
		l := rough(seed, 12, 6)
		c := newLinkage(l.balance, l, l.rate)
		c.link(0)
		c.pairs = seed%2 == 1
		j, _, over := l.worst(make([]bool, 6))
		if j < 0 {
			continue
		}
		before, plan := l.total(), slices.Clone(l.assign)
		areas := c.mend(j, over)
		if areas == nil {
			if !slices.Equal(plan, l.assign) || math.Abs(l.total()-before) > 1e-12 {
				t.Errorf("seed %d: a failed path changed the plan", seed)
			}
			continue
		}
		mended++
		end := c.hops[areas[0]]
		if got, want := l.total()-before, end.mid+end.end; math.Abs(got-want) > 1e-9 {
			t.Errorf("seed %d: the violation changed by %g, foretold %g", seed, got, want)
		}
	}
	if mended < 20 {
		t.Errorf("%d of 60 plans were mended, too few to say anything", mended)
	}
}

// Border never leaves more outside the limits than it found.
func TestBorder_NeverBreaksMore(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		l := rough(seed, 10, 5)
		before, prices := l.total(), make([]float64, 5)
		left := Border(t.Context(), l.mod, l.assign, l.centres, prices, AllEffort)
		if left > before {
			t.Errorf("seed %d: %g outside the limits before, %g after", seed, before, left)
		}
	}
}
