package dataset_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var columns = []dataset.Column{
	{Name: "Id", Type: dataset.Text, Role: dataset.RoleID},
	{Name: "lat", Type: dataset.Number, Role: dataset.RoleLatitude},
	{Name: "lon", Type: dataset.Number, Role: dataset.RoleLongitude},
	{Name: "City, with comma", Type: dataset.Text, Role: dataset.RoleCity},
	{Name: "revenue.year", Type: dataset.Number, Role: dataset.RoleMeasure},
	{Name: "since", Type: dataset.Date, Role: dataset.RolePlain},
	{Name: "active", Type: dataset.Boolean, Role: dataset.RoleCategory},
}

// table is the plain twin of a snapshot.
type table struct {
	texts   map[string][]string
	numbers map[string][]float64
}

func randomFrame(rng *rand.Rand, from, n int, want *table) *dataset.Frame {
	f := dataset.NewFrame(columns)
	f.Units = n
	for c, column := range columns {
		for i := range n {
			missing := column.Role != dataset.RoleID && rng.IntN(10) == 0
			if column.Type == dataset.Text {
				text := fmt.Sprintf("id-%d", from+i)
				if column.Role == dataset.RoleCity {
					text = fmt.Sprintf("City %d", rng.IntN(50))
				}
				if missing {
					text = ""
				}
				f.Columns[c].Texts.Append([]byte(text))
				want.texts[column.Name] = append(want.texts[column.Name], text)
				continue
			}
			x := rng.NormFloat64() * 50
			switch {
			case missing:
				x = math.NaN()
			case column.Type == dataset.Boolean:
				x = float64(rng.IntN(2))
			case column.Type == dataset.Date:
				x = math.Round(x * 100)
			}
			f.Columns[c].Numbers = append(f.Columns[c].Numbers, x)
			want.numbers[column.Name] = append(want.numbers[column.Name], x)
		}
	}
	return f
}

func writeSnapshot(t testing.TB, store blob.Store, sizes ...int) (dataset.Snapshot, *table) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	want := &table{map[string][]string{}, map[string][]float64{}}
	out, err := store.Create(t.Context(), "units")
	if err != nil {
		t.Fatal(err)
	}
	w, err := dataset.NewWriter(out, columns)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range sizes {
		if err := w.Write(randomFrame(rng, total, n, want)); err != nil {
			t.Fatal(err)
		}
		total += n
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	return dataset.Snapshot{ID: "s", FormatVersion: 1, Units: total, Columns: columns, UnitsBlob: "units"}, want
}

func openDir(t testing.TB) blob.Store {
	t.Helper()
	store, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func same(a, b float64) bool { return a == b || a != a && b != b }

func TestReader_ReturnsWhatWasWritten(t *testing.T) {
	t.Parallel()
	store := openDir(t)
	snap, want := writeSnapshot(t, store, 5000, 1, 0, 70_000, 33)
	r, err := dataset.Open(t.Context(), store, snap)
	if err != nil {
		t.Fatal(err)
	}
	for name, numbers := range want.numbers {
		got, err := r.Numbers(t.Context(), name)
		if err != nil || len(got) != len(numbers) {
			t.Fatalf("Numbers(%q): %d values, %v; want %d", name, len(got), err, len(numbers))
		}
		for i := range got {
			if !same(got[i], numbers[i]) {
				t.Fatalf("Numbers(%q)[%d] = %v, want %v", name, i, got[i], numbers[i])
			}
		}
	}
	for name, texts := range want.texts {
		got, err := r.Texts(t.Context(), name)
		if err != nil || len(got.Codes) != len(texts) {
			t.Fatalf("Texts(%q): %v", name, err)
		}
		plain, err := r.Strings(t.Context(), name)
		if err != nil || plain.Len() != len(texts) {
			t.Fatalf("Strings(%q): %v", name, err)
		}
		for i, text := range texts {
			if got.At(i) != text || plain.At(i) != text {
				t.Fatalf("%q[%d] = %q and %q, want %q", name, i, got.At(i), plain.At(i), text)
			}
		}
		seen := map[string]bool{}
		for _, v := range got.Values {
			if seen[v] || v == "" {
				t.Fatalf("Texts(%q) holds %q twice or empty", name, v)
			}
			seen[v] = true
		}
	}
}

func TestReader_RowsAgreeWithColumns(t *testing.T) {
	t.Parallel()
	store := openDir(t)
	snap, want := writeSnapshot(t, store, 40_000, 40_000)
	r, _ := dataset.Open(t.Context(), store, snap)
	units := []int{79_999, 0, 1, 39_999, 40_000, 40_000, 12_345, 12_346, 70_001}
	rows, err := r.Rows(t.Context(), units)
	if err != nil {
		t.Fatal(err)
	}
	for k, unit := range units {
		for c, column := range columns {
			var expect any
			switch x := 0.0; column.Type {
			case dataset.Text:
				if text := want.texts[column.Name][unit]; text != "" {
					expect = text
				}
			default:
				if x = want.numbers[column.Name][unit]; x == x {
					expect = x
				}
				if expect != nil && column.Type == dataset.Boolean {
					expect = x != 0
				}
				if expect != nil && column.Type == dataset.Date {
					expect = dataset.FormatDate(x)
				}
			}
			if rows[k][c] != expect {
				t.Errorf("unit %d, %q: got %v, want %v", unit, column.Name, rows[k][c], expect)
			}
		}
	}
	if _, err := r.Row(t.Context(), 80_000); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("Row past the end: got %v, want not_found", err)
	}
}

