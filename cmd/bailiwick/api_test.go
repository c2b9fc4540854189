package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// testServer is a real server on a fresh data folder.
func testServer(t *testing.T) *client {
	t.Helper()
	l, err := openLocal(context.Background(), localOptions{Data: filepath.Join(t.TempDir(), "data"), Hosts: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(l.handler)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
		if err := l.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &client{base: s.URL, http: s.Client()}
}

func upload(t *testing.T, api *client, name string, content []byte) (ingest.Upload, error) {
	t.Helper()
	var u ingest.Upload
	response, err := api.send(t.Context(), http.MethodPost, "/uploads?name="+url.QueryEscape(name), "application/octet-stream", bytes.NewReader(content))
	if err != nil {
		return u, err
	}
	return u, decode(response, &u)
}

func silent() *terminal { return &terminal{out: io.Discard, err: io.Discard, json: true} }

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// importInto imports content into a new dataset and returns the outcome.
func importInto(t *testing.T, api *client, name string, content []byte) (httpapi.ImportStarted, *ingest.Outcome, error) {
	t.Helper()
	u, err := upload(t, api, name+".csv", content)
	if err != nil {
		return httpapi.ImportStarted{}, nil, err
	}
	var started httpapi.ImportStarted
	if err := api.post(t.Context(), "/datasets", map[string]any{"name": name, "upload": u.ID}, &started); err != nil {
		return started, nil, err
	}
	var outcome ingest.Outcome
	return started, &outcome, api.follow(t.Context(), silent(), started.Job, &outcome)
}

func TestMainJob_ByAPIAlone(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, 2000, 8))
	ok(t, err)
	u, err := upload(t, api, "accounts.csv", content)
	ok(t, err)
	var preview ingest.Preview
	ok(t, api.post(ctx, "/uploads/"+u.ID+"/preview", map[string]any{}, &preview))
	if len(preview.Rows) != 50 || len(preview.Columns) < 10 {
		t.Errorf("preview: %d rows, %d columns", len(preview.Rows), len(preview.Columns))
	}
	started, outcome, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var snapshot dataset.Snapshot
	ok(t, api.get(ctx, "/snapshots/"+outcome.SnapshotID, &snapshot))
	if snapshot.Units != 2000 || snapshot.Box == nil {
		t.Errorf("snapshot: %d units, box %v", snapshot.Units, snapshot.Box)
	}
	var page httpapi.UnitPage
	ok(t, api.get(ctx, "/snapshots/"+snapshot.ID+"/units?limit=10&offset=5", &page))
	if page.Total != 2000 || len(page.Units) != 10 || page.Units[0].Index != 5 || page.Units[0].Values["$state"] == nil {
		t.Errorf("units: %+v", page)
	}
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Present",
		"start": map[string]any{"kind": "fields", "fields": []string{"Region", "OwnerName"}}}, &a))
	var j job.Job
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/optimizations", map[string]any{"measures": []any{map[string]any{"column": "VisitsPerYear", "tolerance": 0.04}}}, &j))
	var result optimize.Outcome
	ok(t, api.follow(ctx, silent(), j, &result))
	var c compare.Comparison
	ok(t, api.get(ctx, "/comparisons?left="+a.ID+"&right=draft:"+result.DraftID+"&measures=VisitsPerYear&measures=units", &c))
	if b := c.Right.Figures.Balance[0]; b.Largest > 0.04+1e-9 || b.Smallest < -0.04-1e-9 {
		t.Errorf("balance of the draft: %+v", b)
	}
	var why optimize.Why
	ok(t, api.get(ctx, "/drafts/"+result.DraftID+"/units/17/why", &why))
	if why.Unit != 17 || why.Area == 0 || len(why.Costs) < 2 || why.Text == "" {
		t.Errorf("why: %+v", why)
	}
	var v httpapi.VersionAnswer
	ok(t, api.post(ctx, "/drafts/"+result.DraftID+"/accept", nil, &v))
	checkAssignment(t, api, a.ID, c)
	var history httpapi.History
	ok(t, api.get(ctx, "/alignments/"+a.ID+"/history", &history))
	if len(history.Changes) != 2 || history.Changes[0].UnitsMoved != c.Moves.Units {
		t.Errorf("history: %+v, want the creation and %d moves", history.Changes, c.Moves.Units)
	}
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/publications", map[string]any{"formats": []string{"units_csv", "areas_csv", "areas_geojson"}}, &j))
	var published publish.Outcome
	ok(t, api.follow(ctx, silent(), j, &published))
	dir := t.TempDir()
	for _, f := range published.Publication.Files {
		ok(t, fetch(ctx, api, "/publications/"+published.PublicationID+"/files/"+f.Name, filepath.Join(dir, f.Name)))
	}
	checkPublished(t, dir, 2000, a.Territories)
}

