package alignment_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var countySource = &alignment.BoundarySource{Set: "counties", Count: 6}

// withCounties is fixture with six boundaries: 0 and 1 in Oregon, 2 in Nevada,
// 3 in Ohio, 4 and 5 nobody's.
func withCounties(t testing.TB) *alignment.State {
	t.Helper()
	s := fixture(t)
	edited(t, s)(s.UseBoundariesOps(countySource))
	edited(t, s)(s.PlaceBoundariesOps([]int32{0, 1, 2, 3}, []alignment.AreaNumber{2, 2, 3, 5}))
	return s
}

func holdsBoundaries(s *alignment.State, number alignment.AreaNumber) bool {
	if s.Boundaries == nil {
		return false
	}
	for i := range s.Boundaries.Assigned {
		if slices.Contains(s.Boundaries.Areas(int32(i)), number) {
			return true
		}
	}
	return false
}

// randomBoundaryOp draws an op on boundaries; the state has to accept it.
func randomBoundaryOp(t *rapid.T, s *alignment.State) (alignment.Op, bool) {
	if s.Boundaries == nil || rapid.IntRange(0, 9).Draw(t, "other set") == 0 {
		source := &alignment.BoundarySource{Set: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "set"), Count: 7}
		ops, err := s.UseBoundariesOps(source)
		return first(s, ops, err)
	}
	var list []int32
	for i := range s.Boundaries.Assigned {
		if rapid.Bool().Draw(t, "this boundary") {
			list = append(list, int32(i))
		}
	}
	areas := []alignment.AreaNumber{alignment.Unassigned}
	for _, a := range s.Territories() {
		areas = append(areas, a.Number)
	}
	var ops []alignment.Op
	var err error
	switch rapid.IntRange(0, 3).Draw(t, "boundary op") {
	case 0:
		ops, err = s.LockBoundaryOps(list, rapid.Bool().Draw(t, "lock"))
	case 1:
		ops, err = s.LeaveOutOps(list, rapid.Bool().Draw(t, "out"))
	case 2:
		ops, err = s.ShareBoundaryOps(list, rapid.SliceOfNDistinct(rapid.SampledFrom(areas), 1, 2, rapid.ID).Draw(t, "sharing"))
	default:
		ops, err = s.AssignBoundaryOps(list, rapid.SampledFrom(areas).Draw(t, "to"))
	}
	return first(s, ops, err)
}

// first returns the first op when the state takes it alone.
func first(s *alignment.State, ops []alignment.Op, err error) (alignment.Op, bool) {
	if err != nil || len(ops) == 0 || s.Clone().Apply(alignment.ChangeSet{Ops: ops[:1]}) != nil {
		return alignment.Op{}, false
	}
	return ops[0], true
}

func TestBoundaries_EveryChangeInvertsExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		c := randomChange(t, s)
		after := s.Clone()
		if err := after.Apply(c); err != nil {
			t.Fatal(err)
		}
		c.Version = 0
		back := after.Clone()
		if err := back.Apply(c.Inverse()); err != nil {
			t.Fatalf("the inverse does not apply: %v", err)
		}
		sameContent(t, back, s)
		between := s.Clone()
		if err := between.Apply(alignment.ChangeSet{Ops: alignment.Between(s, after)}); err != nil {
			t.Fatalf("the ops between do not apply: %v", err)
		}
		between.Calendar = after.Calendar // which Between leaves alone
		sameContent(t, between, after)
	})
}

