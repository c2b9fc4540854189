// Package blob stores named immutable byte objects. A name is written once and
// never changes; a half-written object is never visible. The local folder is
// in this package, other backends (S3) implement Store in their own package
// and pass the suite in blobtest.
package blob

import (
	"context"
	"errors"
	"io"
	"time"
)

// ErrNotExist is returned (wrapped) when no object has the name.
var ErrNotExist = errors.New("object does not exist")

// ErrExist is returned (wrapped) by Commit when the name is already taken.
var ErrExist = errors.New("object exists already")

// Info describes one stored object.
type Info struct {
	Name     string
	Size     int64
	Modified time.Time
}

// Store keeps immutable objects by name. Names are slash-separated paths of
// [a-z0-9._-] segments without "." or ".." segments. All methods may be called
// concurrently.
type Store interface {
	// Create begins a new object. Nothing is visible until Commit returns.
	Create(ctx context.Context, name string) (Writer, error)
	// Open returns the object for reading at any offset.
	Open(ctx context.Context, name string) (Object, error)
	// List returns the objects whose name begins with prefix, in name order.
	List(ctx context.Context, prefix string) ([]Info, error)
	// Delete removes the object; deleting a missing one is no error.
	Delete(ctx context.Context, name string) error
}

// Writer receives the bytes of a new object. Exactly one of Commit or Abort
// must be called; Abort after Commit does nothing, so it may be deferred.
type Writer interface {
	io.Writer
	// Commit makes the object durable (synced) and visible. It returns a
	// wrapped ErrExist when the name is taken; the old object stays as it was.
	Commit() error
	// Abort drops what was written.
	Abort()
}

// Object is an open object. It must be closed.
type Object interface {
	io.Reader
	io.ReaderAt
	io.Closer
	Size() int64
}
