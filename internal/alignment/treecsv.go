package alignment

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// The columns of a tree file. A path names an area by the names above it and
// its own, "West > Nevada". Columns "target NAME" (share), "percent NAME",
// "amount NAME", "min NAME" and "max NAME" hold the targets for measure NAME,
// "capacity NAME" the capacity. Any order; only area is required.
const (
	columnArea   = "area"
	columnParent = "parent"
	columnOwner  = "owner"
	columnNotes  = "notes"
	columnColour = "colour"
	columnLocked = "locked"
	columnLon    = "centre_longitude"
	columnLat    = "centre_latitude"
	columnPinned = "pinned"
	columnRule   = "rule"
	columnLevel  = "level"
	columnUsers  = "users"
	columnSort   = "sort"

	columnProfile = "profile"
	pathMark      = " > "
)

// limits of a tree file.
const (
	maxTreeRows     = 50_000
	maxTreeProblems = 1000
)

// TreeRow is one area of a tree file.
type TreeRow struct {
	// Row is its row number in the file; the header is row 1.
	Row int
	// Parent is the parent's path, or its name where that is enough; ""
	// for an area at the top.
	Parent string
	// Level is the name of the area's level; "" for whatever it is called.
	Level string
	// Area holds the properties other than number, parent, level and sort.
	Area Area
	// Given says which properties the file has, by column.
	Given map[string]bool
}

// ReadTree reads a tree file. Rows that cannot be read are left out and listed
// as details with row and column, at most 1,000 of them; an error means that
// the file as a whole cannot be used.
func ReadTree(r io.Reader) ([]TreeRow, []territory.Detail, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.LazyQuotes, c.ReuseRecord = -1, false, true
	header, err := treeHeader(c)
	if err != nil {
		return nil, nil, err
	}
	var rows []TreeRow
	var problems []territory.Detail
	for row := 2; ; row++ {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, problems, nil
		}
		if len(rows) >= maxTreeRows || len(problems) >= maxTreeProblems {
			return nil, nil, territory.Say(territory.TooLarge, sentence.CSVTooLarge.With(sentence.Params{"rows": maxTreeRows, "most": maxTreeProblems}))
		}
		if err != nil {
			return nil, nil, territory.Say(territory.Invalid, sentence.CSVRow.With(sentence.Params{"row": row, "cause": err.Error()}))
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		one, problem := readTreeRow(header, record, row)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		rows = append(rows, one)
	}
}

func treeHeader(c *csv.Reader) ([]string, error) {
	record, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, territory.Say(territory.Invalid, sentence.CSVNoHeader.With(nil))
	}
	if err != nil {
		return nil, territory.Say(territory.Invalid, sentence.CSVHeader.With(sentence.Params{"cause": err.Error()}))
	}
	header := make([]string, len(record))
	seen := make(map[string]bool)
	for i, name := range record {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
		if !strings.Contains(name, " ") {
			name = strings.ToLower(name)
		}
		if !knownTreeColumn(name) {
			return nil, territory.Say(territory.Invalid, sentence.CSVColumnUnknown.With(sentence.Params{"column": name, "columns": treeColumns, "measures": measureColumns}))
		}
		if seen[name] {
			return nil, territory.Say(territory.Invalid, sentence.CSVColumnTwice.With(sentence.Params{"column": name}))
		}
		seen[name] = true
		header[i] = name
	}
	if !seen[columnArea] {
		return nil, territory.Say(territory.Invalid, sentence.CSVColumnMissing.With(sentence.Params{"column": columnArea}))
	}
	return header, nil
}

// treeColumns and measureColumns are the columns of a tree file, in the order
// in which they are written.
var (
	treeColumns = []string{columnArea, columnParent, columnLevel, columnOwner, columnUsers, columnNotes, columnColour, columnSort, columnProfile,
		columnLocked, columnLon, columnLat, columnPinned, columnRule}
	measureColumns = []string{"target", "percent", "amount", "min", "max", "capacity"}
)

func knownTreeColumn(name string) bool {
	kind, measure, _ := strings.Cut(name, " ")
	return slices.Contains(treeColumns, name) || (measure != "" && slices.Contains(measureColumns, kind))
}

