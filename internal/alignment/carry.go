package alignment

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// KindRefresh marks the change set with which an alignment moved onto another
// snapshot of its dataset. Versions before it stand on the snapshot before.
const KindRefresh = "refresh"

// Move moves an alignment onto another snapshot.
type Move struct {
	// Expected is the version the move was made for.
	Expected int64
	// State is what stands at version Expected+1: one area number and lock per
	// unit of State.Alignment.SnapshotID.
	State *State
	// Change is the line of the history; its ops, if any, are in units of the
	// new snapshot and are not replayed.
	Change ChangeSet
	// Report says in the words of who moved it what became of the units.
	Report json.RawMessage
}

// SnapshotMove is a move in an alignment's history.
type SnapshotMove struct {
	Version int64           `json:"version"`
	From    string          `json:"from" doc:"Id of the snapshot it stood on before this version."`
	To      string          `json:"to" doc:"Id of the snapshot it stands on from this version on."`
	Report  json.RawMessage `json:"report,omitempty"`
}

// Carry returns s over another snapshot, in which unit j is the unit toOld[j]
// of the present one, or a new one when that is negative. Every unit that both
// have keeps its area, its lock, its holdout and its account targets; new ones
// are unassigned and free.
func (s *State) Carry(snapshotID string, toOld []int32) *State {
	c := s.Clone()
	c.Alignment.SnapshotID = snapshotID
	c.Assigned = make([]AreaNumber, len(toOld))
	c.Locked = make([]bool, len(toOld))
	c.Holdouts = nil
	for unit, old := range toOld {
		if old >= 0 {
			c.Assigned[unit], c.Locked[unit] = s.Assigned[old], s.Locked[old]
			c.setHoldout(int32(unit), s.holdout(old))
		}
	}
	for name, t := range s.AccountTargets {
		amounts := make([]Amount, len(toOld))
		for unit, old := range toOld {
			if old >= 0 {
				amounts[unit] = t.Amounts[old]
			}
		}
		c.AccountTargets[name].Amounts = amounts
	}
	return c
}

// SameSnapshot returns an error when the states are over different snapshots,
// so that their units cannot be compared by index.
func SameSnapshot(states ...*State) error {
	for _, s := range states[1:] {
		if first := states[0].Alignment; s.Alignment.SnapshotID != first.SnapshotID {
			return territory.Say(territory.Conflict, sentence.OtherSnapshots.With(sentence.Params{"name": first.Name, "version": first.Version, "other": s.Alignment.Name, "otherVersion": s.Alignment.Version}))
		}
	}
	return nil
}

// jump makes then, an older state of the alignment on another snapshot, its
// next version.
func jump(ctx context.Context, repo Repository, expected int64, then *State, c ChangeSet) (int64, error) {
	err := repo.MoveAlignments(ctx, []Move{{Expected: expected, State: then, Change: c}})
	return expected + 1, err
}

// crossed returns the move that a version is, nil when it is an ordinary
// change.
func crossed(ctx context.Context, repo Repository, id string, version int64) (*SnapshotMove, error) {
	moves, err := repo.SnapshotMoves(ctx, id)
	for i := range moves {
		if moves[i].Version == version {
			return &moves[i], err
		}
	}
	return nil, err
}

// takeBackMove takes back a version that moved the alignment onto another
// snapshot. Undo and redo only ever take back what stands at the top, so the
// state before that version is the state to return to.
func takeBackMove(ctx context.Context, repo Repository, id string, expected, version int64, by Stamp) (int64, error) {
	then, err := repo.State(ctx, id, version-1)
	if err != nil {
		return 0, err
	}
	c, err := repo.ChangeSet(ctx, id, version)
	if err != nil {
		return 0, err
	}
	inverse := c.Inverse()
	inverse.Ops, inverse.Actor, inverse.At = nil, by.Actor, by.At
	return jump(ctx, repo, expected, then, inverse)
}

// refuseMove refuses to take a move back out of turn.
func refuseMove(ctx context.Context, repo Repository, id string, version int64) error {
	move, err := crossed(ctx, repo, id, version)
	if err == nil && move != nil {
		err = territory.Say(territory.Invalid, sentence.VersionMoved.With(sentence.Params{"version": version, "before": version - 1}))
	}
	if err != nil {
		return fmt.Errorf("take back version %d: %w", version, err)
	}
	return nil
}
