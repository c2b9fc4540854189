package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// A checkpoint is due when the change sets since the last one have become as
// large as that one, so checkpoints at most double the space, or when so many
// that replaying them takes long.
const (
	checkpointChanges  = 256
	checkpointMinBytes = 64 << 10
)

// advance moves the alignment's row to s's version and checkpoints s if due.
func advance(ctx context.Context, tx *sql.Tx, s *alignment.State, c alignment.ChangeSet, size int) error {
	levels, err := json.Marshal(s.Alignment.Levels)
	if err != nil {
		return fmt.Errorf("encode levels: %w", err)
	}
	var last, changes, bytes int
	err = tx.QueryRowContext(ctx, `UPDATE alignment SET version = $2, levels = $3, updated = max(updated, $4),
		since_changes = since_changes + 1, since_bytes = since_bytes + $5, boundary_set = $6
		WHERE id = $1 RETURNING checkpoint_bytes, since_changes, since_bytes`,
		s.Alignment.ID, s.Alignment.Version, string(levels), micros(c.At), size, s.Alignment.BoundarySet).Scan(&last, &changes, &bytes)
	if err != nil || (changes < checkpointChanges && bytes < max(last, checkpointMinBytes)) {
		return err
	}
	return storeCheckpoint(ctx, tx, s)
}

func storeCheckpoint(ctx context.Context, tx *sql.Tx, s *alignment.State) error {
	data, err := alignment.EncodeCheckpoint(s)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO checkpoint (alignment_id, version, state) VALUES ($1, $2, $3)`, s.Alignment.ID, s.Alignment.Version, data)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE alignment SET checkpoint_bytes = $2, since_changes = 0, since_bytes = 0 WHERE id = $1`, s.Alignment.ID, len(data))
	return err
}

// State implements alignment.Repository.
func (db *DB) State(ctx context.Context, id string, version int64) (*alignment.State, error) {
	head := db.heads.lock(id)
	defer head.unlock()
	return db.stateAt(ctx, head, id, version)
}

// stateAt is State for one who holds the place of the head.
func (db *DB) stateAt(ctx context.Context, head *headState, id string, version int64) (*alignment.State, error) {
	var s *alignment.State
	err := db.read(ctx, "read the alignment", func(tx *sql.Tx) error {
		a, err := readAlignment(ctx, tx, id)
		if err != nil {
			return err
		}
		wanted := version
		if wanted == 0 {
			wanted = a.Version
		}
		if wanted < 1 || wanted > a.Version {
			return noVersion(a, version)
		}
		if a.SnapshotID, err = snapshotAt(ctx, tx, a, wanted); err != nil {
			return err
		}
		if head.state != nil && head.state.Alignment.Version == wanted {
			s = head.state.Clone()
			return nil
		}
		if s, err = materialise(ctx, tx, a, wanted); err == nil && wanted == a.Version {
			head.state = s.Clone()
		}
		return err
	})
	return s, err
}

func noVersion(a alignment.Alignment, version int64) error {
	return territory.Errorf(territory.NotFound, "%q has no version %d; the newest is %d", a.Name, version, a.Version)
}

// materialise builds a version from the checkpoint before it and the change
// sets since.
func materialise(ctx context.Context, q querier, a alignment.Alignment, version int64) (*alignment.State, error) {
	s, err := checkpoint(ctx, q, a, version)
	if err != nil {
		return nil, err
	}
	changes, err := q.QueryContext(ctx, changeColumns+` WHERE alignment_id = $1 AND version > $2 AND version <= $3 ORDER BY version`,
		a.ID, s.Alignment.Version, version)
	if err != nil {
		return nil, err
	}
	defer changes.Close()
	for changes.Next() {
		c, err := scanChange(changes)
		if err != nil {
			return nil, err
		}
		s.Replay(c)
	}
	if err := changes.Err(); err != nil {
		return nil, err
	}
	if s.Alignment.Version != version {
		return nil, fmt.Errorf("alignment %s has a gap in its history before version %d", a.ID, version)
	}
	return s, nil
}

// checkpoint returns the newest stored state up to version; without one, the
// empty state of version 0.
func checkpoint(ctx context.Context, q querier, a alignment.Alignment, version int64) (*alignment.State, error) {
	var data []byte
	var at int64
	err := q.QueryRowContext(ctx, `SELECT version, state FROM checkpoint WHERE alignment_id = $1 AND version <= $2 ORDER BY version DESC LIMIT 1`,
		a.ID, version).Scan(&at, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return emptyState(ctx, q, a)
	}
	if err != nil {
		return nil, err
	}
	s, err := alignment.DecodeCheckpoint(data)
	if err != nil {
		return nil, err
	}
	levels, boundaries := s.Alignment.Levels, s.Alignment.BoundarySet
	s.Alignment = a
	s.Alignment.Levels, s.Alignment.BoundarySet, s.Alignment.Version = levels, boundaries, at
	return s, nil
}

// emptyState returns version 0, with the levels that version 1 started from.
func emptyState(ctx context.Context, q querier, a alignment.Alignment) (*alignment.State, error) {
	var units int
	var levels string
	err := q.QueryRowContext(ctx, `SELECT units, first_levels FROM alignment WHERE id = $1`, a.ID).Scan(&units, &levels)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(levels), &a.Levels); err != nil {
		return nil, fmt.Errorf("levels of alignment %s: %w", a.ID, err)
	}
	return alignment.NewState(a, units), nil
}
