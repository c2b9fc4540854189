package publish

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// UnitsFile writes one row per unit: id, the area of every level, the
// territory's number and owner, position and measures.
type UnitsFile struct{}

// Format implements Target.
func (UnitsFile) Format() Format { return UnitsCSV }

// File implements Target.
func (UnitsFile) File() (string, string) { return "units.csv", "text/csv; charset=utf-8" }

// Write implements Target.
func (UnitsFile) Write(ctx context.Context, w io.Writer, p *Plan) error {
	ids, err := p.Reader.IDs(ctx)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	levels := p.State.Alignment.Levels
	header := append([]string{"id"}, levels...)
	header = append(header, "area_number", "owner")
	if p.Columns.Lon != nil {
		header = append(header, "longitude", "latitude")
	}
	header = append(header, measureNames(p.Columns)...)
	if err := out.Write(header); err != nil {
		return err
	}
	for i, number := range p.State.Assigned {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !p.in(number) {
			continue
		}
		record := append([]string{ids.At(i)}, branch(p.State, number)...)
		owner := ""
		if a := p.State.Areas[number]; a != nil {
			owner = a.Owner
		}
		record = append(record, strconv.Itoa(int(number)), owner)
		if p.Columns.Lon != nil {
			record = append(record, degrees(p.Columns.Lon[i]), degrees(p.Columns.Lat[i]))
		}
		for m, name := range p.Columns.Names {
			if name != "" {
				record = append(record, amount(p.Columns.Value(m, i)))
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
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

func measureNames(u *figures.Units) []string {
	var names []string
	for _, name := range u.Names {
		if name != "" {
			names = append(names, name)
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
	header := []string{"number", "parent", "name", "level", "owner", "locked", "units"}
	for _, name := range p.Columns.Names {
		if name == "" {
			name = "units"
		}
		header = append(header, name, name+"_target", name+"_deviation")
	}
	header = append(header, "centre_longitude", "centre_latitude", "travel_km")
	if err := out.Write(header); err != nil {
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
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func levelName(s *alignment.State, level int) string {
	if level < len(s.Alignment.Levels) {
		return s.Alignment.Levels[level]
	}
	return strconv.Itoa(level)
}
