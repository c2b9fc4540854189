package csvfile

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// batchBytes is how much text a batch holds, unless one record is longer.
const batchBytes = 1 << 20

// maxColumns bounds the header; a file with more is not a table of records.
const maxColumns = 16_384

// maxTitleLines is how many lines above the header are recognised as titles.
const maxTitleLines = 20

// readHeader reads up to and including the header row. Where none was chosen,
// lines with at most one filled field above a table of several columns are
// taken for titles.
func (s *source) readHeader() error {
	chosen := s.dialect.HeaderRow
	columns, _ := fieldCount(s.carry, s.ended, s.token.delimiter, s.token.quote)
	var b ingest.Batch
	for {
		err := s.one(&b)
		if err == io.EOF {
			return territory.Say(territory.Invalid, sentence.FileNoHeaderRow.With(sentence.Params{"row": max(chosen, 1)}))
		}
		if err != nil {
			return err
		}
		r := &b.Records[0]
		title := chosen == 0 && columns > 1 && r.Row <= maxTitleLines && filled(&b, r) <= 1
		if r.Row < chosen || title {
			continue
		}
		if chosen == 0 {
			s.why["headerRow"] = "it is the first row with several filled fields"
			if columns < 2 {
				s.why["headerRow"] = "it is the first row that is not blank"
			}
		}
		s.dialect.HeaderRow = r.Row
		return s.setHeader(&b, r)
	}
}

// filled counts the fields of a record that are not empty.
func filled(b *ingest.Batch, r *ingest.Record) int {
	n := 0
	for f := range int(r.Count) {
		if len(bytes.TrimSpace(b.Field(r, f))) > 0 {
			n++
		}
	}
	return n
}

// one reads a single record, for the rows up to the header.
func (s *source) one(b *ingest.Batch) error {
	for {
		b.Reset()
		b.Data = s.carry
		pos := 0
		for len(b.Records) == 0 && pos < len(b.Data) {
			next, ok := s.token.record(b, pos, s.ended)
			if !ok {
				break
			}
			pos = next
		}
		s.carry = s.carry[pos:]
		switch {
		case len(b.Records) > 0:
			checkText(b)
			return nil
		case s.ended:
			return io.EOF
		case len(s.carry) >= maxRecord:
			return territory.Say(territory.Invalid, sentence.FileRowTooLong.With(sentence.Params{"row": s.token.rows + 1}))
		}
		var err error
		if s.carry, err = s.readUpTo(s.carry, max(2*len(s.carry), batchBytes)); err != nil {
			return err
		}
	}
}

// readUpTo appends text to data until it holds size bytes or the file ends.
func (s *source) readUpTo(data []byte, size int) ([]byte, error) {
	if cap(data) < size {
		data = append(make([]byte, 0, size), data...)
	}
	for len(data) < size && !s.ended {
		n, err := s.text.Read(data[len(data):size])
		data = data[:len(data)+n]
		if err == io.EOF {
			s.ended = true
		} else if err != nil {
			return data, readError(err)
		}
	}
	return data, nil
}

func (s *source) setHeader(b *ingest.Batch, r *ingest.Record) error {
	if r.Problem != "" {
		return territory.Say(territory.Invalid, sentence.FileHeaderUnreadable.With(sentence.Params{"row": r.Row, "problem": r.Problem.Said()}))
	}
	if r.Count > maxColumns {
		return territory.Say(territory.TooLarge, sentence.FileTooManyColumns.With(sentence.Params{"row": r.Row, "columns": r.Count, "most": maxColumns}))
	}
	names := make([]string, r.Count)
	for i := range names {
		names[i] = string(b.Field(r, i))
	}
	var err error
	s.header, err = ingest.ColumnNames(names, r.Row)
	return err
}

// Next reads the next batch of records.
func (s *source) Next(b *ingest.Batch) error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	b.Reset()
	b.Data = append(b.Data, s.carry...)
	s.carry = s.carry[:0]
	size := batchBytes
	for pos := 0; ; {
		var err error
		if b.Data, err = s.readUpTo(b.Data, max(size, len(b.Data))); err != nil {
			return err
		}
		for pos < len(b.Data) {
			next, ok := s.token.record(b, pos, s.ended)
			if !ok {
				break
			}
			pos = next
		}
		switch {
		case len(b.Records) > 0:
			s.carry = append(s.carry, b.Data[pos:]...)
			checkText(b)
			return nil
		case s.ended && pos >= len(b.Data):
			return io.EOF
		case len(b.Data)-pos >= maxRecord:
			return s.skipLongRow(b, pos)
		}
		size = max(batchBytes, 2*len(b.Data))
	}
}

// skipLongRow records the beginning of a row longer than maxRecord as a bad
// row and skips the rest of its line.
func (s *source) skipLongRow(b *ingest.Batch, pos int) error {
	const kept = 1000
	s.carry = append(s.carry[:0], b.Data[pos:]...)
	for {
		if i := bytes.IndexAny(s.carry, "\r\n"); i >= 0 {
			s.carry = append(s.carry[:0], s.carry[i:]...)
			break
		}
		if s.ended {
			s.carry = s.carry[:0]
			break
		}
		if err := s.ctx.Err(); err != nil {
			return err
		}
		var err error
		if s.carry, err = s.readUpTo(s.carry[:0], batchBytes); err != nil {
			return err
		}
	}
	s.dropLineEnd()
	start := trimPartialRune(b.Data[pos : pos+kept])
	b.Fields = append(b.Fields[:0], ingest.Span{Start: int32(pos), End: int32(pos + len(start))})
	b.Records = append(b.Records, ingest.Record{
		Row: s.token.rows + 1, Line: s.token.lines + 1, Count: 1, Problem: ingest.RowTooLong, Field: -1,
	})
	s.token.rows++
	s.token.lines++
	return nil
}

// dropLineEnd removes the line end at the beginning of carry.
func (s *source) dropLineEnd() {
	s.carry = bytes.TrimPrefix(s.carry, []byte("\r"))
	s.carry = bytes.TrimPrefix(s.carry, []byte("\n"))
}

// checkText marks the records that hold zero bytes or are not valid text. In
// good files it is two fast passes over the whole batch.
func checkText(b *ingest.Batch) {
	if bytes.IndexByte(b.Data, 0) < 0 && utf8.Valid(b.Data) {
		return
	}
	for i := range b.Records {
		r := &b.Records[i]
		if r.Problem != "" {
			continue
		}
		for f := range int(r.Count) {
			text := b.Field(r, f)
			if bytes.IndexByte(text, 0) >= 0 {
				r.Problem, r.Field = ingest.ZeroByte, int32(f)
				break
			}
			if !utf8.Valid(text) {
				r.Problem, r.Field = ingest.BadEncoding, int32(f)
				break
			}
		}
	}
}
