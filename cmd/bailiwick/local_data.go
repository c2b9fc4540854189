package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/pgsource"
	"github.com/bailiwick-planning/bailiwick/internal/refresh"
	"github.com/bailiwick-planning/bailiwick/internal/rule"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// dataHandlers adds the kinds of jobs that keep datasets up to date.
func (l *local) dataHandlers(blobs blob.Store, columns *dataset.Cache, all map[string]job.Handler) map[string]job.Handler {
	u := updater{local: l, blobs: blobs, columns: columns}
	all[refresh.JobKind] = handler(func(ctx context.Context, run *job.Run, spec refresh.Spec) (any, error) {
		return refresh.Run(ctx, u.refreshDeps(), spec, run.Report)
	})
	all[ingest.ExtractJobKind] = handler(func(ctx context.Context, run *job.Run, spec ingest.ExtractSpec) (any, error) {
		return u.extract(ctx, spec, run.Report)
	})
	all[httpapi.UpdateJobKind] = handler(func(ctx context.Context, run *job.Run, spec httpapi.UpdateSpec) (any, error) {
		return u.update(ctx, spec, run.Report)
	})
	return all
}

// attributes gives every reader of the cache its computed columns.
func (l *local) attributes(blobs blob.Store, columns *dataset.Cache, sets *boundaryset.Library) *attribute.Library {
	library := &attribute.Library{Definitions: l.db, Catalog: l.db, Blobs: blobs, Columns: columns, Alignments: l.db, Previous: l.db.PreviousSnapshot, Countries: builtinBoundaries{}.countries, Supplements: l.db,
		Boundaries: func(ctx context.Context, source alignment.BoundarySource, r *dataset.Reader) (*attribute.Placement, error) {
			o, err := sets.Open(ctx, source.Set)
			if err != nil {
				return nil, err
			}
			p, err := o.Place(ctx, r, source.Column)
			if err != nil {
				return nil, err
			}
			return &attribute.Placement{Set: o.Set, Of: p.Boundary}, nil
		},
		SetsOf: func(ctx context.Context, datasetID string) ([]*boundary.Set, error) {
			return l.setsOf(ctx, sets, datasetID)
		},
	}
	columns.Extend(library.Extend)
	return library
}

// setsOf opens the boundary sets that alignments of a dataset use.
func (l *local) setsOf(ctx context.Context, sets *boundaryset.Library, datasetID string) ([]*boundary.Set, error) {
	alignments, err := l.db.Alignments(ctx, datasetID)
	if err != nil {
		return nil, err
	}
	var used []*boundary.Set
	seen := map[string]bool{"": true}
	for _, a := range alignments {
		if seen[a.BoundarySet] {
			continue
		}
		seen[a.BoundarySet] = true
		o, err := sets.Open(ctx, a.BoundarySet)
		if err != nil {
			return nil, err
		}
		used = append(used, o.Set)
	}
	return used, nil
}

// liveSources is the library of live sources.
func (l *local) liveSources() *live.Library {
	return &live.Library{Sources: l.db, Connector: pgsource.Connector{}, Sealer: l.secrets, Now: time.Now, NewID: newID}
}

// updater reads live sources and brings datasets and alignments up to date.
type updater struct {
	*local
	blobs   blob.Store
	columns *dataset.Cache
}

func (u updater) refreshDeps() refresh.Deps {
	return refresh.Deps{Catalog: u.db, Blobs: u.blobs, Columns: u.columns, Alignments: u.db, Rules: runRules, Now: time.Now}
}

func (u updater) extract(ctx context.Context, spec ingest.ExtractSpec, progress territory.ProgressFunc) (ingest.Upload, error) {
	read := func(ctx context.Context, source string, out io.Writer, progress territory.ProgressFunc) (*ingest.Origin, error) {
		s, columns, rows, err := u.liveSources().Extract(ctx, source, out, progress)
		if err != nil {
			return nil, err
		}
		origin := &ingest.Origin{Kind: s.Kind, Source: s.ID, Name: s.Name, Rows: rows}
		for _, c := range columns {
			if c.Type != "" {
				origin.Columns = append(origin.Columns, ingest.ColumnChoice{Name: c.Name, Type: c.Type})
			}
		}
		return origin, nil
	}
	return ingest.Extract(ctx, u.blobs, u.db, read, time.Now(), spec, progress)
}

// updated is the result of an update.
type updated struct {
	Import  *ingest.Outcome `json:"import"`
	Refresh *refresh.Report `json:"refresh,omitempty"`
}

// update reads the sources, imports what they give and moves the alignments.
// Each step finds what an earlier run of the same job has done already.
func (u updater) update(ctx context.Context, spec httpapi.UpdateSpec, progress territory.ProgressFunc) (*updated, error) {
	load := ingest.JobSpec{DatasetID: spec.DatasetID, SnapshotID: spec.SnapshotID, Like: spec.Like}
	for i, source := range spec.Sources {
		upload, err := u.extract(ctx, ingest.ExtractSpec{Source: source, Upload: fmt.Sprintf("%s-%d", spec.SnapshotID, i)}, progress)
		if err != nil {
			return nil, err
		}
		load.Uploads = append(load.Uploads, upload.ID)
	}
	deps := ingestDeps(u.db, u.blobs, u.outside)
	var result updated
	var err error
	if result.Import, err = ingest.RunJob(ctx, deps, u.db, peakMemory, load, progress); err != nil || spec.Keep {
		return &result, err
	}
	move := refresh.Spec{DatasetID: spec.DatasetID, To: spec.SnapshotID, Alignments: spec.Refresh.Alignments, Place: spec.Refresh.Ways(),
		Code: spec.Refresh.Code, DryRun: spec.Refresh.DryRun, Actor: spec.Actor}
	result.Refresh, err = refresh.Run(ctx, u.refreshDeps(), move, progress)
	return &result, err
}

// runRules runs the rules of areas for units that no area holds.
func runRules(ctx context.Context, r *dataset.Reader, s *alignment.State) (*alignment.RuleRun, error) {
	return rule.Run(ctx, r, s, alignment.UnassignedUnits, alignment.Focus{})
}