// readTreeRow reads one record, or says which column is wrong.
func readTreeRow(header, record []string, row int) (TreeRow, *territory.Detail) {
	one := TreeRow{Row: row, Given: make(map[string]bool)}
	wrong := func(column string, err error) *territory.Detail {
		d := cellProblem(row, column, err)
		return &d
	}
	if len(record) != len(header) {
		return one, wrong(header[min(len(record), len(header)-1)], territory.Say(territory.Invalid, sentence.RowFields.With(sentence.Params{"fields": len(record), "header": len(header)})))
	}
	for i, column := range header {
		if err := one.set(column, strings.TrimSpace(record[i])); err != nil {
			return one, wrong(column, err)
		}
		one.Given[column] = true
	}
	one.Area.Number = 1 // given later
	if err := checkArea(&one.Area); err != nil {
		return one, wrong(columnArea, err)
	}
	return one, nil
}

// set takes one field; an empty one is no value.
func (r *TreeRow) set(column, text string) (err error) {
	a := &r.Area
	switch column {
	case columnArea:
		a.Name = strings.Clone(text)
		if text == "" {
			return territory.Say(territory.Invalid, sentence.RowNoName.With(nil))
		}
	case columnParent:
		r.Parent = strings.Clone(text)
	case columnOwner:
		a.Owner = strings.Clone(text)
	case columnLevel:
		r.Level = strings.Clone(text)
	case columnUsers:
		a.Users, err = ParseUsers(strings.Clone(text))
	case columnProfile:
		a.Profile = Profile(strings.ToLower(text))
	case columnSort:
		if text != "" {
			a.Sort, err = strconv.Atoi(text)
		}
	case columnNotes:
		a.Notes = strings.Clone(text)
	case columnColour:
		if text != "" {
			a.Colour, err = strconv.Atoi(text)
		}
	case columnRule:
		a.Rule = strings.Clone(text)
	case columnLocked:
		a.Locked, err = yes(text)
	case columnPinned:
		a.Pinned, err = yes(text)
	case columnLon, columnLat:
		err = r.setCentre(column, text)
	default:
		err = r.setTarget(column, text)
	}
	if err != nil {
		return territory.Say(territory.Invalid, sentence.RowUnusable.With(sentence.Params{"text": text, "problem": territory.Saying(err)}))
	}
	return nil
}

func yes(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		return true, nil
	case "false", "no", "0", "":
		return false, nil
	}
	return false, territory.Say(territory.Invalid, sentence.WriteYesNo.With(nil))
}

func (r *TreeRow) setCentre(column, text string) error {
	if text == "" {
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return territory.Say(territory.Invalid, sentence.WriteNumber.With(nil))
	}
	if r.Area.Centre == nil {
		r.Area.Centre = &Point{}
	}
	if column == columnLon {
		r.Area.Centre.Lon = v
	} else {
		r.Area.Centre.Lat = v
	}
	return nil
}

func (r *TreeRow) setTarget(column, text string) error {
	if text == "" {
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return territory.Say(territory.Invalid, sentence.WriteNumber.With(nil))
	}
	kind, measure := measureColumn(column)
	if kind == "capacity" {
		r.Area.Capacity = withEntry(r.Area.Capacity, measure, v)
		return nil
	}
	t := r.Area.Targets[measure]
	*t.part(kind) = &v
	r.Area.Targets = withEntry(r.Area.Targets, measure, t)
	return nil
}

// unitCount stands for the measure "", which counts units.
const unitCount = "units"

// measureColumn splits the name of a column about a measure.
func measureColumn(column string) (kind, measure string) {
	kind, measure, _ = strings.Cut(column, " ")
	if measure == unitCount {
		return kind, ""
	}
	return kind, measure
}

// part returns the field that a column of a tree file holds.
func (t *Target) part(kind string) **float64 {
	switch kind {
	case "target":
		return &t.Share
	case "percent":
		return &t.Percent
	case "amount":
		return &t.Amount
	case "min":
		return &t.Min
	}
	return &t.Max
}

// withEntry sets an entry of a map that may be nil.
func withEntry[V any](m map[string]V, key string, v V) map[string]V {
	if m == nil {
		m = make(map[string]V)
	}
	m[key] = v
	return m
}
