package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ orgplan.Store = (*DB)(nil)

// AddPlan implements orgplan.Store.
func (db *DB) AddPlan(ctx context.Context, p orgplan.Plan, ops []orgplan.Operation, adopted []orgplan.Published) error {
	head, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode the plan: %w", err)
	}
	known, err := json.Marshal(adopted)
	if err != nil {
		return fmt.Errorf("encode the mapping: %w", err)
	}
	return db.write(ctx, "record the plan", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO org_plan (id, connection_id, kind, scope, alignment_id, state, created, head, adopted)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			p.ID, p.ConnectionID, p.Kind, p.Scope, p.AlignmentID, p.State, micros(p.Created), string(head), string(known))
		if taken(err) {
			return territory.Errorf(territory.Conflict, "there is a plan %q already", p.ID)
		}
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO org_operation (plan_id, seq, object, action, conflict, body, state, record_id, code, message)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', '')`)
		if err != nil {
			return err
		}
		defer insert.Close() //nolint:errcheck // ends with the transaction
		for i := range ops {
			body, err := json.Marshal(&ops[i])
			if err != nil {
				return fmt.Errorf("encode operation %d: %w", ops[i].Seq, err)
			}
			if _, err := insert.ExecContext(ctx, p.ID, ops[i].Seq, ops[i].Object, ops[i].Action, ops[i].Conflict != "", string(body), orgplan.Pending); err != nil {
				return err
			}
		}
		return nil
	})
}

const planColumns = `SELECT head, state, applied FROM org_plan`

func scanPlan(row scanner) (orgplan.Plan, error) {
	var p orgplan.Plan
	var head string
	var state orgplan.State
	var applied sql.NullInt64
	if err := row.Scan(&head, &state, &applied); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(head), &p); err != nil {
		return p, fmt.Errorf("decode the plan: %w", err)
	}
	p.State, p.Applied = state, optionalTime(applied)
	return p, nil
}

// Plan implements orgplan.Store.
func (db *DB) Plan(ctx context.Context, id string) (orgplan.Plan, error) {
	p, err := scanPlan(db.reader.QueryRowContext(ctx, planColumns+` WHERE id = $1`, id))
	return p, failure("read the plan", found(err, "plan", id))
}

// Plans implements orgplan.Store.
func (db *DB) Plans(ctx context.Context, connectionID, scope, alignmentID string) ([]orgplan.Plan, error) {
	all, err := rows(ctx, db.reader, scanPlan, planColumns+` WHERE ($1 = '' OR connection_id = $1) AND ($2 = '' OR scope = $2)
		AND ($3 = '' OR alignment_id = $3) ORDER BY created DESC, id DESC LIMIT 200`, connectionID, scope, alignmentID)
	return all, failure("list plans", err)
}

// DeletePlan implements orgplan.Store.
func (db *DB) DeletePlan(ctx context.Context, id string) error {
	return db.write(ctx, "delete the plan", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM org_plan WHERE id = $1`, id)
		return affected(result, err, "plan", id)
	})
}

func scanEntry(row scanner) (orgplan.Entry, error) {
	var e orgplan.Entry
	var body string
	if err := row.Scan(&body, &e.Result.State, &e.Result.RecordID, &e.Result.Code, &e.Result.Message); err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(body), &e.Operation); err != nil {
		return e, fmt.Errorf("decode an operation: %w", err)
	}
	e.Result.Seq = e.Seq
	return e, nil
}

// Entries implements orgplan.Store.
func (db *DB) Entries(ctx context.Context, planID string, f orgplan.Filter) (all []orgplan.Entry, total int, err error) {
	where := ` FROM org_operation WHERE plan_id = $1 AND ($2 = '' OR object = $2) AND ($3 = '' OR action = $3)
		AND ($4 = '' OR state = $4) AND (NOT $5 OR conflict)
		AND ($6 = '' OR instr(lower(json_extract(body, '$.label') || ' ' || json_extract(body, '$.fields') || ' ' || coalesce(json_extract(body, '$.recordId'), '')
			|| ' ' || record_id || ' ' || code || ' ' || message), lower($6)) > 0)`
	args := []any{planID, f.Object, f.Action, f.State, f.Conflicts, f.Search}
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	err = db.read(ctx, "read the plan's operations", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+where, args...).Scan(&total); err != nil {
			return err
		}
		all, err = rows(ctx, tx, scanEntry, `SELECT body, state, record_id, code, message`+where+` ORDER BY seq LIMIT $7 OFFSET $8`,
			append(args, limit, f.Offset)...)
		return err
	})
	return all, total, err
}

// StartPlan implements orgplan.Store.
func (db *DB) StartPlan(ctx context.Context, id string, now time.Time) error {
	return db.write(ctx, "start the plan", func(tx *sql.Tx) error {
		var connection, scope, adopted string
		var state orgplan.State
		err := tx.QueryRowContext(ctx, `SELECT connection_id, scope, state, adopted FROM org_plan WHERE id = $1`, id).Scan(&connection, &scope, &state, &adopted)
		if err != nil {
			return found(err, "plan", id)
		}
		if state == orgplan.RolledBack {
			return territory.Say(territory.Conflict, sentence.PlanRolledBack.With(nil))
		}
		if state == orgplan.Ready {
			var known []orgplan.Published
			if err := json.Unmarshal([]byte(adopted), &known); err != nil {
				return fmt.Errorf("decode the mapping: %w", err)
			}
			for _, p := range known {
				if err := putPublished(ctx, tx, connection, scope, p); err != nil {
					return err
				}
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE org_plan SET state = $2, applied = coalesce(applied, $3) WHERE id = $1`, id, orgplan.Applying, micros(now))
		return err
	})
}