func TestBoundaries_FollowTheirAreas(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		edit func(s *alignment.State) ([]alignment.Op, error)
		want []alignment.AreaNumber
	}{
		"removed":            {func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveOps(2, 3) }, []alignment.AreaNumber{3, 3, 3, 5, 0, 0}},
		"removed to no area": {func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveOps(1, 0) }, []alignment.AreaNumber{0, 0, 0, 5, 0, 0}},
		"merged":             {func(s *alignment.State) ([]alignment.Op, error) { return s.MergeOps([]alignment.AreaNumber{3}, 2) }, []alignment.AreaNumber{2, 2, 2, 5, 0, 0}},
		"level removed":      {func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveLevelOps(1) }, []alignment.AreaNumber{1, 1, 1, 4, 0, 0}},
		"split beside": {func(s *alignment.State) ([]alignment.Op, error) {
			return s.SplitOps(2, []alignment.Part{{Name: "New"}})
		}, []alignment.AreaNumber{2, 2, 3, 5, 0, 0}},
		"left out": {func(s *alignment.State) ([]alignment.Op, error) { return s.LeaveOutOps([]int32{0, 5}, true) }, []alignment.AreaNumber{0, 2, 3, 5, 0, 0}},
		"other set": {func(s *alignment.State) ([]alignment.Op, error) {
			return s.UseBoundariesOps(&alignment.BoundarySource{Set: "x", Count: 2})
		}, []alignment.AreaNumber{0, 0}},
		"same, other column": {func(s *alignment.State) ([]alignment.Op, error) {
			return s.UseBoundariesOps(&alignment.BoundarySource{Set: "counties", Count: 6, Column: "zip"})
		}, []alignment.AreaNumber{2, 2, 3, 5, 0, 0}},
		"shared, then one": {func(s *alignment.State) ([]alignment.Op, error) {
			return s.ShareBoundaryOps([]int32{2}, []alignment.AreaNumber{2, 3})
		}, []alignment.AreaNumber{2, 2, 2, 5, 0, 0}},
		"nothing is assigned": {func(s *alignment.State) ([]alignment.Op, error) { return s.AssignBoundaryOps([]int32{0, 1, 2, 3}, 0) }, []alignment.AreaNumber{0, 0, 0, 0, 0, 0}},
	} {
		s := withCounties(t)
		before := s.Clone()
		ops, err := x.edit(s)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c := alignment.ChangeSet{Ops: ops}
		mustApply(t, s, c)
		if !slices.Equal(s.Boundaries.Assigned, x.want) {
			t.Errorf("%s: got %v, want %v", name, s.Boundaries.Assigned, x.want)
		}
		mustApply(t, s, c.Inverse())
		sameContent(t, s, before)
	}
}

func TestBoundaries_SplitBelowGivesThemToTheFirstPart(t *testing.T) {
	t.Parallel()
	s := alignment.NewState(alignment.Alignment{Levels: []string{"A", "B"}}, 2)
	mustApply(t, s, alignment.ChangeSet{Ops: []alignment.Op{{AddArea: &alignment.Area{Number: 1, Name: "West"}}}})
	edited(t, s)(s.UseBoundariesOps(countySource))
	edited(t, s)(s.AssignBoundaryOps([]int32{0, 4}, 1))
	edited(t, s)(s.LockBoundaryOps([]int32{4}, true))
	edited(t, s)(s.SplitBelowOps(1, []alignment.Part{{Name: "North"}, {Name: "South"}}))
	if got, want := s.Boundaries.Assigned, []alignment.AreaNumber{2, 0, 0, 0, 2, 0}; !slices.Equal(got, want) || !s.Boundaries.Locked[4] {
		t.Errorf("got %v, lock %v, want %v still locked", got, s.Boundaries.Locked[4], want)
	}
}

