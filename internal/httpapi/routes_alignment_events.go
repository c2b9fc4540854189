package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type eventInput struct {
	AlignmentPath
	Body struct {
		Event alignment.MidYearEvent `json:"event"`
		// Request says what to balance and what moves cost.
		Request optimize.Request `json:"request,omitempty" doc:"What to balance (10 % of the number of units by default) and what a move costs (40,000 km by default, so that only balance moves units). Focus and number of territories follow from the event."`
	}
}

func (s *Server) registerAlignmentEvents() {
	register(s, post("plan-event", "/alignments/{id}/mid-year-events", "Optimising",
		"Plan a mid-year event with the fewest moves; its result is a draft that shows the disruption", http.StatusAccepted), access.Edit, s.planEvent)
}

func (s *Server) planEvent(ctx context.Context, actor territory.Actor, in *eventInput) (*body[job.Job], error) {
	a, err := s.Alignments.Alignment(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec := optimize.EventSpec{Event: in.Body.Event, Spec: optimize.Spec{AlignmentID: a.ID, BaseVersion: a.Version, DraftID: s.NewID(), Request: in.Body.Request}}
	if err := optimize.CheckEvent(ctx, s.optimizer(), spec); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, optimize.EventJobKind, a.ID, spec))
}
