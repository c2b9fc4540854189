package ingest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/blob/blobtest"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/parquetfile"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/xlsxfile"
)

// catalog keeps snapshots in memory.
type catalog struct {
	dataset.Catalog
	mu        sync.Mutex
	snapshots map[string]dataset.Snapshot
	fail      error
}

func (c *catalog) AddSnapshot(_ context.Context, s dataset.Snapshot) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		return c.fail
	}
	if _, taken := c.snapshots[s.ID]; taken {
		return territory.Errorf(territory.Conflict, "snapshot %s exists", s.ID)
	}
	c.snapshots[s.ID] = s
	return nil
}

func (c *catalog) Snapshot(_ context.Context, id string) (dataset.Snapshot, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.snapshots[id]
	if !ok {
		return s, territory.Errorf(territory.NotFound, "no snapshot %s", id)
	}
	return s, nil
}

// bench is a store, a catalog and the dependencies of an import.
type bench struct {
	t       testing.TB
	deps    ingest.Deps
	catalog *catalog
	uploads int
}

func newBench(t testing.TB) *bench {
	t.Helper()
	store, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &catalog{snapshots: map[string]dataset.Snapshot{}}
	var mu sync.Mutex
	ids := 0
	return &bench{t: t, catalog: c, deps: ingest.Deps{
		Blobs: store, Catalog: c, Formats: []ingest.Format{parquetfile.Format{}, xlsxfile.Format{}, csvfile.Format{}}, Locate: quadrants, Atlas: noSets,
		Now:   func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		NewID: func() string { mu.Lock(); defer mu.Unlock(); ids++; return fmt.Sprintf("try-%d", ids) },
	}}
}

// quadrants stands for the boundaries: a country per half of the globe.
func quadrants(lon, lat []float64) ingest.Places {
	p := ingest.Places{Country: make([]string, len(lon)), State: make([]string, len(lon)), County: make([]string, len(lon))}
	for i := range lon {
		if lon[i] < 0 {
			p.Country[i], p.State[i] = "US", fmt.Sprintf("%02d", int(lat[i]))
		}
	}
	return p
}

func (b *bench) upload(data string) ingest.Upload {
	b.t.Helper()
	b.uploads++
	name := fmt.Sprintf("uploads/%d", b.uploads)
	blobtest.Put(b.t, b.deps.Blobs, name, []byte(data))
	return ingest.Upload{ID: name, Name: fmt.Sprintf("file%d.csv", b.uploads), Bytes: int64(len(data)), Blob: name}
}

func (b *bench) spec(o ingest.Options, files ...string) ingest.Spec {
	spec := ingest.Spec{DatasetID: "d1", SnapshotID: fmt.Sprintf("s%d", b.uploads), Options: o}
	for _, f := range files {
		spec.Uploads = append(spec.Uploads, b.upload(f))
	}
	return spec
}

func (b *bench) run(o ingest.Options, files ...string) (dataset.Snapshot, error) {
	b.t.Helper()
	return ingest.Run(b.t.Context(), b.deps, b.spec(o, files...), nil)
}

func (b *bench) mustRun(o ingest.Options, files ...string) (dataset.Snapshot, *dataset.Reader) {
	b.t.Helper()
	s, err := b.run(o, files...)
	if err != nil {
		b.t.Fatalf("import: %v", err)
	}
	r, err := dataset.Open(b.t.Context(), b.deps.Blobs, s)
	if err != nil {
		b.t.Fatal(err)
	}
	return s, r
}

func (b *bench) rejected(s dataset.Snapshot) [][]string {
	b.t.Helper()
	if s.RejectedBlob == "" {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(blobtest.Get(b.t, b.deps.Blobs, s.RejectedBlob)))
	if err != nil {
		b.t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		b.t.Fatal(err)
	}
	return rows
}

func (b *bench) names(prefix string) int {
	b.t.Helper()
	list, err := b.deps.Blobs.List(b.t.Context(), prefix)
	if err != nil {
		b.t.Fatal(err)
	}
	return len(list)
}

const accounts = `Id,Name,BillingLatitude,BillingLongitude,AnnualRevenue,Industry,BillingPostalCode
a1,Acme,40.7,-74.0,"$1,200",Retail,07001
a2,"Bolt, Inc",41.9,-87.6,900,Retail,60601
a3,Core,34.0,-118.2,,Energy,90001
`

