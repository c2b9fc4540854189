package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ discussion.Store = (*DB)(nil)

// AddThread implements discussion.Store.
func (db *DB) AddThread(ctx context.Context, t discussion.Thread) error {
	record, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return db.write(ctx, "keep the comment", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO thread (id, alignment_id, created, state, record) VALUES ($1, $2, $3, $4, $5)`,
			t.ID, t.AlignmentID, micros(t.Created()), t.State, string(record))
		switch {
		case taken(err):
			return territory.Errorf(territory.Conflict, "there is a comment %q already", t.ID)
		case orphan(err):
			return missing("alignment", t.AlignmentID)
		}
		return err
	})
}

func scanThread(row scanner) (discussion.Thread, error) {
	var t discussion.Thread
	var record string
	if err := row.Scan(&record); err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(record), &t)
}

// Thread implements discussion.Store.
func (db *DB) Thread(ctx context.Context, id string) (t discussion.Thread, err error) {
	err = db.read(ctx, "read the comment", func(tx *sql.Tx) error {
		t, err = readThread(ctx, tx, id)
		return err
	})
	return t, err
}

func readThread(ctx context.Context, tx *sql.Tx, id string) (discussion.Thread, error) {
	t, err := scanThread(tx.QueryRowContext(ctx, `SELECT record FROM thread WHERE id = $1`, id))
	return t, found(err, "comment", id)
}

// Threads implements discussion.Store.
func (db *DB) Threads(ctx context.Context, alignmentID string) ([]discussion.Thread, error) {
	if _, err := db.Alignment(ctx, alignmentID); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanThread, `SELECT record FROM thread WHERE alignment_id = $1 ORDER BY created DESC, id`, alignmentID)
	return all, failure("list the comments", err)
}

// ReplyThread implements discussion.Store.
func (db *DB) ReplyThread(ctx context.Context, id string, m discussion.Message) (discussion.Thread, error) {
	return db.changeThread(ctx, id, func(t *discussion.Thread) error {
		t.Messages = append(t.Messages, m)
		return nil
	})
}

// CloseThread implements discussion.Store.
func (db *DB) CloseThread(ctx context.Context, id string, to discussion.State, d discussion.Decision) (discussion.Thread, error) {
	return db.changeThread(ctx, id, func(t *discussion.Thread) error {
		if t.State != discussion.Open {
			return discussion.Closed(*t)
		}
		t.State, t.Decision = to, &d
		return nil
	})
}

// ReopenThread implements discussion.Store.
func (db *DB) ReopenThread(ctx context.Context, id string) (discussion.Thread, error) {
	return db.changeThread(ctx, id, func(t *discussion.Thread) error {
		switch t.State {
		case discussion.Open:
			return discussion.StillOpen(*t)
		case discussion.Accepted:
			return territory.Say(territory.Conflict, sentence.ChallengeMoved.With(nil))
		}
		t.State, t.Decision = discussion.Open, nil
		return nil
	})
}

func (db *DB) changeThread(ctx context.Context, id string, change func(*discussion.Thread) error) (t discussion.Thread, err error) {
	err = db.write(ctx, "change the comment", func(tx *sql.Tx) error {
		if t, err = readThread(ctx, tx, id); err != nil {
			return err
		}
		if err := change(&t); err != nil {
			return err
		}
		record, err := json.Marshal(t)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE thread SET state = $2, record = $3 WHERE id = $1`, id, t.State, string(record))
		return err
	})
	return t, err
}
