package csvfile

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// Writer writes comma-separated UTF-8 text, one field at a time, without
// allocating. Errors are kept and returned by Flush. It is not for concurrent
// use.
type Writer struct {
	out     *bufio.Writer
	scratch []byte
	started bool // the current row has a field
	empty   bool // the current row's only field so far is empty
}

// NewWriter returns a Writer to out.
func NewWriter(out io.Writer) *Writer {
	return &Writer{out: bufio.NewWriterSize(out, 64<<10)}
}

// Text adds a text field, in quotes where it needs them.
func (w *Writer) Text(text string) {
	w.separate(text == "")
	if !needsQuotes(text) {
		w.out.WriteString(text)
		return
	}
	w.out.WriteByte('"')
	w.out.WriteString(strings.ReplaceAll(text, `"`, `""`))
	w.out.WriteByte('"')
}

// Number adds a number in the shortest form that reads back as the same
// number; NaN and infinities, which mean missing, give an empty field.
func (w *Writer) Number(x float64) {
	missing := math.IsNaN(x) || math.IsInf(x, 0)
	w.separate(missing)
	if missing {
		return
	}
	format := byte('f')
	if size := math.Abs(x); size >= 1e21 || size != 0 && size < 1e-7 {
		format = 'g'
	}
	w.scratch = strconv.AppendFloat(w.scratch[:0], x, format, -1, 64)
	w.out.Write(w.scratch)
}

// Int adds a whole number.
func (w *Writer) Int(n int) {
	w.separate(false)
	w.scratch = strconv.AppendInt(w.scratch[:0], int64(n), 10)
	w.out.Write(w.scratch)
}

// EndRow ends the row. A row of one empty field is written as two quotes,
// since a blank line would not be read as a row.
func (w *Writer) EndRow() {
	if w.started && w.empty {
		w.out.WriteString(`""`)
	}
	w.out.WriteByte('\n')
	w.started = false
}

// Row writes a whole row of texts.
func (w *Writer) Row(fields ...string) {
	for _, f := range fields {
		w.Text(f)
	}
	w.EndRow()
}

// Flush writes what is buffered and returns the first error of all writes.
func (w *Writer) Flush() error { return w.out.Flush() }

func (w *Writer) separate(empty bool) {
	if w.started {
		w.out.WriteByte(',')
		empty = false
	}
	w.started, w.empty = true, empty
}

func needsQuotes(text string) bool {
	if text == "" {
		return false
	}
	return strings.ContainsAny(text, ",\"\r\n;\t|") || text[0] == ' ' || text[len(text)-1] == ' ' || strings.HasPrefix(text, "sep=")
}
