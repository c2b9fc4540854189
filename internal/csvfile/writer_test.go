package csvfile_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

func TestWriter_WritesFields(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	w := csvfile.NewWriter(&buf)
	w.Row("id", "a \"b\"", "c,d", " e", "")
	w.Text("1")
	w.Number(0.1)
	w.Number(math.NaN())
	w.Number(1e21)
	w.Number(12345678)
	w.Int(-3)
	w.EndRow()
	w.Row("")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "id,\"a \"\"b\"\"\",\"c,d\",\" e\",\n1,0.1,,1e+21,12345678,-3\n\"\"\n"
	if buf.String() != want {
		t.Errorf("got %q, want %q", buf.String(), want)
	}
}

func TestWriter_IsReadBackTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		columns := rapid.IntRange(1, 5).Draw(rt, "columns")
		field := rapid.StringOf(rapid.SampledFrom([]rune("ab\"',;\t\r\n ü=")))
		records := rapid.SliceOfN(rapid.SliceOfN(field, columns, columns), 1, 20).Draw(rt, "records")
		var buf bytes.Buffer
		w := csvfile.NewWriter(&buf)
		for i := range columns {
			w.Text(string(rune('A' + i)))
		}
		w.EndRow()
		for _, r := range records {
			w.Row(r...)
		}
		if err := w.Flush(); err != nil {
			rt.Fatal(err)
		}
		_, got, err := readFile(t, buf.Bytes(), ingest.Dialect{Delimiter: ",", Encoding: "utf-8"})
		if err != nil || len(got) != len(records) {
			rt.Fatalf("read %d rows, %v; want %d of %q", len(got), err, len(records), buf.String())
		}
		for i := range got {
			if !slices.Equal(got[i].fields, records[i]) {
				rt.Fatalf("row %d: got %q, want %q", i, got[i].fields, records[i])
			}
		}
	})
}
