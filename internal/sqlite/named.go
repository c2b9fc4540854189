package sqlite

import (
	"context"
	"database/sql"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// NameVersion implements alignment.Repository.
func (db *DB) NameVersion(ctx context.Context, n alignment.NamedVersion) error {
	return db.write(ctx, "name the version", func(tx *sql.Tx) error {
		a, err := readAlignment(ctx, tx, n.AlignmentID)
		if err != nil {
			return err
		}
		if n.Version < 1 || n.Version > a.Version {
			return noVersion(a, n.Version)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO named_version (alignment_id, name, version, created, actor_id, actor_name)
			VALUES ($1, $2, $3, $4, $5, $6)`, n.AlignmentID, n.Name, n.Version, micros(n.Created), n.Actor.ID, n.Actor.Name)
		if taken(err) {
			return territory.Say(territory.Conflict, sentence.NameVersion.With(sentence.Params{"name": n.Name}))
		}
		return err
	})
}

func scanNamed(row scanner) (alignment.NamedVersion, error) {
	var n alignment.NamedVersion
	var created int64
	err := row.Scan(&n.AlignmentID, &n.Name, &n.Version, &created, &n.Actor.ID, &n.Actor.Name)
	n.Created = fromMicros(created)
	return n, err
}

// NamedVersions implements alignment.Repository.
func (db *DB) NamedVersions(ctx context.Context, id string) ([]alignment.NamedVersion, error) {
	if _, err := db.Alignment(ctx, id); err != nil {
		return nil, err
	}
	all, err := rows(ctx, db.reader, scanNamed, `SELECT alignment_id, name, version, created, actor_id, actor_name
		FROM named_version WHERE alignment_id = $1 ORDER BY version DESC, name`, id)
	return all, failure("list named versions", err)
}

// UnnameVersion implements alignment.Repository.
func (db *DB) UnnameVersion(ctx context.Context, id, name string) error {
	return db.write(ctx, "remove the name", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM named_version WHERE alignment_id = $1 AND name = $2`, id, name)
		return affected(result, err, "version named", name)
	})
}
