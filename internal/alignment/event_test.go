package alignment

import (
	"slices"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func TestEvent_LeaveIsOneChange(t *testing.T) {
	t.Parallel()
	s := ruledState() // 2 and 3 below 1; units 4 and 5 are unassigned
	s.Locked[2] = true
	plan, err := MidYearEvent{Kind: Leave, Areas: []AreaNumber{2}}.Begin(s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(plan.Focus, []AreaNumber{3}) || plan.State.Assigned[0] != Unassigned || plan.State.Locked[0] || !plan.State.Locked[4] || s.Areas[2] == nil {
		t.Fatalf("focus %v, assigned %v, locked %v", plan.Focus, plan.State.Assigned, plan.State.Locked)
	}
	ops, err := plan.State.AssignOps([]int32{0, 1}, 3)
	if err != nil {
		t.Fatal(err)
	}
	c, err := plan.Finish(ChangeSet{Ops: ops})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(c); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Assigned, []AreaNumber{3, 3, 3, 4, 0, 0}) || s.Areas[2] != nil || s.Locked[4] || !s.Locked[2] {
		t.Errorf("assigned %v, locked %v", s.Assigned, s.Locked)
	}
	if moved := c.Summary().UnitsMoved; moved != 2 {
		t.Errorf("%d moves, want the two units once each", moved)
	}
}

func TestEvent_JoinMergeSplit(t *testing.T) {
	t.Parallel()
	s := ruledState()
	plan, err := MidYearEvent{Kind: Join, Areas: []AreaNumber{1}, Name: "New", Owner: "Eve"}.Begin(s, time.Time{})
	if err != nil || !slices.Equal(plan.Focus, []AreaNumber{2, 3, 5}) || plan.State.Areas[5].Owner != "Eve" {
		t.Errorf("join: %+v, %v", plan, err)
	}
	plan, err = MidYearEvent{Kind: MergeTwo, Areas: []AreaNumber{2}, Into: 3}.Begin(s, time.Time{})
	if err != nil || !slices.Equal(plan.State.Assigned, []AreaNumber{3, 3, 3, 4, 0, 0}) || plan.State.Areas[2] != nil {
		t.Errorf("merge: %+v, %v", plan, err)
	}
	plan, err = MidYearEvent{Kind: SplitInTwo, Areas: []AreaNumber{2}, Name: "Half"}.Begin(s, time.Time{})
	if err != nil || !slices.Equal(plan.Focus, []AreaNumber{2, 5}) || plan.State.Areas[5].Name != "Half" {
		t.Errorf("split: %+v, %v", plan, err)
	}
	for name, e := range map[string]MidYearEvent{
		"a region":         {Kind: Leave, Areas: []AreaNumber{1}},
		"nothing":          {Kind: Leave},
		"another word":     {Kind: "promote", Areas: []AreaNumber{2}},
		"split, no name":   {Kind: SplitInTwo, Areas: []AreaNumber{2}},
		"join below units": {Kind: Join, Areas: []AreaNumber{2}, Name: "X"},
	} {
		if _, err := e.Begin(s, time.Time{}); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
}
