// Package httpapi is the HTTP edge: routes under /api/v1 with their OpenAPI
// document, problem documents (RFC 9457), binary columns, server-sent events,
// and the embedded web app. It translates; the work is done by the packages
// below it.
package httpapi

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzhttp"
)

// Deps is everything the routes need. All fields are required unless a comment
// says otherwise.
type Deps struct {
	Blobs        blob.Store
	Columns      *dataset.Cache
	Catalog      dataset.Catalog
	Uploads      ingest.Uploads
	LiveSources  *live.Library
	Attributes   *attribute.Library
	Schedules    live.Schedules
	Formats      []ingest.Format
	Alignments   alignment.Repository
	Jobs         job.Store
	NewDatasets  NewDatasets
	Publications publish.Publications
	Explorations optimize.Explorations
	Warm         *optimize.Warm
	Live         *optimize.Live
	Overlays     alignment.Overlays
	BoundarySets *boundaryset.Library
	Comments     discussion.Store
	Policy       access.Policy
	// Connections and Extracts keep what Orgs reaches and was read from it.
	Connections connection.Repository
	Extracts    connection.Extracts
	Orgs        connection.Service
	// Plans keeps plans of writes; Rollback makes the one that takes another
	// back.
	Plans    orgplan.Store
	Rollback func(ctx context.Context, planID, id string, actor territory.Actor) (orgplan.Plan, error)
	// Gate decides whether a plan may be applied; Webhooks tells others.
	Gate        *orgplan.Gate
	Webhooks    *webhook.Dispatcher
	Supplements dataset.Supplements
	// Services are the outside services that may be asked; Travel is nil where
	// there is none for travel times.
	Services    Services
	Travel      optimize.TravelService
	TravelCache optimize.TravelCache
	// WriteUnits writes units as CSV, BlobsInUse names the blobs that a row
	// refers to.
	WriteUnits func(ctx context.Context, out io.Writer, r *dataset.Reader, columns []string) error
	BlobsInUse func(ctx context.Context) (map[string]bool, error)
	// WriteDemo writes a file of believable accounts as CSV.
	WriteDemo func(out io.Writer) error
	// GeoPackage writes features as a GeoPackage with one layer.
	GeoPackage func(ctx context.Context, out io.Writer, layer string, features []boundary.Feature) error
	// User is who acts when a request carries no credentials.
	User territory.Actor
	// Web is the built web app; nil serves a page that says how to build it.
	Web   fs.FS
	Log   *slog.Logger
	Now   func() time.Time
	NewID func() string
	// Version and Commit describe the running program.
	Version, Commit string
	// UploadBytes is the largest file accepted.
	UploadBytes int64
	// Hosts lists the host names (without port) a request may be addressed
	// to; a page on another name that resolves to us is refused (DNS
	// rebinding). Empty accepts any.
	Hosts []string
}

// NewDatasets makes datasets with the job that fills them, both or neither.
type NewDatasets interface {
	// CreateDatasetAndEnqueue fails with territory.Conflict when the name is taken.
	CreateDatasetAndEnqueue(ctx context.Context, d dataset.Dataset, j job.Job) error
}

// Server holds the routes.
type Server struct {
	Deps
	api     huma.API
	routes  []Route
	handler http.Handler
}

// Route is a registered route with the access it needs; tests compare the list
// with the OpenAPI document.
type Route struct {
	Method, Path string
	Action       access.Action
}

// New registers all routes.
func New(d Deps) *Server {
	s := &Server{Deps: d}
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Bailiwick", d.Version)
	config.OpenAPIPath = "/api/v1/openapi"
	config.DocsPath = ""
	config.SchemasPath = "/api/v1/schemas"
	config.CreateHooks = nil
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Info.Description = "Territory planning: datasets, alignments, optimisation, comparison, publication."
	s.api = humago.New(mux, config)
	s.api.UseMiddleware(s.identify)
	s.registerServer()
	s.registerUploads()
	s.registerDatasets()
	s.registerSnapshots()
	s.registerDatasetImports()
	s.registerDatasetReports()
	s.registerRefreshes()
	s.registerSources()
	s.registerAttributes()
	s.registerAttributeTables()
	s.registerSchedules()
	s.registerSupplements()
	s.registerTrash()
	s.registerSweep()
	s.registerClone()
	s.registerBoundaries()
	s.registerAlignments()
	s.registerChanges()
	s.registerUnitTable()
	s.registerAlignmentHistory()
	s.registerAlignmentFiles()
	s.registerHoldouts()
	s.registerOptions()
	s.registerCalendar()
	s.registerFamilies()
	s.registerExceptions()
	s.registerAccountTargets()
	s.registerViews()
	s.registerMerges()
	s.registerAlignmentEvents()
	s.registerRules()
	s.registerAlignmentBoundaries()
	s.registerOptimizations()
	s.registerDrafts()
	s.registerDraftParts()
	s.registerDraftBoundaries()
	s.registerExplorations()
	s.registerWhatIf()
	s.registerLive()
	s.registerOverlays()
	s.registerJobs()
	s.registerComparisons()
	s.registerPublications()
	s.registerComments()
	s.registerConnections()
	s.registerPublishPlans()
	s.registerReleases()
	s.registerWebhooks()
	s.registerEvents()
	s.listSentences()
	s.addExamples()
	mux.HandleFunc("GET /api/v1/docs", s.docs)
	mux.HandleFunc("/api/", s.unknownRoute)
	mux.Handle("/", s.app())
	s.handler = s.guard(compress(mux))
	return s
}

// Routes lists what is registered.
func (s *Server) Routes() []Route { return s.routes }

// OpenAPI returns the document as indented JSON.
func (s *Server) OpenAPI() ([]byte, error) { return indentJSON(s.api.OpenAPI()) }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(1),
		gzhttp.ExceptContentTypes([]string{"text/event-stream", "application/gzip", "image/png", "font/woff2"}))
	if err != nil {
		panic("httpapi: the compression options are fixed and must be valid: " + err.Error())
	}
	return wrap(next)
}
