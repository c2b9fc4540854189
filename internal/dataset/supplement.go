package dataset

import (
	"context"
	"time"
)

// Supplement is a table of attributes that people brought for boundaries, areas
// or the units of one alignment, joined by a key when it is read. It never
// changes; a newer one with the same column names comes before it.
type Supplement struct {
	ID      string    `json:"id"`
	Name    string    `json:"name" doc:"Name of the file."`
	Created time.Time `json:"created"`
	On      On        `json:"on" enum:"units,boundaries,areas" doc:"What the rows describe."`
	// Exactly one of the following says for whom.
	SetID       string   `json:"setId,omitempty" doc:"Boundary set whose boundaries have the attributes everywhere."`
	DatasetID   string   `json:"datasetId,omitempty" doc:"Dataset in all alignments of which they are there."`
	AlignmentID string   `json:"alignmentId,omitempty" doc:"The one alignment that has them."`
	Key         string   `json:"key" doc:"Column of the file that names the unit, boundary or area."`
	Columns     []Column `json:"columns" nullable:"false"`
	Rows        int      `json:"rows" doc:"Rows of the file."`
	Matched     int      `json:"matched" doc:"Rows whose key was found when the file came."`
	Unmatched   int      `json:"unmatched" doc:"Rows whose key nothing has."`
	Duplicates  int      `json:"duplicates" doc:"Rows with the key of an earlier one; the earlier one counts."`
	Missing     int      `json:"missing" doc:"Units, boundaries or areas without a row."`
	// Problems lists unmatched and duplicate keys.
	Problems []KeyProblem `json:"problems" nullable:"false" doc:"The first hundred; the CSV holds all."`
}

// KeyProblem is a row that could not be joined.
type KeyProblem struct {
	Row int    `json:"row" doc:"Row of the file; the header is row 1."`
	Key string `json:"key"`
	Why string `json:"why" doc:"unmatched, duplicate or ambiguous"`
}

// SupplementTable is what a supplement holds.
type SupplementTable struct {
	Keys []string `json:"keys"`
	// Rows are the numbers of the rows in the file.
	Rows []int `json:"rows"`
	// Values holds the columns as text, numbers in the form of programs; "" is
	// missing.
	Values   [][]string   `json:"values"`
	Problems []KeyProblem `json:"problems"`
}

// Supplements keeps them.
type Supplements interface {
	AddSupplement(ctx context.Context, s Supplement, table SupplementTable) error
	// Supplement and SupplementTable return one; a missing one is a not_found
	// error.
	Supplement(ctx context.Context, id string) (Supplement, error)
	SupplementTable(ctx context.Context, id string) (SupplementTable, error)
	// Supplements returns those for a set, a dataset or an alignment, whichever
	// is given, newest first.
	Supplements(ctx context.Context, setID, datasetID, alignmentID string) ([]Supplement, error)
	DeleteSupplement(ctx context.Context, id string) error
}
