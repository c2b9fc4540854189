package alignment

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ImportTree turns the rows of a tree file into ops: areas that exist (same
// path) get the properties the file has, others are added below their parent,
// wherever in the file that stands. Areas the file does not name stay. Levels
// are added as deep as the tree goes. Rows that cannot be placed are listed.
func (s *State) ImportTree(rows []TreeRow) ([]Op, []territory.Detail) {
	im := treeImport{state: s, work: s.Clone(), byPath: make(map[string]*Area), byName: make(map[string][]*Area),
		holds: make(map[AreaNumber]bool), sorts: make(map[AreaNumber]int), colours: make(map[int]*colours),
		levelNames: make(map[int]string)}
	addAreas(im.holds, s.Assigned)
	s.Boundaries.addHolders(im.holds)
	s.Boundaries.addHolders(im.holds)
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
	// levelNames are names that the file gives to levels.
	levelNames map[int]string
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
				im.wrong(row, columnParent, sentence.RowNoParent.With(sentence.Params{"name": row.Parent}))
			}
			return
		}
		waiting = later
	}
}

func (im *treeImport) wrong(row TreeRow, column string, what sentence.Sentence) {
	im.problems = append(im.problems, territory.DetailAt(sentence.PlaceCell.With(sentence.Params{"row": row.Row, "column": column}), what))
}

// place adds or updates the row's area; false when its parent is not there yet.
func (im *treeImport) place(row TreeRow) bool {
	var parent *Area
	if row.Parent != "" {
		var ambiguous bool
		if parent, ambiguous = im.find(row.Parent); ambiguous {
			im.wrong(row, columnParent, sentence.RowManyAreas.With(sentence.Params{"name": row.Parent, "path": im.work.Path(im.byName[row.Parent][0].Number)}))
			return true
		}
		if parent == nil {
			return false
		}
	}
	number, path, level := Unassigned, row.Area.Name, 0
	if parent != nil {
		level = parent.Level + 1
		number, path = parent.Number, im.work.Path(parent.Number)+pathMark+row.Area.Name
	}
	if !im.nameLevel(row, level) {
		return true
	}
	if present := im.byPath[path]; present != nil {
		im.update(row, present)
		return true
	}
	im.add(row, number, path)
	return true
}

// nameLevel takes the name the row gives to its level; false when the level has
// another one.
func (im *treeImport) nameLevel(row TreeRow, level int) bool {
	if row.Level == "" {
		return true
	}
	present, named := im.levelNames[level]
	if level < len(im.state.Alignment.Levels) {
		present, named = im.state.Alignment.Levels[level], true
	}
	if named && present != row.Level {
		im.wrong(row, columnLevel, sentence.RowLevel.With(sentence.Params{"level": present, "other": row.Level}))
		return false
	}
	im.levelNames[level] = row.Level
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
		im.wrong(row, columnParent, sentence.RowHoldsUnits.With(sentence.Params{"area": im.state.Areas[parent].Said()}))
		return
	}
	a := row.Area.Clone()
	a.Number, a.Parent, a.Level = im.work.NextNumber(), parent, 0
	if next := im.nextSort(parent); !row.Given[columnSort] {
		a.Sort = next
	}
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
	set(columnUsers, func() { after.Users = from.Users })
	set(columnProfile, func() { after.Profile = from.Profile })
	set(columnSort, func() { after.Sort = from.Sort })
	setMeasures(after, from, row.Given)
	ops := appendUpdate(nil, before, after)
	im.ops = append(im.ops, ops...)
	for _, op := range ops {
		im.work.write(op)
		*before = *after // the indexes point at it
		im.work.Areas[before.Number] = before
	}
}

// setMeasures takes what the file says about targets and capacities; an empty
// field removes.
func setMeasures(after, from *Area, given map[string]bool) {
	for column := range given {
		if !strings.Contains(column, " ") {
			continue
		}
		kind, measure := measureColumn(column)
		if kind == "capacity" {
			delete(after.Capacity, measure)
			if v, set := from.Capacity[measure]; set {
				after.Capacity = withEntry(after.Capacity, measure, v)
			}
			continue
		}
		t, new := after.Targets[measure], from.Targets[measure]
		*t.part(kind) = *new.part(kind)
		if t.Set() {
			after.Targets = withEntry(after.Targets, measure, t)
		} else {
			delete(after.Targets, measure)
		}
	}
}

// deepen adds names for levels that the tree now has.
func (im *treeImport) deepen() {
	levels := slices.Clone(im.state.Alignment.Levels)
	for _, a := range im.work.Areas {
		for len(levels) <= a.Level {
			name, named := im.levelNames[len(levels)]
			if !named || slices.Contains(levels, name) {
				name = fmt.Sprint("Level ", len(levels)+1)
			}
			levels = append(levels, name)
		}
	}
	if len(levels) > len(im.state.Alignment.Levels) {
		im.levels = im.state.setLevels(levels)
	}
}

// WriteTree writes the tree in the form that ReadTree takes, parents first.
func (s *State) WriteTree(w io.Writer) error {
	named := make(map[string]bool)
	for _, a := range s.Areas {
		for name := range a.Targets {
			named[name] = true
		}
		for name := range a.Capacity {
			named[name] = true
		}
	}
	measures := slices.Sorted(maps.Keys(named))
	header := slices.Clone(treeColumns)
	for _, name := range measures {
		for _, kind := range measureColumns {
			header = append(header, kind+" "+cmp.Or(name, unitCount))
		}
	}
	c := csv.NewWriter(w)
	if err := c.Write(header); err != nil {
		return err
	}
	for _, a := range s.Ordered() {
		if err := c.Write(s.treeRecord(a, measures)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (s *State) treeRecord(a *Area, measures []string) []string {
	lon, lat := "", ""
	if a.Centre != nil {
		lon, lat = decimal(&a.Centre.Lon), decimal(&a.Centre.Lat)
	}
	record := []string{a.Name, s.Path(a.Parent), s.Alignment.Levels[a.Level], a.Owner, FormatUsers(a.Users), a.Notes, strconv.Itoa(a.Colour),
		strconv.Itoa(a.Sort), string(a.Profile), yesNo(a.Locked), lon, lat, yesNo(a.Pinned), a.Rule}
	for _, name := range measures {
		t := a.Targets[name]
		record = append(record, decimal(t.Share), decimal(t.Percent), decimal(t.Amount), decimal(t.Min), decimal(t.Max))
		if capacity, set := a.Capacity[name]; set {
			record = append(record, decimal(&capacity))
		} else {
			record = append(record, "")
		}
	}
	return record
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
