// Package dataset holds immutable columnar snapshots of units: their schema,
// profile, writer and reader. The bytes are Parquet files in a blob.Store; the
// list of what exists is a Catalog, kept by a database. The package knows
// blobs, not databases.
package dataset

import (
	"context"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// Dataset is a named bag of units. Its newest snapshot is current.
type Dataset struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// CurrentSnapshot is "" until the first import has finished.
	CurrentSnapshot string `json:"currentSnapshot,omitempty"`
	// Archived is when it was put aside, Trashed when it was moved into the
	// trash; nil when it was not.
	Archived *time.Time `json:"archived,omitempty"`
	Trashed  *time.Time `json:"trashed,omitempty"`
}

// Snapshot describes one immutable state of a dataset: n units in a fixed
// order. A unit's index (0..n-1) is its row in Units. It is written once.
type Snapshot struct {
	ID        string    `json:"id"`
	DatasetID string    `json:"datasetId"`
	Created   time.Time `json:"created"`
	// FormatVersion is the version of the file layout (docs/formats).
	FormatVersion int `json:"formatVersion"`
	// Units is the number of accepted units, Rejected the number of rows kept
	// aside, Rows their sum.
	Units    int `json:"units"`
	Rejected int `json:"rejected"`
	// LeftOut is how many rows the filter of the import did not let in.
	LeftOut int `json:"leftOut,omitempty"`
	// Located is how many units have a position.
	Located int      `json:"located"`
	Sources []Source `json:"sources"`
	Columns []Column `json:"columns"`
	// Box bounds all positions: west, south, east, north in degrees; nil
	// without positions.
	Box *[4]float64 `json:"box,omitempty"`
	// Rejections counts the rejected rows by reason, most frequent first.
	Rejections []Rejection `json:"rejections"`
	// Notes tell what the import decided by itself, a sentence each.
	Notes []string `json:"notes,omitempty"`
	// NotesSaid are the notes with their codes; snapshots of earlier versions
	// have none.
	NotesSaid []sentence.Sentence `json:"notesSaid,omitempty" doc:"The notes with their codes, in the same order."`
	// Location tells how the units were located when that was asked for.
	Location *LocationReport `json:"location,omitempty"`
	// Fingerprint is the SHA-256 of the units file, in hex.
	Fingerprint string `json:"fingerprint"`
	// UnitsBlob and RejectedBlob are names in the blob store; RejectedBlob is
	// "" when nothing was rejected.
	UnitsBlob    string `json:"unitsBlob"`
	RejectedBlob string `json:"rejectedBlob,omitempty"`
}

// Source is what fed a snapshot. A unit remembers the index of its source.
type Source struct {
	// Kind is "file", or the kind of live source: "postgresql".
	Kind string `json:"kind"`
	Name string `json:"name"`
	// LiveSource is the id of the live source it was read from, "" for a file.
	LiveSource string `json:"liveSource,omitempty"`
	// Bytes and SHA256 describe the file as uploaded.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
}

// Note writes down what the import decided by itself.
func (s *Snapshot) Note(notes []sentence.Sentence) {
	s.Notes, s.NotesSaid = nil, notes
	for _, note := range notes {
		s.Notes = append(s.Notes, note.English)
	}
}

// Rejection is one reason for which rows were kept aside.
type Rejection struct {
	// Reason is a stable word: "missing_coordinates", "latitude_out_of_range".
	Reason string `json:"reason"`
	// Text explains the reason to a person and says what to do.
	Text   string `json:"text"`
	Column string `json:"column,omitempty"`
	Rows   int    `json:"rows"`
	// FirstRow is the row number in the source of the first such row; the
	// header is row 1.
	FirstRow int `json:"firstRow"`
}

// Type is the type of a column's values.
type Type string

// The column types. Number is float64; Date is days since 1970-01-01.
const (
	Text    Type = "text"
	Number  Type = "number"
	Date    Type = "date"
	Boolean Type = "boolean"
)

// Role is what a column means for planning.
type Role string

// The roles. At most one column has each of the single roles; any number of
// columns are measures, categories, levels or plain.
const (
	RoleID         Role = "id"
	RoleName       Role = "name"
	RoleLatitude   Role = "latitude"
	RoleLongitude  Role = "longitude"
	RoleCountry    Role = "country"
	RoleState      Role = "state"
	RoleCity       Role = "city"
	RoleStreet     Role = "street"
	RolePostalCode Role = "postal_code"
	RoleOwner      Role = "owner"
	RoleTerritory  Role = "territory"
	RoleParent     Role = "parent"
	RoleMeasure    Role = "measure"
	RoleCategory   Role = "category"
	RolePlain      Role = "plain"
	RoleIgnore     Role = "ignore"
)

// Column describes one attribute of the units and what its values look like.
type Column struct {
	// Name is unique in the snapshot and is what APIs, rules and files use.
	// Columns made by the program begin with "$": "$country", "$state",
	// "$county" hold codes found by point in polygon.
	Name    string   `json:"name"`
	Type    Type     `json:"type"`
	Role    Role     `json:"role"`
	Profile *Profile `json:"profile,omitempty"`
}

// Profile summarises a column's values.
type Profile struct {
	Missing  int `json:"missing"`
	Distinct int `json:"distinct"`
	// DistinctCapped is true when Distinct is a lower bound.
	DistinctCapped bool `json:"distinctCapped,omitempty"`
	// For numbers and dates; quantiles at 0, 5, 25, 50, 75, 95, 100 %.
	Min       *float64  `json:"min,omitempty"`
	Max       *float64  `json:"max,omitempty"`
	Mean      *float64  `json:"mean,omitempty"`
	Sum       *float64  `json:"sum,omitempty"`
	Quantiles []float64 `json:"quantiles,omitempty"`
	// Histogram counts values in equal bins from Min to Max.
	Histogram []int `json:"histogram,omitempty"`
	// Top is the most frequent texts, at most 20.
	Top []ValueCount `json:"top,omitempty"`
}

// ValueCount is a text value and how many units have it.
type ValueCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Catalog records which datasets and snapshots exist. Errors for a missing
// thing have code not_found, for a taken name conflict.
type Catalog interface {
	CreateDataset(ctx context.Context, d Dataset) error
	Dataset(ctx context.Context, id string) (Dataset, error)
	// Datasets returns all datasets that are not in the trash, newest change
	// first.
	Datasets(ctx context.Context) ([]Dataset, error)
	RenameDataset(ctx context.Context, id, name string) error
	// ArchiveDataset puts a dataset aside: it and its alignments are left out
	// of ordinary lists and work as before. The zero time takes it back.
	ArchiveDataset(ctx context.Context, id string, at time.Time) error
	Trash
	Retainer
	Cloner
	// AddSnapshot records a snapshot whose blobs are committed and makes it
	// current, in one transaction.
	AddSnapshot(ctx context.Context, s Snapshot) error
	Snapshot(ctx context.Context, id string) (Snapshot, error)
	// Snapshots returns a dataset's snapshots, newest first.
	Snapshots(ctx context.Context, datasetID string) ([]Snapshot, error)
}
