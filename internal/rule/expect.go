package rule

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Expected returns where the rules of s would put every unit if nothing were
// locked or held; Unassigned where no rule matches. With families these stay
// together.
func Expected(ctx context.Context, r *dataset.Reader, s *alignment.State, f *alignment.Families) ([]alignment.AreaNumber, error) {
	free := s.Clone()
	clear(free.Locked)
	free.Holdouts = nil
	for _, a := range free.Areas {
		a.Locked = false
	}
	run, err := Run(ctx, r, free, alignment.AllUnits, alignment.Focus{})
	if err != nil {
		return nil, err
	}
	if f != nil {
		run.KeepTogether(free, f, alignment.AllUnits, alignment.Focus{})
	}
	if err := free.Apply(alignment.ChangeSet{Ops: run.Ops}); err != nil {
		return nil, err
	}
	for _, e := range run.Log {
		if e.Trouble == alignment.NoMatch {
			free.Assigned[e.Unit] = alignment.Unassigned
		}
	}
	return free.Assigned, nil
}
