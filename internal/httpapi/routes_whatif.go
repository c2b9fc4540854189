package httpapi

import (
	"context"
	"net/http"
	"runtime"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

type whatIfInput struct {
	AlignmentPath
	Body optimize.WhatIf
}

// PreviewPath is the input of routes about one preview.
type PreviewPath struct {
	ID string `path:"id"`
}

func (i *PreviewPath) resource() access.Resource { return access.Resource{Kind: "preview", ID: i.ID} }

type previewLegendInput struct {
	PreviewPath
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
}

func (s *Server) registerWhatIf() {
	const tag = "Exploring"
	register(s, post("ask-what-if", "/alignments/{id}/what-if", tag,
		"Solve again from a draft or the present plan with other targets, limits, prices or numbers of territories; the answer is a preview kept in memory", http.StatusOK), access.Edit, s.askWhatIf)
	register(s, columnRoute("get-preview-assignment", "/previews/{id}/assignment", tag, "The area number of every unit in a preview",
		"int32[n], little-endian; 0 is unassigned."), access.View,
		func(_ context.Context, _ territory.Actor, in *PreviewPath) (*huma.StreamResponse, error) {
			p, err := s.Warm.Preview(in.ID)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(int32s(p.State().Assigned), immutable, nil), nil
		})
	register(s, get("get-preview-legend", "/previews/{id}/legend", tag, "The legend of a preview"), access.View, s.previewLegend)
	register(s, post("keep-preview", "/previews/{id}/draft", tag, "Make a draft of a preview", http.StatusCreated), access.Edit,
		func(ctx context.Context, _ territory.Actor, in *PreviewPath) (*body[DraftItem], error) {
			p, err := s.Warm.Preview(in.ID)
			if err != nil {
				return nil, err
			}
			id := s.NewID()
			if err := optimize.KeepPreview(ctx, s.optimizer(), p, id); err != nil {
				return nil, err
			}
			d, _, err := s.Alignments.Draft(ctx, id)
			if err != nil {
				return nil, err
			}
			return answer(draftItem(d))
		})
}

func (s *Server) askWhatIf(ctx context.Context, _ territory.Actor, in *whatIfInput) (*body[*optimize.Preview], error) {
	deps := s.optimizer()
	deps.Workers = runtime.GOMAXPROCS(0)
	return answer(s.Warm.Ask(ctx, deps, in.ID, s.NewID(), in.Body))
}

func (s *Server) previewLegend(ctx context.Context, _ territory.Actor, in *previewLegendInput) (*body[Legend], error) {
	p, err := s.Warm.Preview(in.ID)
	if err != nil {
		return nil, err
	}
	_, u, err := s.measured(ctx, p.AlignmentID, p.BaseVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	return answer(legendOf(p.State(), u), nil)
}
