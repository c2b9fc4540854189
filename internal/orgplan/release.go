package orgplan

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Destination says who may publish to one kind of destination of a connection,
// and what has to happen first. The policy of the server comes on top: these
// lists only narrow it.
type Destination struct {
	ConnectionID string `json:"connectionId"`
	// Kind is that of the plans, such as "sales_territories".
	Kind string `json:"kind"`
	// Closed keeps everybody out.
	Closed bool `json:"closed" doc:"Nobody may publish here at present."`
	// Publishers and Approvers are ids or names of users; nobody named means
	// everybody whom the server lets publish.
	Publishers []string `json:"publishers" nullable:"false" doc:"Ids or names of those who may publish; none named: everybody the server lets publish."`
	Approvers  []string `json:"approvers" nullable:"false" doc:"Ids or names of those who may approve; none named: everybody the server lets approve."`
	// Approvals is how many different people have to approve a plan before it
	// may be applied; 0 needs no approval.
	Approvals int `json:"approvals" minimum:"0" maximum:"10" doc:"How many people have to approve a plan first; 0: none."`
	// OwnApproval lets the one who submitted a plan approve it.
	OwnApproval bool `json:"ownApproval" doc:"Whoever submitted a plan may approve it."`
	// FreeRollback lets a publication be taken back without approval.
	FreeRollback bool       `json:"freeRollback" doc:"Taking a publication back needs no approval."`
	Updated      *time.Time `json:"updated,omitempty"`
}

// Validate returns an error with code invalid for settings that nobody could
// fulfil.
func (d *Destination) Validate() error {
	if d.Approvals < 0 || d.Approvals > 10 {
		return territory.Say(territory.Invalid, sentence.ReleaseApprovals.With(nil))
	}
	for _, list := range [][]string{d.Publishers, d.Approvers} {
		if slices.ContainsFunc(list, func(name string) bool { return strings.TrimSpace(name) == "" }) {
			return territory.Say(territory.Invalid, sentence.ReleaseNameEmpty.With(nil))
		}
	}
	if n := len(d.Approvers); n > 0 && d.Approvals > n {
		return territory.Say(territory.Invalid, sentence.ReleaseFewPeople.With(sentence.Params{"need": d.Approvals, "people": n}))
	}
	return nil
}

// named says whether the actor is on the list; an empty list has everybody.
func named(list []string, actor territory.Actor) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(name string) bool {
		return name == actor.ID || strings.EqualFold(name, actor.Name)
	})
}

// ReviewState is where a plan stands on its way to being approved.
type ReviewState string

// The states; the zero value is a plan that nobody has submitted.
const (
	Unsubmitted ReviewState = ""
	Submitted   ReviewState = "submitted"
	Approved    ReviewState = "approved"
	Rejected    ReviewState = "rejected"
	Withdrawn   ReviewState = "withdrawn"
)

// Decision is what one person said about a submitted plan.
type Decision struct {
	Actor   territory.Actor `json:"actor"`
	At      time.Time       `json:"at"`
	Approve bool            `json:"approve"`
	Note    string          `json:"note,omitempty"`
}

// Review is the approval of one plan: of exactly its operations (Digest), made
// from one version of an alignment. A plan never changes, so what was approved
// is what is applied.
type Review struct {
	PlanID string      `json:"planId"`
	State  ReviewState `json:"state" enum:",submitted,approved,rejected,withdrawn"`
	// AlignmentID and Version say what the plan publishes.
	AlignmentID string `json:"alignmentId,omitempty"`
	Version     int64  `json:"version,omitempty"`
	// Digest is the SHA-256 of the plan's operations, in hex.
	Digest      string           `json:"digest,omitempty"`
	Submitter   *territory.Actor `json:"submitter,omitempty"`
	SubmittedAt *time.Time       `json:"submittedAt,omitempty"`
	Note        string           `json:"note,omitempty"`
	Decisions   []Decision       `json:"decisions" nullable:"false"`
	// Revision counts changes, so that two decisions at once do not undo each
	// other.
	Revision int `json:"revision"`
}

// approvals is how many people approve as things stand.
func (r *Review) approvals() int {
	n := 0
	for _, d := range r.Decisions {
		if d.Approve {
			n++
		}
	}
	return n
}

// ScheduleState is where a scheduled publication stands.
type ScheduleState string

// The states. Missed ones came too late to be done by themselves; Refused ones
// were not begun because the plan may not be applied any more.
const (
	Waiting   ScheduleState = "waiting"
	Started   ScheduleState = "started"
	Missed    ScheduleState = "missed"
	Refused   ScheduleState = "refused"
	Cancelled ScheduleState = "cancelled"
)

