package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Spec is the parameters of one publication.
type Spec struct {
	PublicationID string   `json:"publicationId"`
	AlignmentID   string   `json:"alignmentId"`
	Version       int64    `json:"version"`
	Formats       []Format `json:"formats"`
	Measures      []string `json:"measures"`
	// Columns are further columns of the dataset for the files of units.
	Columns []string `json:"columns,omitempty"`
	// Fields are the columns of single files of rows, in order, by format; files
	// that are not named get all of theirs. See CheckFields.
	Fields map[Format][]string `json:"fields,omitempty"`
	// Focus are the areas to write with all below them; none means all.
	Focus alignment.Focus `json:"focus"`
}

// Deps is what a publication needs from outside.
type Deps struct {
	Blobs      blob.Store
	Alignments alignment.Repository
	// Reader opens the units of a state with every attribute that it gives them.
	Reader       func(ctx context.Context, state *alignment.State) (*dataset.Reader, error)
	Publications Publications
	// Boundaries opens the set of an alignment; nil draws all outlines around
	// units.
	Boundaries BoundariesFunc
	Targets    []Target
	Now        func() time.Time
}

// Outcome is the result of a publication.
type Outcome struct {
	PublicationID string      `json:"publicationId"`
	Publication   Publication `json:"publication"`
}

// Run renders the files and records them. It is safe to run again after a
// crash: files that are there already have the same bytes and are kept.
func Run(ctx context.Context, d Deps, jobID string, s Spec, progress territory.ProgressFunc) (*Outcome, error) {
	if p, err := d.Publications.Publication(ctx, s.PublicationID); err == nil {
		return &Outcome{PublicationID: p.ID, Publication: p}, nil
	} else if territory.CodeOf(err) != territory.NotFound {
		return nil, err
	}
	plan, err := load(ctx, d, s)
	if err != nil {
		return nil, err
	}
	out := Publication{ID: s.PublicationID, AlignmentID: s.AlignmentID, Version: plan.State.Alignment.Version, JobID: jobID, Created: d.Now().UTC()}
	for i, format := range s.Formats {
		target, err := d.target(format)
		if err != nil {
			return nil, err
		}
		name, contentType := target.File()
		if progress != nil {
			progress(territory.Progress{Phase: "writing", Done: int64(i), Total: int64(len(s.Formats)), Message: name})
		}
		plan.chosen = s.Fields[format]
		f := File{Format: format, Name: name, ContentType: contentType, Blob: "publications/" + s.PublicationID + "/" + name}
		if err := render(ctx, d.Blobs, target, plan, &f); err != nil {
			return nil, err
		}
		out.Files = append(out.Files, f)
	}
	if err := d.Publications.AddPublication(ctx, out); err != nil {
		return nil, err
	}
	return &Outcome{PublicationID: out.ID, Publication: out}, nil
}

func (d *Deps) target(format Format) (Target, error) {
	for _, t := range d.Targets {
		if t.Format() == format {
			return t, nil
		}
	}
	return nil, territory.Errorf(territory.Invalid, "There is no publication format %q.", format)
}

func load(ctx context.Context, d Deps, s Spec) (*Plan, error) {
	state, err := d.Alignments.State(ctx, s.AlignmentID, s.Version)
	if err != nil {
		return nil, err
	}
	p := &Plan{State: state, fields: s.Columns, boundaries: d.Boundaries}
	if !s.Focus.Whole() {
		p.focus = s.Focus.Numbers(state)
	}
	if p.Reader, err = d.Reader(ctx, state); err != nil {
		return nil, err
	}
	if p.Columns, err = figures.Load(ctx, p.Reader, s.Measures); err != nil {
		return nil, err
	}
	p.Measured = figures.Compute(state.Territories(), state.Assigned, p.Columns)
	return p, nil
}

func render(ctx context.Context, store blob.Store, target Target, p *Plan, f *File) error {
	w, err := store.Create(ctx, f.Blob)
	if err != nil {
		return err
	}
	defer w.Abort()
	hash, count := sha256.New(), new(counter)
	if err := target.Write(ctx, io.MultiWriter(w, hash, count), p); err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	f.Bytes, f.SHA256 = int64(*count), hex.EncodeToString(hash.Sum(nil))
	if err := w.Commit(); err != nil && !errors.Is(err, blob.ErrExist) {
		return err
	}
	return nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
