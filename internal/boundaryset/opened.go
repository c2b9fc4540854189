package boundaryset

import (
	"strings"
	"sync"

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
	tilerOnce    sync.Once
	tiler        *tiles.Tiler
	codesOnce    sync.Once
	codes        map[string]int32

	mu    sync.Mutex
	tiles map[[3]int][]byte
}

func (o *Opened) topology() *boundary.Topology {
	o.topologyOnce.Do(func() { o.topo = boundary.NewTopology(o.Set, boundary.TopologyOptions{}) })
	return o.topo
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

// Places finds boundaries by code and returns a position inside each. A code
// is also found without regard to case, spaces and hyphens, and where it has
// lost its leading zeros or carries a ZIP+4 ending.
func (o *Opened) Places(codes []string) []Place {
	o.codesOnce.Do(o.indexCodes)
	out := make([]Place, len(codes))
	for i, code := range codes {
		out[i] = Place{Code: code, Index: boundary.None}
		at, ok := o.find(code)
		if !ok {
			continue
		}
		b := &o.Set.Boundaries[at]
		out[i] = Place{Code: code, Found: true, Index: at, Name: b.Name, Lon: b.Point.X, Lat: b.Point.Y}
	}
	return out
}

// indexCodes notes every code as it is, and in its plain form where that is
// nobody else's.
func (o *Opened) indexCodes() {
	o.codes = o.Set.Index()
	plain := map[string]int32{}
	for i := range o.Set.Boundaries {
		key := plainCode(o.Set.Boundaries[i].Code)
		if _, double := plain[key]; double {
			plain[key] = boundary.None
			continue
		}
		plain[key] = int32(i)
	}
	for key, i := range plain {
		if _, exact := o.codes[key]; !exact {
			o.codes[key] = i
		}
	}
}

func (o *Opened) find(code string) (int32, bool) {
	forms := []string{code, plainCode(code)}
	if zip, ending, ok := strings.Cut(strings.TrimSpace(code), "-"); ok && len(zip) == 5 && len(ending) == 4 {
		forms = append(forms, zip, plainCode(zip))
	}
	for _, form := range forms {
		if at, ok := o.codes[form]; ok && at != boundary.None && form != "" {
			return at, true
		}
	}
	return boundary.None, false
}

// plainCode is a code in capitals, without spaces, hyphens and leading zeros.
func plainCode(code string) string {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
	return strings.TrimLeft(code, "0")
}
