package geom_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

func randomBoxes(r *rand.Rand, n int) []geom.Box {
	boxes := make([]geom.Box, n)
	for i := range boxes {
		x, y := r.Float64(), r.Float64()
		boxes[i] = geom.Box{MinX: x, MinY: y, MaxX: x + r.Float64()/50, MaxY: y + r.Float64()/50}
		if r.IntN(20) == 0 {
			boxes[i] = geom.EmptyBox()
		}
	}
	return boxes
}

func TestRTree_SearchAgreesWithLinearScan(t *testing.T) {
	t.Parallel()
	r := newRand(t)
	for _, n := range []int{0, 1, 2, 15, 16, 17, 255, 256, 257, 5000} {
		boxes := randomBoxes(r, n)
		tree := geom.NewRTree(boxes)
		if tree.Len() != n {
			t.Fatalf("n=%d: Len = %d", n, tree.Len())
		}
		for _, q := range append(randomBoxes(r, 50), geom.Box{MaxX: 1, MaxY: 1}) {
			var want []int32
			for i, b := range boxes {
				if b.Intersects(q) {
					want = append(want, int32(i))
				}
			}
			got := tree.Search(q, nil)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("n=%d: Search(%v) = %v, want %v", n, q, got, want)
			}
		}
	}
}

func BenchmarkRTree_Search(b *testing.B) {
	for _, n := range []int{1000, 33000, 1000000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			tree := geom.NewRTree(randomBoxes(r, n))
			var found []int32
			for b.Loop() {
				p := geom.Point{X: r.Float64(), Y: r.Float64()}
				found = tree.Search(geom.BoxOf([]geom.Point{p}), found[:0])
			}
		})
	}
}
