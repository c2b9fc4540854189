package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Runner tests job.Runner on the store's queue.
func Runner(t *testing.T, b Backend) {
	t.Run("outcomes", func(t *testing.T) { t.Parallel(); outcomes(t, b) })
	t.Run("cancel", func(t *testing.T) { t.Parallel(); cancels(t, b) })
	t.Run("stop and go on", func(t *testing.T) { t.Parallel(); stops(t, b) })
	t.Run("many", func(t *testing.T) { t.Parallel(); manyJobs(t, b) })
}

func newRunner(t testing.TB, s Store, handlers map[string]job.Handler) *job.Runner {
	t.Helper()
	r, err := job.NewRunner(job.Config{Store: s, Driver: s.QueueDriver(), Handlers: handlers, Exclusive: true,
		Log: quietLog(), Now: time.Now})
	must(t, "make a runner", err)
	return r
}

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

// running starts a runner that is stopped when the test ends.
func running(t testing.TB, s Store, handlers map[string]job.Handler) {
	t.Helper()
	r := newRunner(t, s, handlers)
	must(t, "start the runner", r.Start(t.Context()))
	t.Cleanup(func() { must(t, "stop the runner", r.Stop(context.Background())) })
}

// finished waits for a job's end.
func finished(t testing.TB, s Store, id string) job.Job {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	j, err := job.Wait(ctx, s, id, nil)
	must(t, "wait for "+id, err)
	return j
}

func outcomes(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	picked := make(chan time.Time, 1)
	running(t, s, map[string]job.Handler{
		"succeed": func(_ context.Context, run *job.Run) (any, error) {
			picked <- time.Now()
			run.Report(territory.Progress{Phase: "working", Done: 7, Total: 7})
			return map[string]any{"params": run.Job.Params}, nil
		},
		"refuse": func(context.Context, *job.Run) (any, error) {
			return nil, territory.Errorf(territory.Infeasible, "too many")
		},
		"break": func(context.Context, *job.Run) (any, error) { return nil, errors.New("secret detail") },
		"panic": func(context.Context, *job.Run) (any, error) { panic("secret detail") },
	})
	enqueued := time.Now()
	for i, kind := range []string{"succeed", "refuse", "break", "panic", "unknown"} {
		must(t, "enqueue", s.EnqueueJob(ctx, newJob(kind, kind, i)))
	}
	if wait := (<-picked).Sub(enqueued); wait > 5*time.Second {
		t.Errorf("the first job was picked up after %v", wait)
	}
	done := finished(t, s, "succeed")
	equal(t, "result", string(done.Result), `{"params":{"n":1}}`)
	equal(t, "the last report", done.Progress, territory.Progress{Phase: "working", Done: 7, Total: 7})
	equal(t, "state and attempt", []any{done.State, done.Attempt, done.Ended != nil}, []any{job.Succeeded, 1, true})
	equal(t, "an error for people", finished(t, s, "refuse").Error, territory.Errorf(territory.Infeasible, "too many"))
	for _, kind := range []string{"break", "panic", "unknown"} {
		j := finished(t, s, kind)
		if j.State != job.Failed || j.Error == nil || j.Error.Code != territory.Internal || j.Attempt != 1 {
			t.Errorf("%s: got %+v", kind, j)
		}
		text, _ := json.Marshal(j)
		if kind != "unknown" && strings.Contains(string(text), "secret") {
			t.Errorf("%s shows an internal error: %s", kind, text)
		}
	}
}

func cancels(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	began := make(chan string, 2)
	wait := func(keep bool) job.Handler {
		return func(ctx context.Context, run *job.Run) (any, error) {
			began <- run.Job.ID
			<-ctx.Done()
			if keep && errors.Is(context.Cause(ctx), job.ErrCancelled) {
				return "best so far", nil
			}
			return nil, ctx.Err()
		}
	}
	running(t, s, map[string]job.Handler{"wait": wait(false), "keep": wait(true)})
	must(t, "enqueue", s.EnqueueJob(ctx, newJob("wait", "wait", 0)))
	must(t, "enqueue", s.EnqueueJob(ctx, newJob("keep", "keep", 0)))
	<-began
	<-began
	asked := time.Now()
	must(t, "cancel", s.RequestCancel(ctx, "wait"))
	must(t, "cancel", s.RequestCancel(ctx, "keep"))
	equal(t, "a cancelled job", finished(t, s, "wait").State, job.Cancelled)
	kept := finished(t, s, "keep")
	equal(t, "a cancelled job that kept its best", []string{string(kept.State), string(kept.Result)}, []string{"succeeded", `"best so far"`})
	if took := time.Since(asked); took > 5*time.Second {
		t.Errorf("cancelling took %v", took)
	}
}

func stops(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	began := make(chan bool, 1)
	first := newRunner(t, s, map[string]job.Handler{"long": func(ctx context.Context, _ *job.Run) (any, error) {
		began <- true
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), job.ErrStopping) {
			t.Errorf("got cause %v, want ErrStopping", context.Cause(ctx))
		}
		return nil, ctx.Err()
	}})
	must(t, "start", first.Start(ctx))
	must(t, "enqueue", s.EnqueueJob(ctx, newJob("long", "long", 0)))
	<-began
	must(t, "stop", first.Stop(ctx))
	equal(t, "an interrupted job", got[job.Job](t)(s.Job(ctx, "long")).State, job.Queued)
	running(t, s, map[string]job.Handler{"long": func(context.Context, *job.Run) (any, error) { return 2, nil }})
	j := finished(t, s, "long")
	equal(t, "after the next start", []any{j.State, j.Attempt}, []any{job.Succeeded, 2})
}

func manyJobs(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	var now, most atomic.Int32
	running(t, s, map[string]job.Handler{"short": func(context.Context, *job.Run) (any, error) {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		return nil, nil
	}})
	const jobs = 30
	for i := range jobs {
		must(t, "enqueue", s.EnqueueJob(ctx, newJob(string(rune('A'+i)), "short", i)))
	}
	for i := range jobs {
		j := finished(t, s, string(rune('A'+i)))
		equal(t, "state and attempts", []any{j.State, j.Attempt}, []any{job.Succeeded, 1})
	}
	if most.Load() > 2 {
		t.Errorf("%d jobs ran at a time, want at most 2", most.Load())
	}
}
