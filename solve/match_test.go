package solve

import (
	"math/rand/v2"
	"testing"
)

func TestMatch_EqualsExhaustiveSearch(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for trial := range 200 {
		k := 1 + r.IntN(6)
		s := newScores(k)
		for range r.IntN(3 * k) {
			s.add(int32(r.IntN(k)), int32(r.IntN(k)), r.Float64())
		}
		value := func(of []int32) float64 {
			sum := 0.0
			for row, c := range of {
				sum += s.rows[row][c]
			}
			return sum
		}
		best := 0.0
		permutations(k, func(p []int32) { best = max(best, value(p)) })
		if got := value(match(s)); got < best-1e-9 {
			t.Fatalf("trial %d: got %v, want %v", trial, got, best)
		}
	}
}

func TestMatch_KeepsOwnNumberWithoutScores(t *testing.T) {
	t.Parallel()
	s := newScores(4)
	s.add(0, 2, 1)
	got := match(s)
	if got[0] != 2 || got[1] != 1 || got[3] != 3 {
		t.Errorf("got %v, want row 0 in 2 and rows 1 and 3 in their own", got)
	}
}

func permutations(k int, f func([]int32)) {
	p := make([]int32, k)
	for i := range p {
		p[i] = int32(i)
	}
	var rec func(at int)
	rec = func(at int) {
		if at == k {
			f(p)
			return
		}
		for i := at; i < k; i++ {
			p[at], p[i] = p[i], p[at]
			rec(at + 1)
			p[at], p[i] = p[i], p[at]
		}
	}
	rec(0)
}
