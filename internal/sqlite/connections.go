package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ connection.Repository = (*DB)(nil)

// AddConnection implements connection.Repository.
func (db *DB) AddConnection(ctx context.Context, c connection.Connection, sealed []byte) error {
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode the connection: %w", err)
	}
	return db.write(ctx, "record the connection", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO org_connection (id, name, body, sealed) VALUES ($1, $2, $3, $4)`, c.ID, c.Name, string(body), sealed)
		return takenName(err, c.Name)
	})
}

func takenName(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameConnection.With(sentence.Params{"name": name}))
	}
	return err
}

func scanConnection(row scanner) (c connection.Connection, err error) {
	var body string
	if err := row.Scan(&body); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(body), &c)
}

// Connection implements connection.Repository.
func (db *DB) Connection(ctx context.Context, id string) (c connection.Connection, sealed []byte, err error) {
	var body string
	err = db.reader.QueryRowContext(ctx, `SELECT body, sealed FROM org_connection WHERE id = $1`, id).Scan(&body, &sealed)
	if err != nil {
		return c, nil, failure("read the connection", found(err, "connection", id))
	}
	return c, sealed, json.Unmarshal([]byte(body), &c)
}

// Connections implements connection.Repository.
func (db *DB) Connections(ctx context.Context) ([]connection.Connection, error) {
	all, err := rows(ctx, db.reader, scanConnection, `SELECT body FROM org_connection ORDER BY name`)
	return all, failure("list connections", err)
}

// SetConnection implements connection.Repository.
func (db *DB) SetConnection(ctx context.Context, c connection.Connection, sealed []byte) error {
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode the connection: %w", err)
	}
	return db.write(ctx, "change the connection", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE org_connection SET name = $2, body = $3, sealed = $4 WHERE id = $1`, c.ID, c.Name, string(body), sealed)
		return affected(result, takenName(err, c.Name), "connection", c.ID)
	})
}

// DeleteConnection implements connection.Repository.
func (db *DB) DeleteConnection(ctx context.Context, id string) error {
	return db.write(ctx, "delete the connection", func(tx *sql.Tx) error {
		for _, statement := range []string{`DELETE FROM org_plan WHERE connection_id = $1`, `DELETE FROM org_published WHERE connection_id = $1`} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM org_connection WHERE id = $1`, id)
		return affected(result, err, "connection", id)
	})
}
