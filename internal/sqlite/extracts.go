package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

var _ connection.Extracts = (*DB)(nil)

// SetExtracts implements connection.Extracts.
func (db *DB) SetExtracts(ctx context.Context, datasetID string, list []connection.Extract) error {
	return db.write(ctx, "record what was read", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM org_extract WHERE dataset_id = $1`, datasetID); err != nil {
			return err
		}
		for i, e := range list {
			e.DatasetID, e.Position = datasetID, i
			body, err := json.Marshal(e)
			if err != nil {
				return fmt.Errorf("encode what was read: %w", err)
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO org_extract (dataset_id, position, body) VALUES ($1, $2, $3)`, datasetID, i, string(body))
			if orphan(err) {
				return missing("dataset", datasetID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Extracts implements connection.Extracts.
func (db *DB) Extracts(ctx context.Context, datasetID string) ([]connection.Extract, error) {
	scan := func(row scanner) (e connection.Extract, err error) {
		var body string
		if err := row.Scan(&body); err != nil {
			return e, err
		}
		return e, json.Unmarshal([]byte(body), &e)
	}
	all, err := rows(ctx, db.reader, scan, `SELECT body FROM org_extract WHERE dataset_id = $1 ORDER BY position`, datasetID)
	return all, failure("read what was read last", err)
}