// checkAssignment reads the binary column and holds it against the comparison.
func checkAssignment(t *testing.T, api *client, id string, c compare.Comparison) {
	t.Helper()
	response, err := api.send(t.Context(), http.MethodGet, "/alignments/"+id+"/assignment", "", nil)
	ok(t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	ok(t, err)
	if response.Header.Get("X-Alignment-Version") != "2" {
		t.Errorf("version header: %q", response.Header.Get("X-Alignment-Version"))
	}
	held := map[int]int{}
	for i := 0; i < len(raw); i += 4 {
		held[int(binary.LittleEndian.Uint32(raw[i:]))]++
	}
	for _, a := range c.Areas {
		if a.RightNumber != 0 && held[int(a.RightNumber)] != a.RightUnits {
			t.Errorf("%s: the column holds %d units, the comparison says %d", a.Name, held[int(a.RightNumber)], a.RightUnits)
		}
	}
}

func TestChanges_ByAPI(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, 200, 4))
	ok(t, err)
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Mine", "start": map[string]any{"kind": "empty"}}, &a))
	change := func(version int64, ops ...any) (httpapi.VersionAnswer, error) {
		var v httpapi.VersionAnswer
		return v, api.post(ctx, "/alignments/"+a.ID+"/changes", map[string]any{"expectedVersion": version, "ops": ops}, &v)
	}
	type m = map[string]any
	v, err := change(1, m{"addArea": m{"parent": 0, "name": "North"}}, m{"addArea": m{"parent": 0, "name": "South"}}, m{"assign": m{"units": []int{3, 1, 2}, "to": 1}})
	ok(t, err)
	if v.Version != 2 {
		t.Errorf("version %d", v.Version)
	}
	_, err = change(2, m{"lock": m{"units": []int{1}, "locked": true}})
	ok(t, err)
	_, err = change(3, m{"assign": m{"units": []int{1}, "to": 2}})
	if territory.CodeOf(err) != territory.Conflict {
		t.Errorf("moving a locked unit: %v, want a conflict", err)
	}
	if _, err = change(2, m{"assign": m{"units": []int{5}, "to": 2}}); territory.CodeOf(err) != territory.Conflict {
		t.Errorf("changing an old version: %v, want a conflict", err)
	}
	if _, err = change(3, m{"assign": m{"units": []int{900}, "to": 2}}); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("an unknown unit: %v, want invalid", err)
	}
	var l httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+a.ID+"/legend?measures=units", &l))
	if l.Version != 3 || len(l.Areas) != 2 || l.Areas[0].Units != 3 || l.Unassigned.Units != 197 {
		t.Errorf("legend: %+v", l)
	}
}

func TestBadInput_AnswersClearly(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	good := "id,lat,lon,revenue\na,40,-90,1\nb,41,-91,2\n"
	for _, c := range []struct {
		name, content, want string
		status              territory.Code
	}{
		{"empty file", "", "empty", territory.Invalid},
		{"header only", "id,lat,lon\n", "row", territory.Invalid},
		{"binary file", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00", "text", territory.Invalid},
		{"nothing but bad rows", "id,lat,lon\na,,\nb,,\n", "row", territory.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := importInto(t, api, c.name, []byte(c.content))
			if territory.CodeOf(err) != c.status || !strings.Contains(strings.ToLower(err.Error()), c.want) {
				t.Errorf("got %v (%s), want %s saying %q", err, territory.CodeOf(err), c.status, c.want)
			}
		})
	}
	if _, outcome, err := importInto(t, api, "header only", []byte(good)); err != nil || outcome.Accepted != 2 {
		t.Errorf("a second try under the name of a failed import: %v", err)
	}
	if _, _, err := importInto(t, api, "header only", []byte(good)); territory.CodeOf(err) != territory.Conflict {
		t.Errorf("a taken name: %v, want a conflict", err)
	}
	for _, c := range []struct{ name, row, reason string }{
		{"missing coordinates", "c,,,3", "missing_coordinates"},
		{"not a number", "c,NaN,-90,3", "coordinate_unparseable"},
		{"out of range", "c,95,-190,3", "latitude_out_of_range"},
		{"swapped", "c,-120,40,3", "coordinates_swapped"},
		{"duplicate id", "a,40,-90,3", "duplicate_id"},
		{"field of 1 MB", "c,40,-90," + strings.Repeat("9", 1<<20+1), "field_too_long"},
		{"too many fields", "c,40,-90,3,4", "wrong_field_count"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, outcome, err := importInto(t, api, c.name, []byte(good+c.row+"\n"))
			ok(t, err)
			if outcome.Accepted != 2 || outcome.RejectedRows() != 1 {
				t.Fatalf("accepted %d, rejected %v", outcome.Accepted, outcome.Rejected)
			}
			if outcome.Rejected[c.reason] != 1 {
				t.Errorf("rejected as %v, want %s", outcome.Rejected, c.reason)
			}
			rejected := filepath.Join(t.TempDir(), "rejected.csv")
			ok(t, fetch(t.Context(), api, "/snapshots/"+outcome.SnapshotID+"/rejected.csv", rejected))
			rows := readCSV(t, rejected)
			if row, reason := index(t, rows[0], "$row"), index(t, rows[0], "$reason"); len(rows) != 2 || rows[1][row] != "4" || rows[1][reason] != c.reason {
				t.Errorf("rejected.csv: %.300v, want row 4 with its reason", rows)
			}
		})
	}
}

