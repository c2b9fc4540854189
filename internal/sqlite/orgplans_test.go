package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sqlite"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// flaky is an org in memory that breaks off in the middle of batches, and
// counts what is written twice.
type flaky struct {
	random  *rand.Rand
	faults  int
	next    int
	records map[string]orgplan.Record
	twice   []string
	killed  bool
}

var errKilled = errors.New("the process was killed")

func (f *flaky) Batch(o *orgplan.Operation) (string, int) { return o.Object + string(o.Action), 7 }

func (f *flaky) Calls(_ string, n int) int { return (n + 6) / 7 }

func (f *flaky) Write(ctx context.Context, batch []orgplan.Operation, note func(string) error) ([]orgplan.Result, error) {
	var results []orgplan.Result
	stop := len(batch)
	fault := 0
	if f.faults > 0 && f.random.IntN(3) == 0 {
		f.faults--
		stop, fault = f.random.IntN(len(batch)+1), 1+f.random.IntN(3)
	}
	for _, o := range batch[:stop] {
		results = append(results, f.one(o))
	}
	switch fault {
	case 1: // killed: nobody learns anything
		f.killed = true
		return nil, errKilled
	case 2:
		return nil, fmt.Errorf("%w: reset", orgplan.ErrInDoubt)
	case 3: // the rest of the batch was locked
		for _, o := range batch[stop:] {
			results = append(results, orgplan.Result{Seq: o.Seq, State: orgplan.Failed, Code: "UNABLE_TO_LOCK_ROW", Retry: true})
		}
		return results, nil
	}
	return results, nil
}

func (f *flaky) one(o orgplan.Operation) orgplan.Result {
	id := o.RecordID
	switch o.Action {
	case orgplan.Create:
		if f.find(o) != "" {
			f.twice = append(f.twice, o.Key)
		}
		f.next++
		id = fmt.Sprintf("R%d", f.next)
		f.records[id] = orgplan.Record{Object: o.Object, ID: id, Label: o.Label, Fields: map[string]any{}, Ours: true, Stage: o.Stage}
		fallthrough
	case orgplan.Update:
		changed := false
		for _, field := range o.Fields {
			if field.Ref != "" {
				f.twice = append(f.twice, "unresolved "+field.Ref)
			}
			changed = changed || !orgplan.Same(f.records[id].Fields[field.Name], field.New)
			f.records[id].Fields[field.Name] = field.New
		}
		if !changed {
			f.twice = append(f.twice, o.Key)
		}
	default:
		if _, exists := f.records[id]; !exists {
			f.twice = append(f.twice, o.Key)
		}
		delete(f.records, id)
	}
	return orgplan.Result{Seq: o.Seq, State: orgplan.Done, RecordID: id}
}

func (f *flaky) find(o orgplan.Operation) string {
	for id, r := range f.records {
		if r.Object == o.Object && orgplan.Same(r.Fields["Code"], o.Field("Code").New) {
			return id
		}
	}
	return ""
}

func (f *flaky) ReadBack(_ context.Context, batch []orgplan.Operation, _ string) ([]orgplan.Result, error) {
	var results []orgplan.Result
	for _, o := range batch {
		r := orgplan.Result{Seq: o.Seq, State: orgplan.Pending, RecordID: o.RecordID}
		switch o.Action {
		case orgplan.Create:
			if id := f.find(o); id != "" {
				r.State, r.RecordID = orgplan.Done, id
			}
		case orgplan.Update:
			same := true
			for _, field := range o.Fields {
				same = same && orgplan.Same(f.records[o.RecordID].Fields[field.Name], field.New)
			}
			if same {
				r.State = orgplan.Done
			}
		default:
			if _, exists := f.records[o.RecordID]; !exists {
				r.State = orgplan.Done
			}
		}
		results = append(results, r)
	}
	return results, nil
}

func (f *flaky) current() []orgplan.Record {
	var list []orgplan.Record
	for _, r := range f.records {
		list = append(list, r)
	}
	return list
}

// wanted makes parents and children whose names change with the round.
func wanted(random *rand.Rand, n int) []orgplan.Desired {
	var list []orgplan.Desired
	for i := range n {
		list = append(list, orgplan.Desired{Object: "Area", Key: fmt.Sprint("area/", i), Label: fmt.Sprint("Area ", i), Stage: 10,
			Fields: map[string]any{"Code": fmt.Sprint("A", i), "Name": fmt.Sprint("Name ", random.IntN(3))}, Match: []string{"Code"}})
	}
	for i := range n {
		if random.IntN(4) == 0 {
			continue
		}
		list = append(list, orgplan.Desired{Object: "Member", Key: fmt.Sprint("member/", i), Stage: 20, Fields: map[string]any{"Code": fmt.Sprint("M", i)},
			Refs: map[string]string{"Area": fmt.Sprint("area/", random.IntN(n))}, Match: []string{"Code"}})
	}
	return list
}

