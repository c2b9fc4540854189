package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ boundaryset.BoundarySets = (*DB)(nil)

// AddBoundarySet implements boundaryset.BoundarySets.
func (db *DB) AddBoundarySet(ctx context.Context, r boundaryset.Record) error {
	record, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return db.write(ctx, "record the boundary set", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO boundary_set (id, name, edition, created, set_blob, edges_blob, record)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, r.ID, r.Name, r.Edition, micros(r.Created), r.SetBlob, r.EdgesBlob, string(record))
		if taken(err) {
			return territory.Say(territory.Conflict, sentence.NameBoundarySet.With(sentence.Params{"name": r.Name, "edition": r.Edition}))
		}
		return err
	})
}

const boundarySetColumns = `SELECT created, set_blob, edges_blob, record FROM boundary_set`

func scanBoundarySet(row scanner) (boundaryset.Record, error) {
	var r boundaryset.Record
	var created int64
	var set, edges, record string
	if err := row.Scan(&created, &set, &edges, &record); err != nil {
		return r, err
	}
	err := json.Unmarshal([]byte(record), &r)
	r.Created, r.SetBlob, r.EdgesBlob = fromMicros(created), set, edges
	return r, err
}

// BoundarySet implements boundaryset.BoundarySets.
func (db *DB) BoundarySet(ctx context.Context, id string) (r boundaryset.Record, err error) {
	err = db.read(ctx, "read the boundary set", func(tx *sql.Tx) error {
		r, err = scanBoundarySet(tx.QueryRowContext(ctx, boundarySetColumns+` WHERE id = $1`, id))
		return found(err, "boundary set", id)
	})
	return r, err
}

// BoundarySets implements boundaryset.BoundarySets.
func (db *DB) BoundarySets(ctx context.Context) ([]boundaryset.Record, error) {
	all, err := rows(ctx, db.reader, scanBoundarySet, boundarySetColumns+` ORDER BY name, created DESC, id`)
	return all, failure("list boundary sets", err)
}

// DeleteBoundarySet implements boundaryset.BoundarySets.
func (db *DB) DeleteBoundarySet(ctx context.Context, id string) error {
	return db.write(ctx, "delete the boundary set", func(tx *sql.Tx) error {
		var user string
		switch err := tx.QueryRowContext(ctx, `SELECT name FROM alignment WHERE boundary_set = $1 ORDER BY name LIMIT 1`, id).Scan(&user); {
		case err == nil:
			return territory.Say(territory.Conflict, sentence.BoundarySetInUse.With(sentence.Params{"name": user}))
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM boundary_set WHERE id = $1`, id)
		return affected(result, err, "boundary set", id)
	})
}
