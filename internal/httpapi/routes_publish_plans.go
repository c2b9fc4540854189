package httpapi

import (
	"context"
	"net/http"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
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

type operationsInput struct {
	PlanPath
	Object    string          `query:"object"`
	Action    orgplan.Action  `query:"action" enum:"create,update,delete"`
	State     orgplan.OpState `query:"state" enum:"pending,done,failed,blocked"`
	Conflicts bool            `query:"conflicts" doc:"Only those that overwrite a change made in the org."`
	Offset    int             `query:"offset" minimum:"0"`
	Limit     int             `query:"limit" minimum:"1" maximum:"1000" default:"100"`
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
	register(s, post("plan-publication", "/publish-plans", tag, "List the writes that publishing to an org would do", http.StatusAccepted), access.Manage, s.planPublication)
	register(s, get("list-publish-plans", "/publish-plans", tag, "Plans of writes, newest first"), access.View,
		func(ctx context.Context, _ territory.Actor, in *plansInput) (*body[PlanList], error) {
			list, err := s.Plans.Plans(ctx, in.Connection, in.Scope)
			return answer(PlanList{Plans: notNil(list)}, err)
		})
	register(s, get("get-publish-plan", "/publish-plans/{id}", tag, "One plan of writes with its figures and problems"), access.View,
		func(ctx context.Context, _ territory.Actor, in *PlanPath) (*body[orgplan.Plan], error) {
			return answer(s.Plans.Plan(ctx, in.ID))
		})
	register(s, get("list-publish-operations", "/publish-plans/{id}/operations", tag, "The writes of a plan with old and new values and results"), access.View,
		func(ctx context.Context, _ territory.Actor, in *operationsInput) (*body[OperationList], error) {
			list, total, err := s.Plans.Entries(ctx, in.ID, orgplan.Filter{Object: in.Object, Action: in.Action, State: in.State,
				Conflicts: in.Conflicts, Offset: in.Offset, Limit: in.Limit})
			return answer(OperationList{Operations: notNil(list), Total: total}, err)
		})
	register(s, operation("delete-publish-plan", http.MethodDelete, "/publish-plans/{id}", tag, "Forget a plan; what it wrote stays"), access.Manage,
		func(ctx context.Context, _ territory.Actor, in *PlanPath) (*struct{}, error) {
			p, err := s.Plans.Plan(ctx, in.ID)
			if err == nil && p.State == orgplan.Applying {
				err = territory.Errorf(territory.Conflict, "The plan is being applied; let it end first.")
			}
			if err != nil {
				return nil, err
			}
			return nil, s.Plans.DeletePlan(ctx, in.ID)
		})
	register(s, post("apply-publish-plan", "/publish-plans/{id}/apply", tag, "Do exactly the writes of a plan; again after an interruption", http.StatusAccepted), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *applyInput) (*body[job.Job], error) {
			p, err := s.Plans.Plan(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			spec := salesforceplan.ApplySpec{PlanID: p.ID, Again: in.Body.Again, AcceptConflicts: in.Body.AcceptConflicts}
			return answer(s.enqueue(ctx, actor, salesforceplan.ApplyJobKind, p.AlignmentID, spec))
		})
	register(s, post("rollback-publish-plan", "/publish-plans/{id}/rollback", tag, "Make the plan that takes back what a plan did", http.StatusCreated), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *PlanPath) (*body[orgplan.Plan], error) {
			return answer(s.Rollback(ctx, in.ID, s.NewID(), actor))
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
	spec := salesforceplan.PlanSpec{PlanID: s.NewID(), Request: request}
	j, err := s.enqueue(ctx, actor, salesforceplan.PlanJobKind, request.AlignmentID, spec)
	return answer(PlanStarted{PlanID: spec.PlanID, Job: j}, err)
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
