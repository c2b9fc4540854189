// Package storetest is the suite that every database behind Bailiwick must
// pass: the same assertions for SQLite and whatever comes beside it. It covers
// contracts, concurrent writers, reopening, and processes killed at random
// moments.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/riverqueue/river/riverdriver"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

// Store is everything a database implements.
type Store interface {
	dataset.Catalog
	ingest.Uploads
	alignment.Repository
	job.Store
	publish.Publications
	boundaryset.BoundarySets
	alignment.Overlays
	optimize.Explorations
	discussion.Store
	orgplan.Store
	orgplan.Releases
	webhook.Store
	connection.Readings
	ingest.GeocodeCache
	dataset.Supplements
	optimize.TravelCache
	CreateDatasetAndEnqueue(ctx context.Context, d dataset.Dataset, j job.Job) error
	ReferencedBlobs(ctx context.Context) (map[string]bool, error)
	QueueDriver() riverdriver.Driver[*sql.Tx]
	Close() error
}

// Backend makes and opens stores.
type Backend struct {
	// New returns a place (folder, schema name) for an empty store.
	New func(t testing.TB) string
	// Open opens the store at a place, also one that was not closed properly.
	Open func(ctx context.Context, place string) (Store, error)
}

// Run runs every suite.
func Run(t *testing.T, b Backend) {
	t.Run("Catalog", func(t *testing.T) { t.Parallel(); Catalog(t, b) })
	t.Run("FirstImport", func(t *testing.T) { t.Parallel(); FirstImport(t, b) })
	t.Run("Trash", func(t *testing.T) { t.Parallel(); Trash(t, b) })
	t.Run("Clone", func(t *testing.T) { t.Parallel(); Clone(t, b) })
	t.Run("Retention", func(t *testing.T) { t.Parallel(); Retention(t, b) })
	t.Run("Uploads", func(t *testing.T) { t.Parallel(); Uploads(t, b) })
	t.Run("Publications", func(t *testing.T) { t.Parallel(); Publications(t, b) })
	t.Run("BoundarySets", func(t *testing.T) { t.Parallel(); BoundarySets(t, b) })
	t.Run("OutsideServices", func(t *testing.T) { t.Parallel(); OutsideServices(t, b) })
	t.Run("Supplements", func(t *testing.T) { t.Parallel(); Supplements(t, b) })
	t.Run("Overlays", func(t *testing.T) { t.Parallel(); Overlays(t, b) })
	t.Run("Explorations", func(t *testing.T) { t.Parallel(); Explorations(t, b) })
	t.Run("Releases", func(t *testing.T) { t.Parallel(); Releases(t, b) })
	t.Run("Readings", func(t *testing.T) { t.Parallel(); Readings(t, b) })
	t.Run("Webhooks", func(t *testing.T) { t.Parallel(); Webhooks(t, b) })
	t.Run("Threads", func(t *testing.T) { t.Parallel(); Threads(t, b) })
	t.Run("Alignments", func(t *testing.T) { t.Parallel(); Alignments(t, b) })
	t.Run("Drafts", func(t *testing.T) { t.Parallel(); Drafts(t, b) })
	t.Run("History", func(t *testing.T) { t.Parallel(); History(t, b) })
	t.Run("Scenarios", func(t *testing.T) { t.Parallel(); Scenarios(t, b) })
	t.Run("Moves", func(t *testing.T) { t.Parallel(); Moves(t, b) })
	t.Run("Model", func(t *testing.T) { t.Parallel(); Model(t, b) })
	t.Run("Jobs", func(t *testing.T) { t.Parallel(); Jobs(t, b) })
	t.Run("Runner", func(t *testing.T) { t.Parallel(); Runner(t, b) })
	t.Run("Kill", func(t *testing.T) { t.Parallel(); Kill(t, b) })
}

// open returns a store that is closed when the test ends.
func (b Backend) open(t testing.TB, place string) Store {
	t.Helper()
	s, err := b.Open(context.Background(), place)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

func (b Backend) fresh(t testing.TB) Store {
	t.Helper()
	return b.open(t, b.New(t))
}

// start is the moment at which everything in the suites begins.
var start = time.Date(2026, 3, 1, 12, 0, 0, 123456000, time.UTC)

func after(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

var ann = territory.Actor{ID: "ann", Name: "Ann"}

func must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// got returns the value and fails on an error.
func got[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		must(t, fmt.Sprintf("read %T", v), err)
		return v
	}
}

func refused(t testing.TB, what string, err error, want territory.Code) {
	t.Helper()
	if code := territory.CodeOf(err); code != want {
		t.Errorf("%s: got %v (code %q), want code %q", what, err, code, want)
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// addDataset makes a dataset with one snapshot.
func addDataset(t testing.TB, s Store, id string) {
	t.Helper()
	must(t, "create dataset", s.CreateDataset(t.Context(), dataset.Dataset{ID: id, Name: "name of " + id, Created: start, Updated: start}))
	must(t, "add snapshot", s.AddSnapshot(t.Context(), snapshot(id+"-snapshot", id, start)))
}

func snapshot(id, datasetID string, created time.Time) dataset.Snapshot {
	return dataset.Snapshot{
		ID: id, DatasetID: datasetID, Created: created, FormatVersion: 1, Units: 10, Located: 9,
		Sources:    []dataset.Source{{Kind: "file", Name: "a.csv", Bytes: 100, Rows: 10}},
		Columns:    []dataset.Column{{Name: "Revenue", Type: dataset.Number, Role: dataset.RoleMeasure, Profile: &dataset.Profile{Distinct: 4}}},
		Rejections: []dataset.Rejection{}, Box: &[4]float64{-100, 30, -90, 40}, UnitsBlob: "units/" + id,
	}
}
