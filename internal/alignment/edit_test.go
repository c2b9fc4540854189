package alignment_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// edited applies ops made by an edit function.
func edited(t testing.TB, s *alignment.State) func(ops []alignment.Op, err error) *alignment.State {
	return func(ops []alignment.Op, err error) *alignment.State {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		mustApply(t, s, alignment.ChangeSet{Ops: ops})
		return s
	}
}

// outline writes the tree as "West(Oregon:3 Nevada:3) East(Ohio:3) :1", with
// the number of units each area holds and the unassigned ones last.
func outline(s *alignment.State) string {
	var walk func(parent alignment.AreaNumber) string
	walk = func(parent alignment.AreaNumber) string {
		var parts []string
		for _, a := range s.Children(parent) {
			if below := walk(a.Number); below != "" {
				parts = append(parts, a.Name+"("+below+")")
			} else {
				parts = append(parts, a.Name+":"+string(rune('0'+len(s.UnitsOf(a.Number)))))
			}
		}
		return strings.Join(parts, " ")
	}
	return strings.TrimSpace(walk(0) + " :" + string(rune('0'+len(s.UnitsOf(0)))))
}

func TestEdit_ByHand(t *testing.T) {
	t.Parallel()
	type edit func(s *alignment.State) ([]alignment.Op, error)
	cases := []struct {
		name string
		edit edit
		want string
	}{
		{"as it is", func(*alignment.State) ([]alignment.Op, error) { return nil, nil },
			"West(Oregon:3 Nevada:3) East(Ohio:3) :1"},
		{"assign", func(s *alignment.State) ([]alignment.Op, error) { return s.AssignOps([]int32{9, 0, 9, 6}, 5) },
			"West(Oregon:2 Nevada:3) East(Ohio:5) :0"},
		{"add", func(s *alignment.State) ([]alignment.Op, error) {
			ops, _, err := s.AddOps(alignment.Area{Parent: 4, Name: "Iowa"})
			return ops, err
		}, "West(Oregon:3 Nevada:3) East(Ohio:3 Iowa:0) :1"},
		{"remove a region to a territory", func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveOps(1, 5) },
			"East(Ohio:9) :1"},
		{"remove a territory to nowhere", func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveOps(5, 0) },
			"West(Oregon:3 Nevada:3) East:0 :4"},
		{"move a territory", func(s *alignment.State) ([]alignment.Op, error) {
			return s.UpdateOps(2, func(a *alignment.Area) { a.Parent, a.Sort = 4, 9 })
		}, "West(Nevada:3) East(Ohio:3 Oregon:3) :1"},
		{"merge territories", func(s *alignment.State) ([]alignment.Op, error) { return s.MergeOps([]alignment.AreaNumber{3, 5}, 2) },
			"West(Oregon:9) East:0 :1"},
		{"merge regions", func(s *alignment.State) ([]alignment.Op, error) { return s.MergeOps([]alignment.AreaNumber{1}, 4) },
			"East(Ohio:3 Oregon:3 Nevada:3) :1"},
		{"split beside", func(s *alignment.State) ([]alignment.Op, error) {
			return s.SplitOps(2, []alignment.Part{{Name: "Coast", Units: []int32{1, 0}}, {Name: "Empty"}})
		}, "West(Oregon:1 Nevada:3 Coast:2 Empty:0) East(Ohio:3) :1"},
		{"sort", func(s *alignment.State) ([]alignment.Op, error) { return s.SortOps(1, []alignment.AreaNumber{3, 2}) },
			"West(Nevada:3 Oregon:3) East(Ohio:3) :1"},
		{"sort by name", func(s *alignment.State) ([]alignment.Op, error) { return s.SortByNameOps(0) },
			"East(Ohio:3) West(Oregon:3 Nevada:3) :1"},
		{"a level in the middle", func(s *alignment.State) ([]alignment.Op, error) { return s.AddLevelOps(1, "District") },
			"West(Oregon(Oregon:3) Nevada(Nevada:3)) East(Ohio(Ohio:3)) :1"},
		{"no regions", func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveLevelOps(0) },
			"Oregon:3 Ohio:3 Nevada:3 :1"},
		{"no territories", func(s *alignment.State) ([]alignment.Op, error) { return s.RemoveLevelOps(1) },
			"West:6 East:3 :1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := fixture(t)
			if got := outline(edited(t, s)(c.edit(s))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEdit_PlaceholdersKeepLocks(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.AddLevelOps(2, "Patch"))
	edited(t, s)(s.LockOps([]int32{4, 3, 4}, true))
	edited(t, s)(s.LockAreaOps([]alignment.AreaNumber{3}, true, true))
	edited(t, s)(s.SplitBelowOps(3, []alignment.Part{{Name: "N1"}, {Name: "N2", Units: []int32{5}}}))
	if got, want := outline(s), "West(Oregon:3 Nevada(N1:2 N2:1)) East(Ohio:3) :1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !s.Locked[3] || !s.Locked[4] || s.Locked[5] || !s.Areas[3].Locked {
		t.Errorf("locks after the split: units %v, area %v", s.Locked, s.Areas[3].Locked)
	}
}

