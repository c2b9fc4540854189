// Package ingest turns a source (first form: an uploaded CSV file) into a
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
}

// Uploads records which uploads exist.
type Uploads interface {
	AddUpload(ctx context.Context, u Upload) error
	// Upload returns a not_found error when there is none.
	Upload(ctx context.Context, id string) (Upload, error)
}
