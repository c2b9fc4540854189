package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type optimizeInput struct {
	AlignmentPath
	Body optimize.Request
}

func (s *Server) registerOptimizations() {
	register(s, post("optimize-alignment", "/alignments/{id}/optimizations", "Optimising", "Start an optimisation; its result is a draft", http.StatusAccepted), access.Edit, s.optimize)
}

func (s *Server) optimize(ctx context.Context, actor territory.Actor, in *optimizeInput) (*body[job.Job], error) {
	a, err := s.Alignments.Alignment(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec := optimize.Spec{AlignmentID: a.ID, BaseVersion: a.Version, DraftID: s.NewID(), Request: in.Body}
	if err := optimize.Check(ctx, s.optimizer(), spec); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, optimize.JobKind, a.ID, spec))
}

// optimizer is what questions about optimisations need.
func (s *Server) optimizer() optimize.Deps {
	return optimize.Deps{Blobs: s.Blobs, Alignments: s.Alignments, Reader: s.Attributes.Reader, Explorations: s.Explorations, Now: s.Now, Geography: Geography(s.BoundarySets),
		Travel: s.Travel, TravelCache: s.TravelCache, BoundaryAmounts: s.Attributes.BoundaryAmounts}
}
