package tiles

import (
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// pointGrid is the distance, in units, within which a tile holds one point code
// only: 4 pixels of a tile 512 pixels wide. Tiles of MaxZoom hold all.
const pointGrid = 4 * extent / 512

// pointCodes are the boundaries without a shape, on the unit square.
type pointCodes struct {
	owner []int32
	at    []geom.Point
	tree  *geom.RTree
}

func (t *Tiler) pointCodes() *pointCodes {
	t.pointsOnce.Do(func() {
		p := &pointCodes{}
		var boxes []geom.Box
		for i := range t.set.Boundaries {
			if b := &t.set.Boundaries[i]; len(b.Shape) == 0 {
				at := geom.Mercator(b.Point)
				p.owner, p.at = append(p.owner, int32(i)), append(p.at, at)
				boxes = append(boxes, geom.Box{MinX: at.X, MinY: at.Y, MaxX: at.X, MaxY: at.Y})
			}
		}
		p.tree = geom.NewRTree(boxes)
		t.points = p
	})
	return t.points
}

// addPoints draws the point codes of a tile into the layer of the shapes.
func (t *Tiler) addPoints(shapes *layer, w window, zoom int) {
	p := t.pointCodes()
	if len(p.owner) == 0 {
		return
	}
	taken := map[[2]int32]bool{}
	for _, k := range p.tree.Search(w.box(), nil) {
		at := w.units(p.at[k])
		cell := [2]int32{int32(at.X) / pointGrid, int32(at.Y) / pointGrid}
		if taken[cell] && zoom < MaxZoom {
			continue
		}
		taken[cell] = true
		b := &t.set.Boundaries[p.owner[k]]
		shapes.begin()
		shapes.point(at)
		shapes.end(uint64(p.owner[k]), pointType, "code", b.Code, "name", b.Name)
	}
}
