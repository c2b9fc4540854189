package solve

import (
	"context"
	"time"
)

// budget is a context that also ends by the clock and after a number of
// iterations. Long loops of the engine ask its Err.
type budget struct {
	context.Context
	clock      func() time.Time
	start, end time.Time
	iterations int
	most       int
}

func newBudget(ctx context.Context, p Params) *budget {
	b := &budget{Context: ctx, clock: p.Clock, most: p.MaxIterations}
	if b.clock != nil {
		b.start = b.clock()
		if p.TimeLimit > 0 {
			b.end = b.start.Add(p.TimeLimit)
		}
	}
	return b
}

// Err reports why the search should end now, nil while it may go on.
func (b *budget) Err() error {
	if err := b.Context.Err(); err != nil {
		return err
	}
	if !b.end.IsZero() && !b.clock().Before(b.end) {
		return context.DeadlineExceeded
	}
	return nil
}

// early is the budget with an earlier end, for work that must leave time to what
// follows.
type early struct {
	*budget
	end time.Time
}

// first returns the budget of the work that may take a share of the time.
func (b *budget) first(share float64) *early {
	e := &early{budget: b}
	if !b.end.IsZero() {
		e.end = b.start.Add(time.Duration(share * float64(b.end.Sub(b.start))))
	}
	return e
}

// Err reports why that work should end now, nil while it may go on.
func (e *early) Err() error {
	if !e.end.IsZero() && !e.clock().Before(e.end) {
		return context.DeadlineExceeded
	}
	return e.budget.Err()
}

// tick counts an iteration and reports whether the search may go on.
func (b *budget) tick() bool {
	if b.spent() || b.Err() != nil {
		return false
	}
	b.iterations++
	return true
}

func (b *budget) spent() bool { return b.most > 0 && b.iterations >= b.most }

// stop says why the run ended.
func (b *budget) stop() Stop {
	switch {
	case b.Context.Err() != nil:
		return StopCancelled
	case b.Err() != nil:
		return StopTime
	case b.spent():
		return StopIterations
	}
	return StopDone
}

func (b *budget) seconds() float64 {
	if b.clock == nil {
		return 0
	}
	return b.clock().Sub(b.start).Seconds()
}
