package alignment_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// three returns a base and two copies of it to change.
func three(t testing.TB) (base, ours, theirs *alignment.State) {
	t.Helper()
	base = fixture(t)
	return base, base.Clone(), base.Clone()
}

func rename(t testing.TB, s *alignment.State, number alignment.AreaNumber, name string) {
	t.Helper()
	edited(t, s)(s.UpdateOps(number, func(a *alignment.Area) { a.Name = name }))
}

func merged(t testing.TB, base, ours, theirs *alignment.State, choices map[alignment.AreaNumber]alignment.Choice) (string, alignment.Merged) {
	t.Helper()
	m, err := alignment.Merge(base, ours, theirs, choices)
	if err != nil {
		t.Fatal(err)
	}
	result := ours.Clone()
	mustApply(t, result, alignment.ChangeSet{Ops: m.Ops})
	return outline(result), m
}

func TestMerge_WorkThatDoesNotMeet(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	edited(t, ours)(ours.AssignOps([]int32{0}, 3))
	rename(t, ours, 5, "Ohio River")
	edited(t, ours)(ours.SplitOps(5, []alignment.Part{{Name: "Lakes", Units: []int32{6}}}))
	edited(t, theirs)(theirs.AssignOps([]int32{9}, 2))
	edited(t, theirs)(theirs.UpdateOps(5, func(a *alignment.Area) { a.Owner = "Bo" }))
	edited(t, theirs)(theirs.SplitOps(3, []alignment.Part{{Name: "Reno", Units: []int32{4, 5}}}))
	got, m := merged(t, base, ours, theirs, nil)
	if want := "West(Oregon:3 Nevada:2 Reno:2) East(Ohio River:2 Lakes:1) :0"; got != want || len(m.Conflicts) > 0 {
		t.Errorf("got  %s with conflicts %v\nwant %s", got, m.Conflicts, want)
	}
	if m.Numbers[6] != 7 {
		t.Errorf("got numbers %v, want theirs' new area 6 to become 7", m.Numbers)
	}
}

func TestMerge_UnitsBothMoved(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	edited(t, ours)(ours.AssignOps([]int32{0, 1}, 3))
	edited(t, theirs)(theirs.AssignOps([]int32{0, 1, 2}, 5))
	_, m := merged(t, base, ours, theirs, nil)
	if m.Open != 1 || len(m.Conflicts) != 1 || m.Conflicts[0].Area != 3 || len(m.Conflicts[0].Units) != 2 || m.Ops != nil {
		t.Fatalf("got %+v, want one open conflict about units 0 and 1 in Nevada", m)
	}
	for choice, want := range map[alignment.Choice]string{
		alignment.Ours:   "West(Oregon:0 Nevada:5) East(Ohio:4) :1",
		alignment.Theirs: "West(Oregon:0 Nevada:3) East(Ohio:6) :1",
	} {
		if got, _ := merged(t, base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{3: choice}); got != want {
			t.Errorf("%s: got %s, want %s", choice, got, want)
		}
	}
}

func TestMerge_RemovedHereChangedThere(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	edited(t, ours)(ours.RemoveOps(3, 2))
	rename(t, theirs, 3, "Silver State")
	_, m := merged(t, base, ours, theirs, nil)
	if m.Open != 1 || m.Conflicts[0].Area != 3 || !strings.Contains(m.Conflicts[0].Text, "removed here and changed there") {
		t.Fatalf("got %+v, want a conflict about area 3", m)
	}
	if got, _ := merged(t, base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{3: alignment.Ours}); !strings.Contains(got, "West(Oregon:6)") {
		t.Errorf("ours: got %s", got)
	}
	if got, _ := merged(t, base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{3: alignment.Theirs}); !strings.Contains(got, "Silver State:0") {
		t.Errorf("theirs: got %s", got)
	}
}

func TestMerge_PropertiesBothChanged(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	one, two := 1.0, 2.0
	edited(t, ours)(ours.UpdateOps(2, func(a *alignment.Area) {
		a.Name, a.Targets = "North", map[string]alignment.Target{"revenue": {Share: &one}}
	}))
	edited(t, theirs)(theirs.UpdateOps(2, func(a *alignment.Area) {
		a.Name, a.Owner, a.Targets = "South", "Bo", map[string]alignment.Target{"visits": {Min: &two}}
	}))
	m, err := alignment.Merge(base, ours, theirs, map[alignment.AreaNumber]alignment.Choice{2: alignment.Ours})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Conflicts) != 1 || !strings.Contains(m.Conflicts[0].Text, "the name of") {
		t.Fatalf("got conflicts %+v, want one about the name only", m.Conflicts)
	}
	mustApply(t, ours, alignment.ChangeSet{Ops: m.Ops})
	a := ours.Areas[2]
	if a.Name != "North" || a.Owner != "Bo" || a.Targets["revenue"].Share == nil || a.Targets["visits"].Min == nil {
		t.Errorf("got %+v, want our name with their owner and both targets", a)
	}
}

func TestMerge_LockedHere(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	edited(t, ours)(ours.LockOps([]int32{0}, true))
	edited(t, ours)(ours.LockAreaOps([]alignment.AreaNumber{5}, false, true))
	edited(t, theirs)(theirs.AssignOps([]int32{0}, 3))
	edited(t, theirs)(theirs.AssignOps([]int32{9}, 5))
	_, m := merged(t, base, ours, theirs, nil)
	if m.Open != 2 {
		t.Errorf("got %+v, want conflicts about the locked unit and the locked area", m.Conflicts)
	}
}

