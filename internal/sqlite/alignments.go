package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ alignment.Repository = (*DB)(nil)

const alignmentColumns = `SELECT id, dataset_id, snapshot_id, name, levels, version, created, updated, origin_alignment, origin_version, boundary_set FROM alignment`

func scanAlignment(row scanner) (alignment.Alignment, error) {
	var a alignment.Alignment
	var origin alignment.Origin
	var levels string
	var created, updated int64
	err := row.Scan(&a.ID, &a.DatasetID, &a.SnapshotID, &a.Name, &levels, &a.Version, &created, &updated, &origin.AlignmentID, &origin.Version, &a.BoundarySet)
	if err != nil {
		return a, err
	}
	if origin.AlignmentID != "" {
		a.Origin = &origin
	}
	a.Created, a.Updated = fromMicros(created), fromMicros(updated)
	if err := json.Unmarshal([]byte(levels), &a.Levels); err != nil {
		return a, fmt.Errorf("levels of alignment %s: %w", a.ID, err)
	}
	return a, nil
}

func readAlignment(ctx context.Context, q querier, id string) (alignment.Alignment, error) {
	a, err := scanAlignment(q.QueryRowContext(ctx, alignmentColumns+` WHERE id = $1 AND dataset_id NOT IN (SELECT id FROM dataset WHERE trashed > 0)`, id))
	return a, found(err, "alignment", id)
}

// CreateAlignment implements alignment.Repository.
func (db *DB) CreateAlignment(ctx context.Context, a alignment.Alignment, units int, first alignment.ChangeSet) error {
	first.Version = 1
	s := alignment.NewState(a, units)
	if err := s.Apply(first); err != nil {
		return err
	}
	a.BoundarySet = s.Alignment.BoundarySet
	levels, err := json.Marshal(a.Levels)
	if err != nil {
		return fmt.Errorf("encode levels: %w", err)
	}
	var origin alignment.Origin
	if a.Origin != nil {
		origin = *a.Origin
	}
	return db.write(ctx, "create the alignment", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO alignment (id, dataset_id, snapshot_id, name, levels, first_levels, version, units, created, updated,
			origin_alignment, origin_version, boundary_set, checkpoint_bytes, since_changes, since_bytes)
			VALUES ($1, $2, $3, $4, $5, $5, 1, $6, $7, $8, $9, $10, $11, 0, 0, 0)`,
			a.ID, a.DatasetID, a.SnapshotID, a.Name, string(levels), units, micros(a.Created), micros(a.Updated), origin.AlignmentID, origin.Version, a.BoundarySet)
		switch {
		case orphan(err):
			return missing("dataset", a.DatasetID)
		case err != nil:
			return alignmentTaken(err, a.Name)
		}
		return insertChange(ctx, tx, s, first)
	})
}

func alignmentTaken(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameAlignment.With(sentence.Params{"name": name}))
	}
	return err
}

// Alignment implements alignment.Repository.
func (db *DB) Alignment(ctx context.Context, id string) (alignment.Alignment, error) {
	a, err := readAlignment(ctx, db.reader, id)
	return a, failure("read the alignment", err)
}

// Alignments implements alignment.Repository.
func (db *DB) Alignments(ctx context.Context, datasetID string) ([]alignment.Alignment, error) {
	query, args := alignmentColumns+` WHERE dataset_id IN (SELECT id FROM dataset WHERE archived = 0 AND trashed = 0) ORDER BY updated DESC, id`, []any(nil)
	if datasetID != "" {
		query, args = alignmentColumns+` WHERE dataset_id = $1 ORDER BY updated DESC, id`, []any{datasetID}
	}
	all, err := rows(ctx, db.reader, scanAlignment, query, args...)
	return all, failure("list alignments", err)
}

// RenameAlignment implements alignment.Repository.
func (db *DB) RenameAlignment(ctx context.Context, id, name string) error {
	defer db.heads.forget(id)
	return db.write(ctx, "rename the alignment", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE alignment SET name = $2 WHERE id = $1`, id, name)
		return affected(result, alignmentTaken(err, name), "alignment", id)
	})
}

// DeleteAlignment implements alignment.Repository.
func (db *DB) DeleteAlignment(ctx context.Context, id string) error {
	defer db.heads.forget(id)
	return db.write(ctx, "delete the alignment", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM alignment WHERE id = $1`, id)
		return affected(result, err, "alignment", id)
	})
}
