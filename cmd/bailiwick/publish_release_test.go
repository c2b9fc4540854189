package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/webhook"
)

// orgFolder is a data folder connected to a simulated org.
type orgFolder struct {
	t    *testing.T
	sim  string
	data string
}

// newOrgFolder connects a new org by command line.
func newOrgFolder(t *testing.T, o salesforcesim.Options) *orgFolder {
	t.Helper()
	sim := salesforcesim.New(o)
	server := httptest.NewServer(sim)
	t.Cleanup(func() { server.Close(); sim.Close() })
	f := &orgFolder{t: t, sim: server.URL, data: filepath.Join(t.TempDir(), "data")}
	about := sim.About(server.URL)
	var made orgRecord
	f.must(&made, "salesforce", "connect", "Sim", "--flow", "client-credentials", "--url", server.URL, "--client-id", about.ClientID, "--client-secret", about.ClientSecret)
	if !made.Connected || made.OrgID == "" {
		t.Fatalf("not connected: %+v", made)
	}
	return f
}

func (f *orgFolder) args(args []string) []string { return append(args, "--data", f.data) }

// must runs a command that has to succeed.
func (f *orgFolder) must(out any, args ...string) {
	f.t.Helper()
	must(f.t, out, f.args(args)...)
}

// refuse runs a command that has to be refused, and returns what it said.
func (f *orgFolder) refuse(code int, args ...string) string {
	f.t.Helper()
	got, _, stderr := bailiwick(f.t, f.args(args)...)
	if got != code {
		f.t.Fatalf("bailiwick %s: exit code %d, want %d: %s", strings.Join(args, " "), got, code, stderr)
	}
	return stderr
}

// imported imports the accounts and aligns them by state.
func (f *orgFolder) imported() {
	f.t.Helper()
	var out ingest.Outcome
	f.must(&out, "salesforce", "import", "--name", "Accounts", "--object", "Account:Id,Name,OwnerId,Industry,AnnualRevenue,BillingState,BillingPostalCode,BillingLatitude,BillingLongitude")
	if out.Accepted == 0 {
		f.t.Fatalf("nothing was imported: %+v", out)
	}
	f.must(new(any), "align", "--by", "BillingState", "--levels", "State", "--name", "Plan")
}

// receiver takes webhooks and checks their signatures.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	secret string
	fail   int // answers 503 so many times
	events []string
	wrong  []string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, _ := io.ReadAll(q.Body)
	if r.fail > 0 {
		r.fail--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	moment, mark, _ := strings.Cut(q.Header.Get("Bailiwick-Signature"), ",v1=")
	mac := hmac.New(sha256.New, []byte(r.secret))
	fmt.Fprintf(mac, "%s.%s", strings.TrimPrefix(moment, "t="), body)
	var message struct{ ID, Event string }
	if err := json.Unmarshal(body, &message); err != nil || mark != hex.EncodeToString(mac.Sum(nil)) || message.ID != q.Header.Get("Bailiwick-Delivery") {
		r.wrong = append(r.wrong, string(body))
		return
	}
	r.events = append(r.events, message.Event)
}

func (r *receiver) got() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(append(r.events, r.wrong...), " ")
}

