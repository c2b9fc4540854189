package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ optimize.Explorations = (*DB)(nil)

// AddExploration implements optimize.Explorations.
func (db *DB) AddExploration(ctx context.Context, e optimize.Exploration) error {
	record, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return db.write(ctx, "record the exploration", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO exploration (id, alignment_id, created, assignments_blob, details_blob, record)
			VALUES ($1, $2, $3, $4, $5, $6)`, e.ID, e.AlignmentID, micros(e.Created), e.Assignments, e.Details, string(record))
		switch {
		case taken(err):
			return territory.Errorf(territory.Conflict, "there is an exploration %q already", e.ID)
		case orphan(err):
			return missing("alignment", e.AlignmentID)
		}
		return err
	})
}

const explorationColumns = `SELECT created, assignments_blob, details_blob, record FROM exploration`

func scanExploration(row scanner) (optimize.Exploration, error) {
	var e optimize.Exploration
	var created int64
	var assignments, details, record string
	if err := row.Scan(&created, &assignments, &details, &record); err != nil {
		return e, err
	}
	err := json.Unmarshal([]byte(record), &e)
	e.Created, e.Assignments, e.Details = fromMicros(created), assignments, details
	return e, err
}

// Exploration implements optimize.Explorations.
func (db *DB) Exploration(ctx context.Context, id string) (e optimize.Exploration, err error) {
	err = db.read(ctx, "read the exploration", func(tx *sql.Tx) error {
		e, err = scanExploration(tx.QueryRowContext(ctx, explorationColumns+` WHERE id = $1`, id))
		return found(err, "exploration", id)
	})
	return e, err
}

// Explorations implements optimize.Explorations.
func (db *DB) Explorations(ctx context.Context, alignmentID string) ([]optimize.Exploration, error) {
	if _, err := db.Alignment(ctx, alignmentID); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanExploration, explorationColumns+` WHERE alignment_id = $1 ORDER BY created DESC, id`, alignmentID)
	return all, failure("list explorations", err)
}

// DeleteExploration implements optimize.Explorations.
func (db *DB) DeleteExploration(ctx context.Context, id string) error {
	return db.write(ctx, "delete the exploration", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM exploration WHERE id = $1`, id)
		return affected(result, err, "exploration", id)
	})
}
