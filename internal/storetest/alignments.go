package storetest

import (
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Alignments tests alignment.Repository without drafts.
func Alignments(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addDataset(t, s, "d2")
	a, first := newAlignment("a1", "d1", 10, 3)
	a.Origin = &alignment.Origin{AlignmentID: "a0", Version: 7}
	must(t, "create", s.CreateAlignment(ctx, a, 10, first))
	equal(t, "alignment", got[alignment.Alignment](t)(s.Alignment(ctx, "a1")), a)

	twin, _ := newAlignment("a2", "d1", 10, 3)
	twin.Name = a.Name
	refused(t, "a name twice in a dataset", s.CreateAlignment(ctx, twin, 10, first), territory.Conflict)
	twin.DatasetID = "none"
	refused(t, "an alignment of nothing", s.CreateAlignment(ctx, twin, 10, first), territory.NotFound)
	twin.DatasetID, twin.Updated = "d2", after(9)
	must(t, "the same name in another dataset", s.CreateAlignment(ctx, twin, 10, first))
	refused(t, "an invalid first change", s.CreateAlignment(ctx, alignment.Alignment{ID: "a3", DatasetID: "d1", Name: "X", Levels: a.Levels}, 5, first), territory.Invalid)

	all := got[[]alignment.Alignment](t)(s.Alignments(ctx, ""))
	equal(t, "newest change first", []string{all[0].ID, all[1].ID}, []string{"a2", "a1"})
	equal(t, "of one dataset", len(got[[]alignment.Alignment](t)(s.Alignments(ctx, "d1"))), 1)

	version, err := s.Append(ctx, "a1", 1, moveOne(3, 1, 2, 10))
	must(t, "append", err)
	equal(t, "version", version, int64(2))
	_, err = s.Append(ctx, "a1", 1, moveOne(4, 1, 2, 11))
	refused(t, "append to an old version", err, territory.Conflict)
	if !strings.Contains(err.Error(), "Ann changed it at 2026-03-01 12:00:10 UTC") {
		t.Errorf("the conflict does not name who and when: %v", err)
	}
	_, err = s.Append(ctx, "a1", 2, moveOne(3, 1, 2, 12))
	refused(t, "append what does not fit", err, territory.Conflict)
	_, err = s.Append(ctx, "none", 1, moveOne(3, 1, 2, 12))
	refused(t, "append to nothing", err, territory.NotFound)
	checkStates(t, s)
	checkStates(t, b.open(t, place))

	refused(t, "rename to nothing", s.RenameAlignment(ctx, "none", "X"), territory.NotFound)
	must(t, "rename", s.RenameAlignment(ctx, "a1", "Plan B"))
	equal(t, "new name", got[*alignment.State](t)(s.State(ctx, "a1", 0)).Alignment.Name, "Plan B")
	must(t, "delete", s.DeleteAlignment(ctx, "a1"))
	refused(t, "delete twice", s.DeleteAlignment(ctx, "a1"), territory.NotFound)
	_, err = s.State(ctx, "a1", 0)
	refused(t, "the state of a deleted one", err, territory.NotFound)
}

// checkStates checks both versions of a1, its history and its change sets.
func checkStates(t *testing.T, s Store) {
	t.Helper()
	ctx := t.Context()
	newest := got[*alignment.State](t)(s.State(ctx, "a1", 0))
	equal(t, "unit 3 at the newest version", newest.Assigned[3], alignment.AreaNumber(2))
	equal(t, "newest version", newest.Alignment.Version, int64(2))
	equal(t, "time of the newest version", newest.Alignment.Updated, after(10))
	newest.Assigned[0], newest.Areas[1].Name = 3, "spoilt" // the caller owns it
	again := got[*alignment.State](t)(s.State(ctx, "a1", 2))
	equal(t, "a state after another was changed", []any{again.Assigned[0], again.Areas[1].Name}, []any{alignment.AreaNumber(1), "Territory A"})
	equal(t, "unit 3 at version 1", got[*alignment.State](t)(s.State(ctx, "a1", 1)).Assigned[3], alignment.AreaNumber(1))
	_, err := s.State(ctx, "a1", 3)
	refused(t, "a version that is not there", err, territory.NotFound)

	lines := got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 0, 10))
	equal(t, "history", lines, []alignment.ChangeSummary{
		{Version: 2, At: after(10), Actor: ann, Kind: "edit", Reason: "Moved 1 unit", UnitsMoved: 1},
		{Version: 1, At: start, Actor: ann, Kind: "create", Reason: "Created", UnitsMoved: 10, AreasChanged: 3},
	})
	equal(t, "one line", got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 0, 1)), lines[:1])
	equal(t, "older lines", got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 2, 10)), lines[1:])
	_, err = s.History(ctx, "none", 0, 10)
	refused(t, "history of nothing", err, territory.NotFound)
	want := moveOne(3, 1, 2, 10)
	want.Version = 2
	equal(t, "change set", got[alignment.ChangeSet](t)(s.ChangeSet(ctx, "a1", 2)), want)
	_, err = s.ChangeSet(ctx, "a1", 9)
	refused(t, "a change set that is not there", err, territory.NotFound)
}

