package orgplan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Gate decides whether a plan may be applied, and leads plans through approval
// and schedule. Whether an actor may act at all is decided before, by the
// server's policy.
type Gate struct {
	Plans    Store
	Releases Releases
	Now      func() time.Time
	NewID    func() string
	// Missed is told of a scheduled publication that was missed or refused; nil
	// for nobody.
	Missed func(ctx context.Context, p Plan, s Schedule) error
}

// Destination returns the settings of a destination; one without any is open to
// everybody.
func (g *Gate) Destination(ctx context.Context, connectionID, kind string) (Destination, error) {
	list, err := g.Releases.Destinations(ctx, connectionID)
	if err != nil {
		return Destination{}, err
	}
	for _, d := range list {
		if d.Kind == kind {
			return d, nil
		}
	}
	return Destination{ConnectionID: connectionID, Kind: kind, Publishers: []string{}, Approvers: []string{}}, nil
}

// MayPublish returns a forbidden error when the destination keeps the actor
// out.
func (g *Gate) MayPublish(ctx context.Context, actor territory.Actor, connectionID, kind string) error {
	d, err := g.Destination(ctx, connectionID, kind)
	if err != nil {
		return err
	}
	return d.admits(actor)
}

func (d *Destination) admits(actor territory.Actor) error {
	if d.Closed {
		return territory.Say(territory.Forbidden, sentence.GateClosed.With(sentence.Params{"kind": sentence.Destination(d.Kind)}))
	}
	if !named(d.Publishers, actor) {
		return territory.Say(territory.Forbidden, sentence.GateNotYou.With(sentence.Params{"name": actor.Name, "kind": sentence.Destination(d.Kind), "people": d.Publishers}))
	}
	return nil
}

// needs is how many approvals a plan needs at its destination.
func (d *Destination) needs(p *Plan) int {
	if p.RollsBack != "" && d.FreeRollback {
		return 0
	}
	return d.Approvals
}

// MayApply returns an error that says why the actor may not apply the plan. It
// is asked when somebody asks for it and again right before the first write.
func (g *Gate) MayApply(ctx context.Context, actor territory.Actor, p *Plan) error {
	d, err := g.Destination(ctx, p.ConnectionID, p.Kind)
	if err != nil {
		return err
	}
	if err := d.admits(actor); err != nil {
		return err
	}
	return g.approved(ctx, &d, p)
}

// approved checks that enough people have approved exactly this plan.
func (g *Gate) approved(ctx context.Context, d *Destination, p *Plan) error {
	need := d.needs(p)
	r, err := g.Releases.Review(ctx, p.ID)
	if err != nil {
		return err
	}
	if r.State == Rejected {
		return territory.Say(territory.Forbidden, rejected(&r))
	}
	if need == 0 {
		return nil
	}
	if r.State != Approved || r.approvals() < need {
		return territory.Say(territory.Forbidden, sentence.GateApprovals.With(sentence.Params{"kind": sentence.Destination(d.Kind), "need": need, "have": r.approvals()}))
	}
	digest, err := g.digest(ctx, p.ID)
	if err != nil {
		return err
	}
	if r.Digest != digest || r.Version != p.Version {
		return territory.Say(territory.Forbidden, sentence.GateOtherPlan.With(nil))
	}
	return nil
}

// rejected says that a plan was rejected, and by whom where they said why.
func rejected(r *Review) sentence.Sentence {
	if n := len(r.Decisions); n > 0 && r.Decisions[n-1].Note != "" {
		return sentence.GateRejectedBy.With(sentence.Params{"name": r.Decisions[n-1].Actor.Name, "note": r.Decisions[n-1].Note})
	}
	return sentence.GateRejected.With(nil)
}

