package attribute

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Table holds the boundaries or areas of a state of an alignment, a row each,
// with their attributes: their own, then the calculated ones, which are worked
// out when they are read. It is for one goroutine.
type Table struct {
	On dataset.On
	// Columns are all attributes; the first Own are not calculated, and of those
	// the first Given are the program's or the set's, the others from a CSV.
	Columns    []dataset.Column
	Own, Given int
	// Areas are the numbers of the areas, row by row; nil for boundaries.
	Areas []alignment.AreaNumber

	rows     int
	values   map[string]*dataset.Whole
	formulas map[string]*expression.Formula
	groups   *expression.Groups
	at       *placed
}

// Table returns the boundaries or areas of a state.
func (l *Library) Table(ctx context.Context, state *alignment.State, what dataset.On) (*Table, error) {
	r, at, err := l.open(ctx, state)
	if err != nil {
		return nil, err
	}
	var t *Table
	switch what {
	case dataset.OnAreas:
		t, err = l.areaTable(ctx, state, r)
	case dataset.OnBoundaries:
		t, err = l.boundaryTable(ctx, state, r)
	default:
		return nil, territory.Errorf(territory.Invalid, "A table is of boundaries or areas, not of %q.", what)
	}
	if err != nil {
		return nil, err
	}
	definitions, err := l.Definitions.Definitions(ctx, state.Alignment.DatasetID)
	if err != nil {
		return nil, err
	}
	t.at, t.groups.Units, t.Own = at, r, len(t.Columns)
	if what == dataset.OnAreas {
		err = l.addSupplements(ctx, t, state, func(table *dataset.SupplementTable) *Join { return JoinAreas(table, state, t.Areas) })
	} else {
		err = l.addBoundarySupplements(ctx, t, state, r)
	}
	if err != nil {
		return nil, err
	}
	t.Given, t.Own = t.Own, len(t.Columns)
	made, _ := arrange(on(definitions, what), t.scope(), at)
	for _, c := range made {
		t.Columns = append(t.Columns, c.column)
		t.formulas[c.Name] = c.formula
	}
	return t, nil
}

func newTable(what dataset.On, rows int) *Table {
	return &Table{On: what, rows: rows, values: map[string]*dataset.Whole{}, formulas: map[string]*expression.Formula{}, groups: &expression.Groups{}}
}

// scope is what a formula over the table may use.
func (t *Table) scope() expression.Scope {
	return expression.Scope{On: t.On, Columns: t.Columns, Units: t.groups.Units.(*dataset.Reader).Snapshot().Columns}
}

// Compile compiles a formula over the table.
func (t *Table) Compile(text string) (*expression.Formula, error) {
	return expression.CompileOn(text, t.scope())
}

// Work works a compiled formula out for all rows.
func (t *Table) Work(ctx context.Context, f *expression.Formula) (*dataset.Whole, error) {
	var areas *expression.Areas
	if f.NeedsAreas() {
		var err error
		if areas, err = t.at.areas(ctx); err != nil {
			return nil, err
		}
	}
	return f.Over(ctx, t, t.groups, areas)
}

// Units returns the number of rows; with Numbers and Texts a table is an
// expression.Source.
func (t *Table) Units() int { return t.rows }

// Numbers returns a column that is not of texts.
func (t *Table) Numbers(ctx context.Context, name string) ([]float64, error) {
	v, err := t.Column(ctx, name)
	if err == nil && v.Texts != nil {
		err = territory.Say(territory.Invalid, sentence.AttributeText.With(sentence.Params{"name": name, "on": sentence.AttributesOf(string(t.On))}))
	}
	if err != nil {
		return nil, err
	}
	return v.Numbers, nil
}

// Texts returns a column of texts.
func (t *Table) Texts(ctx context.Context, name string) (*dataset.Texts, error) {
	v, err := t.Column(ctx, name)
	if err == nil && v.Texts == nil {
		err = territory.Say(territory.Invalid, sentence.AttributeNoText.With(sentence.Params{"name": name, "on": sentence.AttributesOf(string(t.On))}))
	}
	if err != nil {
		return nil, err
	}
	return v.Texts, nil
}

