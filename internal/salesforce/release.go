package salesforce

import (
	"context"
	"errors"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Release applies plans for people: it asks the gate once more right before the
// first write, and writes down and announces how it ended.
type Release struct {
	*Publisher
	Gate *orgplan.Gate
	// Announce tells others; occurrence names what happened, so that a job that
	// runs again after a crash does not tell it twice.
	Announce func(ctx context.Context, event, occurrence string, data any) error
}

// Announcement is what others are told about a publication.
type Announcement struct {
	PlanID      string           `json:"planId"`
	Title       string           `json:"title"`
	Destination string           `json:"destination"`
	Connection  announcedOrg     `json:"connection"`
	AlignmentID string           `json:"alignmentId,omitempty"`
	Version     int64            `json:"version,omitempty"`
	State       orgplan.State    `json:"state"`
	Actor       territory.Actor  `json:"actor"`
	JobID       string           `json:"jobId"`
	Counts      []orgplan.Count  `json:"counts"`
	Outcome     *orgplan.Outcome `json:"outcome,omitempty"`
	Problem     string           `json:"problem,omitempty"`
	RollsBack   string           `json:"rollsBack,omitempty"`
}

type announcedOrg struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	OrgID string `json:"orgId,omitempty"`
}

// Apply applies a plan on behalf of the one who began the job.
func (r *Release) Apply(ctx context.Context, run job.Job, s salesforceplan.ApplySpec, progress territory.ProgressFunc) (*orgplan.Outcome, error) {
	plan, err := r.Store.Plan(ctx, s.PlanID)
	if err != nil {
		return nil, err
	}
	if err := r.Gate.MayApply(ctx, run.Actor, &plan); err != nil {
		return nil, errors.Join(err, r.Gate.Record(ctx, &plan, orgplan.EventRefused, run.Actor, run.ID, told(err)))
	}
	outcome, err := r.Publisher.Apply(ctx, s, progress)
	if errors.Is(context.Cause(ctx), job.ErrStopping) {
		return outcome, err // the job goes on when the server is back
	}
	return outcome, errors.Join(err, r.ended(context.WithoutCancel(ctx), run, plan, outcome, err))
}

// told is an error as a line of the journal, with its code where it says nothing
// else.
func told(err error) sentence.Sentence {
	what := sentence.Sentence{English: err.Error()}
	if s := territory.SaidOf(err); s != nil {
		what.Code, what.Params = s.Code, s.Params
	}
	return what
}

// ended writes down how applying ended and tells others.
func (r *Release) ended(ctx context.Context, run job.Job, plan orgplan.Plan, o *orgplan.Outcome, failure error) error {
	kind, event := orgplan.EventApplied, "publication.applied"
	var text sentence.Sentence
	switch {
	case failure != nil:
		kind, event, text = orgplan.EventFailed, "publication.failed", told(failure)
	case o.State != orgplan.Applied:
		kind, event = orgplan.EventIncomplete, "publication.incomplete"
	case plan.RollsBack != "":
		kind, event = orgplan.EventRolledBack, "publication.rolled_back"
	}
	a := Announcement{PlanID: plan.ID, Title: plan.Title, Destination: plan.Kind, AlignmentID: plan.AlignmentID, Version: plan.Version, State: plan.State,
		Actor: run.Actor, JobID: run.ID, Counts: plan.Counts, Outcome: o, Problem: text.English, RollsBack: plan.RollsBack}
	if o != nil {
		a.State = o.State
		text = sentence.JournalWritten.With(sentence.Params{"done": o.Done, "failed": o.Failed, "blocked": o.Blocked, "left": o.Pending})
	}
	if c, _, err := r.Service.Repository.Connection(ctx, plan.ConnectionID); err == nil {
		a.Connection = announced(c)
	}
	recorded := r.Gate.Record(ctx, &plan, kind, run.Actor, run.ID, text)
	return errors.Join(recorded, r.Announce(ctx, event, plan.ID+"."+run.ID+"."+string(kind), a))
}

func announced(c connection.Connection) announcedOrg {
	return announcedOrg{ID: c.ID, Name: c.Name, OrgID: c.OrgID}
}

// Plan makes a plan and writes it down.
func (r *Release) Plan(ctx context.Context, run job.Job, s salesforceplan.PlanSpec, progress territory.ProgressFunc) (orgplan.Plan, error) {
	plan, err := r.Publisher.Plan(ctx, s, run.Actor, progress)
	if err != nil {
		return plan, err
	}
	return plan, r.Gate.Record(ctx, &plan, orgplan.EventPlanned, run.Actor, run.ID, sentence.JournalPlanned.With(sentence.Params{"title": plan.Title, "writes": plan.Operations}))
}

// Verify verifies a plan and writes down what came of it.
func (r *Release) Verify(ctx context.Context, run job.Job, s salesforceplan.CheckSpec, progress territory.ProgressFunc) (*salesforceplan.Verification, error) {
	v, err := r.Publisher.Verify(ctx, s, progress)
	if err != nil {
		return v, err
	}
	plan, err := r.Store.Plan(ctx, s.PlanID)
	if err != nil {
		return v, err
	}
	text := sentence.JournalSame.With(sentence.Params{"records": v.Records})
	if !v.Same {
		text = sentence.JournalDiffers.With(sentence.Params{"records": v.Records, "differ": v.Count})
	}
	return v, r.Gate.Record(ctx, &plan, orgplan.EventVerified, run.Actor, run.ID, text)
}
