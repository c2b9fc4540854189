package job

import "github.com/riverqueue/river"

// Args is what the queue carries: the id of a job record. Everything else is
// in the record.
type Args struct {
	JobID string `json:"job_id"`
}

// Kind implements river.JobArgs.
func (Args) Kind() string { return "bailiwick" }

// InsertOpts implements river.JobArgsWithInsertOpts. The queue never retries
// by itself: a handler's error ends the job. Attempts are used up only when a
// process dies, and RecoverJobs or the crash limit deal with that.
func (Args) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 1000} }
