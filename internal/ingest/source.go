package ingest

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Format recognises and opens one kind of file. Implementations live in the
// edges (csvfile, …); the first that matches a file opens it.
type Format interface {
	// Name is the word in Dialect.Format: "csv".
	Name() string
	// Matches says whether a file that begins with head (up to 256 kB of it)
	// is of this kind. The name is a hint only.
	Matches(head []byte, name string) bool
	// Open reads as much as it needs to detect what want leaves open. The
	// source reads from file, which stays the caller's to close.
	Open(ctx context.Context, file blob.Object, want Dialect) (Source, error)
}

// Dialect is how a file is to be read. An empty field means "detect it"; a
// Source's own dialect has every field that applies filled in.
type Dialect struct {
	Format    string `json:"format,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	// Quote is the mark around fields that hold a delimiter or a line end: ",
	// ' or "none".
	Quote string `json:"quote,omitempty"`
	// Encoding is "utf-8", "utf-16le", "utf-16be" or "windows-1252".
	Encoding string `json:"encoding,omitempty"`
	Gzip     bool   `json:"gzip,omitempty"`
	// HeaderRow is the row with the column names, the first row being 1. What
	// stands above it is skipped.
	HeaderRow int `json:"headerRow,omitempty"`
	// Sheet is the name of the sheet of a workbook.
	Sheet string `json:"sheet,omitempty"`
	// Decimal is the decimal mark, "." or ",".
	Decimal string `json:"decimal,omitempty"`
	// DateOrder is "ymd", "mdy" or "dmy". Dates that begin with a year of four
	// digits are read as year, month, day in any case.
	DateOrder string `json:"dateOrder,omitempty"`
}

// Source reads the records of one file in order. It is not for concurrent use.
type Source interface {
	// Dialect is how the file is being read.
	Dialect() Dialect
	// Header holds the column names, unique and not empty.
	Header() []string
	// Next replaces the content of b by the next records, at least one. It
	// returns io.EOF after the last.
	Next(b *Batch) error
	// Progress returns how many bytes of how many have been read.
	Progress() (done, total int64)
}

// Declarer is a Source whose file itself says something about its columns. What
// a person chooses goes first.
type Declarer interface {
	// Declared lists types and roles that the file states, by column name.
	Declared() []ColumnChoice
	// Notes tell what of the file cannot be read as columns, a sentence each.
	Notes() []sentence.Sentence
}

// Explainer is a Source that says why it reads its file as it does.
type Explainer interface {
	// Why returns reasons by field of the dialect, such as "delimiter", for what
	// was detected.
	Why() map[string]string
}

// Sheeted is a Source whose file holds several sheets.
type Sheeted interface {
	// Sheets lists their names; Dialect.Sheet is the one being read.
	Sheets() []string
}

// Batch is a run of consecutive records as text. It is reused, so what is kept
// must be copied.
type Batch struct {
	Data    []byte
	Fields  []Span
	Records []Record
}

// Span is where a field's text stands in Batch.Data.
type Span struct{ Start, End int32 }

// Record is one row of the source.
type Record struct {
	// Row is the row number in the source, Line the physical line on which it
	// begins; both count from 1 and include the header.
	Row, Line int
	// First and Count say which of Batch.Fields are its fields.
	First, Count int32
	// Problem is why the record cannot be used, or "". Field is the index of
	// the field concerned, or -1.
	Problem Reason
	Field   int32
}

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	b.Data, b.Fields, b.Records = b.Data[:0], b.Fields[:0], b.Records[:0]
}

// Field returns the text of field i of the record; it belongs to the batch.
func (b *Batch) Field(r *Record, i int) []byte {
	s := b.Fields[int(r.First)+i]
	return b.Data[s.Start:s.End]
}