// Column returns an attribute of all rows.
func (t *Table) Column(ctx context.Context, name string) (*dataset.Whole, error) {
	if v := t.values[name]; v != nil {
		return v, nil
	}
	f := t.formulas[name]
	if f == nil {
		return nil, territory.Say(territory.NotFound, sentence.AttributeMissing.Worded(fmt.Sprintf("%s have no attribute %q.", title(t.On), name), sentence.Params{"name": name, "on": sentence.AttributesOf(string(t.On))}))
	}
	v, err := t.Work(ctx, f)
	if err == nil {
		t.values[name] = v
	}
	return v, err
}

func title(what dataset.On) string {
	if what == dataset.OnBoundaries {
		return "Boundaries"
	}
	return "Areas"
}

// put adds a column of the table's own.
func (t *Table) put(name string, kind dataset.Type, v *dataset.Whole) {
	t.Columns = append(t.Columns, columnOf(name, kind))
	t.values[name] = v
}

func (t *Table) putTexts(name string, at func(row int) string) {
	texts := &dataset.Texts{Codes: make([]int32, t.rows)}
	codes := map[string]int32{"": -1}
	for i := range texts.Codes {
		value := at(i)
		code, known := codes[value]
		if !known {
			code = int32(len(texts.Values))
			codes[value] = code
			texts.Values = append(texts.Values, value)
		}
		texts.Codes[i] = code
	}
	t.put(name, dataset.Text, &dataset.Whole{Texts: texts})
}

func (t *Table) putNumbers(name string, at func(row int) float64) {
	numbers := make([]float64, t.rows)
	for i := range numbers {
		numbers[i] = at(i)
	}
	t.put(name, dataset.Number, &dataset.Whole{Numbers: numbers})
}

// areaColumns are the own columns of areas.
var areaColumns = []dataset.Column{{Name: "name", Type: dataset.Text}, {Name: "level", Type: dataset.Text}, {Name: "parent", Type: dataset.Text},
	{Name: "owner", Type: dataset.Text}, {Name: "units", Type: dataset.Number}, {Name: "travelKm", Type: dataset.Number}}

// areaTable has the areas in tree order.
func (l *Library) areaTable(ctx context.Context, state *alignment.State, r *dataset.Reader) (*Table, error) {
	u, err := figures.Load(ctx, r, nil)
	if err != nil {
		return nil, err
	}
	rows := figures.Tree(state, figures.Compute(state.Territories(), state.Assigned, u), u)
	t := newTable(dataset.OnAreas, len(rows))
	at := map[alignment.AreaNumber]int32{}
	for i := range rows {
		t.Areas = append(t.Areas, rows[i].Area.Number)
		at[rows[i].Area.Number] = int32(i)
	}
	parent := func(i int) (int32, bool) { p, ok := at[rows[i].Area.Parent]; return p, ok }
	t.putTexts("name", func(i int) string { return rows[i].Area.Name })
	t.putTexts("level", func(i int) string { return levelName(state, rows[i].Area.Level) })
	t.putTexts("parent", func(i int) string {
		if p, ok := parent(i); ok {
			return rows[p].Area.Name
		}
		return ""
	})
	t.putTexts("owner", func(i int) string { return rows[i].Area.Owner })
	t.putNumbers("units", func(i int) float64 { return float64(rows[i].Units) })
	t.putNumbers("travelKm", func(i int) float64 { return rows[i].TravelKm })
	t.groups.Parents = make([]int32, len(rows))
	for i := range rows {
		if t.groups.Parents[i] = -1; rows[i].Area.Parent != alignment.Unassigned {
			t.groups.Parents[i], _ = parent(i)
		}
	}
	if t.groups.Of, err = l.rowsOf(ctx, state, r, at); err != nil {
		return nil, err
	}
	t.groups.Figure = areaFigure(state, r)
	return t, nil
}

