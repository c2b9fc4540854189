package attribute

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Join says which row of a supplement each unit, boundary or area has, -1 for
// none, and which rows could not be used.
type Join struct {
	RowOf    []int32
	Problems []dataset.KeyProblem
}

// Counts fills in what a supplement reports about its rows.
func (j *Join) Counts(s *dataset.Supplement) {
	s.Matched, s.Unmatched, s.Duplicates, s.Missing = 0, 0, 0, 0
	used := map[int32]bool{}
	for _, row := range j.RowOf {
		if row < 0 {
			s.Missing++
		} else if !used[row] {
			used[row] = true
			s.Matched++
		}
	}
	for _, p := range j.Problems {
		if p.Why == "duplicate" {
			s.Duplicates++
		} else {
			s.Unmatched++
		}
	}
}

// take gives an item the row, unless an earlier row has it.
func (j *Join) take(t *dataset.SupplementTable, item int32, row int) {
	if j.RowOf[item] >= 0 {
		j.refuse(t, row, "duplicate")
		return
	}
	j.RowOf[item] = int32(row)
}

func (j *Join) refuse(t *dataset.SupplementTable, row int, why string) {
	number := row + 2
	if row < len(t.Rows) {
		number = t.Rows[row]
	}
	j.Problems = append(j.Problems, dataset.KeyProblem{Row: number, Key: t.Keys[row], Why: why})
}

func newJoin(n int) *Join { return &Join{RowOf: slices.Repeat([]int32{-1}, n)} }

// JoinBoundaries finds boundaries by code, as location does: significant digits
// only, COUNTRY_CODE keys, and never a guess.
func JoinBoundaries(t *dataset.SupplementTable, set *boundary.Set) *Join {
	j, codes := newJoin(len(set.Boundaries)), boundary.NewCodeIndex(set)
	for row, key := range t.Keys {
		switch at, end := codes.Find(key, ""); end {
		case boundary.CodeFound:
			j.take(t, at, row)
		case boundary.CodeAmbiguous:
			j.refuse(t, row, "ambiguous")
		default:
			j.refuse(t, row, "unmatched")
		}
	}
	return j
}

// JoinAreas finds areas, in the order given, by name, by path ("West > Nevada")
// or by number; case and spaces make no difference.
func JoinAreas(t *dataset.SupplementTable, state *alignment.State, numbers []alignment.AreaNumber) *Join {
	j := newJoin(len(numbers))
	const several = -2
	index := map[string]int32{}
	put := func(key string, at int32) {
		if old, taken := index[key]; taken && old != at {
			at = several
		}
		index[key] = at
	}
	for i, number := range numbers {
		put(plainKey(state.Areas[number].Name), int32(i))
		put(plainKey(pathOf(state, number)), int32(i))
	}
	for i, number := range numbers { // a number, where no area has it as its name
		if key := strconv.Itoa(int(number)); index[key] == 0 {
			if _, named := index[key]; !named {
				index[key] = int32(i)
			}
		}
	}
	for row, key := range t.Keys {
		switch at, known := index[plainKey(key)]; {
		case !known || key == "":
			j.refuse(t, row, "unmatched")
		case at == several:
			j.refuse(t, row, "ambiguous")
		default:
			j.take(t, at, row)
		}
	}
	return j
}

func pathOf(state *alignment.State, number alignment.AreaNumber) string {
	path := ""
	for a := state.Areas[number]; a != nil; a = state.Areas[a.Parent] {
		if path != "" {
			path = " > " + path
		}
		path = a.Name + path
	}
	return path
}

// plainKey is a key in which case and spaces make no difference.
func plainKey(key string) string {
	key = strings.ReplaceAll(key, ">", " > ")
	return strings.ToLower(strings.Join(strings.Fields(key), " "))
}

// JoinUnits finds units by id; the two forms of a Salesforce id are equal.
func JoinUnits(ctx context.Context, t *dataset.SupplementTable, r *dataset.Reader) (*Join, error) {
	ids, err := r.IDs(ctx)
	if err != nil {
		return nil, err
	}
	j, index := newJoin(r.Units()), make(map[string]int32, r.Units())
	var normal []byte
	for i := range ids.Len() {
		normal = dataset.NormalKey(normal[:0], ids.Raw(i))
		index[string(normal)] = int32(i)
	}
	for row, key := range t.Keys {
		normal = dataset.NormalKey(normal[:0], []byte(key))
		if at, known := index[string(normal)]; known && len(normal) > 0 {
			j.take(t, at, row)
		} else {
			j.refuse(t, row, "unmatched")
		}
	}
	return j, nil
}

// whole returns a column of a supplement for all items.
func (j *Join) whole(t *dataset.SupplementTable, column int, kind dataset.Type) *dataset.Whole {
	if kind == dataset.Text {
		texts := &dataset.Texts{Codes: make([]int32, len(j.RowOf))}
		codes := map[string]int32{"": -1}
		for i, row := range j.RowOf {
			value := ""
			if row >= 0 {
				value = t.Values[column][row]
			}
			code, known := codes[value]
			if !known {
				code = int32(len(texts.Values))
				codes[value] = code
				texts.Values = append(texts.Values, value)
			}
			texts.Codes[i] = code
		}
		return &dataset.Whole{Texts: texts}
	}
	numbers := make([]float64, len(j.RowOf))
	for i, row := range j.RowOf {
		if numbers[i] = math.NaN(); row >= 0 {
			numbers[i] = number(t.Values[column][row])
		}
	}
	return &dataset.Whole{Numbers: numbers}
}