func TestRun_ImportsGoodRows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, r := b.mustRun(ingest.Options{}, accounts)
	if s.Units != 3 || s.Rejected != 0 || s.Located != 3 || s.RejectedBlob != "" || s.DatasetID != "d1" || len(s.Fingerprint) != 64 {
		t.Errorf("snapshot %+v", s)
	}
	if *s.Box != [4]float64{-118.2, 34.0, -74.0, 41.9} {
		t.Errorf("box %v", *s.Box)
	}
	row, err := r.Row(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"Id": "a2", "Name": "Bolt, Inc", "BillingLatitude": 41.9, "BillingLongitude": -87.6, "AnnualRevenue": 900.0,
		"Industry": "Retail", "BillingPostalCode": "60601", "$row": 3.0, "$country": "US", "$state": "41", "$county": nil}
	for name, value := range want {
		if row[name] != value {
			t.Errorf("%s = %v, want %v", name, row[name], value)
		}
	}
	if len(row) != len(want) {
		t.Errorf("row has %d columns, want %d", len(row), len(want))
	}
	revenue, _ := r.Column("AnnualRevenue")
	if revenue.Profile.Missing != 1 || *revenue.Profile.Sum != 2100 || revenue.Role != dataset.RoleMeasure {
		t.Errorf("revenue %+v, profile %+v", revenue, revenue.Profile)
	}
	if unit, ok, err := r.Find(t.Context(), "a3"); !ok || unit != 2 || err != nil {
		t.Errorf("Find(a3) = %d, %v, %v", unit, ok, err)
	}
}

func TestRun_KeepsBadRowsWithReasons(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	data := "id,lat,lon,revenue,since,active\n" +
		"1,40,-80,5,2026-01-01,true\n" + // good
		",41,-81,5,2026-01-01,true\n" +
		"1,42,-82,5,2026-01-01,true\n" +
		"4,,-83,5,2026-01-01,true\n" +
		"5,195,-83,5,2026-01-01,true\n" +
		"6,-118,34,5,2026-01-01,true\n" +
		"7,40,181,5,2026-01-01,true\n" +
		"8,NaN,-80,5,2026-01-01,true\n" +
		"9,forty,-80,5,2026-01-01,true\n" +
		"10,40,-80,many,2026-01-01,true\n" +
		"11,40,-80,inf,2026-01-01,true\n" +
		"12,40,-80,5,2026-13-01,true\n" +
		"13,40,-80,5,2026-01-01,maybe\n" +
		"14,40,-80\n" +
		"15,40,-80,5,2026-01-01,true,extra\n" +
		"16,40,-80,5,2026-01-01,true,,\n" + // good: only empty fields are too many
		"17,40,-80,\"5\"6,2026-01-01,true\n" +
		"18,40,-80,5,2026-01-01,\x00\n" +
		"19,40,-80,5,,\n" // good
	o := ingest.Options{Columns: []ingest.ColumnChoice{
		{Name: "revenue", Type: dataset.Number, Fixed: true}, {Name: "since", Type: dataset.Date, Fixed: true},
		{Name: "active", Type: dataset.Boolean, Fixed: true},
	}}
	s, r := b.mustRun(o, data)
	ids, err := r.IDs(t.Context())
	if err != nil || ids.Len() != 3 || ids.At(0) != "1" || ids.At(1) != "16" || ids.At(2) != "19" {
		t.Fatalf("ids %+v, %v", ids, err)
	}
	want := [][2]string{{"3", "missing_id"}, {"4", "duplicate_id"}, {"5", "missing_coordinates"}, {"6", "latitude_out_of_range"},
		{"7", "coordinates_swapped"}, {"8", "longitude_out_of_range"}, {"9", "coordinate_unparseable"}, {"10", "coordinate_unparseable"},
		{"11", "number_unparseable"}, {"12", "number_not_finite"}, {"13", "date_unparseable"}, {"14", "boolean_unparseable"},
		{"15", "wrong_field_count"}, {"16", "wrong_field_count"}, {"18", "misplaced_quote"}, {"19", "zero_byte"}}
	rows := b.rejected(s)
	if s.Rejected != len(want) || len(rows) != len(want)+1 {
		t.Fatalf("%d rejected, file has %d rows, want %d", s.Rejected, len(rows)-1, len(want))
	}
	for i, w := range want {
		if got := rows[i+1]; got[1] != w[0] || got[4] != w[1] || got[5] == "" || got[0] != "file1.csv" {
			t.Errorf("rejected row %d: got %q, want row %s, reason %s", i, got, w[0], w[1])
		}
	}
	if got := rows[2]; got[5] != "Row 2 has the same id: keep one of them, or choose another id column." || got[3] != "id" || got[6] != "1" || got[7] != "42" {
		t.Errorf("duplicate row: %q", got)
	}
	total := 0
	for _, rejection := range s.Rejections {
		total += rejection.Rows
	}
	if total != s.Rejected || s.Rejections[0].Rows < s.Rejections[len(s.Rejections)-1].Rows {
		t.Errorf("rejections %+v", s.Rejections)
	}
}

