package ingest

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
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
		list = append(list, problemOf(string(reason), "", s.broken[reason], reason.Said()))
	}
	for _, note := range s.notes {
		list = append(list, problemOf("left_out", "", 0, note))
	}
	if s.dialect.HeaderRow > 1 {
		list = append(list, problemOf("header_below_top", "", 0, aboveHeader(s.dialect.HeaderRow)))
	}
	find := func(role dataset.Role) int {
		return slices.IndexFunc(columns, func(d decided) bool { return d.Role == role })
	}
	if find(dataset.RoleID) < 0 {
		list = append(list, problemOf("no_id_column", "", 0, sentence.NoteNoIDColumn.With(nil)))
	}
	lat, lon := find(dataset.RoleLatitude), find(dataset.RoleLongitude)
	if lat < 0 {
		list = append(list, problemOf("no_positions", "", 0, sentence.NoteNoPositions.With(nil)))
	} else if a, b := s.columns[lat], s.columns[lon]; a.widest() > 90 && b.widest() <= 90 {
		list = append(list, problemOf(string(CoordinatesSwapped), a.name, 0, sentence.NoteSwapped.With(nil)))
	}
	for i, c := range columns {
		list = append(list, s.columns[i].misfits(c)...)
		if c.Type == dataset.Date && s.columns[i].ambiguousOrder() && !s.columns[i].orderChosen(s.options) {
			list = append(list, problemOf("ambiguous_dates", c.Name, 0, s.columns[i].ambiguity()))
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
	tell := func(reason Reason, rows int, text sentence.Template) {
		if rows > 0 {
			list = append(list, problemOf(string(reason), c.name, rows, text.With(sentence.Params{"rows": rows, "of": c.seen})))
		}
	}
	useless := sentence.NoteUseless
	switch d.Type {
	case dataset.Number:
		if !position {
			tell(NumberUnparseable, c.present()-c.numbers, useless)
			break
		}
		tell(CoordinateUnparseable, c.present()-c.numbers, useless)
		tell(MissingCoordinates, c.missing, sentence.NoteMissingPositions)
	case dataset.Boolean:
		tell(BooleanUnparseable, c.present()-c.booleans, useless)
	}
	return list
}

func aboveHeader(row int) sentence.Sentence {
	return sentence.NoteAboveHeader.With(sentence.Params{"row": row})
}

func problemOf(code, column string, rows int, s sentence.Sentence) Problem {
	return Problem{Code: code, Text: s.English, Said: s, Column: column, Rows: rows}
}
