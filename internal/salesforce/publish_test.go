package salesforce_test

import (
	"context"
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

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
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
	interruptions := 200
	if os.Getenv("BAILIWICK_LONG_TESTS") == "" {
		interruptions = 20
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

// TestPublish_Large is the size that a large organisation publishes; set
// BAILIWICK_LARGE to run it.
func TestPublish_Large(t *testing.T) {
	if os.Getenv("BAILIWICK_LARGE") == "" {
		t.Skip("set BAILIWICK_LARGE=1 to publish 500 territories, 500 users, 33,000 codes and 50,000 assignments")
	}
	w := newWorld(t, salesforcesim.Options{Accounts: 150_000, Seed: 9}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Large", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	users, err := client.Users(t.Context())
	must(t, err)
	r := w.reader(d)
	codes, err := r.Texts(t.Context(), "BillingPostalCode")
	must(t, err)
	known := slices.Clone(codes.Values) // and codes where no account is
	for i := 0; len(known) < 33_000; i++ {
		known = append(known, fmt.Sprintf("X%05d", i))
	}
	w.publisher.BoundaryCodes = func(context.Context, string) ([]string, error) { return known, nil }
	w.change(id, func(now *alignment.State) []alignment.Op { return large(t, now, codes.Codes, len(known), users) })
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories,
		Territories: salesforceplan.TerritoryOptions{Model: "Large", Rules: []string{"boundaries"}}}
	p := w.plan(request)
	t.Logf("%d codes; %s", len(known), p.Report[:min(400, len(p.Report))])
	t.Logf("%+v, about %d calls", p.Counts, p.Calls)
	before := client.Calls()
	w.apply(p)
	t.Logf("%d calls", client.Calls()-before)
	w.clean(p, request)
	if twice := w.repeated(); len(twice) > 0 {
		t.Fatalf("written twice: %v", twice)
	}
}

// large makes 500 territories below one area: each code belongs to one, but
// every third is nobody's and its units go to two territories.
func large(t *testing.T, now *alignment.State, codes []int32, values int, users []salesforceplan.User) []alignment.Op {
	var ops []alignment.Op
	do := func(more []alignment.Op, err error) {
		must(t, err)
		must(t, now.Apply(alignment.ChangeSet{Ops: more}))
		ops = append(ops, more...)
	}
	var leaves []alignment.AreaNumber
	for i := range 500 {
		more, a, err := now.AddOps(alignment.Area{Name: fmt.Sprintf("Territory %03d", i), Owner: users[i%len(users)].Username})
		do(more, err)
		leaves = append(leaves, a.Number)
	}
	do([]alignment.Op{{SetBoundaries: &alignment.SetBoundaries{After: &alignment.BoundarySource{Set: "codes", Count: values}}}}, nil)
	var owned alignment.Assign
	for code := range values {
		if code%3 != 0 || code > len(codes) {
			owned.Units, owned.From, owned.To = append(owned.Units, int32(code)), append(owned.From, 0), append(owned.To, leaves[code%500])
		}
	}
	do([]alignment.Op{{AssignBoundaries: &owned}}, nil)
	to := map[alignment.AreaNumber][]int32{}
	for unit, code := range codes {
		k := int(max(code, 0)) % 500
		if code%3 == 0 && unit%2 == 0 {
			k = (k + 1) % 500
		}
		to[leaves[k]] = append(to[leaves[k]], int32(unit))
	}
	for _, leaf := range leaves {
		more, err := now.AssignOps(to[leaf], leaf)
		do(more, err)
	}
	return ops
}
