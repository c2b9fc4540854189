package alignment_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type numbers = []alignment.AreaNumber

func TestApply_RefusesWhatWouldBeWrong(t *testing.T) {
	t.Parallel()
	west := alignment.Area{Number: 1, Name: "West"}
	oregon := alignment.Area{Number: 2, Parent: 1, Name: "Oregon", Level: 1}
	deep := oregon
	deep.Parent = 5
	lockedOhio := alignment.Area{Number: 5, Parent: 4, Name: "Ohio", Level: 1, Colour: 2, Locked: true}
	openOhio := lockedOhio
	openOhio.Locked = false
	nan := oregon
	nan.Centre = &alignment.Point{Lon: 200}
	cases := []struct {
		name string
		ops  []alignment.Op
		code territory.Code
		text string
	}{
		{"unit has moved", []alignment.Op{move([]int32{3}, numbers{2}, numbers{5})}, territory.Conflict, `unit 3 is in "Nevada" (area 3) now`},
		{"unit unknown", []alignment.Op{move([]int32{10}, numbers{0}, numbers{5})}, territory.Invalid, "no unit 10"},
		{"units out of order", []alignment.Op{move([]int32{1, 0}, numbers{2, 2}, numbers{5, 5})}, territory.Invalid, "ascending"},
		{"columns of different length", []alignment.Op{move([]int32{1}, numbers{2, 2}, numbers{5})}, territory.Invalid, "equal"},
		{"no move at all", []alignment.Op{move([]int32{0}, numbers{2}, numbers{2})}, territory.Invalid, "itself"},
		{"area unknown", []alignment.Op{move([]int32{0}, numbers{2}, numbers{9})}, territory.Conflict, "area 9"},
		{"area has children", []alignment.Op{move([]int32{0}, numbers{2}, numbers{4})}, territory.Invalid, `"East" (area 4) has areas below it`},
		{"unit is locked", []alignment.Op{{Lock: &alignment.Lock{Units: []int32{0}, Locked: true}}, move([]int32{0}, numbers{2}, numbers{5})}, territory.Conflict, "unit 0 is locked"},
		{"area is locked", []alignment.Op{{UpdateArea: &alignment.Update{Before: openOhio, After: lockedOhio}}, move([]int32{0}, numbers{2}, numbers{5})}, territory.Conflict, "locked: it keeps"},
		{"locked already", []alignment.Op{{Lock: &alignment.Lock{Units: []int32{1}}}}, territory.Conflict, "unit 1 is unlocked already"},
		{"remove with units", []alignment.Op{{RemoveArea: &oregon}}, territory.Invalid, "unit 0 is still in it"},
		{"remove with children", []alignment.Op{{RemoveArea: &west}}, territory.Invalid, "area 1, does not exist"},
		{"child of a holder", []alignment.Op{{SetLevels: &alignment.Levels{Before: []string{"Region", "Territory"}, After: []string{"R", "T", "S"}}}, {AddArea: &alignment.Area{Number: 6, Parent: 5, Name: "X", Level: 2}}}, territory.Invalid, "cannot hold unit 6"},
		{"too deep", []alignment.Op{{AddArea: &alignment.Area{Number: 6, Parent: 5, Name: "X", Level: 2}}}, territory.Invalid, "add a level first"},
		{"wrong level", []alignment.Op{{AddArea: &alignment.Area{Number: 6, Parent: 4, Name: "X"}}}, territory.Invalid, "its place in the tree is level 1"},
		{"parent unknown", []alignment.Op{{AddArea: &alignment.Area{Number: 6, Parent: 7, Name: "X", Level: 1}}}, territory.Invalid, "area 7, does not exist"},
		{"moved below itself", []alignment.Op{{UpdateArea: &alignment.Update{Before: oregon, After: deep}}, {UpdateArea: &alignment.Update{Before: openOhio, After: alignment.Area{Number: 5, Parent: 2, Name: "Ohio", Level: 1, Colour: 2}}}}, territory.Invalid, "level"},
		{"number taken", []alignment.Op{{AddArea: &alignment.Area{Number: 5, Name: "X"}}}, territory.Conflict, "taken"},
		{"name taken", []alignment.Op{{AddArea: &alignment.Area{Number: 6, Parent: 1, Name: "Nevada", Level: 1}}}, territory.Conflict, "two areas named"},
		{"stale update", []alignment.Op{{UpdateArea: &alignment.Update{Before: alignment.Area{Number: 2, Name: "Old"}, After: oregon}}}, territory.Conflict, "changed by someone else"},
		{"number changed", []alignment.Op{{UpdateArea: &alignment.Update{Before: oregon, After: west}}}, territory.Invalid, "cannot change"},
		{"centre off the Earth", []alignment.Op{{UpdateArea: &alignment.Update{Before: oregon, After: nan}}}, territory.Invalid, "not a place on Earth"},
		{"empty op", []alignment.Op{{}}, territory.Invalid, "exactly one"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, want := fixture(t), fixture(t)
			err := s.Apply(alignment.ChangeSet{Ops: c.ops})
			if territory.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.text) {
				t.Fatalf("got error %q (%s), want one of code %s with %q", err, territory.CodeOf(err), c.code, c.text)
			}
			sameContent(t, s, want)
			if s.Alignment.Version != 1 || s.LastNumber != want.LastNumber {
				t.Errorf("version %d and last number %d after a refused change", s.Alignment.Version, s.LastNumber)
			}
		})
	}
}

