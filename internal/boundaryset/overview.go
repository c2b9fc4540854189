package boundaryset

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
)

// overviewZoom is the last zoom whose tiles are made when a set is imported: the
// first view of a country, and a step or two into it.
const overviewZoom = 6

// overviewBlob names the tiles made at import; sets of earlier versions have none.
func overviewBlob(setBlob string) string { return setBlob + "-tiles" }

// overview says where the tiles of a set made at import are, read on first use.
type overview struct {
	mu   sync.Mutex
	read bool
	blob string
	list *tiles.Overview // nil where there are none
	warm sync.Once
}

// Tile is a vector tile, empty where there is nothing.
type Tile struct {
	Bytes []byte
	// Gzipped tells that the bytes are compressed.
	Gzipped bool
}

// Tile returns a vector tile of a set. One of the first zooms comes from what was
// made at import; meanwhile the set is opened and made ready for the others.
func (l *Library) Tile(ctx context.Context, id string, zoom, x, y int) (Tile, error) {
	o := l.entry(id)
	if err := l.readOverview(ctx, o); err != nil {
		return Tile{}, err
	}
	if o.overview.list.Has(zoom) {
		o.overview.warm.Do(func() { go l.prepare(context.WithoutCancel(ctx), id) })
		return l.madeTile(ctx, o, zoom, x, y)
	}
	opened, err := l.Open(ctx, id)
	if err != nil {
		return Tile{}, err
	}
	return Tile{Bytes: opened.Tile(zoom, x, y)}, nil
}

// madeTile reads a tile made at import.
func (l *Library) madeTile(ctx context.Context, o *Opened, zoom, x, y int) (Tile, error) {
	file, err := l.blobs.Open(ctx, o.overview.blob)
	if err != nil {
		return Tile{}, fmt.Errorf("boundary set %s: %w", o.id, err)
	}
	defer file.Close() //nolint:errcheck // opened for reading
	tile, err := o.overview.list.Tile(file, zoom, x, y)
	if err != nil {
		return Tile{}, fmt.Errorf("boundary set %s: %w", o.id, err)
	}
	return Tile{Bytes: tile, Gzipped: tile != nil}, nil
}

// readOverview finds out, once, where the tiles made at import are. Those of
// another version count as none.
func (l *Library) readOverview(ctx context.Context, o *Opened) error {
	held := &o.overview
	held.mu.Lock()
	defer held.mu.Unlock()
	if _, builtin := findBuiltin(o.id); builtin || held.read {
		return nil
	}
	r, err := l.sets.BoundarySet(ctx, o.id)
	if err != nil {
		return err
	}
	held.blob = overviewBlob(r.SetBlob)
	file, err := l.blobs.Open(ctx, held.blob)
	if errors.Is(err, blob.ErrNotExist) {
		held.read = true
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	held.list, err = tiles.ReadOverview(file, file.Size())
	if err != nil && !errors.Is(err, tiles.ErrOverview) {
		return fmt.Errorf("boundary set %s: %w", o.id, err)
	}
	held.read = true
	return nil
}

// prepare makes a set ready for tiles beyond those made at import. A failure
// shows again, and is reported, when a tile needs the set.
func (l *Library) prepare(ctx context.Context, id string) {
	if o, err := l.Open(ctx, id); err == nil {
		o.Tiler().Prepare(overviewZoom + 1)
	}
}
