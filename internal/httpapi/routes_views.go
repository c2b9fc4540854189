package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type saveViewInput struct {
	AlignmentPath
	Body alignment.View
}

func (s *Server) registerViews() {
	register(s, get("get-view", "/alignments/{id}/view", "Alignments", "My focus, layers, legend and columns"), access.View,
		func(ctx context.Context, actor territory.Actor, in *AlignmentPath) (*body[alignment.View], error) {
			v, err := s.Alignments.View(ctx, in.ID, actor.ID)
			if err != nil {
				return nil, err
			}
			state, err := s.Alignments.State(ctx, in.ID, 0)
			if err != nil {
				return nil, err
			}
			v.Focus = v.Focus.Present(state)
			return answer(v, nil)
		})
	register(s, operation("save-view", http.MethodPut, "/alignments/{id}/view", "Alignments", "Keep my focus, layers, legend and columns"), access.View,
		func(ctx context.Context, actor territory.Actor, in *saveViewInput) (*body[alignment.View], error) {
			state, err := s.Alignments.State(ctx, in.ID, 0)
			if err != nil {
				return nil, err
			}
			for _, number := range in.Body.Focus.Areas {
				if state.Areas[number] == nil {
					return nil, territory.Say(territory.NotFound, sentence.AreaUnknown.With(sentence.Params{"area": number}))
				}
			}
			return answer(in.Body, s.Alignments.SaveView(ctx, in.ID, actor.ID, in.Body))
		})
}