func TestApply_SplitsATerritoryInOneChange(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	mustApply(t, s, alignment.ChangeSet{Ops: []alignment.Op{
		{SetLevels: &alignment.Levels{Before: s.Alignment.Levels, After: []string{"Region", "District", "Territory"}}},
		{AddArea: &alignment.Area{Number: 6, Parent: 5, Name: "North", Level: 2}},
		{AddArea: &alignment.Area{Number: 7, Parent: 5, Name: "South", Level: 2}},
		move([]int32{6, 7, 8}, numbers{5, 5, 5}, numbers{6, 6, 7}),
	}})
	if got := len(s.Territories()); got != 4 {
		t.Errorf("got %d territories, want 4: Oregon, Nevada, North, South", got)
	}
}

func TestApply_InverseTakesItBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomState(t)
		before := s.Clone()
		c := randomChange(t, s)
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
		after := s.Clone()
		undo := c.Inverse()
		if err := s.Apply(undo); err != nil {
			t.Fatalf("undo: %v", err)
		}
		sameContent(t, s, before)
		redo := undo.Inverse()
		if err := s.Apply(redo); err != nil {
			t.Fatalf("redo: %v", err)
		}
		sameContent(t, s, after)
		if undo.Reason != "Undo: random" || redo.Reason != "Redo: random" || redo.Kind != alignment.KindRedo {
			t.Fatalf("got reasons %q, %q and kind %q", undo.Reason, redo.Reason, redo.Kind)
		}
	})
}

func TestApply_NumbersAreNeverReused(t *testing.T) {
	t.Parallel()
	s := fixture(t)
	area := &alignment.Area{Number: s.NextNumber(), Name: "South", Sort: 2}
	mustApply(t, s, alignment.ChangeSet{Ops: []alignment.Op{{AddArea: area}}})
	mustApply(t, s, alignment.ChangeSet{Ops: []alignment.Op{{RemoveArea: area}}})
	if got, want := s.NextNumber(), area.Number+1; got != want {
		t.Errorf("got next number %d after a removal, want %d", got, want)
	}
}

func TestBetween_TurnsOneStateIntoTheOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := randomState(t)
		b := a.Clone()
		for range rapid.IntRange(0, 8).Draw(t, "later changes") {
			if err := b.Apply(randomChange(t, b)); err != nil {
				t.Fatal(err)
			}
		}
		forward, back := a.Clone(), b.Clone()
		if err := forward.Apply(alignment.ChangeSet{Ops: alignment.Between(a, b)}); err != nil {
			t.Fatalf("forward: %v", err)
		}
		forward.Calendar = b.Calendar // which Between leaves alone
		sameContent(t, forward, b)
		if err := back.Apply(alignment.ChangeSet{Ops: alignment.Between(b, a)}); err != nil {
			t.Fatalf("back: %v", err)
		}
		back.Calendar = a.Calendar
		sameContent(t, back, a)
		copied := alignment.NewState(b.Alignment, len(b.Assigned))
		if err := copied.Apply(alignment.FromState(b)); err != nil {
			t.Fatalf("copy: %v", err)
		}
		copied.Calendar = b.Calendar
		sameContent(t, copied, b)
	})
}
