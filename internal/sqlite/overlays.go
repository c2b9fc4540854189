package sqlite

import (
	"context"
	"database/sql"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ alignment.Overlays = (*DB)(nil)

// AddOverlay implements alignment.Overlays.
func (db *DB) AddOverlay(ctx context.Context, o alignment.Overlay) error {
	return db.write(ctx, "store the overlay", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO overlay (id, dataset_id, name, created) VALUES ($1, $2, $3, $4)`, o.ID, o.DatasetID, o.Name, micros(o.Created))
		if orphan(err) {
			return missing("dataset", o.DatasetID)
		}
		if err != nil {
			return overlayTaken(err, o.Name)
		}
		return setMembers(ctx, tx, o)
	})
}

func overlayTaken(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameOverlay.With(sentence.Params{"name": name}))
	}
	return err
}

func setMembers(ctx context.Context, tx *sql.Tx, o alignment.Overlay) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM overlay_member WHERE overlay_id = $1`, o.ID); err != nil {
		return err
	}
	for i, m := range o.Members {
		_, err := tx.ExecContext(ctx, `INSERT INTO overlay_member (overlay_id, alignment_id, position, role) VALUES ($1, $2, $3, $4)`, o.ID, m.AlignmentID, i, m.Role)
		if orphan(err) {
			return missing("alignment", m.AlignmentID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const overlayColumns = `SELECT id, dataset_id, name, created FROM overlay`

func scanOverlay(row scanner) (alignment.Overlay, error) {
	var o alignment.Overlay
	var created int64
	err := row.Scan(&o.ID, &o.DatasetID, &o.Name, &created)
	o.Created = fromMicros(created)
	return o, err
}

func scanMember(row scanner) (alignment.OverlayMember, error) {
	var m alignment.OverlayMember
	return m, row.Scan(&m.AlignmentID, &m.Role)
}

func readMembers(ctx context.Context, q querier, o *alignment.Overlay) (err error) {
	o.Members, err = rows(ctx, q, scanMember, `SELECT alignment_id, role FROM overlay_member WHERE overlay_id = $1 ORDER BY position`, o.ID)
	return err
}

// Overlay implements alignment.Overlays.
func (db *DB) Overlay(ctx context.Context, id string) (o alignment.Overlay, err error) {
	err = db.read(ctx, "read the overlay", func(tx *sql.Tx) error {
		if o, err = scanOverlay(tx.QueryRowContext(ctx, overlayColumns+` WHERE id = $1`, id)); err != nil {
			return found(err, "overlay", id)
		}
		return readMembers(ctx, tx, &o)
	})
	return o, err
}

// Overlays implements alignment.Overlays.
func (db *DB) Overlays(ctx context.Context, datasetID string) (all []alignment.Overlay, err error) {
	err = db.read(ctx, "list overlays", func(tx *sql.Tx) error {
		if all, err = rows(ctx, tx, scanOverlay, overlayColumns+` WHERE dataset_id = $1 OR $1 = '' ORDER BY name, id`, datasetID); err != nil {
			return err
		}
		for i := range all {
			if err := readMembers(ctx, tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// SetOverlay implements alignment.Overlays.
func (db *DB) SetOverlay(ctx context.Context, o alignment.Overlay) error {
	return db.write(ctx, "change the overlay", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE overlay SET name = $2 WHERE id = $1`, o.ID, o.Name)
		if err := affected(result, overlayTaken(err, o.Name), "overlay", o.ID); err != nil {
			return err
		}
		return setMembers(ctx, tx, o)
	})
}

// DeleteOverlay implements alignment.Overlays.
func (db *DB) DeleteOverlay(ctx context.Context, id string) error {
	return db.write(ctx, "delete the overlay", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM overlay WHERE id = $1`, id)
		return affected(result, err, "overlay", id)
	})
}
