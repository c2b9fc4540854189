package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// View implements alignment.Repository.
func (db *DB) View(ctx context.Context, id, actor string) (alignment.View, error) {
	var v alignment.View
	if _, err := db.Alignment(ctx, id); err != nil {
		return v, err
	}
	var text string
	err := db.reader.QueryRowContext(ctx, `SELECT view FROM alignment_view WHERE alignment_id = $1 AND actor_id = $2`, id, actor).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return v, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &v)
	}
	return v, failure("read the view", err)
}

// SaveView implements alignment.Repository.
func (db *DB) SaveView(ctx context.Context, id, actor string, v alignment.View) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return db.write(ctx, "save the view", func(tx *sql.Tx) error {
		if _, err := readAlignment(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO alignment_view (alignment_id, actor_id, view) VALUES ($1, $2, $3)
			ON CONFLICT (alignment_id, actor_id) DO UPDATE SET view = excluded.view`, id, actor, string(text))
		return err
	})
}
