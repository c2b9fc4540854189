package alignment

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Undo and redo append change sets like any other, so nothing is ever lost and
// both work without limit, also after restarts and for every planner. The
// history itself says what comes next: going back from the newest version,
//
//   - an undo of version t cancels out everything from t on: go on at t-1;
//   - for undo, anything else is what to take back next;
//   - for redo, an undo is what to take back next, a redo of version u goes on
//     at u-1, and any other change ends the search: there is nothing to redo.

// lookFunc returns the history line of a version.
type lookFunc func(version int64) (ChangeSummary, error)

// undoTarget returns the version that undo takes back from version on, 0 when
// only the creation is left.
func undoTarget(version int64, look lookFunc) (int64, error) {
	for version > 1 {
		line, err := look(version)
		if err != nil {
			return 0, err
		}
		if line.Kind != KindUndo {
			return version, nil
		}
		version = line.Undoes - 1
	}
	return 0, nil
}

// redoTarget returns the undo that redo takes back, 0 when there is none.
func redoTarget(version int64, look lookFunc) (int64, error) {
	for version > 1 {
		line, err := look(version)
		if err != nil {
			return 0, err
		}
		switch line.Kind {
		case KindUndo:
			return version, nil
		case KindRedo:
			version = line.Undoes - 1
		default:
			return 0, nil
		}
	}
	return 0, nil
}

// UndoState says what undo and redo would do.
type UndoState struct {
	// Undo and Redo are the changes that would be taken back, nil when there
	// is none.
	Undo *ChangeSummary `json:"undo,omitempty"`
	Redo *ChangeSummary `json:"redo,omitempty"`
}

// Undoable returns what undo and redo would do at the newest version.
func Undoable(ctx context.Context, repo Repository, id string) (UndoState, error) {
	a, err := repo.Alignment(ctx, id)
	if err != nil {
		return UndoState{}, err
	}
	var u UndoState
	look := looker(ctx, repo, id)
	for _, x := range []struct {
		target func(int64, lookFunc) (int64, error)
		line   **ChangeSummary
	}{{undoTarget, &u.Undo}, {redoTarget, &u.Redo}} {
		version, err := x.target(a.Version, look)
		if err != nil {
			return UndoState{}, err
		}
		if version > 0 {
			line, err := look(version)
			if err != nil {
				return UndoState{}, err
			}
			*x.line = &line
		}
	}
	return u, nil
}

// Undo takes back the newest change that is not undone yet, as a new change
// set on version expected, and returns the new version.
func Undo(ctx context.Context, repo Repository, id string, expected int64, by Stamp) (int64, error) {
	return takeBack(ctx, repo, id, expected, by, undoTarget, sentence.ProblemNoUndo)
}

// Redo takes back the newest undo, unless something was changed after it.
func Redo(ctx context.Context, repo Repository, id string, expected int64, by Stamp) (int64, error) {
	return takeBack(ctx, repo, id, expected, by, redoTarget, sentence.ProblemNoRedo)
}

func takeBack(ctx context.Context, repo Repository, id string, expected int64, by Stamp,
	target func(int64, lookFunc) (int64, error), nothing sentence.Template) (int64, error) {
	version, err := target(expected, looker(ctx, repo, id))
	if err != nil {
		return 0, err
	}
	if version == 0 {
		return 0, territory.Say(territory.Conflict, nothing.With(nil))
	}
	move, err := crossed(ctx, repo, id, version)
	if err != nil {
		return 0, err
	}
	if move != nil {
		return takeBackMove(ctx, repo, id, expected, version, by)
	}
	c, err := repo.ChangeSet(ctx, id, version)
	if err != nil {
		return 0, err
	}
	inverse := c.Inverse()
	inverse.Actor, inverse.At = by.Actor, by.At
	return repo.Append(ctx, id, expected, inverse)
}

// looker reads history lines a page at a time.
func looker(ctx context.Context, repo Repository, id string) lookFunc {
	const page = 200
	known := make(map[int64]ChangeSummary)
	return func(version int64) (ChangeSummary, error) {
		if line, seen := known[version]; seen {
			return line, nil
		}
		lines, err := repo.History(ctx, id, version+1, page)
		if err != nil {
			return ChangeSummary{}, err
		}
		for _, line := range lines {
			known[line.Version] = line
		}
		line, exists := known[version]
		if !exists {
			return line, territory.Say(territory.NotFound, sentence.VersionUnknown.With(sentence.Params{"version": version}))
		}
		return line, nil
	}
}
