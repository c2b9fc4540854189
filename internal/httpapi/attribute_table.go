package httpapi

import (
	"context"
	"slices"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type attributeTableInput struct {
	AlignmentVersion
	On      dataset.On `path:"on" enum:"boundaries,areas"`
	Columns []string   `query:"columns,explode" doc:"Attributes wanted, in this order; all when left out."`
}

// AttributeTable holds the boundaries or areas of an alignment with their
// attributes.
type AttributeTable struct {
	Version int64             `json:"version"`
	On      dataset.On        `json:"on"`
	Columns []AttributeColumn `json:"columns" nullable:"false"`
	Rows    []AttributeRow    `json:"rows" nullable:"false" doc:"Areas in tree order, boundaries in the order of their set."`
}

// AttributeColumn is an attribute of boundaries or areas.
type AttributeColumn struct {
	Name string       `json:"name"`
	Type dataset.Type `json:"type"`
	// Calculated says that it is worked out by a formula.
	Calculated bool `json:"calculated,omitempty"`
}

// AttributeRow is one boundary or area.
type AttributeRow struct {
	ID     string `json:"id" doc:"Code of the boundary, number of the area."`
	Values []any  `json:"values" nullable:"false" doc:"Texts, numbers, booleans and dates as 2025-03-31; null where missing."`
}

type boundaryAttributeInput struct {
	AlignmentVersion
	Name string `path:"name"`
}

func (s *Server) registerAttributeTables() {
	register(s, get("list-alignment-attributes", "/alignments/{id}/attributes/{on}", "Alignments", "The boundaries or areas with their attributes, calculated ones too"), access.View, s.attributeTable)
	register(s, columnRoute("get-boundary-values", "/alignments/{id}/boundaries/attributes/{name}", "Alignments", "One attribute of all boundaries as numbers, calculated ones too",
		"float64[n], little-endian, in the order of the set; NaN where missing."), access.View,
		func(ctx context.Context, _ territory.Actor, in *boundaryAttributeInput) (*huma.StreamResponse, error) {
			state, err := s.state(ctx, &in.AlignmentVersion)
			if err != nil {
				return nil, err
			}
			t, err := s.Attributes.Table(ctx, state, dataset.OnBoundaries)
			if err != nil {
				return nil, err
			}
			values, err := t.Numbers(ctx, in.Name)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(floats(values), "", versionHeader(state)), nil
		})
}

func (s *Server) attributeTable(ctx context.Context, _ territory.Actor, in *attributeTableInput) (*body[AttributeTable], error) {
	state, err := s.state(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	t, err := s.Attributes.Table(ctx, state, in.On)
	if err != nil {
		return nil, err
	}
	names := in.Columns
	if len(names) == 0 {
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
	}
	out := AttributeTable{Version: state.Alignment.Version, On: in.On, Rows: make([]AttributeRow, t.Units())}
	values, err := attributeValues(ctx, t, names, &out.Columns)
	if err != nil {
		return nil, err
	}
	for i := range out.Rows {
		out.Rows[i] = AttributeRow{ID: rowID(ctx, t, i), Values: values[i]}
	}
	return answer(out, nil)
}

// rowID is the number of an area or the code of a boundary.
func rowID(ctx context.Context, t *attribute.Table, row int) string {
	if t.Areas != nil {
		return strconv.Itoa(int(t.Areas[row]))
	}
	code, err := t.Texts(ctx, "code")
	if err != nil {
		return ""
	}
	return code.At(row)
}

// attributeValues returns the named attributes row by row.
func attributeValues(ctx context.Context, t *attribute.Table, names []string, columns *[]AttributeColumn) ([][]any, error) {
	rows := make([][]any, t.Units())
	for i := range rows {
		rows[i] = make([]any, len(names))
	}
	*columns = make([]AttributeColumn, len(names))
	for k, name := range names {
		v, err := t.Column(ctx, name)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(t.Columns, func(c dataset.Column) bool { return c.Name == name })
		(*columns)[k] = AttributeColumn{Name: name, Type: t.Columns[at].Type, Calculated: at >= t.Own}
		for i := range rows {
			rows[i][k] = v.At(i, t.Columns[at].Type)
		}
	}
	return rows, nil
}

// addAttributes puts attributes of areas beside the areas of a legend; the name
// * stands for all calculated ones.
func (s *Server) addAttributes(ctx context.Context, state *alignment.State, names []string, l *Legend) error {
	if len(names) == 0 {
		return nil
	}
	t, err := s.Attributes.Table(ctx, state, dataset.OnAreas)
	if err != nil {
		return err
	}
	if at := slices.Index(names, "*"); at >= 0 {
		var all []string
		for _, c := range t.Columns[t.Given:] {
			all = append(all, c.Name)
		}
		names = slices.Concat(names[:at], all, names[at+1:])
	}
	values, err := attributeValues(ctx, t, names, &l.Attributes)
	if err != nil {
		return err
	}
	for i := range l.Areas { // both are in tree order
		l.Areas[i].Values = values[i]
	}
	return nil
}
