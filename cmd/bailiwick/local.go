package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/geopackage"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/parquetfile"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/reportfile"
	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/xlsxfile"
	"github.com/bailiwick-planning/bailiwick/web"
	"github.com/google/uuid"
)

// localOptions says how to open a data folder.
type localOptions struct {
	Data string
	// Address is written into the folder's lock, for the message a second
	// process shows; "" for a command that serves nobody.
	Address     string
	Hosts       []string
	UploadBytes int64
	// SecretKey is the file with the key for stored secrets; "" for
	// secret.key in the data folder, made when missing.
	SecretKey string
	Log       *slog.Logger
	Web       bool
	// Services are the outside services that may be asked.
	Services serviceFlags
}

// local is an open data folder with its handlers and workers.
type local struct {
	handler *httpapi.Server
	db      *sqlite.DB
	secrets secret.Sealer
	outside services
	// endSchedules stops looking for scheduled updates; nil when nobody does.
	endSchedules func()
	runner       *job.Runner
	lock         *sqlite.FolderLock
}

const (
	defaultUploadBytes = 4 << 30
	columnCacheBytes   = 512 << 20
	// warmBytes is what plans kept ready for what-if questions may take.
	warmBytes = 512 << 20
)

// openLocal locks the folder (creating it when missing), opens database and
// blobs, sweeps what a crash left behind, and starts the workers.
func openLocal(ctx context.Context, o localOptions) (*local, error) {
	lock, err := sqlite.LockFolder(o.Data)
	if err != nil {
		return nil, err
	}
	l := &local{lock: lock}
	if err := errors.Join(lock.SetAddress(o.Address), l.open(ctx, o)); err != nil {
		return nil, errors.Join(err, l.Close(ctx))
	}
	return l, nil
}

func (l *local) open(ctx context.Context, o localOptions) error {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.UploadBytes == 0 {
		o.UploadBytes = defaultUploadBytes
	}
	var err error
	if l.outside, err = o.Services.open(); err != nil {
		return err
	}
	blobs, err := blob.OpenDir(filepath.Join(o.Data, "blobs"))
	if err != nil {
		return err
	}
	if l.db, err = sqlite.Open(ctx, o.Data); err != nil {
		return err
	}
	if l.secrets, err = openSecrets(o); err != nil {
		return err
	}
	// What was being written when a process died. The lock is held and no
	// worker has started, so nothing unused is too young to go.
	if _, err := blob.Sweep(ctx, blobs, l.db.ReferencedBlobs, future, func(string) {}); err != nil {
		return fmt.Errorf("sweep unreferenced blobs: %w", err)
	}
	columns := dataset.NewCache(columnCacheBytes)
	library := boundaryset.NewLibrary(l.db, blobs)
	attributes := l.attributes(blobs, columns, library)
	user := territory.Actor{ID: "local", Name: "Local user"}
	live := optimize.NewLive()
	orgs := newOrgs(l.db, blobs, columns, l.secrets, l.outside)
	l.runner, err = job.NewRunner(job.Config{
		Store: l.db, Driver: l.db.QueueDriver(), Exclusive: true, Log: o.Log, Now: time.Now,
		Handlers: orgs.register(l.dataHandlers(blobs, columns, handlers(l.db, blobs, columns, attributes, l.outside, live))),
	})
	if err != nil {
		return err
	}
	if err := l.runner.Start(ctx); err != nil {
		return err
	}
	var app fs.FS
	if o.Web {
		app, _ = web.FS()
	}
	l.handler = httpapi.New(httpapi.Deps{
		LiveSources: l.liveSources(), Attributes: attributes, Schedules: l.db,
		Blobs: blobs, Columns: columns, Catalog: l.db, Uploads: l.db, Formats: formats(), Alignments: l.db, Jobs: l.db, NewDatasets: l.db, Publications: l.db, Explorations: l.db, Overlays: l.db, Comments: l.db,
		Connections: l.db, Extracts: l.db, Orgs: orgs.service, Plans: l.db, Rollback: orgs.publisher().Rollback, Gate: orgs.gate, Webhooks: orgs.hooks,
		Warm:         optimize.NewWarm(warmBytes),
		Live:         live,
		BoundarySets: library, Policy: access.Local{User: user}, User: user, Web: app, Log: o.Log, Now: time.Now, NewID: newID,
		Services: l.outside.info(), Travel: l.outside.travel, TravelCache: l.db, Supplements: l.db, GeoPackage: geopackage.Write, WriteUnits: csvfile.WriteUnits, WriteDemo: writeDemo, BlobsInUse: l.db.ReferencedBlobs, Version: version(), Commit: commit(), UploadBytes: o.UploadBytes, Hosts: o.Hosts,
	})
	if o.Address != "" {
		l.startSchedules(o)
	}
	return nil
}

// Close stops the workers (running jobs go back to the queue), closes the
// database and gives up the folder.
func (l *local) Close(ctx context.Context) error {
	var errs []error
	if l.endSchedules != nil {
		l.endSchedules()
	}
	if l.runner != nil {
		errs = append(errs, l.runner.Stop(ctx))
	}
	if l.db != nil {
		errs = append(errs, l.db.Close())
	}
	return errors.Join(append(errs, l.lock.Release())...)
}

