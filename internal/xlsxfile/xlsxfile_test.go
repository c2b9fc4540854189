package xlsxfile_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/xlsxfile"
)

const (
	contentTypes  = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	rootRelations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`
	book = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<workbookPr/><sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="rId2"/><sheet name="Accounts" sheetId="2" r:id="rId1"/></sheets></workbook>`
	styles = `<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="[Red]0.00 &quot;days&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`
	texts = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>id</t></si><si><t>na</t><rPh><t>xx</t></rPh></si><si><r><t>Zo</t></r><r><rPr/><t xml:space="preserve">ë &amp; Co</t></r></si><si><t>line_x000D_
two_x20AC_</t></si></sst>`
)

// workbook returns an XLSX file with the rows as its visible sheet.
func workbook(t testing.TB, rows string) []byte {
	t.Helper()
	sheet := `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
	return archive(t, map[string]string{
		"[Content_Types].xml": contentTypes, "_rels/.rels": rootRelations, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, "xl/styles.xml": styles,
		"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet, "xl/worksheets/sheet2.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>9</v></c></row></sheetData></worksheet>`,
	})
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// memory is a blob.Object over bytes.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

func read(t testing.TB, data []byte, want ingest.Dialect) (ingest.Source, [][]string, []int, error) {
	t.Helper()
	s, err := xlsxfile.Format{}.Open(t.Context(), memory{bytes.NewReader(data)}, want)
	if err != nil {
		return nil, nil, nil, err
	}
	var rows [][]string
	var numbers []int
	var b ingest.Batch
	for {
		err := s.Next(&b)
		if err == io.EOF {
			return s, rows, numbers, nil
		}
		if err != nil {
			return s, rows, numbers, err
		}
		for i := range b.Records {
			r := &b.Records[i]
			row := []string{}
			for f := range int(r.Count) {
				row = append(row, string(b.Field(r, f)))
			}
			rows = append(rows, row)
			numbers = append(numbers, r.Row)
		}
	}
}

const sample = `<row r="1"><c r="A1" t="inlineStr"><is><t>My report</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="str"><f>"la"&amp;"t"</f><v>lat</v></c><c r="D3" t="inlineStr"><is><t>day</t></is></c><c r="E3" t="inlineStr"><is><t>flag</t></is></c><c r="F3"/></row>
<row r="4"><c r="A4"><v>1</v></c><c r="B4" t="s"><v>2</v></c><c r="C4"><v>40.712800000000001</v></c><c r="D4" s="1"><v>46023</v></c><c r="E4" t="b"><v>1</v></c></row>
<row r="6"><c r="A6" s="3"><v>2</v></c><c r="D6" s="2"><v>46023.5</v></c><c r="E6" t="e"><v>#N/A</v></c></row>
<row r="7"><c r="A7"/></row>
<row r="8"><c r="A8"><v>3</v></c><c r="B8" t="s"><v>3</v></c><c r="D8" s="4"><v>59</v></c><c r="H8"><v>7</v></c></row>`

func TestSource_ReadsStoredValues(t *testing.T) {
	t.Parallel()
	s, rows, numbers, err := read(t, workbook(t, sample), ingest.Dialect{})
	if err != nil {
		t.Fatal(err)
	}
	if h := s.Header(); !slices.Equal(h, []string{"id", "na", "lat", "day", "flag"}) {
		t.Errorf("header %q", h)
	}
	if d := s.Dialect(); d.Sheet != "Accounts" || d.HeaderRow != 3 {
		t.Errorf("dialect %+v", d)
	}
	want := [][]string{{"1", "Zoë & Co", "40.7128", "2026-01-01", "true"}, {"2", "", "", "2026-01-01T12:00:00", "#N/A"},
		{"3", "line\r\ntwo€", "", "1900-02-28", "", "", "", "7"}}
	if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) || !slices.Equal(numbers, []int{4, 6, 8}) {
		t.Errorf("rows %q at %v, want %q", rows, numbers, want)
	}
	if sheets := s.(ingest.Sheeted).Sheets(); !slices.Equal(sheets, []string{"Hidden", "Accounts"}) {
		t.Errorf("sheets %q", sheets)
	}
}

func TestOpen_SheetAndHeaderCanBeChosen(t *testing.T) {
	t.Parallel()
	data := workbook(t, sample)
	s, rows, _, err := read(t, data, ingest.Dialect{HeaderRow: 4})
	if err != nil || s.Header()[1] != "Zoë & Co" || len(rows) != 2 {
		t.Errorf("header %v, %d rows, %v", s.Header(), len(rows), err)
	}
	if s, _, _, err := read(t, data, ingest.Dialect{Sheet: "Hidden"}); err != nil || s.Header()[0] != "9" {
		t.Errorf("hidden sheet: %v", err)
	}
	for _, want := range []ingest.Dialect{{Sheet: "Nope"}, {HeaderRow: 99}} {
		if _, _, _, err := read(t, data, want); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%+v: got %v, want invalid", want, err)
		}
	}
}

func TestOpen_RefusesDamagedFiles(t *testing.T) {
	t.Parallel()
	good := workbook(t, sample)
	cases := map[string][]byte{
		"no zip":         []byte("PK\x03\x04 nothing"),
		"cut":            good[:len(good)/2],
		"no workbook":    archive(t, map[string]string{"a.txt": "x"}),
		"no sheet":       archive(t, map[string]string{"xl/workbook.xml": "<workbook/>"}),
		"broken xml":     workbook(t, `<row r="1"><c><v>1</v></row`),
		"missing string": workbook(t, `<row r="1"><c t="s"><v>99</v></c><c t="s"><v>-1</v></c></row>`),
		"empty sheet":    workbook(t, ""),
		"duplicates":     workbook(t, `<row r="1"><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`),
		"far column":     workbook(t, `<row r="1"><c r="ZZZ1"><v>1</v></c><c><v>1</v></c></row>`),
	}
	for name, data := range cases {
		if _, _, _, err := read(t, data, ingest.Dialect{}); territory.CodeOf(err) != territory.Invalid {
			t.Errorf("%s: got %v, want code invalid", name, err)
		}
	}
}

// A part that unpacks to gigabytes must not be held in memory.
func TestOpen_RefusesBombs(t *testing.T) {
	t.Parallel()
	data := archive(t, map[string]string{"xl/workbook.xml": "<workbook>" + strings.Repeat(" ", 65<<20) + "</workbook>"})
	if len(data) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(data))
	}
	if _, _, _, err := read(t, data, ingest.Dialect{}); territory.CodeOf(err) != territory.TooLarge {
		t.Errorf("got %v, want code too_large", err)
	}
	long := strings.Repeat("x", 17<<20)
	head := `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>`
	for name, row := range map[string]string{
		"a cell": `<row r="2"><c><v>` + long + `</v></c></row>`, "a cell in pieces": `<row r="2"><c t="inlineStr"><is>` + strings.Repeat("<t>"+long[:1<<20]+"</t>", 17) + `</is></c></row>`,
		"values": `<row r="2"><c>` + strings.Repeat("<v>"+long[:1<<20]+"</v>", 17) + `</c></row>`, "a row": `<row r="2">` + strings.Repeat(`<c t="inlineStr"><is><t>`+long[:1<<20]+`</t></is></c>`, 17) + `</row>`,
		"a comment": "<!--" + long + "-->", "a name": `<row ` + long + `="1"></row>`,
	} {
		data := workbook(t, head+row)
		if len(data) > 1<<18 {
			t.Fatalf("%s: the bomb has %d bytes", name, len(data))
		}
		if _, _, _, err := read(t, data, ingest.Dialect{}); territory.CodeOf(err) != territory.TooLarge {
			t.Errorf("%s of 17 MB: got %v, want code too_large", name, err)
		}
	}
	strings := archive(t, map[string]string{"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, "xl/worksheets/sheet1.xml": "<worksheet/>",
		"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si><t>"+long[:1000]+"</t></si>", 150_000) + "</sst>"})
	if _, _, _, err := read(t, strings, ingest.Dialect{}); territory.CodeOf(err) != territory.TooLarge {
		t.Errorf("150 MB of shared texts in %d bytes: %v", len(strings), err)
	}
}

// A sheet without end obeys a cancel also where it holds no rows.
func TestOpen_EndlessSheetIsCancelled(t *testing.T) {
	t.Parallel()
	data := workbook(t, `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>`+strings.Repeat("<row></row>", 2_000_000))
	ctx, cancel := context.WithCancel(t.Context())
	s, err := xlsxfile.Format{}.Open(ctx, memory{bytes.NewReader(data)}, ingest.Dialect{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	var b ingest.Batch
	if err := s.Next(&b); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancel", err)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(sample)
	f.Add(`<row><c r="A1" s="9"><v>1e400</v></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		_, _, _, err := read(t, workbook(t, rows), ingest.Dialect{})
		if err != nil && territory.CodeOf(err) == territory.Internal {
			t.Fatalf("error is not one for people: %v", err)
		}
	})
}

func BenchmarkSource(b *testing.B) {
	var rows strings.Builder
	for r := range 100_000 {
		fmt.Fprintf(&rows, `<row r="%d">`, r+1)
		for c := range 20 {
			fmt.Fprintf(&rows, `<c r="%c%d"><v>%d.25</v></c>`, 'A'+c, r+1, r*c)
		}
		rows.WriteString("</row>")
	}
	data := workbook(b, strings.Replace(rows.String(), `<v>0.25</v>`, `<v>0.5</v>`, 1))
	b.Run("columns=20/n=100000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s, err := xlsxfile.Format{}.Open(b.Context(), memory{bytes.NewReader(data)}, ingest.Dialect{HeaderRow: 2})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			var batch ingest.Batch
			for s.Next(&batch) == nil {
				n += len(batch.Records)
			}
			if n != 99_998 {
				b.Fatalf("%d rows", n)
			}
		}
	})
}
