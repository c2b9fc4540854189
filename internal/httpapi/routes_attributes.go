package httpapi

import (
	"cmp"
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
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
	Names      []FormulaName         `json:"names" nullable:"false" doc:"Every attribute that a formula can use by name, of units, boundaries and areas."`
	Functions  []expression.Function `json:"functions" nullable:"false"`
}

// FormulaName is an attribute as formulas write it.
type FormulaName struct {
	Name string       `json:"name"`
	Text string       `json:"text" doc:"The name as a formula writes it."`
	Type dataset.Type `json:"type"`
	On   dataset.On   `json:"on" enum:"units,boundaries,areas"`
	Kind string       `json:"kind" enum:"imported,calculated,filter,program"`
	Help string       `json:"help,omitempty" doc:"What it is, where that is known."`
}

// AttributeBody is a definition to store.
type AttributeBody struct {
	Name   string     `json:"name" minLength:"1" maxLength:"200"`
	Text   string     `json:"text" minLength:"1" maxLength:"100000" doc:"Formula, such as AnnualRevenue / areaSum(AnnualRevenue)."`
	On     dataset.On `json:"on,omitempty" enum:"units,boundaries,areas" doc:"What it describes; units when left out. On boundaries and areas it has one value each, and sum, mean, smallest, largest, count and share add up their units."`
	Filter bool       `json:"filter,omitempty" doc:"A saved filter: a condition with a name, usable in other conditions by that name."`
	Note   string     `json:"note,omitempty" maxLength:"2000"`
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
	Text      string     `json:"text" minLength:"1" maxLength:"100000"`
	On        dataset.On `json:"on,omitempty" enum:"units,boundaries,areas" doc:"What it describes; units when left out."`
	Alignment string     `json:"alignment,omitempty" doc:"Alignment whose areas it may ask for; needed for values on boundaries and areas."`
	Rows      int        `json:"rows,omitempty" minimum:"0" maximum:"500" doc:"Sample rows wanted; 0 is 10."`
}

type tryAttributeInput struct {
	DatasetPath
	Body TryBody
}

// Tried is what a formula gives.
type Tried struct {
	Problem *FormulaProblem  `json:"problem,omitempty" doc:"What is wrong with the formula; nothing else is then given."`
	Type    dataset.Type     `json:"type,omitempty"`
	Columns []string         `json:"columns" nullable:"false" doc:"Columns it reads, of what it describes."`
	Areas   bool             `json:"areas" doc:"Whether it asks for areas."`
	Profile *dataset.Profile `json:"profile,omitempty"`
	Matches int              `json:"matches,omitempty" doc:"Units for which a condition holds."`
	Seconds float64          `json:"seconds"`
	Rows    []TriedRow       `json:"rows" nullable:"false"`
}

// FormulaProblem says what is wrong with a formula and where.
type FormulaProblem struct {
	Text   string `json:"text"`
	Line   int    `json:"line,omitempty" doc:"Counts from 1; left out where there is no place."`
	Column int    `json:"column,omitempty" doc:"Counts from 1, in characters."`
}

// TriedRow is one unit, boundary or area with what the formula reads and gives.
type TriedRow struct {
	ID     string `json:"id" doc:"Id of the unit, code of the boundary, name of the area."`
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
	list := AttributeList{Attributes: []Attribute{}, Columns: []dataset.Column{}, Names: []FormulaName{}, Functions: expression.Functions()}
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
	kinds, wrong, err := s.Attributes.Problems(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	for _, definition := range definitions {
		a := Attribute{Definition: definition, Type: kinds[definition.Name]}
		if err := wrong[definition.Name]; err != nil {
			a.Problem = err.Error()
		}
		list.Attributes = append(list.Attributes, a)
	}
	scopes, err := s.Attributes.Scopes(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	for _, on := range []dataset.On{dataset.OnUnits, dataset.OnBoundaries, dataset.OnAreas} {
		list.Names = append(list.Names, formulaNames(scopes[on], definitions)...)
	}
	return answer(list, nil)
}

func (s *Server) putAttribute(ctx context.Context, _ territory.Actor, in *putAttributeInput) (*body[Attribute], error) {
	d := dataset.Definition{DatasetID: in.ID, Name: in.Body.Name, On: cmp.Or(in.Body.On, dataset.OnUnits), Filter: in.Body.Filter, Text: in.Body.Text, Note: in.Body.Note, Updated: s.Now().UTC()}
	kind, err := s.Attributes.Check(ctx, d)
	if err != nil {
		return nil, err
	}
	return answer(Attribute{Definition: d, Type: kind}, s.Attributes.Definitions.PutDefinition(ctx, d))
}
