package salesforce_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var accountFields = []string{"Id", "Name", "OwnerId", "Rating", "Industry", "AnnualRevenue", "BillingState", "BillingPostalCode"}

// breaking breaks requests that write, when armed.
type breaking struct {
	mu     sync.Mutex
	left   int // writes until the break; negative: none
	mode   int
	cancel context.CancelFunc
	world  *world
}

var errBroken = errors.New("connection reset by the test")

// RoundTrip implements http.RoundTripper.
func (b *breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	writes := r.Method != http.MethodGet && strings.HasPrefix(r.URL.Path, "/services/data/") && !strings.Contains(r.URL.Path, "/jobs/query")
	if !writes || b.left < 0 {
		return http.DefaultTransport.RoundTrip(r)
	}
	if b.left--; b.left >= 0 {
		return http.DefaultTransport.RoundTrip(r)
	}
	switch b.mode {
	case 0: // killed before the request is sent
		b.cancel()
		return nil, context.Canceled
	case 1, 3: // killed, or disconnected, before the answer comes
		response, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			io.Copy(io.Discard, response.Body) //nolint:errcheck // thrown away
			response.Body.Close()
		}
		if b.mode == 1 {
			b.cancel()
			return nil, context.Canceled
		}
		return nil, errBroken
	case 2: // disconnected before the request is sent
		return nil, errBroken
	case 4:
		b.world.control(http.MethodPost, "/simulator/expire", nil, nil)
	case 5:
		b.world.control(http.MethodPut, "/simulator/faults", map[string]any{"next": map[string]int{"half": 1}}, nil)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (b *breaking) arm(left, mode int, cancel context.CancelFunc) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left, b.mode, b.cancel = left, mode, cancel
}

func TestApply_InterruptedAnywhereResumesWithoutWritingTwice(t *testing.T) {
	interruptions := 20
	switch {
	case os.Getenv("BAILIWICK_ALL_FAULTS") != "":
		interruptions = 200
	case os.Getenv("BAILIWICK_LONG_TESTS") != "":
		interruptions = 50
	}
	b := &breaking{left: -1}
	w := newWorld(t, salesforcesim.Options{Accounts: 300, Seed: 3}, b)
	b.world = w
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Field sales", "Industry", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	users, err := client.Users(t.Context())
	must(t, err)
	random := rand.New(rand.NewPCG(11, 11))
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories,
		Territories: salesforceplan.TerritoryOptions{Model: "FY27", Rules: []string{"codes"}, CodeColumn: "BillingPostalCode"}}
	done := 0
	for round := 0; done < interruptions; round++ {
		w.change(id, func(now *alignment.State) []alignment.Op { return shuffled(t, now, random, users) })
		p := w.plan(request)
		w.control(http.MethodDelete, "/simulator/writes", nil, nil) // count within each plan
		for try := 0; ; try++ {
			ctx, cancel := context.WithCancel(t.Context())
			if try < 6 && done < interruptions {
				b.arm(random.IntN(5), random.IntN(6), cancel)
				done++
			} else {
				b.arm(-1, 0, cancel)
			}
			out, err := w.publisher.Apply(ctx, salesforceplan.ApplySpec{PlanID: p.ID, AcceptConflicts: true, Again: true}, nil)
			cancel()
			if err == nil && out.State == orgplan.Applied {
				break
			}
			if try > 12 {
				entries, _, _ := w.db.Entries(t.Context(), p.ID, orgplan.Filter{State: orgplan.Failed, Limit: 3})
				t.Fatalf("round %d does not come to an end: %+v %v %+v", round, out, err, entries)
			}
		}
		b.arm(-1, 0, nil)
		w.clean(p, request)
		if twice := w.repeated(); len(twice) > 0 {
			t.Fatalf("round %d: written twice: %v", round, twice)
		}
	}
}

// shuffled renames areas, moves units and changes owners.
func shuffled(t *testing.T, now *alignment.State, random *rand.Rand, users []salesforceplan.User) []alignment.Op {
	leaves := now.Territories()
	var ops []alignment.Op
	for range 8 {
		a := leaves[random.IntN(len(leaves))]
		changed, err := now.UpdateOps(a.Number, func(a *alignment.Area) {
			a.Name = fmt.Sprintf("Area %d-%d", a.Number, random.IntN(1000))
			a.Owner = users[random.IntN(len(users))].Username
		})
		must(t, err)
		must(t, now.Apply(alignment.ChangeSet{Ops: changed}))
		ops = append(ops, changed...)
	}
	var units []int32
	for unit := range now.Assigned {
		if random.IntN(5) == 0 {
			units = append(units, int32(unit))
		}
	}
	moved, err := now.AssignOps(units, leaves[random.IntN(len(leaves))].Number)
	must(t, err)
	return append(ops, moved...)
}

