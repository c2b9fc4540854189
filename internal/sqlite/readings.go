package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

var _ connection.Readings = (*DB)(nil)

// SetReading implements connection.Readings.
func (db *DB) SetReading(ctx context.Context, r connection.Reading) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode the reading: %w", err)
	}
	return db.write(ctx, "record how far the import is", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO org_reading (snapshot_id, position, updated, body) VALUES ($1, $2, $3, $4)
			ON CONFLICT (snapshot_id, position) DO UPDATE SET updated = excluded.updated, body = excluded.body`, r.SnapshotID, r.Position, micros(r.Updated), string(body))
		return err
	})
}

// Readings implements connection.Readings.
func (db *DB) Readings(ctx context.Context, snapshotID string) ([]connection.Reading, error) {
	all, err := rows(ctx, db.reader, scanBody[connection.Reading], `SELECT body FROM org_reading WHERE snapshot_id = $1 ORDER BY position`, snapshotID)
	return all, failure("read how far the import is", err)
}

// DeleteReadings implements connection.Readings.
func (db *DB) DeleteReadings(ctx context.Context, snapshotID string) error {
	return db.write(ctx, "forget how far the import was", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM org_reading WHERE snapshot_id = $1`, snapshotID)
		return err
	})
}

// StaleReadings implements connection.Readings.
func (db *DB) StaleReadings(ctx context.Context, before time.Time) ([]connection.Reading, error) {
	all, err := rows(ctx, db.reader, scanBody[connection.Reading], `SELECT body FROM org_reading WHERE updated < $1 ORDER BY snapshot_id, position`, micros(before))
	return all, failure("list imports that were given up", err)
}
