// Package solvefile reads engine problems from plain CSV files and writes
// plans back, so that the engine can be used and measured without datasets:
// units with coordinates and measures, edges, centres, assignments. Files may
// be gzipped.
package solvefile

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// table is a CSV file by column. Cells are kept as text; numbers are parsed
// when a column is used.
type table struct {
	name    string // of the file, for messages
	columns map[string]int
	header  []string
	cells   [][]string // by column
	rows    int
}

// readTable reads a CSV file with a header, plain or gzipped.
func readTable(r io.Reader, name string) (*table, error) {
	in, err := plain(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	reader := csv.NewReader(in)
	reader.ReuseRecord = true
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, territory.Errorf(territory.Invalid, "%s is empty: it needs a header line and rows.", name)
	}
	if err != nil {
		return nil, territory.Errorf(territory.Invalid, "%s is not readable as CSV: %v.", name, err)
	}
	t := &table{name: name, columns: make(map[string]int, len(header)), cells: make([][]string, len(header))}
	for c, h := range header {
		h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		t.header = append(t.header, h)
		t.columns[strings.ToLower(h)] = c
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, territory.Errorf(territory.Invalid, "%s: %v.", name, err)
		}
		for c, cell := range record {
			t.cells[c] = append(t.cells[c], cell)
		}
		t.rows++
	}
	if t.rows == 0 {
		return nil, territory.Errorf(territory.Invalid, "%s has a header but no rows.", name)
	}
	return t, nil
}

func plain(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	head, err := b.Peek(2)
	if err == nil && head[0] == 0x1f && head[1] == 0x8b {
		return gzip.NewReader(b)
	}
	return b, nil
}

// find returns the first of the named columns that is there.
func (t *table) find(names ...string) (string, bool) {
	for _, n := range names {
		if c, ok := t.columns[strings.ToLower(n)]; ok {
			return t.header[c], true
		}
	}
	return "", false
}

// text returns a column's cells.
func (t *table) text(name string) ([]string, error) {
	c, ok := t.columns[strings.ToLower(name)]
	if !ok {
		return nil, territory.Errorf(territory.Invalid, "%s has no column %q. It has: %s.", t.name, name, strings.Join(t.header, ", "))
	}
	return t.cells[c], nil
}

// numbers parses a column; an empty cell is empty, which must not be NaN when
// a value is required.
func (t *table) numbers(name string, empty float64) ([]float64, error) {
	cells, err := t.text(name)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(cells))
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" && !math.IsNaN(empty) {
			out[i] = empty
			continue
		}
		if out[i], err = strconv.ParseFloat(cell, 64); err != nil || math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			return nil, territory.Errorf(territory.Invalid, "%s, row %d, column %s: %q is not a number.", t.name, i+2, name, cell)
		}
	}
	return out, nil
}
