package orgplan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Org writes records. Write gets operations of one group whose references are
// resolved; it returns one result per operation. A returned error means that
// nothing is known about the batch: some, all or none of it may be written, and
// ReadBack has to find out. Write tells note the org's own name of the work
// (the id of a bulk job or a deployment) as soon as it has one.
type Org interface {
	Costs
	Write(ctx context.Context, batch []Operation, note func(token string) error) ([]Result, error)
	// ReadBack finds out what became of a batch: Done with the record's id, or
	// Pending when it is certain that it was not written and will not be.
	ReadBack(ctx context.Context, batch []Operation, token string) ([]Result, error)
}

// Batch is an intent in the journal: what was about to be written.
type Batch struct {
	PlanID string
	Number int
	Seqs   []int
	// Token is what Write noted, "" for nothing.
	Token string
}

// Store keeps plans and the journal. Every method is one durable transaction;
// a missing plan is a not_found error.
type Store interface {
	AddPlan(ctx context.Context, p Plan, ops []Operation, adopted []Published) error
	Plan(ctx context.Context, id string) (Plan, error)
	// Plans returns the newest first; "" for any connection, scope or alignment.
	Plans(ctx context.Context, connectionID, scope, alignmentID string) ([]Plan, error)
	DeletePlan(ctx context.Context, id string) error
	// Entries returns a part of the operations with their results, and how many
	// there are in all; limit 0 means every one.
	Entries(ctx context.Context, planID string, f Filter) ([]Entry, int, error)
	// StartPlan moves a plan to Applying and, the first time, teaches the
	// mapping the records it adopts.
	StartPlan(ctx context.Context, id string, now time.Time) error
	EndPlan(ctx context.Context, id string, s State) error
	// BeginBatch records the intent and gives it a number, EndBatch records the
	// results: the operations' and the mapping's.
	BeginBatch(ctx context.Context, planID string, seqs []int) (number int, err error)
	NoteBatch(ctx context.Context, planID string, number int, token string) error
	EndBatch(ctx context.Context, planID string, number int, results []Result) error
	// OpenBatches are those begun and not ended, oldest first.
	OpenBatches(ctx context.Context, planID string) ([]Batch, error)
	// Results changes results outside a batch: blocked, or pending again.
	Results(ctx context.Context, planID string, results []Result) error
	Published(ctx context.Context, connectionID, scope string) ([]Published, error)
}

// Filter chooses entries; empty fields choose all.
type Filter struct {
	Object    string
	Action    Action
	State     OpState
	Conflicts bool
	// Search is text in the record's label or id, in fields or the org's message.
	Search        string
	Offset, Limit int
}

// Applier applies plans.
type Applier struct {
	Store Store
	Org   Org
	Now   func() time.Time
	// Pause waits between tries, by the number of the try (from 1); nil waits
	// a second, doubling up to a minute.
	Pause func(ctx context.Context, try int) error
}

// Outcome is what applying came to.
type Outcome struct {
	PlanID  string   `json:"planId"`
	State   State    `json:"state"`
	Done    int      `json:"done"`
	Failed  int      `json:"failed"`
	Blocked int      `json:"blocked"`
	Pending int      `json:"pending"`
	Resumed bool     `json:"resumed" doc:"It went on where an earlier try was cut off."`
	InDoubt int      `json:"inDoubt" doc:"Operations of which it had to be found out whether they were written."`
	Steps   []string `json:"steps" nullable:"false"`
}

// tries is how often a batch or a refused row is tried.
const tries = 8

// Apply does what is left of the plan. It may be cut off at any moment and
// called again; no write is done twice. With again, operations that failed or
// were blocked before are tried once more.
func (a *Applier) Apply(ctx context.Context, planID string, again bool, progress territory.ProgressFunc) (*Outcome, error) {
	plan, err := a.Store.Plan(ctx, planID)
	if err != nil {
		return nil, err
	}
	if wrong := plan.Errors(); len(wrong) > 0 {
		e := territory.Say(territory.Conflict, sentence.PlanErrors.With(nil))
		for _, p := range wrong {
			e.Details = append(e.Details, territory.Detail{Where: p.Where, What: p.What})
		}
		return nil, e
	}
	if err := a.Store.StartPlan(ctx, planID, a.Now()); err != nil {
		return nil, err
	}
	run, err := a.start(ctx, plan, again, progress)
	if err != nil {
		return nil, err
	}
	if err := run.all(ctx); err != nil {
		return nil, err
	}
	return run.end(ctx)
}

