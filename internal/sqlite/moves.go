package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// MoveAlignments implements alignment.Repository. The heads are taken in the
// order of ids, so that two moves cannot wait for each other.
func (db *DB) MoveAlignments(ctx context.Context, moves []alignment.Move) error {
	moves = slices.Clone(moves)
	slices.SortFunc(moves, func(a, b alignment.Move) int { return cmp.Compare(a.State.Alignment.ID, b.State.Alignment.ID) })
	for i, m := range moves {
		if i > 0 && m.State.Alignment.ID == moves[i-1].State.Alignment.ID {
			return fmt.Errorf("alignment %s is moved twice at once", m.State.Alignment.ID)
		}
		head := db.heads.lock(m.State.Alignment.ID)
		defer head.unlock()
		head.state = nil
	}
	return db.write(ctx, "move the alignments", func(tx *sql.Tx) error {
		for _, m := range moves {
			if err := moveOne(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func moveOne(ctx context.Context, tx *sql.Tx, m alignment.Move) error {
	s := m.State
	a, err := readAlignment(ctx, tx, s.Alignment.ID)
	if err != nil {
		return err
	}
	if a.Version != m.Expected {
		return moved(ctx, tx, a, m.Expected)
	}
	if err := checkSnapshot(ctx, tx, a, s); err != nil {
		return err
	}
	c := m.Change
	c.Version = m.Expected + 1
	if _, err := insertLine(ctx, tx, a.ID, c); err != nil {
		return err
	}
	levels, err := json.Marshal(s.Alignment.Levels)
	if err != nil {
		return fmt.Errorf("encode levels: %w", err)
	}
	_, err = tx.ExecContext(ctx, `UPDATE alignment SET snapshot_id = $2, version = $3, levels = $4, updated = max(updated, $5), boundary_set = $6 WHERE id = $1`,
		a.ID, s.Alignment.SnapshotID, c.Version, string(levels), micros(c.At), s.Alignment.BoundarySet)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO alignment_snapshot (alignment_id, version, from_snapshot, to_snapshot, report) VALUES ($1, $2, $3, $4, $5)`,
		a.ID, c.Version, a.SnapshotID, s.Alignment.SnapshotID, string(m.Report))
	if err != nil {
		return err
	}
	now := *s
	now.Alignment.Version = c.Version
	return storeCheckpoint(ctx, tx, &now)
}

// checkSnapshot checks that a state fits a snapshot of the alignment's dataset.
func checkSnapshot(ctx context.Context, tx *sql.Tx, a alignment.Alignment, s *alignment.State) error {
	snapshot, err := scanSnapshot(tx.QueryRowContext(ctx, `SELECT record FROM snapshot WHERE id = $1 AND dataset_id = $2`, s.Alignment.SnapshotID, a.DatasetID))
	if errors.Is(err, sql.ErrNoRows) {
		return missing("snapshot of this dataset", s.Alignment.SnapshotID)
	}
	if err == nil && (snapshot.Units != len(s.Assigned) || len(s.Assigned) != len(s.Locked)) {
		err = territory.Errorf(territory.Conflict, "the snapshot has %d units, the plan %d", snapshot.Units, len(s.Assigned))
	}
	return err
}

// snapshotAt returns what a version stands on: what the first move after it
// moved away from.
func snapshotAt(ctx context.Context, q querier, a alignment.Alignment, version int64) (string, error) {
	if version == a.Version {
		return a.SnapshotID, nil
	}
	id := a.SnapshotID
	err := q.QueryRowContext(ctx, `SELECT from_snapshot FROM alignment_snapshot WHERE alignment_id = $1 AND version > $2 ORDER BY version LIMIT 1`,
		a.ID, version).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// SnapshotMoves implements alignment.Repository.
func (db *DB) SnapshotMoves(ctx context.Context, id string) ([]alignment.SnapshotMove, error) {
	if _, err := db.Alignment(ctx, id); err != nil {
		return nil, err
	}
	scan := func(row scanner) (alignment.SnapshotMove, error) {
		var m alignment.SnapshotMove
		var report string
		err := row.Scan(&m.Version, &m.From, &m.To, &report)
		if report != "" {
			m.Report = json.RawMessage(report)
		}
		return m, err
	}
	all, err := rows(ctx, db.reader, scan,
		`SELECT version, from_snapshot, to_snapshot, report FROM alignment_snapshot WHERE alignment_id = $1 ORDER BY version DESC`, id)
	return all, failure("list the moves", err)
}
