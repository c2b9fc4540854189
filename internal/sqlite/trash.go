package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ dataset.Trash = (*DB)(nil)

// ArchiveDataset implements dataset.Catalog.
func (db *DB) ArchiveDataset(ctx context.Context, id string, at time.Time) error {
	moment := int64(0)
	if !at.IsZero() {
		moment = micros(at)
	}
	return db.write(ctx, "archive the dataset", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE dataset SET archived = $2 WHERE id = $1 AND trashed = 0`, id, moment)
		return affected(result, err, "dataset", id)
	})
}

// TrashDataset implements dataset.Trash.
func (db *DB) TrashDataset(ctx context.Context, id string, at time.Time) error {
	return db.write(ctx, "delete the dataset", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE dataset SET trashed = $2, trashed_name = name, name = 'trash/' || id
			WHERE id = $1 AND trashed = 0`, id, micros(at))
		return affected(result, err, "dataset", id)
	})
}

// RestoreDataset implements dataset.Trash.
func (db *DB) RestoreDataset(ctx context.Context, id, name string) error {
	return db.write(ctx, "restore the dataset", func(tx *sql.Tx) error {
		if name == "" {
			err := tx.QueryRowContext(ctx, `SELECT trashed_name FROM dataset WHERE id = $1 AND trashed > 0`, id).Scan(&name)
			if err != nil {
				return found(err, "dataset in the trash", id)
			}
		}
		result, err := tx.ExecContext(ctx, `UPDATE dataset SET trashed = 0, trashed_name = '', name = $2 WHERE id = $1 AND trashed > 0`, id, name)
		return affected(result, datasetTaken(err, name), "dataset in the trash", id)
	})
}

// TrashedDatasets implements dataset.Trash.
func (db *DB) TrashedDatasets(ctx context.Context) ([]dataset.Dataset, error) {
	all, err := rows(ctx, db.reader, scanDataset, datasetColumns+` WHERE trashed > 0 ORDER BY trashed DESC, id`)
	return all, failure("list the trash", err)
}

// DeleteDataset implements dataset.Trash.
func (db *DB) DeleteDataset(ctx context.Context, id string) error {
	return db.write(ctx, "delete the dataset for good", func(tx *sql.Tx) error {
		var trashed int64
		if err := tx.QueryRowContext(ctx, `SELECT trashed FROM dataset WHERE id = $1`, id).Scan(&trashed); err != nil {
			return found(err, "dataset", id)
		}
		if trashed == 0 {
			return territory.Errorf(territory.Conflict, "dataset %q is not in the trash; delete it first, then delete it for good", id)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM dataset WHERE id = $1`, id)
		return err
	})
}
