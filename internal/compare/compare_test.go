package compare_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func state(id string, names []string, assigned ...alignment.AreaNumber) *alignment.State {
	s := alignment.NewState(alignment.Alignment{ID: id, SnapshotID: "s", Name: id, Version: 1, Levels: []string{"Territory"}}, len(assigned))
	for i, name := range names {
		n := alignment.AreaNumber(i + 1)
		s.Areas[n] = &alignment.Area{Number: n, Name: name, Sort: i}
	}
	copy(s.Assigned, assigned)
	return s
}

func side(s *alignment.State) compare.Side {
	return compare.Side{ID: s.Alignment.ID, Name: s.Alignment.Name, State: s}
}

func units() *figures.Units {
	return &figures.Units{
		Lon: []float64{0, 1, 2, 3}, Lat: []float64{0, 0, 0, 0},
		Names: []string{"revenue", ""}, Measures: [][]float64{{1, 2, 4, 8}, nil},
	}
}

func TestTwo_PairsAreasByNameAcrossAlignments(t *testing.T) {
	left := state("left", []string{"A", "B"}, 1, 1, 2, 0)
	right := state("right", []string{"B", "A", "New"}, 2, 1, 1, 3) // numbers differ, names do not
	c, err := compare.Two(side(left), side(right), units())
	if err != nil {
		t.Fatal(err)
	}
	if c.Moves.Units != 1 || c.Moves.Sums[0] != 2 {
		t.Errorf("moves: %+v, want one unit of revenue 2", c.Moves)
	}
	if len(c.Areas) != 3 || c.Areas[0].Name != "A" || c.Areas[0].RightNumber != 2 || c.Areas[2].LeftNumber != 0 {
		t.Errorf("areas: %+v", c.Areas)
	}
	if len(c.Moves.Flows) != 2 {
		t.Errorf("flows: %+v, want A→B and Unassigned→New", c.Moves.Flows)
	}
	if c.Right.Figures.MovedUnits != 1 || c.Left.Figures.Assigned != 3 {
		t.Errorf("figures: left %+v right %+v", c.Left.Figures, c.Right.Figures)
	}
}

func TestTwo_SameAlignmentHasNoMoves(t *testing.T) {
	s := state("one", []string{"A", "B"}, 1, 2, 1, 2)
	c, err := compare.Two(side(s), side(s), units())
	if err != nil {
		t.Fatal(err)
	}
	if c.Moves.Units != 0 || len(c.Moves.Flows) != 0 {
		t.Errorf("moves: %+v", c.Moves)
	}
}

func TestTwo_RefusesDifferentSnapshots(t *testing.T) {
	left, right := state("left", nil, 0), state("right", nil, 0)
	right.Alignment.SnapshotID = "other"
	_, err := compare.Two(side(left), side(right), &figures.Units{})
	if territory.CodeOf(err) != territory.Invalid {
		t.Errorf("got %v, want an invalid error", err)
	}
}

func TestWriteMoves_ListsWhoGoesWhere(t *testing.T) {
	left := state("left", []string{"A", "B"}, 1, 1, 2, 0)
	right := state("right", []string{"A", "B"}, 1, 2, 2, 2)
	ids := &dataset.Strings{}
	for _, id := range []string{"u0", "u1", "u2", "u3"} {
		ids.Append([]byte(id))
	}
	var out bytes.Buffer
	if err := compare.WriteMoves(&out, left, right, ids, units(), nil); err != nil {
		t.Fatal(err)
	}
	want := "id,from,to,revenue\nu1,A,B,2\nu3,Unassigned,B,8\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", strings.TrimSpace(got), want)
	}
}