func TestPublish_SecondPlanIsEmptyRollbackRestoresDriftIsSeen(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 400, Seed: 5}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Plan", "BillingState")
	w.change(id, func(now *alignment.State) []alignment.Op {
		var ops []alignment.Op
		for _, a := range now.Territories()[:5] {
			changed, err := now.UpdateOps(a.Number, func(a *alignment.Area) { a.Rule = fmt.Sprintf("BillingState == %q and AnnualRevenue >= 0", a.Name) })
			must(t, err)
			ops = append(ops, changed...)
		}
		return ops
	})
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories, Method: salesforceplan.AsNew,
		Territories: salesforceplan.TerritoryOptions{Model: "Simple"}}
	p := w.plan(request)
	if entries, total, err := w.db.Entries(t.Context(), p.ID, orgplan.Filter{Object: salesforceplan.RuleObject}); err != nil || total != 5 {
		t.Fatalf("%d rules of 5: %v %v", total, entries, err)
	}
	w.apply(p)
	w.clean(p, request)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	entries, _, err := w.db.Entries(t.Context(), p.ID, orgplan.Filter{Object: salesforceplan.TerritoryObject, Limit: 1})
	must(t, err)
	_, err = client.Update(t.Context(), "Territory2", []map[string]any{{"id": entries[0].Result.RecordID, "Name": "Changed by somebody"}}, nil)
	must(t, err)
	drift, err := w.publisher.Drift(t.Context(), salesforceplan.CheckSpec{PlanID: p.ID}, nil)
	if err != nil || drift.Count != 1 || drift.Entries[0].Kind != orgplan.Changed {
		t.Fatalf("drift %+v %v", drift, err)
	}
	request.Method = salesforceplan.Matching
	next := w.plan(request)
	if next.Conflicts != 1 || next.Operations != 1 {
		t.Fatalf("a change in the org is a conflict: %+v", next)
	}
	if _, err := w.publisher.Apply(t.Context(), salesforceplan.ApplySpec{PlanID: next.ID}, nil); territory.CodeOf(err) != territory.Conflict {
		t.Fatalf("applied over a conflict: %v", err)
	}
	w.apply(next)
	back, err := w.publisher.Rollback(t.Context(), p.ID, newID(), territory.Actor{})
	must(t, err)
	w.apply(back)
	left, err := client.Count(t.Context(), "SELECT count() FROM Territory2 WHERE Territory2Model.DeveloperName = 'Simple'")
	if err != nil || left != 0 {
		t.Fatalf("%d territories are left after the rollback, %v", left, err)
	}
}

// TestPublish_Large is the size that a large organisation publishes: 250,000
// accounts imported in a minute; 500 territories with 500 users, all of 33,000
// postal codes as rules, and 50,000 accounts by hand; no difference after that,
// and an empty second plan. It takes some minutes: set BAILIWICK_LARGE.
func TestPublish_Large(t *testing.T) {
	if os.Getenv("BAILIWICK_LARGE") == "" {
		t.Skip("set BAILIWICK_LARGE=1 to publish 500 territories, 500 users, 33,000 codes and 50,000 assignments")
	}
	w := newWorld(t, salesforcesim.Options{Accounts: 250_000, Seed: 9}, nil)
	timed := func(what string, f func()) time.Duration {
		began := time.Now()
		f()
		t.Logf("%-28s %6.1f s", what, time.Since(began).Seconds())
		return time.Since(began)
	}
	var d dataset.Dataset
	took := timed("import of 250,000 accounts", func() {
		var out *salesforce.ImportOutcome
		if d, out = w.imported(connection.Source{Object: "Account", Fields: accountFields}); out.Accepted != 250_000 {
			t.Fatalf("%d accounts were imported", out.Accepted)
		}
	})
	if took > time.Minute {
		t.Errorf("the import took %s; a minute is allowed", took)
	}
	id := w.aligned(d, "Large", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	users, err := client.Users(t.Context())
	must(t, err)
	if len(users) < 500 {
		t.Fatalf("the org has %d users", len(users))
	}
	codes, err := w.reader(d).Texts(t.Context(), "BillingPostalCode")
	must(t, err)
	l := newLargePlan(codes, users)
	w.publisher.BoundaryCodes = func(context.Context, string) ([]string, error) { return l.codes, nil }
	w.change(id, func(now *alignment.State) []alignment.Op { return l.ops(t, now) })
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories,
		Territories: salesforceplan.TerritoryOptions{Model: "Large", Rules: []string{"boundaries"}}}
	var p orgplan.Plan
	timed("plan", func() { p = w.plan(request) })
	var proof salesforceplan.Proof
	must(t, json.Unmarshal(p.Report, &proof))
	t.Logf("%d codes as %d rules with %d items; %d units by rule, %d by hand, %d differences, %d left out; %+v; about %d calls",
		l.owned, proof.Rules, proof.Items, proof.ByRule, proof.Manual, proof.Differences, len(proof.LeftOut), p.Counts, p.Calls)
	if l.owned != 33_000 || proof.Differences != 0 || len(proof.LeftOut) != 0 || proof.Manual < 50_000 {
		t.Errorf("%d codes, %d differences, %d areas left out, %d by hand", l.owned, proof.Differences, len(proof.LeftOut), proof.Manual)
	}
	counts := map[string]int{}
	for _, n := range p.Counts {
		counts[n.Object] = n.Create
	}
	if counts[salesforceplan.TerritoryObject] < 500 || counts[salesforceplan.UserObject] < 500 || counts[salesforceplan.AccountObject] < 50_000 {
		t.Errorf("the plan makes %v", counts)
	}
	before := client.Calls()
	timed("apply", func() { w.apply(p) })
	t.Logf("%d calls", client.Calls()-before)
	timed("verify and second plan", func() { w.clean(p, request) })
	if twice := w.repeated(); len(twice) > 0 {
		t.Fatalf("written twice: %v", twice)
	}
}