func TestMerge_LevelsBothChanged(t *testing.T) {
	t.Parallel()
	base, ours, theirs := three(t)
	edited(t, ours)(ours.RenameLevelOps(0, "Zone"))
	edited(t, theirs)(theirs.RenameLevelOps(0, "Area"))
	if _, err := alignment.Merge(base, ours, theirs, nil); territory.CodeOf(err) != territory.Conflict {
		t.Errorf("got %v, want a conflict", err)
	}
}

func TestMerge_RandomWork(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := randomState(t)
		ours, theirs := base.Clone(), base.Clone()
		for _, s := range []*alignment.State{ours, theirs} {
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				if err := s.Apply(randomChange(t, s)); err != nil {
					t.Fatal(err)
				}
			}
		}
		choice := rapid.SampledFrom([]alignment.Choice{alignment.Ours, alignment.Theirs}).Draw(t, "choice")
		choices := make(map[alignment.AreaNumber]alignment.Choice)
		for number := range ours.LastNumber + theirs.LastNumber + 1 {
			choices[number] = choice
		}
		m, err := alignment.Merge(base, ours, theirs, choices)
		if err != nil {
			if territory.CodeOf(err) != territory.Conflict {
				t.Fatal(err)
			}
			return
		}
		result := ours.Clone()
		if err := result.Apply(alignment.ChangeSet{Ops: m.Ops}); err != nil {
			t.Fatal(err)
		}
		checkMerged(t, base, ours, theirs, result, m)
	})
}

// checkMerged holds the result against the rule, unit by unit, where the two
// sides did not meet.
func checkMerged(t *rapid.T, base, ours, theirs, result *alignment.State, m alignment.Merged) {
	met := make(map[int32]bool)
	for _, c := range m.Conflicts {
		for _, unit := range c.Units {
			met[unit] = true
		}
	}
	for unit := range base.Assigned {
		other := theirs.Assigned[unit]
		if number, renumbered := m.Numbers[other]; renumbered && base.Areas[other] == nil {
			other = number
		}
		want := ours.Assigned[unit]
		if theirs.Assigned[unit] != base.Assigned[unit] {
			want = other
		}
		stands := want == alignment.Unassigned || result.Areas[want] != nil
		if got := result.Assigned[unit]; !met[int32(unit)] && stands && got != want {
			t.Fatalf("unit %d: base %d, ours %d, theirs %d: got %d, want %d", unit,
				base.Assigned[unit], ours.Assigned[unit], theirs.Assigned[unit], got, want)
		}
	}
}

// daysOfCommonVersions are the effective dates that a merge can take over from
// changed: those on versions that base has too, others as base has them.
func daysOfCommonVersions(base, changed *alignment.State) []alignment.Effective {
	days := map[alignment.Date]int64{}
	for _, e := range base.Calendar {
		days[e.From] = e.Version
	}
	for _, e := range base.Calendar {
		if !slices.ContainsFunc(changed.Calendar, func(c alignment.Effective) bool { return c.From == e.From }) {
			delete(days, e.From)
		}
	}
	for _, e := range changed.Calendar {
		if e.Version <= base.Alignment.Version {
			days[e.From] = e.Version
		}
	}
	var list []alignment.Effective
	for _, from := range slices.Sorted(maps.Keys(days)) {
		list = append(list, alignment.Effective{From: from, Version: days[from]})
	}
	return list
}

func TestMerge_OneSideOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := randomState(t)
		changed := base.Clone()
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			if err := changed.Apply(randomChange(t, changed)); err != nil {
				t.Fatal(err)
			}
		}
		m, err := alignment.Merge(base, base, changed, nil)
		if err != nil || m.Open > 0 {
			t.Fatalf("their work alone: %v, %+v", err, m.Conflicts)
		}
		result := base.Clone()
		if err := result.Apply(alignment.ChangeSet{Ops: m.Ops}); err != nil {
			t.Fatal(err)
		}
		want := changed.Clone()
		want.Calendar = daysOfCommonVersions(base, changed)
		sameContent(t, result, want)
		m, err = alignment.Merge(base, changed, base, nil)
		if err != nil || len(m.Ops) > 0 {
			t.Fatalf("our work alone: %v, ops %+v", err, m.Ops)
		}
	})
}

func TestDiff_SumsFlows(t *testing.T) {
	t.Parallel()
	_, a, b := three(t)
	edited(t, b)(b.AssignOps([]int32{0, 1, 6}, 3))
	edited(t, b)(b.LockOps([]int32{0, 7}, true))
	rename(t, b, 4, "Far East")
	d := alignment.Diff(a, b, [][]float64{{1, 2, 0, 0, 0, 0, 40, 0, 0, 0}})
	if len(d.Flows) != 2 || d.Flows[0].Units != 2 || d.Flows[0].Sums[0] != 3 || d.Flows[1].From != 5 || d.Flows[1].Sums[0] != 40 {
		t.Errorf("got flows %+v", d.Flows)
	}
	if len(d.Areas) != 1 || d.Areas[0].After.Name != "Far East" || d.Locked != 2 || d.Unlocked != 0 || len(d.Moves.Units) != 3 {
		t.Errorf("got %+v", d)
	}
}
