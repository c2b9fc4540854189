package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The cheapest of a list are those that stand first when all are sorted.
func TestCheapest_AreTheFirstInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 1 + random.IntN(70)
		list := make([]pick, random.IntN(300))
		for i := range list {
			list[i] = pick{b: int32(i), o: int32(i), extra: float64(random.IntN(40))}
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		sorted := slices.Clone(list)
		slices.SortFunc(sorted, func(x, y pick) int {
			if x.before(y) {
				return -1
			}
			return 1
		})
		if got, want := cheapest(list, n), sorted[:min(n, len(sorted))]; !slices.Equal(got, want) {
			t.Fatalf("the %d cheapest of %d are %v, not %v", n, len(sorted), got, want)
		}
	}
}
