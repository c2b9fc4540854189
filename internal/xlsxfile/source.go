// Package xlsxfile reads sheets of XLSX workbooks as an ingest.Format, row by
// row: a sheet of any size needs only the memory of its shared strings. Cells
// come as the values that are stored, not as they are shown, so that no digit
// is lost; dates come as ISO dates; of a formula comes its last result.
package xlsxfile

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Limits of a sheet, as ECMA-376 and the usual programs have them.
const (
	maxColumns = 16_384
	maxField   = 1 << 20
	batchBytes = 1 << 20
	// maxTitleLines is how many rows above the header are recognised as titles.
	maxTitleLines = 20
)

// Format is XLSX.
type Format struct{}

var _ ingest.Format = Format{}

// Name returns "xlsx".
func (Format) Name() string { return "xlsx" }

// Matches wants a zip file that is named or looks like a workbook.
func (Format) Matches(head []byte, name string) bool {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".xlsx") || strings.HasSuffix(lower, ".xlsm") ||
		bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/"))
}

// Open reads everything but the sheet itself, and the sheet up to its header.
func (Format) Open(ctx context.Context, file blob.Object, want ingest.Dialect) (ingest.Source, error) {
	book, err := openWorkbook(file, file.Size())
	if err != nil {
		return nil, err
	}
	first, err := book.choose(want.Sheet)
	if err != nil {
		return nil, err
	}
	found, err := openSheet(ctx, book, first, want)
	if want.Sheet != "" || err == nil && len(found.header) > 1 {
		return found, err
	}
	// A cover sheet has no table: the first sheet with one is meant.
	for _, other := range book.sheets {
		if other.hidden || other.name == first.name {
			continue
		}
		if table, err := openSheet(ctx, book, other, want); err == nil && len(table.header) > 1 {
			return table, nil
		}
	}
	return found, err
}

// openSheet reads a sheet up to its header.
func openSheet(ctx context.Context, book *workbook, chosen sheet, want ingest.Dialect) (*source, error) {
	part, err := book.open(chosen.part, 0)
	if err != nil {
		return nil, err
	}
	counted := &guard{ctx: ctx, r: part}
	s := &source{
		ctx: ctx, book: book, xml: xml.NewDecoder(counted), count: counted,
		total:   int64(book.parts[strings.ToLower(chosen.part)].UncompressedSize64),
		dialect: ingest.Dialect{Format: "xlsx", Sheet: chosen.name, HeaderRow: want.HeaderRow, Decimal: ".", DateOrder: want.DateOrder},
	}
	return s, s.readHeader(want.HeaderRow)
}

// source reads the rows of one sheet.
type source struct {
	ctx     context.Context
	book    *workbook
	xml     *xml.Decoder
	count   *guard
	total   int64
	dialect ingest.Dialect
	header  []string
	row     int // number of the last row read
	pending []rowCopy
	value   []byte // scratch
}

// rowCopy is a row read ahead while looking for the header.
type rowCopy struct {
	number int
	cells  []string
}

func (s *source) Dialect() ingest.Dialect       { return s.dialect }
func (s *source) Header() []string              { return s.header }
func (s *source) Progress() (done, total int64) { return min(s.count.n, s.total), s.total }

// Sheets lists the sheets of the workbook.
func (s *source) Sheets() []string {
	var names []string
	for _, sheet := range s.book.sheets {
		names = append(names, sheet.name)
	}
	return names
}

// readHeader finds the header: the chosen row, or the first with more than one
// filled cell, or the first at all.
func (s *source) readHeader(chosen int) error {
	var b ingest.Batch
	for {
		b.Reset()
		err := s.readRow(&b)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		r := &b.Records[0]
		if r.Row < chosen {
			continue
		}
		if chosen == 0 && filled(&b, r) <= 1 && len(s.pending) < maxTitleLines {
			s.pending = append(s.pending, copyRow(&b, r))
			continue
		}
		s.pending = nil
		return s.setHeader(copyRow(&b, r))
	}
	if len(s.pending) == 0 {
		return territory.Say(territory.Invalid, sentence.WorkbookSheetEmpty.With(sentence.Params{"sheet": s.dialect.Sheet, "row": max(chosen, 1)}))
	}
	// A sheet of one column: its first row is the header.
	first := s.pending[0]
	s.pending = s.pending[1:]
	return s.setHeader(first)
}

func copyRow(b *ingest.Batch, r *ingest.Record) rowCopy {
	c := rowCopy{number: r.Row}
	for f := range int(r.Count) {
		c.cells = append(c.cells, string(b.Field(r, f)))
	}
	return c
}

func (s *source) setHeader(row rowCopy) error {
	s.dialect.HeaderRow = row.number
	for len(row.cells) > 0 && strings.TrimSpace(row.cells[len(row.cells)-1]) == "" {
		row.cells = row.cells[:len(row.cells)-1]
	}
	var err error
	s.header, err = ingest.ColumnNames(row.cells, row.number)
	return err
}

func filled(b *ingest.Batch, r *ingest.Record) int {
	n := 0
	for f := range int(r.Count) {
		if len(b.Field(r, f)) > 0 {
			n++
		}
	}
	return n
}

// Next reads rows up to about a megabyte of text.
func (s *source) Next(b *ingest.Batch) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	b.Reset()
	for _, row := range s.pending {
		first := int32(len(b.Fields))
		for _, cell := range row.cells {
			start := len(b.Data)
			b.Data = append(b.Data, cell...)
			b.Fields = append(b.Fields, ingest.Span{Start: int32(start), End: int32(len(b.Data))})
		}
		b.Records = append(b.Records, ingest.Record{Row: row.number, Line: row.number, First: first, Count: int32(len(row.cells)), Field: -1})
	}
	s.pending = nil
	for len(b.Data) < batchBytes && len(b.Fields) < batchBytes/4 {
		if err := s.readRow(b); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	if len(b.Records) == 0 {
		return io.EOF
	}
	return nil
}

// readRow appends the next row that is not empty, padded to the header. It
// returns io.EOF at the end of the sheet.
func (s *source) readRow(b *ingest.Batch) error {
	for {
		token, err := s.xml.RawToken()
		if err == io.EOF {
			return io.EOF
		}
		if err != nil {
			return asDamaged(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		s.row++
		if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n >= s.row {
			s.row = n
		}
		r := ingest.Record{Row: s.row, Line: s.row, First: int32(len(b.Fields)), Field: -1}
		if err := s.readCells(b, &r); err != nil {
			return err
		}
		if filled(b, &r) == 0 {
			b.Fields = b.Fields[:r.First]
			continue
		}
		for int(r.Count) < len(s.header) {
			s.pad(b, &r)
		}
		b.Records = append(b.Records, r)
		return nil
	}
}

func (s *source) pad(b *ingest.Batch, r *ingest.Record) {
	end := int32(len(b.Data))
	b.Fields = append(b.Fields, ingest.Span{Start: end, End: end})
	r.Count++
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