func TestApply_ResumesAfterAnyInterruptionWithoutWritingTwice(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for seed := range uint64(15) {
		random := rand.New(rand.NewPCG(seed, 1))
		org := &flaky{random: random, records: map[string]orgplan.Record{}}
		scope := fmt.Sprint("scope ", seed)
		var last string
		for round := range 3 {
			want := wanted(random, 12)
			last = fmt.Sprint("plan-", seed, "-", round)
			applyAll(t, ctx, db, org, last, scope, want)
			published, err := db.Published(ctx, "c", scope)
			if err != nil {
				t.Fatal(err)
			}
			if d := orgplan.Diff(org.current(), want, published); len(d.Operations)+len(d.Problems) > 0 {
				t.Fatalf("seed %d round %d: left after applying: %v %v", seed, round, d.Operations, d.Problems)
			}
			if drift := orgplan.Drift(org.current(), published); len(drift) > 0 {
				t.Fatalf("seed %d round %d: drift right after applying: %v", seed, round, drift)
			}
		}
		if len(org.twice) > 0 {
			t.Fatalf("seed %d: written twice: %v", seed, org.twice)
		}
	}
}

func applyAll(t *testing.T, ctx context.Context, db *sqlite.DB, org *flaky, id, scope string, want []orgplan.Desired) {
	t.Helper()
	published, err := db.Published(ctx, "c", scope)
	if err != nil {
		t.Fatal(err)
	}
	d := orgplan.Diff(org.current(), want, published)
	apply(t, ctx, db, org, orgplan.Plan{ID: id, ConnectionID: "c", Scope: scope, State: orgplan.Ready, Created: time.Now()}, d.Operations, d.Adopted)
}

func apply(t *testing.T, ctx context.Context, db *sqlite.DB, org *flaky, p orgplan.Plan, ops []orgplan.Operation, adopted []orgplan.Published) {
	t.Helper()
	ops = orgplan.Finish(&p, ops, org)
	if err := db.AddPlan(ctx, p, ops, adopted); err != nil {
		t.Fatal(err)
	}
	org.faults = 6
	for range 20 {
		a := orgplan.Applier{Store: db, Org: org, Now: time.Now, Pause: func(context.Context, int) error { return nil }}
		outcome, err := a.Apply(ctx, p.ID, false, nil)
		if err == nil && outcome.State == orgplan.Applied {
			return
		}
		if !errors.Is(err, errKilled) {
			t.Fatalf("apply %s: %+v %v", p.ID, outcome, err)
		}
	}
	t.Fatalf("plan %s does not come to an end", p.ID)
}

func TestApply_RollbackRestoresTheOrg(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	random := rand.New(rand.NewPCG(5, 5))
	org := &flaky{random: random, records: map[string]orgplan.Record{}}
	first := wanted(random, 10)
	applyAll(t, ctx, db, org, "first", "s", first)
	applyAll(t, ctx, db, org, "second", "s", wanted(random, 6))
	entries, total, err := db.Entries(ctx, "second", orgplan.Filter{})
	if err != nil || total != len(entries) || total == 0 {
		t.Fatalf("entries: %d of %d, %v", len(entries), total, err)
	}
	inverse := orgplan.Invert(entries, func(string) []string { return []string{"Code"} })
	apply(t, ctx, db, org, orgplan.Plan{ID: "back", ConnectionID: "c", Scope: "s", State: orgplan.Ready, Created: time.Now(), RollsBack: "second"}, inverse, nil)
	published, _ := db.Published(ctx, "c", "s")
	if d := orgplan.Diff(org.current(), first, published); len(d.Operations) > 0 {
		t.Fatalf("not as before: %v", d.Operations)
	}
}

func TestApply_FailedOperationBlocksWhatNeedsIt(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	org := &refusing{flaky{random: rand.New(rand.NewPCG(1, 1)), records: map[string]orgplan.Record{}}, true}
	want := wanted(org.random, 3)
	d := orgplan.Diff(nil, want, nil)
	p := orgplan.Plan{ID: "p", ConnectionID: "c", Scope: "s", State: orgplan.Ready, Created: time.Now()}
	if err := db.AddPlan(ctx, p, orgplan.Finish(&p, d.Operations, org), nil); err != nil {
		t.Fatal(err)
	}
	a := orgplan.Applier{Store: db, Org: org, Now: time.Now}
	outcome, err := a.Apply(ctx, "p", false, nil)
	if err != nil || outcome.State != orgplan.Incomplete || outcome.Failed != 3 || outcome.Blocked != len(want)-3 {
		t.Fatalf("got %+v, %v", outcome, err)
	}
	org.refuse = false
	outcome, err = a.Apply(ctx, "p", true, nil)
	if err != nil || outcome.State != orgplan.Applied || outcome.Done != len(want) {
		t.Fatalf("second try: %+v, %v", outcome, err)
	}
	if _, err := db.Plan(ctx, "none"); territory.CodeOf(err) != territory.NotFound {
		t.Fatalf("an unknown plan: %v", err)
	}
}

// refusing refuses every area.
type refusing struct {
	flaky
	refuse bool
}

func (f *refusing) Write(ctx context.Context, batch []orgplan.Operation, note func(string) error) ([]orgplan.Result, error) {
	if batch[0].Object != "Area" || !f.refuse {
		return f.flaky.Write(ctx, batch, note)
	}
	var results []orgplan.Result
	for _, o := range batch {
		results = append(results, orgplan.Result{Seq: o.Seq, State: orgplan.Failed, Code: "REQUIRED_FIELD_MISSING", Message: "no"})
	}
	return results, nil
}
