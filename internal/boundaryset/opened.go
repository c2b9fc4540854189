package boundaryset

import (
	"sync"
	"sync/atomic"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/tiles"
)

// TileLayer is the name of the polygons in vector tiles; the labels are in the
// layer of that name with "-labels" added.
const TileLayer = "boundaries"

// maxTiles bounds the tiles an open set keeps, about 20 kB each.
const maxTiles = 4096

// Opened is a set in memory, with what is made from it on first use.
type Opened struct {
	Set *boundary.Set

	id      string
	reading sync.Mutex

	topologyOnce sync.Once
	topo         *boundary.Topology
	linksOnce    sync.Once
	links        atomic.Pointer[boundary.Topology]
	tilerOnce    sync.Once
	tiler        *tiles.Tiler
	codesOnce    sync.Once
	codes        *boundary.CodeIndex
	locatorOnce  sync.Once
	locator      *boundary.Locator

	overview overview

	mu    sync.Mutex
	tiles map[[3]int][]byte

	placed placements
}

// Topology says which boundaries are neighbours.
func (o *Opened) Topology() *boundary.Topology {
	o.topologyOnce.Do(func() { o.topo = boundary.NewTopology(o.Set, boundary.TopologyOptions{}) })
	return o.topo
}

// Links says which boundaries are neighbours or joined by a bridge; nil while
// that is being worked out, which the first call begins and takes seconds for
// tens of thousands of boundaries.
func (o *Opened) Links() *boundary.Topology {
	o.linksOnce.Do(func() { go func() { o.links.Store(o.Topology().WithBridges()) }() })
	return o.links.Load()
}

// Codes finds boundaries by code.
func (o *Opened) Codes() *boundary.CodeIndex {
	o.codesOnce.Do(func() { o.codes = boundary.NewCodeIndex(o.Set) })
	return o.codes
}

// Locator finds boundaries by position.
func (o *Opened) Locator() *boundary.Locator {
	o.locatorOnce.Do(func() { o.locator = boundary.NewLocator(o.Set) })
	return o.locator
}

// Tiler makes the vector tiles of the set.
func (o *Opened) Tiler() *tiles.Tiler {
	o.tilerOnce.Do(func() { o.tiler = tiles.NewTiler(o.Set, TileLayer) })
	return o.tiler
}

// Tile returns one vector tile, nil where there is nothing. Tiles are kept.
func (o *Opened) Tile(zoom, x, y int) []byte {
	key := [3]int{zoom, x, y}
	o.mu.Lock()
	tile, ok := o.tiles[key]
	o.mu.Unlock()
	if ok {
		return tile
	}
	tile = o.Tiler().Tile(zoom, x, y)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.tiles == nil || len(o.tiles) >= maxTiles {
		o.tiles = map[[3]int][]byte{}
	}
	o.tiles[key] = tile
	return tile
}

// Place is where a code lies.
type Place struct {
	Code  string `json:"code" doc:"As it was asked for."`
	Found bool   `json:"found"`
	// Index is the boundary's position in the set.
	Index int32   `json:"index"`
	Name  string  `json:"name"`
	Lon   float64 `json:"lon"`
	Lat   float64 `json:"lat"`
}

// Places finds boundaries by code and returns a position inside each, as
// boundary.CodeIndex does.
func (o *Opened) Places(codes []string) []Place {
	index := o.Codes()
	out := make([]Place, len(codes))
	for i, code := range codes {
		out[i] = Place{Code: code, Index: boundary.None}
		at, end := index.Find(code, "")
		if end != boundary.CodeFound {
			continue
		}
		b := &o.Set.Boundaries[at]
		out[i] = Place{Code: code, Found: true, Index: at, Name: b.Name, Lon: b.Point.X, Lat: b.Point.Y}
	}
	return out
}
