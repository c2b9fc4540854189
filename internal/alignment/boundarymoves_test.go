package alignment_test

import (
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// TestSelect_ByBoundary takes one of the boundaries that a draft gives away,
// with the units in it.
func TestSelect_ByBoundary(t *testing.T) {
	t.Parallel()
	s := withCounties(t)
	of := []int32{0, 0, 1, 1, 1, 2, 3, 3, 3, -1}
	after := s.Clone()
	ops, _, err := after.AssignWithUnitsOps([]int32{1, 3}, []alignment.AreaNumber{3, 3}, of)
	edited(t, after)(ops, err)
	moves := alignment.BoundaryMovesWithUnits(s, after, of)
	if len(moves) != 2 || moves[0].Boundary != 1 || moves[0].From != 2 || moves[0].To != 3 || !slices.Equal(moves[1].Units, []int32{6, 7, 8}) {
		t.Fatalf("moves of boundaries: %+v", moves)
	}
	draft := alignment.ChangeSet{Kind: "optimize", Ops: alignment.Between(s, after)}
	part, err := alignment.Select(s, draft, alignment.Selection{Boundaries: []int32{3}, Units: moves[1].Units})
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, part)
	if got, want := s.Boundaries.Assigned, []alignment.AreaNumber{2, 2, 3, 3, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("boundaries are with %v, want %v", got, want)
	}
	if s.Assigned[6] != 3 || s.Assigned[2] != 2 {
		t.Errorf("units are with %v", s.Assigned)
	}
}
