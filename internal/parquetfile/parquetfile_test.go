package parquetfile_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/blob/blobtest"
	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/parquetfile"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// emptyCatalog knows no snapshot and accepts all.
type emptyCatalog struct{ dataset.Catalog }

func (emptyCatalog) Snapshot(context.Context, string) (dataset.Snapshot, error) {
	return dataset.Snapshot{}, territory.Errorf(territory.NotFound, "none")
}
func (emptyCatalog) AddSnapshot(context.Context, dataset.Snapshot) error { return nil }

func importFile(t testing.TB, store blob.Store, id string, data []byte, o ingest.Options) (*dataset.Reader, error) {
	t.Helper()
	blobtest.Put(t, store, "uploads/"+id, data)
	s, err := ingest.Run(t.Context(), ingest.Deps{
		Blobs: store, Catalog: emptyCatalog{}, Formats: []ingest.Format{parquetfile.Format{}, csvfile.Format{}},
		Now: time.Now, NewID: func() string { return "1" },
	}, ingest.Spec{SnapshotID: id, Options: o, Uploads: []ingest.Upload{{Name: id, Blob: "uploads/" + id, Bytes: int64(len(data))}}}, nil)
	if err != nil {
		return nil, err
	}
	return dataset.Open(t.Context(), store, s)
}

func openDir(t testing.TB) blob.Store {
	t.Helper()
	store, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// record has one field of every kind of column.
type record struct {
	ID    string    `parquet:"id"`
	Lat   float64   `parquet:"lat"`
	Lon   float64   `parquet:"lon"`
	Count int64     `parquet:"count"`
	Small int32     `parquet:"small"`
	Ratio float32   `parquet:"ratio"`
	Open  bool      `parquet:"open"`
	Since int32     `parquet:"since,date"`
	Seen  time.Time `parquet:"seen,timestamp(millisecond)"`
	Price int64     `parquet:"price,decimal(2:12)"`
	Note  *string   `parquet:"note,optional"`
	Tags  []string  `parquet:"tags,list"`
}

func write(t testing.TB, rows []record) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := parquet.Write(&buf, rows); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestFormat_ImportsEveryKindOfColumn(t *testing.T) {
	t.Parallel()
	note := "hello"
	data := write(t, []record{
		{"a", 40.5, -80.25, 1 << 40, -7, 0.1, true, 20454, time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC), -12345, &note, []string{"x"}},
		{"b", 41, -81, 2, 8, 2.5, false, -1, time.Unix(0, 0), 5, nil, nil},
	})
	r, err := importFile(t, openDir(t), "x", data, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"id": "a", "lat": 40.5, "lon": -80.25, "count": float64(1 << 40), "small": -7.0, "ratio": 0.1, "open": true, "since": "2026-01-01",
			"seen": "2026-01-02T03:04:05.678Z", "price": -123.45, "note": "hello"},
		{"id": "b", "count": 2.0, "open": false, "since": "1969-12-31", "seen": "1970-01-01T00:00:00Z", "price": 0.05, "note": nil},
	}
	for i, w := range want {
		row, err := r.Row(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range w {
			if row[name] != value {
				t.Errorf("row %d, %s = %v, want %v", i, name, row[name], value)
			}
		}
	}
	if notes := strings.Join(r.Snapshot().Notes, " "); !strings.Contains(notes, "tags") {
		t.Errorf("notes %q do not name the list column", notes)
	}
}

func TestFormat_RefusesDamagedFiles(t *testing.T) {
	t.Parallel()
	good := write(t, []record{{ID: "a"}, {ID: "b"}})
	lying := bytes.Clone(good)
	copy(lying[len(lying)-8:], "\xFF\xFF\xFF\x7F")
	for name, data := range map[string][]byte{
		"magic only": []byte("PAR1"), "cut": good[:len(good)/2], "lying footer": lying,
		"zeros inside": append(append(bytes.Clone(good[:4]), make([]byte, 200)...), good[204:]...),
	} {
		if _, err := importFile(t, openDir(t), "x", data, ingest.Options{}); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: got %v, want code invalid", name, err)
		}
	}
}

