package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// groupRings puts rings of a source that does not say which hole belongs where
// into polygons: outer rings run clockwise there, holes counterclockwise. A
// hole goes to the smallest outer ring around its first vertex; one in none
// becomes a polygon of its own.
func groupRings(rings []geom.Ring) geom.MultiPolygon {
	var out geom.MultiPolygon
	var holes []geom.Ring
	var boxes []geom.Box
	for _, r := range rings {
		if r.SignedArea() > 0 && len(rings) > 1 {
			holes = append(holes, r)
			continue
		}
		out = append(out, geom.Polygon{r})
		boxes = append(boxes, geom.BoxOf(r))
	}
	tree := geom.NewRTree(boxes)
	var found []int32
	for _, h := range holes {
		best, size := -1, math.Inf(1)
		found = tree.Search(geom.BoxOf(h[:1]), found[:0])
		for _, k := range found {
			if a := math.Abs(out[k][0].SignedArea()); a < size && holdsRing(out[k][0], h) {
				best, size = int(k), a
			}
		}
		if best < 0 {
			out = append(out, geom.Polygon{h})
		} else {
			out[best] = append(out[best], h)
		}
	}
	return out
}

// holdsRing reports whether most of a few vertices of h lie in r: one alone may
// lie on the border.
func holdsRing(r, h geom.Ring) bool {
	in, tried := 0, 0
	for k := 0; k < len(h) && tried < 5; k += max(1, len(h)/5) {
		tried++
		if r.Contains(h[k]) {
			in++
		}
	}
	return 2*in > tried
}
