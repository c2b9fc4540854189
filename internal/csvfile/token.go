package csvfile

import (
	"bytes"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// Limits of a record.
const (
	maxField  = 1 << 20  // longer fields make the row bad
	maxRecord = 16 << 20 // longer records are cut: the most that is ever held
	// maxFields bounds the fields of a record that is not one (16 MB of
	// delimiters would otherwise take 128 MB).
	maxFields = 1 << 16
)

// tokenizer splits text into records and fields as RFC 4180 describes, with
// these freedoms: a record ends with LF, CR LF or CR; a quote inside an
// unquoted field is text; blank lines count as rows but give no record. After
// a misplaced or unclosed quote it takes up again on the line after the one on
// which the record began, so that a stray quote costs one row.
type tokenizer struct {
	delimiter byte
	quote     byte    // 0 when fields are not quoted
	rows      int     // records and blank lines before the current one
	lines     int     // physical lines before the current record
	escaped   []int32 // fields of the current record with doubled quotes
}

// record reads the record that begins at b.Data[pos] and appends it to b. It
// returns where the next begins, or false when the data ends before the record
// does and more may follow (last is false).
func (t *tokenizer) record(b *ingest.Batch, pos int, last bool) (next int, ok bool) {
	data := b.Data
	if end := lineEnd(data, pos, last); end > pos {
		t.rows++
		t.lines++
		return end, true // a blank line
	}
	r := ingest.Record{Row: t.rows + 1, Line: t.lines + 1, First: int32(len(b.Fields)), Field: -1}
	t.escaped = t.escaped[:0]
	extraLines := 0
	for start := pos; ; {
		var end, after int
		if start < len(data) && data[start] == t.quote && t.quote != 0 {
			var state quoteState
			end, after, state = t.quoted(data, start, last)
			switch state {
			case quoteOpen:
				if !last && (len(data)-pos < maxRecord || bytes.IndexByte(data[pos:], '\n') < 0) {
					b.Fields = b.Fields[:r.First]
					return pos, false
				}
				return t.badLine(b, r, pos, ingest.UnclosedQuote), true
			case quoteMisplaced:
				return t.badLine(b, r, pos, ingest.MisplacedQuote), true
			case quoteEscaped:
				t.escaped = append(t.escaped, int32(len(b.Fields)))
			}
			start++
			extraLines += bytes.Count(data[start:end], []byte{'\n'})
		} else {
			end = t.unquoted(data, start)
			after = end
		}
		if after >= len(data) && !last {
			b.Fields = b.Fields[:r.First]
			return pos, false
		}
		if end-start > maxField && r.Problem == "" {
			r.Problem, r.Field = ingest.FieldTooLong, int32(len(b.Fields))-r.First
		}
		if len(b.Fields)-int(r.First) < maxFields {
			b.Fields = append(b.Fields, ingest.Span{Start: int32(start), End: int32(end)})
		} else {
			r.Problem, r.Field = ingest.WrongFieldCount, -1
		}
		if after < len(data) && data[after] == t.delimiter {
			start = after + 1
			continue
		}
		next = lineEnd(data, after, last)
		if next < 0 {
			b.Fields = b.Fields[:r.First]
			return pos, false // CR at the end: LF may follow
		}
		break
	}
	t.unescape(b)
	r.Count = int32(len(b.Fields)) - r.First
	b.Records = append(b.Records, r)
	t.rows++
	t.lines += 1 + extraLines
	return next, true
}

// lineEnd returns where the line end at pos ends, pos when there is none or
// the data ends here, and -1 when more data is needed to know.
func lineEnd(data []byte, pos int, last bool) int {
	switch {
	case pos >= len(data):
		return pos
	case data[pos] == '\n':
		return pos + 1
	case data[pos] != '\r':
		return pos
	case pos+1 < len(data) && data[pos+1] == '\n':
		return pos + 2
	case pos+1 < len(data) || last:
		return pos + 1
	}
	return -1
}

// unquoted returns where the unquoted field at start ends.
func (t *tokenizer) unquoted(data []byte, start int) int {
	delimiter := t.delimiter
	for i := start; i < len(data); i++ {
		if c := data[i]; c == delimiter || c == '\n' || c == '\r' {
			return i
		}
	}
	return len(data)
}

// quoteState says how a quoted field ended.
type quoteState int

const (
	quoteClosed quoteState = iota
	quoteEscaped
	quoteOpen
	quoteMisplaced
)

// quoted returns where the text of the quoted field at start ends and what
// follows its closing quote begins.
func (t *tokenizer) quoted(data []byte, start int, last bool) (end, after int, state quoteState) {
	state = quoteClosed
	for at := start + 1; ; {
		i := bytes.IndexByte(data[at:], t.quote)
		if i < 0 {
			return 0, 0, quoteOpen
		}
		at += i
		switch {
		case at+1 == len(data):
			if !last {
				return 0, 0, quoteOpen
			}
			return at, at + 1, state
		case data[at+1] == t.quote:
			state = quoteEscaped
			at += 2
		case data[at+1] == t.delimiter || data[at+1] == '\n' || data[at+1] == '\r':
			return at, at + 1, state
		default:
			return 0, 0, quoteMisplaced
		}
	}
}

// unescape halves the doubled quotes of the current record's fields in place.
func (t *tokenizer) unescape(b *ingest.Batch) {
	for _, f := range t.escaped {
		if int(f) >= len(b.Fields) {
			continue
		}
		span := &b.Fields[f]
		text := b.Data[span.Start:span.End]
		n := 0
		for i := 0; i < len(text); i++ {
			text[n] = text[i]
			n++
			if text[i] == t.quote {
				i++
			}
		}
		span.End = span.Start + int32(n)
	}
}

// badLine records the line at pos as one field with the problem and returns
// where the next line begins. The line is complete, or cut at the limit.
func (t *tokenizer) badLine(b *ingest.Batch, r ingest.Record, pos int, problem ingest.Reason) int {
	end := bytes.IndexAny(b.Data[pos:], "\r\n")
	next := len(b.Data)
	if end < 0 {
		end = len(b.Data)
	} else {
		end += pos
		next = end + 1
		if b.Data[end] == '\r' && next < len(b.Data) && b.Data[next] == '\n' {
			next++
		}
	}
	b.Fields = append(b.Fields[:r.First], ingest.Span{Start: int32(pos), End: int32(end)})
	r.Count, r.Problem, r.Field = 1, problem, -1
	b.Records = append(b.Records, r)
	t.rows++
	t.lines++
	return next
}