// A destination that needs approval: nothing is written before exactly this
// plan is approved; others are told when it has been.
func TestPublish_NeedsApprovalAndTellsOthers(t *testing.T) {
	t.Parallel()
	f := newOrgFolder(t, salesforcesim.Options{Accounts: 120, Seed: 3})
	f.imported()
	hook := newReceiver(t)
	host := strings.TrimPrefix(hook.URL, "http://")
	if said := f.refuse(exitRefused, "publish", "webhook", "add", "ops", hook.URL); !strings.Contains(said, "administrator") {
		t.Errorf("a host nobody named: %s", said)
	}
	f.must(new(any), "publish", "webhook", "hosts", host)
	var made httpapi.WebhookSecret
	f.must(&made, "publish", "webhook", "add", "ops", hook.URL)
	hook.secret = made.Secret
	f.must(new(any), "publish", "webhook", "test", "ops")

	var rights httpapi.DestinationList
	f.must(&rights, "publish", "rights", "--to", "record-fields", "--approvals", "1", "--approver", "local")
	plan := []string{"publish", "plan", "--to", "record-fields", "--field", "Territory__c=territory"}
	var p orgplan.Plan
	f.must(&p, plan...)
	if said := f.refuse(exitRefused, "publish", "apply"); !strings.Contains(said, "needs 1 approval") {
		t.Errorf("applied without approval: %s", said)
	}
	f.must(new(any), "publish", "submit", "--note", "New year")
	f.refuse(exitRefused, "publish", "forget", p.ID)
	if said := f.refuse(exitRefused, "publish", "approve"); !strings.Contains(said, "Whoever submitted") {
		t.Errorf("approved one's own plan: %s", said)
	}
	f.must(&rights, "publish", "rights", "--to", "record-fields", "--approvals", "1", "--own-approval")
	f.refuse(exitRefused, "publish", "reject") // without a reason
	var r orgplan.Review
	f.must(&r, "publish", "approve", "--note", "Fine")
	if r.State != orgplan.Approved || r.Version != p.Version || len(r.Digest) != 64 {
		t.Errorf("review: %+v", r)
	}
	hook.fail = 1
	var outcome orgplan.Outcome
	f.must(&outcome, "publish", "apply")
	if outcome.State != orgplan.Applied || outcome.Done == 0 {
		t.Errorf("outcome: %+v", outcome)
	}
	f.must(new(any), "publish", "verify")
	if got := hook.got(); got != "test" {
		t.Errorf("the receiver that was away got %q", got)
	}
	f.deliverLater()
	if got := hook.got(); got != "test publication.applied" {
		t.Errorf("the receiver got %q", got)
	}
	var log httpapi.DeliveryList
	f.must(&log, "publish", "webhook", "log", "ops")
	if d := log.Deliveries[0]; d.State != webhook.Delivered || d.Attempts != 2 {
		t.Errorf("delivery: %+v", d)
	}
	var back orgplan.Plan
	f.must(&back, "publish", "rollback", "--dry-run")
	f.refuse(exitRefused, "publish", "apply", back.ID) // taking back needs approval as well
	f.must(new(any), "publish", "rights", "--to", "record-fields", "--approvals", "1", "--free-rollback")
	f.must(new(any), "publish", "apply", back.ID)
	var events httpapi.PublishEventList
	f.must(&events, "publish", "history", "--plan", p.ID)
	var kinds []string
	for _, e := range events.Events {
		kinds = append([]string{string(e.Kind)}, kinds...)
	}
	if got := strings.Join(kinds, " "); got != "planned submitted approved started applied verified" {
		t.Errorf("audit: %s", got)
	}
	if got := hook.got(); got != "test publication.applied publication.rolled_back" {
		t.Errorf("the receiver got %q", got)
	}
	f.must(new(any), "publish", "files", "areas_csv", "--out", t.TempDir())
	if got := hook.got(); !strings.HasSuffix(got, " files.published") {
		t.Errorf("the receiver got %q", got)
	}
	f.rejectedAndClosed(plan)
}

// rejectedAndClosed checks that a rejected plan stays where it is, and that a
// closed destination takes none.
func (f *orgFolder) rejectedAndClosed(plan []string) {
	f.t.Helper()
	f.must(new(any), "publish", "rights", "--to", "record-fields", "--approvals", "1", "--own-approval")
	var p orgplan.Plan
	f.must(&p, plan...)
	f.must(new(any), "publish", "submit", p.ID)
	f.must(new(any), "publish", "withdraw", p.ID)
	f.must(new(any), "publish", "submit", p.ID)
	f.must(new(any), "publish", "reject", p.ID, "--note", "Nevada is wrong")
	if said := f.refuse(exitRefused, "publish", "apply", p.ID); !strings.Contains(said, "Nevada is wrong") {
		f.t.Errorf("a rejected plan: %s", said)
	}
	f.must(new(any), "publish", "rights", "--to", "record-fields", "--publisher", "somebody else")
	if said := f.refuse(exitRefused, plan...); !strings.Contains(said, "somebody else") {
		f.t.Errorf("planned without the right: %s", said)
	}
	f.must(new(any), "publish", "rights", "--to", "record-fields", "--closed")
	f.refuse(exitRefused, plan...)
	f.must(new(any), "publish", "rights", "--to", "record-fields", "--open")
	f.must(&p, plan...)
	f.must(new(any), "publish", "forget", p.ID)
}

// deliverLater lets the time come at which messages are sent again.
func (f *orgFolder) deliverLater() {
	f.t.Helper()
	l, err := openLocal(f.t.Context(), localOptions{Data: f.data})
	ok(f.t, err)
	defer func() { ok(f.t, l.Close(context.Background())) }()
	l.handler.Webhooks.Now = func() time.Time { return time.Now().Add(time.Hour) }
	ok(f.t, l.handler.Webhooks.Deliver(f.t.Context()))
}

