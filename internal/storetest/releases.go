package storetest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

func addPlan(t *testing.T, s Store, id string) orgplan.Plan {
	t.Helper()
	p := orgplan.Plan{ID: id, ConnectionID: "c", Kind: "record_fields", Scope: "x", State: orgplan.Ready, Created: start, Actor: ann}
	ops := orgplan.Finish(&p, []orgplan.Operation{{Action: orgplan.Update, Object: "Account", Key: "a", RecordID: "1", Fields: []orgplan.Field{}}}, oneByOne{})
	must(t, "add plan", s.AddPlan(t.Context(), p, ops, nil))
	return p
}

type oneByOne struct{}

func (oneByOne) Batch(*orgplan.Operation) (string, int) { return "all", 1 }
func (oneByOne) Calls(_ string, n int) int              { return n }

// Releases checks rights, reviews, schedules and the audit.
func Releases(t *testing.T, b Backend) {
	place := b.New(t)
	s := b.open(t, place)
	ctx := t.Context()
	addPlan(t, s, "p")
	event := func(id, plan string, at int) orgplan.Event {
		return orgplan.Event{ID: id, At: after(at), Kind: orgplan.EventSettings, Actor: ann, PlanID: plan, ConnectionID: "c", Text: "text of " + id}
	}
	d := orgplan.Destination{ConnectionID: "c", Kind: "record_fields", Publishers: []string{"ann"}, Approvers: []string{}, Approvals: 2}
	must(t, "set destination", s.SetDestination(ctx, d, event("e1", "", 1)))
	equal(t, "destinations", got[[]orgplan.Destination](t)(s.Destinations(ctx, "c")), []orgplan.Destination{d})
	equal(t, "another connection's", len(got[[]orgplan.Destination](t)(s.Destinations(ctx, "d"))), 0)
	must(t, "delete destination", s.DeleteDestination(ctx, "c", "record_fields", event("e2", "", 2)))
	refused(t, "delete it twice", s.DeleteDestination(ctx, "c", "record_fields", event("e3", "", 3)), territory.NotFound)

	equal(t, "no review", got[orgplan.Review](t)(s.Review(ctx, "p")).State, orgplan.Unsubmitted)
	r := orgplan.Review{PlanID: "p", State: orgplan.Submitted, Decisions: []orgplan.Decision{}, Revision: 1}
	must(t, "first review", s.SetReview(ctx, r, event("e4", "p", 4)))
	refused(t, "first review twice", s.SetReview(ctx, r, event("e5", "p", 5)), territory.Conflict)
	r.Revision, r.PlanID = 1, "none"
	refused(t, "review of no plan", s.SetReview(ctx, r, event("e6", "none", 6)), territory.NotFound)
	decidedAtOnce(t, s)

	one := orgplan.Schedule{PlanID: "p", At: after(100), Actor: ann, State: orgplan.Waiting, Created: start}
	must(t, "schedule", s.SetPlanSchedule(ctx, one, event("e8", "p", 8)))
	equal(t, "waiting", got[[]orgplan.Schedule](t)(s.PlanSchedules(ctx, orgplan.Waiting)), []orgplan.Schedule{one})
	one.State, one.JobID = orgplan.Started, "j"
	must(t, "schedule again", s.SetPlanSchedule(ctx, one, event("e9", "p", 9)))
	equal(t, "waiting now", len(got[[]orgplan.Schedule](t)(s.PlanSchedules(ctx, orgplan.Waiting))), 0)
	equal(t, "schedule", got[orgplan.Schedule](t)(s.PlanSchedule(ctx, "p")), one)
	_, err := s.PlanSchedule(ctx, "q")
	refused(t, "schedule of no plan", err, territory.NotFound)
	equal(t, "progress", got[map[orgplan.OpState]int](t)(s.PlanProgress(ctx, "p")), map[orgplan.OpState]int{orgplan.Pending: 1})

	must(t, "delete the plan", s.DeletePlan(ctx, "p"))
	reopened := b.open(t, place)
	events, total, err := reopened.Events(ctx, orgplan.EventFilter{PlanID: "p", Limit: 2})
	must(t, "read events", err)
	if len(events) != 2 || total < 4 || events[0].ID != "e9" || events[0].Text != "text of e9" {
		t.Errorf("the audit must outlive the plan, newest first: %d of %d: %+v", len(events), total, events)
	}
	equal(t, "review of a plan that is gone", got[orgplan.Review](t)(reopened.Review(ctx, "p")).Revision, 0)
}

