package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Attribute is a calculated attribute or a saved filter.
type Attribute struct {
	dataset.Definition
	Type    dataset.Type `json:"type,omitempty" doc:"Left out when it cannot be worked out now."`
	Problem string       `json:"problem,omitempty" doc:"Why it cannot be worked out over the newest snapshot."`
}

// AttributeList is what a formula can use.
type AttributeList struct {
	Attributes []Attribute           `json:"attributes" nullable:"false"`
	Columns    []dataset.Column      `json:"columns" nullable:"false" doc:"Columns of the newest snapshot, without profiles."`
	Functions  []expression.Function `json:"functions" nullable:"false"`
}

// AttributeBody is a definition to store.
type AttributeBody struct {
	Name   string `json:"name" minLength:"1" maxLength:"200"`
	Text   string `json:"text" minLength:"1" maxLength:"100000" doc:"Formula, such as AnnualRevenue / areaSum(AnnualRevenue)."`
	Filter bool   `json:"filter,omitempty" doc:"A saved filter: a condition with a name, usable in other conditions by that name."`
	Note   string `json:"note,omitempty" maxLength:"2000"`
}

type putAttributeInput struct {
	DatasetPath
	Body AttributeBody
}

type attributeInput struct {
	DatasetPath
	Name string `path:"name"`
}

// TryBody is a formula to try.
type TryBody struct {
	Text      string `json:"text" minLength:"1" maxLength:"100000"`
	Alignment string `json:"alignment,omitempty" doc:"Alignment whose areas it may ask for."`
	Rows      int    `json:"rows,omitempty" minimum:"0" maximum:"500" doc:"Sample rows wanted; 0 is 10."`
}

type tryAttributeInput struct {
	DatasetPath
	Body TryBody
}

// Tried is what a formula gives.
type Tried struct {
	Type    dataset.Type     `json:"type"`
	Columns []string         `json:"columns" nullable:"false" doc:"Columns it reads."`
	Areas   bool             `json:"areas" doc:"Whether it asks for areas."`
	Profile *dataset.Profile `json:"profile"`
	Matches int              `json:"matches,omitempty" doc:"Units for which a condition holds."`
	Seconds float64          `json:"seconds"`
	Rows    []TriedRow       `json:"rows" nullable:"false"`
}

// TriedRow is one unit with what the formula reads and gives.
type TriedRow struct {
	ID     string `json:"id"`
	Inputs []any  `json:"inputs" nullable:"false"`
	Value  any    `json:"value,omitempty"`
}

func (s *Server) registerAttributes() {
	register(s, get("list-attributes", "/datasets/{id}/attributes", "Datasets", "Calculated attributes and saved filters, with the columns and functions that formulas can use"), access.View, s.listAttributes)
	register(s, post("put-attribute", "/datasets/{id}/attributes", "Datasets", "Store a calculated attribute or a saved filter, or replace the one of that name", http.StatusOK), access.Manage, s.putAttribute)
	register(s, operation("delete-attribute", http.MethodDelete, "/datasets/{id}/attributes/{name}", "Datasets", "Delete a calculated attribute or saved filter"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *attributeInput) (*struct{}, error) {
			if err := s.Attributes.CheckDelete(ctx, in.ID, in.Name); err != nil {
				return nil, err
			}
			return nil, s.Attributes.Definitions.DeleteDefinition(ctx, in.ID, in.Name)
		})
	register(s, post("try-attribute", "/datasets/{id}/attributes/try", "Datasets", "Work a formula out without storing it: type, profile and sample rows", http.StatusOK), access.View, s.tryAttribute)
}

func (s *Server) listAttributes(ctx context.Context, _ territory.Actor, in *DatasetPath) (*body[AttributeList], error) {
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list := AttributeList{Attributes: []Attribute{}, Columns: []dataset.Column{}, Functions: expression.Functions()}
	definitions, err := s.Attributes.Definitions.Definitions(ctx, d.ID)
	if err != nil || d.CurrentSnapshot == "" {
		return answer(list, err)
	}
	r, err := s.reader(ctx, d.CurrentSnapshot)
	if err != nil {
		return nil, err
	}
	for _, c := range r.Snapshot().Columns {
		c.Profile = nil
		list.Columns = append(list.Columns, c)
	}
	for _, definition := range definitions {
		a := Attribute{Definition: definition}
		if kind, err := s.Attributes.Check(ctx, definition); err != nil {
			a.Problem = err.Error()
		} else {
			a.Type = kind
		}
		list.Attributes = append(list.Attributes, a)
	}
	return answer(list, nil)
}