// A dataset exported as CSV or as Parquet and imported again is the same.
func TestExport_ImportsAsTheSameDataset(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 1))
		store := openDir(t)
		o := ingest.Options{Columns: []ingest.ColumnChoice{
			{Name: "key", Role: dataset.RoleID}, {Name: "txt", Type: dataset.Text, Role: dataset.RolePlain, Fixed: true},
			{Name: "num", Type: dataset.Number, Role: dataset.RoleMeasure, Fixed: true}, {Name: "day", Type: dataset.Date, Role: dataset.RolePlain, Fixed: true},
			{Name: "flag", Type: dataset.Boolean, Role: dataset.RoleCategory, Fixed: true},
		}}
		first, err := importFile(t, store, "first", randomCSV(rng), o)
		if err != nil {
			t.Fatal(err)
		}
		var asCSV bytes.Buffer
		if err := csvfile.WriteUnits(t.Context(), &asCSV, first, nil); err != nil {
			t.Fatal(err)
		}
		o.Dialect = ingest.Dialect{Decimal: ".", DateOrder: "ymd", Delimiter: ",", Encoding: "utf-8"}
		fromCSV, err := importFile(t, store, "csv", asCSV.Bytes(), o)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		wantSame(t, first, fromCSV)
		// Parquet brings its own types and roles.
		fromParquet, err := importFile(t, store, "parquet", blobtest.Get(t, store, first.Snapshot().UnitsBlob), ingest.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		wantSame(t, first, fromParquet)
	}
}

func randomCSV(rng *rand.Rand) []byte {
	var buf bytes.Buffer
	w := csvfile.NewWriter(&buf)
	w.Row("key", "txt", "num", "day", "flag")
	for i := range 300 {
		w.Text(fmt.Sprintf("k%d", i))
		w.Text([]string{"", "a,b", "say \"x\"", " padded ", "NA", "-", "007", "line\nbreak", "=1+1", "é"}[rng.IntN(10)])
		w.Number([]float64{rng.NormFloat64(), float64(rng.IntN(100)), 1e-9, 1e300, 0}[rng.IntN(5)])
		w.Text(dataset.FormatDate(float64(rng.IntN(60_000) - 20_000)))
		w.Text([]string{"true", "false", ""}[rng.IntN(3)])
		w.EndRow()
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

func wantSame(t *testing.T, a, b *dataset.Reader) {
	t.Helper()
	if a.Units() != b.Units() {
		t.Fatalf("%d units, want %d", b.Units(), a.Units())
	}
	for _, c := range a.Snapshot().Columns {
		if c.Name[0] == '$' {
			continue
		}
		other, err := b.Column(c.Name)
		if err != nil || other.Type != c.Type || other.Role != c.Role {
			t.Fatalf("column %q: %s %s, %v; want %s %s", c.Name, other.Type, other.Role, err, c.Type, c.Role)
		}
	}
	x, y := allRows(t, a), allRows(t, b)
	for unit := range x {
		for i, c := range a.Snapshot().Columns {
			j := slices.IndexFunc(b.Snapshot().Columns, func(d dataset.Column) bool { return d.Name == c.Name })
			if c.Name[0] != '$' && y[unit][j] != x[unit][i] {
				t.Fatalf("unit %d, %s = %#v, want %#v", unit, c.Name, y[unit][j], x[unit][i])
			}
		}
	}
}

func allRows(t *testing.T, r *dataset.Reader) [][]any {
	t.Helper()
	units := make([]int, r.Units())
	for i := range units {
		units[i] = i
	}
	rows, err := r.Rows(t.Context(), units)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func FuzzOpen(f *testing.F) {
	f.Add(write(f, []record{{ID: "a", Lat: 1}, {ID: "b"}}))
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := parquetfile.Format{}.Open(t.Context(), memory{bytes.NewReader(data)}, ingest.Dialect{})
		var b ingest.Batch
		for n := 0; err == nil && n < 100; n++ {
			err = s.Next(&b)
		}
		if err != nil && err != io.EOF && territory.CodeOf(err) == territory.Internal {
			t.Fatalf("error is not one for people: %v", err)
		}
	})
}

// memory is a blob.Object over bytes.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }
