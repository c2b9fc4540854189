package ingest

import (
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// problems lists what the sample shows that a person should look at.
func (s *sample) problems(columns []decided) []Problem {
	list := []Problem{}
	reasons := make([]Reason, 0, len(s.broken))
	for reason := range s.broken {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		list = append(list, Problem{Code: string(reason), Text: reason.Text(), Rows: s.broken[reason]})
	}
	for _, note := range s.notes {
		list = append(list, Problem{Code: "left_out", Text: note})
	}
	if s.dialect.HeaderRow > 1 {
		list = append(list, Problem{Code: "header_below_top", Text: aboveHeader(s.dialect.HeaderRow)})
	}
	find := func(role dataset.Role) int {
		return slices.IndexFunc(columns, func(d decided) bool { return d.Role == role })
	}
	if find(dataset.RoleID) < 0 {
		list = append(list, Problem{Code: "no_id_column",
			Text: "No column looks like an id, so row numbers will be the ids: a later refresh cannot match units by them. Choose a column whose values are unique."})
	}
	lat, lon := find(dataset.RoleLatitude), find(dataset.RoleLongitude)
	if lat < 0 {
		list = append(list, Problem{Code: "no_positions",
			Text: "No columns look like latitude and longitude: the units will have no position on the map."})
	} else if a, b := s.columns[lat], s.columns[lon]; a.widest() > 90 && b.widest() <= 90 {
		list = append(list, Problem{Code: string(CoordinatesSwapped), Column: a.name,
			Text: "Latitude and longitude look swapped: exchange the roles of the two columns."})
	}
	for i, c := range columns {
		list = append(list, s.columns[i].misfits(c)...)
		if c.Type == dataset.Date && s.columns[i].ambiguousOrder() && !s.columns[i].orderChosen(s.options) {
			list = append(list, Problem{Code: "ambiguous_dates", Column: c.Name, Text: s.columns[i].ambiguity()})
		}
	}
	return list
}

// misfits reports the sampled values that will make their rows bad. Coordinates
// that are missing are told apart from those that make no sense: only the former
// do no harm where units are located by code or address.
func (c *columnGuess) misfits(d decided) []Problem {
	if d.Role == dataset.RoleIgnore {
		return nil
	}
	position := d.Role == dataset.RoleLatitude || d.Role == dataset.RoleLongitude
	var list []Problem
	tell := func(reason Reason, rows int, text string) {
		if rows > 0 {
			list = append(list, Problem{Code: string(reason), Column: c.name, Rows: rows, Text: fmt.Sprintf(text, rows, c.seen)})
		}
	}
	const useless = "%d of the first %d values cannot be used; their rows will be kept aside."
	switch d.Type {
	case dataset.Number:
		if !position {
			tell(NumberUnparseable, c.present()-c.numbers, useless)
			break
		}
		tell(CoordinateUnparseable, c.present()-c.numbers, useless)
		tell(MissingCoordinates, c.missing, "%d of the first %d values are missing; their rows will be kept aside, unless units are located by code or address.")
	case dataset.Boolean:
		tell(BooleanUnparseable, c.present()-c.booleans, useless)
	}
	return list
}

func aboveHeader(row int) string {
	return fmt.Sprintf("The column names are taken from row %d; what stands above is left out.", row)
}
