package dataset

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Row returns one unit's values by column name: string, float64, bool, a date
// as "2006-01-02", nil when missing.
func (r *Reader) Row(ctx context.Context, unit int) (map[string]any, error) {
	rows, err := r.Rows(ctx, []int{unit})
	if err != nil {
		return nil, err
	}
	row := make(map[string]any, len(r.snap.Columns))
	for c, column := range r.snap.Columns {
		row[column.Name] = rows[0][c]
	}
	return row, nil
}

// Rows returns the units' values in the order of the snapshot's columns and of
// units, in the form of Row. It reads only the pages that hold them, so it is
// the way to show a page of a table; whole columns come from Numbers and Texts.
func (r *Reader) Rows(ctx context.Context, units []int) ([][]any, error) {
	rows := make([][]any, len(units))
	order := make([]int, len(units))
	for i, unit := range units {
		if unit < 0 || unit >= r.snap.Units {
			return nil, territory.Errorf(territory.NotFound, "There is no unit %d: the dataset has %d.", unit, r.snap.Units)
		}
		rows[i], order[i] = make([]any, len(r.snap.Columns)), i
	}
	slices.SortFunc(order, func(a, b int) int { return units[a] - units[b] })
	err := r.withFile(ctx, func(file *parquet.File) error {
		base, done := 0, 0
		for _, group := range file.RowGroups() {
			end, first := base+int(group.NumRows()), done
			for done < len(order) && units[order[done]] < end {
				done++
			}
			if err := r.fillRows(group, base, units, order[first:done], rows); err != nil {
				return err
			}
			base = end
		}
		return nil
	})
	if err == nil {
		err = r.fillComputed(ctx, units, rows)
	}
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return rows, nil
}

// fillComputed fills the computed columns of the rows.
func (r *Reader) fillComputed(ctx context.Context, units []int, rows [][]any) error {
	first := len(r.stored())
	for c, column := range r.snap.Columns[first:] {
		v, err := r.work(ctx, r.computed[column.Name])
		if err != nil {
			return err
		}
		for i, unit := range units {
			rows[i][first+c] = v.at(unit, column.Type)
		}
	}
	return nil
}

// at returns a unit's value in the form of Row.
func (v *Whole) at(unit int, t Type) any {
	if t == Text {
		if text := v.Texts.At(unit); text != "" {
			return text
		}
		return nil
	}
	x := v.Numbers[unit]
	switch {
	case x != x:
		return nil
	case t == Boolean:
		return x == 1
	case t == Date:
		return FormatDate(x)
	}
	return x
}

// fillRows fills the rows that order names, all of them in this group, which
// begins at unit base.
func (r *Reader) fillRows(group parquet.RowGroup, base int, units, order []int, rows [][]any) error {
	if len(order) == 0 {
		return nil
	}
	for c, column := range r.stored() {
		leaf, ok := group.Schema().Lookup(column.Name)
		if !ok {
			return errCorrupt
		}
		chunk := group.ColumnChunks()[leaf.ColumnIndex]
		if err := fillColumn(chunk, base, units, order, func(i int, v parquet.Value) {
			rows[i][c] = goValue(v, column.Type)
		}); err != nil {
			return fmt.Errorf("column %q: %w", column.Name, err)
		}
	}
	return nil
}

func fillColumn(chunk parquet.ColumnChunk, base int, units, order []int, set func(i int, v parquet.Value)) error {
	pages := chunk.Pages()
	defer pages.Close()
	for len(order) > 0 {
		first := units[order[0]] - base
		if err := pages.SeekToRow(int64(first)); err != nil {
			return err
		}
		p, err := pages.ReadPage() // begins at the row sought
		if err != nil {
			return err
		}
		last := first
		for _, i := range order {
			if row := units[i] - base; row-first < int(p.NumRows()) {
				last = row
			}
		}
		values := make([]parquet.Value, last-first+1)
		if n, err := p.Values().ReadValues(values); n < len(values) {
			return fmt.Errorf("page of %d values: %w", p.NumRows(), orCorrupt(err))
		}
		for len(order) > 0 && units[order[0]]-base <= last {
			set(order[0], values[units[order[0]]-base-first])
			order = order[1:]
		}
		parquet.Release(p)
	}
	return nil
}

func orCorrupt(err error) error {
	if err == nil || err == io.EOF {
		return errCorrupt
	}
	return err
}

func goValue(v parquet.Value, t Type) any {
	if v.IsNull() {
		return nil
	}
	switch t {
	case Number:
		return v.Double()
	case Date:
		return FormatDate(float64(v.Int32()))
	case Boolean:
		return v.Boolean()
	}
	return string(v.ByteArray())
}

// FormatDate writes a date given in days since 1970-01-01 as "2006-01-02".
func FormatDate(days float64) string {
	return time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly)
}