// The file of rejected rows, corrected, can be imported as it is.
func TestRun_ImportsACorrectedRejectedFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, _ := b.mustRun(ingest.Options{}, accounts+"a4,Dune,,-100,1,Retail,1\n")
	rows := b.rejected(s)
	rows[1][len(ingest.RejectedColumns)+2] = "44"
	var fixed strings.Builder
	csv.NewWriter(&fixed).WriteAll(rows)
	s, r := b.mustRun(ingest.Options{}, fixed.String())
	row, err := r.Row(t.Context(), 0)
	if err != nil || s.Units != 1 || row["Id"] != "a4" || row["BillingLatitude"] != 44.0 {
		t.Errorf("%d units, row %v, %v", s.Units, row, err)
	}
	if _, there := row["$reason"]; there {
		t.Error("the reason became a column")
	}
}

func TestRun_ReadsAColumnAsTextWhenItTurnsOutNotToBeNumbers(t *testing.T) {
	t.Parallel()
	var data strings.Builder
	data.WriteString("id,code\n")
	for i := range 20_000 {
		if i < 10_000 {
			fmt.Fprintf(&data, "%d,%d\n", i, i)
		} else {
			fmt.Fprintf(&data, "%d,X%d\n", i, i)
		}
	}
	b := newBench(t)
	s, r := b.mustRun(ingest.Options{}, data.String())
	if s.Units != 20_000 || len(s.Notes) == 0 || !strings.Contains(strings.Join(s.Notes, " "), `"code" is kept as text`) {
		t.Errorf("%d units, notes %q", s.Units, s.Notes)
	}
	if codes, err := r.Texts(t.Context(), "code"); err != nil || codes.At(3) != "3" || codes.At(15_000) != "X15000" {
		t.Errorf("codes: %v", err)
	}
	fixed := ingest.Options{Columns: []ingest.ColumnChoice{{Name: "code", Type: dataset.Number, Fixed: true}}}
	if s, _ := b.mustRun(fixed, data.String()); s.Units != 10_000 || s.Rejected != 10_000 {
		t.Errorf("fixed type: %d units, %d rejected; want 10000 each", s.Units, s.Rejected)
	}
	if n := b.names("snapshots/"); n != 3 { // two unit files, one rejected file
		t.Errorf("%d blobs are left, want 3", n)
	}
}

func TestRun_IsIdempotent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	spec := b.spec(ingest.Options{}, accounts)
	first, err := ingest.Run(t.Context(), b.deps, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ingest.Run(t.Context(), b.deps, spec, nil)
	if err != nil || again.UnitsBlob != first.UnitsBlob {
		t.Errorf("second run: %+v, %v", again, err)
	}
	// A run that was killed has left a blob that nothing refers to.
	blobtest.Put(t, b.deps.Blobs, "snapshots/s9/try-old/units.parquet", []byte("half"))
	spec.SnapshotID = "s9"
	if s, err := ingest.Run(t.Context(), b.deps, spec, nil); err != nil || s.Units != 3 {
		t.Errorf("run after a kill: %+v, %v", s, err)
	}
}

func TestRun_ConcurrentRunsRecordOneSnapshot(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	spec := b.spec(ingest.Options{}, accounts+"bad\n")
	var wg sync.WaitGroup
	names := make([]string, 4)
	for i := range names {
		wg.Go(func() {
			s, err := ingest.Run(t.Context(), b.deps, spec, nil)
			if err != nil {
				t.Error(err)
			}
			names[i] = s.UnitsBlob
		})
	}
	wg.Wait()
	if len(slices.Compact(names)) != 1 {
		t.Errorf("runs returned different snapshots: %q", names)
	}
	if n := b.names("snapshots/"); n != 2 {
		t.Errorf("%d blobs are left, want 2", n)
	}
}

