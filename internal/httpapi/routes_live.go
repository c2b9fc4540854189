package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

func (s *Server) registerLive() {
	register(s, post("estimate-optimization", "/alignments/{id}/optimization-estimates", "Optimising", "What an optimisation would work on and how long it would take", http.StatusOK), access.View,
		func(ctx context.Context, _ territory.Actor, in *optimizeInput) (*body[*optimize.Estimate], error) {
			return answer(optimize.EstimateRun(ctx, s.optimizer(), optimize.Spec{AlignmentID: in.ID, Request: in.Body}))
		})
	register(s, columnRoute("get-job-plan", "/jobs/{id}/plan", "Optimising", "The plan a running optimisation has at the moment; asking keeps it coming",
		"int32[n], little-endian; the area number of every unit, 0 is unassigned. The header Bailiwick-Iteration counts on. The plan is not checked. Empty while there is none."), access.View, s.livePlan)
}

func (s *Server) livePlan(ctx context.Context, _ territory.Actor, in *jobInput) (*huma.StreamResponse, error) {
	if _, err := s.Jobs.Job(ctx, in.ID); err != nil {
		return nil, err
	}
	plan := s.Live.Watch(in.ID, s.Now())
	if plan == nil {
		return bytesAnswer(nil, "", nil), nil
	}
	return bytesAnswer(int32s(plan.Assigned), "", map[string]string{"Bailiwick-Iteration": strconv.Itoa(plan.Iteration)}), nil
}
