package alignment_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func TestFromFields_BuildsTheTreeByName(t *testing.T) {
	t.Parallel()
	levels, first, err := alignment.FromFields([]alignment.Field{
		{Level: "Region", Codes: []int32{1, 0, 0, 1, 1, -1, 0}, Values: []string{"West", "East"}},
		{Level: "Territory", Codes: []int32{0, 0, 1, 2, 0, 0, 3}, Values: []string{"T10", "T2", "T1", ""}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := alignment.NewState(alignment.Alignment{Levels: levels}, 7)
	mustApply(t, s, first)
	var paths []string
	for _, a := range s.Ordered() {
		path := a.Name
		if p := s.Areas[a.Parent]; p != nil {
			path = p.Name + "/" + path
		}
		paths = append(paths, path)
	}
	if want := []string{"East", "East/T1", "East/T10", "West", "West/T2", "West/T10"}; !slices.Equal(paths, want) {
		t.Errorf("got areas %q, want %q", paths, want)
	}
	if want := []alignment.AreaNumber{3, 6, 5, 2, 3, 0, 0}; !slices.Equal(s.Assigned, want) {
		t.Errorf("got assignment %v, want %v", s.Assigned, want)
	}
	colours := make(map[int]bool)
	for _, a := range s.Territories() {
		colours[a.Colour] = true
	}
	if len(colours) != 4 {
		t.Errorf("4 territories have %d colours", len(colours))
	}
}

func TestFromFields_RefusesUnequalColumns(t *testing.T) {
	t.Parallel()
	_, _, err := alignment.FromFields([]alignment.Field{{Level: "A", Codes: []int32{0}}, {Level: "B"}})
	if territory.CodeOf(err) != territory.Invalid {
		t.Errorf("got %v, want an invalid error", err)
	}
	if _, _, err := alignment.FromFields(nil); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("no fields: got %v, want an invalid error", err)
	}
	if _, err := alignment.Empty([]string{"A", "A"}); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("level twice: got %v, want an invalid error", err)
	}
}

func TestTotals_ByHand(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	totals := alignment.NewTotals(s, [][]float64{{1, 2, 3, 4, 5, 6, 7, 8, 9.5, 0.25}})
	c := alignment.ChangeSet{Ops: []alignment.Op{move([]int32{0, 9}, numbers{2, 0}, numbers{5, 3})}}
	mustApply(t, s, c)
	totals.Apply(c)
	want := []alignment.AreaTotals{
		{Area: 1, Units: 6, Sums: []float64{20.25}}, {Area: 2, Units: 2, Sums: []float64{5}}, {Area: 3, Units: 4, Sums: []float64{15.25}},
		{Area: 4, Units: 4, Sums: []float64{25.5}}, {Area: 5, Units: 4, Sums: []float64{25.5}}, {Area: 0, Sums: []float64{0}},
	}
	if got := totals.All(s); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTotals_IncrementalEqualsRecomputedToTheBit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		values := rapid.SliceOfN(rapid.Float64(), len(s.Assigned), len(s.Assigned)).Draw(t, "values")
		money := rapid.SliceOfN(rapid.Float64Range(0, 1e9), len(s.Assigned), len(s.Assigned)).Draw(t, "money")
		measures := [][]float64{values, money}
		totals := alignment.NewTotals(s, measures)
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			c := randomChange(t, s)
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
			totals.Apply(c)
		}
		got, want := totals.All(s), alignment.NewTotals(s, measures).All(s)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v\nwant %v", got, want)
		}
	})
}
