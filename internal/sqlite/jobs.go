package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var (
	_ job.Store   = (*DB)(nil)
	_ job.Watcher = (*DB)(nil)
)

// WatchJob implements job.Watcher.
func (db *DB) WatchJob(id string) (changed <-chan struct{}, stop func()) { return db.jobs.watch(id) }

// EnqueueJob implements job.Store.
func (db *DB) EnqueueJob(ctx context.Context, j job.Job) error {
	return db.enqueueWith(ctx, j, func(*sql.Tx) error { return nil })
}

// CreateDatasetAndEnqueue records a dataset and queues its first job in one
// transaction, so that neither is there without the other.
func (db *DB) CreateDatasetAndEnqueue(ctx context.Context, d dataset.Dataset, j job.Job) error {
	return db.enqueueWith(ctx, j, func(tx *sql.Tx) error { return insertDataset(ctx, tx, d) })
}

// enqueueWith queues a job in one transaction with something else.
func (db *DB) enqueueWith(ctx context.Context, j job.Job, also func(*sql.Tx) error) error {
	progress, err := json.Marshal(j.Progress)
	if err != nil {
		return fmt.Errorf("encode progress: %w", err)
	}
	err = db.write(ctx, "queue the job", func(tx *sql.Tx) error {
		if err := also(tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO job (id, kind, subject, actor_id, actor_name, state, params, progress, result, error,
			cancel_requested, attempt, crashes, created, subject_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', FALSE, 0, 0, $9, COALESCE(
			(SELECT name FROM dataset WHERE id = $3), (SELECT name FROM alignment WHERE id = $3), (SELECT name FROM boundary_set WHERE id = $3), ''))`,
			j.ID, j.Kind, j.Subject, j.Actor.ID, j.Actor.Name, job.Queued, string(j.Params), string(progress), micros(j.Created))
		if taken(err) {
			return territory.Errorf(territory.Conflict, "there is a job %q already", j.ID)
		}
		if err != nil {
			return err
		}
		if err := db.tidyQueue(ctx, tx); err != nil {
			return err
		}
		_, err = db.queue.InsertTx(ctx, tx, job.Args{JobID: j.ID}, nil)
		return err
	})
	if err == nil {
		db.jobs.tell(j.ID)
	}
	return err
}

// tidyQueue drops the queue's own rows of ended jobs; ours stay.
func (db *DB) tidyQueue(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM river_job WHERE finalized_at < datetime('now', '-1 hour')`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM river_notification WHERE created_at < datetime('now', '-1 minute')`)
	return err
}

const jobColumns = `SELECT id, kind, subject, subject_name, actor_id, actor_name, state, params, progress, result, error,
	cancel_requested, attempt, created, started, ended FROM job`

func scanJob(row scanner) (job.Job, error) {
	var j job.Job
	var params, progress, result, problem string
	var created int64
	var started, ended sql.NullInt64
	err := row.Scan(&j.ID, &j.Kind, &j.Subject, &j.SubjectName, &j.Actor.ID, &j.Actor.Name, &j.State, &params, &progress, &result, &problem,
		&j.CancelRequested, &j.Attempt, &created, &started, &ended)
	if err != nil {
		return j, err
	}
	j.Params, j.Result = rawJSON(params), rawJSON(result)
	j.Created, j.Started, j.Ended = fromMicros(created), optionalTime(started), optionalTime(ended)
	if err := json.Unmarshal([]byte(progress), &j.Progress); err != nil {
		return j, fmt.Errorf("progress of job %s: %w", j.ID, err)
	}
	if problem != "" {
		if err := json.Unmarshal([]byte(problem), &j.Error); err != nil {
			return j, fmt.Errorf("error of job %s: %w", j.ID, err)
		}
	}
	return j, nil
}

func rawJSON(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}

// Job implements job.Store.
func (db *DB) Job(ctx context.Context, id string) (job.Job, error) {
	j, err := scanJob(db.reader.QueryRowContext(ctx, jobColumns+` WHERE id = $1`, id))
	return j, failure("read the job", found(err, "job", id))
}

// Jobs implements job.Store.
func (db *DB) Jobs(ctx context.Context, subject string, limit int) ([]job.Job, error) {
	query, args := jobColumns+` ORDER BY created DESC, id LIMIT $1`, []any{limit}
	if subject != "" {
		query, args = jobColumns+` WHERE subject = $2 ORDER BY created DESC, id LIMIT $1`, append(args, subject)
	}
	all, err := rows(ctx, db.reader, scanJob, query, args...)
	return all, failure("list jobs", err)
}

// RequestCancel implements job.Store.
func (db *DB) RequestCancel(ctx context.Context, id string) error {
	return db.changeJob(ctx, "cancel the job", id, func(tx *sql.Tx, j job.Job) error {
		if j.State.Final() {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE job SET cancel_requested = TRUE WHERE id = $1`, id)
		if err == nil && j.State == job.Queued {
			_, err = tx.ExecContext(ctx, `UPDATE job SET state = $2, ended = $3 WHERE id = $1`, id, job.Cancelled, micros(time.Now()))
		}
		return err
	})
}

