package connection

import (
	"context"
	"encoding/json"
	"time"
)

// Reading is how far an import is with one source, kept so that an import that
// was killed goes on where it was instead of reading from the start.
type Reading struct {
	// SnapshotID is the snapshot being imported, Position the source's place.
	SnapshotID string `json:"snapshotId"`
	Position   int    `json:"position"`
	// SOQL is the query that the org's job JobID runs; Version the API version
	// it was made with, without which its results cannot be read.
	SOQL    string `json:"soql,omitempty"`
	JobID   string `json:"jobId,omitempty"`
	Version string `json:"version,omitempty"`
	// Pages are the blobs with the pages read so far, Locator where the next
	// begins; Whole says that there is none.
	Pages   []string `json:"pages,omitempty"`
	Locator string   `json:"locator,omitempty"`
	Whole   bool     `json:"whole,omitempty"`
	// Extract and Outcome are set when the source has been read to its end.
	Extract *Extract        `json:"extract,omitempty"`
	Outcome json.RawMessage `json:"outcome,omitempty"`
	// Types are the types of the columns of the sources read so far.
	Types   map[string]string `json:"types,omitempty"`
	Updated time.Time         `json:"updated"`
}

// Readings keeps readings. The blobs of pages are in use as long as theirs is
// kept.
type Readings interface {
	SetReading(ctx context.Context, r Reading) error
	// Readings returns those of a snapshot by position.
	Readings(ctx context.Context, snapshotID string) ([]Reading, error)
	DeleteReadings(ctx context.Context, snapshotID string) error
	// StaleReadings are those that nobody has gone on with since.
	StaleReadings(ctx context.Context, before time.Time) ([]Reading, error)
}
