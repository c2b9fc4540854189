package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/live"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

var _ live.Sources = (*DB)(nil)

// storedSource is a source with its encrypted connection.
type storedSource struct {
	live.Source
	sealed []byte
}

func scanSource(row scanner) (storedSource, error) {
	var s storedSource
	var record string
	if err := row.Scan(&record, &s.sealed); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(record), &s.Source)
}

func sourceTaken(err error, name string) error {
	if taken(err) {
		return territory.Say(territory.Conflict, sentence.NameSource.With(sentence.Params{"name": name}))
	}
	return err
}

// AddSource implements live.Sources.
func (db *DB) AddSource(ctx context.Context, s live.Source, sealed []byte) error {
	record, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode source %s: %w", s.ID, err)
	}
	return db.write(ctx, "add the source", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO live_source (id, name, created, updated, connection, record) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.ID, s.Name, micros(s.Created), micros(s.Updated), sealed, string(record))
		return sourceTaken(err, s.Name)
	})
}

// UpdateSource implements live.Sources.
func (db *DB) UpdateSource(ctx context.Context, s live.Source, sealed []byte) error {
	record, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode source %s: %w", s.ID, err)
	}
	return db.write(ctx, "change the source", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE live_source SET name = $2, updated = $3, record = $4, connection = coalesce($5, connection) WHERE id = $1`,
			s.ID, s.Name, micros(s.Updated), string(record), sealed)
		return affected(result, sourceTaken(err, s.Name), "source", s.ID)
	})
}

// Source implements live.Sources.
func (db *DB) Source(ctx context.Context, id string) (live.Source, []byte, error) {
	s, err := scanSource(db.reader.QueryRowContext(ctx, `SELECT record, connection FROM live_source WHERE id = $1`, id))
	return s.Source, s.sealed, failure("read the source", found(err, "source", id))
}

// Sources implements live.Sources.
func (db *DB) Sources(ctx context.Context) ([]live.Source, error) {
	all, err := rows(ctx, db.reader, scanSource, `SELECT record, connection FROM live_source ORDER BY name, id`)
	list := make([]live.Source, len(all))
	for i, s := range all {
		list[i] = s.Source
	}
	return list, failure("list sources", err)
}

// DeleteSource implements live.Sources.
func (db *DB) DeleteSource(ctx context.Context, id string) error {
	return db.write(ctx, "delete the source", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM live_source WHERE id = $1`, id)
		return affected(result, err, "source", id)
	})
}
