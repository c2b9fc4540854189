package main

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/refresh"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
)

// dataHandlers adds the kinds of jobs that keep datasets up to date.
func (l *local) dataHandlers(blobs blob.Store, columns *dataset.Cache, all map[string]job.Handler) map[string]job.Handler {
	db := l.db
	all[refresh.JobKind] = handler(func(ctx context.Context, run *job.Run, spec refresh.Spec) (any, error) {
		deps := refresh.Deps{Catalog: db, Blobs: blobs, Columns: columns, Alignments: db, Rules: runRules, Now: time.Now}
		return refresh.Run(ctx, deps, spec, run.Report)
	})
	return all
}

// runRules runs the rules of areas for units that no area holds.
func runRules(ctx context.Context, r *dataset.Reader, s *alignment.State) (*alignment.RuleRun, error) {
	return rule.Run(ctx, r, s, alignment.UnassignedUnits, alignment.Focus{})
}
