package publish

import (
	"context"
	"encoding/csv"
	"io"
	"math"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// UnitsFile writes one row per unit: id, the area of every level, the
// territory's number and owner, position, measures, and chosen columns.
type UnitsFile struct{}

// Format implements Target.
func (UnitsFile) Format() Format { return UnitsCSV }

// File implements Target.
func (UnitsFile) File() (string, string) { return "units.csv", "text/csv; charset=utf-8" }

// Write implements Target.
func (UnitsFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	fields, err := p.unitFields(ctx)
	if err != nil {
		return err
	}
	out, record := csv.NewWriter(w), make([]string, len(fields))
	for i, f := range fields {
		record[i] = f.Column.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	err = p.eachUnit(ctx, func(unit int) error {
		for i := range fields {
			record[i] = fields[i].csv(unit)
		}
		return out.Write(record)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// csv writes a value as the CSV import reads it back; missing values are empty.
func (f *unitField) csv(unit int) string {
	if f.Text != nil {
		return f.Text(unit)
	}
	x := f.Number(unit)
	switch {
	case math.IsNaN(x):
		return ""
	case f.Column.Role == dataset.RoleLongitude || f.Column.Role == dataset.RoleLatitude:
		return degrees(x)
	case f.Column.Type == dataset.Date:
		return dataset.FormatDate(x)
	case f.Column.Type == dataset.Boolean:
		return strconv.FormatBool(x != 0)
	}
	return amount(x)
}

// branch returns the names of the area and of its parents, one per level, top
// first; empty for unassigned units.
func branch(s *alignment.State, number alignment.AreaNumber) []string {
	names := make([]string, len(s.Alignment.Levels))
	for a := s.Areas[number]; a != nil; a = s.Areas[a.Parent] {
		if a.Level < len(names) {
			names[a.Level] = a.Name
		}
	}
	return names
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

func amount(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// AreasFile writes one row per area of every level, in tree order: number,
// parent, name, level, owner, units, sums with targets and deviations, centre
// and mean travel.
type AreasFile struct{}

// Format implements Target.
func (AreasFile) Format() Format { return AreasCSV }

// File implements Target.
func (AreasFile) File() (string, string) { return "areas.csv", "text/csv; charset=utf-8" }

// Write implements Target.
func (AreasFile) Write(_ context.Context, w io.Writer, p *Plan) error {
	out := csv.NewWriter(w)
	header := areaFields(p.Columns.Names)
	keep, err := chosenPlaces(header, p.chosen)
	if err != nil {
		return err
	}
	if err := out.Write(picked(header, keep)); err != nil {
		return err
	}
	for _, row := range figures.Tree(p.State, p.Measured, p.Columns) {
		a := row.Area
		if !p.in(a.Number) {
			continue
		}
		record := []string{
			strconv.Itoa(int(a.Number)), strconv.Itoa(int(a.Parent)), a.Name, levelName(p.State, a.Level), a.Owner,
			strconv.FormatBool(a.Locked), strconv.Itoa(row.Units),
		}
		for m := range p.Columns.Names {
			record = append(record, amount(row.Sums[m]), strconv.FormatFloat(row.Targets[m], 'f', 2, 64), strconv.FormatFloat(row.Deviations[m], 'f', 5, 64))
		}
		if row.Centre != nil {
			record = append(record, degrees(row.Centre.Lon), degrees(row.Centre.Lat), strconv.FormatFloat(row.TravelKm, 'f', 2, 64))
		} else {
			record = append(record, "", "", "")
		}
		if err := out.Write(picked(record, keep)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// areaFields are the columns of the file of areas with these measures.
func areaFields(measures []string) []string {
	header := []string{"number", "parent", "name", "level", "owner", "locked", "units"}
	for _, name := range measures {
		if name == "" {
			name = "units"
		}
		header = append(header, name, name+"_target", name+"_deviation")
	}
	return append(header, "centre_longitude", "centre_latitude", "travel_km")
}

func levelName(s *alignment.State, level int) string {
	if level < len(s.Alignment.Levels) {
		return s.Alignment.Levels[level]
	}
	return strconv.Itoa(level)
}