// openSecrets reads the key for stored secrets. A key file that was named must
// exist; the one in the data folder is made on first use.
func openSecrets(o localOptions) (secret.Sealer, error) {
	if o.SecretKey != "" {
		return secret.KeyFile(o.SecretKey)
	}
	return secret.MakeKeyFile(filepath.Join(o.Data, "secret.key"))
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// formats lists the file formats that can be imported; the first that matches
// opens a file.
func formats() []ingest.Format {
	return []ingest.Format{parquetfile.Format{}, xlsxfile.Format{}, csvfile.Format{}}
}

// optimizer is what jobs that run the engine need.
func optimizer(db *sqlite.DB, blobs blob.Store, read optimize.ReaderFunc) optimize.Deps {
	return optimize.Deps{
		Blobs: blobs, Alignments: db, Reader: read, Explorations: db, Now: time.Now, Workers: runtime.GOMAXPROCS(0),
		Stopping: func(ctx context.Context) bool { return errors.Is(context.Cause(ctx), job.ErrStopping) },
	}
}

// handlers registers the kinds of jobs.
func handlers(db *sqlite.DB, blobs blob.Store, columns *dataset.Cache, attributes *attribute.Library, outside services, live *optimize.Live) map[string]job.Handler {
	library, read, amounts := boundaryset.NewLibrary(db, blobs), attributes.Reader, attributes.BoundaryAmounts
	return map[string]job.Handler{
		ingest.JobKind: handler(func(ctx context.Context, run *job.Run, spec ingest.JobSpec) (any, error) {
			return ingest.RunJob(ctx, ingestDeps(db, blobs, outside), db, peakMemory, spec, run.Report)
		}),
		ingest.LocateJobKind: handler(func(ctx context.Context, run *job.Run, spec ingest.LocateJobSpec) (any, error) {
			return ingest.RunLocateJob(ctx, ingestDeps(db, blobs, outside), peakMemory, spec, run.Report)
		}),
		ingest.SupplementJobKind: handler(func(ctx context.Context, run *job.Run, spec ingest.SupplementJobSpec) (any, error) {
			deps := ingest.Deps{Blobs: blobs, Catalog: db, Formats: formats(), Now: time.Now, NewID: newID}
			return ingest.RunSupplementJob(ctx, deps, db, peakMemory, spec, run.Report)
		}),
		optimize.JobKind: handler(func(ctx context.Context, run *job.Run, spec optimize.Spec) (any, error) {
			deps := optimizer(db, blobs, read)
			deps.Live, deps.Geography = live, httpapi.Geography(library)
			deps.Travel, deps.TravelCache, deps.BoundaryAmounts = outside.travel, db, amounts
			return optimize.Run(ctx, deps, run.Job.ID, spec, run.Report)
		}),
		optimize.EventJobKind: handler(func(ctx context.Context, run *job.Run, spec optimize.EventSpec) (any, error) {
			deps := optimizer(db, blobs, read)
			deps.Live = live
			return optimize.RunEvent(ctx, deps, run.Job.ID, spec, run.Report)
		}),
		optimize.OverlayJobKind: handler(func(ctx context.Context, run *job.Run, spec optimize.OverlaySpec) (any, error) {
			return optimize.RunOverlay(ctx, optimizer(db, blobs, read), run.Job.ID, spec, run.Report)
		}),
		optimize.ParetoJobKind: handler(func(ctx context.Context, run *job.Run, spec optimize.ParetoSpec) (any, error) {
			return optimize.RunPareto(ctx, optimizer(db, blobs, read), run.Job.ID, spec, run.Report)
		}),
		optimize.HeadcountJobKind: handler(func(ctx context.Context, run *job.Run, spec optimize.HeadcountSpec) (any, error) {
			return optimize.RunHeadcount(ctx, optimizer(db, blobs, read), run.Job.ID, spec, run.Report)
		}),
		boundaryset.JobKind: handler(func(ctx context.Context, run *job.Run, spec boundaryset.Spec) (any, error) {
			deps := boundaryset.Deps{Blobs: blobs, Sets: db, GeoPackage: readGeoPackage, Now: time.Now, Open: library.Open, Units: currentUnits(db, blobs, columns)}
			return boundaryset.Run(ctx, deps, spec, run.Report)
		}),
		publish.JobKind: handler(func(ctx context.Context, run *job.Run, spec publish.Spec) (any, error) {
			deps := publish.Deps{
				Blobs: blobs, Alignments: db, Reader: read, Publications: db, Now: time.Now, Boundaries: boundariesOf(library),
				Targets: []publish.Target{publish.UnitsFile{}, publish.UnitsParquetFile{}, publish.AreasFile{}, publish.GeoJSONFile{},
					publish.KMLFile{Fill: reportfile.Hex}, publish.ShapefileFile{}, publish.GeoPackageFile{Encode: geopackage.Write},
					reportfile.ReportPDF{}, reportfile.ReportXLSX{}, reportfile.MapPNG{}},
			}
			return publish.Run(ctx, deps, run.Job.ID, spec, run.Report)
		}),
	}
}

// boundariesOf opens the boundary set of an alignment.
func boundariesOf(library *boundaryset.Library) publish.BoundariesFunc {
	return func(ctx context.Context, source alignment.BoundarySource) (*boundary.Set, error) {
		o, err := library.Open(ctx, source.Set)
		if err != nil {
			return nil, err
		}
		return o.Set, nil
	}
}
