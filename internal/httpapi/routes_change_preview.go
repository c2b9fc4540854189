package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type previewChangeInput struct {
	ChangeInput
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up."`
}

func (s *Server) registerChangePreview() {
	op := post("preview-change", "/alignments/{id}/changes/preview", "Alignments",
		"What a change would do: moves with sums, areas that come, go or change; nothing is stored", http.StatusOK)
	op.MaxBodyBytes = 64 << 20
	register(s, op, access.View, s.previewChange)
}

func (s *Server) previewChange(ctx context.Context, actor territory.Actor, in *previewChangeInput) (*body[VersionDiff], error) {
	before, u, err := s.measured(ctx, in.ID, in.Body.ExpectedVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	after, _, err := s.planChange(ctx, actor, &in.ChangeInput)
	if err != nil {
		return nil, err
	}
	return answer(diffOf(before, after, u), nil)
}
