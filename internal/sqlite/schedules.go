package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/live"
)

var _ live.Schedules = (*DB)(nil)

const scheduleColumns = `SELECT dataset_id, every_minutes, keep, next, last_job FROM schedule`

func scanSchedule(row scanner) (live.Schedule, error) {
	var s live.Schedule
	var next int64
	err := row.Scan(&s.DatasetID, &s.EveryMinutes, &s.Keep, &next, &s.LastJob)
	s.Next = fromMicros(next)
	return s, err
}

// SetSchedule implements live.Schedules.
func (db *DB) SetSchedule(ctx context.Context, s live.Schedule) error {
	return db.write(ctx, "store the schedule", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO schedule (dataset_id, every_minutes, keep, next, last_job) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (dataset_id) DO UPDATE SET every_minutes = excluded.every_minutes, keep = excluded.keep, next = excluded.next, last_job = excluded.last_job`,
			s.DatasetID, s.EveryMinutes, s.Keep, micros(s.Next), s.LastJob)
		if orphan(err) {
			return missing("dataset", s.DatasetID)
		}
		return err
	})
}

// Schedule implements live.Schedules.
func (db *DB) Schedule(ctx context.Context, datasetID string) (live.Schedule, error) {
	s, err := scanSchedule(db.reader.QueryRowContext(ctx, scheduleColumns+` WHERE dataset_id = $1`, datasetID))
	return s, failure("read the schedule", found(err, "schedule of dataset", datasetID))
}

// DueSchedules implements live.Schedules.
func (db *DB) DueSchedules(ctx context.Context, now time.Time) ([]live.Schedule, error) {
	all, err := rows(ctx, db.reader, scanSchedule, scheduleColumns+` WHERE next <= $1 AND dataset_id NOT IN (SELECT id FROM dataset WHERE trashed > 0) ORDER BY next, dataset_id`, micros(now))
	return all, failure("list schedules", err)
}

// DeleteSchedule implements live.Schedules.
func (db *DB) DeleteSchedule(ctx context.Context, datasetID string) error {
	return db.write(ctx, "delete the schedule", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM schedule WHERE dataset_id = $1`, datasetID)
		return affected(result, err, "schedule of dataset", datasetID)
	})
}
