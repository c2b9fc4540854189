package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// destinationKinds are the destinations of an org.
var destinationKinds = []salesforceplan.Kind{salesforceplan.SalesTerritories, salesforceplan.ShapeLayers, salesforceplan.FieldService,
	salesforceplan.RecordFields, salesforceplan.AccountTeams}

// DestinationList is every destination of a connection with who may publish to
// it and what has to happen first.
type DestinationList struct {
	Destinations []orgplan.Destination `json:"destinations" nullable:"false"`
}

// DestinationBody is what can be set of a destination.
type DestinationBody struct {
	Closed       bool     `json:"closed,omitempty" doc:"Nobody may publish here at present."`
	Publishers   []string `json:"publishers,omitempty" nullable:"false" doc:"Ids or names of those who may publish; none named: everybody the server lets publish."`
	Approvers    []string `json:"approvers,omitempty" nullable:"false" doc:"Ids or names of those who may approve; none named: everybody the server lets approve."`
	Approvals    int      `json:"approvals,omitempty" minimum:"0" maximum:"10" doc:"How many people have to approve a plan first; 0: none."`
	OwnApproval  bool     `json:"ownApproval,omitempty" doc:"Whoever submitted a plan may approve it."`
	FreeRollback bool     `json:"freeRollback,omitempty" doc:"Taking a publication back needs no approval."`
}

// DestinationPath is the input of routes about one destination of a connection.
type DestinationPath struct {
	ConnectionPath
	Kind salesforceplan.Kind `path:"kind" enum:"sales_territories,record_fields,account_teams,field_service,shape_layers"`
}

type destinationInput struct {
	DestinationPath
	Body DestinationBody
}

type noteInput struct {
	PlanPath
	Body struct {
		Note string `json:"note,omitempty" maxLength:"2000"`
	} `required:"false"`
}

type planScheduleInput struct {
	PlanPath
	Body PlanScheduleBody
}

// PlanScheduleBody says when a plan is applied.
type PlanScheduleBody struct {
	At              time.Time `json:"at" doc:"The moment, with its offset."`
	LateMinutes     *int      `json:"lateMinutes,omitempty" minimum:"0" maximum:"44640" doc:"How late it may still begin when the server was not running at the moment; 240 by default."`
	AcceptConflicts bool      `json:"acceptConflicts,omitempty" doc:"Overwrite what was changed in the org since the last publication."`
}

type schedulesInput struct {
	State orgplan.ScheduleState `query:"state" enum:"waiting,started,missed,refused,cancelled"`
}

// PlanScheduleList is scheduled publications, the earliest first.
type PlanScheduleList struct {
	Schedules []orgplan.Schedule `json:"schedules" nullable:"false"`
}

