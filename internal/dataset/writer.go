package dataset

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"

	"github.com/parquet-go/parquet-go"
)

// GroupUnits is how many units a frame should hold at most for so many columns:
// each frame becomes one row group. It bounds what a writer and a reader hold in
// memory, at about a million values.
func GroupUnits(columns int) int {
	return min(max(1<<20/max(columns, 1), 1<<8), 1<<15)
}

// columnsKey names the JSON list of columns (name, type, role) that is kept in
// the file's own metadata, so that a units file explains itself.
const columnsKey = "bailiwick.columns"

// Writer writes the units file of a snapshot. Frames are encoded in parallel
// and written in the order given. It is not for concurrent use.
type Writer struct {
	file    *parquet.GenericWriter[any]
	columns []Column
	queue   chan *group
	done    chan struct{}
	err     error // set by the committing goroutine before done is closed
	failed  chan struct{}
	spare   chan *Frame // written frames, to be filled again
}

// group is a frame on its way into the file.
type group struct {
	rows    *parquet.ConcurrentRowGroupWriter
	frame   *Frame
	encoded chan error
}

// NewWriter begins a units file on out.
func NewWriter(out io.Writer, columns []Column) (*Writer, error) {
	schema, err := schemaOf(columns)
	if err != nil {
		return nil, err
	}
	meta, err := json.Marshal(withoutProfiles(columns))
	if err != nil {
		return nil, fmt.Errorf("encode columns: %w", err)
	}
	w := &Writer{
		file: parquet.NewGenericWriter[any](out, schema,
			parquet.CreatedBy("bailiwick", "1", ""),
			parquet.KeyValueMetadata(columnsKey, string(meta)),
			parquet.MaxRowsPerRowGroup(math.MaxInt32),
			&parquet.WriterConfig{DictionaryMaxBytes: dictionaryLimit}),
		columns: columns,
		// One more group is in the hands of the committing goroutine.
		queue:  make(chan *group, runtime.GOMAXPROCS(0)-1),
		spare:  make(chan *Frame, runtime.GOMAXPROCS(0)+1),
		done:   make(chan struct{}),
		failed: make(chan struct{}),
	}
	go w.commit()
	return w, nil
}

func withoutProfiles(columns []Column) []Column {
	bare := make([]Column, len(columns))
	for i, c := range columns {
		bare[i] = Column{Name: c.Name, Type: c.Type, Role: c.Role}
	}
	return bare
}

// Frame returns an empty frame for Write. It uses the memory of a frame that is
// written already, if there is one.
func (w *Writer) Frame() *Frame {
	select {
	case f := <-w.spare:
		return f
	default:
		return NewFrame(w.columns)
	}
}

// Write adds a frame, which then belongs to the writer. It waits while as many
// frames are being encoded as there are processors.
func (w *Writer) Write(f *Frame) error {
	if f.Units == 0 {
		return nil
	}
	if err := checkFrame(f, w.columns); err != nil {
		return err
	}
	g := &group{rows: w.file.BeginRowGroup(), frame: f, encoded: make(chan error, 1)}
	select {
	case w.queue <- g:
	case <-w.failed:
		return w.err
	}
	go func() {
		err := encode(g.rows, g.frame, w.columns)
		w.recycle(g.frame)
		g.encoded <- err
	}()
	return nil
}

func (w *Writer) recycle(f *Frame) {
	f.Reset()
	select {
	case w.spare <- f:
	default:
	}
}

func checkFrame(f *Frame, columns []Column) error {
	if len(f.Columns) != len(columns) {
		return fmt.Errorf("frame has %d columns, want %d", len(f.Columns), len(columns))
	}
	for i, c := range columns {
		n := len(f.Columns[i].Numbers)
		if c.Type == Text {
			n = f.Columns[i].Texts.Len()
		}
		if n != f.Units {
			return fmt.Errorf("frame column %q has %d values, want %d", c.Name, n, f.Units)
		}
	}
	return nil
}

// commit writes encoded groups in order. After an error it only drains.
func (w *Writer) commit() {
	defer close(w.done)
	for g := range w.queue {
		err := <-g.encoded
		if w.err != nil {
			continue
		}
		if err == nil {
			_, err = g.rows.Commit()
		}
		if err != nil {
			w.err = err
			close(w.failed)
		}
	}
}

// Close writes what is left and the footer. It must be called exactly once,
// also after an error, since it waits for the writer's goroutines.
func (w *Writer) Close() error {
	close(w.queue)
	<-w.done
	if w.err != nil {
		return fmt.Errorf("write units: %w", w.err)
	}
	if err := w.file.Close(); err != nil {
		return fmt.Errorf("write units: %w", err)
	}
	return nil
}

// encodeRun is how many values are handed to a column at a time.
const encodeRun = 4096

func encode(rows *parquet.ConcurrentRowGroupWriter, f *Frame, columns []Column) error {
	run := make([]parquet.Value, encodeRun)
	for c, column := range rows.ColumnWriters() {
		for from := 0; from < f.Units; from += encodeRun {
			n := min(encodeRun, f.Units-from)
			fillRun(run[:n], &f.Columns[c], from, c, columns[c].Type)
			if _, err := column.WriteRowValues(run[:n]); err != nil {
				return fmt.Errorf("encode column %q: %w", columns[c].Name, err)
			}
		}
		if err := column.Flush(); err != nil {
			return fmt.Errorf("encode column %q: %w", columns[c].Name, err)
		}
	}
	return nil
}

func fillRun(run []parquet.Value, v *Values, from, column int, t Type) {
	null := parquet.Value{}.Level(0, 0, column)
	for i := range run {
		run[i] = null
		if t == Text {
			if text := v.Texts.Raw(from + i); len(text) > 0 {
				run[i] = parquet.ByteArrayValue(text).Level(0, 1, column)
			}
			continue
		}
		x := v.Numbers[from+i]
		if x != x {
			continue
		}
		switch t {
		case Number:
			run[i] = parquet.DoubleValue(x).Level(0, 1, column)
		case Date:
			run[i] = parquet.Int32Value(int32(x)).Level(0, 1, column)
		case Boolean:
			run[i] = parquet.BooleanValue(x != 0).Level(0, 1, column)
		}
	}
}
