package storetest

import (
	"encoding/json"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Moves tests how alignments move onto another snapshot and back.
func Moves(t *testing.T, b Backend) {
	t.Run("there and back", func(t *testing.T) { t.Parallel(); movesThereAndBack(t, b) })
	t.Run("all or none", func(t *testing.T) { t.Parallel(); movesAllOrNone(t, b) })
}

// shorter is a second snapshot of nine units: unit 0 is gone, unit 3 is now
// last but one, and the last is new.
var shorter = []int32{1, 2, 4, 5, 6, 7, 8, 3, -1}

func addShorter(t testing.TB, s Store, datasetID string) string {
	t.Helper()
	second := snapshot(datasetID+"-second", datasetID, after(1))
	second.Units = len(shorter)
	must(t, "add snapshot", s.AddSnapshot(t.Context(), second))
	return second.ID
}

func moveOf(s *alignment.State, seconds int) alignment.Move {
	return alignment.Move{
		Expected: s.Alignment.Version, State: s, Report: json.RawMessage(`{"gone":1}`),
		Change: alignment.ChangeSet{At: after(seconds), Actor: ann, Kind: alignment.KindRefresh, Reason: "Moved onto a snapshot"},
	}
}

func movesThereAndBack(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	second := addShorter(t, s, "d1")
	_, err := s.Append(ctx, "a1", 1, moveOne(3, 1, 2, 1))
	must(t, "append", err)

	before := got[*alignment.State](t)(s.State(ctx, "a1", 2))
	must(t, "move", s.MoveAlignments(ctx, []alignment.Move{moveOf(before.Carry(second, shorter), 2)}))
	_, err = s.Append(ctx, "a1", 3, moveOne(8, alignment.Unassigned, 3, 3))
	must(t, "change what moved", err)

	s = b.open(t, place)
	now := got[*alignment.State](t)(s.State(ctx, "a1", 0))
	equal(t, "assignment", now.Assigned, []alignment.AreaNumber{1, 1, 1, 1, 1, 1, 1, 2, 3})
	equal(t, "head", now.Alignment.SnapshotID, second)
	for version, want := range map[int64]string{1: "d1-snapshot", 2: "d1-snapshot", 3: second, 4: second} {
		then := got[*alignment.State](t)(s.State(ctx, "a1", version))
		equal(t, "snapshot of a version", then.Alignment.SnapshotID, want)
	}
	equal(t, "moves", got[[]alignment.SnapshotMove](t)(s.SnapshotMoves(ctx, "a1")),
		[]alignment.SnapshotMove{{Version: 3, From: "d1-snapshot", To: second, Report: json.RawMessage(`{"gone":1}`)}})

	// Undo crosses the move, further back too, and redo comes again.
	version := int64(4)
	for i, want := range []string{second, "d1-snapshot", "d1-snapshot"} {
		version, err = alignment.Undo(ctx, s, "a1", version, by(10+i))
		must(t, "undo", err)
		now = got[*alignment.State](t)(s.State(ctx, "a1", version))
		equal(t, "snapshot after undo", now.Alignment.SnapshotID, want)
	}
	equal(t, "everything undone", now.Assigned, got[*alignment.State](t)(s.State(ctx, "a1", 1)).Assigned)
	for range 3 {
		version, err = alignment.Redo(ctx, s, "a1", version, by(20))
		must(t, "redo", err)
	}
	now = got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "everything redone", now.Assigned, got[*alignment.State](t)(s.State(ctx, "a1", 4)).Assigned)

	version, err = alignment.Restore(ctx, s, "a1", version, 2, by(30))
	must(t, "restore", err)
	now = got[*alignment.State](t)(s.State(ctx, "a1", version))
	equal(t, "restored snapshot", now.Alignment.SnapshotID, "d1-snapshot")
	equal(t, "restored", now.Assigned, before.Assigned)
	_, _, err = alignment.Revert(ctx, s, "a1", 3, nil, by(31))
	refused(t, "take back a move out of turn", err, territory.Invalid)
	_, err = alignment.RestoreArea(ctx, s, "a1", version, 4, 2, by(32))
	refused(t, "restore an area of another snapshot", err, territory.Conflict)
}

func movesAllOrNone(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addDataset(t, s, "d2")
	second := addShorter(t, s, "d1")
	var moves []alignment.Move
	for _, id := range []string{"a1", "a2"} {
		addAlignment(t, s, id, "d1", 2)
		moves = append(moves, moveOf(got[*alignment.State](t)(s.State(ctx, id, 0)).Carry(second, shorter), 1))
	}
	_, err := s.Append(ctx, "a2", 1, moveOne(0, 1, 2, 1))
	must(t, "append", err)
	refused(t, "move what was changed", s.MoveAlignments(ctx, moves), territory.Conflict)
	equal(t, "the other one", got[alignment.Alignment](t)(s.Alignment(ctx, "a1")).Version, int64(1))
	moves[1] = moveOf(got[*alignment.State](t)(s.State(ctx, "a2", 0)).Carry(second, shorter), 2)
	moves[1].State.Alignment.SnapshotID = "d2-snapshot"
	refused(t, "a snapshot of another dataset", s.MoveAlignments(ctx, moves), territory.NotFound)
	moves[1].State.Alignment.SnapshotID = "d1-snapshot"
	refused(t, "a snapshot of another size", s.MoveAlignments(ctx, moves), territory.Conflict)
	equal(t, "still there", got[alignment.Alignment](t)(s.Alignment(ctx, "a1")).SnapshotID, "d1-snapshot")
	moves[1].State.Alignment.SnapshotID = second
	must(t, "move both", s.MoveAlignments(ctx, moves))
	_, err = s.Append(ctx, "a2", 3, moveOne(8, alignment.Unassigned, 1, 4))
	must(t, "change on top", err)
	_, err = s.SnapshotMoves(ctx, "none")
	refused(t, "moves of nothing", err, territory.NotFound)
}
