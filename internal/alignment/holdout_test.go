package alignment_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func signs(until alignment.Date) alignment.Holdout {
	return alignment.Holdout{Reason: "signs in March", Until: until, By: "Ann", Since: "2026-01-01"}
}

func TestHoldout_CountsAsALockUntilItExpires(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	nevada := alignment.AreaNumber(3)
	edited(t, s)(s.HoldOps([]int32{1, 0, 1}, &nevada, signs("2026-06-30")))
	if s.Assigned[0] != 3 || s.Assigned[1] != 3 || s.Assigned[2] != 2 || len(s.Holdouts) != 2 {
		t.Fatalf("assigned %v, held %v", s.Assigned, s.Holdouts)
	}
	away, err := s.AssignOps([]int32{0, 2}, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on   string
		want territory.Code
	}{{"2026-01-01", territory.Conflict}, {"2026-06-30", territory.Conflict}, {"2026-07-01", ""}} {
		err := s.Clone().Apply(alignment.ChangeSet{At: day(c.on), Ops: away})
		if territory.CodeOf(err) != c.want {
			t.Errorf("a move on %s: got %v, want code %q", c.on, err, c.want)
		}
		if err != nil && !strings.Contains(err.Error(), "until 2026-06-30: signs in March") {
			t.Errorf("the refusal does not say why: %v", err)
		}
	}
	if s.Fixed(0, "2026-07-01") || !s.Fixed(0, "2026-06-30") || s.Fixed(2, "2026-01-01") {
		t.Error("Fixed does not follow the expiry")
	}
	frozen := s.Clone()
	frozen.FreezeHeld("2026-06-30")
	if !frozen.Locked[0] || frozen.Locked[2] {
		t.Errorf("frozen: %v", frozen.Locked)
	}
	edited(t, s)(s.ReleaseOps([]int32{0, 1, 2}))
	if len(s.Holdouts) != 0 {
		t.Errorf("still held: %v", s.Holdouts)
	}
}

func TestHoldout_ListIsSortedByExpiry(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	for unit, until := range []alignment.Date{"", "2027-01-01", "2026-02-01", "2027-01-01"} {
		edited(t, s)(s.HoldOps([]int32{int32(unit)}, nil, signs(until)))
	}
	if got := s.HeldUnits(); !slices.Equal(got, []int32{2, 1, 3, 0}) {
		t.Errorf("order %v", got)
	}
}

func TestHoldout_RefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	for name, h := range map[string]alignment.Holdout{
		"no reason": {Until: "2027-01-01"}, "no day": {Reason: "x", Until: "2026-02-30"}, "not a date": {Reason: "x", Until: "soon"},
		"over before it begins": {Reason: "x", Until: "2025-12-31", Since: "2026-01-01"},
	} {
		if _, err := s.HoldOps([]int32{0}, nil, h); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.HoldOps([]int32{9}, nil, signs("")); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("an unassigned unit: %v", err)
	}
	edited(t, s)(s.LockOps([]int32{4}, true))
	ohio := alignment.AreaNumber(5)
	if _, err := s.HoldOps([]int32{4}, &ohio, signs("")); territory.CodeOf(err) != territory.Conflict {
		t.Errorf("a locked unit elsewhere: %v", err)
	}
	edited(t, s)(s.HoldOps([]int32{4}, nil, signs(""))) // where it is
}

func TestHoldout_GoesAlongWithASplit(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.HoldOps([]int32{6, 7}, nil, signs("")))
	held := maps.Clone(s.Holdouts)
	levels, err := s.AddLevelOps(2, "Patch")
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, s, alignment.ChangeSet{Ops: levels})
	edited(t, s)(s.SplitBelowOps(5, []alignment.Part{{Name: "North"}, {Name: "South", Units: []int32{7}}}))
	if s.Assigned[6] == s.Assigned[7] || s.Assigned[7] == 5 || !maps.Equal(held, s.Holdouts) {
		t.Errorf("assigned %v, held %v", s.Assigned, s.Holdouts)
	}
}