// digest is the SHA-256 of a plan's operations.
func (g *Gate) digest(ctx context.Context, planID string) (string, error) {
	entries, _, err := g.Plans.Entries(ctx, planID, Filter{})
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	out := json.NewEncoder(sum)
	for i := range entries {
		if err := out.Encode(&entries[i].Operation); err != nil {
			return "", fmt.Errorf("encode operation %d: %w", entries[i].Seq, err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Submit asks for approval of a plan. Only plans that could be applied are
// worth the approvers' time.
func (g *Gate) Submit(ctx context.Context, actor territory.Actor, planID, note string) (Review, error) {
	p, err := g.Plans.Plan(ctx, planID)
	if err != nil {
		return Review{}, err
	}
	if err := g.MayPublish(ctx, actor, p.ConnectionID, p.Kind); err != nil {
		return Review{}, err
	}
	if p.State != Ready {
		return Review{}, territory.Say(territory.Conflict, sentence.GateBegun.With(sentence.Params{"state": sentence.PlanState(string(p.State))}))
	}
	if n := len(p.Errors()); n > 0 {
		return Review{}, territory.Say(territory.Conflict, sentence.GateErrors.With(sentence.Params{"errors": n}))
	}
	r, err := g.Releases.Review(ctx, planID)
	if err != nil {
		return r, err
	}
	if r.State == Submitted || r.State == Approved {
		return r, territory.Say(territory.Conflict, sentence.PlanAlready.With(sentence.Params{"state": sentence.PlanState(string(r.State))}))
	}
	now := g.Now().UTC()
	r = Review{PlanID: planID, State: Submitted, AlignmentID: p.AlignmentID, Version: p.Version, Submitter: &actor, SubmittedAt: &now, Note: note,
		Decisions: []Decision{}, Revision: r.Revision + 1}
	if r.Digest, err = g.digest(ctx, planID); err != nil {
		return r, err
	}
	return r, g.Releases.SetReview(ctx, r, g.event(&p, EventSubmitted, actor, noted(sentence.JournalSubmitted, sentence.JournalSubmittedFor, sentence.Params{}, note)))
}

// noted is a sentence of the journal, with what somebody wrote to it.
func noted(plain, with sentence.Template, params sentence.Params, note string) sentence.Sentence {
	if note == "" {
		return plain.With(params)
	}
	params["note"] = note
	return with.With(params)
}

// Decide approves or rejects a submitted plan. One rejection is enough; as many
// approvals are needed as the destination says.
func (g *Gate) Decide(ctx context.Context, actor territory.Actor, planID string, approve bool, note string) (Review, error) {
	p, r, d, err := g.submitted(ctx, planID)
	if err != nil {
		return r, err
	}
	if err := d.mayDecide(actor, &r); err != nil {
		return r, err
	}
	if !approve && strings.TrimSpace(note) == "" {
		return r, territory.Say(territory.Invalid, sentence.GateSayWhy.With(nil))
	}
	r.Decisions = append(slices.Clone(r.Decisions), Decision{Actor: actor, At: g.Now().UTC(), Approve: approve, Note: note})
	r.Revision++
	e := g.event(&p, EventApproved, actor, noted(sentence.JournalApproved, sentence.JournalApprovedFor, sentence.Params{"have": r.approvals(), "need": max(1, d.needs(&p))}, note))
	switch {
	case !approve:
		r.State, e.Kind = Rejected, EventRejected
		e.say(sentence.JournalRejectedFor.With(sentence.Params{"note": note}))
	case r.approvals() >= d.needs(&p):
		r.State = Approved
	}
	return r, g.Releases.SetReview(ctx, r, e)
}

func (d *Destination) mayDecide(actor territory.Actor, r *Review) error {
	switch {
	case !named(d.Approvers, actor):
		return territory.Say(territory.Forbidden, sentence.GateNotApprover.With(sentence.Params{"name": actor.Name, "kind": sentence.Destination(d.Kind), "people": d.Approvers}))
	case !d.OwnApproval && r.Submitter != nil && r.Submitter.ID == actor.ID:
		return territory.Say(territory.Forbidden, sentence.GateOwnPlan.With(nil))
	case slices.ContainsFunc(r.Decisions, func(d Decision) bool { return d.Actor.ID == actor.ID }):
		return territory.Say(territory.Conflict, sentence.GateDecided.With(sentence.Params{"name": actor.Name}))
	}
	return nil
}

// MayDecide returns an error that says why the actor may not approve or reject
// a plan; one that is not waiting for it is a conflict.
func (g *Gate) MayDecide(d *Destination, actor territory.Actor, r *Review) error {
	if r.State != Submitted {
		return territory.Say(territory.Conflict, sentence.GateNotWaiting.With(nil))
	}
	return d.mayDecide(actor, r)
}

// Withdraw takes back a submission, approved or not.
func (g *Gate) Withdraw(ctx context.Context, actor territory.Actor, planID, note string) (Review, error) {
	p, err := g.Plans.Plan(ctx, planID)
	if err != nil {
		return Review{}, err
	}
	r, err := g.Releases.Review(ctx, planID)
	if err != nil {
		return r, err
	}
	if r.State != Submitted && r.State != Approved {
		return r, territory.Say(territory.Conflict, sentence.GateNotSubmitted.With(nil))
	}
	if p.State != Ready {
		return r, territory.Say(territory.Conflict, sentence.PlanTooLate.With(sentence.Params{"state": sentence.PlanState(string(p.State))}))
	}
	r.State = Withdrawn
	r.Revision++
	return r, g.Releases.SetReview(ctx, r, g.event(&p, EventWithdrawn, actor, noted(sentence.JournalWithdrawn, sentence.JournalWithdrawnFor, sentence.Params{}, note)))
}

// submitted loads a plan that waits for decisions.
func (g *Gate) submitted(ctx context.Context, planID string) (p Plan, r Review, d Destination, err error) {
	if p, err = g.Plans.Plan(ctx, planID); err != nil {
		return p, r, d, err
	}
	if r, err = g.Releases.Review(ctx, planID); err != nil {
		return p, r, d, err
	}
	if r.State != Submitted {
		return p, r, d, territory.Say(territory.Conflict, sentence.GateNotWaiting.With(nil))
	}
	d, err = g.Destination(ctx, p.ConnectionID, p.Kind)
	return p, r, d, err
}

// event makes a line of the audit about a plan.
func (g *Gate) event(p *Plan, kind EventKind, actor territory.Actor, what sentence.Sentence) Event {
	e := Event{ID: g.NewID(), At: g.Now().UTC(), Kind: kind, Actor: actor, PlanID: p.ID, ConnectionID: p.ConnectionID, Destination: p.Kind,
		AlignmentID: p.AlignmentID, Version: p.Version}
	e.say(what)
	return e
}

// Record writes a line about a plan into the audit.
func (g *Gate) Record(ctx context.Context, p *Plan, kind EventKind, actor territory.Actor, jobID string, what sentence.Sentence) error {
	e := g.event(p, kind, actor, what)
	e.JobID = jobID
	return g.Releases.AddEvent(context.WithoutCancel(ctx), e)
}

// SetDestination stores the settings of a destination.
func (g *Gate) SetDestination(ctx context.Context, actor territory.Actor, d Destination) (Destination, error) {
	if err := d.Validate(); err != nil {
		return d, err
	}
	before, err := g.Destination(ctx, d.ConnectionID, d.Kind)
	if err != nil {
		return d, err
	}
	now := g.Now().UTC()
	d.Updated = &now
	if d.Publishers == nil {
		d.Publishers = []string{}
	}
	if d.Approvers == nil {
		d.Approvers = []string{}
	}
	return d, g.Releases.SetDestination(ctx, d, g.settingsEvent(actor, &d, before.differs(&d)))
}

// ClearDestination opens a destination to everybody again.
func (g *Gate) ClearDestination(ctx context.Context, actor territory.Actor, connectionID, kind string) error {
	d := Destination{ConnectionID: connectionID, Kind: kind}
	return g.Releases.DeleteDestination(ctx, connectionID, kind, g.settingsEvent(actor, &d, "Opened to everybody, without approval."))
}

func (g *Gate) settingsEvent(actor territory.Actor, d *Destination, text string) Event {
	return Event{ID: g.NewID(), At: g.Now().UTC(), Kind: EventSettings, Actor: actor, ConnectionID: d.ConnectionID, Destination: d.Kind, Text: text}
}

// differs tells in a sentence what d changes of the settings before.
func (before *Destination) differs(d *Destination) string {
	var parts []string
	note := func(what string, was, is any) {
		if a, b := fmt.Sprint(was), fmt.Sprint(is); a != b {
			parts = append(parts, fmt.Sprintf("%s: %s → %s", what, a, b))
		}
	}
	note("closed", before.Closed, d.Closed)
	note("publishers", before.Publishers, d.Publishers)
	note("approvers", before.Approvers, d.Approvers)
	note("approvals", before.Approvals, d.Approvals)
	note("own approval", before.OwnApproval, d.OwnApproval)
	note("rollback without approval", before.FreeRollback, d.FreeRollback)
	if len(parts) == 0 {
		return "Saved without a change."
	}
	return strings.Join(parts, "; ") + "."
}