// StartJob implements job.Store.
func (db *DB) StartJob(ctx context.Context, id string, now time.Time) (started job.Job, run bool, err error) {
	err = db.changeJob(ctx, "start the job", id, func(tx *sql.Tx, j job.Job) error {
		if j.State.Final() {
			started = j
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE job SET state = $2, attempt = attempt + 1, started = $3, ended = NULL WHERE id = $1`,
			id, job.Running, micros(now))
		if err != nil {
			return err
		}
		run = true
		started, err = scanJob(tx.QueryRowContext(ctx, jobColumns+` WHERE id = $1`, id))
		return err
	})
	return started, run && err == nil, err
}

// ReportProgress implements job.Store.
func (db *DB) ReportProgress(ctx context.Context, id string, p territory.Progress) (cancel bool, err error) {
	text, err := json.Marshal(p)
	if err != nil {
		return false, fmt.Errorf("encode progress: %w", err)
	}
	err = db.changeJob(ctx, "report progress", id, func(tx *sql.Tx, j job.Job) error {
		cancel = j.CancelRequested
		if j.State.Final() {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE job SET progress = $2 WHERE id = $1`, id, string(text))
		return err
	})
	return cancel, err
}

// FinishJob implements job.Store.
func (db *DB) FinishJob(ctx context.Context, id string, s job.State, result json.RawMessage, problem *territory.Error, now time.Time) error {
	text := ""
	if problem != nil {
		encoded, err := json.Marshal(problem)
		if err != nil {
			return fmt.Errorf("encode the error of job %s: %w", id, err)
		}
		text = string(encoded)
	}
	return db.changeJob(ctx, "record the end of the job", id, func(tx *sql.Tx, j job.Job) error {
		if j.State.Final() {
			return nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE job SET state = $2, result = $3, error = $4, ended = $5 WHERE id = $1`,
			id, s, string(result), text, micros(now))
		return err
	})
}

// ReleaseJob implements job.Store.
func (db *DB) ReleaseJob(ctx context.Context, id string) error {
	return db.changeJob(ctx, "return the job to the queue", id, func(tx *sql.Tx, _ job.Job) error {
		_, err := tx.ExecContext(ctx, `UPDATE job SET state = $2 WHERE id = $1 AND state = $3`, id, job.Queued, job.Running)
		return err
	})
}

// changeJob reads the job and changes it in one transaction, then wakes those
// who watch it.
func (db *DB) changeJob(ctx context.Context, what, id string, change func(tx *sql.Tx, j job.Job) error) error {
	err := db.write(ctx, what, func(tx *sql.Tx) error {
		j, err := scanJob(tx.QueryRowContext(ctx, jobColumns+` WHERE id = $1`, id))
		if err != nil {
			return found(err, "job", id)
		}
		return change(tx, j)
	})
	if err == nil {
		db.jobs.tell(id)
	}
	return err
}

// RecoverJobs implements job.Store.
func (db *DB) RecoverJobs(ctx context.Context, maxCrashes int, now time.Time) error {
	return db.write(ctx, "recover jobs", func(tx *sql.Tx) error {
		lost, err := json.Marshal(territory.Say(territory.Internal, sentence.ProblemJobCrashed.With(sentence.Params{"crashes": maxCrashes})))
		if err != nil {
			return err
		}
		steps := []struct {
			query string
			args  []any
		}{
			{`UPDATE job SET crashes = crashes + 1 WHERE state = $1`, []any{job.Running}},
			{`UPDATE job SET state = $2, ended = $3 WHERE state = $1 AND cancel_requested`, []any{job.Running, job.Cancelled, micros(now)}},
			{`UPDATE job SET state = $2, ended = $3, error = $4 WHERE state = $1 AND crashes >= $5`,
				[]any{job.Running, job.Failed, micros(now), string(lost), maxCrashes}},
			{`UPDATE job SET state = $2 WHERE state = $1`, []any{job.Running, job.Queued}},
			{`DELETE FROM river_job`, nil},
		}
		for _, step := range steps {
			if _, err := tx.ExecContext(ctx, step.query, step.args...); err != nil {
				return err
			}
		}
		return db.requeue(ctx, tx)
	})
}

// requeue puts every queued job on the empty queue, oldest first.
func (db *DB) requeue(ctx context.Context, tx *sql.Tx) error {
	scan := func(row scanner) (id string, err error) { return id, row.Scan(&id) }
	queued, err := rows(ctx, tx, scan, `SELECT id FROM job WHERE state = $1 ORDER BY created, id`, job.Queued)
	if err != nil {
		return err
	}
	for _, id := range queued {
		if _, err := db.queue.InsertTx(ctx, tx, job.Args{JobID: id}, nil); err != nil {
			return fmt.Errorf("queue job %s: %w", id, err)
		}
	}
	return nil
}
