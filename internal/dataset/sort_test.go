package dataset

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortNumbers_AgreesWithSlicesSort(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 9))
	draw := map[string]func() float64{
		"normal":   rng.NormFloat64,
		"whole":    func() float64 { return float64(rng.IntN(50) - 25) },
		"any bits": func() float64 { return math.Float64frombits(rng.Uint64()) },
		"extremes": func() float64 {
			return []float64{0, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), 1, -1}[rng.IntN(8)]
		},
		"one value": func() float64 { return 7 },
	}
	for name, next := range draw {
		for _, n := range []int{0, 1, 100, radixFrom, 10_000} {
			values := make([]float64, n)
			for i := range values {
				for values[i] = next(); math.IsNaN(values[i]); values[i] = next() {
				}
			}
			want := slices.Sorted(slices.Values(values))
			if sortNumbers(values); !slices.Equal(values, want) {
				t.Errorf("%s, n = %d: not sorted like slices.Sort", name, n)
			}
		}
	}
}

func BenchmarkSortNumbers(b *testing.B) {
	rng := rand.New(rand.NewPCG(9, 9))
	source := make([]float64, 250_000)
	for i := range source {
		source[i] = rng.NormFloat64()
	}
	values := make([]float64, len(source))
	b.Run("radix/n=250000", func(b *testing.B) {
		for b.Loop() {
			copy(values, source)
			sortNumbers(values)
		}
	})
	b.Run("slices.Sort/n=250000", func(b *testing.B) {
		for b.Loop() {
			copy(values, source)
			slices.Sort(values)
		}
	})
}
