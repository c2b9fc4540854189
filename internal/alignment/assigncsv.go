package alignment

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportAssignment reads a CSV of units with columns id and, one or both of,
// area (a path or a name; empty for unassigned) and locked (yes or no), and
// returns the ops that bring them about: a listed unit that is locked is
// unlocked, moved, and locked again unless the file says no; one that is held on
// the day stays. unit finds a unit's index by its id. Rows that fail are listed and left out, at most 1,000 of them.
func (s *State) ImportAssignment(r io.Reader, unit func(id string) (int32, bool), on Date) ([]Op, []territory.Detail, error) {
	c := planCSV(r)
	im := assignImport{state: s, out: s.Clone(), unit: unit, on: on, seen: make(map[int32]int), areas: s.territoryNames()}
	if err := im.header(c); err != nil {
		return nil, nil, err
	}
	problems, err := readRows(c, im.take)
	if err != nil {
		return nil, nil, err
	}
	return Between(s, im.out), problems, nil
}

// planCSV reads a CSV whose rows may be short.
func planCSV(r io.Reader) *csv.Reader {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.ReuseRecord = -1, true
	return c
}

// readRows takes the rows after the header and lists those that fail, at most
// 1,000 of them; take returns the column that is wrong.
func readRows(c *csv.Reader, take func(record []string, row int) (column string, err error)) ([]territory.Detail, error) {
	var problems []territory.Detail
	for row := 2; ; row++ {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return problems, nil
		}
		if err != nil {
			return nil, territory.Say(territory.Invalid, sentence.CSVRow.With(sentence.Params{"row": row, "cause": err.Error()}))
		}
		if column, err := take(record, row); err != nil {
			problems = append(problems, cellProblem(row, column, err))
		}
		if len(problems) > maxTreeProblems {
			return nil, ManyFail(maxTreeProblems, problems[0])
		}
	}
}

// cellProblem says what is wrong with a column of a row.
func cellProblem(row int, column string, err error) territory.Detail {
	place := sentence.PlaceCell.With(sentence.Params{"row": row, "column": column})
	d := territory.Detail{Where: place.English, What: err.Error(), Place: &place}
	var known *territory.Error
	if errors.As(err, &known) {
		d.Said = known.Said
	}
	return d
}

// ManyFail says that more rows of a file fail than are listed.
func ManyFail(most int, first territory.Detail) error {
	e := territory.Say(territory.TooLarge, sentence.CSVManyFail.With(sentence.Params{"most": most}))
	e.Details = []territory.Detail{first}
	return e
}

// headerOf returns the column names of the first row, in lower case.
func headerOf(c *csv.Reader) ([]string, error) {
	record, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, territory.Say(territory.Invalid, sentence.CSVNoHeader.With(nil))
	}
	if err != nil {
		return nil, territory.Say(territory.Invalid, sentence.CSVHeader.With(sentence.Params{"cause": err.Error()}))
	}
	names := make([]string, len(record))
	for i, name := range record {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
	}
	return names, nil
}

// fieldOf returns a column of a row, "" where there is none.
func fieldOf(record []string, i int) string {
	if i < 0 || i >= len(record) {
		return ""
	}
	return strings.TrimSpace(record[i])
}

type assignImport struct {
	state, out       *State
	unit             func(id string) (int32, bool)
	on               Date
	areas            map[string][]AreaNumber
	id, area, locked int           // columns, -1 when missing
	seen             map[int32]int // row by unit
}

// territoryNames lists territories by path and by name.
func (s *State) territoryNames() map[string][]AreaNumber {
	names := make(map[string][]AreaNumber)
	for _, a := range s.Territories() {
		names[a.Name] = append(names[a.Name], a.Number)
		if path := s.Path(a.Number); path != a.Name {
			names[path] = append(names[path], a.Number)
		}
	}
	return names
}

func (im *assignImport) header(c *csv.Reader) error {
	names, err := headerOf(c)
	if err != nil {
		return err
	}
	im.id, im.area, im.locked = slices.Index(names, "id"), slices.Index(names, "area"), slices.Index(names, "locked")
	if im.id < 0 || (im.area < 0 && im.locked < 0) {
		return territory.Say(territory.Invalid, sentence.CSVAssignColumns.With(sentence.Params{"columns": names}))
	}
	return nil
}

// take takes one row over, or says which column is wrong.
func (im *assignImport) take(record []string, row int) (column string, err error) {
	field := func(i int) string { return fieldOf(record, i) }
	unit, exists := im.unit(field(im.id))
	if !exists {
		return "id", territory.Say(territory.Invalid, sentence.RowNoUnit.With(sentence.Params{"id": field(im.id)}))
	}
	if before, twice := im.seen[unit]; twice {
		return "id", territory.Say(territory.Invalid, sentence.RowUnitTwice.With(sentence.Params{"id": field(im.id), "row": before}))
	}
	to, lock := im.state.Assigned[unit], im.state.Locked[unit]
	if im.area >= 0 {
		if to, err = im.find(field(im.area)); err != nil {
			return "area", err
		}
		for _, a := range []*Area{im.state.Areas[to], im.state.Areas[im.state.Assigned[unit]]} {
			if a != nil && a.Locked && to != im.state.Assigned[unit] {
				return "area", territory.Say(territory.Conflict, sentence.ProblemAreaLocked.With(sentence.Params{"area": a.Name}))
			}
		}
		if h, held := im.state.Holdouts[unit]; held && h.Counts(im.on) && to != im.state.Assigned[unit] {
			return "area", im.state.heldError(unit)
		}
	}
	if im.locked >= 0 && field(im.locked) != "" {
		if lock, err = yes(field(im.locked)); err != nil {
			return "locked", territory.Say(territory.Invalid, sentence.RowUnusable.With(sentence.Params{"text": field(im.locked), "problem": territory.Saying(err)}))
		}
	}
	im.seen[unit] = row
	im.out.Assigned[unit], im.out.Locked[unit] = to, lock
	return "", nil
}

func (im *assignImport) find(text string) (AreaNumber, error) {
	if text == "" {
		return Unassigned, nil
	}
	numbers := im.areas[text]
	switch len(numbers) {
	case 0:
		return 0, territory.Say(territory.Invalid, sentence.RowNoTerritory.With(sentence.Params{"name": text}))
	case 1:
		return numbers[0], nil
	}
	return 0, territory.Say(territory.Invalid, sentence.RowManyAreas.With(sentence.Params{"name": text, "path": im.state.Path(numbers[0])}))
}
