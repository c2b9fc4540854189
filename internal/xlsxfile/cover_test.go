package xlsxfile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// A cover sheet before the table is passed over unless it is asked for, and
// dates written as text are left for the import to recognise.
func TestOpen_PassesOverACoverSheet(t *testing.T) {
	t.Parallel()
	const head = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	cover := head + `<row r="1"><c t="inlineStr"><is><t>Accounts of 2026</t></is></c></row></sheetData></worksheet>`
	table := head + `<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>since</t></is></c></row>` +
		`<row r="2"><c><v>1</v></c><c t="inlineStr"><is><t>31/12/2025</t></is></c></row></sheetData></worksheet>`
	data := archive(t, map[string]string{
		"[Content_Types].xml": contentTypes, "_rels/.rels": rootRelations, "xl/workbook.xml": strings.Replace(book, ` state="hidden"`, "", 1), "xl/_rels/workbook.xml.rels": relations,
		"xl/styles.xml": styles, "xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": table, "xl/worksheets/sheet2.xml": cover,
	})
	s, rows, _, err := read(t, data, ingest.Dialect{})
	if err != nil || s.Dialect().Sheet != "Accounts" || s.Dialect().DateOrder != "" || !slices.Equal(rows[0], []string{"1", "31/12/2025"}) {
		t.Fatalf("sheet %q, order %q, rows %v, %v", s.Dialect().Sheet, s.Dialect().DateOrder, rows, err)
	}
	asked, _, _, err := read(t, data, ingest.Dialect{Sheet: "Hidden"})
	if err != nil || asked.Header()[0] != "Accounts of 2026" {
		t.Errorf("asked for: %v, %v", asked, err)
	}
}
