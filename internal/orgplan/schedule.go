package orgplan

import (
	"context"
	"errors"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SetSchedule has a plan applied at a moment. It may be asked for before the
// plan is approved: whether it may be applied is decided at the moment.
func (g *Gate) SetSchedule(ctx context.Context, actor territory.Actor, s Schedule) (Schedule, error) {
	p, err := g.Plans.Plan(ctx, s.PlanID)
	if err != nil {
		return s, err
	}
	if err := g.MayPublish(ctx, actor, p.ConnectionID, p.Kind); err != nil {
		return s, err
	}
	now := g.Now().UTC()
	if err := s.Validate(now); err != nil {
		return s, err
	}
	if p.State == Applied || p.State == RolledBack || p.State == Applying {
		return s, territory.Say(territory.Conflict, sentence.PlanNoSchedule.With(sentence.Params{"state": sentence.PlanState(string(p.State))}))
	}
	if n := len(p.Errors()); n > 0 {
		return s, territory.Say(territory.Conflict, sentence.GateErrors.With(sentence.Params{"errors": n}))
	}
	if p.Conflicts > 0 && !s.AcceptConflicts {
		return s, territory.Say(territory.Conflict, sentence.PlanConflicts.With(sentence.Params{"records": p.Conflicts}))
	}
	s.State, s.Created, s.Actor, s.At, s.JobID, s.Reason = Waiting, now, actor, s.At.UTC(), "", ""
	s.ReasonSaid = nil
	return s, g.Releases.SetPlanSchedule(ctx, s, g.event(&p, EventScheduled, actor, sentence.JournalScheduled.With(sentence.Params{"at": s.At.Format(time.DateTime)})))
}

// Unschedule takes back a schedule that waits.
func (g *Gate) Unschedule(ctx context.Context, actor territory.Actor, planID string) (Schedule, error) {
	p, err := g.Plans.Plan(ctx, planID)
	if err != nil {
		return Schedule{}, err
	}
	s, err := g.Releases.PlanSchedule(ctx, planID)
	if err != nil {
		return s, err
	}
	if s.State != Waiting && s.State != Missed {
		return s, territory.Say(territory.Conflict, sentence.PlanUnscheduled.With(sentence.Params{"state": sentence.PlanState(string(s.State))}))
	}
	s.State = Cancelled
	return s, g.Releases.SetPlanSchedule(ctx, s, g.event(&p, EventUnscheduled, actor, sentence.JournalUnscheduled.With(nil)))
}

// RunDue begins the scheduled publications whose moment has come. One that
// could not begin in time is missed: it waits for a person. start begins
// applying a plan and returns the job's id; when it fails, the publication
// stays due.
func (g *Gate) RunDue(ctx context.Context, start func(ctx context.Context, s Schedule, p Plan) (jobID string, err error)) error {
	waiting, err := g.Releases.PlanSchedules(ctx, Waiting)
	if err != nil {
		return err
	}
	now := g.Now().UTC()
	var failed error // one that fails must not keep the others back
	for _, s := range waiting {
		if !s.At.After(now) {
			failed = errors.Join(failed, g.due(ctx, s, now, start))
		}
	}
	return failed
}

// retryAfter is how long a scheduled publication waits before it is tried again.
const retryAfter = 5 * time.Minute

// RetryDue begins publications again that were begun by schedule and found the
// org away, as long as they may still begin late. unavailable says whether a
// job has ended so, and when.
func (g *Gate) RetryDue(ctx context.Context, unavailable func(ctx context.Context, jobID string) (time.Time, bool), start func(ctx context.Context, s Schedule, p Plan) (jobID string, err error)) error {
	started, err := g.Releases.PlanSchedules(ctx, Started)
	if err != nil {
		return err
	}
	now := g.Now().UTC()
	var failed error
	for _, s := range started {
		if now.After(s.At.Add(time.Duration(s.LateMinutes) * time.Minute)) {
			continue
		}
		if at, away := unavailable(ctx, s.JobID); away && !at.Add(retryAfter).After(now) {
			failed = errors.Join(failed, g.due(ctx, s, now, start))
		}
	}
	return failed
}

func (g *Gate) due(ctx context.Context, s Schedule, now time.Time, start func(context.Context, Schedule, Plan) (string, error)) error {
	p, err := g.Plans.Plan(ctx, s.PlanID)
	if err != nil {
		return err
	}
	late := now.Sub(s.At)
	if late > time.Duration(s.LateMinutes)*time.Minute+startSlack {
		s.State = Missed
		why := sentence.ScheduleMissed.With(sentence.Params{"late": int(late.Minutes()), "most": s.LateMinutes})
		s.Reason, s.ReasonSaid = why.English, &why
		return g.missed(ctx, &p, s, EventMissed)
	}
	if err := g.MayApply(ctx, s.Actor, &p); territory.CodeOf(err) == territory.Internal || territory.CodeOf(err) == territory.Unavailable {
		return err // not known now; asked again soon
	} else if err != nil {
		s.State, s.Reason, s.ReasonSaid = Refused, err.Error(), territory.SaidOf(err)
		return g.missed(ctx, &p, s, EventRefused)
	}
	if s.JobID, err = start(ctx, s, p); err != nil {
		return err
	}
	s.State = Started
	e := g.event(&p, EventStarted, s.Actor, begun(late))
	e.JobID = s.JobID
	return g.Releases.SetPlanSchedule(ctx, s, e)
}

// missed writes down that a publication was not begun, and tells.
func (g *Gate) missed(ctx context.Context, p *Plan, s Schedule, kind EventKind) error {
	if err := g.Releases.SetPlanSchedule(ctx, s, g.event(p, kind, s.Actor, reasonOf(s))); err != nil || g.Missed == nil {
		return err
	}
	return g.Missed(ctx, *p, s)
}

// startSlack is how late a server that runs may begin: it looks twice a minute.
const startSlack = 2 * time.Minute

func begun(late time.Duration) sentence.Sentence {
	if late < startSlack {
		return sentence.JournalOnTime.With(nil)
	}
	return sentence.JournalLate.With(sentence.Params{"minutes": int(late.Minutes())})
}

// reasonOf is why a publication was not begun.
func reasonOf(s Schedule) sentence.Sentence {
	why := sentence.Sentence{English: s.Reason}
	if s.ReasonSaid != nil {
		why.Code, why.Params = s.ReasonSaid.Code, s.ReasonSaid.Params
	}
	return why
}