func TestHoldout_MergesWithTheWorkOfOthers(t *testing.T) {
	t.Parallel()
	base := fixture(t)
	ours, theirs := base.Clone(), base.Clone()
	edited(t, ours)(ours.HoldOps([]int32{0}, nil, signs("")))
	edited(t, theirs)(theirs.HoldOps([]int32{5}, nil, signs("2027-01-01")))
	edited(t, theirs)(theirs.AssignOps([]int32{0, 4}, 5))
	m, err := alignment.Merge(base, ours, theirs, nil)
	if err != nil || m.Open != 1 || !slices.Equal(m.Conflicts[0].Units, []int32{0}) {
		t.Fatalf("a unit held here and moved there: %+v, %v", m, err)
	}
	m, err = alignment.Merge(base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{2: alignment.Ours})
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, ours, alignment.ChangeSet{Ops: m.Ops})
	if len(ours.Holdouts) != 2 || ours.Assigned[0] != 2 || ours.Assigned[4] != 5 {
		t.Errorf("held %v, assigned %v", ours.Holdouts, ours.Assigned)
	}
}

func TestImportHoldouts_ListsWhatFails(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.LockOps([]int32{3}, true))
	by := alignment.Stamp{Actor: territory.Actor{Name: "Ann"}, At: day("2026-01-01")}
	ops, problems, err := s.ImportHoldouts(strings.NewReader("Id,Reason,Until,Area\n0,friend,2026-06-30,Nevada\n1,friend,,\n1,twice,,\n2,,,\n"+
		"3,locked,,Ohio\n4,late,2025-01-01,\n9,nowhere,,\n77,none,,\n5,x,,Atlantis\n"), byNumber, by)
	if err != nil {
		t.Fatal(err)
	}
	var where []string
	for _, p := range problems {
		where = append(where, p.Where)
	}
	want := []string{"row 4, column id", "row 5, column reason", "row 6, column area", "row 7, column until", "row 8, column area", "row 9, column id", "row 10, column area"}
	if !slices.Equal(where, want) {
		t.Errorf("problems %q, want %q", where, want)
	}
	mustApply(t, s, alignment.ChangeSet{Ops: ops})
	if len(s.Holdouts) != 2 || s.Assigned[0] != 3 || s.Holdouts[0] != (alignment.Holdout{Reason: "friend", Until: "2026-06-30", By: "Ann", Since: "2026-01-01"}) {
		t.Errorf("held %v, assigned %v", s.Holdouts, s.Assigned)
	}
}

func TestCalendar_SaysWhatIsInForce(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.AssignOps([]int32{0}, 3))
	edited(t, s)(s.EffectiveOps("2027-01-01", 2))
	edited(t, s)(s.EffectiveOps("2026-01-01", 1))
	for on, want := range map[alignment.Date]int64{"2025-12-31": 0, "2026-01-01": 1, "2026-12-31": 1, "2027-01-01": 2, "2030-01-01": 2} {
		if e, _ := s.InForce(on); e.Version != want {
			t.Errorf("on %s version %d is in force, want %d", on, e.Version, want)
		}
	}
	edited(t, s)(s.EffectiveOps("2027-01-01", 3)) // changed
	edited(t, s)(s.EffectiveOps("2026-01-01", 0)) // removed
	if !slices.Equal(s.Calendar, []alignment.Effective{{From: "2027-01-01", Version: 3}}) {
		t.Errorf("calendar %v", s.Calendar)
	}
	ops, err := s.EffectiveOps("2028-01-01", 99)
	if err != nil || territory.CodeOf(s.Apply(alignment.ChangeSet{Ops: ops})) != territory.Invalid {
		t.Errorf("a version that is not there is accepted: %v", err)
	}
	if _, err := s.EffectiveOps("2028-01-01", 0); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("removing what is not there: %v", err)
	}
}

func TestHoldout_IsCarriedOntoAnotherSnapshot(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.HoldOps([]int32{0, 4}, nil, signs("")))
	c := s.Carry("next", []int32{-1, 4, 3})
	if len(c.Holdouts) != 1 || c.Holdouts[1] != s.Holdouts[4] || len(s.Holdouts) != 2 {
		t.Errorf("carried %v of %v", c.Holdouts, s.Holdouts)
	}
}