type eventsInput struct {
	Plan       string `query:"plan"`
	Connection string `query:"connection"`
	Offset     int    `query:"offset" minimum:"0"`
	Limit      int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

// PublishEventList is a page of the audit of publications, newest first.
type PublishEventList struct {
	Events []orgplan.Event `json:"events" nullable:"false"`
	Total  int             `json:"total"`
}

// WriteProgress counts a plan's operations by where they stand.
type WriteProgress struct {
	Pending int `json:"pending"`
	Done    int `json:"done"`
	Failed  int `json:"failed"`
	Blocked int `json:"blocked"`
}

// PlanRelease is everything about a plan besides its operations: what its
// destination asks for, its approval and schedule, how far it is, and what the
// one who asks may do.
type PlanRelease struct {
	Plan        orgplan.Plan        `json:"plan"`
	Destination orgplan.Destination `json:"destination"`
	Review      orgplan.Review      `json:"review"`
	Schedule    *orgplan.Schedule   `json:"schedule,omitempty"`
	Progress    WriteProgress       `json:"progress"`
	// Job is the last job that worked on the plan.
	Job    *job.Job        `json:"job,omitempty" doc:"The last job that applied, verified or compared the plan."`
	Events []orgplan.Event `json:"events" nullable:"false" doc:"The newest lines of the plan's audit."`
	// MayApply says whether the one who asks may apply the plan now; Reason why
	// not.
	MayApply   bool               `json:"mayApply"`
	MayApprove bool               `json:"mayApprove"`
	Reason     string             `json:"reason,omitempty" doc:"Why it may not be applied."`
	ReasonSaid *sentence.Sentence `json:"reasonSaid,omitempty" doc:"The reason with its code, for what has one."`
}

func (s *Server) registerReleases() {
	const tag = "Publishing"
	register(s, get("list-destinations", "/salesforce/connections/{id}/destinations", tag, "Who may publish where, and what needs approval"), access.View, s.listDestinations)
	register(s, operation("set-destination", http.MethodPut, "/salesforce/connections/{id}/destinations/{kind}", tag, "Say who may publish to a destination, and whether approval is needed"), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *destinationInput) (*body[orgplan.Destination], error) {
			if _, _, err := s.Connections.Connection(ctx, in.ID); err != nil {
				return nil, err
			}
			b := in.Body
			return answer(s.Gate.SetDestination(ctx, actor, orgplan.Destination{ConnectionID: in.ID, Kind: string(in.Kind), Closed: b.Closed, Publishers: b.Publishers,
				Approvers: b.Approvers, Approvals: b.Approvals, OwnApproval: b.OwnApproval, FreeRollback: b.FreeRollback}))
		})
	register(s, operation("clear-destination", http.MethodDelete, "/salesforce/connections/{id}/destinations/{kind}", tag, "Open a destination to everybody, without approval"), access.Manage,
		func(ctx context.Context, actor territory.Actor, in *DestinationPath) (*struct{}, error) {
			return nil, s.Gate.ClearDestination(ctx, actor, in.ID, string(in.Kind))
		})
	register(s, get("get-publish-release", "/publish-plans/{id}/release", tag, "A plan's approval, schedule and progress, and what the one who asks may do"), access.View, s.release)
	register(s, post("submit-publish-plan", "/publish-plans/{id}/submit", tag, "Submit a plan for approval", http.StatusOK), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *noteInput) (*body[orgplan.Review], error) {
			return answer(s.Gate.Submit(ctx, actor, in.ID, in.Body.Note))
		})
	register(s, post("approve-publish-plan", "/publish-plans/{id}/approve", tag, "Approve exactly the writes of a submitted plan", http.StatusOK), access.Approve,
		func(ctx context.Context, actor territory.Actor, in *noteInput) (*body[orgplan.Review], error) {
			return answer(s.Gate.Decide(ctx, actor, in.ID, true, in.Body.Note))
		})
	register(s, post("reject-publish-plan", "/publish-plans/{id}/reject", tag, "Reject a submitted plan, saying why", http.StatusOK), access.Approve,
		func(ctx context.Context, actor territory.Actor, in *noteInput) (*body[orgplan.Review], error) {
			return answer(s.Gate.Decide(ctx, actor, in.ID, false, in.Body.Note))
		})
	register(s, post("withdraw-publish-plan", "/publish-plans/{id}/withdraw", tag, "Take back the submission of a plan", http.StatusOK), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *noteInput) (*body[orgplan.Review], error) {
			return answer(s.Gate.Withdraw(ctx, actor, in.ID, in.Body.Note))
		})
	s.registerPlanSchedules(tag)
}

// usualLate is how late a scheduled publication may begin, in minutes.
const usualLate = 240

func (s *Server) registerPlanSchedules(tag string) {
	register(s, operation("schedule-publish-plan", http.MethodPut, "/publish-plans/{id}/schedule", tag, "Have a plan applied at a moment"), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *planScheduleInput) (*body[orgplan.Schedule], error) {
			one := orgplan.Schedule{PlanID: in.ID, At: in.Body.At, LateMinutes: usualLate, AcceptConflicts: in.Body.AcceptConflicts}
			if in.Body.LateMinutes != nil {
				one.LateMinutes = *in.Body.LateMinutes
			}
			return answer(s.Gate.SetSchedule(ctx, actor, one))
		})
	register(s, operation("unschedule-publish-plan", http.MethodDelete, "/publish-plans/{id}/schedule", tag, "Do not apply a plan by itself"), access.Publish,
		func(ctx context.Context, actor territory.Actor, in *PlanPath) (*body[orgplan.Schedule], error) {
			return answer(s.Gate.Unschedule(ctx, actor, in.ID))
		})
	register(s, get("list-publish-schedules", "/publish-schedules", tag, "Scheduled publications, the earliest first"), access.View,
		func(ctx context.Context, _ territory.Actor, in *schedulesInput) (*body[PlanScheduleList], error) {
			list, err := s.Gate.Releases.PlanSchedules(ctx, in.State)
			return answer(PlanScheduleList{Schedules: notNil(list)}, err)
		})
	register(s, get("list-publish-events", "/publish-events", tag, "The audit of publications: who did what when, newest first"), access.View,
		func(ctx context.Context, _ territory.Actor, in *eventsInput) (*body[PublishEventList], error) {
			list, total, err := s.Gate.Releases.Events(ctx, orgplan.EventFilter{PlanID: in.Plan, ConnectionID: in.Connection, Offset: in.Offset, Limit: in.Limit})
			return answer(PublishEventList{Events: notNil(list), Total: total}, err)
		})
}

func (s *Server) listDestinations(ctx context.Context, _ territory.Actor, in *ConnectionPath) (*body[DestinationList], error) {
	if _, _, err := s.Connections.Connection(ctx, in.ID); err != nil {
		return nil, err
	}
	out := DestinationList{Destinations: []orgplan.Destination{}}
	for _, kind := range destinationKinds {
		d, err := s.Gate.Destination(ctx, in.ID, string(kind))
		if err != nil {
			return nil, err
		}
		out.Destinations = append(out.Destinations, d)
	}
	return answer(out, nil)
}

// shownEvents is how much of the audit a plan's release shows.
const shownEvents = 20

