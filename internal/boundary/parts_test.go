package boundary_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// TestPartsOf_Row looks at pieces of a row of six, 0-1-2-3-4-5, and of a bridge
// from 0 to 5.
func TestPartsOf_Row(t *testing.T) {
	t.Parallel()
	row := &boundary.Topology{
		Offsets:   []int32{0, 1, 3, 5, 7, 9, 10},
		Neighbors: []int32{1, 0, 2, 1, 3, 2, 4, 3, 5, 4},
		Borders:   make([]geom.Meters, 10),
		Bridges:   []boundary.Bridge{{A: 0, B: 5, Distance: 1}},
	}
	for _, c := range []struct {
		list  []int32
		links *boundary.Topology
		want  boundary.Parts
	}{
		{nil, row, boundary.Parts{}},
		{[]int32{3}, row, boundary.Parts{Parts: 1}},
		{[]int32{4, 2, 3}, row, boundary.Parts{Parts: 1}},
		{[]int32{0, 1, 3, 5}, row, boundary.Parts{Parts: 3, Apart: 2}},
		{[]int32{0, 1, 3, 5}, row.WithBridges(), boundary.Parts{Parts: 2, Apart: 1}},
	} {
		if got := boundary.PartsOf(c.links, c.list); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.list, got, c.want)
		}
	}
}