func TestReader_FindsUnitsById(t *testing.T) {
	t.Parallel()
	store := openDir(t)
	snap, _ := writeSnapshot(t, store, 70_000)
	r, _ := dataset.Open(t.Context(), store, snap)
	for _, unit := range []int{0, 1, 69_999, 35_000} {
		got, ok, err := r.Find(t.Context(), fmt.Sprintf("id-%d", unit))
		if err != nil || !ok || got != unit {
			t.Errorf("Find(id-%d) = %d, %v, %v", unit, got, ok, err)
		}
	}
	if _, ok, err := r.Find(t.Context(), "id-70000"); ok || err != nil {
		t.Errorf("Find of an unknown id: %v, %v; want false", ok, err)
	}
}

func TestReader_RefusesUnknownVersionAndColumns(t *testing.T) {
	t.Parallel()
	store := openDir(t)
	snap, _ := writeSnapshot(t, store, 3)
	r, _ := dataset.Open(t.Context(), store, snap)
	if _, err := r.Numbers(t.Context(), "nope"); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("unknown column: got %v, want not_found", err)
	}
	if _, err := r.Numbers(t.Context(), "Id"); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("numbers of a text column: got %v, want invalid", err)
	}
	if _, err := r.Texts(t.Context(), "lat"); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("texts of a number column: got %v, want invalid", err)
	}
	snap.FormatVersion = 99
	if _, err := dataset.Open(t.Context(), store, snap); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("version 99: got %v, want invalid", err)
	}
}

func TestWriter_IsDeterministic(t *testing.T) {
	t.Parallel()
	a, b := openDir(t), openDir(t)
	writeSnapshot(t, a, 5000, 70_000, 20)
	writeSnapshot(t, b, 5000, 70_000, 20)
	if x, y := readAll(t, a), readAll(t, b); string(x) != string(y) {
		t.Errorf("the same frames gave different files of %d and %d bytes", len(x), len(y))
	}
}

func BenchmarkReader(b *testing.B) {
	store := openDir(b)
	snap, _ := writeSnapshot(b, store, 65536, 65536, 65536, 53392)
	cases := map[string]func(r *dataset.Reader) error{
		"Numbers":       func(r *dataset.Reader) error { _, err := r.Numbers(b.Context(), "revenue.year"); return err },
		"TextsCategory": func(r *dataset.Reader) error { _, err := r.Texts(b.Context(), "City, with comma"); return err },
		"TextsUnique":   func(r *dataset.Reader) error { _, err := r.Texts(b.Context(), "Id"); return err },
		"IDs":           func(r *dataset.Reader) error { _, err := r.IDs(b.Context()); return err },
		"Find":          func(r *dataset.Reader) error { _, _, err := r.Find(b.Context(), "id-7"); return err },
		"FiftyRows": func(r *dataset.Reader) error {
			units := make([]int, 50)
			for i := range units {
				units[i] = 100_000 + i
			}
			_, err := r.Rows(b.Context(), units)
			return err
		},
	}
	for name, run := range cases {
		b.Run(name+"/n=250000", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := dataset.Open(b.Context(), store, snap)
				if err != nil {
					b.Fatal(err)
				}
				if err := run(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