// supplements returns those that an alignment has about one kind of thing.
func (l *Library) supplements(ctx context.Context, state *alignment.State, what dataset.On) ([]dataset.Supplement, error) {
	if l.Supplements == nil {
		return nil, nil
	}
	set := ""
	if state.Boundaries != nil {
		set = state.Boundaries.Set
	}
	all, err := l.Supplements.Supplements(ctx, set, state.Alignment.DatasetID, state.Alignment.ID)
	return slices.DeleteFunc(all, func(s dataset.Supplement) bool { return s.On != what }), err
}

// addSupplements puts the columns of supplements behind a table's own.
func (l *Library) addSupplements(ctx context.Context, t *Table, state *alignment.State, join func(*dataset.SupplementTable) *Join) error {
	all, err := l.supplements(ctx, state, t.On)
	if err != nil {
		return err
	}
	for _, s := range all {
		table, err := l.Supplements.SupplementTable(ctx, s.ID)
		if err != nil {
			return err
		}
		j := join(&table)
		for k, c := range s.Columns {
			if !slices.ContainsFunc(t.Columns, func(o dataset.Column) bool { return o.Name == c.Name }) {
				t.put(c.Name, c.Type, j.whole(&table, k, c.Type))
			}
		}
	}
	return nil
}

// unitColumns are the columns of supplements on the units of an alignment, and
// for every number of its boundaries' supplements a column "boundary NAME" that
// gives each unit its share: added up over the units of a boundary it is the
// boundary's value, so that it is a measure like any other.
func (l *Library) unitColumns(ctx context.Context, state *alignment.State) ([]dataset.Computed, error) {
	var made []dataset.Computed
	all, err := l.supplements(ctx, state, dataset.OnUnits)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for k, c := range s.Columns {
			made = append(made, dataset.Computed{Column: c, Version: s.ID, Work: func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
				table, err := l.Supplements.SupplementTable(ctx, s.ID)
				if err != nil {
					return nil, err
				}
				j, err := JoinUnits(ctx, &table, r)
				if err != nil {
					return nil, err
				}
				return j.whole(&table, k, c.Type), nil
			}})
		}
	}
	if state.Boundaries == nil {
		return made, nil
	}
	if all, err = l.supplements(ctx, state, dataset.OnBoundaries); err != nil {
		return nil, err
	}
	source := state.Boundaries.BoundarySource
	for _, s := range all {
		for k, c := range s.Columns {
			if c.Type != dataset.Number {
				continue
			}
			name := BoundaryMeasure + c.Name
			made = append(made, dataset.Computed{
				Column:  dataset.Column{Name: name, Type: dataset.Number, Role: dataset.RoleMeasure},
				Version: fmt.Sprintf("%s %s %s", s.ID, source.Set, source.Column),
				Work: func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) {
					return l.shares(ctx, source, s.ID, k, r)
				},
			})
		}
	}
	return made, nil
}

// BoundaryMeasure begins the names of columns of units that share out a number
// of their boundaries.
const BoundaryMeasure = "boundary "

// shares gives every unit its part of its boundary's value.
func (l *Library) shares(ctx context.Context, source alignment.BoundarySource, id string, column int, r *dataset.Reader) (*dataset.Whole, error) {
	values, of, err := l.boundaryValues(ctx, source, id, column, r)
	if err != nil {
		return nil, err
	}
	units := make([]float64, len(values))
	for _, b := range of {
		if b >= 0 {
			units[b]++
		}
	}
	out := make([]float64, len(of))
	for i, b := range of {
		if b >= 0 && !math.IsNaN(values[b]) {
			out[i] = values[b] / units[b]
		}
	}
	return &dataset.Whole{Numbers: out}, nil
}

func (l *Library) boundaryValues(ctx context.Context, source alignment.BoundarySource, id string, column int, r *dataset.Reader) ([]float64, []int32, error) {
	p, err := l.Boundaries(ctx, source, r)
	if err != nil {
		return nil, nil, err
	}
	table, err := l.Supplements.SupplementTable(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	return JoinBoundaries(&table, p.Set).whole(&table, column, dataset.Number).Numbers, p.Of, nil
}

// BoundaryAmounts returns what every boundary of an alignment has of a measure
// "boundary NAME", also boundaries without units; nil for any other measure.
func (l *Library) BoundaryAmounts(ctx context.Context, state *alignment.State, r *dataset.Reader, measure string) ([]float64, error) {
	name, ok := strings.CutPrefix(measure, BoundaryMeasure)
	if !ok || state.Boundaries == nil {
		return nil, nil
	}
	all, err := l.supplements(ctx, state, dataset.OnBoundaries)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for k, c := range s.Columns {
			if c.Name == name && c.Type == dataset.Number {
				values, _, err := l.boundaryValues(ctx, state.Boundaries.BoundarySource, s.ID, k, r)
				return values, err
			}
		}
	}
	return nil, nil
}

func (l *Library) addBoundarySupplements(ctx context.Context, t *Table, state *alignment.State, r *dataset.Reader) error {
	p, err := l.Boundaries(ctx, state.Boundaries.BoundarySource, r)
	if err != nil {
		return err
	}
	return l.addSupplements(ctx, t, state, func(table *dataset.SupplementTable) *Join { return JoinBoundaries(table, p.Set) })
}
