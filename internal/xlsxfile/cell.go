package xlsxfile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// readCells appends the cells of a row up to its end, with empty ones for the
// gaps between them.
func (s *source) readCells(b *ingest.Batch, r *ingest.Record) error {
	begin := len(b.Data)
	for {
		token, err := s.xml.RawToken()
		if err != nil {
			return asDamaged(noEOF(err))
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if column := columnOf(attribute(t, "r")); column >= 0 {
				for int(r.Count) < column && column < maxColumns {
					s.pad(b, r)
				}
			}
			if r.Count >= maxColumns {
				return damaged(errors.New("a row has more than 16,384 cells"))
			}
			if err := s.readCell(b, r, attribute(t, "t"), attribute(t, "s")); err != nil {
				return err
			}
			if len(b.Data)-begin > maxText {
				return errTooMuch()
			}
		}
	}
}

// columnOf returns the column of a reference such as "BC12", counted from 0,
// or -1.
func columnOf(reference string) int {
	column := 0
	for i := range len(reference) {
		c := reference[i]
		if c < 'A' || c > 'Z' || i > 3 {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	return column - 1
}

// readCell appends one cell: its value (v) or its inline text (is).
func (s *source) readCell(b *ingest.Batch, r *ingest.Record, kind, style string) error {
	s.value = s.value[:0]
	inValue := false
	for {
		token, err := s.xml.RawToken()
		if err != nil {
			return asDamaged(noEOF(err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			inValue = t.Name.Local == "v"
			if t.Name.Local == "is" {
				if s.value, err = appendRichText(s.value, s.xml, "is"); err != nil {
					return err
				}
			}
		case xml.CharData:
			if inValue {
				if s.value = append(s.value, t...); len(s.value) > maxText {
					return errTooMuch()
				}
			}
		case xml.EndElement:
			inValue = false
			if t.Name.Local == "c" {
				return s.addCell(b, r, kind, style)
			}
		}
	}
}

func (s *source) addCell(b *ingest.Batch, r *ingest.Record, kind, style string) error {
	start := len(b.Data)
	switch kind {
	case "s":
		i, err := strconv.Atoi(string(s.value))
		if err != nil || i < 0 || i >= s.book.strings.Len() {
			return damaged(errors.New("a cell refers to a text that is not there"))
		}
		b.Data = append(b.Data, s.book.strings.Raw(i)...)
	case "b":
		b.Data = append(b.Data, map[bool]string{true: "true", false: "false"}[string(s.value) == "1"]...)
	case "", "n":
		b.Data = s.appendNumber(b.Data, style)
	default: // str, inlineStr, e (an error such as #N/A), d (an ISO date)
		b.Data = append(b.Data, s.value...)
	}
	if len(b.Data)-start > maxField && r.Problem == "" {
		r.Problem, r.Field = ingest.FieldTooLong, r.Count
	}
	b.Fields = append(b.Fields, ingest.Span{Start: int32(start), End: int32(len(b.Data))})
	r.Count++
	return nil
}

// appendNumber writes a number as it is stored, or as a date where its style
// shows one. Binary fractions are written in their shortest form: the file
// holds 40.712800000000001 for 40.7128. Whole numbers keep all their digits,
// since long ones are ids.
func (s *source) appendNumber(out []byte, style string) []byte {
	x, err := strconv.ParseFloat(string(s.value), 64)
	if err != nil {
		return append(out, s.value...)
	}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.book.styles) && s.book.styles[i] == isDate {
		if dated, ok := appendDate(out, x, s.book.base1904); ok {
			return dated
		}
	}
	if len(s.value) < 16 || !bytes.ContainsAny(s.value, ".eE") {
		return append(out, s.value...)
	}
	return strconv.AppendFloat(out, x, 'f', -1, 64)
}
