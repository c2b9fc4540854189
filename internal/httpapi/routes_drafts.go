package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// DraftList is an alignment's drafts, newest first.
type DraftList struct {
	Drafts []DraftItem `json:"drafts" nullable:"false"`
}

// DraftPath is the input of routes about one draft.
type DraftPath struct {
	ID string `path:"id"`
}

func (i *DraftPath) resource() access.Resource { return access.Resource{Kind: "draft", ID: i.ID} }

type whyInput struct {
	DraftPath
	Index int `path:"index" minimum:"0"`
}

type keepDraftInput struct {
	DraftPath
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
	}
}

func (s *Server) registerDrafts() {
	register(s, get("list-drafts", "/alignments/{id}/drafts", "Optimising", "The drafts of an alignment"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[DraftList], error) {
			drafts, err := s.Alignments.Drafts(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			list := DraftList{Drafts: []DraftItem{}}
			for _, d := range drafts {
				item, err := draftItem(d)
				if err != nil {
					return nil, err
				}
				list.Drafts = append(list.Drafts, item)
			}
			return answer(list, nil)
		})
	register(s, get("get-draft", "/drafts/{id}", "Optimising", "A draft with its report and certificate"), access.View,
		func(ctx context.Context, _ territory.Actor, in *DraftPath) (*body[DraftItem], error) {
			d, _, err := s.Alignments.Draft(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(draftItem(d))
		})
	register(s, columnRoute("get-draft-assignment", "/drafts/{id}/assignment", "Optimising", "The area number of every unit if the draft is accepted",
		"int32[n], little-endian; 0 is unassigned."), access.View,
		func(ctx context.Context, _ territory.Actor, in *DraftPath) (*huma.StreamResponse, error) {
			state, _, err := s.draftState(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return bytesAnswer(int32s(state.Assigned), immutable, nil), nil
		})
	register(s, get("get-draft-legend", "/drafts/{id}/legend", "Optimising", "The legend as it will be if the draft is accepted"), access.View, s.draftLegend)
	register(s, get("explain-unit", "/drafts/{id}/units/{index}/why", "Optimising", "Why a unit is where the draft puts it"), access.View,
		s.explainUnit)
	register(s, post("accept-draft", "/drafts/{id}/accept", "Optimising", "Accept: the alignment becomes the draft", http.StatusOK), access.Edit,
		func(ctx context.Context, actor territory.Actor, in *DraftPath) (*body[VersionAnswer], error) {
			version, err := s.Alignments.AcceptDraft(ctx, in.ID, s.Now().UTC(), actor)
			return answer(VersionAnswer{Version: version}, err)
		})
	register(s, post("reject-draft", "/drafts/{id}/reject", "Optimising", "Reject: the alignment stays as it is", http.StatusOK), access.Edit,
		func(ctx context.Context, _ territory.Actor, in *DraftPath) (*body[DraftItem], error) {
			if err := s.Alignments.DecideDraft(ctx, in.ID, alignment.DraftRejected, s.Now().UTC()); err != nil {
				return nil, err
			}
			d, _, err := s.Alignments.Draft(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(draftItem(d))
		})
	register(s, post("keep-draft", "/drafts/{id}/keep", "Optimising", "Keep: the draft becomes an alignment of its own", http.StatusCreated), access.Edit, s.keepDraft)
}

type draftLegendInput struct {
	DraftPath
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
}

func (s *Server) draftLegend(ctx context.Context, _ territory.Actor, in *draftLegendInput) (*body[Legend], error) {
	state, d, err := s.draftState(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	_, u, err := s.measured(ctx, d.AlignmentID, d.BaseVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	return answer(legendOf(state, u), nil)
}

// draftState returns the state the draft proposes.
func (s *Server) draftState(ctx context.Context, id string) (*alignment.State, alignment.Draft, error) {
	d, change, err := s.Alignments.Draft(ctx, id)
	if err != nil {
		return nil, d, err
	}
	state, err := s.Alignments.State(ctx, d.AlignmentID, d.BaseVersion)
	if err != nil {
		return nil, d, err
	}
	change.Version = 0
	return state, d, state.Apply(change)
}

func (s *Server) keepDraft(ctx context.Context, actor territory.Actor, in *keepDraftInput) (*body[AlignmentItem], error) {
	state, d, err := s.draftState(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if d.State != alignment.DraftOpen {
		return nil, territory.Say(territory.Conflict, sentence.DraftDecided[string(d.State)].With(nil))
	}
	now := s.Now().UTC()
	first := alignment.FromState(state).Because(sentence.KeptFromDraft.With(sentence.Params{"name": state.Alignment.Name}))
	first.Version, first.At, first.Actor, first.Kind = 1, now, actor, "create"
	a := state.Alignment
	a.ID, a.Name, a.Version, a.Created, a.Updated = s.NewID(), strings.TrimSpace(in.Body.Name), 1, now, now
	if err := s.Alignments.CreateAlignment(ctx, a, len(state.Assigned), first); err != nil {
		return nil, err
	}
	if err := s.Alignments.DecideDraft(ctx, d.ID, alignment.DraftKept, now); err != nil {
		return nil, err
	}
	return answer(s.alignmentItem(ctx, a.ID))
}

// explainUnit takes what happened from the job where the draft plans a mid-year
// event.
func (s *Server) explainUnit(ctx context.Context, _ territory.Actor, in *whyInput) (*body[optimize.Why], error) {
	d, _, err := s.Alignments.Draft(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	event, err := s.eventOf(ctx, d)
	if err != nil {
		return nil, err
	}
	why, err := optimize.Explain(ctx, s.optimizer(), in.ID, event, in.Index)
	if err != nil {
		return nil, err
	}
	return answer(*why, nil)
}

// eventOf returns the event that a draft plans, nil for every other draft. A
// draft kept from a preview has no job.
func (s *Server) eventOf(ctx context.Context, d alignment.Draft) (*optimize.EventSpec, error) {
	if d.JobID == "" {
		return nil, nil
	}
	j, err := s.Jobs.Job(ctx, d.JobID)
	if err != nil || j.Kind != optimize.EventJobKind {
		return nil, err
	}
	event := &optimize.EventSpec{}
	if err := json.Unmarshal(j.Params, event); err != nil {
		return nil, fmt.Errorf("read parameters of job %s: %w", j.ID, err)
	}
	return event, nil
}