// running is one call of Apply.
type running struct {
	*Applier
	plan    Plan
	entries []Entry
	// ids are the org's ids by key, failed the keys that have none.
	ids      map[string]string
	failed   map[string]bool
	done     int
	outcome  Outcome
	progress territory.ProgressFunc
}

func (a *Applier) start(ctx context.Context, plan Plan, again bool, progress territory.ProgressFunc) (*running, error) {
	r := &running{Applier: a, plan: plan, ids: map[string]string{}, failed: map[string]bool{}, progress: progress,
		outcome: Outcome{PlanID: plan.ID, Resumed: plan.State != Ready}}
	var err error
	if r.entries, _, err = a.Store.Entries(ctx, plan.ID, Filter{}); err != nil {
		return nil, err
	}
	open, err := a.Store.OpenBatches(ctx, plan.ID)
	if err != nil {
		return nil, err
	}
	doubtful := map[int]bool{}
	for _, b := range open {
		for _, seq := range b.Seqs {
			doubtful[seq] = true
		}
	}
	var reset []Result
	for i := range r.entries {
		e := &r.entries[i]
		if again && (e.Result.State == Failed || e.Result.State == Blocked) && !doubtful[e.Seq] {
			e.Result = Result{Seq: e.Seq, State: Pending}
			reset = append(reset, e.Result)
		}
		r.learn(e)
	}
	if len(reset) > 0 {
		if err := a.Store.Results(ctx, plan.ID, reset); err != nil {
			return nil, err
		}
	}
	for _, b := range open {
		r.outcome.InDoubt += len(b.Seqs)
		if err := r.settle(ctx, b); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// learn takes in an entry's result.
func (r *running) learn(e *Entry) {
	switch {
	case e.Result.State == Done:
		r.done++
		if e.Action != Delete {
			r.ids[e.Key] = e.Result.RecordID
			delete(r.failed, e.Key)
		}
	case e.Action == Update:
		r.ids[e.Key] = e.RecordID
	case e.Action == Create && (e.Result.State == Failed || e.Result.State == Blocked):
		r.failed[e.Key] = true
	}
}

// settle finds out what became of a batch in doubt, and ends it.
func (r *running) settle(ctx context.Context, b Batch) error {
	ops, _ := r.resolve(r.bySeq(b.Seqs))
	for try := 1; ; try++ {
		results, err := r.Org.ReadBack(ctx, ops, b.Token)
		if err == nil {
			return r.endBatch(ctx, b.Number, results)
		}
		if ctx.Err() != nil || try == tries || !passing(err) {
			return fmt.Errorf("find out what became of batch %d: %w", b.Number, err)
		}
		if err := r.pause(ctx, try); err != nil {
			return err
		}
	}
}

// passing says whether an error may be gone at the next try.
func passing(err error) bool {
	switch territory.CodeOf(err) {
	case territory.Unavailable, territory.Internal:
		return true
	}
	return false
}

func (r *running) pause(ctx context.Context, try int) error {
	if r.Pause != nil {
		return r.Pause(ctx, try)
	}
	wait := min(time.Minute, time.Second<<min(try-1, 6))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

func (r *running) bySeq(seqs []int) []*Entry {
	list := make([]*Entry, len(seqs))
	for i, seq := range seqs {
		list[i] = &r.entries[seq-1]
	}
	return list
}

// resolve returns the operations with the ids of the records they point at;
// those that point at a record that could not be made are returned apart.
func (r *running) resolve(entries []*Entry) (ops []Operation, blocked []Result) {
	for _, e := range entries {
		o, missing := e.Operation, ""
		o.Fields = append([]Field(nil), o.Fields...)
		for i := range o.Fields {
			f := &o.Fields[i]
			if f.Ref == "" {
				continue
			}
			if id := r.ids[f.Ref]; id != "" {
				f.New, f.Ref = id, ""
			} else {
				missing = f.Ref
			}
		}
		if missing != "" {
			blocked = append(blocked, Result{Seq: e.Seq, State: Blocked, Code: "BLOCKED", Message: fmt.Sprintf("%s could not be made", missing)})
			continue
		}
		ops = append(ops, o)
	}
	return ops, blocked
}

// all writes what is pending, stage by stage, batch by batch. What the org
// refuses for a reason that passes is tried again before anything later is.
func (r *running) all(ctx context.Context) error {
	for from := 0; from < len(r.entries); {
		to := r.run(from)
		for try := 1; ; try++ {
			refused, err := r.write(ctx, from, to, try)
			if err != nil {
				return err
			}
			if refused == 0 {
				break
			}
			if err := r.pause(ctx, try); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// run returns the end of the run of entries, from here, that share stage and
// group.
func (r *running) run(from int) int {
	group, _ := r.Org.Batch(&r.entries[from].Operation)
	to := from + 1
	for ; to < len(r.entries) && r.entries[to].Stage == r.entries[from].Stage; to++ {
		if g, _ := r.Org.Batch(&r.entries[to].Operation); g != group {
			break
		}
	}
	return to
}

// write writes the pending entries of a run and returns how many were refused
// for a reason that passes.
func (r *running) write(ctx context.Context, from, to, try int) (refused int, err error) {
	_, size := r.Org.Batch(&r.entries[from].Operation)
	size = max(1, size>>(try-1)) // rows that were locked go in smaller batches
	var batch []*Entry
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		n, err := r.batch(ctx, batch, try)
		refused += n
		batch = batch[:0]
		return err
	}
	for i := from; i < to; i++ {
		if r.entries[i].Result.State != Pending {
			continue
		}
		if batch = append(batch, &r.entries[i]); len(batch) == size {
			if err := flush(); err != nil {
				return refused, err
			}
		}
	}
	return refused, flush()
}

// batch writes one batch: intent, write, results. When the write leaves it in
// doubt, what became of it is read back, and what was not written is refused.
func (r *running) batch(ctx context.Context, entries []*Entry, try int) (refused int, err error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	ops, blocked := r.resolve(entries)
	if len(blocked) > 0 {
		if err := r.Store.Results(ctx, r.plan.ID, blocked); err != nil {
			return 0, err
		}
		r.take(blocked)
	}
	if len(ops) == 0 {
		return 0, nil
	}
	b := Batch{PlanID: r.plan.ID}
	for i := range ops {
		b.Seqs = append(b.Seqs, ops[i].Seq)
	}
	if b.Number, err = r.Store.BeginBatch(ctx, b.PlanID, b.Seqs); err != nil {
		return 0, err
	}
	results, err := r.Org.Write(ctx, ops, func(token string) error {
		b.Token = token
		return r.Store.NoteBatch(ctx, b.PlanID, b.Number, token)
	})
	if err != nil {
		if ctx.Err() != nil || (!passing(err) && !errors.Is(err, ErrInDoubt)) {
			return 0, err
		}
		r.outcome.InDoubt += len(ops)
		if pauseErr := r.pause(ctx, try); pauseErr != nil {
			return 0, pauseErr
		}
		if err := r.settle(ctx, b); err != nil {
			return 0, err
		}
	} else {
		for i := range results {
			if results[i].State == Failed && results[i].Retry && try < tries {
				results[i].State = Pending
			}
		}
		if err := r.endBatch(ctx, b.Number, results); err != nil {
			return 0, err
		}
	}
	for _, e := range entries {
		if e.Result.State == Pending {
			refused++
		}
	}
	if refused > 0 && try >= tries {
		return 0, territory.Say(territory.Unavailable, sentence.PlanNotTaken.With(sentence.Params{"writes": refused, "tries": tries, "cause": fmt.Sprint(err)}))
	}
	return refused, nil
}

// ErrInDoubt marks errors after which a batch may or may not be written.
var ErrInDoubt = errors.New("the connection broke before the org had answered")

// endBatch records results and takes them in. It is done even while the
// context ends, because the org has them.
func (r *running) endBatch(ctx context.Context, number int, results []Result) error {
	if err := r.Store.EndBatch(context.WithoutCancel(ctx), r.plan.ID, number, results); err != nil {
		return err
	}
	r.take(results)
	return nil
}

func (r *running) take(results []Result) {
	for _, result := range results {
		e := &r.entries[result.Seq-1]
		e.Result = result
		r.learn(e)
	}
	if r.progress != nil {
		r.progress(territory.Progress{Phase: "writing", Done: int64(r.done), Total: int64(len(r.entries)), Message: r.plan.Title})
	}
}

// end records how the plan ended.
func (r *running) end(ctx context.Context) (*Outcome, error) {
	o := &r.outcome
	for i := range r.entries {
		switch r.entries[i].Result.State {
		case Done:
			o.Done++
		case Failed:
			o.Failed++
		case Blocked:
			o.Blocked++
		default:
			o.Pending++
		}
	}
	o.State, o.Steps = Applied, r.plan.Steps
	if o.Failed+o.Blocked+o.Pending > 0 {
		o.State = Incomplete
	}
	return o, r.Store.EndPlan(ctx, r.plan.ID, o.State)
}
