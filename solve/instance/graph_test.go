package instance

import (
	"slices"
	"testing"
)

func TestGraph_MergeAddsUpBorders(t *testing.T) {
	t.Parallel()
	// A square 0-1-2-3 with a diagonal 0-2; 0 and 1 become one group.
	g, err := NewGraph(4, []int32{0, 1, 2, 3, 0}, []int32{1, 2, 3, 0, 2}, []float64{1, 2, 4, 8, 16})
	if err != nil {
		t.Fatal(err)
	}
	m := g.Merge([]int32{0, 0, 1, 2}, 3)
	border := func(a, b int) float64 {
		if at := slices.Index(m.Of(a), int32(b)); at >= 0 {
			return m.Border[int(m.Offset[a])+at]
		}
		return 0
	}
	for _, c := range []struct {
		a, b int
		want float64
	}{{0, 1, 18}, {1, 0, 18}, {1, 2, 4}, {0, 2, 8}, {0, 0, 0}} {
		if got := border(c.a, c.b); got != c.want {
			t.Errorf("border %d-%d is %g, want %g", c.a, c.b, got, c.want)
		}
	}
	if len(m.Target) != 6 {
		t.Errorf("%d edge ends, want 6", len(m.Target))
	}
}
