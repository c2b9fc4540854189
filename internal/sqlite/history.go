package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Append implements alignment.Repository.
func (db *DB) Append(ctx context.Context, id string, expected int64, c alignment.ChangeSet) (int64, error) {
	head := db.heads.lock(id)
	defer head.unlock()
	err := db.write(ctx, "store the change", func(tx *sql.Tx) error {
		return db.append(ctx, tx, head, id, expected, c)
	})
	if err != nil {
		head.failed(err)
		return 0, err
	}
	return expected + 1, nil
}

// Change implements alignment.Repository. The place of the head is held from
// reading to storing, so only another process can come in between.
func (db *DB) Change(ctx context.Context, id string, f func(now *alignment.State) (alignment.ChangeSet, error)) (int64, error) {
	head := db.heads.lock(id)
	defer head.unlock()
	for {
		now, err := db.stateAt(ctx, head, id, 0)
		if err != nil {
			return 0, err
		}
		version := now.Alignment.Version
		c, err := f(now)
		if err != nil || len(c.Ops) == 0 {
			return version, err
		}
		err = db.write(ctx, "store the change", func(tx *sql.Tx) error {
			return db.append(ctx, tx, head, id, version, c)
		})
		if err == nil {
			return version + 1, nil
		}
		head.failed(err)
		newest, lookErr := readAlignment(ctx, db.reader, id)
		if territory.CodeOf(err) != territory.Conflict || lookErr != nil || newest.Version == version {
			return 0, err
		}
	}
}

// append checks and stores c as version expected+1 and moves the remembered
// head on. The caller tells the head of an error, also of a failed commit.
func (db *DB) append(ctx context.Context, tx *sql.Tx, head *headState, id string, expected int64, c alignment.ChangeSet) error {
	a, err := readAlignment(ctx, tx, id)
	if err != nil {
		return err
	}
	if a.Version != expected {
		return moved(ctx, tx, a, expected)
	}
	if head.state == nil || head.state.Alignment.Version != expected {
		if head.state, err = materialise(ctx, tx, a, expected); err != nil {
			return err
		}
	}
	c.Version = expected + 1
	if err := head.state.Apply(c); err != nil {
		return err
	}
	return insertChange(ctx, tx, head.state, c)
}

// moved is the conflict of a change made for an older version.
func moved(ctx context.Context, tx *sql.Tx, a alignment.Alignment, expected int64) error {
	last, err := scanSummary(tx.QueryRowContext(ctx, summaryColumns+` WHERE alignment_id = $1 AND version = $2`, a.ID, a.Version))
	if err != nil {
		return err
	}
	return territory.Say(territory.Conflict, sentence.ProblemVersion.With(sentence.Params{"name": a.Name, "version": a.Version, "made": expected,
		"who": actorText(last.Actor), "at": last.At.Format("2006-01-02 15:04:05 MST"), "reason": sentence.Text(last.Reason, last.Said)}))
}

func actorText(a territory.Actor) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.ID != "":
		return a.ID
	}
	return "someone"
}

// insertChange stores c, which led to s, and a checkpoint when it is time.
func insertChange(ctx context.Context, tx *sql.Tx, s *alignment.State, c alignment.ChangeSet) error {
	size, err := insertLine(ctx, tx, s.Alignment.ID, c)
	if err != nil {
		return err
	}
	return advance(ctx, tx, s, c, size)
}

// insertLine stores c alone and returns how many bytes its ops take.
func insertLine(ctx context.Context, tx *sql.Tx, id string, c alignment.ChangeSet) (int, error) {
	ops, err := alignment.EncodeOps(c.Ops)
	if err != nil {
		return 0, err
	}
	line := c.Summary()
	said, err := saidText(c.Said)
	if err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO change_set (alignment_id, version, at, actor_id, actor_name, kind, reason, said, undoes,
		units_moved, areas_changed, boundaries_moved, ops) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, c.Version, micros(c.At), c.Actor.ID, c.Actor.Name, c.Kind, c.Reason, said, c.Undoes, line.UnitsMoved, line.AreasChanged, line.BoundariesMoved, ops)
	return len(ops), err
}

const summaryColumns = `SELECT version, at, actor_id, actor_name, kind, reason, said, undoes, units_moved, areas_changed, boundaries_moved FROM change_set`

func scanSummary(row scanner) (alignment.ChangeSummary, error) {
	var c alignment.ChangeSummary
	var at int64
	var said string
	err := row.Scan(&c.Version, &at, &c.Actor.ID, &c.Actor.Name, &c.Kind, &c.Reason, &said, &c.Undoes, &c.UnitsMoved, &c.AreasChanged, &c.BoundariesMoved)
	if err != nil {
		return c, err
	}
	c.At = fromMicros(at)
	c.Said, err = readSaid(said)
	return c, err
}

// History implements alignment.Repository.
func (db *DB) History(ctx context.Context, id string, before int64, limit int) ([]alignment.ChangeSummary, error) {
	if _, err := db.Alignment(ctx, id); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanSummary,
		summaryColumns+` WHERE alignment_id = $1 AND (version < $2 OR $2 = 0) ORDER BY version DESC LIMIT $3`, id, before, limit)
	return all, failure("read the history", err)
}

const changeColumns = `SELECT version, at, actor_id, actor_name, kind, reason, said, undoes, ops FROM change_set`

func scanChange(row scanner) (alignment.ChangeSet, error) {
	var c alignment.ChangeSet
	var at int64
	var ops []byte
	var said string
	err := row.Scan(&c.Version, &at, &c.Actor.ID, &c.Actor.Name, &c.Kind, &c.Reason, &said, &c.Undoes, &ops)
	if err != nil {
		return c, err
	}
	c.At = fromMicros(at)
	if c.Said, err = readSaid(said); err != nil {
		return c, err
	}
	if c.Ops, err = alignment.DecodeOps(ops); err != nil {
		return c, fmt.Errorf("version %d: %w", c.Version, err)
	}
	return c, nil
}

// ChangeSet implements alignment.Repository.
func (db *DB) ChangeSet(ctx context.Context, id string, version int64) (alignment.ChangeSet, error) {
	c, err := scanChange(db.reader.QueryRowContext(ctx, changeColumns+` WHERE alignment_id = $1 AND version = $2`, id, version))
	if errors.Is(err, sql.ErrNoRows) {
		if _, err := db.Alignment(ctx, id); err != nil {
			return c, err
		}
		return c, territory.Say(territory.NotFound, sentence.VersionUnknown.With(sentence.Params{"version": version}))
	}
	return c, failure("read the change", err)
}
