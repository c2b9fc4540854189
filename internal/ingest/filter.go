package ingest

import (
	"context"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// rowFilter lets only those units in for which a condition holds. It may use
// the columns of the import and the attributes and saved filters of the dataset
// that look at one unit at a time.
type rowFilter struct {
	condition *expression.Formula
	formulas  map[string]*expression.Formula
}

// newRowFilter compiles the condition over the columns of the snapshot; nil for
// none.
func newRowFilter(where string, definitions []dataset.Definition, columns []dataset.Column) (*rowFilter, error) {
	if where == "" {
		return nil, nil
	}
	f := &rowFilter{formulas: map[string]*expression.Formula{}}
	columns = slices.Clone(columns)
	for _, d := range attribute.UnitFormulas(definitions, columns) {
		if d.Formula.NeedsAreas() || d.Formula.NeedsAll() {
			continue
		}
		f.formulas[d.Column.Name] = d.Formula
		columns = append(columns, d.Column)
	}
	var err error
	if f.condition, err = expression.CompileFormula(where, columns); err != nil {
		return nil, err
	}
	switch c := f.condition; {
	case c.Type() != dataset.Boolean:
		return nil, territory.Say(territory.Invalid, sentence.ImportFilterNoCondition.With(sentence.Params{"type": sentence.ValueType(string(c.Type()))}))
	case c.NeedsAreas():
		return nil, territory.Say(territory.Invalid, sentence.ImportFilterAreas.With(nil))
	case c.NeedsAll():
		return nil, territory.Say(territory.Invalid, sentence.ImportFilterAll.With(nil))
	}
	return f, nil
}

// mark says which of the chunk's accepted records are let in.
func (f *rowFilter) mark(p *plan, c *chunk) error {
	from := &chunkColumns{p: p, c: c, f: f, known: map[string]*dataset.Whole{}}
	v, err := f.condition.Values(context.Background(), from, nil)
	if err != nil {
		return err
	}
	c.pass = c.pass[:0]
	for _, x := range v.Numbers {
		c.pass = append(c.pass, x == 1)
	}
	return nil
}

// chunkColumns gives the columns of a chunk as an expression.Source.
type chunkColumns struct {
	p     *plan
	c     *chunk
	f     *rowFilter
	known map[string]*dataset.Whole
}

// Units returns how many records of the chunk can become units.
func (s *chunkColumns) Units() int { return len(s.c.records) }

// Numbers implements expression.Source.
func (s *chunkColumns) Numbers(ctx context.Context, name string) ([]float64, error) {
	v, err := s.column(ctx, name)
	if err != nil {
		return nil, err
	}
	return v.Numbers, nil
}

// Texts implements expression.Source.
func (s *chunkColumns) Texts(ctx context.Context, name string) (*dataset.Texts, error) {
	v, err := s.column(ctx, name)
	if err != nil {
		return nil, err
	}
	return v.Texts, nil
}

func (s *chunkColumns) column(ctx context.Context, name string) (*dataset.Whole, error) {
	if v := s.known[name]; v != nil {
		return v, nil
	}
	var v *dataset.Whole
	if formula := s.f.formulas[name]; formula != nil {
		var err error
		if v, err = formula.Values(ctx, s, nil); err != nil {
			return nil, err
		}
	} else {
		i := slices.IndexFunc(s.p.columns, func(c dataset.Column) bool { return c.Name == name })
		if v = (&dataset.Whole{Numbers: s.c.columns[i].Numbers}); s.p.columns[i].Type == dataset.Text {
			v = &dataset.Whole{Texts: codesOf(&s.c.columns[i].Texts)}
		}
	}
	s.known[name] = v
	return v, nil
}

// codesOf numbers texts in the order they stand in.
func codesOf(texts *dataset.Strings) *dataset.Texts {
	t := &dataset.Texts{Codes: make([]int32, texts.Len())}
	codes := map[string]int32{"": -1}
	for i := range t.Codes {
		code, known := codes[string(texts.Raw(i))]
		if !known {
			code = int32(len(t.Values))
			t.Values = append(t.Values, texts.At(i))
			codes[t.Values[code]] = code
		}
		t.Codes[i] = code
	}
	return t
}
