package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Scenarios tests names of versions, restoring, branches, merges and partly
// accepted drafts.
func Scenarios(t *testing.T, b Backend) {
	t.Run("names", func(t *testing.T) { t.Parallel(); names(t, b) })
	t.Run("restore", func(t *testing.T) { t.Parallel(); restores(t, b) })
	t.Run("branch and merge", func(t *testing.T) { t.Parallel(); branches(t, b) })
	t.Run("revert", func(t *testing.T) { t.Parallel(); reverts(t, b) })
	t.Run("views", func(t *testing.T) { t.Parallel(); views(t, b) })
	t.Run("accept part", func(t *testing.T) { t.Parallel(); acceptsPart(t, b) })
}

func by(seconds int) alignment.Stamp { return alignment.Stamp{Actor: ann, At: after(seconds)} }

func names(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	_, err := s.Append(ctx, "a1", 1, moveOne(0, 1, 2, 1))
	must(t, "append", err)
	first := alignment.NamedVersion{AlignmentID: "a1", Version: 1, Name: "Before", Created: after(5), Actor: ann}
	second := alignment.NamedVersion{AlignmentID: "a1", Version: 2, Name: "After", Created: after(6), Actor: ann}
	must(t, "name", s.NameVersion(ctx, first))
	must(t, "name", s.NameVersion(ctx, second))
	refused(t, "a name twice", s.NameVersion(ctx, first), territory.Conflict)
	second.Version = 3
	refused(t, "a version that is not there", s.NameVersion(ctx, second), territory.NotFound)
	second.Version, second.AlignmentID = 1, "none"
	refused(t, "an alignment that is not there", s.NameVersion(ctx, second), territory.NotFound)
	second.Version, second.AlignmentID = 2, "a1"
	s = b.open(t, place)
	equal(t, "names", got[[]alignment.NamedVersion](t)(s.NamedVersions(ctx, "a1")), []alignment.NamedVersion{second, first})
	must(t, "unname", s.UnnameVersion(ctx, "a1", "Before"))
	refused(t, "unname twice", s.UnnameVersion(ctx, "a1", "Before"), territory.NotFound)
	_, err = s.NamedVersions(ctx, "none")
	refused(t, "names of nothing", err, territory.NotFound)
}

func restores(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	now := got[*alignment.State](t)(s.State(ctx, "a1", 0))
	ops, err := now.RemoveOps(1, 2)
	must(t, "remove", err)
	_, err = s.Append(ctx, "a1", 1, alignment.ChangeSet{At: after(1), Ops: ops})
	must(t, "append", err)
	_, err = s.Append(ctx, "a1", 2, moveOne(9, 2, 3, 2))
	must(t, "append", err)
	ops, err = got[*alignment.State](t)(s.State(ctx, "a1", 0)).LockOps([]int32{0}, true)
	must(t, "lock", err)
	_, err = s.Append(ctx, "a1", 3, alignment.ChangeSet{At: after(3), Ops: ops})
	must(t, "append", err)

	version, err := alignment.RestoreArea(ctx, s, "a1", 4, 1, 1, by(4))
	must(t, "restore the area", err)
	now = got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "units back in the area, but the locked one", len(now.UnitsOf(1)), 9)
	version, err = alignment.Restore(ctx, s, "a1", version, 3, by(5))
	must(t, "restore", err)
	equal(t, "version", version, int64(6))
	now, then := got[*alignment.State](t)(s.State(ctx, "a1", 6)), got[*alignment.State](t)(s.State(ctx, "a1", 3))
	equal(t, "assignment", now.Assigned, then.Assigned)
	equal(t, "areas", now.Areas, then.Areas)
	version, err = alignment.Restore(ctx, s, "a1", 6, 3, by(6))
	must(t, "restore what is there", err)
	equal(t, "version", version, int64(6))
	_, err = alignment.RestoreArea(ctx, s, "a1", 6, 1, 99, by(7))
	refused(t, "restore an area that never was", err, territory.NotFound)
}

func branches(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	a, err := alignment.Branch(ctx, s, "a1", 1, "a2", "Ann's branch", by(1))
	must(t, "branch", err)
	equal(t, "the branch as stored", got[alignment.Alignment](t)(s.Alignment(ctx, "a2")), a)
	_, err = alignment.Branch(ctx, s, "a1", 1, "a3", "Ann's branch", by(1))
	refused(t, "a name twice", err, territory.Conflict)
	_, err = s.Append(ctx, "a1", 1, moveOne(0, 1, 2, 2))
	must(t, "append", err)
	for i, unit := range []int32{0, 1} {
		_, err = s.Append(ctx, "a2", int64(i+1), moveOne(unit, 1, 3, 3))
		must(t, "append to the branch", err)
	}
	m, version, err := alignment.MergeBranch(ctx, s, "a2", 2, nil, by(4))
	must(t, "merge", err)
	if m.Open != 1 || version != 2 || m.Conflicts[0].Area != 2 {
		t.Fatalf("got %+v at version %d, want one open conflict about unit 0 in area 2", m, version)
	}
	_, version, err = alignment.MergeBranch(ctx, s, "a2", 2, map[alignment.AreaNumber]alignment.Choice{2: alignment.Ours}, by(4))
	must(t, "merge", err)
	now := got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "units 0 and 1", now.Assigned[:2], []alignment.AreaNumber{2, 3})
	line := got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 0, 1))[0]
	equal(t, "its line in history", []string{line.Kind, line.Reason}, []string{"merge", "Merged Ann's branch"})
	_, _, err = alignment.MergeBranch(ctx, s, "a1", 1, nil, by(5))
	refused(t, "merge what is no branch", err, territory.Invalid)
}

