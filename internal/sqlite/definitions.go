package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

var _ dataset.Definitions = (*DB)(nil)

// PutDefinition implements dataset.Definitions.
func (db *DB) PutDefinition(ctx context.Context, d dataset.Definition) error {
	return db.write(ctx, "store the definition", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO definition (dataset_id, name, filter, formula, note, updated, describes) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (dataset_id, name) DO UPDATE SET filter = excluded.filter, formula = excluded.formula, note = excluded.note, updated = excluded.updated, describes = excluded.describes`,
			d.DatasetID, d.Name, d.Filter, d.Text, d.Note, micros(d.Updated), string(cmp.Or(d.On, dataset.OnUnits)))
		if orphan(err) {
			return missing("dataset", d.DatasetID)
		}
		return err
	})
}

// Definitions implements dataset.Definitions.
func (db *DB) Definitions(ctx context.Context, datasetID string) ([]dataset.Definition, error) {
	scan := func(row scanner) (dataset.Definition, error) {
		var d dataset.Definition
		var updated int64
		err := row.Scan(&d.DatasetID, &d.Name, &d.Filter, &d.Text, &d.Note, &updated, &d.On)
		d.Updated = fromMicros(updated)
		return d, err
	}
	all, err := rows(ctx, db.reader, scan, `SELECT dataset_id, name, filter, formula, note, updated, describes FROM definition WHERE dataset_id = $1 ORDER BY name`, datasetID)
	return all, failure("list definitions", err)
}

// DeleteDefinition implements dataset.Definitions.
func (db *DB) DeleteDefinition(ctx context.Context, datasetID, name string) error {
	return db.write(ctx, "delete the definition", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM definition WHERE dataset_id = $1 AND name = $2`, datasetID, name)
		return affected(result, err, "attribute or filter", name)
	})
}

// PreviousSnapshot returns the id of the snapshot that was the dataset's newest
// before this one, "" for the first.
func (db *DB) PreviousSnapshot(ctx context.Context, id string) (string, error) {
	previous := ""
	err := db.reader.QueryRowContext(ctx, `SELECT old.id FROM snapshot new JOIN snapshot old ON old.dataset_id = new.dataset_id
		AND (old.created, old.id) < (new.created, new.id) WHERE new.id = $1 ORDER BY old.created DESC, old.id DESC LIMIT 1`, id).Scan(&previous)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return previous, failure("find the snapshot before", err)
}