func (s *Server) putAttribute(ctx context.Context, _ territory.Actor, in *putAttributeInput) (*body[Attribute], error) {
	d := dataset.Definition{DatasetID: in.ID, Name: in.Body.Name, Filter: in.Body.Filter, Text: in.Body.Text, Note: in.Body.Note, Updated: s.Now().UTC()}
	kind, err := s.Attributes.Check(ctx, d)
	if err != nil {
		return nil, err
	}
	return answer(Attribute{Definition: d, Type: kind}, s.Attributes.Definitions.PutDefinition(ctx, d))
}

func (s *Server) tryAttribute(ctx context.Context, _ territory.Actor, in *tryAttributeInput) (*body[Tried], error) {
	r, areas, err := s.tryOn(ctx, in)
	if err != nil {
		return nil, err
	}
	f, err := expression.CompileFormula(in.Body.Text, r.Snapshot().Columns)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	tried := Tried{Type: f.Type(), Columns: notNil(f.Columns()), Areas: f.NeedsAreas(), Rows: []TriedRow{}}
	column := dataset.Computed{Column: dataset.Column{Name: "$result", Type: f.Type(), Role: dataset.RolePlain}, Version: s.NewID()}
	column.Work = func(ctx context.Context, r *dataset.Reader) (*dataset.Whole, error) { return f.Values(ctx, r, areas) }
	r = r.With([]dataset.Computed{column})
	described, err := r.Described(ctx)
	if err != nil {
		return nil, err
	}
	tried.Seconds = time.Since(began).Seconds()
	tried.Profile = described.Columns[len(described.Columns)-1].Profile
	if f.Type() == dataset.Boolean && tried.Profile.Sum != nil {
		tried.Matches = int(*tried.Profile.Sum)
	}
	return answer(tried, s.triedRows(ctx, r, in.Body.Rows, &tried))
}

// tryOn opens the newest snapshot, or the alignment's with its areas.
func (s *Server) tryOn(ctx context.Context, in *tryAttributeInput) (*dataset.Reader, *expression.Areas, error) {
	if in.Body.Alignment != "" {
		state, err := s.Alignments.State(ctx, in.Body.Alignment, 0)
		if err != nil {
			return nil, nil, err
		}
		return s.readerOf(ctx, state, true)
	}
	d, err := s.Catalog.Dataset(ctx, in.ID)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.reader(ctx, d.CurrentSnapshot)
	return r, nil, err
}

func (s *Server) triedRows(ctx context.Context, r *dataset.Reader, wanted int, tried *Tried) error {
	if wanted == 0 {
		wanted = 10
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		return err
	}
	var units []int
	for i := range min(wanted, r.Units()) {
		units = append(units, i*max(1, r.Units()/wanted)) // spread over the dataset
	}
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

// readerOf opens the snapshot of an alignment with the attributes that ask for
// its areas; the original areas are those of its first version. Unless always,
// the areas are left out where no attribute asks for them.
func (s *Server) readerOf(ctx context.Context, state *alignment.State, always bool) (*dataset.Reader, *expression.Areas, error) {
	r, err := s.reader(ctx, state.Alignment.SnapshotID)
	if err != nil {
		return nil, nil, err
	}
	if needed, err := s.Attributes.NeedsAreas(ctx, r); err != nil || !needed && !always {
		return r, nil, err
	}
	first, err := s.Alignments.State(ctx, state.Alignment.ID, 1)
	if err == nil && first.Alignment.SnapshotID != state.Alignment.SnapshotID {
		first, err = s.carried(ctx, first, state.Alignment.SnapshotID)
	}
	if err != nil {
		return nil, nil, err
	}
	areas := &expression.Areas{Proposed: numbersOf(state.Assigned), Original: numbersOf(first.Assigned), Names: map[int32]string{}}
	for _, of := range []*alignment.State{first, state} {
		for number, a := range of.Areas {
			areas.Names[int32(number)] = a.Name
		}
	}
	r, err = s.Attributes.ForAlignment(ctx, r, fmt.Sprintf("%s %d", state.Alignment.ID, state.Alignment.Version), areas)
	return r, areas, err
}

func numbersOf(assigned []alignment.AreaNumber) []int32 {
	out := make([]int32, len(assigned))
	for i, number := range assigned {
		out[i] = int32(number)
	}
	return out
}