// Drafts tests the drafts of alignment.Repository.
func Drafts(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	draft := func(id string, seconds int) alignment.Draft {
		return alignment.Draft{ID: id, AlignmentID: "a1", BaseVersion: 1, JobID: "j", State: alignment.DraftOpen, Created: after(seconds),
			Params: []byte(`{"seed":1}`), Report: []byte(`{"gap":0.5}`)}
	}
	proposed := moveOne(2, 1, 3, 0)
	proposed.Kind, proposed.Reason = "optimize", "Accepted draft"
	for i, id := range []string{"f1", "f2", "f3"} {
		must(t, "add draft", s.AddDraft(ctx, draft(id, i), proposed))
	}
	refused(t, "add twice", s.AddDraft(ctx, draft("f1", 0), proposed), territory.Conflict)
	stray := draft("f9", 0)
	stray.AlignmentID = "none"
	refused(t, "a draft for nothing", s.AddDraft(ctx, stray, proposed), territory.NotFound)

	s = b.open(t, place)
	d, c, err := s.Draft(ctx, "f1")
	must(t, "read draft", err)
	equal(t, "draft", d, draft("f1", 0))
	equal(t, "proposed change", []any{c.Kind, c.Reason, c.Ops}, []any{"optimize", "Accepted draft", proposed.Ops})
	all := got[[]alignment.Draft](t)(s.Drafts(ctx, "a1"))
	equal(t, "newest first", []string{all[0].ID, all[1].ID, all[2].ID}, []string{"f3", "f2", "f1"})
	_, _, err = s.Draft(ctx, "none")
	refused(t, "a draft that is not there", err, territory.NotFound)

	must(t, "reject", s.DecideDraft(ctx, "f3", alignment.DraftRejected, after(20)))
	refused(t, "decide twice", s.DecideDraft(ctx, "f3", alignment.DraftKept, after(21)), territory.Conflict)
	bo := territory.Actor{ID: "bo", Name: "Bo"}
	version, err := s.AcceptDraft(ctx, "f1", after(30), bo)
	must(t, "accept", err)
	equal(t, "version", version, int64(2))
	equal(t, "the unit has moved", got[*alignment.State](t)(s.State(ctx, "a1", 0)).Assigned[2], alignment.AreaNumber(3))
	line := got[[]alignment.ChangeSummary](t)(s.History(ctx, "a1", 0, 1))[0]
	equal(t, "its line in history", line, alignment.ChangeSummary{Version: 2, At: after(30), Actor: bo, Kind: "optimize", Reason: "Accepted draft", UnitsMoved: 1})
	_, err = s.AcceptDraft(ctx, "f1", after(31), bo)
	refused(t, "accept twice", err, territory.Conflict)
	_, err = s.AcceptDraft(ctx, "f2", after(31), bo)
	refused(t, "accept for an old version", err, territory.Conflict)
	d, _, err = s.Draft(ctx, "f2")
	must(t, "read draft", err)
	equal(t, "a refused draft stays open", d.State, alignment.DraftOpen)
	d, _, err = s.Draft(ctx, "f1")
	must(t, "read draft", err)
	if d.State != alignment.DraftAccepted || d.Decided == nil || !d.Decided.Equal(after(30)) {
		t.Errorf("got draft %+v, want it accepted at %v", d, after(30))
	}
}
