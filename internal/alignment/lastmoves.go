package alignment

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// LastMove is the change that brought a unit to where it is.
type LastMove struct {
	Version int64
	Stamp
	Reason string
	Said   *sentence.Sentence
}

// LastMoves finds, for units of a version, the changes since version stop that
// moved them last. What was undone does not count: an undo leads back to the
// change before the one it took back. Units that did not move since are not in
// the answer.
func LastMoves(ctx context.Context, repo Repository, id string, version, stop int64, units []int32) (map[int32]LastMove, error) {
	wanted := make(map[int32]bool, len(units))
	for _, unit := range units {
		wanted[unit] = true
	}
	moves, look := make(map[int32]LastMove), looker(ctx, repo, id)
	for version > stop && len(wanted) > 0 {
		line, err := look(version)
		if err != nil {
			return nil, err
		}
		if line.Undoes > 0 {
			version = line.Undoes - 1
			continue
		}
		if line.UnitsMoved > 0 {
			c, err := repo.ChangeSet(ctx, id, version)
			if err != nil {
				return nil, err
			}
			takeMoves(moves, wanted, c)
		}
		version--
	}
	return moves, nil
}

func takeMoves(moves map[int32]LastMove, wanted map[int32]bool, c ChangeSet) {
	for _, op := range c.Ops {
		if op.Assign == nil {
			continue
		}
		for _, unit := range op.Assign.Units {
			if wanted[unit] {
				moves[unit] = LastMove{c.Version, Stamp{c.Actor, c.At}, c.Reason, c.Said}
				delete(wanted, unit)
			}
		}
	}
}

// NewestOfKind returns the newest change of a kind at or before a version that
// is not undone; false when there is none.
func NewestOfKind(ctx context.Context, repo Repository, id string, version int64, kind string) (ChangeSummary, bool, error) {
	look := looker(ctx, repo, id)
	for version > 0 {
		line, err := look(version)
		switch {
		case err != nil:
			return line, false, err
		case line.Kind == kind:
			return line, true, nil
		case line.Undoes > 0:
			version = line.Undoes - 1
		default:
			version--
		}
	}
	return ChangeSummary{}, false, nil
}
