package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// previewRows is how many rows a preview shows.
const previewRows = 50

// Preview is how a file will be read: what was detected and guessed, and the
// first rows.
type Preview struct {
	Dialect Dialect `json:"dialect"`
	// Guesses say what was detected about the file and why.
	Guesses []Guess         `json:"guesses"`
	Columns []PreviewColumn `json:"columns"`
	// Rows holds the first rows as text, one field per column.
	Rows [][]string `json:"rows"`
	// SampledRows is how many rows the guesses rest on.
	SampledRows int `json:"sampledRows"`
	// Sheets are the sheets of a workbook.
	Sheets []string `json:"sheets,omitempty"`
	// Problems are things to look at before importing. They do not prevent it.
	Problems []Problem `json:"problems"`
}

// PreviewColumn is a column with the guesses about it.
type PreviewColumn struct {
	Name string       `json:"name"`
	Type dataset.Type `json:"type"`
	Role dataset.Role `json:"role"`
	// Reason says why the role was guessed.
	Reason     string             `json:"reason"`
	ReasonSaid *sentence.Sentence `json:"reasonSaid,omitempty" doc:"The reason with its code."`
	// TypeReason says why the type was guessed.
	TypeReason string `json:"typeReason"`
	// Decimal is the decimal mark of a column of numbers, DateOrder the order of
	// day, month and year of one of dates.
	Decimal   string `json:"decimal,omitempty"`
	DateOrder string `json:"dateOrder,omitempty"`
	// Profile summarises the sampled values, read as the type says.
	Profile *dataset.Profile `json:"profile"`
	// Samples are the first different values.
	Samples []string `json:"samples"`
	// Missing is how many of the sampled rows have no value.
	Missing int `json:"missing"`
}

// Problem is something noticed in the sample, with what to do about it.
type Problem struct {
	// Code is a stable word: a Reason, or "no_id_column", "no_positions".
	Code string `json:"code"`
	Text string `json:"text"`
	// Said is the text with its code.
	Said   sentence.Sentence `json:"said"`
	Column string            `json:"column,omitempty"`
	// Rows is how many of the sampled rows have it, 0 for the file as a whole.
	Rows int `json:"rows,omitempty"`
}

// LoadPreview reads the beginning of an upload and says how it will be imported.
func LoadPreview(ctx context.Context, store blob.Store, formats []Format, u Upload, o Options) (Preview, error) {
	if err := o.Validate(); err != nil {
		return Preview{}, err
	}
	s, err := takeSample(ctx, store, formats, u, o)
	if err != nil {
		return Preview{}, err
	}
	columns, err := decide(s.columns, withDeclared(o, s.declared), &s.dialect)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Dialect: s.dialect, Guesses: s.guesses(o.Dialect, columns), Rows: s.rows, SampledRows: s.seen, Sheets: s.sheets, Problems: s.problems(columns)}
	for i, c := range columns {
		column := PreviewColumn{
			Name: c.Name, Type: c.Type, Role: c.Role, Reason: c.reason.English, ReasonSaid: said(c.reason), TypeReason: c.typeReason, Profile: s.columns[i].profile(c.Type),
			Samples: append([]string{}, s.columns[i].samples...), Missing: s.columns[i].missing,
		}
		switch c.Type {
		case dataset.Number:
			column.Decimal = string(s.columns[i].decimal)
		case dataset.Date:
			column.DateOrder = c.order
		}
		p.Columns = append(p.Columns, column)
	}
	return p, nil
}

// said is a sentence for those who know its code, nil where nothing is said.
func said(s sentence.Sentence) *sentence.Sentence {
	if s.Code == "" {
		return nil
	}
	return &s
}

// sample is what the first records of a file say.
type sample struct {
	dialect Dialect
	columns []*columnGuess
	rows    [][]string
	seen    int
	broken  map[Reason]int // records that cannot be split
	sheets  []string
	// declared and notes are what the file says about itself.
	declared []ColumnChoice
	notes    []sentence.Sentence
	why      map[string]string // by field of the dialect
	options  Options
}