// EndPlan implements orgplan.Store.
func (db *DB) EndPlan(ctx context.Context, id string, s orgplan.State) error {
	return db.write(ctx, "end the plan", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE org_plan SET state = $2 WHERE id = $1`, id, s)
		return affected(result, err, "plan", id)
	})
}

// BeginBatch implements orgplan.Store.
func (db *DB) BeginBatch(ctx context.Context, planID string, seqs []int) (number int, err error) {
	list, err := json.Marshal(seqs)
	if err != nil {
		return 0, fmt.Errorf("encode the batch: %w", err)
	}
	err = db.write(ctx, "begin the batch", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO org_batch (plan_id, number, seqs, token, ended)
			SELECT $1, coalesce(max(number), 0) + 1, $2, '', FALSE FROM org_batch WHERE plan_id = $1 RETURNING number`, planID, string(list)).Scan(&number)
	})
	return number, err
}

// NoteBatch implements orgplan.Store.
func (db *DB) NoteBatch(ctx context.Context, planID string, number int, token string) error {
	return db.write(ctx, "note the batch", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE org_batch SET token = $3 WHERE plan_id = $1 AND number = $2`, planID, number, token)
		return affected(result, err, "batch of plan", planID)
	})
}

// EndBatch implements orgplan.Store.
func (db *DB) EndBatch(ctx context.Context, planID string, number int, results []orgplan.Result) error {
	return db.write(ctx, "end the batch", func(tx *sql.Tx) error {
		if err := putResults(ctx, tx, planID, results); err != nil {
			return err
		}
		if err := learn(ctx, tx, planID, results); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE org_batch SET ended = TRUE WHERE plan_id = $1 AND number = $2`, planID, number)
		return affected(result, err, "batch of plan", planID)
	})
}

// Results implements orgplan.Store.
func (db *DB) Results(ctx context.Context, planID string, results []orgplan.Result) error {
	return db.write(ctx, "record results", func(tx *sql.Tx) error { return putResults(ctx, tx, planID, results) })
}

func putResults(ctx context.Context, tx *sql.Tx, planID string, results []orgplan.Result) error {
	update, err := tx.PrepareContext(ctx, `UPDATE org_operation SET state = $3, record_id = $4, code = $5, message = $6 WHERE plan_id = $1 AND seq = $2`)
	if err != nil {
		return err
	}
	defer update.Close() //nolint:errcheck // ends with the transaction
	for _, r := range results {
		if _, err := update.ExecContext(ctx, planID, r.Seq, r.State, r.RecordID, r.Code, r.Message); err != nil {
			return err
		}
	}
	return nil
}

