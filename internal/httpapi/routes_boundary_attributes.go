package httpapi

import (
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/attribute"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// BoundaryAttributeList describes the attributes of a boundary set.
type BoundaryAttributeList struct {
	Attributes []boundaryset.AttributeProfile `json:"attributes" nullable:"false"`
}

type boundaryColumnInput struct {
	BoundarySetPath
	Name string `path:"name"`
}

type boundarySumsInput struct {
	AlignmentVersion
	Column string `path:"column" doc:"Numeric column of the dataset; units counts units."`
}

func (s *Server) registerBoundaryAttributes() {
	register(s, get("list-boundary-attributes", "/boundary-sets/{id}/attributes", "Boundaries", "The attributes of a boundary set"), access.View,
		func(ctx context.Context, _ territory.Actor, in *BoundarySetPath) (*body[BoundaryAttributeList], error) {
			o, err := s.BoundarySets.Open(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			more, err := s.setSupplements(ctx, in.ID, o)
			if err != nil {
				return nil, err
			}
			return answer(BoundaryAttributeList{Attributes: notNil(boundaryset.Profiles(append(o.Set.Attributes[:len(o.Set.Attributes):len(o.Set.Attributes)], more...)))}, nil)
		})
	register(s, columnRoute("get-boundary-attribute", "/boundary-sets/{id}/attributes/{name}", "Boundaries", "One attribute of all boundaries, as numbers",
		"float64[n], little-endian, in the order of the set; NaN where missing or no number."), access.View,
		func(ctx context.Context, _ territory.Actor, in *boundaryColumnInput) (*huma.StreamResponse, error) {
			o, err := s.BoundarySets.Open(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			more, err := s.setSupplements(ctx, in.ID, o)
			if err != nil {
				return nil, err
			}
			values, err := o.Numbers(in.Name, more...)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(floats(values), "private, max-age=60", nil), nil
		})
	register(s, columnRoute("get-boundary-sums", "/alignments/{id}/boundaries/sums/{column}", "Alignments", "A measure added up per boundary",
		"float64[n], little-endian, in the order of the set."), access.View, s.boundarySums)
}

func (s *Server) boundarySums(ctx context.Context, _ territory.Actor, in *boundarySumsInput) (*huma.StreamResponse, error) {
	state, _, p, err := s.placedState(ctx, &in.AlignmentVersion)
	if err != nil {
		return nil, err
	}
	r, err := s.readerOf(ctx, state)
	if err != nil {
		return nil, err
	}
	u, err := figures.Load(ctx, r, countUnits([]string{in.Column}))
	if err != nil {
		return nil, err
	}
	sums := make([]float64, state.Boundaries.Count)
	for unit, b := range p.Boundary {
		if b < 0 {
			continue
		}
		if v := u.Value(0, unit); !math.IsNaN(v) {
			sums[b] += v
		}
	}
	return bytesAnswer(floats(sums), cacheOf(in.Version), versionHeader(state)), nil
}

// setSupplements are the attributes by CSV of a set.
func (s *Server) setSupplements(ctx context.Context, id string, o *boundaryset.Opened) ([]boundary.Attribute, error) {
	all, err := s.Supplements.Supplements(ctx, id, "", "")
	if err != nil {
		return nil, err
	}
	var more []boundary.Attribute
	for _, one := range all {
		table, err := s.Supplements.SupplementTable(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		j := attribute.JoinBoundaries(&table, o.Set)
		for k, c := range one.Columns {
			if o.Set.Attribute(c.Name) != nil || slices.ContainsFunc(more, func(a boundary.Attribute) bool { return a.Name == c.Name }) {
				continue
			}
			a := boundary.Attribute{Name: c.Name, Values: make([]string, len(j.RowOf))}
			for i, row := range j.RowOf {
				if row >= 0 {
					a.Values[i] = table.Values[k][row]
				}
			}
			more = append(more, a)
		}
	}
	return more, nil
}
