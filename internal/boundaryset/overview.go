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

// overview is the tiles of a set made at import, read on first use.
type overview struct {
	mu    sync.Mutex
	read  bool
	tiles *tiles.Overview // nil where there are none
	warm  sync.Once
}

// Tile returns a vector tile of a set, nil where there is nothing. One of the
// first zooms comes from what was made at import; meanwhile the set is opened
// and made ready for the others.
func (l *Library) Tile(ctx context.Context, id string, zoom, x, y int) ([]byte, error) {
	o := l.entry(id)
	first, err := l.overview(ctx, o)
	if err != nil {
		return nil, err
	}
	if tile, ok := first.Tile(zoom, x, y); ok {
		o.overview.warm.Do(func() { go l.prepare(context.WithoutCancel(ctx), id) })
		return tile, nil
	}
	opened, err := l.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return opened.Tile(zoom, x, y), nil
}

// overview reads the tiles made at import, once.
func (l *Library) overview(ctx context.Context, o *Opened) (*tiles.Overview, error) {
	o.overview.mu.Lock()
	defer o.overview.mu.Unlock()
	if _, builtin := findBuiltin(o.id); builtin || o.overview.read {
		return o.overview.tiles, nil
	}
	r, err := l.sets.BoundarySet(ctx, o.id)
	if err != nil {
		return nil, err
	}
	file, err := l.blobs.Open(ctx, overviewBlob(r.SetBlob))
	if errors.Is(err, blob.ErrNotExist) {
		o.overview.read = true
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading
	made, err := tiles.ReadOverview(file)
	if err != nil {
		return nil, fmt.Errorf("boundary set %s: %w", o.id, err)
	}
	o.overview.tiles, o.overview.read = made, true
	return made, nil
}

// prepare makes a set ready for tiles beyond those made at import. A failure
// shows again, and is reported, when a tile needs the set.
func (l *Library) prepare(ctx context.Context, id string) {
	if o, err := l.Open(ctx, id); err == nil {
		o.Tiler().Prepare(overviewZoom + 1)
	}
}
