package main

import (
	"context"
	"maps"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	org "github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
	"github.com/bailiwick-planning/bailiwick/internal/webhookpost"
)

// orgs wires what has to do with Salesforce orgs.
type orgs struct {
	service *salesforce.Service
	db      *sqlite.DB
	blobs   blob.Store
	columns *dataset.Cache
	outside services
	gate    *orgplan.Gate
	hooks   *webhook.Dispatcher
}

func newOrgs(db *sqlite.DB, blobs blob.Store, columns *dataset.Cache, secrets secret.Sealer, outside services) *orgs {
	service := &salesforce.Service{Repository: db, Sealer: secrets, Now: time.Now, NewID: newID}
	o := &orgs{
		service: service, db: db, blobs: blobs, columns: columns, outside: outside,
		gate:  &orgplan.Gate{Plans: db, Releases: db, Now: time.Now, NewID: newID},
		hooks: &webhook.Dispatcher{Store: db, Sealer: secrets, Poster: webhookpost.New(), Now: time.Now, NewID: newID},
	}
	o.gate.Missed = func(ctx context.Context, p orgplan.Plan, s orgplan.Schedule) error {
		return o.hooks.Announce(ctx, "publication.missed", p.ID+"."+s.At.Format(time.RFC3339), map[string]any{"planId": p.ID, "title": p.Title, "schedule": s})
	}
	return o
}

// tellTime is how long a job that has ended waits for receivers.
const tellTime = 20 * time.Second

// release applies plans and tells others when that has ended: at once, and
// later again those who did not answer.
func (o *orgs) release() *salesforce.Release {
	return &salesforce.Release{Publisher: o.publisher(), Gate: o.gate, Announce: o.tell}
}

func (o *orgs) publisher() *salesforce.Publisher {
	return &salesforce.Publisher{Service: o.service, Store: o.db, Alignments: o.db, Catalog: o.db, Columns: o.columns, Blobs: o.blobs,
		BoundaryCodes: o.boundaryCodes, BoundarySet: o.boundarySet, Land: land, Now: time.Now}
}

func (o *orgs) boundarySet(ctx context.Context, set string) (*boundary.Set, error) {
	opened, err := boundaryset.NewLibrary(o.db, o.blobs).Open(ctx, set)
	if err != nil {
		return nil, err
	}
	return opened.Set, nil
}

// land is the built-in land that outlines around positions are clipped to.
func land(lon, lat []float64) (*boundary.Set, error) {
	return builtin.Land(publish.LandFor(&figures.Units{Lon: lon, Lat: lat}))
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

// tell tells receivers of an event: at once, and later again those who did not
// answer.
func (o *orgs) tell(ctx context.Context, event, occurrence string, data any) error {
	if err := o.hooks.Announce(ctx, event, occurrence, data); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, tellTime)
	defer cancel()
	o.hooks.Deliver(ctx) //nolint:errcheck // the server tries again
	return nil
}

// telling is a job that publishes files and tells that they are there.
func (o *orgs) telling(files job.Handler) job.Handler {
	return func(ctx context.Context, run *job.Run) (any, error) {
		result, err := files(ctx, run)
		if made, is := result.(*publish.Outcome); is && err == nil {
			err = o.tell(context.WithoutCancel(ctx), "files.published", made.PublicationID, map[string]any{"publication": made.Publication, "actor": run.Job.Actor, "jobId": run.Job.ID})
		}
		return result, err
	}
}

// register adds the kinds of jobs that reach orgs, and has those that publish
// files told.
func (o *orgs) register(all map[string]job.Handler) map[string]job.Handler {
	if files := all[publish.JobKind]; files != nil {
		all[publish.JobKind] = o.telling(files)
	}
	maps.Copy(all, map[string]job.Handler{
		org.ImportJobKind: handler(func(ctx context.Context, run *job.Run, spec org.ImportSpec) (any, error) {
			deps := salesforce.ImportDeps{
				Service: o.service, Blobs: o.blobs, Uploads: o.db, Extracts: o.db, Readings: o.db, Peak: peakMemory, Now: time.Now, NewID: newID,
				Ingest: ingestDeps(o.db, o.blobs, o.outside),
			}
			return salesforce.RunImport(ctx, deps, spec, run.Report)
		}),
		salesforceplan.PlanJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.PlanSpec) (any, error) {
			return o.release().Plan(ctx, run.Job, spec, run.Report)
		}),
		salesforceplan.ApplyJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.ApplySpec) (any, error) {
			return o.release().Apply(ctx, run.Job, spec, run.Report)
		}),
		salesforceplan.VerifyJobKind: handler(func(ctx context.Context, run *job.Run, spec salesforceplan.CheckSpec) (any, error) {
			return o.release().Verify(ctx, run.Job, spec, run.Report)
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
