package csvfile_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// memory is a blob.Object over bytes.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

func object(data []byte) memory { return memory{bytes.NewReader(data)} }

// row is a record in plain form.
type row struct {
	row, line int
	fields    []string
	problem   ingest.Reason
}

// readFile returns all records of data, or the error of opening or reading it.
func readFile(t testing.TB, data []byte, want ingest.Dialect) (ingest.Source, []row, error) {
	t.Helper()
	s, err := csvfile.Format{}.Open(t.Context(), object(data), want)
	if err != nil {
		return nil, nil, err
	}
	var rows []row
	var b ingest.Batch
	for {
		err := s.Next(&b)
		if err == io.EOF {
			return s, rows, nil
		}
		if err != nil {
			return s, rows, err
		}
		for i := range b.Records {
			r := &b.Records[i]
			out := row{row: r.Row, line: r.Line, problem: r.Problem}
			for f := range int(r.Count) {
				out.fields = append(out.fields, string(b.Field(r, f)))
			}
			rows = append(rows, out)
		}
	}
}

func mustRead(t testing.TB, data string) (ingest.Source, []row) {
	t.Helper()
	s, rows, err := readFile(t, []byte(data), ingest.Dialect{})
	if err != nil {
		t.Fatalf("read %.60q: %v", data, err)
	}
	return s, rows
}

func wantRows(t *testing.T, got []row, want ...row) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d rows %+v, want %d", len(got), got, len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.row != w.row || g.line != w.line || g.problem != w.problem || !slices.Equal(g.fields, w.fields) {
			t.Errorf("row %d: got %+v, want %+v", i, g, w)
		}
	}
}

func TestSource_SplitsRecords(t *testing.T) {
	t.Parallel()
	s, got := mustRead(t, "id,name,note\r\n1,\"a, b\",\"say \"\"hi\"\"\"\n2,5\" pipe,\"two\nlines\"\r3,,\n\n\"4\",x,y")
	if h := s.Header(); !slices.Equal(h, []string{"id", "name", "note"}) {
		t.Errorf("header %q", h)
	}
	wantRows(t, got,
		row{2, 2, []string{"1", "a, b", `say "hi"`}, ""},
		row{3, 3, []string{"2", `5" pipe`, "two\nlines"}, ""},
		row{4, 5, []string{"3", "", ""}, ""},
		row{6, 7, []string{"4", "x", "y"}, ""})
}

func TestSource_OneStrayQuoteCostsOneRow(t *testing.T) {
	t.Parallel()
	_, got := mustRead(t, "a,b\n1,\"open\n2,x\n3,\"bad\" y\n4,z\n5,\"end\n")
	wantRows(t, got,
		row{2, 2, []string{`1,"open`}, ingest.MisplacedQuote},
		row{3, 3, []string{"2", "x"}, ""},
		row{4, 4, []string{`3,"bad" y`}, ingest.MisplacedQuote},
		row{5, 5, []string{"4", "z"}, ""},
		row{6, 6, []string{`5,"end`}, ingest.UnclosedQuote})
}

func TestSource_LongFieldsAndRowsAreBadRows(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20+1)
	huge := strings.Repeat("y", 17<<20)
	_, got := mustRead(t, "a,b\n1,"+long+"\n2,ok\n"+huge+"\r\n3,ok\n4,\""+huge+"\n5,ok\n")
	var problems []ingest.Reason
	for _, r := range got {
		problems = append(problems, r.problem)
	}
	want := []ingest.Reason{ingest.FieldTooLong, "", ingest.RowTooLong, "", ingest.RowTooLong, ""}
	if !slices.Equal(problems, want) {
		t.Errorf("got %v, want %v", problems, want)
	}
	if got[0].fields[1] != long || len(got[2].fields[0]) != 1000 || got[5].row != 7 {
		t.Errorf("kept %d and %d bytes, last row %d", len(got[0].fields[1]), len(got[2].fields[0]), got[5].row)
	}
}

func TestSource_ZeroBytesAndBadEncodingAreBadRows(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("name,ünï\n", 50_000) // the bad rows lie behind what is looked at first
	_, got := mustRead(t, "a,b\n"+filler+"x,\x00y\nz,\xFC\nlast,ok\n")
	n := len(got)
	wantRows(t, got[n-3:],
		row{50_002, 50_002, []string{"x", "\x00y"}, ingest.ZeroByte},
		row{50_003, 50_003, []string{"z", "\xFC"}, ingest.BadEncoding},
		row{50_004, 50_004, []string{"last", "ok"}, ""})
}

func TestSource_DetectsEncodingDelimiterAndGzip(t *testing.T) {
	t.Parallel()
	text := "id;name\n1;Zoë – Łódź 😀\n2;b,c,d,e\n"
	latin := []byte("id\tname\n1\tZo\xEB \x96 caf\xE9 \x80\n")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(text))
	z.Close()
	cases := map[string]struct {
		data                []byte
		encoding, delimiter string
		gzip                bool
		value               string
	}{
		"utf-8":                {[]byte(text), "utf-8", ";", false, "Zoë – Łódź 😀"},
		"utf-8 with mark":      {[]byte("\uFEFF" + text), "utf-8", ";", false, "Zoë – Łódź 😀"},
		"utf-16le with mark":   {encode16(text, true, false), "utf-16le", ";", false, "Zoë – Łódź 😀"},
		"utf-16be with mark":   {encode16(text, true, true), "utf-16be", ";", false, "Zoë – Łódź 😀"},
		"utf-16le without":     {encode16(text, false, false), "utf-16le", ";", false, "Zoë – Łódź 😀"},
		"utf-16be without":     {encode16(text, false, true), "utf-16be", ";", false, "Zoë – Łódź 😀"},
		"windows-1252 and tab": {latin, "windows-1252", "\t", false, "Zoë – café €"},
		"gzip":                 {zipped.Bytes(), "utf-8", ";", true, "Zoë – Łódź 😀"},
		"sep line":             {[]byte("sep=|\nid|name\n1|x\n"), "utf-8", "|", false, "x"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, rows, err := readFile(t, c.data, ingest.Dialect{})
			if err != nil {
				t.Fatal(err)
			}
			d := s.Dialect()
			if d.Encoding != c.encoding || d.Delimiter != c.delimiter || d.Gzip != c.gzip {
				t.Errorf("got %+v", d)
			}
			if s.Header()[0] != "id" || rows[0].fields[1] != c.value {
				t.Errorf("header %q, first row %q, want value %q", s.Header(), rows[0].fields, c.value)
			}
		})
	}
}

