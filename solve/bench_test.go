package solve_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct{ n, k int }{{1_000, 10}, {10_000, 50}, {50_000, 100}, {250_000, 200}, {1_000_000, 1_000}} {
		b.Run(fmt.Sprintf("n=%d/k=%d", c.n, c.k), func(b *testing.B) {
			if c.n > 100_000 && testing.Short() {
				b.Skip("large")
			}
			in := clustered(c.n, 1)
			in.Areas = instance.EqualAreas(in, c.k, 0.005)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				res, err := solve.Solve(context.Background(), in, solve.Params{Workers: 2})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(100*res.Certificate.Gap, "%gap")
			}
		})
	}
}

func BenchmarkResolve(b *testing.B) {
	n := 250_000
	if testing.Short() {
		n = 20_000
	}
	in := clustered(n, 1)
	in.Areas = instance.EqualAreas(in, 200, 0.02)
	first, err := solve.Solve(context.Background(), in, solve.Params{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	next := *in
	next.Areas = append([]instance.Area(nil), in.Areas...)
	l := in.Areas[7].Limits[0]
	next.Areas[7].Limits = []instance.Limit{instance.Within(1.2*l.Target, 0.02)}
	b.ResetTimer()
	for range b.N {
		if _, err := solve.Resolve(context.Background(), &next, first, nil, solve.Params{Workers: 2}); err != nil {
			b.Fatal(err)
		}
	}
}
