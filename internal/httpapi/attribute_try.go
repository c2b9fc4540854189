package httpapi

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// readerOf opens the snapshot of an alignment with the attributes that ask for
// its areas.
func (s *Server) readerOf(ctx context.Context, state *alignment.State) (*dataset.Reader, error) {
	return s.Attributes.Reader(ctx, state)
}

// tryAttribute answers what is wrong with a formula in the body, since people
// try formulas while they write them.
func (s *Server) tryAttribute(ctx context.Context, _ territory.Actor, in *tryAttributeInput) (*body[Tried], error) {
	tried := Tried{Columns: []string{}, Rows: []TriedRow{}}
	var err error
	if on := cmp.Or(in.Body.On, dataset.OnUnits); on == dataset.OnUnits {
		err = s.tryOnUnits(ctx, in, &tried)
	} else {
		err = s.tryOnTable(ctx, in, on, &tried)
	}
	var wrong *territory.Error
	if errors.As(err, &wrong) && wrong.Code == territory.Invalid {
		tried = Tried{Problem: formulaProblem(wrong), Columns: []string{}, Rows: []TriedRow{}}
		err = nil
	}
	return answer(tried, err)
}

// formulaProblem takes the place of the first detail that has one.
func formulaProblem(e *territory.Error) *FormulaProblem {
	p := &FormulaProblem{Text: e.Message}
	if len(e.Details) > 0 {
		if p.Text = e.Details[0].What; e.Details[0].At != nil {
			p.Line, p.Column = e.Details[0].At.Line, e.Details[0].At.Column
		}
	}
	return p
}

func (s *Server) tryOnUnits(ctx context.Context, in *tryAttributeInput, tried *Tried) error {
	r, areas, err := s.tryOn(ctx, in)
	if err != nil {
		return err
	}
	f, err := expression.CompileFormula(in.Body.Text, r.Snapshot().Columns)
	if err != nil {
		return err
	}
	tried.Type, tried.Columns, tried.Areas = f.Type(), notNil(f.Columns()), f.NeedsAreas()
	began := time.Now()
	column := dataset.Computed{Column: dataset.Column{Name: "$result", Type: f.Type(), Role: dataset.RolePlain}, Version: s.NewID()}
	column.Work = func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) { return f.Values(ctx, r, areas) }
	r = r.With([]dataset.Computed{column})
	described, err := r.Described(ctx)
	if err != nil {
		return err
	}
	tried.Seconds = time.Since(began).Seconds()
	tried.take(described.Columns[len(described.Columns)-1].Profile)
	return s.triedRows(ctx, r, in.Body.Rows, tried)
}

func (t *Tried) take(p *dataset.Profile) {
	t.Profile = p
	if t.Type == dataset.Boolean && p.Sum != nil {
		t.Matches = int(*p.Sum)
	}
}

// tryOn opens the newest snapshot, or the alignment's with its areas.
func (s *Server) tryOn(ctx context.Context, in *tryAttributeInput) (*dataset.Reader, *expression.Areas, error) {
	if in.Body.Alignment != "" {
		state, err := s.tryState(ctx, in)
		if err != nil {
			return nil, nil, err
		}
		return s.Attributes.Areas(ctx, state)
	}
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.reader(ctx, d.CurrentSnapshot)
	return r, nil, err
}

func (s *Server) tryState(ctx context.Context, in *tryAttributeInput) (*alignment.State, error) {
	state, err := s.Alignments.State(ctx, in.Body.Alignment, 0)
	if err == nil && state.Alignment.DatasetID != in.ID {
		err = territory.Errorf(territory.NotFound, "The alignment is not one of this dataset.")
	}
	return state, err
}

// spreadRows spreads rows over a table.
func spreadRows(rows, wanted int) []int {
	if wanted == 0 {
		wanted = 10
	}
	var at []int
	for i := range min(wanted, rows) {
		at = append(at, i*max(1, rows/wanted))
	}
	return at
}

func (s *Server) triedRows(ctx context.Context, r *dataset.Reader, wanted int, tried *Tried) error {
	ids, err := r.IDs(ctx)
	if err != nil {
		return err
	}
	units := spreadRows(r.Units(), wanted)
	rows, err := r.Rows(ctx, units)
	if err != nil {
		return err
	}
	columns := r.Snapshot().Columns
	for i, unit := range units {
		row := TriedRow{ID: ids.At(unit), Inputs: []any{}, Value: rows[i][len(columns)-1]}
		for _, name := range tried.Columns {
			row.Inputs = append(row.Inputs, rows[i][slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == name })])
		}
		tried.Rows = append(tried.Rows, row)
	}
	return nil
}

// tryOnTable tries a formula on the boundaries or areas of an alignment; without
// one only its type is known.
func (s *Server) tryOnTable(ctx context.Context, in *tryAttributeInput, on dataset.On, tried *Tried) error {
	if in.Body.Alignment == "" {
		scopes, err := s.Attributes.Scopes(ctx, in.ID)
		if err != nil {
			return err
		}
		f, err := expression.CompileOn(in.Body.Text, scopes[on])
		if err == nil {
			tried.Type, tried.Columns, tried.Areas = f.Type(), notNil(f.Columns()), f.NeedsAreas()
		}
		return err
	}
	state, err := s.tryState(ctx, in)
	if err != nil {
		return err
	}
	t, err := s.Attributes.Table(ctx, state, on)
	if err != nil {
		return err
	}
	f, err := t.Compile(in.Body.Text)
	if err != nil {
		return err
	}
	tried.Type, tried.Columns, tried.Areas = f.Type(), notNil(f.Columns()), f.NeedsAreas()
	began := time.Now()
	values, err := t.Work(ctx, f)
	if err != nil {
		return err
	}
	tried.Seconds = time.Since(began).Seconds()
	tried.take(values.Profile())
	return triedTable(ctx, t, f.Type(), values, in.Body.Rows, tried)
}

func triedTable(ctx context.Context, t *attribute.Table, kind dataset.Type, values *dataset.Whole, wanted int, tried *Tried) error {
	name, err := t.Texts(ctx, t.Columns[0].Name)
	if err != nil {
		return err
	}
	for _, at := range spreadRows(t.Units(), wanted) {
		row := TriedRow{ID: name.At(at), Inputs: []any{}, Value: values.At(at, kind)}
		for _, column := range tried.Columns {
			v, err := t.Value(ctx, column, at)
			if err != nil {
				return err
			}
			row.Inputs = append(row.Inputs, v)
		}
		tried.Rows = append(tried.Rows, row)
	}
	return nil
}
