package alignment_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

func TestFamilies_ByEqualValues(t *testing.T) {
	t.Parallel()
	f := alignment.GroupFamilies([]int32{-1, 2, 0, 2, 1, 2, 0}, 3)
	if f.Count() != 2 || !slices.Equal(f.Members(0), []int32{1, 3, 5}) || !slices.Equal(f.Members(1), []int32{2, 6}) || f.Heads[0] != -1 {
		t.Errorf("families %+v", f)
	}
	if !slices.Equal(f.Of, []int32{-1, 0, 1, 0, -1, 0, 1}) {
		t.Errorf("of %v", f.Of)
	}
	if got := f.Expand([]int32{6, 0, 99}); !slices.Equal(got, []int32{0, 2, 6, 99}) {
		t.Errorf("expanded %v", got)
	}
}

func TestFamilies_ByChainsOfParents(t *testing.T) {
	t.Parallel()
	// Unit 0 is the parent of 1, 1 of 2; 3 and 4 have a parent that is missing;
	// 5 names itself; 6 is alone; 7 and 8 name each other.
	f := alignment.LinkFamilies([]int32{-1, 0, 1, 2, 2, 3, -1, 5, 4}, []int32{0, 1, -1, 5, 7, 8})
	if f.Count() != 3 || !slices.Equal(f.Members(0), []int32{0, 1, 2}) || !slices.Equal(f.Members(1), []int32{3, 4}) || !slices.Equal(f.Members(2), []int32{7, 8}) {
		t.Errorf("families %+v", f)
	}
	if !slices.Equal(f.Heads, []int32{0, -1, -1}) {
		t.Errorf("heads %v", f.Heads)
	}
}

func TestGather_FollowsMajorityParentAndLocks(t *testing.T) {
	t.Parallel()
	// Of the fixture: 0-2 Oregon (2), 3-5 Nevada (3), 6-8 Ohio (5), 9 nowhere.
	s := fixture(t)
	f := alignment.LinkFamilies([]int32{-1, -1, -1, 0, 0, 1, -1, 1, 2, 2}, []int32{0, 1, 2})
	if got := s.SplitFamilies(f); !slices.Equal(got, []int32{0, 1, 2}) {
		t.Fatalf("split %v", got)
	}
	gathered := func(by alignment.GatherBy) *alignment.State {
		c := s.Clone()
		ops, problems := c.GatherOps(f, []int32{0, 1, 2}, by, "2026-01-01")
		if len(problems) > 0 {
			t.Errorf("problems %v", problems)
		}
		mustApply(t, c, alignment.ChangeSet{At: day("2026-01-01"), Ops: ops})
		return c
	}
	if got := gathered(alignment.ByMajority).Assigned; !slices.Equal(got, []alignment.AreaNumber{3, 2, 2, 3, 3, 2, 5, 2, 2, 2}) {
		t.Errorf("by majority: %v", got)
	}
	if got := gathered(alignment.ByParent).Assigned; !slices.Equal(got, []alignment.AreaNumber{2, 2, 2, 2, 2, 2, 5, 2, 2, 2}) {
		t.Errorf("by parent: %v", got)
	}
	edited(t, s)(s.HoldOps([]int32{7}, nil, signs("")))
	if got := gathered(alignment.ByParent).Assigned; got[1] != 5 || got[5] != 5 {
		t.Errorf("a family goes to the unit that is held: %v", got)
	}
	edited(t, s)(s.LockOps([]int32{5}, true))
	ops, problems := s.GatherOps(f, []int32{1}, alignment.ByParent, "2026-01-01")
	if len(ops) != 0 || len(problems) != 1 || problems[0].Family != 1 {
		t.Errorf("held in two areas: %v, %v", ops, problems)
	}
}

// randomFamilies draws families over the units of s.
func randomFamilies(t *rapid.T, s *alignment.State) *alignment.Families {
	codes := make([]int32, len(s.Assigned))
	for i := range codes {
		codes[i] = rapid.Int32Range(-1, 5).Draw(t, "family")
	}
	return alignment.GroupFamilies(codes, 6)
}

func TestFamilies_MovesNeverSplitThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		f := randomFamilies(t, s)
		ops, _ := s.GatherOps(f, s.SplitFamilies(f), alignment.ByMajority, "")
		if err := s.Apply(alignment.ChangeSet{Ops: ops}); err != nil {
			t.Fatalf("gathering does not apply: %v", err)
		}
		split := s.SplitFamilies(f) // those that locks keep apart
		for range 4 {
			var units []int32
			for unit := range s.Assigned {
				if rapid.IntRange(0, 3).Draw(t, "chosen") == 0 {
					units = append(units, int32(unit))
				}
			}
			targets := append(s.Territories(), &alignment.Area{})
			ops, err := s.AssignOps(f.Expand(units), rapid.SampledFrom(targets).Draw(t, "to").Number)
			if err != nil {
				t.Fatal(err)
			}
			if s.Apply(alignment.ChangeSet{Ops: ops}) != nil {
				continue // a lock forbids it, as a whole
			}
			for _, family := range s.SplitFamilies(f) {
				if _, before := slices.BinarySearch(split, family); !before {
					t.Fatalf("family %d is split now", family)
				}
			}
		}
	})
}

func TestRules_KeepFamiliesTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		f := randomFamilies(t, s)
		s.FreezeHeld("")
		scope := rapid.SampledFrom([]alignment.RuleScope{alignment.AllUnits, alignment.UnassignedUnits}).Draw(t, "scope")
		leaves := s.Territories()
		if len(leaves) == 0 {
			return
		}
		for _, a := range leaves {
			a.Rule = "drawn"
		}
		run, err := s.RunRules(scope, alignment.Focus{}, nil, func(*alignment.Area) ([]bool, error) {
			mask := make([]bool, len(s.Assigned))
			for i := range mask {
				mask[i] = rapid.Bool().Draw(t, "holds")
			}
			return mask, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		split := s.SplitFamilies(f)
		run.KeepTogether(s, f, scope, alignment.Focus{})
		if err := s.Apply(alignment.ChangeSet{Ops: run.Ops}); err != nil {
			t.Fatalf("the moves do not apply: %v", err)
		}
		for _, family := range s.SplitFamilies(f) {
			if _, before := slices.BinarySearch(split, family); !before {
				t.Fatalf("family %d is split by rules", family)
			}
		}
	})
}