func acceptsPart(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	base := got[*alignment.State](t)(s.State(ctx, "a1", 1))
	ops, err := base.AssignOps([]int32{0, 1, 2}, 3)
	must(t, "propose", err)
	draft := alignment.Draft{ID: "f1", AlignmentID: "a1", BaseVersion: 1, Created: start, Params: []byte(`{}`), Report: []byte(`{}`)}
	must(t, "add draft", s.AddDraft(ctx, draft, alignment.ChangeSet{Kind: "optimize", Reason: "Draft", Ops: ops}))
	_, err = s.Append(ctx, "a1", 1, moveOne(9, 1, 2, 1))
	must(t, "append", err)

	_, proposed, err := s.Draft(ctx, "f1")
	must(t, "read draft", err)
	now := got[*alignment.State](t)(s.State(ctx, "a1", 2))
	rebased, _, err := alignment.Rebase(base, now, proposed, nil)
	must(t, "rebase", err)
	part, err := alignment.Select(now, rebased, alignment.Selection{Units: []int32{1}})
	must(t, "select", err)
	part.At, part.Actor = after(2), ann
	_, err = s.AcceptPart(ctx, "f1", 1, part)
	refused(t, "accept for an old version", err, territory.Conflict)
	version, err := s.AcceptPart(ctx, "f1", 2, part)
	must(t, "accept part", err)
	now = got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "units 0, 1 and 9", []alignment.AreaNumber{now.Assigned[0], now.Assigned[1], now.Assigned[9]}, []alignment.AreaNumber{1, 3, 2})
	d, _, err := s.Draft(ctx, "f1")
	must(t, "read draft", err)
	equal(t, "state of the draft", d.State, alignment.DraftAccepted)
	_, err = s.AcceptPart(ctx, "f1", 3, part)
	refused(t, "accept twice", err, territory.Conflict)
}

func reverts(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	for i, unit := range []int32{0, 1, 1} {
		from := alignment.AreaNumber(1 + i/2)
		_, err := s.Append(ctx, "a1", int64(i+1), moveOne(unit, from, from+1, i+1))
		must(t, "append", err)
	}
	_, version, err := alignment.Revert(ctx, s, "a1", 2, nil, by(9))
	must(t, "revert", err)
	now := got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "units 0 and 1", now.Assigned[:2], []alignment.AreaNumber{1, 3})
	m, version, err := alignment.Revert(ctx, s, "a1", 3, nil, by(10))
	must(t, "revert what was moved on", err)
	equal(t, "open conflicts and version", []any{m.Open, version}, []any{1, int64(5)})
	_, version, err = alignment.Revert(ctx, s, "a1", 3, map[alignment.AreaNumber]alignment.Choice{3: alignment.Theirs}, by(11))
	must(t, "revert with a choice", err)
	equal(t, "unit 1", got[*alignment.State](t)(s.State(ctx, "a1", version)).Assigned[1], alignment.AreaNumber(1))
	_, _, err = alignment.Revert(ctx, s, "a1", 1, nil, by(12))
	refused(t, "revert the creation", err, territory.Invalid)
}

// views tests what people keep about how they look at an alignment.
func views(t *testing.T, b Backend) {
	s, ctx := b.open(t, b.New(t)), t.Context()
	addDataset(t, s, "d1")
	a, first := newAlignment("a1", "d1", 10, 2)
	must(t, "create", s.CreateAlignment(ctx, a, 10, first))
	equal(t, "a view never saved", got[alignment.View](t)(s.View(ctx, "a1", "ann")), alignment.View{})
	level := 1
	v := alignment.View{Focus: alignment.Focus{Areas: []alignment.AreaNumber{1}, Unassigned: true}, Level: &level, Layers: []string{"units"}, Legend: []string{"Revenue"}}
	must(t, "save", s.SaveView(ctx, "a1", "ann", alignment.View{Order: "name"}))
	must(t, "save again", s.SaveView(ctx, "a1", "ann", v))
	equal(t, "Ann's view", got[alignment.View](t)(s.View(ctx, "a1", "ann")), v)
	equal(t, "Bo's view", got[alignment.View](t)(s.View(ctx, "a1", "bo")), alignment.View{})
	_, err := s.View(ctx, "none", "ann")
	refused(t, "view of no alignment", err, territory.NotFound)
	refused(t, "save for no alignment", s.SaveView(ctx, "none", "ann", v), territory.NotFound)
	must(t, "delete", s.DeleteAlignment(ctx, "a1"))
}
