package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ orgplan.Releases = (*DB)(nil)

// scanBody reads a row whose only column is JSON.
func scanBody[T any](row scanner) (v T, err error) {
	var body string
	if err := row.Scan(&body); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(body), &v)
}

// Destinations implements orgplan.Releases.
func (db *DB) Destinations(ctx context.Context, connectionID string) ([]orgplan.Destination, error) {
	all, err := rows(ctx, db.reader, scanBody[orgplan.Destination], `SELECT body FROM org_destination WHERE connection_id = $1 ORDER BY kind`, connectionID)
	return all, failure("read the destinations", err)
}

// SetDestination implements orgplan.Releases.
func (db *DB) SetDestination(ctx context.Context, d orgplan.Destination, e orgplan.Event) error {
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode the destination: %w", err)
	}
	return db.write(ctx, "store the destination", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO org_destination (connection_id, kind, body) VALUES ($1, $2, $3)
			ON CONFLICT (connection_id, kind) DO UPDATE SET body = excluded.body`, d.ConnectionID, d.Kind, string(body))
		if err != nil {
			return err
		}
		return addEvent(ctx, tx, e)
	})
}

// DeleteDestination implements orgplan.Releases.
func (db *DB) DeleteDestination(ctx context.Context, connectionID, kind string, e orgplan.Event) error {
	return db.write(ctx, "delete the destination", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM org_destination WHERE connection_id = $1 AND kind = $2`, connectionID, kind)
		if err := affected(result, err, "settings of destination", kind); err != nil {
			return err
		}
		return addEvent(ctx, tx, e)
	})
}

// Review implements orgplan.Releases.
func (db *DB) Review(ctx context.Context, planID string) (orgplan.Review, error) {
	r, err := scanBody[orgplan.Review](db.reader.QueryRowContext(ctx, `SELECT body FROM org_review WHERE plan_id = $1`, planID))
	if err == sql.ErrNoRows {
		return orgplan.Review{PlanID: planID, Decisions: []orgplan.Decision{}}, nil
	}
	return r, failure("read the review", err)
}

// SetReview implements orgplan.Releases.
func (db *DB) SetReview(ctx context.Context, r orgplan.Review, e orgplan.Event) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode the review: %w", err)
	}
	return db.write(ctx, "store the review", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO org_review (plan_id, revision, body) SELECT $1, $2, $3 WHERE $2 = 1
			OR EXISTS (SELECT 1 FROM org_review WHERE plan_id = $1)
			ON CONFLICT (plan_id) DO UPDATE SET revision = excluded.revision, body = excluded.body WHERE org_review.revision = excluded.revision - 1`,
			r.PlanID, r.Revision, string(body))
		if orphan(err) {
			return missing("plan", r.PlanID)
		}
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return territory.Say(territory.Conflict, sentence.GateAtOnce.With(nil))
		}
		return addEvent(ctx, tx, e)
	})
}

// PlanSchedule implements orgplan.Releases.
func (db *DB) PlanSchedule(ctx context.Context, planID string) (orgplan.Schedule, error) {
	s, err := scanBody[orgplan.Schedule](db.reader.QueryRowContext(ctx, `SELECT body FROM org_schedule WHERE plan_id = $1`, planID))
	return s, failure("read the schedule", found(err, "schedule of plan", planID))
}

// SetPlanSchedule implements orgplan.Releases.
func (db *DB) SetPlanSchedule(ctx context.Context, s orgplan.Schedule, e orgplan.Event) error {
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode the schedule: %w", err)
	}
	return db.write(ctx, "store the schedule", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO org_schedule (plan_id, at, state, body) VALUES ($1, $2, $3, $4)
			ON CONFLICT (plan_id) DO UPDATE SET at = excluded.at, state = excluded.state, body = excluded.body`,
			s.PlanID, micros(s.At), s.State, string(body))
		if orphan(err) {
			return missing("plan", s.PlanID)
		}
		if err != nil {
			return err
		}
		return addEvent(ctx, tx, e)
	})
}

// PlanSchedules implements orgplan.Releases.
func (db *DB) PlanSchedules(ctx context.Context, state orgplan.ScheduleState) ([]orgplan.Schedule, error) {
	all, err := rows(ctx, db.reader, scanBody[orgplan.Schedule], `SELECT body FROM org_schedule WHERE $1 = '' OR state = $1 ORDER BY at, plan_id`, state)
	return all, failure("list scheduled publications", err)
}

// AddEvent implements orgplan.Releases.
func (db *DB) AddEvent(ctx context.Context, e orgplan.Event) error {
	return db.write(ctx, "write the audit", func(tx *sql.Tx) error { return addEvent(ctx, tx, e) })
}

func addEvent(ctx context.Context, tx *sql.Tx, e orgplan.Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode the event: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO org_event (id, at, plan_id, connection_id, body) VALUES ($1, $2, $3, $4, $5)`,
		e.ID, micros(e.At), e.PlanID, e.ConnectionID, string(body))
	return err
}

// Events implements orgplan.Releases.
func (db *DB) Events(ctx context.Context, f orgplan.EventFilter) (all []orgplan.Event, total int, err error) {
	const where = ` FROM org_event WHERE ($1 = '' OR plan_id = $1) AND ($2 = '' OR connection_id = $2)`
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	err = db.read(ctx, "read the audit", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*)`+where, f.PlanID, f.ConnectionID).Scan(&total); err != nil {
			return err
		}
		all, err = rows(ctx, tx, scanBody[orgplan.Event], `SELECT body`+where+` ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4`, f.PlanID, f.ConnectionID, limit, f.Offset)
		return err
	})
	return all, total, err
}

// PlanProgress implements orgplan.Releases.
func (db *DB) PlanProgress(ctx context.Context, planID string) (map[orgplan.OpState]int, error) {
	out := map[orgplan.OpState]int{}
	_, err := rows(ctx, db.reader, func(row scanner) (struct{}, error) {
		var state orgplan.OpState
		var n int
		err := row.Scan(&state, &n)
		out[state] = n
		return struct{}{}, err
	}, `SELECT state, count(*) FROM org_operation WHERE plan_id = $1 GROUP BY state`, planID)
	return out, failure("count the plan's operations", err)
}
