package httpapi

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// EditOptions changes the settings that are given.
type EditOptions struct {
	Family        *string  `json:"family,omitempty" maxLength:"500" doc:"Text column whose equal values make a family; with the parent record's column whole chains of parents are one. Empty for none."`
	WholeFamilies *bool    `json:"wholeFamilies,omitempty" doc:"Keep families together when units are moved and when rules run."`
	OverrideLimit *float64 `json:"overrideLimit,omitempty" minimum:"0" maximum:"1" doc:"Share of hand-made overrides of an area above which there is an alarm; 0 for none."`
}

// OptionsAnswer is the settings of one version.
type OptionsAnswer struct {
	alignment.Options
	Version int64 `json:"version"`
}

func (s *Server) registerOptions() {
	register(s, get("get-options", "/alignments/{id}/options", "Alignments", "Settings of an alignment; they are changed by the edit options and are part of its history"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentVersion) (*body[OptionsAnswer], error) {
			state, err := s.state(ctx, in)
			if err != nil {
				return nil, err
			}
			return answer(OptionsAnswer{Options: state.Options, Version: state.Alignment.Version}, nil)
		})
}

func (s *Server) optionsOps(ctx context.Context, state *alignment.State, e *EditOptions) ([]alignment.Op, error) {
	if e.Family != nil && *e.Family != "" {
		r, err := s.readerOf(ctx, state)
		if err != nil {
			return nil, err
		}
		if _, err := r.Texts(ctx, *e.Family); err != nil {
			return nil, err
		}
	}
	return state.OptionsOps(func(o *alignment.Options) {
		set(&o.Family, e.Family)
		set(&o.WholeFamilies, e.WholeFamilies)
		set(&o.OverrideLimit, e.OverrideLimit)
	}), nil
}