// learn brings the mapping up to date with what was done.
func learn(ctx context.Context, tx *sql.Tx, planID string, results []orgplan.Result) error {
	var connection, scope string
	if err := tx.QueryRowContext(ctx, `SELECT connection_id, scope FROM org_plan WHERE id = $1`, planID).Scan(&connection, &scope); err != nil {
		return found(err, "plan", planID)
	}
	for _, r := range results {
		if r.State != orgplan.Done {
			continue
		}
		e, err := scanEntry(tx.QueryRowContext(ctx, `SELECT body, state, record_id, code, message FROM org_operation WHERE plan_id = $1 AND seq = $2`, planID, r.Seq))
		if err != nil {
			return err
		}
		if e.Action == orgplan.Delete {
			_, err = tx.ExecContext(ctx, `DELETE FROM org_published WHERE connection_id = $1 AND scope = $2 AND key = $3 AND record_id = $4`,
				connection, scope, e.Key, e.RecordID)
		} else {
			err = learnWrite(ctx, tx, planID, connection, scope, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// learnWrite records the values written; those of other fields stay.
func learnWrite(ctx context.Context, tx *sql.Tx, planID, connection, scope string, e orgplan.Entry) error {
	p := orgplan.Published{Key: e.Key, Object: e.Object, RecordID: e.Result.RecordID, Label: e.Label, Fields: map[string]any{}}
	if e.Action == orgplan.Update {
		known, err := scanPublished(tx.QueryRowContext(ctx, publishedColumns+` WHERE connection_id = $1 AND scope = $2 AND key = $3`, connection, scope, e.Key))
		if err == nil && known.RecordID == e.RecordID {
			p.Fields = known.Fields
		} else if err != nil && err != sql.ErrNoRows {
			return err
		}
		p.RecordID = e.RecordID
	}
	for _, f := range e.Fields {
		p.Fields[f.Name] = f.New
		if f.Ref != "" {
			id, err := madeRecord(ctx, tx, planID, connection, scope, f.Ref)
			if err != nil {
				return err
			}
			p.Fields[f.Name] = id
		}
	}
	return putPublished(ctx, tx, connection, scope, p)
}

// madeRecord returns the id of the record with the key, which was made before.
func madeRecord(ctx context.Context, tx *sql.Tx, planID, connection, scope, key string) (id string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT record_id FROM org_published WHERE connection_id = $1 AND scope = $2 AND key = $3`, connection, scope, key).Scan(&id)
	return id, found(err, "record with key", key+" of plan "+planID)
}

func putPublished(ctx context.Context, tx *sql.Tx, connection, scope string, p orgplan.Published) error {
	fields, err := json.Marshal(p.Fields)
	if err != nil {
		return fmt.Errorf("encode what was published: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO org_published (connection_id, scope, key, object, record_id, label, fields) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (connection_id, scope, key) DO UPDATE SET object = $4, record_id = $5, label = $6, fields = $7`,
		connection, scope, p.Key, p.Object, p.RecordID, p.Label, string(fields))
	return err
}

const publishedColumns = `SELECT key, object, record_id, label, fields FROM org_published`

func scanPublished(row scanner) (orgplan.Published, error) {
	var p orgplan.Published
	var fields string
	if err := row.Scan(&p.Key, &p.Object, &p.RecordID, &p.Label, &fields); err != nil {
		return p, err
	}
	decoder := json.NewDecoder(strings.NewReader(fields))
	if err := decoder.Decode(&p.Fields); err != nil {
		return p, fmt.Errorf("decode what was published: %w", err)
	}
	return p, nil
}

// Published implements orgplan.Store.
func (db *DB) Published(ctx context.Context, connectionID, scope string) ([]orgplan.Published, error) {
	all, err := rows(ctx, db.reader, scanPublished, publishedColumns+` WHERE connection_id = $1 AND scope = $2 ORDER BY key`, connectionID, scope)
	return all, failure("read what was published", err)
}

func scanBatch(row scanner) (orgplan.Batch, error) {
	var b orgplan.Batch
	var seqs string
	if err := row.Scan(&b.PlanID, &b.Number, &seqs, &b.Token); err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(seqs), &b.Seqs)
}

// OpenBatches implements orgplan.Store.
func (db *DB) OpenBatches(ctx context.Context, planID string) ([]orgplan.Batch, error) {
	all, err := rows(ctx, db.reader, scanBatch, `SELECT plan_id, number, seqs, token FROM org_batch WHERE plan_id = $1 AND NOT ended ORDER BY number`, planID)
	return all, failure("read the journal", err)
}
