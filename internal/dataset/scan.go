package dataset

import (
	"context"
	"fmt"

	"github.com/parquet-go/parquet-go"
)

// Scan reads the named columns of all units, a row group at a time, without
// the cache: memory does not grow with the number of units. The frame given to
// visit holds the columns in the order of names, begins with unit first, and is
// used again after visit returns.
func (r *Reader) Scan(ctx context.Context, names []string, visit func(first int, f *Frame) error) error {
	columns := make([]Column, len(names))
	for i, name := range names {
		var err error
		if columns[i], err = r.Column(name); err != nil {
			return err
		}
	}
	frame := NewFrame(columns)
	worked, err := r.workAll(ctx, names)
	if err != nil {
		return err
	}
	first := 0
	return r.withFile(ctx, func(file *parquet.File) error {
		for _, group := range file.RowGroups() {
			if err := ctx.Err(); err != nil {
				return err
			}
			frame.Reset()
			frame.Units = int(group.NumRows())
			if err := readGroup(group, columns, worked, first, frame); err != nil {
				return err
			}
			if err := visit(first, frame); err != nil {
				return err
			}
			first += frame.Units
		}
		return nil
	})
}

// workAll works out the computed columns among names; nil for the others.
func (r *Reader) workAll(ctx context.Context, names []string) ([]*Whole, error) {
	worked := make([]*Whole, len(names))
	for i, name := range names {
		if computed, ok := r.computed[name]; ok {
			var err error
			if worked[i], err = r.work(ctx, computed); err != nil {
				return nil, err
			}
		}
	}
	return worked, nil
}

// part appends units first … first+n to a frame's column.
func (v *Whole) part(first, n int, to *Values) {
	if v.Texts == nil {
		to.Numbers = append(to.Numbers, v.Numbers[first:first+n]...)
		return
	}
	for unit := first; unit < first+n; unit++ {
		to.Texts.Append([]byte(v.Texts.At(unit)))
	}
}

func readGroup(group parquet.RowGroup, columns []Column, worked []*Whole, first int, frame *Frame) error {
	for i, column := range columns {
		if worked[i] != nil {
			worked[i].part(first, frame.Units, &frame.Columns[i])
			continue
		}
		leaf, ok := group.Schema().Lookup(column.Name)
		if !ok {
			return fmt.Errorf("read column %q: %w", column.Name, errCorrupt)
		}
		values := &frame.Columns[i]
		err := eachPageOf(group.ColumnChunks()[leaf.ColumnIndex], func(p *page) (err error) {
			if column.Type == Text {
				return p.appendStrings(&values.Texts)
			}
			values.Numbers, err = p.appendNumbers(values.Numbers, column.Type)
			return err
		})
		if err != nil {
			return fmt.Errorf("read column %q: %w", column.Name, err)
		}
	}
	return checkFrame(frame, columns)
}
