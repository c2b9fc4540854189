package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

var _ dataset.Retainer = (*DB)(nil)

// Retention implements dataset.Retainer.
func (db *DB) Retention(ctx context.Context) (dataset.Retention, error) {
	r, err := readRetention(ctx, db.reader)
	return r, failure("read the retention", err)
}

func readRetention(ctx context.Context, q querier) (dataset.Retention, error) {
	r := dataset.DefaultRetention
	err := q.QueryRowContext(ctx, `SELECT trash_days, snapshot_days FROM retention`).Scan(&r.TrashDays, &r.SnapshotDays)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

// SetRetention implements dataset.Retainer.
func (db *DB) SetRetention(ctx context.Context, r dataset.Retention) error {
	return db.write(ctx, "store the retention", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO retention (id, trash_days, snapshot_days) VALUES (1, $1, $2)
			ON CONFLICT (id) DO UPDATE SET trash_days = excluded.trash_days, snapshot_days = excluded.snapshot_days`, r.TrashDays, r.SnapshotDays)
		return err
	})
}

const expiredDatasets = `SELECT id FROM dataset WHERE trashed > 0 AND trashed < $1`

// The age of a snapshot counts from when the next one came.
const expiredSnapshots = `SELECT s.id FROM snapshot s JOIN dataset d ON d.id = s.dataset_id
	WHERE d.trashed = 0 AND s.id <> d.current_snapshot
	AND (SELECT min(n.created) FROM snapshot n WHERE n.dataset_id = s.dataset_id AND n.created > s.created) < $1
	AND NOT EXISTS (SELECT 1 FROM alignment a WHERE a.snapshot_id = s.id)
	AND NOT EXISTS (SELECT 1 FROM alignment_snapshot m WHERE s.id IN (m.from_snapshot, m.to_snapshot))
	AND NOT EXISTS (SELECT 1 FROM org_extract e WHERE e.dataset_id = s.dataset_id AND instr(e.body, s.id) > 0)
	AND NOT EXISTS (SELECT 1 FROM job j WHERE j.state IN ('queued', 'running')
		AND (j.subject = s.dataset_id OR instr(j.params, s.id) > 0))`

// Expire implements dataset.Retainer.
func (db *DB) Expire(ctx context.Context, now time.Time, dryRun bool) (dataset.Expired, error) {
	var gone dataset.Expired
	err := db.write(ctx, "remove what has expired", func(tx *sql.Tx) error {
		r, err := readRetention(ctx, tx)
		if err != nil {
			return err
		}
		if gone.ExpiredDatasets, err = expire(ctx, tx, expiredDatasets, `DELETE FROM dataset WHERE id = $1`, now, r.TrashDays, dryRun); err != nil {
			return err
		}
		gone.ExpiredSnapshots, err = expire(ctx, tx, expiredSnapshots, `DELETE FROM snapshot WHERE id = $1`, now, r.SnapshotDays, dryRun)
		return err
	})
	return gone, err
}

func expire(ctx context.Context, tx *sql.Tx, query, remove string, now time.Time, days int, dryRun bool) (int, error) {
	if days == 0 {
		return 0, nil
	}
	scan := func(row scanner) (id string, err error) { return id, row.Scan(&id) }
	ids, err := rows(ctx, tx, scan, query, micros(now.AddDate(0, 0, -days)))
	if err != nil || dryRun {
		return len(ids), err
	}
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, remove, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}