// decidedAtOnce lets many decide about a plan at the same revision: one wins.
func decidedAtOnce(t *testing.T, s Store) {
	t.Helper()
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() {
			r := orgplan.Review{PlanID: "p", State: orgplan.Approved, Note: fmt.Sprint(i), Decisions: []orgplan.Decision{}, Revision: 2}
			errs[i] = s.SetReview(t.Context(), r, orgplan.Event{ID: fmt.Sprint("race", i), At: after(7), PlanID: "p", Actor: ann})
		})
	}
	group.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			refused(t, "a decision that came second", err, territory.Conflict)
		}
	}
	equal(t, "decisions that won", won, 1)
}

// Webhooks checks addresses, hosts and messages.
func Webhooks(t *testing.T, b Backend) {
	s := b.fresh(t)
	ctx := t.Context()
	w := webhook.Webhook{ID: "w", Name: "ops", URL: "https://hooks.example.com/x", Events: []string{"test"}, Created: start}
	must(t, "add", s.AddWebhook(ctx, w, []byte("sealed")))
	other := w
	other.ID = "v"
	refused(t, "the name twice", s.AddWebhook(ctx, other, []byte("x")), territory.Conflict)
	read, sealed, err := s.Webhook(ctx, "w")
	must(t, "read", err)
	equal(t, "webhook", read, w)
	equal(t, "secret", string(sealed), "sealed")
	w.Disabled = true
	must(t, "change", s.SetWebhook(ctx, w, []byte("new")))
	equal(t, "webhooks", got[[]webhook.Webhook](t)(s.Webhooks(ctx)), []webhook.Webhook{w})
	must(t, "hosts", s.SetWebhookHosts(ctx, []string{"b", "a"}))
	must(t, "hosts again", s.SetWebhookHosts(ctx, []string{"c", "a"}))
	equal(t, "hosts", got[[]string](t)(s.WebhookHosts(ctx)), []string{"a", "c"})

	d := webhook.Delivery{ID: "1", WebhookID: "w", Event: "test", Body: "{}", State: webhook.Waiting, Next: after(10), Created: start}
	must(t, "deliver", s.AddDeliveries(ctx, []webhook.Delivery{d}))
	changed := d
	changed.Body = "other"
	must(t, "deliver twice", s.AddDeliveries(ctx, []webhook.Delivery{changed}))
	equal(t, "not due", len(got[[]webhook.Delivery](t)(s.DueDeliveries(ctx, after(9)))), 0)
	equal(t, "due, as it first was", got[[]webhook.Delivery](t)(s.DueDeliveries(ctx, after(10))), []webhook.Delivery{d})
	d.State, d.Attempts = webhook.Delivered, 1
	must(t, "delivered", s.SetDelivery(ctx, d))
	equal(t, "due after it was delivered", len(got[[]webhook.Delivery](t)(s.DueDeliveries(ctx, after(99)))), 0)
	equal(t, "log", got[[]webhook.Delivery](t)(s.Deliveries(ctx, "w", 5)), []webhook.Delivery{d})
	must(t, "delete", s.DeleteWebhook(ctx, "w"))
	refused(t, "delete twice", s.DeleteWebhook(ctx, "w"), territory.NotFound)
	equal(t, "log of what is gone", len(got[[]webhook.Delivery](t)(s.Deliveries(ctx, "w", 5))), 0)
	refused(t, "deliver to nobody", s.AddDeliveries(ctx, []webhook.Delivery{{ID: "2", WebhookID: "w"}}), territory.NotFound)
}
