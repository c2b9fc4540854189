package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// PlanPath is the input of routes about one plan of writes.
type PlanPath struct {
	ID string `path:"id"`
}

func (i *PlanPath) resource() access.Resource { return access.Resource{Kind: "plan", ID: i.ID} }

type planInput struct{ Body salesforceplan.Request }

func (i *planInput) resource() access.Resource {
	return access.Resource{Kind: "alignment", ID: i.Body.AlignmentID}
}

type plansInput struct {
	Connection string `query:"connection"`
	Scope      string `query:"scope"`
	Alignment  string `query:"alignment"`
}

// PlanStarted answers a request for a plan: its id, and the job that makes it.
type PlanStarted struct {
	PlanID string  `json:"planId"`
	Job    job.Job `json:"job"`
}

// PlanList is the newest plans of writes.
type PlanList struct {
	Plans []orgplan.Plan `json:"plans" nullable:"false"`
}

// OperationFilter chooses operations of a plan.
type OperationFilter struct {
	Object    string          `query:"object"`
	Action    orgplan.Action  `query:"action" enum:"create,update,delete"`
	State     orgplan.OpState `query:"state" enum:"pending,done,failed,blocked"`
	Conflicts bool            `query:"conflicts" doc:"Only those that overwrite a change made in the org."`
	Search    string          `query:"search" maxLength:"200" doc:"Text in the record's name or id, in fields, or in what the org said."`
}

func (f *OperationFilter) filter() orgplan.Filter {
	return orgplan.Filter{Object: f.Object, Action: f.Action, State: f.State, Conflicts: f.Conflicts, Search: f.Search}
}

type operationsInput struct {
	PlanPath
	OperationFilter
	Offset int `query:"offset" minimum:"0"`
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

// OperationList is a page of a plan's operations.
type OperationList struct {
	Operations []orgplan.Entry `json:"operations" nullable:"false"`
	Total      int             `json:"total"`
}

type applyInput struct {
	PlanPath
	Body struct {
		Again           bool `json:"again,omitempty" doc:"Try failed and blocked operations once more."`
		AcceptConflicts bool `json:"acceptConflicts,omitempty" doc:"Overwrite what was changed in the org since the last publication."`
	} `required:"false"`
}

func (s *Server) registerPublishPlans() {
	const tag = "Publishing"
	register(s, post("plan-publication", "/publish-plans", tag, "List the writes that publishing to an org would do", http.StatusAccepted), access.Publish, s.planPublication)
	register(s, get("list-publish-plans", "/publish-plans", tag, "Plans of writes, newest first"), access.View,
		func(ctx context.Context, _ territory.Actor, in *plansInput) (*body[PlanList], error) {
			list, err := s.Plans.Plans(ctx, in.Connection, in.Scope, in.Alignment)
			return answer(PlanList{Plans: notNil(list)}, err)
		})
	register(s, get("get-publish-plan", "/publish-plans/{id}", tag, "One plan of writes with its figures and problems"), access.View,
		func(ctx context.Context, _ territory.Actor, in *PlanPath) (*body[orgplan.Plan], error) {
			return answer(s.Plans.Plan(ctx, in.ID))
		})
	register(s, get("list-publish-operations", "/publish-plans/{id}/operations", tag, "The writes of a plan with old and new values and results"), access.View,
		func(ctx context.Context, _ territory.Actor, in *operationsInput) (*body[OperationList], error) {
			f := in.filter()
			f.Offset, f.Limit = in.Offset, in.Limit
			list, total, err := s.Plans.Entries(ctx, in.ID, f)
			return answer(OperationList{Operations: notNil(list), Total: total}, err)
		})
	s.registerPlanFiles(tag)
	register(s, operation("delete-publish-plan", http.MethodDelete, "/publish-plans/{id}", tag, "Forget a plan; what it wrote stays"), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *PlanPath) (*struct{}, error) {
			p, err := s.Plans.Plan(ctx, in.ID)
			if err == nil && p.State == orgplan.Applying {
				err = territory.Say(territory.Conflict, sentence.PlanRunning.With(nil))
			}
			if err != nil {
				return nil, err
			}
			if err := s.deletable(ctx, &p); err != nil {
				return nil, err
			}
			if err := s.Plans.DeletePlan(ctx, in.ID); err != nil {
				return nil, err
			}
			return nil, s.Gate.Record(ctx, &p, orgplan.EventDeleted, actor, "", sentence.JournalForgotten.With(sentence.Params{"title": p.Title}))
		})
	register(s, post("apply-publish-plan", "/publish-plans/{id}/apply", tag, "Do exactly the writes of a plan; again after an interruption", http.StatusAccepted), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *applyInput) (*body[job.Job], error) {
			p, err := s.Plans.Plan(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			spec := salesforceplan.ApplySpec{PlanID: p.ID, Again: in.Body.Again, AcceptConflicts: in.Body.AcceptConflicts}
			return answer(s.startApply(ctx, actor, &p, spec))
		})
	register(s, post("rollback-publish-plan", "/publish-plans/{id}/rollback", tag, "Make the plan that takes back what a plan did", http.StatusCreated), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *PlanPath) (*body[orgplan.Plan], error) {
			p, err := s.Plans.Plan(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			if err := s.Gate.MayPublish(ctx, actor, p.ConnectionID, p.Kind); err != nil {
				return nil, err
			}
			back, err := s.Rollback(ctx, in.ID, s.NewID(), actor)
			if err != nil {
				return nil, err
			}
			return answer(back, s.Gate.Record(ctx, &back, orgplan.EventPlanned, actor, "", sentence.Sentence{English: back.Title}))
		})
	register(s, post("verify-publish-plan", "/publish-plans/{id}/verify", tag, "Read the org back and compare it with a plan", http.StatusAccepted), access.Manage, s.checkPlan(salesforceplan.VerifyJobKind))
	register(s, post("drift-publish-plan", "/publish-plans/{id}/drift", tag, "List what was changed in the org since the last publication", http.StatusAccepted), access.Manage, s.checkPlan(salesforceplan.DriftJobKind))
}