func TestOptimize_RefusesAtOnce(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, 50, 4))
	ok(t, err)
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "A", "start": map[string]any{"kind": "empty"}}, &a))
	type m = map[string]any
	for _, c := range []struct {
		name string
		body m
		want string
	}{
		{"no number of territories", m{}, "how many"},
		{"more territories than units", m{"territories": 51}, "at most 50"},
		{"unknown measure", m{"territories": 2, "measures": []any{m{"column": "Nope", "tolerance": 0.1}}}, "Nope"},
		{"text as measure", m{"territories": 2, "measures": []any{m{"column": "Industry", "tolerance": 0.1}}}, "Industry"},
		{"negative tolerance", m{"territories": 2, "measures": []any{m{"column": "", "tolerance": -1}}}, "tolerance"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := api.post(ctx, "/alignments/"+a.ID+"/optimizations", c.body, nil)
			if code := territory.CodeOf(err); code != territory.Invalid && code != territory.NotFound {
				t.Errorf("got %v (%s)", err, code)
			}
			if err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %q, want it to say %q", err, c.want)
			}
		})
	}
}

func TestGuard_RefusesForeignPagesAndNames(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	for _, c := range []struct {
		name, method, host, header, value string
		want                              int
	}{
		{"own name", http.MethodGet, "", "", "", 200},
		{"foreign host name", http.MethodGet, "evil.example", "", "", 403},
		{"cross-site write", http.MethodPost, "", "Sec-Fetch-Site", "cross-site", 403},
	} {
		request, err := http.NewRequest(c.method, api.base+"/api/v1/server", nil)
		ok(t, err)
		if c.host != "" {
			request.Host = c.host
		}
		if c.header != "" {
			request.Header.Set(c.header, c.value)
		}
		response, err := api.http.Do(request)
		ok(t, err)
		response.Body.Close()
		if response.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", c.name, response.StatusCode, c.want)
		}
	}
}

func TestOpenAPI_MatchesRoutesAndGolden(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := run(context.Background(), []string{"openapi"}, nil, &out, io.Discard); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	golden, err := os.ReadFile("../../api/openapi.json")
	ok(t, err)
	if !bytes.Equal(golden, out.Bytes()) {
		t.Error("api/openapi.json is not what the routes say; run make generate and review the difference")
	}
	var document struct {
		OpenAPI string
		Paths   map[string]map[string]json.RawMessage
	}
	ok(t, json.Unmarshal(out.Bytes(), &document))
	if !strings.HasPrefix(document.OpenAPI, "3.1") {
		t.Errorf("OpenAPI version %q", document.OpenAPI)
	}
	described := map[string]bool{}
	for path, item := range document.Paths {
		for method := range item {
			described[strings.ToUpper(method)+" "+path] = true
		}
	}
	s := httpapi.New(httpapi.Deps{})
	for _, r := range s.Routes() {
		key := r.Method + " " + r.Path
		if !described[key] {
			t.Errorf("%s is registered but not in the document", key)
		}
		if r.Action == "" {
			t.Errorf("%s names no action for the policy", key)
		}
		delete(described, key)
	}
	for key := range described {
		t.Errorf("%s is in the document but was not registered with an action", key)
	}
}

func TestJobEvents_EndWithTheFinalState(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	if err := api.get(t.Context(), "/jobs/nope", nil); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("unknown job: %v", err)
	}
	_, err := api.events(t.Context(), "nope", &bar{})
	if territory.CodeOf(err) != territory.NotFound {
		t.Errorf("events of an unknown job: %v", err)
	}
	response, err := api.http.Get(api.base + "/api/v1/nope")
	ok(t, err)
	defer response.Body.Close()
	if response.StatusCode != 404 || !strings.Contains(response.Header.Get("Content-Type"), "problem+json") {
		t.Errorf("unknown route: %d %s", response.StatusCode, fmt.Sprint(response.Header))
	}
}
