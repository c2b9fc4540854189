// Package live keeps sources that can be read again: queries on databases,
// with the connection encrypted. Reading one stores what it gives as an upload,
// from which everything goes on as with a file. The package knows no database
// driver; a Connector does.
package live

import (
	"context"
	"io"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// PostgreSQL is the only kind of source in this version.
const PostgreSQL = "postgresql"

// Source is a stored query. Its connection string is not part of it.
type Source struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// Server names host, port, database and user, never a password.
	Server string `json:"server"`
	Query  string `json:"query"`
	Limits
}

// Limits bound what one reading may take. Zero values mean the defaults.
type Limits struct {
	// MaxRows is the most rows read; more are an error, not a cut.
	MaxRows int64 `json:"maxRows,omitempty"`
	// TimeoutSeconds bounds one reading as a whole.
	TimeoutSeconds int `json:"timeoutSeconds,omitempty"`
}

// The default and the largest limits.
const (
	DefaultRows    = 10_000_000
	DefaultTimeout = 30 * time.Minute
	LargestTimeout = 24 * time.Hour
)

// Rows returns the limit of rows.
func (l Limits) Rows() int64 {
	if l.MaxRows == 0 {
		return DefaultRows
	}
	return l.MaxRows
}

// Timeout returns the limit of time.
func (l Limits) Timeout() time.Duration {
	if l.TimeoutSeconds == 0 {
		return DefaultTimeout
	}
	return time.Duration(l.TimeoutSeconds) * time.Second
}

// Validate returns an error with code invalid for limits that make no sense.
func (l Limits) Validate() error {
	if l.MaxRows < 0 || l.TimeoutSeconds < 0 || l.Timeout() > LargestTimeout {
		return territory.Say(territory.Invalid, sentence.SourceLimits.With(sentence.Params{"hours": int(LargestTimeout.Hours())}))
	}
	return nil
}

// Column is a column of a query's result.
type Column struct {
	Name string `json:"name"`
	// DatabaseType is the database's own word for the type.
	DatabaseType string `json:"databaseType"`
	// Type is what it is read as; "" leaves it to what the values look like.
	Type dataset.Type `json:"type,omitempty"`
}

// Check is what a query would give.
type Check struct {
	Server  string     `json:"server"`
	Columns []Column   `json:"columns" nullable:"false"`
	Rows    [][]string `json:"rows" nullable:"false" doc:"The first rows, at most 20; a missing value is empty."`
	More    bool       `json:"more" doc:"Whether there are further rows."`
}

// Connector reads one kind of source. Every method opens a connection of its
// own, reads in a read-only transaction and closes it. Errors never hold the
// password.
type Connector interface {
	// Describe checks the form of a connection string and names host, port,
	// database and user.
	Describe(connection string) (server string, err error)
	// Check runs the query for its first rows.
	Check(ctx context.Context, connection, query string) (*Check, error)
	// Extract writes the result as CSV with a header line and returns its
	// columns and the number of rows.
	Extract(ctx context.Context, connection, query string, l Limits, out io.Writer, progress territory.ProgressFunc) ([]Column, int64, error)
}

// Sources keeps the sources. Errors for a missing one have code not_found, for
// a taken name conflict.
type Sources interface {
	// AddSource stores a source with its encrypted connection string.
	AddSource(ctx context.Context, s Source, sealed []byte) error
	// UpdateSource replaces one; a nil connection keeps the one it has.
	UpdateSource(ctx context.Context, s Source, sealed []byte) error
	Source(ctx context.Context, id string) (Source, []byte, error)
	// Sources returns all, by name.
	Sources(ctx context.Context) ([]Source, error)
	// DeleteSource removes one; what was imported from it stays.
	DeleteSource(ctx context.Context, id string) error
}
