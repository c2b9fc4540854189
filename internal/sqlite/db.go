// Package sqlite keeps everything but blobs in one SQLite database: datasets,
// uploads, alignments with their histories, drafts, jobs and publications. DB
// implements the stores that the packages below it declare; the job queue
// (River) lives in the same file, so that a job and its place in the queue are
// one transaction.
//
// An acknowledged write survives a power cut (WAL, synchronous=FULL), and a
// process that dies in the middle of one leaves nothing of it behind.
package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// FileName is the database's name in the data folder.
const FileName = "bailiwick.db"

// DB is an open database. All methods may be called concurrently.
type DB struct {
	// writer has one connection: writers queue in Go, fairly, instead of
	// polling SQLite's lock.
	writer *sql.DB
	reader *sql.DB
	queue  *river.Client[*sql.Tx]
	heads  *headCache
	jobs   *watchers
}

// Open opens the database in folder dir, which it creates with all it needs.
// It brings an older database up to date and refuses a newer one.
func Open(ctx context.Context, dir string) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, folderError(dir, err)
	}
	path := filepath.Join(dir, FileName)
	if err := migrate(ctx, path); err != nil {
		return nil, err
	}
	writer, err := open(path, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	reader, err := open(path, "_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	// The client holds back a notification that follows another within the
	// cooldown; its default of 100 ms would leave that job to the slow poll.
	queue, err := river.NewClient(riversqlite.New(writer), &river.Config{FetchCooldown: river.FetchCooldownMin})
	if err != nil {
		return nil, fmt.Errorf("make the queue client: %w", err)
	}
	return &DB{writer: writer, reader: reader, queue: queue, heads: newHeadCache(), jobs: newWatchers()}, nil
}

// QueueDriver returns River's driver for this database, for a job.Runner.
func (db *DB) QueueDriver() riverdriver.Driver[*sql.Tx] { return riversqlite.New(db.writer) }

// Close waits for running queries and closes the database.
func (db *DB) Close() error {
	readErr := db.reader.Close()
	if err := db.writer.Close(); err != nil {
		return failure("close the database", err)
	}
	return failure("close the database", readErr)
}

func open(path, extra string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", source(path)+"&"+extra)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

// source returns the driver's address of the file, as a URI so that any
// character may be in the path.
func source(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	return "file:" + escaped + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_time_format=sqlite"
}

// write runs f in one write transaction. A returned error undoes all of it.
func (db *DB) write(ctx context.Context, what string, f func(tx *sql.Tx) error) error {
	return transact(ctx, db.writer, what, f)
}

// read runs f on one consistent view of the database.
func (db *DB) read(ctx context.Context, what string, f func(tx *sql.Tx) error) error {
	return transact(ctx, db.reader, what, f)
}

func transact(ctx context.Context, pool *sql.DB, what string, f func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return failure(what, err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	if err := f(tx); err != nil {
		return failure(what, err)
	}
	return failure(what, tx.Commit())
}
