package salesforce_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// world is a simulated org with a data folder connected to it.
type world struct {
	t         *testing.T
	url       string
	db        *sqlite.DB
	blobs     blob.Store
	columns   *dataset.Cache
	service   *salesforce.Service
	publisher *salesforce.Publisher
	org       connection.Connection
}

func newID() string {
	random := make([]byte, 8)
	rand.Read(random) //nolint:errcheck // never fails, by its contract
	return hex.EncodeToString(random)
}

// newWorld connects a new org by client credentials; transport may be nil.
func newWorld(t *testing.T, o salesforcesim.Options, transport http.RoundTripper) *world {
	t.Helper()
	sim := salesforcesim.New(o)
	server := httptest.NewServer(sim)
	t.Cleanup(func() { server.Close(); sim.Close() })
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), dir)
	must(t, err)
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // the folder goes
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"))
	must(t, err)
	sealer, err := secret.NewSealer(bytes.Repeat([]byte{7}, secret.KeyBytes))
	must(t, err)
	w := &world{t: t, url: server.URL, db: db, blobs: blobs, columns: dataset.NewCache(64 << 20)}
	w.service = &salesforce.Service{Repository: db, Sealer: sealer, Now: time.Now, NewID: newID, HTTP: &http.Client{Transport: transport}}
	w.publisher = &salesforce.Publisher{Service: w.service, Store: db, Alignments: db, Catalog: db, Columns: w.columns, Blobs: blobs, Now: time.Now,
		Pause: func(context.Context, int) error { return nil }}
	about := sim.About(server.URL)
	w.org, _, err = w.service.Begin(t.Context(), connection.Connection{Name: "Sim", Flow: connection.ClientCredentials, LoginURL: server.URL, ClientID: about.ClientID},
		connection.Secrets{ClientSecret: about.ClientSecret}, "")
	must(t, err)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// control calls the simulator's own routes.
func (w *world) control(method, path string, in, out any) {
	w.t.Helper()
	raw, err := json.Marshal(in)
	must(w.t, err)
	request, err := http.NewRequest(method, w.url+path, bytes.NewReader(raw))
	must(w.t, err)
	response, err := http.DefaultClient.Do(request)
	must(w.t, err)
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		w.t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	if out != nil {
		must(w.t, json.NewDecoder(response.Body).Decode(out))
	}
}

// repeated is how many writes the org saw twice, over all objects.
func (w *world) repeated() map[string]int {
	var writes map[string]struct{ Repeated, Unchanged int }
	w.control(http.MethodGet, "/simulator/writes", nil, &writes)
	out := map[string]int{}
	for object, n := range writes {
		if n.Repeated > 0 {
			out[object] = n.Repeated
		}
	}
	return out
}

func (w *world) importDeps() salesforce.ImportDeps {
	return salesforce.ImportDeps{Service: w.service, Blobs: w.blobs, Uploads: w.db, Extracts: w.db, Readings: w.db, Peak: func() int64 { return 0 }, Now: time.Now, NewID: newID,
		Ingest: ingest.Deps{Blobs: w.blobs, Catalog: w.db, Formats: []ingest.Format{csvfile.Format{}}, Now: time.Now, NewID: newID}}
}

// imported imports sources as a new dataset.
func (w *world) imported(sources ...connection.Source) (dataset.Dataset, *salesforce.ImportOutcome) {
	w.t.Helper()
	d := dataset.Dataset{ID: newID(), Name: "Accounts " + newID(), Created: time.Now(), Updated: time.Now()}
	must(w.t, w.db.CreateDataset(w.t.Context(), d))
	spec := connection.ImportSpec{ConnectionID: w.org.ID, DatasetID: d.ID, SnapshotID: newID(), Sources: sources}
	out, err := salesforce.RunImport(w.t.Context(), w.importDeps(), spec, nil)
	must(w.t, err)
	d, err = w.db.Dataset(w.t.Context(), d.ID)
	must(w.t, err)
	return d, out
}

func (w *world) reader(d dataset.Dataset) *dataset.Reader {
	w.t.Helper()
	snapshot, err := w.db.Snapshot(w.t.Context(), d.CurrentSnapshot)
	must(w.t, err)
	r, err := w.columns.Open(w.t.Context(), w.blobs, snapshot)
	must(w.t, err)
	return r
}

// aligned makes an alignment whose levels are columns.
func (w *world) aligned(d dataset.Dataset, name string, columns ...string) string {
	w.t.Helper()
	r := w.reader(d)
	var fields []alignment.Field
	for _, c := range columns {
		texts, err := r.Texts(w.t.Context(), c)
		must(w.t, err)
		fields = append(fields, alignment.Field{Level: c, Codes: texts.Codes, Values: texts.Values})
	}
	levels, first, err := alignment.FromFields(fields)
	must(w.t, err)
	a := alignment.Alignment{ID: newID(), DatasetID: d.ID, SnapshotID: d.CurrentSnapshot, Name: name, Levels: levels, Created: time.Now(), Updated: time.Now()}
	must(w.t, w.db.CreateAlignment(w.t.Context(), a, r.Units(), first))
	return a.ID
}

// change edits the newest version.
func (w *world) change(id string, f func(now *alignment.State) []alignment.Op) {
	w.t.Helper()
	_, err := w.db.Change(w.t.Context(), id, func(now *alignment.State) (alignment.ChangeSet, error) {
		return alignment.ChangeSet{Kind: alignment.KindEdit, At: time.Now(), Reason: "test", Actor: territory.Actor{ID: "t", Name: "T"}, Ops: f(now)}, nil
	})
	must(w.t, err)
}

func (w *world) plan(r salesforceplan.Request) orgplan.Plan {
	w.t.Helper()
	r.ConnectionID = w.org.ID
	p, err := w.publisher.Plan(w.t.Context(), salesforceplan.PlanSpec{PlanID: newID(), Request: r}, territory.Actor{ID: "t"}, nil)
	must(w.t, err)
	return p
}

func (w *world) apply(p orgplan.Plan) *orgplan.Outcome {
	w.t.Helper()
	out, err := w.publisher.Apply(w.t.Context(), salesforceplan.ApplySpec{PlanID: p.ID, AcceptConflicts: true}, nil)
	must(w.t, err)
	if out.State != orgplan.Applied {
		entries, _, _ := w.db.Entries(w.t.Context(), p.ID, orgplan.Filter{State: orgplan.Failed, Limit: 5})
		w.t.Fatalf("applied %+v; failed %+v", out, entries)
	}
	return out
}

// clean fails the test unless the org is as planned and a new plan is empty.
func (w *world) clean(p orgplan.Plan, r salesforceplan.Request) {
	w.t.Helper()
	v, err := w.publisher.Verify(w.t.Context(), salesforceplan.CheckSpec{PlanID: p.ID}, nil)
	must(w.t, err)
	if !v.Same {
		w.t.Fatalf("%d differences: %+v", v.Count, v.Differences[:min(3, len(v.Differences))])
	}
	r.Method = salesforceplan.Matching
	if again := w.plan(r); again.Operations != 0 {
		w.t.Fatalf("the second plan has %d operations: %v", again.Operations, again.Counts)
	}
}

func (w *world) refresh(spec connection.ImportSpec) *salesforce.ImportOutcome {
	w.t.Helper()
	out, err := salesforce.RunImport(w.t.Context(), w.importDeps(), spec, nil)
	must(w.t, err)
	return out
}

func columnNames(r *dataset.Reader) []string {
	var names []string
	for _, c := range r.Snapshot().Columns {
		names = append(names, c.Name)
	}
	return names
}