func TestBoundaries_Refusals(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(s *alignment.State) ([]alignment.Op, error){
		"a locked boundary": func(s *alignment.State) ([]alignment.Op, error) {
			edited(t, s)(s.LockBoundaryOps([]int32{0}, true))
			return s.AssignBoundaryOps([]int32{0}, 3)
		},
		"a locked area": func(s *alignment.State) ([]alignment.Op, error) {
			edited(t, s)(s.LockAreaOps([]alignment.AreaNumber{2}, false, true))
			return s.AssignBoundaryOps([]int32{0}, 3)
		},
		"a boundary left out": func(s *alignment.State) ([]alignment.Op, error) {
			edited(t, s)(s.LeaveOutOps([]int32{5}, true))
			return s.AssignBoundaryOps([]int32{5}, 3)
		},
		"an area with areas below": func(s *alignment.State) ([]alignment.Op, error) {
			return s.ShareBoundaryOps([]int32{0}, []alignment.AreaNumber{2, 1})
		},
		"an area that is shared and removed": func(s *alignment.State) ([]alignment.Op, error) {
			edited(t, s)(s.ShareBoundaryOps([]int32{0}, []alignment.AreaNumber{2, 3}))
			edited(t, s)(s.AssignBoundaryOps([]int32{2}, 0))
			edited(t, s)(s.AssignOps([]int32{3, 4, 5}, 0))
			return []alignment.Op{{RemoveArea: s.Areas[3]}}, nil
		},
		"a boundary that is not there": func(s *alignment.State) ([]alignment.Op, error) {
			return s.AssignBoundaryOps([]int32{6}, 2)
		},
		"another set while one is in use": func(s *alignment.State) ([]alignment.Op, error) {
			return []alignment.Op{{SetBoundaries: &alignment.SetBoundaries{Before: countySource, After: nil}}}, nil
		},
	} {
		s := withCounties(t)
		ops, err := prepare(s)
		before := s.Clone()
		if err == nil {
			err = s.Apply(alignment.ChangeSet{Ops: ops})
		}
		if code := territory.CodeOf(err); code != territory.Conflict && code != territory.Invalid {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
		sameContent(t, s, before)
	}
}

func TestMerge_Boundaries(t *testing.T) {
	t.Parallel()
	base := withCounties(t)
	ours, theirs := base.Clone(), base.Clone()
	edited(t, ours)(ours.AssignBoundaryOps([]int32{4}, 3))
	edited(t, ours)(ours.AssignBoundaryOps([]int32{1}, 5))
	edited(t, theirs)(theirs.AssignBoundaryOps([]int32{5}, 5))
	edited(t, theirs)(theirs.ShareBoundaryOps([]int32{0}, []alignment.AreaNumber{2, 5}))
	m, err := alignment.Merge(base, ours, theirs, nil)
	if err != nil || m.Open > 0 {
		t.Fatalf("got %v and %+v, want no conflict", err, m.Conflicts)
	}
	got := ours.Clone()
	mustApply(t, got, alignment.ChangeSet{Ops: m.Ops})
	if want := []alignment.AreaNumber{2, 5, 3, 5, 3, 5}; !slices.Equal(got.Boundaries.Assigned, want) || !reflect.DeepEqual(got.Boundaries.Shared, map[int32][]alignment.AreaNumber{0: {5}}) {
		t.Errorf("got %v shared %v, want %v with boundary 0 shared with area 5", got.Boundaries.Assigned, got.Boundaries.Shared, want)
	}
	edited(t, theirs)(theirs.AssignBoundaryOps([]int32{1}, 3))
	m, err = alignment.Merge(base, ours, theirs, nil)
	if err != nil || m.Open != 1 || !slices.Equal(m.Conflicts[0].Boundaries, []int32{1}) {
		t.Fatalf("got %v and %+v, want a conflict about boundary 1", err, m.Conflicts)
	}
	m, err = alignment.Merge(base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{5: alignment.Theirs})
	if err != nil || m.Open != 0 {
		t.Fatalf("got %v and %+v", err, m.Conflicts)
	}
	mustApply(t, ours, alignment.ChangeSet{Ops: m.Ops})
	if ours.Boundaries.Assigned[1] != 3 {
		t.Errorf("boundary 1 is in area %d, want theirs", ours.Boundaries.Assigned[1])
	}
}

func TestSelect_BoundariesOfAnArea(t *testing.T) {
	t.Parallel()
	s := withCounties(t)
	ops, err := s.PlaceBoundariesOps([]int32{0, 4, 5}, []alignment.AreaNumber{3, 5, 2})
	if err != nil {
		t.Fatal(err)
	}
	part, err := alignment.Select(s, alignment.ChangeSet{Ops: ops}, alignment.Selection{Areas: []alignment.AreaNumber{5}})
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, part)
	if want := []alignment.AreaNumber{2, 2, 3, 5, 5, 0}; !slices.Equal(s.Boundaries.Assigned, want) {
		t.Errorf("got %v, want only the boundary of area 5: %v", s.Boundaries.Assigned, want)
	}
}

func TestCodec_OldCheckpointsHaveNoBoundaries(t *testing.T) {
	t.Parallel()
	data, err := alignment.EncodeCheckpoint(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	s, err := alignment.DecodeCheckpoint(data)
	if err != nil || s.Boundaries != nil {
		t.Errorf("got %v, %+v", err, s.Boundaries)
	}
}
