package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// failure turns a database error into one for people where there is something
// they can do, and wraps any other with what was being done. Errors that are
// for people already pass through.
func failure(what string, err error) error {
	var shown *territory.Error
	if err == nil || errors.As(err, &shown) {
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", what, err)
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return territory.Say(territory.Unavailable, sentence.StoreFull.With(sentence.Params{"what": what}))
	case sqlite3.SQLITE_IOERR:
		return territory.Errorf(territory.Unavailable,
			"could not %s: the disk with the data folder reports an error (%v). Check that it is attached, has space and is healthy, then try again.", what, e)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return territory.Errorf(territory.Unavailable,
			"could not %s: the data folder cannot be written (%v). Check its permissions and those of the files in it.", what, e)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return territory.Errorf(territory.Unavailable,
			"could not %s: the file %s in the data folder is not a sound database (%v). Restore it from a backup.", what, FileName, e)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return territory.Say(territory.Unavailable, sentence.StoreBusy.With(sentence.Params{"what": what}))
	}
	return fmt.Errorf("%s: %w", what, err)
}

func folderError(dir string, err error) error {
	return territory.Errorf(territory.Unavailable, "the data folder %s cannot be used: %v. Choose another folder or correct its permissions.", dir, err)
}

// taken says whether err is a broken uniqueness rule.
func taken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// orphan says whether err is a reference to a row that does not exist.
func orphan(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
}

func missing(kind, id string) error {
	return territory.Say(territory.NotFound, sentence.NotThere.With(sentence.Params{"kind": sentence.Thing(kind), "id": id}))
}

// found turns "no rows" into a not_found error.
func found(err error, kind, id string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return missing(kind, id)
	}
	return err
}

// affected returns a not_found error when a statement touched no row.
func affected(result sql.Result, err error, kind, id string) error {
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		return missing(kind, id)
	}
	return err
}

// Times are stored as microseconds.
func micros(t time.Time) int64 { return t.UnixMicro() }

func fromMicros(v int64) time.Time { return time.UnixMicro(v).UTC() }

func optionalTime(v sql.NullInt64) *time.Time {
	if !v.Valid {
		return nil
	}
	t := fromMicros(v.Int64)
	return &t
}
