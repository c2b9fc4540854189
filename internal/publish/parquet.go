package publish

import (
	"context"
	"io"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// UnitsParquetFile writes the rows of UnitsFile as a Parquet file, with types.
type UnitsParquetFile struct{}

// Format implements Target.
func (UnitsParquetFile) Format() Format { return UnitsParquet }

// File implements Target.
func (UnitsParquetFile) File() (string, string) {
	return "units.parquet", "application/vnd.apache.parquet"
}

// Write implements Target.
func (UnitsParquetFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	fields, err := p.unitFields(ctx)
	if err != nil {
		return err
	}
	columns := make([]dataset.Column, len(fields))
	for i, f := range fields {
		columns[i] = f.Column
	}
	out, err := dataset.NewWriter(w, columns)
	if err != nil {
		return err
	}
	frame, full := out.Frame(), dataset.GroupUnits(len(columns))
	err = p.eachUnit(ctx, func(unit int) error {
		appendUnit(frame, fields, unit)
		if frame.Units < full {
			return nil
		}
		written := frame
		frame = out.Frame()
		return out.Write(written)
	})
	if err == nil {
		err = out.Write(frame)
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}

func appendUnit(frame *dataset.Frame, fields []unitField, unit int) {
	for i := range fields {
		values := &frame.Columns[i]
		if fields[i].Text != nil {
			values.Texts.Append([]byte(fields[i].Text(unit)))
		} else {
			values.Numbers = append(values.Numbers, fields[i].Number(unit))
		}
	}
	frame.Units++
}
