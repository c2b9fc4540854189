// Package parquetfile reads Parquet files as an ingest.Format: every plain
// column of the file becomes a column of text with the file's type declared.
// Columns of lists, maps and groups cannot be imported and are named in a note.
// A file written by this program brings its own column roles.
package parquetfile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Format is Parquet.
type Format struct{}

var _ ingest.Format = Format{}

// Name returns "parquet".
func (Format) Name() string { return "parquet" }

// Matches looks for the magic bytes.
func (Format) Matches(head []byte, _ string) bool { return bytes.HasPrefix(head, []byte("PAR1")) }

// maxFooter bounds the metadata at the end of a file, whose size the file
// itself states.
const maxFooter = 64 << 20

// Open reads the file's metadata.
func (Format) Open(ctx context.Context, file blob.Object, want ingest.Dialect) (s ingest.Source, err error) {
	defer recoverDamaged(&err)
	if err := checkFooter(file); err != nil {
		return nil, err
	}
	parsed, err := parquet.OpenFile(file, file.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, damaged(err)
	}
	out := &source{ctx: ctx, file: parsed, size: file.Size(), groups: parsed.RowGroups(), dialect: want}
	out.dialect = ingest.Dialect{Format: "parquet", Decimal: ".", DateOrder: "ymd"}
	if err := out.chooseColumns(); err != nil {
		return nil, err
	}
	out.declare()
	return out, nil
}

// checkFooter refuses a footer that lies about its own length before anything
// is allocated for it.
func checkFooter(file blob.Object) error {
	var tail [8]byte
	if file.Size() < 12 {
		return damaged(io.ErrUnexpectedEOF)
	}
	if _, err := file.ReadAt(tail[:], file.Size()-8); err != nil && err != io.EOF {
		return fmt.Errorf("read file: %w", err)
	}
	if string(tail[4:]) != "PAR1" {
		return damaged(fmt.Errorf("it does not end as a Parquet file does"))
	}
	length := int64(tail[0]) | int64(tail[1])<<8 | int64(tail[2])<<16 | int64(tail[3])<<24
	if length > file.Size()-12 || length > maxFooter {
		return damaged(fmt.Errorf("it states metadata of %d bytes", length))
	}
	return nil
}

func damaged(err error) error {
	return territory.Say(territory.Invalid, sentence.ParquetDamaged.With(sentence.Params{"cause": err.Error()}))
}

// recoverDamaged turns a panic into an error: the library checks less than
// hostile files need.
func recoverDamaged(err *error) {
	if r := recover(); r != nil {
		*err = damaged(fmt.Errorf("%v", r))
	}
}

// column is a leaf of the file that can be imported.
type column struct {
	name  string
	leaf  int
	write func(out []byte, v parquet.Value) []byte
	kind  dataset.Type
}

func (s *source) chooseColumns() error {
	var left []string
	for _, field := range s.file.Schema().Fields() {
		if !field.Leaf() || field.Repeated() {
			left = append(left, field.Name())
			continue
		}
		leaf, ok := s.file.Schema().Lookup(field.Name())
		if !ok {
			return damaged(fmt.Errorf("column %q has no data", field.Name()))
		}
		kind, write := converterOf(field.Type())
		s.columns = append(s.columns, column{field.Name(), leaf.ColumnIndex, write, kind})
		s.header = append(s.header, field.Name())
	}
	if len(left) > 0 {
		s.notes = append(s.notes, sentence.NoteNested.With(sentence.Params{"columns": left}))
	}
	if len(s.columns) == 0 {
		return territory.Say(territory.Invalid, sentence.ParquetNoColumns.With(nil))
	}
	return nil
}

// declare takes types from the schema, and roles from the file if this program
// wrote it.
func (s *source) declare() {
	var own []dataset.Column
	if text, ok := s.file.Lookup("bailiwick.columns"); ok {
		if json.Unmarshal([]byte(text), &own) != nil {
			own = nil // somebody else's key
		}
	}
	roles := map[string]dataset.Role{}
	for _, c := range own {
		roles[c.Name] = c.Role
	}
	for _, c := range s.columns {
		choice := ingest.ColumnChoice{Name: c.name, Type: c.kind, Role: roles[c.name]}
		if (ingest.Options{Columns: []ingest.ColumnChoice{choice}}).Validate() == nil && (c.kind != "" || choice.Role != "") {
			s.declared = append(s.declared, choice)
		}
	}
}
