package boundaryset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// openSets is how many sets a library keeps open. A set of 33,000 boundaries
// takes about 100 MB with its levels of detail.
const openSets = 4

// Library lists and opens sets, built-in and imported alike, and keeps those
// used last. It is safe for concurrent use.
type Library struct {
	sets  BoundarySets
	blobs blob.Store

	mu     sync.Mutex
	recent []*Opened // the most recently used last
}

// NewLibrary returns a library over the records and their blobs.
func NewLibrary(sets BoundarySets, blobs blob.Store) *Library {
	return &Library{sets: sets, blobs: blobs}
}

// List returns the built-in sets, then the imported ones.
func (l *Library) List(ctx context.Context) ([]Record, error) {
	var all []Record
	for _, b := range builtin.Sets() {
		all = append(all, builtinRecord(b))
	}
	own, err := l.sets.BoundarySets(ctx)
	return append(all, own...), err
}

// Record describes one set; a built-in one is read for its figures.
func (l *Library) Record(ctx context.Context, id string) (Record, error) {
	b, ok := findBuiltin(id)
	if !ok {
		return l.sets.BoundarySet(ctx, id)
	}
	o, err := l.Open(ctx, id)
	if err != nil {
		return Record{}, err
	}
	r := builtinRecord(b)
	r.Figures = figures(o.Set, o.Topology())
	r.Report.Features = r.Figures.Boundaries
	return r, nil
}

// Delete removes an imported set.
func (l *Library) Delete(ctx context.Context, id string) error {
	if _, ok := findBuiltin(id); ok {
		return territory.Errorf(territory.Conflict, "The set %s comes with the program and cannot be deleted.", id)
	}
	if err := l.sets.DeleteBoundarySet(ctx, id); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recent = slices.DeleteFunc(l.recent, func(o *Opened) bool { return o.id == id })
	return nil
}

// Open returns a set. It is read once, also when several ask at the same time,
// and must not be changed.
func (l *Library) Open(ctx context.Context, id string) (*Opened, error) {
	o := l.entry(id)
	o.reading.Lock()
	defer o.reading.Unlock()
	if o.Set != nil {
		return o, nil
	}
	set, err := l.read(ctx, id)
	if err != nil {
		return nil, err
	}
	o.Set = set
	return o, nil
}

// entry returns the place of a set among the recent ones, the last from now on.
func (l *Library) entry(id string) *Opened {
	l.mu.Lock()
	defer l.mu.Unlock()
	o := &Opened{id: id}
	if k := slices.IndexFunc(l.recent, func(o *Opened) bool { return o.id == id }); k >= 0 {
		o = l.recent[k]
		l.recent = slices.Delete(l.recent, k, k+1)
	}
	l.recent = append(l.recent, o)
	if len(l.recent) > openSets {
		l.recent = slices.Delete(l.recent, 0, 1)
	}
	return o
}

func (l *Library) read(ctx context.Context, id string) (*boundary.Set, error) {
	if _, ok := findBuiltin(id); ok {
		return builtin.Open(id)
	}
	r, err := l.sets.BoundarySet(ctx, id)
	if err != nil {
		return nil, err
	}
	file, err := l.openBlob(ctx, r.SetBlob)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	set, err := boundary.DecodeSet(file)
	if err != nil {
		return nil, fmt.Errorf("open boundary set %s: %w", id, err)
	}
	return set, nil
}

// Edges opens the adjacency of a set, as WriteEdges writes it.
func (l *Library) Edges(ctx context.Context, id string) (io.ReadCloser, error) {
	if _, ok := findBuiltin(id); !ok {
		r, err := l.sets.BoundarySet(ctx, id)
		if err != nil {
			return nil, err
		}
		return l.openBlob(ctx, r.EdgesBlob)
	}
	o, err := l.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := WriteEdges(&text, o.Set, o.Topology()); err != nil {
		return nil, err
	}
	return io.NopCloser(&text), nil
}

func (l *Library) openBlob(ctx context.Context, name string) (blob.Object, error) {
	file, err := l.blobs.Open(ctx, name)
	if errors.Is(err, blob.ErrNotExist) {
		return nil, territory.Errorf(territory.Unavailable, "The stored boundaries are missing from the data folder (%s); import the set again.", name)
	}
	return file, err
}

func findBuiltin(id string) (builtin.Info, bool) {
	for _, b := range builtin.Sets() {
		if b.ID == id {
			return b, true
		}
	}
	return builtin.Info{}, false
}

// builtinRecord describes a built-in set without reading it.
func builtinRecord(b builtin.Info) Record {
	return Record{
		ID: b.ID, Name: b.Name, Type: b.Type, Country: b.Country, Edition: b.Edition, Licence: b.Licence, Builtin: true,
		Source:  Source{Format: boundary.TopoJSON, Layer: b.Object},
		Figures: Figures{Boundaries: b.Count}, Report: Report{Faults: []Fault{}},
	}
}