func encode16(text string, mark, big bool) []byte {
	if mark {
		text = "\uFEFF" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestOpen_RefusesWhatIsNoTable(t *testing.T) {
	t.Parallel()
	random := make([]byte, 5000)
	rng := rand.NewChaCha8([32]byte{1})
	rng.Read(random)
	cases := map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "empty"},
		"binary":            {random, "not a text file"},
		"zip":               {[]byte("PK\x03\x04 and more text"), "not a text file"},
		"truncated gzip":    {[]byte{0x1F, 0x8B, 8, 0, 0}, "cut short"},
		"blank lines":       {[]byte("\n\n\r\n"), "no row"},
		"duplicate headers": {[]byte("a,b,a\n1,2,3\n"), `"a"`},
		"one endless row":   {bytes.Repeat([]byte("x"), 17<<20), "16 MB"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := readFile(t, c.data, ingest.Dialect{})
			if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want code invalid and %q", err, c.want)
			}
		})
	}
}

func TestOpen_HeaderRowCanBeChosen(t *testing.T) {
	t.Parallel()
	data := []byte("My report\n\nid,name\n1,x\n")
	s, rows, err := readFile(t, data, ingest.Dialect{HeaderRow: 3})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Header(), []string{"id", "name"}) || rows[0].row != 4 {
		t.Errorf("header %q, first row %+v", s.Header(), rows[0])
	}
	if _, _, err := readFile(t, data, ingest.Dialect{HeaderRow: 9}); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("row 9: got %v, want invalid", err)
	}
}

// Whatever encoding/csv writes is read back the same, across batch borders.
func TestSource_AgreesWithEncodingCSV(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 7))
	pieces := []string{"a", "\"", ",", "\n", "\r\n", "ü", " ", "", "longer text", ";"}
	var want [][]string
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	for range 200_000 {
		record := make([]string, 4)
		record[0] = "x" // never a blank line
		for i := 1; i < len(record); i++ {
			for range rng.IntN(4) {
				record[i] += pieces[rng.IntN(len(pieces))]
			}
		}
		want = append(want, record)
		w.Write(record)
	}
	w.Flush()
	_, got, err := readFile(t, append([]byte("c1,c2,c3,c4\n"), buf.Bytes()...), ingest.Dialect{Delimiter: ","})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("read %d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if !slices.Equal(got[i].fields, want[i]) || got[i].problem != "" || got[i].row != i+2 {
			t.Fatalf("row %d: got %+v, want %q", i, got[i], want[i])
		}
	}
}

func FuzzSource(f *testing.F) {
	f.Add([]byte("id,lat\n1,2\n"))
	f.Add([]byte("a;b\r\n\"x\"\"y\";\"\n\"\r1;\"open"))
	f.Add([]byte("\xFF\xFEa\x00,\x00b\x00\n\x001\x00"))
	f.Add([]byte("sep=;\n\"a\"b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, rows, err := readFile(t, data, ingest.Dialect{})
		if err != nil {
			if territory.CodeOf(err) == territory.Internal {
				t.Fatalf("error is not one for people: %v", err)
			}
			return
		}
		before := s.Dialect().HeaderRow
		for _, r := range rows {
			if r.row <= before {
				t.Fatalf("row %d follows row %d", r.row, before)
			}
			before = r.row
		}
	})
}

func BenchmarkSource(b *testing.B) {
	var data bytes.Buffer
	data.WriteString("id,lon,lat,revenue,name\n")
	for i := range 250_000 {
		fmt.Fprintf(&data, "%d,%.5f,%.5f,%d,\"Company %d, Inc\"\n", i, -80+float64(i%1000)/77, 40.5, i%977, i%5000)
	}
	b.Run("csvfile/n=250000", func(b *testing.B) {
		b.SetBytes(int64(data.Len()))
		b.ReportAllocs()
		for b.Loop() {
			s, err := csvfile.Format{}.Open(b.Context(), object(data.Bytes()), ingest.Dialect{})
			if err != nil {
				b.Fatal(err)
			}
			var batch ingest.Batch
			n := 0
			for s.Next(&batch) == nil {
				n += len(batch.Records)
			}
			if n != 250_000 {
				b.Fatalf("read %d rows", n)
			}
		}
	})
	b.Run("encoding-csv/n=250000", func(b *testing.B) {
		b.SetBytes(int64(data.Len()))
		for b.Loop() {
			r := csv.NewReader(bytes.NewReader(data.Bytes()))
			r.ReuseRecord = true
			for {
				if _, err := r.Read(); err != nil {
					break
				}
			}
		}
	})
}
