package alignment

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AppendOnTop appends a change made for version made, also when others have
// changed the alignment since: what does not meet their work is carried over
// to the newest version. Where it does, nothing is stored, the conflicts are
// returned, and the caller asks the planner and calls again with choices; Ours
// is what is stored, Theirs the change being added. When others have done the
// same already, nothing is stored and the newest version is returned.
func AppendOnTop(ctx context.Context, repo Repository, id string, made int64, c ChangeSet, choices map[AreaNumber]Choice) (Merged, int64, error) {
	base, err := repo.State(ctx, id, made)
	if err != nil {
		return Merged{}, 0, err
	}
	m := Merged{Conflicts: []Conflict{}}
	version, err := repo.Change(ctx, id, func(now *State) (ChangeSet, error) {
		if now.Alignment.Version == made {
			return c, nil
		}
		var moved ChangeSet
		var err error
		moved, m, err = Rebase(base, now, c, choices)
		return moved, err
	})
	return m, version, err
}

// KindRevert marks a change set that takes one older change back.
const KindRevert = "revert"

// Revert takes back one version, whatever came after it, where later work does
// not meet it; see AppendOnTop for where it does. Unlike Undo it leaves the
// order of undo alone: it is a change of its own, and can be undone.
func Revert(ctx context.Context, repo Repository, id string, version int64, choices map[AreaNumber]Choice, by Stamp) (Merged, int64, error) {
	c, err := repo.ChangeSet(ctx, id, version)
	if err != nil {
		return Merged{}, 0, err
	}
	if version == 1 {
		return Merged{}, 0, territory.Say(territory.Invalid, sentence.VersionFirst.With(nil))
	}
	if err := refuseMove(ctx, repo, id, version); err != nil {
		return Merged{}, 0, err
	}
	inverse := ChangeSet{Kind: KindRevert, At: by.At, Actor: by.Actor, Ops: c.Inverse().Ops}.
		Because(sentence.TookBack.With(sentence.Params{"version": version, "what": sentence.Text(c.Reason, c.Said)}))
	return AppendOnTop(ctx, repo, id, version, inverse, choices)
}
