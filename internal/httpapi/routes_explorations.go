package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// ExplorationPath is the input of routes about one exploration.
type ExplorationPath struct {
	ID string `path:"id"`
}

func (i *ExplorationPath) resource() access.Resource {
	return access.Resource{Kind: "exploration", ID: i.ID}
}

// ExploredPlanPath is the input of routes about one plan of an exploration.
type ExploredPlanPath struct {
	ExplorationPath
	Plan int `path:"plan" minimum:"0"`
}

// ExplorationList is an alignment's explorations, newest first.
type ExplorationList struct {
	Explorations []optimize.Exploration `json:"explorations" nullable:"false"`
}

// HeadcountRequest asks for a curve.
type HeadcountRequest struct {
	optimize.Request
	From   int `json:"from,omitempty" minimum:"0" maximum:"100000" doc:"Smallest number of territories; 0 is half the present number."`
	To     int `json:"to,omitempty" minimum:"0" maximum:"100000" doc:"Largest number of territories; 0 is twice the present number."`
	Points int `json:"points,omitempty" minimum:"0" maximum:"60" doc:"How many numbers; 0 is 20."`
}

type headcountInput struct {
	AlignmentPath
	Body HeadcountRequest
}

type costsInput struct {
	ExplorationPath
	PerTerritory float64 `query:"perTerritory" minimum:"0" doc:"Cost of one territory (one rep) in the period that travel and workload speak of."`
	PerKm        float64 `query:"perKm" minimum:"0" doc:"Cost of one km of travel."`
	Capacity     float64 `query:"capacity" minimum:"0" doc:"Workload one rep can carry, in units of the first measure."`
}

type exploredLegendInput struct {
	ExploredPlanPath
	Measures []string `query:"measures,explode" doc:"Numeric columns to add up; \"units\" counts units."`
}

func (s *Server) registerExplorations() {
	const tag = "Exploring"
	register(s, post("explore-pareto", "/alignments/{id}/pareto-sets", tag, "Start a Pareto set: plans over balance, travel and disruption to choose from", http.StatusAccepted), access.Edit, s.explorePareto)
	register(s, post("explore-headcount", "/alignments/{id}/headcount-curves", tag, "Start a headcount curve: travel, utilisation and cost for several numbers of territories", http.StatusAccepted), access.Edit, s.exploreHeadcount)
	register(s, get("list-explorations", "/alignments/{id}/explorations", tag, "The Pareto sets and headcount curves of an alignment"), access.View,
		func(ctx context.Context, _ territory.Actor, in *AlignmentPath) (*body[ExplorationList], error) {
			list, err := s.Explorations.Explorations(ctx, in.ID)
			return answer(ExplorationList{Explorations: notNil(list)}, err)
		})
	register(s, get("get-exploration", "/explorations/{id}", tag, "A Pareto set or a headcount curve with its figures"), access.View,
		func(ctx context.Context, _ territory.Actor, in *ExplorationPath) (*body[optimize.Exploration], error) {
			return answer(s.Explorations.Exploration(ctx, in.ID))
		})
	register(s, operation("delete-exploration", http.MethodDelete, "/explorations/{id}", tag, "Delete an exploration; drafts picked from it stay"), access.Edit,
		func(ctx context.Context, _ territory.Actor, in *ExplorationPath) (*struct{}, error) {
			return nil, s.Explorations.DeleteExploration(ctx, in.ID)
		})
	register(s, get("get-headcount-costs", "/explorations/{id}/costs", tag, "A headcount curve with utilisation and cost"), access.View,
		func(ctx context.Context, _ territory.Actor, in *costsInput) (*body[optimize.CostedCurve], error) {
			e, err := s.Explorations.Exploration(ctx, in.ID)
			return answer(e.Curve(optimize.Costs{PerTerritory: in.PerTerritory, PerKm: in.PerKm, Capacity: in.Capacity}), err)
		})
	register(s, columnRoute("get-explored-assignment", "/explorations/{id}/plans/{plan}/assignment", tag, "The area number of every unit in one plan of a Pareto set",
		"int32[n], little-endian; 0 is unassigned."), access.View, s.exploredAssignment)
	register(s, get("get-explored-legend", "/explorations/{id}/plans/{plan}/legend", tag, "The legend of one plan of a Pareto set"), access.View, s.exploredLegend)
	register(s, post("pick-explored-plan", "/explorations/{id}/plans/{plan}/draft", tag, "Make a draft of one plan of a Pareto set", http.StatusCreated), access.Edit, s.pickPlan)
}

func (s *Server) explorePareto(ctx context.Context, actor territory.Actor, in *optimizeInput) (*body[job.Job], error) {
	a, err := s.Alignments.Alignment(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec := optimize.ParetoSpec{ExplorationID: s.NewID(), Spec: optimize.Spec{AlignmentID: a.ID, BaseVersion: a.Version, Request: in.Body}}
	if err := optimize.Check(ctx, s.optimizer(), spec.Spec); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, optimize.ParetoJobKind, a.ID, spec))
}

func (s *Server) exploreHeadcount(ctx context.Context, actor territory.Actor, in *headcountInput) (*body[job.Job], error) {
	state, err := s.Alignments.State(ctx, in.ID, 0)
	if err != nil {
		return nil, err
	}
	counts, err := optimize.HeadcountCounts(len(state.Territories()), in.Body.From, in.Body.To, in.Body.Points)
	if err != nil {
		return nil, err
	}
	spec := optimize.HeadcountSpec{ExplorationID: s.NewID(), Counts: counts,
		Spec: optimize.Spec{AlignmentID: in.ID, BaseVersion: state.Alignment.Version, Request: in.Body.Request}}
	if err := optimize.CheckHeadcount(ctx, s.optimizer(), spec); err != nil {
		return nil, err
	}
	return answer(s.enqueue(ctx, actor, optimize.HeadcountJobKind, in.ID, spec))
}

func (s *Server) exploredAssignment(ctx context.Context, _ territory.Actor, in *ExploredPlanPath) (*huma.StreamResponse, error) {
	e, err := s.Explorations.Exploration(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	a, err := s.Alignments.Alignment(ctx, e.AlignmentID)
	if err != nil {
		return nil, err
	}
	snapshot, err := s.Catalog.Snapshot(ctx, a.SnapshotID)
	if err != nil {
		return nil, err
	}
	column, err := optimize.PlanColumn(ctx, s.optimizer(), e, in.Plan, snapshot.Units)
	if err != nil {
		return nil, err
	}
	return bytesAnswer(int32s(column), immutable, nil), nil
}

func (s *Server) exploredLegend(ctx context.Context, _ territory.Actor, in *exploredLegendInput) (*body[Legend], error) {
	e, err := s.Explorations.Exploration(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	_, after, err := optimize.PlanState(ctx, s.optimizer(), e, in.Plan)
	if err != nil {
		return nil, err
	}
	_, u, err := s.measured(ctx, e.AlignmentID, e.BaseVersion, in.Measures)
	if err != nil {
		return nil, err
	}
	return answer(legendOf(after, u), nil)
}

func (s *Server) pickPlan(ctx context.Context, _ territory.Actor, in *ExploredPlanPath) (*body[DraftItem], error) {
	e, err := s.Explorations.Exploration(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	id := s.NewID()
	if err := optimize.PickPlan(ctx, s.optimizer(), e, in.Plan, id); err != nil {
		return nil, err
	}
	d, _, err := s.Alignments.Draft(ctx, id)
	if err != nil {
		return nil, err
	}
	return answer(draftItem(d))
}