func (s *Server) release(ctx context.Context, actor territory.Actor, in *PlanPath) (*body[PlanRelease], error) {
	var out PlanRelease
	var err error
	if out.Plan, err = s.Plans.Plan(ctx, in.ID); err != nil {
		return nil, err
	}
	if out.Destination, err = s.Gate.Destination(ctx, out.Plan.ConnectionID, out.Plan.Kind); err != nil {
		return nil, err
	}
	if out.Review, err = s.Gate.Releases.Review(ctx, in.ID); err != nil {
		return nil, err
	}
	if schedule, err := s.Gate.Releases.PlanSchedule(ctx, in.ID); err == nil {
		out.Schedule = &schedule
	} else if territory.CodeOf(err) != territory.NotFound {
		return nil, err
	}
	counts, err := s.Gate.Releases.PlanProgress(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out.Progress = WriteProgress{Pending: counts[orgplan.Pending], Done: counts[orgplan.Done], Failed: counts[orgplan.Failed], Blocked: counts[orgplan.Blocked]}
	if out.Events, _, err = s.Gate.Releases.Events(ctx, orgplan.EventFilter{PlanID: in.ID, Limit: shownEvents}); err != nil {
		return nil, err
	}
	out.Job = s.lastJob(ctx, out.Events)
	s.mayDo(ctx, actor, &out)
	return answer(out, nil)
}

// lastJob is the newest job that the audit names.
func (s *Server) lastJob(ctx context.Context, events []orgplan.Event) *job.Job {
	at := slices.IndexFunc(events, func(e orgplan.Event) bool { return e.JobID != "" })
	if at < 0 {
		return nil
	}
	j, err := s.Jobs.Job(ctx, events[at].JobID)
	if err != nil {
		return nil // swept since
	}
	return &j
}

// mayDo works out what the actor may do with a plan.
func (s *Server) mayDo(ctx context.Context, actor territory.Actor, out *PlanRelease) {
	p := &out.Plan
	err := s.Policy.Allow(actor, access.Publish, destinationOf(p))
	switch {
	case err != nil:
	case p.State == orgplan.Applied || p.State == orgplan.RolledBack:
		out.Reason = "The plan is " + string(p.State) + "."
	case len(p.Errors()) > 0:
		out.Reason = "The plan has errors; correct them and plan again."
	default:
		err = s.Gate.MayApply(ctx, actor, p)
	}
	if err != nil {
		out.Reason, out.ReasonSaid = err.Error(), territory.SaidOf(err)
	}
	out.MayApply = out.Reason == ""
	out.MayApprove = s.Policy.Allow(actor, access.Approve, destinationOf(p)) == nil && s.Gate.MayDecide(&out.Destination, actor, &out.Review) == nil
}

func destinationOf(p *orgplan.Plan) access.Resource {
	return access.Resource{Kind: "destination", ID: p.ConnectionID + "/" + p.Kind}
}

// startApply begins applying a plan, when the actor may. While a job is at it,
// that job is the answer.
func (s *Server) startApply(ctx context.Context, actor territory.Actor, p *orgplan.Plan, spec salesforceplan.ApplySpec) (job.Job, error) {
	if err := s.Policy.Allow(actor, access.Publish, destinationOf(p)); err != nil {
		return job.Job{}, err
	}
	if err := s.Gate.MayApply(ctx, actor, p); err != nil {
		return job.Job{}, err
	}
	events, _, err := s.Gate.Releases.Events(ctx, orgplan.EventFilter{PlanID: p.ID, Limit: shownEvents})
	if err != nil {
		return job.Job{}, err
	}
	if last := s.lastJob(ctx, events); last != nil && last.Kind == salesforceplan.ApplyJobKind && !last.State.Final() {
		return *last, nil // it is being applied already, perhaps going on after a crash
	}
	j, err := s.enqueue(ctx, actor, salesforceplan.ApplyJobKind, p.AlignmentID, spec)
	if err != nil {
		return j, err
	}
	return j, s.Gate.Record(ctx, p, orgplan.EventStarted, actor, j.ID, sentence.JournalBegun.With(nil))
}

// RunDuePublications begins the publications whose moment has come, and again
// those that found the org away.
func (s *Server) RunDuePublications(ctx context.Context) error {
	start := func(ctx context.Context, one orgplan.Schedule, p orgplan.Plan) (string, error) {
		j, err := s.enqueue(ctx, one.Actor, salesforceplan.ApplyJobKind, p.AlignmentID, salesforceplan.ApplySpec{PlanID: p.ID, AcceptConflicts: one.AcceptConflicts})
		return j.ID, err
	}
	return errors.Join(s.Gate.RunDue(ctx, start), s.Gate.RetryDue(ctx, func(ctx context.Context, id string) (time.Time, bool) {
		j, err := s.Jobs.Job(ctx, id)
		if err != nil || j.State != job.Failed || j.Error == nil || j.Error.Code != territory.Unavailable || j.Ended == nil {
			return time.Time{}, false
		}
		return *j.Ended, true
	}, start))
}
