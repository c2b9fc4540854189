package alignment

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The kinds of change sets that scenarios add.
const (
	KindRestore = "restore"
	KindMerge   = "merge"
)

// Stamp is who does something, when.
type Stamp struct {
	Actor territory.Actor
	At    time.Time
}

// Restore appends a change set that brings back an older version whole, with
// deleted areas and locks, and with the snapshot it stood on. What came after
// it stays in the history.
func Restore(ctx context.Context, repo Repository, id string, expected, version int64, by Stamp) (int64, error) {
	then, err := repo.State(ctx, id, version)
	if err != nil {
		return 0, err
	}
	return restore(ctx, repo, id, expected, then, by, sentence.RestoredVersion.With(sentence.Params{"version": version}), func(now *State) ([]Op, error) {
		return Between(now, then), nil
	})
}

// RestoreArea brings back one area as it was at an older version, with those
// above and below it and the units they held then. Units that are locked or held
// now, or sit in a locked area, stay where they are.
func RestoreArea(ctx context.Context, repo Repository, id string, expected, version int64, area AreaNumber, by Stamp) (int64, error) {
	then, err := repo.State(ctx, id, version)
	if err != nil {
		return 0, err
	}
	a, err := then.area(area)
	if err != nil {
		return 0, err
	}
	reason := sentence.RestoredArea.With(sentence.Params{"area": a.Name, "version": version})
	now, err := repo.State(ctx, id, expected)
	if err != nil {
		return 0, err
	}
	if err := SameSnapshot(now, then); err != nil {
		return 0, err
	}
	return restore(ctx, repo, id, expected, then, by, reason, func(now *State) ([]Op, error) {
		return Between(now, withArea(now, then, area, DateOf(by.At))), nil
	})
}

func restore(ctx context.Context, repo Repository, id string, expected int64, then *State, by Stamp, reason sentence.Sentence, ops func(now *State) ([]Op, error)) (int64, error) {
	now, err := repo.State(ctx, id, expected)
	if err != nil {
		return 0, err
	}
	c := ChangeSet{At: by.At, Actor: by.Actor, Kind: KindRestore}.Because(reason)
	if now.Alignment.SnapshotID != then.Alignment.SnapshotID {
		return jump(ctx, repo, expected, then, c)
	}
	steps, err := ops(now)
	if err != nil {
		return 0, err
	}
	if len(steps) == 0 {
		return expected, nil
	}
	c.Ops = steps
	return repo.Append(ctx, id, expected, c)
}

// withArea returns now with one area's subtree and units as they were then.
func withArea(now, then *State, area AreaNumber, on Date) *State {
	s := now.Clone()
	back := make(map[AreaNumber]bool)
	for _, a := range then.Subtree(area) {
		s.Areas[a.Number] = a.Clone()
		back[a.Number] = true
	}
	for above := then.Areas[area].Parent; above != Unassigned; above = then.Areas[above].Parent {
		if s.Areas[above] == nil {
			s.Areas[above] = then.Areas[above].Clone()
		}
	}
	for unit, number := range then.Assigned {
		holder := now.Areas[now.Assigned[unit]]
		if back[number] && !now.Fixed(int32(unit), on) && (holder == nil || !holder.Locked) {
			s.Assigned[unit] = number
		}
	}
	if s.Boundaries != nil && sameSet(s.Boundaries, then.Boundaries) {
		for k, number := range then.Boundaries.Assigned {
			i := int32(k)
			holder := now.Areas[s.Boundaries.Assigned[i]]
			if back[number] && !s.Boundaries.Locked[i] && (holder == nil || !holder.Locked) {
				s.Boundaries.put(i, then.Boundaries.place(i))
			}
		}
		s.Boundaries.strand(func(number AreaNumber) bool { return s.Areas[number] != nil })
	}
	return s
}

// Branch makes a new alignment, named name, that begins as a version of
// another and knows where it came from, so that Merge finds the base.
func Branch(ctx context.Context, repo Repository, id string, version int64, newID, name string, by Stamp) (Alignment, error) {
	s, err := repo.State(ctx, id, version)
	if err != nil {
		return Alignment{}, err
	}
	first := FromState(s).Because(sentence.BranchedFrom.With(sentence.Params{"name": s.Alignment.Name, "version": s.Alignment.Version}))
	first.At, first.Actor = by.At, by.Actor
	a := s.Alignment
	a.Origin = &Origin{AlignmentID: id, Version: s.Alignment.Version}
	a.ID, a.Name, a.Version, a.Created, a.Updated = newID, name, 1, by.At, by.At
	return a, repo.CreateAlignment(ctx, a, len(s.Assigned), first)
}

// MergeBranch brings a branch's newest version into the alignment it came from,
// at version expected. While conflicts are open nothing is stored and the
// version returned is expected. See Merge. A branch is merged once: after that,
// branch again.
func MergeBranch(ctx context.Context, repo Repository, branchID string, expected int64, choices map[AreaNumber]Choice, by Stamp) (Merged, int64, error) {
	theirs, err := repo.State(ctx, branchID, 0)
	if err != nil {
		return Merged{}, 0, err
	}
	origin := theirs.Alignment.Origin
	if origin == nil {
		return Merged{}, 0, territory.Errorf(territory.Invalid, "%q is not a branch of another alignment", theirs.Alignment.Name)
	}
	base, err := repo.State(ctx, origin.AlignmentID, origin.Version)
	if err != nil {
		return Merged{}, 0, err
	}
	ours, err := repo.State(ctx, origin.AlignmentID, expected)
	if err != nil {
		return Merged{}, 0, err
	}
	theirs.Calendar = base.Calendar // a branch's dates speak of its own versions
	m, err := Merge(base, ours, theirs, choices)
	if err != nil || m.Open > 0 || len(m.Ops) == 0 {
		return m, expected, err
	}
	version, err := repo.Append(ctx, origin.AlignmentID, expected, ChangeSet{At: by.At, Actor: by.Actor, Kind: KindMerge, Ops: m.Ops}.
		Because(sentence.MergedBranch.With(sentence.Params{"name": theirs.Alignment.Name})))
	return m, version, err
}

// Rebase makes a change set that was proposed for base fit now, a later version
// of the same alignment, where the two do not meet. Conflicts are listed and
// resolved as in Merge.
func Rebase(base, now *State, proposed ChangeSet, choices map[AreaNumber]Choice) (ChangeSet, Merged, error) {
	theirs := base.Clone()
	proposed.Version = 0
	if err := theirs.Apply(proposed); err != nil {
		return ChangeSet{}, Merged{}, err
	}
	m, err := Merge(base, now, theirs, choices)
	proposed.Ops = m.Ops
	return proposed, m, err
}
