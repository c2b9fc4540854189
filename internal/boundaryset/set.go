// Package boundaryset keeps the boundary sets people bring: it turns an upload
// into an immutable stored set with its adjacency and a report of what was
// mended, lists imported sets beside the built-in ones, opens them, and writes
// them out again. Package boundary does the geometry.
package boundaryset

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Record describes one boundary set. It never changes; a new edition is a new
// record.
type Record struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Type    string    `json:"type" doc:"What one boundary is, such as county or postal code."`
	Country string    `json:"country" doc:"ISO 3166 alpha-2 code, or empty."`
	Edition string    `json:"edition"`
	Licence string    `json:"licence"`
	Builtin bool      `json:"builtin" doc:"It comes with the program and cannot be deleted."`
	Created time.Time `json:"created"`
	Source  Source    `json:"source"`
	Figures Figures   `json:"figures"`
	Report  Report    `json:"report"`

	// SetBlob holds the set as boundary.EncodeSet writes it, EdgesBlob its
	// adjacency as WriteEdges does.
	SetBlob   string `json:"-"`
	EdgesBlob string `json:"-"`
}

// Source is the file a set was read from.
type Source struct {
	File   string          `json:"file"`
	Bytes  int64           `json:"bytes"`
	SHA256 string          `json:"sha256"`
	Format boundary.Format `json:"format"`
	Layer  string          `json:"layer" doc:"Layer or object read, where the file holds several."`
	// CodeField and NameField are the fields used, chosen or found.
	CodeField string `json:"codeField"`
	NameField string `json:"nameField"`
}

// Figures are the numbers that describe a set.
type Figures struct {
	Boundaries int        `json:"boundaries"`
	Points     int        `json:"points" doc:"Boundaries without a shape: point codes."`
	Vertices   int        `json:"vertices"`
	Edges      int        `json:"edges" doc:"Pairs of boundaries that share a border."`
	Bridges    int        `json:"bridges" doc:"Links that tie islands to the nearest other boundary."`
	Box        [4]float64 `json:"box" doc:"West, south, east, north in degrees."`
}

// Report says what the reader changed or doubted.
type Report struct {
	Features int `json:"features" doc:"Features in the file."`
	Repaired int `json:"repaired" doc:"Shapes that were invalid and have been mended."`
	Skipped  int `json:"skipped" doc:"Features left out."`
	Merged   int `json:"merged" doc:"Features with the code of an earlier one, whose shape they joined."`
	Empty    int `json:"empty" doc:"Features without an area, kept as point codes."`
	Snapped  int `json:"snapped" doc:"Boundaries whose border was joined to a neighbour's."`
	// Faults lists the first thousand; the counts above cover them all.
	Faults []Fault `json:"faults" nullable:"false"`
}

// Fault is one remark on one feature of the file.
type Fault struct {
	Feature int    `json:"feature" doc:"Counted from 1."`
	Code    string `json:"code"`
	Kind    string `json:"kind" enum:"repaired,skipped,merged,empty"`
	What    string `json:"what"`
	// Said is What with its code; sets imported by earlier versions have none.
	Said *sentence.Sentence `json:"said,omitempty" doc:"What is remarked, with its code; sets imported by earlier versions have none."`
}

// BoundarySets records which imported sets exist. A missing one is a not_found
// error.
type BoundarySets interface {
	// AddBoundarySet records a set whose blobs are committed. A set with the
	// same name and edition, or the same id, is a conflict.
	AddBoundarySet(ctx context.Context, r Record) error
	BoundarySet(ctx context.Context, id string) (Record, error)
	// BoundarySets returns all of them by name, then newest first.
	BoundarySets(ctx context.Context) ([]Record, error)
	// DeleteBoundarySet removes the record; its blobs become garbage. A set
	// that an alignment uses is a conflict.
	DeleteBoundarySet(ctx context.Context, id string) error
}
