package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// AddDraft implements alignment.Repository.
func (db *DB) AddDraft(ctx context.Context, d alignment.Draft, proposed alignment.ChangeSet) error {
	ops, err := alignment.EncodeOps(proposed.Ops)
	if err != nil {
		return err
	}
	said, err := saidText(proposed.Said)
	if err != nil {
		return err
	}
	return db.write(ctx, "store the draft", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO draft (id, alignment_id, base_version, job_id, state, created, params, report, kind, reason, said, ops)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, d.ID, d.AlignmentID, d.BaseVersion, d.JobID, alignment.DraftOpen,
			micros(d.Created), string(d.Params), string(d.Report), proposed.Kind, proposed.Reason, said, ops)
		switch {
		case taken(err):
			return territory.Errorf(territory.Conflict, "there is a draft %q already", d.ID)
		case orphan(err):
			return missing("alignment", d.AlignmentID)
		}
		return err
	})
}

const draftColumns = `SELECT id, alignment_id, base_version, job_id, state, created, decided, params, report FROM draft`

func scanDraft(row scanner) (alignment.Draft, error) {
	var d alignment.Draft
	var created int64
	var decided sql.NullInt64
	var params, report string
	err := row.Scan(&d.ID, &d.AlignmentID, &d.BaseVersion, &d.JobID, &d.State, &created, &decided, &params, &report)
	d.Created, d.Decided = fromMicros(created), optionalTime(decided)
	d.Params, d.Report = rawJSON(params), rawJSON(report)
	return d, err
}

func readDraft(ctx context.Context, q querier, id string) (alignment.Draft, alignment.ChangeSet, error) {
	var c alignment.ChangeSet
	d, err := scanDraft(q.QueryRowContext(ctx, draftColumns+` WHERE id = $1`, id))
	if err != nil {
		return d, c, found(err, "draft", id)
	}
	var ops []byte
	var said string
	err = q.QueryRowContext(ctx, `SELECT kind, reason, said, ops FROM draft WHERE id = $1`, id).Scan(&c.Kind, &c.Reason, &said, &ops)
	if err != nil {
		return d, c, err
	}
	if c.Said, err = readSaid(said); err != nil {
		return d, c, err
	}
	c.At = d.Created
	c.Ops, err = alignment.DecodeOps(ops)
	return d, c, err
}

// Draft implements alignment.Repository.
func (db *DB) Draft(ctx context.Context, id string) (d alignment.Draft, c alignment.ChangeSet, err error) {
	err = db.read(ctx, "read the draft", func(tx *sql.Tx) error {
		d, c, err = readDraft(ctx, tx, id)
		return err
	})
	return d, c, err
}

// Drafts implements alignment.Repository.
func (db *DB) Drafts(ctx context.Context, alignmentID string) ([]alignment.Draft, error) {
	if _, err := db.Alignment(ctx, alignmentID); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanDraft, draftColumns+` WHERE alignment_id = $1 ORDER BY created DESC, id`, alignmentID)
	return all, failure("list drafts", err)
}

// AcceptDraft implements alignment.Repository.
func (db *DB) AcceptDraft(ctx context.Context, id string, at time.Time, actor territory.Actor) (int64, error) {
	d, c, err := db.Draft(ctx, id)
	if err != nil {
		return 0, err
	}
	c.At, c.Actor = at, actor
	return db.accept(ctx, d, d.BaseVersion, c)
}

// AcceptPart implements alignment.Repository.
func (db *DB) AcceptPart(ctx context.Context, id string, expected int64, c alignment.ChangeSet) (int64, error) {
	d, _, err := db.Draft(ctx, id)
	if err != nil {
		return 0, err
	}
	return db.accept(ctx, d, expected, c)
}

// accept marks the draft and appends c in one transaction. A draft's change
// never changes, so it may have been read before.
func (db *DB) accept(ctx context.Context, d alignment.Draft, expected int64, c alignment.ChangeSet) (int64, error) {
	head := db.heads.lock(d.AlignmentID)
	defer head.unlock()
	err := db.write(ctx, "accept the draft", func(tx *sql.Tx) error {
		now, err := scanDraft(tx.QueryRowContext(ctx, draftColumns+` WHERE id = $1`, d.ID))
		if err != nil {
			return found(err, "draft", d.ID)
		}
		if err := decide(ctx, tx, now, alignment.DraftAccepted, c.At); err != nil {
			return err
		}
		return db.append(ctx, tx, head, d.AlignmentID, expected, c)
	})
	if err != nil {
		head.failed(err)
		return 0, err
	}
	return expected + 1, nil
}

// DecideDraft implements alignment.Repository.
func (db *DB) DecideDraft(ctx context.Context, id string, s alignment.DraftState, at time.Time) error {
	return db.write(ctx, "decide on the draft", func(tx *sql.Tx) error {
		d, err := scanDraft(tx.QueryRowContext(ctx, draftColumns+` WHERE id = $1`, id))
		if err != nil {
			return found(err, "draft", id)
		}
		return decide(ctx, tx, d, s, at)
	})
}

func decide(ctx context.Context, tx *sql.Tx, d alignment.Draft, s alignment.DraftState, at time.Time) error {
	if d.State != alignment.DraftOpen {
		return territory.Say(territory.Conflict, sentence.DraftDecided[string(d.State)].With(nil))
	}
	_, err := tx.ExecContext(ctx, `UPDATE draft SET state = $2, decided = $3 WHERE id = $1`, d.ID, s, micros(at))
	return err
}
