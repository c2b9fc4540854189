package live

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Library stores sources with their connections encrypted, and reads them.
type Library struct {
	Sources   Sources
	Connector Connector
	Sealer    secret.Sealer
	Now       func() time.Time
	NewID     func() string
}

// Wanted is what a person enters for a source.
type Wanted struct {
	Name string `json:"name" minLength:"1" maxLength:"200"`
	// Connection is as libpq has it, a URL or key=value words; "" keeps the one
	// stored.
	Connection string `json:"connection,omitempty" maxLength:"4000" doc:"postgres://user:password@host:5432/database?sslmode=require, or key=value words. Stored encrypted and never shown again."`
	Query      string `json:"query" minLength:"1" maxLength:"100000" doc:"One SELECT."`
	Limits
}

// Add stores a new source. The connection is not tried; see Check.
func (l *Library) Add(ctx context.Context, w Wanted) (Source, error) {
	now := l.Now().UTC()
	s, err := l.fill(Source{ID: l.NewID(), Kind: PostgreSQL, Created: now}, w)
	if err != nil {
		return s, err
	}
	if w.Connection == "" {
		return s, territory.Say(territory.Invalid, sentence.SourceNoConnection.With(nil))
	}
	sealed, err := l.seal(&s, w.Connection)
	if err != nil {
		return s, err
	}
	return s, l.Sources.AddSource(ctx, s, sealed)
}

// Update replaces what is stored of a source.
func (l *Library) Update(ctx context.Context, id string, w Wanted) (Source, error) {
	s, _, err := l.Sources.Source(ctx, id)
	if err != nil {
		return s, err
	}
	if s, err = l.fill(s, w); err != nil {
		return s, err
	}
	var sealed []byte
	if w.Connection != "" {
		if sealed, err = l.seal(&s, w.Connection); err != nil {
			return s, err
		}
	}
	return s, l.Sources.UpdateSource(ctx, s, sealed)
}

func (l *Library) fill(s Source, w Wanted) (Source, error) {
	s.Name, s.Query, s.Limits, s.Updated = strings.TrimSpace(w.Name), w.Query, w.Limits, l.Now().UTC()
	if s.Name == "" {
		return s, territory.Say(territory.Invalid, sentence.SourceNoName.With(nil))
	}
	return s, w.Limits.Validate()
}

func (l *Library) seal(s *Source, connection string) ([]byte, error) {
	var err error
	if s.Server, err = l.Connector.Describe(connection); err != nil {
		return nil, err
	}
	return l.Sealer.Seal([]byte(connection))
}

// checkTimeout bounds the wait for the first rows.
const checkTimeout = 30 * time.Second

// Check runs a query for its first rows. Without a connection, and without a
// query, those of the stored source are used.
func (l *Library) Check(ctx context.Context, id, connection, query string) (*Check, error) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if id != "" {
		s, stored, err := l.open(ctx, id)
		if err != nil {
			return nil, err
		}
		if connection == "" {
			connection = stored
		}
		if query == "" {
			query = s.Query
		}
	}
	return l.Connector.Check(ctx, connection, query)
}

// Extract reads a stored source whole.
func (l *Library) Extract(ctx context.Context, id string, out io.Writer, progress territory.ProgressFunc) (Source, []Column, int64, error) {
	s, connection, err := l.open(ctx, id)
	if err != nil {
		return s, nil, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout())
	defer cancel()
	columns, rows, err := l.Connector.Extract(ctx, connection, s.Query, s.Limits, out, progress)
	if err != nil {
		return s, nil, 0, fmt.Errorf("read source %q: %w", s.Name, err)
	}
	return s, columns, rows, nil
}

func (l *Library) open(ctx context.Context, id string) (Source, string, error) {
	s, sealed, err := l.Sources.Source(ctx, id)
	if err != nil {
		return s, "", err
	}
	connection, err := l.Sealer.Open(sealed)
	return s, string(connection), err
}