func TestRun_LeavesNothingBehindOnFailure(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.catalog.fail = errors.New("database is away")
	if _, err := b.run(ingest.Options{}, accounts); !errors.Is(err, b.catalog.fail) {
		t.Errorf("got %v, want the catalog's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	spec := b.spec(ingest.Options{}, manyRows(200_000))
	_, err := ingest.Run(ctx, b.deps, spec, func(territory.Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled import: got %v", err)
	}
	if n := b.names("snapshots/"); n != 0 {
		t.Errorf("%d blobs are left, want 0", n)
	}
}

func TestRun_ErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	choose := func(c ...ingest.ColumnChoice) ingest.Options { return ingest.Options{Columns: c} }
	cases := map[string]struct {
		data string
		o    ingest.Options
		want string
	}{
		"header only":      {"id,lat,lon\n", ingest.Options{}, "no rows below"},
		"empty":            {"", ingest.Options{}, "empty"},
		"all rows bad":     {"id,lat,lon\n1,91,200\n2,,\n", ingest.Options{}, "None of 2 rows"},
		"unknown column":   {accounts, choose(ingest.ColumnChoice{Name: "Nope"}), `no column "Nope"`},
		"two ids":          {accounts, choose(ingest.ColumnChoice{Name: "Id", Role: "id"}, ingest.ColumnChoice{Name: "Name", Role: "id"}), "give it to one"},
		"latitude alone":   {accounts, choose(ingest.ColumnChoice{Name: "BillingLatitude", Role: "latitude"}, ingest.ColumnChoice{Name: "BillingLongitude", Role: "ignore"}), "longitude"},
		"text measure":     {accounts, choose(ingest.ColumnChoice{Name: "Name", Role: "measure", Type: "text"}), "must be a number"},
		"unknown role":     {accounts, choose(ingest.ColumnChoice{Name: "Name", Role: "boss"}), "unknown role"},
		"bad date order":   {accounts, ingest.Options{Dialect: ingest.Dialect{DateOrder: "myd"}}, "mdy"},
		"unknown encoding": {accounts, ingest.Options{Dialect: ingest.Dialect{Encoding: "ebcdic"}}, "utf-8"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if _, err := b.run(c.o, c.data); territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want code invalid and %q", err, c.want)
			}
		})
	}
}

func TestRun_DataWithoutPositionsOrIds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, r := b.mustRun(ingest.Options{}, "product,amount\nA,1\nB,2\n")
	if s.Units != 2 || s.Located != 0 || s.Box != nil || len(s.Notes) != 1 {
		t.Errorf("%+v", s)
	}
	ids, err := r.IDs(t.Context())
	if err != nil || ids.At(0) != "2" || ids.At(1) != "3" {
		t.Errorf("ids %v, %v; want row numbers", ids, err)
	}
	if _, _, err := r.Positions(t.Context()); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("Positions: got %v, want invalid", err)
	}
}

func TestRun_SeveralFilesBecomeOneDataset(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, r := b.mustRun(ingest.Options{},
		"id,lat,lon,revenue\na,40,-80,1.5\nb,41,-81,2\n",
		"id;revenue;lat;lon;segment\nc;3,5;42;-82;x\na;9;42;-82;y\nd;4,0;43\n")
	if s.Units != 3 || s.Rejected != 2 || len(s.Sources) != 2 || s.Sources[0].Rows != 2 || s.Sources[1].Rows != 3 {
		t.Fatalf("%+v", s)
	}
	row, _ := r.Row(t.Context(), 2)
	if row["id"] != "c" || row["revenue"] != 3.5 || row["segment"] != "x" || row["$source"] != 1.0 || row["$row"] != 2.0 {
		t.Errorf("row %v", row)
	}
	if row, _ := r.Row(t.Context(), 0); row["segment"] != nil || row["$source"] != 0.0 {
		t.Errorf("row %v", row)
	}
	rows := b.rejected(s)
	if got := rows[1]; got[0] != "file2.csv" || got[3] != "id" || got[9] != "9" || got[10] != "y" {
		t.Errorf("rejected row %q under header %q", got, rows[0])
	}
	if _, err := b.run(ingest.Options{}, accounts, "foo,bar\n1,2\n"); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("file without the id column: got %v, want invalid", err)
	}
}

// noSets is an atlas without a boundary.
func noSets(context.Context, []string) (*boundary.Atlas, error) { return &boundary.Atlas{}, nil }
