// Package ingest turns a source (a file, or what a live source gave) into a
// dataset snapshot: it previews, maps, validates and locates rows, keeps the
// bad ones aside, and writes the good ones. It does not know HTTP or SQL.
package ingest

import (
	"context"
	"time"
)

// Upload is a file a person has given us; its bytes are a blob.
type Upload struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Bytes   int64     `json:"bytes"`
	SHA256  string    `json:"sha256"`
	Created time.Time `json:"created"`
	Blob    string    `json:"-"`
	// Origin is where it was read from; nil for a file a person sent.
	Origin *Origin `json:"origin,omitempty"`
}

// Origin is the live source that an upload was read from.
type Origin struct {
	Kind string `json:"kind"` // "postgresql"
	// Source is the id under which the source is stored, Name its name then.
	Source string `json:"source"`
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	// Columns are the types that the source states.
	Columns []ColumnChoice `json:"columns,omitempty"`
}

// Uploads records which uploads exist.
type Uploads interface {
	AddUpload(ctx context.Context, u Upload) error
	// Upload returns a not_found error when there is none.
	Upload(ctx context.Context, id string) (Upload, error)
}