// A scheduled publication is begun by the server at its moment, once; one whose
// moment passed while no server ran is begun if it is not too late, and missed
// otherwise.
func TestPublish_ScheduledByTheServer(t *testing.T) {
	t.Parallel()
	f := newOrgFolder(t, salesforcesim.Options{Accounts: 60, Seed: 3})
	f.imported()
	var p orgplan.Plan
	plan := []string{"publish", "plan", "--to", "record-fields", "--field", "Territory__c=territory", "--scope", "focus"}
	if said := f.refuse(exitRefused, plan...); !strings.Contains(said, "focus set") {
		t.Errorf("without a focus: %s", said)
	}
	var l httpapi.Legend
	f.must(&l, "alignment", "show")
	f.must(new(any), "alignment", "focus", "set", l.Areas[0].Name, l.Areas[1].Name)
	f.must(&p, plan...)
	if want := l.Areas[0].Units + l.Areas[1].Units; p.Operations != want || !strings.Contains(p.Title, l.Areas[0].Name+", "+l.Areas[1].Name) {
		t.Fatalf("the plan of a focus with %d units: %+v", want, p)
	}
	f.must(new(any), "alignment", "focus", "clear") // the plan keeps the part it was made for
	f.refuse(exitRefused, "publish", "plan", "--level", "Continent")
	f.refuse(exitRefused, "publish", "schedule", "--at", "2020-01-01")
	f.refuse(exitRefused, "publish", "schedule", "--at", "soon")
	at := time.Now().Add(time.Hour).UTC()
	var s orgplan.Schedule
	f.must(&s, "publish", "schedule", "--at", at.Format(time.RFC3339), "--late", "30m")
	f.refuse(exitRefused, "publish", "forget", p.ID)
	f.must(&s, "publish", "schedule", "--off")
	f.must(&s, "publish", "schedule", "--at", at.Format(time.RFC3339), "--late", "30m")
	if s.State != orgplan.Waiting {
		t.Fatalf("schedule: %+v", s)
	}
	f.due(at.Add(-time.Minute), orgplan.Waiting)
	f.due(at.Add(2*time.Hour), orgplan.Missed)
	f.must(&s, "publish", "schedule", "--at", at.Format(time.RFC3339), "--late", "30m")
	f.due(at.Add(20*time.Minute), orgplan.Started)
	var list httpapi.PlanScheduleList
	f.must(&list, "publish", "scheduled", "--state", "started")
	if len(list.Schedules) != 1 {
		t.Errorf("scheduled: %+v", list)
	}
	f.must(&p, "publish", "show", p.ID)
	if p.State != orgplan.Applied {
		t.Errorf("the plan is %s", p.State)
	}
	var v salesforceplan.Verification
	if f.must(&v, "publish", "verify", p.ID); v.Records != p.Operations {
		t.Errorf("verified %d records of a part of %d", v.Records, p.Operations)
	}
}

// due lets a server look for what is due at a moment, twice, waits for what it
// began, and checks where the schedule then stands.
func (f *orgFolder) due(at time.Time, want orgplan.ScheduleState) {
	f.t.Helper()
	l, err := openLocal(f.t.Context(), localOptions{Data: f.data})
	ok(f.t, err)
	defer func() { ok(f.t, l.Close(context.Background())) }()
	l.handler.Gate.Now = func() time.Time { return at }
	ok(f.t, l.handler.RunDuePublications(f.t.Context()))
	ok(f.t, l.handler.RunDuePublications(f.t.Context()))
	all, err := l.db.PlanSchedules(f.t.Context(), "")
	ok(f.t, err)
	if len(all) != 1 || all[0].State != want {
		f.t.Fatalf("at %s: %+v, want %s", at, all, want)
	}
	jobs, err := l.db.Jobs(f.t.Context(), "", 200)
	ok(f.t, err)
	begun := 0
	for _, j := range jobs {
		if j.Kind != salesforceplan.ApplyJobKind {
			continue
		}
		begun++
		ended, err := job.Wait(f.t.Context(), l.db, j.ID, func(job.Job) {})
		ok(f.t, err)
		if ended.State != job.Succeeded {
			f.t.Fatalf("the publication %s: %v", ended.State, ended.Error)
		}
	}
	if wantJobs := map[orgplan.ScheduleState]int{orgplan.Started: 1}[want]; begun != wantJobs {
		f.t.Fatalf("%d publications begun at %s, want %d", begun, at, wantJobs)
	}
}