// Schedule is a plan that the server applies by itself at a moment.
type Schedule struct {
	PlanID string          `json:"planId"`
	At     time.Time       `json:"at"`
	Actor  territory.Actor `json:"actor"`
	// LateMinutes is how late it may still begin, when the server was not
	// running at the moment; after that it is missed and a person decides.
	LateMinutes     int           `json:"lateMinutes"`
	AcceptConflicts bool          `json:"acceptConflicts"`
	State           ScheduleState `json:"state" enum:"waiting,started,missed,refused,cancelled"`
	// Reason says why it was missed or refused.
	Reason string `json:"reason,omitempty"`
	// ReasonSaid is the reason with its code, for what has one.
	ReasonSaid *sentence.Sentence `json:"reasonSaid,omitempty"`
	// JobID is the job that applies the plan, "" before it has begun.
	JobID   string    `json:"jobId,omitempty"`
	Created time.Time `json:"created"`
}

// LongestLate is how late a publication may at most be allowed to begin.
const LongestLate = 31 * 24 * 60

// Validate returns an error with code invalid for a schedule that makes no
// sense at now.
func (s *Schedule) Validate(now time.Time) error {
	switch {
	case !s.At.After(now):
		return territory.Say(territory.Invalid, sentence.ReleasePassed.With(sentence.Params{"at": s.At.UTC().Format(time.DateTime)}))
	case s.At.Sub(now) > 3*366*24*time.Hour:
		return territory.Say(territory.Invalid, sentence.ReleaseFar.With(sentence.Params{"at": s.At.UTC().Format(time.DateTime)}))
	case s.LateMinutes < 0 || s.LateMinutes > LongestLate:
		return territory.Say(territory.Invalid, sentence.ReleaseLate.With(sentence.Params{"most": LongestLate}))
	}
	return nil
}

// EventKind is what happened to a plan or a destination.
type EventKind string

// The kinds.
const (
	EventPlanned     EventKind = "planned"
	EventSubmitted   EventKind = "submitted"
	EventApproved    EventKind = "approved"
	EventRejected    EventKind = "rejected"
	EventWithdrawn   EventKind = "withdrawn"
	EventScheduled   EventKind = "scheduled"
	EventUnscheduled EventKind = "unscheduled"
	EventMissed      EventKind = "missed"
	EventStarted     EventKind = "started"
	EventApplied     EventKind = "applied"
	EventIncomplete  EventKind = "incomplete"
	EventFailed      EventKind = "failed"
	EventVerified    EventKind = "verified"
	EventRolledBack  EventKind = "rolled_back"
	EventDeleted     EventKind = "deleted"
	EventRefused     EventKind = "refused"
	EventSettings    EventKind = "settings"
)

// Event is one line of the audit of publications: it is written once and never
// changed, and outlives the plan it is about.
type Event struct {
	ID           string          `json:"id"`
	At           time.Time       `json:"at"`
	Kind         EventKind       `json:"kind"`
	Actor        territory.Actor `json:"actor"`
	PlanID       string          `json:"planId,omitempty"`
	ConnectionID string          `json:"connectionId,omitempty"`
	Destination  string          `json:"destination,omitempty"`
	AlignmentID  string          `json:"alignmentId,omitempty"`
	Version      int64           `json:"version,omitempty"`
	JobID        string          `json:"jobId,omitempty"`
	// Text says it in a sentence.
	Text string `json:"text"`
	// Said is Text with its code, where it has one.
	Said *sentence.Sentence `json:"said,omitempty" doc:"The text with its code, where it has one."`
}

func (e *Event) say(what sentence.Sentence) {
	e.Text, e.Said = what.English, nil
	if what.Code != "" {
		e.Said = &what
	}
}

// EventFilter chooses events; empty fields choose all.
type EventFilter struct {
	PlanID, ConnectionID string
	Offset, Limit        int
}

// Releases keeps who may publish where, what was approved, what is scheduled,
// and what happened. Every method is one durable transaction.
type Releases interface {
	// Destinations are those with settings of their own.
	Destinations(ctx context.Context, connectionID string) ([]Destination, error)
	SetDestination(ctx context.Context, d Destination, e Event) error
	DeleteDestination(ctx context.Context, connectionID, kind string, e Event) error

	// Review returns the zero review, with the plan's id, for a plan nobody has
	// submitted.
	Review(ctx context.Context, planID string) (Review, error)
	// SetReview stores r, whose Revision must be one more than the stored one
	// (else conflict).
	SetReview(ctx context.Context, r Review, e Event) error

	// PlanSchedule is a not_found error for a plan without one.
	PlanSchedule(ctx context.Context, planID string) (Schedule, error)
	// SetPlanSchedule stores s, replacing the plan's earlier one.
	SetPlanSchedule(ctx context.Context, s Schedule, e Event) error
	// PlanSchedules returns those in a state, "" for all, the earliest first.
	PlanSchedules(ctx context.Context, state ScheduleState) ([]Schedule, error)

	AddEvent(ctx context.Context, e Event) error
	// Events returns the newest first and how many there are in all.
	Events(ctx context.Context, f EventFilter) ([]Event, int, error)
	// PlanProgress counts a plan's operations by state.
	PlanProgress(ctx context.Context, planID string) (map[OpState]int, error)
}