func (s *Server) planPublication(ctx context.Context, actor territory.Actor, in *planInput) (*body[PlanStarted], error) {
	request := in.Body
	if err := request.Validate(); err != nil {
		return nil, err
	}
	if _, _, err := s.Connections.Connection(ctx, request.ConnectionID); err != nil {
		return nil, err
	}
	if _, err := s.Alignments.Alignment(ctx, request.AlignmentID); err != nil {
		return nil, err
	}
	if err := s.Policy.Allow(actor, access.Publish, access.Resource{Kind: "destination", ID: request.ConnectionID + "/" + string(request.Kind)}); err != nil {
		return nil, err
	}
	if err := s.Gate.MayPublish(ctx, actor, request.ConnectionID, string(request.Kind)); err != nil {
		return nil, err
	}
	spec := salesforceplan.PlanSpec{PlanID: s.NewID(), Request: request}
	j, err := s.enqueue(ctx, actor, salesforceplan.PlanJobKind, request.AlignmentID, spec)
	return answer(PlanStarted{PlanID: spec.PlanID, Job: j}, err)
}

// deletable refuses to forget a plan that waits for somebody or for its moment.
func (s *Server) deletable(ctx context.Context, p *orgplan.Plan) error {
	r, err := s.Gate.Releases.Review(ctx, p.ID)
	if err != nil {
		return err
	}
	if p.State == orgplan.Ready && (r.State == orgplan.Submitted || r.State == orgplan.Approved) {
		return territory.Say(territory.Conflict, sentence.PlanWithdraw.With(sentence.Params{"state": sentence.PlanState(string(r.State))}))
	}
	schedule, err := s.Gate.Releases.PlanSchedule(ctx, p.ID)
	if err == nil && schedule.State == orgplan.Waiting {
		return territory.Say(territory.Conflict, sentence.PlanWaits.With(sentence.Params{"at": schedule.At.Format(time.DateTime)}))
	}
	if territory.CodeOf(err) == territory.NotFound {
		return nil
	}
	return err
}

// checkPlan starts a job that compares the org with a plan.
func (s *Server) checkPlan(kind string) func(context.Context, territory.Actor, *PlanPath) (*body[job.Job], error) {
	return func(ctx context.Context, actor territory.Actor, in *PlanPath) (*body[job.Job], error) {
		p, err := s.Plans.Plan(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(s.enqueue(ctx, actor, kind, p.AlignmentID, salesforceplan.CheckSpec{PlanID: p.ID}))
	}
}
