package httpapi

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// BoundarySetList is the built-in boundary sets.
type BoundarySetList struct {
	BoundarySets []BoundarySet `json:"boundarySets" nullable:"false"`
}

type boundarySetInput struct {
	ID string `path:"id"`
}

func (s *Server) registerBoundaries() {
	register(s, get("list-boundary-sets", "/boundary-sets", "Boundaries", "The boundary sets"), access.View,
		func(context.Context, territory.Actor, *none) (*body[BoundarySetList], error) {
			return answer(BoundarySetList{BoundarySets: s.Boundaries.Sets()}, nil)
		})
	op := get("get-boundary-topology", "/boundary-sets/{id}/topology", "Boundaries", "A boundary set as TopoJSON")
	op.Responses = fileResponse("application/json", "TopoJSON, always gzipped.")
	register(s, op, access.View, func(_ context.Context, _ territory.Actor, in *boundarySetInput) (*huma.StreamResponse, error) {
		gz, err := s.Boundaries.Topology(in.ID)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			ctx.SetHeader("Content-Type", "application/json")
			ctx.SetHeader("Content-Encoding", "gzip")
			ctx.SetHeader("Cache-Control", "public, max-age=86400")
			ctx.BodyWriter().Write(gz) //nolint:errcheck // the client has gone
		}}, nil
	})
}
