package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func newJob(id, kind string, seconds int) job.Job {
	return job.Job{ID: id, Kind: kind, Subject: "d1", Actor: ann, State: job.Queued, Params: json.RawMessage(`{"n":1}`), Created: after(seconds)}
}

// Jobs tests job.Store.
func Jobs(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	one, two := newJob("j1", "work", 0), newJob("j2", "work", 1)
	two.Subject = "other"
	must(t, "enqueue", s.EnqueueJob(ctx, one))
	must(t, "enqueue", s.EnqueueJob(ctx, two))
	refused(t, "enqueue twice", s.EnqueueJob(ctx, one), territory.Conflict)
	equal(t, "job", got[job.Job](t)(s.Job(ctx, "j1")), one)
	all := got[[]job.Job](t)(s.Jobs(ctx, "", 10))
	equal(t, "newest first", []string{all[0].ID, all[1].ID}, []string{"j2", "j1"})
	equal(t, "of one subject", len(got[[]job.Job](t)(s.Jobs(ctx, "other", 10))), 1)
	equal(t, "at most", len(got[[]job.Job](t)(s.Jobs(ctx, "", 1))), 1)
	_, err := s.Job(ctx, "none")
	refused(t, "a job that is not there", err, territory.NotFound)

	started, run, err := s.StartJob(ctx, "j1", after(5))
	must(t, "start", err)
	if !run || started.State != job.Running || started.Attempt != 1 || started.Started == nil || !started.Started.Equal(after(5)) {
		t.Errorf("got started job %+v, run %v", started, run)
	}
	progress := territory.Progress{Phase: "reading", Done: 3, Total: 9, Message: "3 of 9"}
	cancel, err := s.ReportProgress(ctx, "j1", progress)
	must(t, "report", err)
	equal(t, "cancel asked", cancel, false)
	must(t, "ask to cancel", s.RequestCancel(ctx, "j1"))
	cancel, err = s.ReportProgress(ctx, "j1", progress)
	must(t, "report", err)
	equal(t, "cancel asked", cancel, true)
	equal(t, "a running job goes on until it has stopped", got[job.Job](t)(s.Job(ctx, "j1")).State, job.Running)

	problem := &territory.Error{Code: territory.Invalid, Message: "no", Details: []territory.Detail{{Where: "row 1", What: "bad"}}}
	must(t, "finish", s.FinishJob(ctx, "j1", job.Failed, nil, problem, after(6)))
	must(t, "finish again", s.FinishJob(ctx, "j1", job.Succeeded, json.RawMessage(`1`), nil, after(7)))
	s = b.open(t, place)
	end := got[job.Job](t)(s.Job(ctx, "j1"))
	equal(t, "outcome", []any{end.State, end.Error, end.Progress, end.Result == nil, end.Ended.Equal(after(6))}, []any{job.Failed, problem, progress, true, true})
	_, run, err = s.StartJob(ctx, "j1", after(8))
	must(t, "start a finished job", err)
	equal(t, "a finished job runs", run, false)
	must(t, "cancel a finished job", s.RequestCancel(ctx, "j1"))
	equal(t, "a finished job after a cancel", got[job.Job](t)(s.Job(ctx, "j1")).State, job.Failed)

	must(t, "cancel a queued job", s.RequestCancel(ctx, "j2"))
	equal(t, "a queued job after a cancel", got[job.Job](t)(s.Job(ctx, "j2")).State, job.Cancelled)
	refused(t, "cancel nothing", s.RequestCancel(ctx, "none"), territory.NotFound)
	_, _, err = s.StartJob(ctx, "none", start)
	refused(t, "start nothing", err, territory.NotFound)
	refused(t, "finish nothing", s.FinishJob(ctx, "none", job.Failed, nil, nil, start), territory.NotFound)
	recovers(t, s)
}

// recovers checks what RecoverJobs does with jobs that were cut off.
func recovers(t *testing.T, s Store) {
	t.Helper()
	ctx := t.Context()
	for _, id := range []string{"cut", "asked", "released"} {
		must(t, "enqueue", s.EnqueueJob(ctx, newJob(id, "work", 9)))
	}
	for crash := 1; crash <= 3; crash++ {
		for _, id := range []string{"cut", "asked", "released"} {
			_, _, err := s.StartJob(ctx, id, time.Now())
			must(t, "start", err)
		}
		must(t, "release", s.ReleaseJob(ctx, "released"))
		if crash == 1 {
			must(t, "ask to cancel", s.RequestCancel(ctx, "asked"))
		}
		must(t, "recover", s.RecoverJobs(ctx, 3, after(100)))
		want := map[bool]job.State{true: job.Failed, false: job.Queued}[crash == 3]
		equal(t, "a job cut off", got[job.Job](t)(s.Job(ctx, "cut")).State, want)
		equal(t, "a job cut off after a cancel", got[job.Job](t)(s.Job(ctx, "asked")).State, job.Cancelled)
		equal(t, "a job released", got[job.Job](t)(s.Job(ctx, "released")).State, job.Queued)
	}
	if e := got[job.Job](t)(s.Job(ctx, "cut")).Error; e == nil || e.Code != territory.Internal {
		t.Errorf("got error %v of a job that crashed three times", e)
	}
}
