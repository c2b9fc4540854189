package alignment_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// benchState returns n units spread at random over 200 territories.
func benchState(b *testing.B, n int) *alignment.State {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	f := alignment.Field{Level: "Territory", Codes: make([]int32, n)}
	for i := range 200 {
		f.Values = append(f.Values, fmt.Sprint("Territory ", i))
	}
	for unit := range f.Codes {
		f.Codes[unit] = random.Int32N(200)
	}
	levels, first, err := alignment.FromFields([]alignment.Field{f})
	if err != nil {
		b.Fatal(err)
	}
	s := alignment.NewState(alignment.Alignment{Levels: levels}, n)
	mustApply(b, s, first)
	return s
}

// benchMove moves every stepth unit, beginning with unit first, to a territory.
func benchMove(b *testing.B, s *alignment.State, first, step int, to alignment.AreaNumber) alignment.ChangeSet {
	b.Helper()
	var units []int32
	for unit := first; unit < len(s.Assigned); unit += step {
		units = append(units, int32(unit))
	}
	ops, err := s.AssignOps(units, to)
	if err != nil {
		b.Fatal(err)
	}
	return alignment.ChangeSet{Ops: ops}
}

func bySize(b *testing.B, run func(b *testing.B, n int)) {
	for _, n := range []int{1_000, 250_000, 5_000_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			if n > 1_000_000 && testing.Short() {
				b.Skip("large")
			}
			run(b, n)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
		})
	}
}

func BenchmarkClone(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		s := benchState(b, n)
		for b.Loop() {
			s.Clone()
		}
	})
}

// BenchmarkApplyFifth applies and takes back a change of a fifth of the units.
func BenchmarkApplyFifth(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		s := benchState(b, n)
		c := benchMove(b, s, 0, 5, 7)
		for b.Loop() {
			mustApply(b, s, c)
			mustApply(b, s, c.Inverse())
		}
	})
}

func BenchmarkCheckpoint(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		s := benchState(b, n)
		size := 0
		for b.Loop() {
			data, err := alignment.EncodeCheckpoint(s)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := alignment.DecodeCheckpoint(data); err != nil {
				b.Fatal(err)
			}
			size = len(data)
		}
		b.ReportMetric(float64(size)/float64(n), "bytes/unit")
	})
}

// BenchmarkTotalsFifth takes a change of a fifth of the units over into the
// sums of three measures.
func BenchmarkTotalsFifth(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		s := benchState(b, n)
		measure := make([]float64, n)
		for unit := range measure {
			measure[unit] = float64(unit%977) * 12.25
		}
		totals := alignment.NewTotals(s, [][]float64{measure, measure, measure})
		c := benchMove(b, s, 0, 5, 7)
		for b.Loop() {
			totals.Apply(c)
			totals.All(s)
		}
	})
}

// BenchmarkMerge merges two plans that each moved a hundredth of the units.
func BenchmarkMerge(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		base := benchState(b, n)
		ours, theirs := base.Clone(), base.Clone()
		mustApply(b, ours, benchMove(b, base, 0, 100, 3))
		mustApply(b, theirs, benchMove(b, base, 1, 100, 9))
		for b.Loop() {
			if m, err := alignment.Merge(base, ours, theirs, nil); err != nil || m.Open > 0 {
				b.Fatal(err, m.Conflicts)
			}
		}
	})
}

func BenchmarkDiff(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		base := benchState(b, n)
		changed := base.Clone()
		mustApply(b, changed, benchMove(b, base, 0, 10, 3))
		measure := make([]float64, n)
		for b.Loop() {
			alignment.Diff(base, changed, [][]float64{measure})
		}
	})
}