func TestEdit_MergesChildrenOfTheSameName(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	edited(t, s)(s.UpdateOps(5, func(a *alignment.Area) { a.Name = "Nevada" }))
	edited(t, s)(s.MergeOps([]alignment.AreaNumber{4}, 1))
	if got, want := outline(s), "West(Oregon:3 Nevada:6) :1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEdit_RefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	number := func(n ...alignment.AreaNumber) []alignment.AreaNumber { return n }
	cases := []struct {
		name string
		run  func() ([]alignment.Op, error)
		code territory.Code
	}{
		{"assign past the end", func() ([]alignment.Op, error) { return s.AssignOps([]int32{10}, 2) }, territory.Invalid},
		{"add below nothing", func() ([]alignment.Op, error) {
			ops, _, err := s.AddOps(alignment.Area{Parent: 9})
			return ops, err
		}, territory.NotFound},
		{"remove into itself", func() ([]alignment.Op, error) { return s.RemoveOps(1, 3) }, territory.Invalid},
		{"move below itself", func() ([]alignment.Op, error) {
			return s.UpdateOps(1, func(a *alignment.Area) { a.Parent = 2 })
		}, territory.Invalid},
		{"merge into itself", func() ([]alignment.Op, error) { return s.MergeOps(number(2, 2), 3) }, territory.Invalid},
		{"merge across levels", func() ([]alignment.Op, error) { return s.MergeOps(number(1), 5) }, territory.Invalid},
		{"split a region", func() ([]alignment.Op, error) { return s.SplitOps(1, []alignment.Part{{Name: "X"}}) }, territory.Invalid},
		{"split with a stranger", func() ([]alignment.Op, error) {
			return s.SplitOps(2, []alignment.Part{{Name: "X", Units: []int32{3}}})
		}, territory.Conflict},
		{"split a unit twice", func() ([]alignment.Op, error) {
			return s.SplitOps(2, []alignment.Part{{Name: "X", Units: []int32{1}}, {Name: "Y", Units: []int32{1}}})
		}, territory.Invalid},
		{"split into nothing", func() ([]alignment.Op, error) { return s.SplitBelowOps(2, nil) }, territory.Invalid},
		{"sort half", func() ([]alignment.Op, error) { return s.SortOps(1, number(2)) }, territory.Invalid},
		{"a level too far", func() ([]alignment.Op, error) { return s.AddLevelOps(3, "X") }, territory.NotFound},
	}
	for _, c := range cases {
		if ops, err := c.run(); territory.CodeOf(err) != c.code {
			t.Errorf("%s: got ops %v and error %v, want code %s", c.name, ops, err, c.code)
		}
	}
}

// TestEdit_AnyEditIsSoundAndUndone tries edits on random states: each is either
// refused with an error for people or leaves a sound state and can be undone.
func TestEdit_AnyEditIsSoundAndUndone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		ops, err := randomEdit(t, s)
		before := s.Clone()
		c := alignment.ChangeSet{Ops: ops}
		if err == nil {
			err = s.Apply(c)
		}
		if err != nil {
			if territory.CodeOf(err) == territory.Internal {
				t.Fatalf("not for people: %v", err)
			}
			sameContent(t, s, before)
			return
		}
		if len(s.Assigned) != len(before.Assigned) || !sound(s) {
			t.Fatalf("the state is not sound after %+v", ops)
		}
		if err := s.Apply(c.Inverse()); err != nil {
			t.Fatal(err)
		}
		sameContent(t, s, before)
	})
}

func randomEdit(t *rapid.T, s *alignment.State) ([]alignment.Op, error) {
	any := func(name string) alignment.AreaNumber {
		return alignment.AreaNumber(rapid.IntRange(0, int(s.LastNumber)).Draw(t, name))
	}
	switch rapid.IntRange(0, 7).Draw(t, "edit") {
	case 0:
		return s.RemoveOps(any("area"), any("to"))
	case 1:
		return s.MergeOps([]alignment.AreaNumber{any("from"), any("from")}, any("into"))
	case 2:
		return s.SplitBelowOps(any("area"), []alignment.Part{{Name: "X"}, {Name: "Y"}})
	case 3:
		number := any("area")
		units := s.UnitsOf(number)
		return s.SplitOps(number, []alignment.Part{{Name: "X", Units: units[:len(units)/2]}})
	case 4:
		parent := any("parent")
		return s.UpdateOps(any("area"), func(a *alignment.Area) { a.Parent = parent })
	case 5:
		return s.AddLevelOps(rapid.IntRange(0, 3).Draw(t, "level"), "New")
	case 6:
		return s.RemoveLevelOps(rapid.IntRange(0, 3).Draw(t, "level"))
	default:
		return s.SortByNameOps(any("parent"))
	}
}

// sound checks that units are in leaves that exist.
func sound(s *alignment.State) bool {
	leaves := []alignment.AreaNumber{alignment.Unassigned}
	for _, a := range s.Territories() {
		leaves = append(leaves, a.Number)
	}
	for _, number := range s.Assigned {
		if !slices.Contains(leaves, number) {
			return false
		}
	}
	return true
}
