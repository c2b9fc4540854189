package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// addNearBorders adds the stretches along which loose edges of two boundaries
// run within the given distance of each other.
func addNearBorders(pairs pairLengths, edges []looseEdge, within geom.Meters) {
	boxes := make([]geom.Box, len(edges))
	for i, e := range edges {
		boxes[i] = geom.BoxOf([]geom.Point{e.a, e.b})
	}
	tree := geom.NewRTree(boxes)
	dy := float64(within/geom.EarthRadius) * 180 / math.Pi
	var found []int32
	for i, e := range edges {
		dx := dy / max(0.01, math.Cos(e.a.Y*math.Pi/180))
		found = tree.Search(boxes[i].Expand(dx, dy), found[:0])
		for _, j := range found {
			// Each pair once, and measured along the edge of the lesser owner.
			if f := edges[j]; f.owner > e.owner {
				if length := runsAlong(e, f, within); length > 0 {
					pairs[keyOf(e.owner, f.owner)] += length
				}
			}
		}
	}
}

// runsAlong returns the length of the part of e along which f lies within the
// given distance. Only a stretch longer than that distance counts, so that
// lines that merely cross or touch do not.
func runsAlong(e, f looseEdge, within geom.Meters) geom.Meters {
	flat := flatAround(e.a)
	end := flat.point(e.b)
	length := math.Hypot(end.X, end.Y)
	if length == 0 {
		return 0
	}
	along := func(p geom.Point) (t, off float64) {
		q := flat.point(p)
		return (q.X*end.X + q.Y*end.Y) / length, (q.Y*end.X - q.X*end.Y) / length
	}
	t0, off0 := along(f.a)
	t1, off1 := along(f.b)
	if t0 > t1 {
		t0, t1, off0, off1 = t1, t0, off1, off0
	}
	lo, hi := max(0, t0), min(length, t1)
	if hi <= lo || t1 == t0 {
		return 0
	}
	// Keep the part where |off| stays within the distance; off is linear in t.
	slope := (off1 - off0) / (t1 - t0)
	limit := float64(within)
	if slope != 0 {
		a, b := t0+(-limit-off0)/slope, t0+(limit-off0)/slope
		lo, hi = max(lo, min(a, b)), min(hi, max(a, b))
	} else if math.Abs(off0) > limit {
		return 0
	}
	if hi-lo <= min(limit, length/2) {
		return 0
	}
	return geom.Meters(hi - lo)
}
