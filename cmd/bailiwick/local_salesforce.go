package main

import (
	"context"
	"maps"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	org "github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
)

// orgs wires what has to do with Salesforce orgs.
type orgs struct {
	service *salesforce.Service
	db      *sqlite.DB
	blobs   blob.Store
	columns *dataset.Cache
	sets    builtinBoundaries
}

func newOrgs(db *sqlite.DB, blobs blob.Store, columns *dataset.Cache, secrets secret.Sealer, sets builtinBoundaries) *orgs {
	service := &salesforce.Service{Repository: db, Sealer: secrets, Now: time.Now, NewID: newID}
	return &orgs{service: service, db: db, blobs: blobs, columns: columns, sets: sets}
}

func (o *orgs) publisher() *salesforce.Publisher {
	return &salesforce.Publisher{Service: o.service, Store: o.db, Alignments: o.db, Catalog: o.db, Columns: o.columns, Blobs: o.blobs,
		BoundaryCodes: o.boundaryCodes, Now: time.Now}
}

// boundaryCodes are the codes of a boundary set, by index.
func (o *orgs) boundaryCodes(ctx context.Context, set string) ([]string, error) {
	opened, err := boundaryset.NewLibrary(o.db, o.blobs).Open(ctx, set)
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(opened.Set.Boundaries))
	for i := range codes {
		codes[i] = opened.Set.Boundaries[i].Code
	}
	return codes, nil
}

// register adds the kinds of jobs that reach orgs.
func (o *orgs) register(all map[string]job.Handler) map[string]job.Handler {
	maps.Copy(all, map[string]job.Handler{
		org.ImportJobKind: handler(func(ctx context.Context, run *job.Run, spec org.ImportSpec) (any, error) {
			deps := salesforce.ImportDeps{
				Service: o.service, Blobs: o.blobs, Uploads: o.db, Extracts: o.db, Peak: peakMemory, Now: time.Now, NewID: newID,
				Ingest: ingest.Deps{Blobs: o.blobs, Catalog: o.db, Formats: formats(), Locate: o.sets.locate, Now: time.Now, NewID: newID},
			}
			return salesforce.RunImport(ctx, deps, spec, run.Report)
		}),
		salesforceplan.PlanJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.PlanSpec) (any, error) {
			return o.publisher().Plan(ctx, spec, run.Job.Actor, run.Report)
		}),
		salesforceplan.ApplyJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.ApplySpec) (any, error) {
			return o.publisher().Apply(ctx, spec, run.Report)
		}),
		salesforceplan.VerifyJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.CheckSpec) (any, error) {
			return o.publisher().Verify(ctx, spec, run.Report)
		}),
		salesforceplan.ModelJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.ModelSpec) (any, error) {
			return o.publisher().Model(ctx, spec, run.Job.Actor, run.Report)
		}),
		salesforceplan.DriftJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.CheckSpec) (any, error) {
			return o.publisher().Drift(ctx, spec, run.Report)
		}),
	})
	return all
}
