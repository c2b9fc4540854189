package csvfile

import (
	"context"
	"io"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// WriteUnits writes the named columns of all units as CSV with a header, all
// columns that came from the source when names is empty. Importing the result
// with the same types and roles gives the same values.
func WriteUnits(ctx context.Context, out io.Writer, r *dataset.Reader, names []string) error {
	if len(names) == 0 {
		names = slices.DeleteFunc(sourceColumns(r.Snapshot()), r.IsComputed)
	}
	types := make([]dataset.Type, len(names))
	w := NewWriter(out)
	for i, name := range names {
		column, err := r.Column(name)
		if err != nil {
			return err
		}
		types[i] = column.Type
		w.Text(name)
	}
	w.EndRow()
	err := r.Scan(ctx, names, func(_ int, f *dataset.Frame) error {
		for unit := range f.Units {
			for i, t := range types {
				writeValue(w, &f.Columns[i], t, unit)
			}
			w.EndRow()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

// sourceColumns leaves out the columns made by the program, but for made-up
// ids, without which the units could not be told apart.
func sourceColumns(s dataset.Snapshot) []string {
	var names []string
	for _, c := range s.Columns {
		if c.Name[0] != '$' || c.Role == dataset.RoleID {
			names = append(names, c.Name)
		}
	}
	return names
}

func writeValue(w *Writer, v *dataset.Values, t dataset.Type, unit int) {
	if t == dataset.Text {
		w.Text(v.Texts.At(unit))
		return
	}
	x := v.Numbers[unit]
	switch {
	case x != x || t == dataset.Number:
		w.Number(x)
	case t == dataset.Date:
		w.Text(dataset.FormatDate(x))
	case x != 0:
		w.Text("true")
	default:
		w.Text("false")
	}
}
