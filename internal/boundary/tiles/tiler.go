package tiles

import (
	"math"
	"sync"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// MaxZoom is the deepest zoom with detail of its own; clients draw deeper views
// from tiles of this zoom. A unit of its tiles is about 2.4 m at the equator.
const MaxZoom = 12

// extent is the number of units across a tile, and buffer how far shapes reach
// beyond it, so that outlines do not show at its edge.
const (
	extent = 4096
	buffer = 64
)

// coarse is the grid, in units, that vertices are moved to below fineZoom: half
// a pixel of a tile 512 pixels wide.
const (
	coarse   = 4
	fineZoom = 10
)

// detailPixels is how many pixels wide a tile is taken to be when deciding
// which vertices can be seen: what makes less than a pixel of area cannot.
const detailPixels = 512

// levelZooms are the zooms a level of detail is kept for; a tile takes the next
// level at or above its zoom, beyond the last all vertices. The first zooms, in
// which a view holds most boundaries, have a level each: every vertex there is
// drawn in every frame.
var levelZooms = [...]int{1, 2, 3, 4, 5, 6, 8, 10}

// Tiler makes the tiles of one set. It is safe for concurrent use.
type Tiler struct {
	set        *boundary.Set
	layer      string
	simplifier *boundary.Simplifier
	levels     [len(levelZooms) + 1]level
	pointsOnce sync.Once
	points     *pointCodes
}

// level is the set at one level of detail, on the unit square.
type level struct {
	once  sync.Once
	parts []part
	tree  *geom.RTree
}

// part is one polygon of a boundary.
type part struct {
	owner int32
	box   geom.Box
	rings geom.Polygon
}

// NewTiler prepares a set; layer names its polygons and point codes in the tiles, its label
// points are in the layer of that name with "-labels" added.
func NewTiler(set *boundary.Set, layer string) *Tiler {
	return &Tiler{set: set, layer: layer, simplifier: boundary.NewSimplifier(set)}
}

// Prepare builds the levels of detail from a zoom on, which otherwise the first
// tile of each waits for.
func (t *Tiler) Prepare(zoom int) {
	for k := levelOf(zoom); k < len(t.levels); k++ {
		t.levels[k].once.Do(func() { t.build(k) })
	}
}

// level returns the level of detail for a zoom.
func (t *Tiler) level(zoom int) *level {
	k := levelOf(zoom)
	t.levels[k].once.Do(func() { t.build(k) })
	return &t.levels[k]
}

// levelOf returns which level of detail a zoom takes.
func levelOf(zoom int) int {
	k := 0
	for k < len(levelZooms) && levelZooms[k] < zoom {
		k++
	}
	return k
}

func (t *Tiler) build(k int) {
	pixels := math.Inf(1)
	if k < len(levelZooms) {
		pixels = detailPixels * float64(int(1)<<levelZooms[k])
	}
	l := &t.levels[k]
	var boxes []geom.Box
	for i, shape := range t.simplifier.Level(pixels) {
		for _, poly := range shape {
			for _, r := range poly {
				for j, p := range r {
					r[j] = geom.Mercator(p)
				}
			}
			l.parts = append(l.parts, part{int32(i), poly.Box(), poly})
			boxes = append(boxes, poly.Box())
		}
	}
	l.tree = geom.NewRTree(boxes)
}

// Bounds returns the box of all parts in degrees.
func (t *Tiler) Bounds() geom.Box {
	b := geom.EmptyBox()
	for i := range t.set.Boundaries {
		one := &t.set.Boundaries[i]
		b = b.Union(one.Shape.Box()).Add(one.Point)
	}
	return b
}

// window is the square of a tile, as the map of the unit square to its units.
type window struct {
	x, y  float64 // north-western corner
	scale float64 // units per unit square
}

func windowOf(zoom, x, y int) window {
	tiles := float64(int64(1) << zoom)
	return window{float64(x) / tiles, float64(y) / tiles, tiles * extent}
}

// box returns the square with its buffer on the unit square.
func (w window) box() geom.Box {
	return geom.Box{MinX: w.x, MinY: w.y, MaxX: w.x + extent/w.scale, MaxY: w.y + extent/w.scale}.
		Expand(buffer/w.scale, buffer/w.scale)
}

func (w window) units(p geom.Point) geom.Point {
	return geom.Point{X: (p.X - w.x) * w.scale, Y: (p.Y - w.y) * w.scale}
}

// Tile returns the tile at a position, nil where there is nothing or no such
// tile. Zooms run from 0 to MaxZoom.
func (t *Tiler) Tile(zoom, x, y int) []byte {
	if zoom < 0 || zoom > MaxZoom || x < 0 || y < 0 || x >= 1<<zoom || y >= 1<<zoom {
		return nil
	}
	w := windowOf(zoom, x, y)
	grid := 1.0
	if zoom < fineZoom {
		grid = coarse
	}
	l := t.level(zoom)
	shapes := newLayer(t.layer)
	labels := newLayer(t.layer + "-labels")
	found := l.tree.Search(w.box(), nil)
	byOwner := groupByOwner(l, found)
	var c clipper
	for _, group := range byOwner {
		b := &t.set.Boundaries[group.owner]
		shapes.begin()
		for _, k := range group.parts {
			c.polygon(shapes, l.parts[k].rings, l.parts[k].box, w, grid)
		}
		shapes.end(uint64(group.owner), polygonType, "code", b.Code)
		if p := w.units(geom.Mercator(b.Point)); inTile(p) && widthOf(l, group.parts)*w.scale >= labelUnits {
			labels.begin()
			labels.point(p)
			labels.end(uint64(group.owner), pointType, "code", b.Code, "name", b.Name)
		}
	}
	t.addPoints(shapes, w, zoom)
	return appendLayers(shapes, labels)
}

// labelUnits is how wide a boundary must be for a label: 40 pixels of 512.
const labelUnits = 40 * extent / 512

func inTile(p geom.Point) bool { return p.X >= 0 && p.Y >= 0 && p.X < extent && p.Y < extent }

func widthOf(l *level, parts []int32) float64 {
	width := 0.0
	for _, k := range parts {
		width = max(width, l.parts[k].box.MaxX-l.parts[k].box.MinX)
	}
	return width
}
