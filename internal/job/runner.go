package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Handler does the work of one kind of job. It must give the same effect when
// it is run again after being cut off at any point: ids it makes come from the
// job's id, and what it makes becomes visible in one transaction at the end.
//
// The context ends when the job is cancelled or the process stops;
// context.Cause tells which (ErrCancelled, ErrStopping). After a cancel a
// handler may still return what it has, and then the job has succeeded. After
// a stop it must return the context's error and publish nothing, since the job
// will run again.
//
// A territory.Error becomes the job's error; any other is logged and shown as
// an internal one.
type Handler func(ctx context.Context, run *Run) (result any, err error)

// The causes with which a handler's context ends.
var (
	ErrCancelled = errors.New("the job was cancelled")
	ErrStopping  = errors.New("the program is stopping")
)

// Config is what a Runner needs.
type Config struct {
	Store Store
	// Driver is River's, on the same database as Store.
	Driver riverdriver.Driver[*sql.Tx]
	// Handlers by job kind.
	Handlers map[string]Handler
	// Concurrency is how many jobs run at a time; 0 means 2.
	Concurrency int
	// Exclusive says that no other process works on the store (the folder
	// lock is held), so jobs found running were cut off by a crash.
	Exclusive bool
	Log       *slog.Logger
	Now       func() time.Time
}

// maxCrashes is how often a job may take the process down before it is failed.
const maxCrashes = 3

// Pick-up takes the notification poll (50 ms) plus the cooldown; the fetch poll
// bounds it where a notification was missed.
const (
	fetchCooldown = 20 * time.Millisecond
	fetchPoll     = 200 * time.Millisecond
)

// Runner works off the queue until stopped.
type Runner struct {
	config Config
	client *river.Client[*sql.Tx]
	// stopping is closed by Stop, before handlers are interrupted.
	stopping context.Context
	stop     context.CancelCauseFunc
}

// NewRunner checks the configuration; nothing runs before Start.
func NewRunner(c Config) (*Runner, error) {
	if c.Concurrency == 0 {
		c.Concurrency = 2
	}
	r := &Runner{config: c}
	r.stopping, r.stop = context.WithCancelCause(context.Background())
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker{runner: r}); err != nil {
		return nil, fmt.Errorf("register the worker: %w", err)
	}
	client, err := river.NewClient(c.Driver, &river.Config{
		FetchCooldown:     fetchCooldown,
		FetchPollInterval: fetchPoll,
		JobTimeout:        -1,
		// One process needs no leader: nothing is scheduled or retried later,
		// and RecoverJobs does the rescuing.
		LeaderElectionDisabled: c.Exclusive,
		Logger:                 slog.New(atLeast{c.Log.Handler(), slog.LevelWarn}),
		Queues:                 map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: c.Concurrency}},
		Workers:                workers,
	})
	if err != nil {
		return nil, fmt.Errorf("make the queue client: %w", err)
	}
	r.client = client
	return r, nil
}

// Start recovers what a crash left behind and begins to work. ctx bounds the
// start only; Stop ends the work. A Runner starts once.
func (r *Runner) Start(ctx context.Context) error {
	if r.config.Exclusive {
		if err := r.config.Store.RecoverJobs(ctx, maxCrashes, r.config.Now()); err != nil {
			return fmt.Errorf("recover jobs: %w", err)
		}
	}
	if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the queue: %w", err)
	}
	return nil
}

// Stop interrupts running jobs, returns them to the queue, and waits until
// they have ended or ctx does.
func (r *Runner) Stop(ctx context.Context) error {
	r.stop(ErrStopping)
	if err := r.client.Stop(ctx); err != nil {
		return fmt.Errorf("stop the queue: %w", err)
	}
	return nil
}

// worker is the one kind of job the queue knows.
type worker struct {
	river.WorkerDefaults[Args]
	runner *Runner
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, queued *river.Job[Args]) error {
	r, id := w.runner, queued.Args.JobID
	if r.stopping.Err() != nil {
		return river.JobSnooze(0)
	}
	j, run, err := r.config.Store.StartJob(ctx, id, r.config.Now())
	switch {
	case territory.CodeOf(err) == territory.NotFound:
		return nil // its record was deleted
	case err != nil:
		r.config.Log.Error("start job", "job", id, "error", err)
		return river.JobSnooze(time.Second)
	case !run:
		return nil
	}
	return r.run(ctx, j)
}

// run runs the job's handler and records the outcome.
func (r *Runner) run(ctx context.Context, j Job) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.stopping, func() { cancel(ErrStopping) })()
	run := newRun(j, r.config.Store, cancel)
	following := make(chan struct{})
	go func() {
		defer close(following)
		run.follow(ctx)
	}()
	result, err := r.call(ctx, run)
	cancelled := errors.Is(context.Cause(ctx), ErrCancelled)
	close(run.done)
	<-following
	// What is written from here on must be written even while stopping.
	ctx = context.WithoutCancel(ctx)
	run.flush(ctx)
	if err != nil && !cancelled && r.stopping.Err() != nil {
		if err := r.config.Store.ReleaseJob(ctx, j.ID); err != nil {
			r.config.Log.Error("return job to the queue", "job", j.ID, "error", err)
		}
		return river.JobSnooze(0)
	}
	r.finish(ctx, j, r.outcome(j, result, err, cancelled))
	return nil
}