// largePlan gives 33,000 codes to 500 territories in clusters of neighbouring
// codes with foreign ones among them, as carving on a map does, and leaves the
// codes of 50,000 accounts to nobody: those go by hand.
type largePlan struct {
	codes []string // of the boundary set, sorted
	owner []int    // per code; -1 for nobody's
	owned int
	units []int // territory per unit
	users []salesforceplan.User
}

func newLargePlan(column *dataset.Texts, users []salesforceplan.User) *largePlan {
	l := &largePlan{users: users, codes: slices.Clone(column.Values), units: make([]int, len(column.Codes))}
	known := map[string]bool{}
	for _, c := range l.codes {
		known[c] = true
	}
	holders := map[string]int{}
	for _, c := range column.Codes {
		if c >= 0 {
			holders[column.Values[c]]++
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	nobodys, byHand := map[string]bool{}, holders[""]
	for _, c := range random.Perm(len(column.Values)) {
		if byHand >= 50_000 {
			break
		}
		nobodys[column.Values[c]] = true
		byHand += holders[column.Values[c]]
	}
	for k := 0; len(l.codes)-len(nobodys) < 33_000; k++ { // codes where no account is
		if c := fmt.Sprintf("%05d", (k*37)%100_000); !known[c] {
			known[c] = true
			l.codes = append(l.codes, c)
		}
	}
	slices.Sort(l.codes)
	place := map[string]int{}
	l.owner = make([]int, len(l.codes))
	for i, c := range l.codes {
		l.owner[i] = i * 500 / len(l.codes)
		if random.IntN(20) == 0 { // a neighbour's
			l.owner[i] = (l.owner[i] + 1) % 500
		}
		if nobodys[c] {
			l.owner[i] = -1
		} else if l.owned++; l.owned > 33_000 {
			l.owner[i], l.owned = -1, 33_000
		}
		place[c] = i
	}
	for unit, c := range column.Codes {
		l.units[unit] = unit % 500
		if c >= 0 {
			if o := l.owner[place[column.Values[c]]]; o >= 0 {
				l.units[unit] = o
			}
		}
	}
	return l
}

func (l *largePlan) ops(t *testing.T, now *alignment.State) []alignment.Op {
	var ops []alignment.Op
	do := func(more []alignment.Op, err error) {
		must(t, err)
		must(t, now.Apply(alignment.ChangeSet{Ops: more}))
		ops = append(ops, more...)
	}
	var leaves []alignment.AreaNumber
	for i := range 500 {
		more, a, err := now.AddOps(alignment.Area{Name: fmt.Sprintf("Territory %03d", i), Owner: l.users[i%len(l.users)].Username})
		do(more, err)
		leaves = append(leaves, a.Number)
	}
	do([]alignment.Op{{SetBoundaries: &alignment.SetBoundaries{After: &alignment.BoundarySource{Set: "codes", Count: len(l.codes)}}}}, nil)
	var owned alignment.Assign
	for code, o := range l.owner {
		if o >= 0 {
			owned.Units, owned.From, owned.To = append(owned.Units, int32(code)), append(owned.From, 0), append(owned.To, leaves[o])
		}
	}
	do([]alignment.Op{{AssignBoundaries: &owned}}, nil)
	to := make([][]int32, 500)
	for unit, o := range l.units {
		to[o] = append(to[o], int32(unit))
	}
	for o, units := range to {
		more, err := now.AssignOps(units, leaves[o])
		do(more, err)
	}
	return ops
}

func TestPublish_RulesOnFieldsNobodySeesAreRefused(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 60, Seed: 5}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Hidden", "BillingState")
	p := w.plan(salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories,
		Territories: salesforceplan.TerritoryOptions{Model: "Hidden", Rules: []string{"codes"}, CodeColumn: "BillingPostalCode", CodeField: "Postal__c"}})
	if wrong := p.Errors(); len(wrong) != 1 || wrong[0].Where != "Account.Postal__c" {
		t.Fatalf("a field that is not there: %+v", wrong)
	}
}