func levelName(state *alignment.State, level int) string {
	if level < len(state.Alignment.Levels) {
		return state.Alignment.Levels[level]
	}
	return fmt.Sprint(level)
}

// rowsOf returns the rows of units as they are and as they were.
func (l *Library) rowsOf(ctx context.Context, state *alignment.State, r *dataset.Reader, at map[alignment.AreaNumber]int32) (func(bool) []int32, error) {
	first, err := l.original(ctx, state, r)
	if err != nil {
		return nil, err
	}
	rows := func(assigned []alignment.AreaNumber) []int32 {
		out := make([]int32, len(assigned))
		for i, number := range assigned {
			row, known := at[number]
			if !known {
				row = -1
			}
			out[i] = row
		}
		return out
	}
	return func(original bool) []int32 {
		if original {
			return rows(first.Assigned)
		}
		return rows(state.Assigned)
	}, nil
}

// areaFigure returns targets and capacities of areas.
func areaFigure(state *alignment.State, r *dataset.Reader) func(context.Context, string, string) ([]float64, error) {
	return func(ctx context.Context, kind, measure string) ([]float64, error) {
		u, err := figures.Load(ctx, r, []string{measure})
		if kind == "capacity" && err != nil {
			u, err = figures.Load(ctx, r, []string{""}) // the name of an account target
		}
		if err != nil {
			return nil, err
		}
		rows := figures.Tree(state, figures.Compute(state.Territories(), state.Assigned, u), u)
		out := make([]float64, len(rows))
		for i, row := range rows {
			if out[i] = row.Targets[0]; kind == "capacity" {
				amount, set := row.Area.Capacity[measure]
				if out[i] = amount; !set {
					out[i] = math.NaN()
				}
			}
		}
		return out, nil
	}
}

// boundaryTable has the boundaries in the order of their set.
func (l *Library) boundaryTable(ctx context.Context, state *alignment.State, r *dataset.Reader) (*Table, error) {
	if state.Boundaries == nil {
		return nil, territory.Say(territory.Conflict, sentence.ProblemNoBoundarySet.Worded("This alignment uses no boundary set; choose one first.", nil))
	}
	p, err := l.Boundaries(ctx, state.Boundaries.BoundarySource, r)
	if err != nil {
		return nil, err
	}
	t := newTable(dataset.OnBoundaries, len(p.Set.Boundaries))
	units := make([]float64, t.rows)
	for _, b := range p.Of {
		if b >= 0 {
			units[b]++
		}
	}
	t.putTexts("code", func(i int) string { return p.Set.Boundaries[i].Code })
	t.putTexts("name", func(i int) string { return p.Set.Boundaries[i].Name })
	t.putTexts("area", func(i int) string {
		if a := state.Areas[state.Boundaries.Assigned[i]]; a != nil {
			return a.Name
		}
		return ""
	})
	t.putNumbers("units", func(i int) float64 { return units[i] })
	for _, a := range p.Set.Attributes {
		if slices.ContainsFunc(t.Columns, func(c dataset.Column) bool { return c.Name == a.Name }) {
			continue
		}
		if kindOf(a) == dataset.Number {
			t.putNumbers(a.Name, func(i int) float64 { return number(a.Values[i]) })
		} else {
			t.putTexts(a.Name, func(i int) string { return a.Values[i] })
		}
	}
	t.groups.Of = func(bool) []int32 { return p.Of }
	return t, nil
}

// Value returns the value of an attribute in a row: a string, float64 or bool,
// nil for none; a date as text.
func (t *Table) Value(ctx context.Context, name string, row int) (any, error) {
	at := slices.IndexFunc(t.Columns, func(c dataset.Column) bool { return c.Name == name })
	v, err := t.Column(ctx, name)
	if err != nil || at < 0 {
		return nil, err
	}
	return v.At(row, t.Columns[at].Type), nil
}