// takeSample opens the upload and reads its first records.
func takeSample(ctx context.Context, store blob.Store, formats []Format, u Upload, o Options) (*sample, error) {
	file, source, err := openUpload(ctx, store, formats, u, o.Dialect)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s := &sample{dialect: source.Dialect(), broken: map[Reason]int{}, options: o, why: map[string]string{}}
	for _, name := range source.Header() {
		s.columns = append(s.columns, newColumnGuess(name, chosenDecimal(o, name)))
	}
	if e, ok := source.(Explainer); ok {
		s.why = e.Why()
	}
	if d, ok := source.(Declarer); ok {
		s.declared, s.notes = d.Declared(), d.Notes()
	}
	if u.Origin != nil {
		s.declared = append(s.declared, u.Origin.Columns...)
	}
	if w, ok := source.(Sheeted); ok {
		s.sheets = w.Sheets()
	}
	var b Batch
	for s.seen < sampleRows {
		err := source.Next(&b)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, inFile(u, err)
		}
		s.addBatch(&b)
	}
	if s.seen == 0 {
		return nil, territory.Say(territory.Invalid, sentence.FileNoRows.With(sentence.Params{"file": u.Name, "row": s.dialect.HeaderRow}))
	}
	for _, c := range s.columns {
		if chosenDecimal(o, c.name) == 0 && o.Dialect.Decimal == "" {
			c.detectDecimal()
		}
	}
	return s, nil
}

func (s *sample) addBatch(b *Batch) {
	if s.dialect.Decimal == "" {
		s.dialect.Decimal, s.why["decimal"] = detectDecimal(firstFields(b), s.dialect.Delimiter)
	}
	for _, c := range s.columns {
		if c.decimal == 0 {
			c.decimal = s.dialect.Decimal[0]
		}
	}
	for i := range b.Records {
		if s.seen == sampleRows {
			return
		}
		s.seen++
		r := &b.Records[i]
		if len(s.rows) < previewRows {
			s.rows = append(s.rows, recordTexts(b, r, len(s.columns)))
		}
		if r.Problem != "" {
			s.broken[r.Problem]++
			continue
		}
		if wrongCount(b, r, len(s.columns)) {
			s.broken[WrongFieldCount]++
			continue
		}
		for c := range s.columns {
			s.columns[c].add(b.Field(r, c))
		}
	}
}

// firstFields returns the fields of the first records of the batch.
func firstFields(b *Batch) [][]byte {
	var values [][]byte
	for i := range min(len(b.Records), 1000) {
		for f := range int(b.Records[i].Count) {
			values = append(values, b.Field(&b.Records[i], f))
		}
	}
	return values
}

// recordTexts copies a record's first fields, with "" for those that are not
// there; long ones are cut.
func recordTexts(b *Batch, r *Record, columns int) []string {
	row := make([]string, columns)
	for f := range min(columns, int(r.Count)) {
		row[f] = cut(string(b.Field(r, f)), 200)
	}
	return row
}

// cut shortens text to about n bytes, at a character's border.
func cut(text string, n int) string {
	for i := range text {
		if i >= n {
			return text[:i] + "…"
		}
	}
	return text
}

// wrongCount says whether a record has another number of fields than the
// header. Empty fields behind the last column are harmless.
func wrongCount(b *Batch, r *Record, columns int) bool {
	if int(r.Count) <= columns {
		return int(r.Count) < columns
	}
	for f := columns; f < int(r.Count); f++ {
		if len(b.Field(r, f)) > 0 {
			return true
		}
	}
	return false
}

// openUpload opens the upload's blob with the first format that matches.
func openUpload(ctx context.Context, store blob.Store, formats []Format, u Upload, want Dialect) (blob.Object, Source, error) {
	file, err := store.Open(ctx, u.Blob)
	if err != nil {
		return nil, nil, fmt.Errorf("open upload %s: %w", u.ID, err)
	}
	source, err := openSource(ctx, file, formats, u, want)
	if err != nil {
		file.Close()
		return nil, nil, inFile(u, err)
	}
	return file, source, nil
}

func openSource(ctx context.Context, file blob.Object, formats []Format, u Upload, want Dialect) (Source, error) {
	head := make([]byte, min(file.Size(), 256<<10))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read file: %w", err)
	}
	for _, f := range formats {
		if want.Format == "" && f.Matches(head, u.Name) || want.Format == f.Name() {
			return f.Open(ctx, file, want)
		}
	}
	return nil, territory.Say(territory.Invalid, sentence.FileFormatUnknown.With(nil))
}

// inFile names the file in an error for people.
func inFile(u Upload, err error) error {
	var e *territory.Error
	if errors.As(err, &e) {
		named := territory.Say(e.Code, sentence.FileSays.With(sentence.Params{"file": u.Name, "problem": sentence.Text(e.Message, e.Said)}))
		named.Details = e.Details
		return named
	}
	return fmt.Errorf("file %q: %w", u.Name, err)
}
