package alignment_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// proposal moves unit 0 to Nevada, Ohio's units to a new territory Iowa in
// East, and removes Ohio.
func proposal(t testing.TB, s *alignment.State) alignment.ChangeSet {
	t.Helper()
	after := s.Clone()
	edited(t, after)(after.AssignOps([]int32{0}, 3))
	edited(t, after)(after.SplitOps(5, []alignment.Part{{Name: "Iowa", Units: []int32{6, 7, 8}}}))
	edited(t, after)(after.RemoveOps(5, 0))
	return alignment.ChangeSet{Kind: "optimize", Reason: "Draft", Ops: alignment.Between(s, after)}
}

func TestSelect_ByAreaAndByMove(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		want alignment.Selection
		end  string
	}{
		{"nothing", alignment.Selection{}, "West(Oregon:3 Nevada:3) East(Ohio:3) :1"},
		{"everything in the East", alignment.Selection{Areas: []alignment.AreaNumber{5}}, "West(Oregon:3 Nevada:3) East(Iowa:3) :1"},
		{"two of the moves", alignment.Selection{Units: []int32{0, 6}}, "West(Oregon:2 Nevada:4) East(Ohio:2 Iowa:1) :1"},
		{"into Nevada", alignment.Selection{Areas: []alignment.AreaNumber{3}}, "West(Oregon:2 Nevada:4) East(Ohio:3) :1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := fixture(t)
			part, err := alignment.Select(s, proposal(t, s), c.want)
			if err != nil {
				t.Fatal(err)
			}
			mustApply(t, s, part)
			if got := outline(s); got != c.end || part.Reason != "Draft" {
				t.Errorf("got %s (%q), want %s", got, part.Reason, c.end)
			}
		})
	}
}

func TestSelect_AllUnitsAndAreasIsTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		c := randomChange(t, s)
		want := s.Clone()
		if err := want.Apply(c); err != nil {
			t.Fatal(err)
		}
		var all alignment.Selection
		for number := range want.LastNumber {
			all.Areas = append(all.Areas, number+1)
		}
		for unit := range s.Assigned {
			all.Units = append(all.Units, int32(unit))
		}
		if want.Boundaries != nil {
			for i := range want.Boundaries.Assigned {
				all.Boundaries = append(all.Boundaries, int32(i))
			}
		}
		part, err := alignment.Select(s, c, all)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Apply(part); err != nil {
			t.Fatal(err)
		}
		s.Options, s.Calendar = want.Options, want.Calendar // which drafts do not change
		sameContent(t, s, want)
	})
}

func TestRebase_OntoLaterWork(t *testing.T) {
	t.Parallel()
	base := fixture(t)
	draft := proposal(t, base)
	now := base.Clone()
	edited(t, now)(now.AssignOps([]int32{1, 9}, 3))
	edited(t, now)(now.SplitOps(2, []alignment.Part{{Name: "Idaho", Units: []int32{2}}}))
	c, m, err := alignment.Rebase(base, now, draft, nil)
	if err != nil || m.Open > 0 {
		t.Fatalf("got %v and conflicts %+v", err, m.Conflicts)
	}
	mustApply(t, now, c)
	if got, want := outline(now), "West(Oregon:0 Nevada:6 Idaho:1) East(Iowa:3) :0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if c.Kind != "optimize" || c.Reason != "Draft" {
		t.Errorf("got kind %q and reason %q", c.Kind, c.Reason)
	}
	if _, _, err := alignment.Rebase(now, base, draft, nil); territory.CodeOf(err) != territory.Conflict {
		t.Errorf("a draft made for another state: got %v, want a conflict", err)
	}
}

func TestFocus(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	west := alignment.Focus{Areas: []alignment.AreaNumber{1}, Unassigned: true}
	if got, want := west.Units(s), []int32{0, 1, 2, 3, 4, 5, 9}; !slices.Equal(got, want) {
		t.Errorf("units in West and unassigned: got %v, want %v", got, want)
	}
	if got := len(alignment.Focus{}.Units(s)); got != 9 {
		t.Errorf("units in the whole tree: got %d, want 9", got)
	}
	if got := west.Level(s, 1); len(got) != 2 || got[1].Name != "Nevada" {
		t.Errorf("territories in West: got %v", got)
	}
}
