package publish

import (
	"context"
	"time"
)

// Publication is an immutable set of files made from one version of an
// alignment.
type Publication struct {
	ID          string    `json:"id"`
	AlignmentID string    `json:"alignmentId"`
	Version     int64     `json:"version"`
	JobID       string    `json:"jobId"`
	Created     time.Time `json:"created"`
	Files       []File    `json:"files" nullable:"false"`
}

// File is one file of a publication.
type File struct {
	Format      Format `json:"format"`
	Name        string `json:"name"`
	ContentType string `json:"contentType"`
	Bytes       int64  `json:"bytes"`
	SHA256      string `json:"sha256"`
	Blob        string `json:"-"`
}

// Publications records which publications exist. A missing one is a not_found
// error.
type Publications interface {
	// AddPublication records a publication whose blobs are committed, in one
	// transaction.
	AddPublication(ctx context.Context, p Publication) error
	Publication(ctx context.Context, id string) (Publication, error)
	// Publications returns an alignment's publications, newest first.
	Publications(ctx context.Context, alignmentID string) ([]Publication, error)
}
