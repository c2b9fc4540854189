package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

//go:embed migration/*.sql
var migrations embed.FS

// migrate brings the file up to the schema of this program, ours and the
// queue's, each step in a transaction of its own.
func migrate(ctx context.Context, path string) error {
	db, err := open(path, "_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrateOurs(ctx, db); err != nil {
		return failure("prepare the database", err)
	}
	return failure("prepare the job queue", migrateQueue(ctx, db))
}

func migrateOurs(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	have, known, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return territory.Errorf(territory.Conflict,
			"this data folder was written by a newer Bailiwick (schema %d; this program knows schema %d). Use the newer program, or another folder.", have, known)
	}
	_, err = provider.Up(ctx)
	return err
}

func migrateQueue(ctx context.Context, db *sql.DB) error {
	quiet := slog.New(slog.DiscardHandler)
	migrator, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
