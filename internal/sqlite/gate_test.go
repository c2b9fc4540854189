package sqlite_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func person(name string) territory.Actor {
	return territory.Actor{ID: strings.ToLower(name), Name: name}
}

// gated is a gate with one plan at a destination that two of three people have
// to approve.
func gated(t *testing.T) (*orgplan.Gate, *sqlite.DB, orgplan.Plan) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // the folder goes
	n := 0
	g := &orgplan.Gate{Plans: db, Releases: db, Now: time.Now, NewID: func() string { n++; return fmt.Sprintf("event %03d", n) }}
	_, err = g.SetDestination(t.Context(), person("Admin"), orgplan.Destination{ConnectionID: "c", Kind: "record_fields",
		Publishers: []string{"Pat", "ann"}, Approvers: []string{"Ann", "Bo", "pat"}, Approvals: 2})
	if err != nil {
		t.Fatal(err)
	}
	return g, db, planned(t, db, "p", "")
}

func planned(t *testing.T, db *sqlite.DB, id, takesBack string) orgplan.Plan {
	t.Helper()
	p := orgplan.Plan{ID: id, ConnectionID: "c", Kind: "record_fields", Scope: "s", AlignmentID: "a", Version: 7, State: orgplan.Ready, Created: time.Now(), RollsBack: takesBack}
	ops := orgplan.Finish(&p, []orgplan.Operation{{Action: orgplan.Update, Object: "Account", Key: "k", RecordID: "001", Fields: []orgplan.Field{{Name: "T__c", New: "West"}}}}, &flaky{})
	if err := db.AddPlan(t.Context(), p, ops, nil); err != nil {
		t.Fatal(err)
	}
	return p
}

func wants(t *testing.T, what string, err error, code territory.Code) {
	t.Helper()
	if got := territory.CodeOf(err); got != code {
		t.Errorf("%s: %v, want code %q", what, err, code)
	}
}

func TestGate_AsManyDifferentPeopleAsNeededApproveExactlyThisPlan(t *testing.T) {
	t.Parallel()
	g, db, p := gated(t)
	ctx := t.Context()
	decide := func(who string, approve bool) error {
		_, err := g.Decide(ctx, person(who), p.ID, approve, "because")
		return err
	}
	wants(t, "apply without approval", g.MayApply(ctx, person("Pat"), &p), territory.Forbidden)
	wants(t, "approve what nobody submitted", decide("Ann", true), territory.Conflict)
	_, err := g.Submit(ctx, person("Bo"), p.ID, "")
	wants(t, "submit without the right to publish", err, territory.Forbidden)
	_, err = g.Submit(ctx, person("Pat"), p.ID, "")
	wants(t, "submit", err, "")
	_, err = g.Submit(ctx, person("Ann"), p.ID, "")
	wants(t, "submit twice", err, territory.Conflict)
	wants(t, "approve one's own", decide("Pat", true), territory.Forbidden)
	wants(t, "approve without the right", decide("Zoe", true), territory.Forbidden)
	wants(t, "first approval", decide("Ann", true), "")
	wants(t, "the same person again", decide("Ann", true), territory.Conflict)
	wants(t, "apply after one of two", g.MayApply(ctx, person("Pat"), &p), territory.Forbidden)
	wants(t, "second approval", decide("Bo", true), "")
	wants(t, "apply", g.MayApply(ctx, person("Pat"), &p), "")
	wants(t, "apply without the right", g.MayApply(ctx, person("Bo"), &p), territory.Forbidden)

	tampered := p
	tampered.Version = 8
	wants(t, "another version", g.MayApply(ctx, person("Pat"), &tampered), territory.Forbidden)
	r, err := db.Review(ctx, p.ID)
	wants(t, "read the review", err, "")
	r.Digest, r.Revision = strings.Repeat("0", 64), r.Revision+1
	wants(t, "write another digest", db.SetReview(ctx, r, orgplan.Event{ID: "x", At: time.Now()}), "")
	wants(t, "other writes than were approved", g.MayApply(ctx, person("Pat"), &p), territory.Forbidden)

	_, err = g.SetDestination(ctx, person("Admin"), orgplan.Destination{ConnectionID: "c", Kind: "record_fields", Approvals: 3, Approvers: []string{"Ann", "Bo", "Cy"}})
	wants(t, "need more", err, "")
	wants(t, "apply when more approvals are needed by now", g.MayApply(ctx, person("Pat"), &p), territory.Forbidden)
	_, err = g.SetDestination(ctx, person("Admin"), orgplan.Destination{ConnectionID: "c", Kind: "record_fields", Approvals: 3, Approvers: []string{"Ann", "Bo"}})
	wants(t, "three approvals of two people", err, territory.Invalid)
}

func TestGate_RollbackNeedsApprovalUnlessItIsFree(t *testing.T) {
	t.Parallel()
	g, db, _ := gated(t)
	back := planned(t, db, "back", "p")
	wants(t, "take back", g.MayApply(t.Context(), person("Pat"), &back), territory.Forbidden)
	_, err := g.SetDestination(t.Context(), person("Admin"), orgplan.Destination{ConnectionID: "c", Kind: "record_fields", Approvals: 2, FreeRollback: true})
	wants(t, "make it free", err, "")
	wants(t, "take back freely", g.MayApply(t.Context(), person("Pat"), &back), "")
	wants(t, "clear", g.ClearDestination(t.Context(), person("Admin"), "c", "record_fields"), "")
	events, _, err := db.Events(t.Context(), orgplan.EventFilter{ConnectionID: "c"})
	if err != nil || len(events) != 3 || !strings.Contains(events[1].Text, "rollback without approval: false → true") {
		t.Errorf("audit of settings: %v %+v", err, events)
	}
}

// A publication that was begun at its moment and found the org away is begun
// again as long as it may begin late; one that failed for another reason is not.
func TestGate_AScheduledPublicationThatFoundTheOrgAwayIsTriedAgain(t *testing.T) {
	t.Parallel()
	g, _, p := gated(t)
	ctx := t.Context()
	now := time.Date(2026, 12, 31, 22, 0, 0, 0, time.UTC)
	g.Now = func() time.Time { return now }
	wants(t, "clear", g.ClearDestination(ctx, person("Admin"), "c", "record_fields"), "")
	_, err := g.SetSchedule(ctx, person("Pat"), orgplan.Schedule{PlanID: p.ID, At: now.Add(2 * time.Hour), LateMinutes: 30})
	wants(t, "schedule", err, "")
	begun, away := 0, true
	start := func(context.Context, orgplan.Schedule, orgplan.Plan) (string, error) {
		begun++
		return fmt.Sprint("job", begun), nil
	}
	var ended time.Time
	look := func(after time.Duration, want int) {
		t.Helper()
		now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).Add(after)
		wants(t, "due", g.RunDue(ctx, start), "")
		wants(t, "again", g.RetryDue(ctx, func(context.Context, string) (time.Time, bool) { return ended, away }, start), "")
		if begun != want {
			t.Fatalf("begun %d times after %s, want %d", begun, after, want)
		}
	}
	look(-time.Minute, 0)
	ended = time.Date(2027, 1, 1, 0, 1, 0, 0, time.UTC)
	look(time.Minute, 1)
	look(5*time.Minute, 1) // too soon
	look(7*time.Minute, 2)
	ended, away = ended.Add(7*time.Minute), false
	look(20*time.Minute, 2) // it failed for another reason, or is done
	away = true
	look(25*time.Minute, 3)
	look(31*time.Minute, 3) // too late
}
