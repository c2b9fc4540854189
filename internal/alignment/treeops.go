package alignment

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportTree turns the rows of a tree file into ops: areas that exist (same
// path) get the properties the file has, others are added below their parent,
// wherever in the file that stands. Areas the file does not name stay. Levels
// are added as deep as the tree goes. Rows that cannot be placed are listed.
func (s *State) ImportTree(rows []TreeRow) ([]Op, []territory.Detail) {
	im := treeImport{state: s, work: s.Clone(), byPath: make(map[string]*Area), byName: make(map[string][]*Area),
		holds: make(map[AreaNumber]bool), sorts: make(map[AreaNumber]int), colours: make(map[int]*colours)}
	addAreas(im.holds, s.Assigned)
	for _, a := range im.work.Ordered() {
		im.known(a, s.Path(a.Number))
	}
	im.placeAll(rows)
	im.deepen()
	return append(im.levels, im.ops...), im.problems
}

// Path returns an area's place as names from the top, "West > Nevada".
func (s *State) Path(number AreaNumber) string {
	var names []string
	for a := s.Areas[number]; a != nil; a = s.Areas[a.Parent] {
		names = append(names, a.Name)
	}
	slices.Reverse(names)
	return strings.Join(names, pathMark)
}

type treeImport struct {
	state, work *State
	byPath      map[string]*Area
	byName      map[string][]*Area
	levels, ops []Op
	problems    []territory.Detail
	// What would be slow to ask the state for every row: areas with units,
	// the next sort value below a parent, free colours of a level.
	holds   map[AreaNumber]bool
	sorts   map[AreaNumber]int
	colours map[int]*colours
}

// maxDepth is how many levels of parents may come after their children in a
// tree file.
const maxDepth = 50

func (im *treeImport) known(a *Area, path string) {
	im.byPath[path] = a
	im.byName[a.Name] = append(im.byName[a.Name], a)
}

// placeAll places rows whose parent is known until none is left or nothing
// moves any more.
func (im *treeImport) placeAll(rows []TreeRow) {
	waiting := rows
	for pass := 0; len(waiting) > 0; pass++ {
		var later []TreeRow
		for _, row := range waiting {
			if !im.place(row) {
				later = append(later, row)
			}
		}
		if len(later) == len(waiting) || pass == maxDepth {
			for _, row := range later {
				im.wrong(row, columnParent, "there is no area %q in the file or the alignment, or it is below itself", row.Parent)
			}
			return
		}
		waiting = later
	}
}

func (im *treeImport) wrong(row TreeRow, column, format string, args ...any) {
	im.problems = append(im.problems, territory.Detail{Where: fmt.Sprintf("row %d, column %s", row.Row, column), What: fmt.Sprintf(format, args...)})
}

// place adds or updates the row's area; false when its parent is not there yet.
func (im *treeImport) place(row TreeRow) bool {
	var parent *Area
	if row.Parent != "" {
		var ambiguous bool
		if parent, ambiguous = im.find(row.Parent); ambiguous {
			im.wrong(row, columnParent, "there are several areas %q; write the path from the top, such as %q", row.Parent, im.work.Path(im.byName[row.Parent][0].Number))
			return true
		}
		if parent == nil {
			return false
		}
	}
	number, path := Unassigned, row.Area.Name
	if parent != nil {
		number, path = parent.Number, im.work.Path(parent.Number)+pathMark+row.Area.Name
	}
	if present := im.byPath[path]; present != nil {
		im.update(row, present)
		return true
	}
	im.add(row, number, path)
	return true
}

// find looks an area up by path, then by name.
func (im *treeImport) find(text string) (a *Area, ambiguous bool) {
	if a := im.byPath[text]; a != nil {
		return a, false
	}
	named := im.byName[text]
	if len(named) == 1 {
		return named[0], false
	}
	return nil, len(named) > 1
}

func (im *treeImport) add(row TreeRow, parent AreaNumber, path string) {
	if parent != Unassigned && im.holds[parent] {
		im.wrong(row, columnParent, "%s holds units and cannot have areas below it; split it first", im.state.Areas[parent])
		return
	}
	a := row.Area.Clone()
	a.Number, a.Parent, a.Level, a.Sort = im.work.NextNumber(), parent, 0, im.nextSort(parent)
	if parent != Unassigned {
		a.Level = im.work.Areas[parent].Level + 1
	}
	if !row.Given[columnColour] {
		a.Colour = im.nextColour(a.Level)
	}
	op := Op{AddArea: a}
	im.ops = append(im.ops, op)
	im.work.write(op)
	im.known(im.work.Areas[a.Number], path)
}

func (im *treeImport) nextSort(parent AreaNumber) int {
	sort, asked := im.sorts[parent]
	if !asked {
		sort = im.state.nextSort(parent)
	}
	im.sorts[parent] = sort + 1
	return sort
}

func (im *treeImport) nextColour(level int) int {
	if im.colours[level] == nil {
		im.colours[level] = im.state.usedColours(level)
	}
	return im.colours[level].next()
}

// update gives an area the properties that the file has columns for.
func (im *treeImport) update(row TreeRow, before *Area) {
	after := before.Clone()
	from := row.Area.Clone()
	set := func(column string, take func()) {
		if row.Given[column] {
			take()
		}
	}
	set(columnOwner, func() { after.Owner = from.Owner })
	set(columnNotes, func() { after.Notes = from.Notes })
	set(columnColour, func() { after.Colour = from.Colour })
	set(columnLocked, func() { after.Locked = from.Locked })
	set(columnPinned, func() { after.Pinned = from.Pinned })
	set(columnRule, func() { after.Rule = from.Rule })
	set(columnLon, func() { after.Centre = from.Centre })
	if len(from.Targets) > 0 && after.Targets == nil {
		after.Targets = make(map[string]Target)
	}
	maps.Copy(after.Targets, from.Targets)
	ops := appendUpdate(nil, before, after)
	im.ops = append(im.ops, ops...)
	for _, op := range ops {
		im.work.write(op)
		*before = *after // the indexes point at it
		im.work.Areas[before.Number] = before
	}
}

// deepen adds names for levels that the tree now has.
func (im *treeImport) deepen() {
	levels := slices.Clone(im.state.Alignment.Levels)
	for _, a := range im.work.Areas {
		for len(levels) <= a.Level {
			levels = append(levels, fmt.Sprint("Level ", len(levels)+1))
		}
	}
	if len(levels) > len(im.state.Alignment.Levels) {
		im.levels = im.state.setLevels(levels)
	}
}

// WriteTree writes the tree in the form that ReadTree takes, parents first.
func (s *State) WriteTree(w io.Writer) error {
	measures := make(map[string]bool)
	for _, a := range s.Areas {
		for name := range a.Targets {
			measures[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(measures))
	header := []string{columnArea, columnParent, columnOwner, columnNotes, columnColour, columnLocked, columnLon, columnLat, columnPinned, columnRule}
	for _, name := range names {
		header = append(header, "target "+name, "min "+name, "max "+name)
	}
	c := csv.NewWriter(w)
	if err := c.Write(header); err != nil {
		return err
	}
	for _, a := range s.Ordered() {
		record := []string{a.Name, s.Path(a.Parent), a.Owner, a.Notes, strconv.Itoa(a.Colour), yesNo(a.Locked), "", "", yesNo(a.Pinned), a.Rule}
		if a.Centre != nil {
			record[6], record[7] = decimal(&a.Centre.Lon), decimal(&a.Centre.Lat)
		}
		for _, name := range names {
			t := a.Targets[name]
			record = append(record, decimal(t.Share), decimal(t.Min), decimal(t.Max))
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

func decimal(p *float64) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(*p, 'g', -1, 64)
}
