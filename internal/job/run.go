package job

import (
	"context"
	"sync"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// reportEvery is how often progress is stored and a cancel request looked for.
const reportEvery = 250 * time.Millisecond

// Run is one attempt at a job, as its handler sees it.
type Run struct {
	Job Job

	store  Store
	cancel context.CancelCauseFunc
	done   chan struct{}

	mu     sync.Mutex
	latest *territory.Progress // not stored yet
}

func newRun(j Job, store Store, cancel context.CancelCauseFunc) *Run {
	return &Run{Job: j, store: store, cancel: cancel, done: make(chan struct{})}
}

// Report tells how far the job is. It returns at once and may be called as
// often as is convenient; the newest report is stored a few times a second.
func (r *Run) Report(p territory.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.latest = &p
}

// follow stores progress and passes on a cancel request until done is closed.
func (r *Run) follow(ctx context.Context) {
	ticker := time.NewTicker(reportEvery)
	defer ticker.Stop()
	for {
		select {
		case <-r.done:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
			if r.cancelRequested(ctx) {
				r.cancel(ErrCancelled)
			}
		}
	}
}

// cancelRequested stores news, if there are any, and asks. A store that cannot
// answer now is asked again at the next tick.
func (r *Run) cancelRequested(ctx context.Context) bool {
	if p := r.take(); p != nil {
		cancel, err := r.store.ReportProgress(ctx, r.Job.ID, *p)
		return err == nil && cancel
	}
	j, err := r.store.Job(ctx, r.Job.ID)
	return err == nil && j.CancelRequested
}

// flush stores the last report. Progress is for looking at only, so an error
// is left for the write that follows it to meet.
func (r *Run) flush(ctx context.Context) {
	if p := r.take(); p != nil {
		_, _ = r.store.ReportProgress(ctx, r.Job.ID, *p)
	}
}

func (r *Run) take() *territory.Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.latest
	r.latest = nil
	return p
}
