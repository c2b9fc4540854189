package ingest_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// outcome is what an import must make of a broken file: units and rejected
// rows by reason, or an error that contains a text.
type outcome struct {
	units    int
	rejected map[string]int
	err      string
	// A value that must have come through: that of a column of a unit.
	unit   int
	column string
	value  any
}

var broken = map[string]outcome{
	"empty.csv":             {err: "is empty"},
	"header-only.csv":       {err: "no rows below"},
	"blank-lines.csv":       {units: 3, unit: 2, column: "$row", value: 8.0},
	"mixed-line-ends.csv":   {units: 3, unit: 2, column: "name", value: "z"},
	"unclosed-quote.csv":    {units: 4, rejected: map[string]int{"unclosed_quote": 1}},
	"unclosed-at-end.csv":   {units: 2, rejected: map[string]int{"unclosed_quote": 1}},
	"misplaced-quote.csv":   {units: 2, rejected: map[string]int{"misplaced_quote": 1}},
	"ragged.csv":            {units: 3, rejected: map[string]int{"wrong_field_count": 2}},
	"embedded-newlines.csv": {units: 3, unit: 1, column: "name", value: "three\r\n\r\nlines"},
	"embedded-nul.csv":      {units: 40, rejected: map[string]int{"zero_byte": 1}},
	"utf16-no-mark.csv":     {units: 4, unit: 3, column: "name", value: "Zoë"},
	"utf16-mark.csv":        {units: 4, unit: 3, column: "name", value: "Zoë"},
	"utf16-odd.csv":         {units: 3, rejected: map[string]int{"bad_encoding": 1}},
	"windows-1252.csv":      {units: 3, column: "name", value: "Café €"},
	"late-bad-byte.csv":     {units: 9003, rejected: map[string]int{"bad_encoding": 1}},
	"formulas.csv":          {units: 4, unit: 2, column: "name", value: "+cmd|' /C calc'!A0"},
	"decimal-comma.csv":     {units: 2, column: "revenue", value: 1234.56},
	"currency.csv":          {units: 3, unit: 1, column: "revenue", value: -5.5},
	"odd-numbers.csv":       {units: 43, unit: 41, column: "revenue", value: "12%"}, // more than 5 %: text
	"not-a-number.csv":      {units: 40, rejected: map[string]int{"coordinate_unparseable": 2, "number_not_finite": 2}},
	"coordinates.csv": {units: 3, rejected: map[string]int{"missing_coordinates": 1, "coordinates_swapped": 1,
		"latitude_out_of_range": 1, "longitude_out_of_range": 1, "coordinate_unparseable": 1}},
	"all-swapped.csv":       {err: "look swapped"},
	"duplicate-ids.csv":     {units: 3, rejected: map[string]int{"duplicate_id": 2, "missing_id": 1}},
	"dates-iso.csv":         {units: 2, unit: 1, column: "since", value: "2025-12-01"},
	"dates-us.csv":          {units: 2, unit: 1, column: "since", value: "2025-12-01"},
	"dates-european.csv":    {units: 2, unit: 1, column: "since", value: "2025-12-01"},
	"dates-with-times.csv":  {units: 2, column: "since", value: "2026-01-31T10:30:00Z"}, // a time would be lost: text
	"duplicate-headers.csv": {err: `"name"`},
	"blank-headers.csv":     {units: 1, column: "Column 5", value: "z"},
	"many-columns.csv":      {units: 2, unit: 1, column: "c1998", value: 1999.0},
	"long-digits.csv":       {units: 2, column: "account", value: "12345678901234567890"},
	"leading-zeros.csv":     {units: 2, column: "plant", value: "007"},
	"long-field.csv.gz":     {units: 2, rejected: map[string]int{"field_too_long": 1}},
	"long-row.csv.gz":       {units: 2, rejected: map[string]int{"row_too_long": 1}},
	"bomb.csv.gz":           {err: "16 MB"},
	"cut.csv.gz":            {err: "cut short"},
	"wrong-sum.csv.gz":      {err: "damaged"},
	"binary.csv":            {err: "not a text file"},
	"workbook.xls":          {err: "not a text file"},
	"one-column.csv":        {units: 2, column: "name", value: "x"},
	"no-header.csv":         {units: 1, column: "$row", value: 2.0},
	"three-date-orders.csv": {units: 2, unit: 1, column: "eu", value: "2026-01-02"},
	"ambiguous-dates.csv":   {units: 2, unit: 0, column: "since", value: "2025-03-04"}, // with a note
	"mixed-decimals.csv":    {units: 3, unit: 1, column: "budget", value: 2500.75},
	"apostrophes.csv":       {units: 2, unit: 0, column: "name", value: "Miller, Sons"},
	"utf16be-no-mark.csv":   {units: 3, unit: 2, column: "name", value: "Company 3"},
	"cells.xlsx":            {units: 2, unit: 0, column: "total", value: 2.0},
	"bomb.xlsx":             {err: "more than 16 MB"},
	"cut.xlsx":              {err: "damaged"},
	"numbers-as-text.xlsx":  {units: 2, unit: 0, column: "umsatz", value: 1234.56},
	"good.parquet":          {units: 200, unit: 3, column: "sales", value: 0.75},
	"cut.parquet":           {err: "damaged"},
	"lying-footer.parquet":  {err: "damaged"},
	"lost-pages.parquet":    {err: "damaged"},
	"title-lines.csv":       {units: 1, column: "$row", value: 4.0},
}

func TestRun_BrokenFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/broken/*")
	if err != nil || len(files) != len(broken) {
		t.Fatalf("%d files, %d outcomes, %v", len(files), len(broken), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b := newBench(t)
			s, err := b.run(ingest.Options{}, string(data))
			want := broken[name]
			if want.err != "" {
				if code := territory.CodeOf(err); code != territory.Invalid && code != territory.TooLarge || !strings.Contains(err.Error(), want.err) {
					t.Errorf("got %v, want code invalid and %q", err, want.err)
				}
				return
			}
			if err != nil {
				t.Fatalf("import: %v", err)
			}
			checkOutcome(t, b, s, want)
		})
	}
}

func checkOutcome(t *testing.T, b *bench, s dataset.Snapshot, want outcome) {
	if want.rejected = maps.Clone(want.rejected); want.rejected == nil {
		want.rejected = map[string]int{}
	}
	t.Helper()
	rejected := 0
	for _, r := range s.Rejections {
		rejected += r.Rows
		if r.Rows > want.rejected[r.Reason] {
			t.Errorf("%d rows rejected for %s, want %d", r.Rows, r.Reason, want.rejected[r.Reason])
		}
		want.rejected[r.Reason] -= r.Rows
	}
	for reason, left := range want.rejected {
		if left > 0 {
			t.Errorf("%d more rows should be rejected for %s", left, reason)
		}
	}
	if s.Units != want.units || s.Rejected != rejected || len(b.rejected(s)) != rejected+min(rejected, 1) {
		t.Errorf("%d units, %d rejected, %d rows in the rejected file; want %d units", s.Units, s.Rejected, len(b.rejected(s))-1, want.units)
	}
	if want.column == "" {
		return
	}
	r, err := dataset.Open(t.Context(), b.deps.Blobs, s)
	if err != nil {
		t.Fatal(err)
	}
	if row, err := r.Row(t.Context(), want.unit); err != nil || row[want.column] != want.value {
		t.Errorf("unit %d, %q = %v, %v; want %v", want.unit, want.column, row[want.column], err, want.value)
	}
}
