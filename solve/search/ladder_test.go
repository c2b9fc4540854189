package search

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A plan of the merged units stands for the same amounts, and areas that hang
// together at the top do so at the bottom.
func TestLadder_CarriesPlansDown(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 8))
	mod, _, centres := board(r, 40, 5)
	ladder := Climb(mod, 1)
	if ladder == nil {
		t.Fatal("nothing was merged")
	}
	top := ladder.Top()
	if top.N >= mod.N/2 || top.N < coarsest*mod.K/2 {
		t.Errorf("%d units became %d", mod.N, top.N)
	}
	order := make([]int32, top.N)
	for p, i := range r.Perm(top.N) {
		order[p] = int32(i)
	}
	top.Permute(order)
	ladder.Reordered(order)
	plan := make([]int32, top.N)
	for u := range plan {
		plan[u] = int32(min(4, max(0, int(top.Pos[u].X)/8)))
	}
	Whole(t.Context(), top, plan, centres, make([]float64, 5))
	want, got := newBalance(top, plan), newLand(mod, ladder.Down(plan), centres, make([]float64, 5))
	for j := range 5 {
		if math.Abs(want.sums[j]-got.sums[j]) > 1e-9*want.sums[j] {
			t.Errorf("area %d holds %g at the top, %g at the bottom", j, want.sums[j], got.sums[j])
		}
	}
	if got.loose() != 0 {
		t.Errorf("%d loose pieces", got.loose())
	}
}
