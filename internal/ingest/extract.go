package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// ExtractJobKind is the kind of jobs whose parameters are an ExtractSpec.
const ExtractJobKind = "extract"

// ExtractSpec says which live source is read into which upload.
type ExtractSpec struct {
	Source string `json:"source"`
	// Upload is the id it gets, chosen by the caller so that a job run again
	// makes no second one.
	Upload string `json:"upload"`
}

// ExtractFunc writes what a live source gives as CSV and describes it.
type ExtractFunc func(ctx context.Context, source string, out io.Writer, progress territory.ProgressFunc) (*Origin, error)

// Extract reads a live source into an upload. An upload that is recorded
// already is returned as it is.
func Extract(ctx context.Context, store blob.Store, uploads Uploads, extract ExtractFunc, now time.Time, s ExtractSpec, progress territory.ProgressFunc) (Upload, error) {
	if known, err := uploads.Upload(ctx, s.Upload); err == nil || territory.CodeOf(err) != territory.NotFound {
		return known, err
	}
	u := Upload{ID: s.Upload, Created: now.UTC(), Blob: fmt.Sprintf("uploads/%s-%d", s.Upload, now.UnixNano())}
	out, err := store.Create(ctx, u.Blob)
	if err != nil {
		return u, err
	}
	defer out.Abort()
	hash, count := sha256.New(), counter{}
	if u.Origin, err = extract(ctx, s.Source, io.MultiWriter(out, hash, &count), progress); err != nil {
		return u, err
	}
	if u.Origin.Rows == 0 {
		return u, territory.Say(territory.Invalid, sentence.ImportSourceEmpty.With(sentence.Params{"source": u.Origin.Name}))
	}
	if err := out.Commit(); err != nil {
		return u, err
	}
	u.Name, u.Bytes, u.SHA256 = u.Origin.Name, count.bytes, hex.EncodeToString(hash.Sum(nil))
	return u, uploads.AddUpload(ctx, u)
}

type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}
