package httpapi

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/access"
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
			return answer(BoundaryAttributeList{Attributes: notNil(o.Attributes())}, nil)
		})
	register(s, columnRoute("get-boundary-attribute", "/boundary-sets/{id}/attributes/{name}", "Boundaries", "One attribute of all boundaries, as numbers",
		"float64[n], little-endian, in the order of the set; NaN where missing or no number."), access.View,
		func(ctx context.Context, _ territory.Actor, in *boundaryColumnInput) (*huma.StreamResponse, error) {
			o, err := s.BoundarySets.Open(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			values, err := o.Numbers(in.Name)
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
	r, err := s.reader(ctx, state.Alignment.SnapshotID)
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
