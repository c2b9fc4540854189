// Package job describes long work (imports, optimisations, publications) as
// durable records: parameters, progress, result, cancel. The records are the
// only state, so any worker on any machine may run a job. The queue underneath
// is River (github.com/riverqueue/river).
package job

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// State is where a job stands.
type State string

// The states. The last three are final.
const (
	Queued    State = "queued"
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Final says whether the state can no longer change.
func (s State) Final() bool { return s == Succeeded || s == Failed || s == Cancelled }

// Job is one piece of long work.
type Job struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Subject is the id of the dataset or alignment it works on.
	Subject string `json:"subject"`
	// SubjectName is what that was called when the job was enqueued, for when
	// it has been deleted since; the store fills it in.
	SubjectName string             `json:"subjectName,omitempty" doc:"What the dataset, alignment or boundary set was called when the job was asked for."`
	Actor       territory.Actor    `json:"actor"`
	State       State              `json:"state"`
	Params      json.RawMessage    `json:"params,omitempty"`
	Progress    territory.Progress `json:"progress"`
	// Result is the handler's answer when State is Succeeded.
	Result json.RawMessage `json:"result,omitempty"`
	// Error says what went wrong when State is Failed.
	Error           *territory.Error `json:"error,omitempty"`
	CancelRequested bool             `json:"cancelRequested"`
	Attempt         int              `json:"attempt"`
	Created         time.Time        `json:"created"`
	Started         *time.Time       `json:"started,omitempty"`
	Ended           *time.Time       `json:"ended,omitempty"`
}

// Store keeps job records. Every method is one transaction.
type Store interface {
	// EnqueueJob records the job as Queued and puts it on the queue, in one
	// transaction.
	EnqueueJob(ctx context.Context, j Job) error
	// Job returns a not_found error when there is none.
	Job(ctx context.Context, id string) (Job, error)
	// Jobs returns the newest jobs first; "" as subject means all.
	Jobs(ctx context.Context, subject string, limit int) ([]Job, error)
	// RequestCancel marks a job that is not final; a queued one becomes
	// Cancelled at once. A final one stays as it is.
	RequestCancel(ctx context.Context, id string) error
	// StartJob moves a job to Running and counts the attempt. It returns false
	// when the job is final already and must not run.
	StartJob(ctx context.Context, id string, now time.Time) (Job, bool, error)
	// ReportProgress stores progress and returns whether cancel was requested.
	ReportProgress(ctx context.Context, id string, p territory.Progress) (cancel bool, err error)
	// FinishJob moves a job to a final state; a second call changes nothing.
	FinishJob(ctx context.Context, id string, s State, result json.RawMessage, problem *territory.Error, now time.Time) error
	// ReleaseJob puts a running job that was interrupted by an orderly stop
	// back to Queued. It does not count as a crash.
	ReleaseJob(ctx context.Context, id string) error
	// RecoverJobs is called once before a process that owns the store alone
	// starts to work: no job can be running then. It counts a crash for every
	// job marked Running and queues it again, makes those with maxCrashes
	// crashes Failed and those with a cancel request Cancelled, and rebuilds
	// the queue from the records.
	RecoverJobs(ctx context.Context, maxCrashes int, now time.Time) error
}

// Watcher is implemented by a Store that can tell its own process at once when
// it has changed a job. Changes by other processes are not told.
type Watcher interface {
	// WatchJob returns a channel that receives after every change of the job,
	// several changes may make one; stop must be called.
	WatchJob(id string) (changed <-chan struct{}, stop func())
}
