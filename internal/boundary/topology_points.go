package boundary

import (
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// stretch is how many times longer than the usual link of both its ends a link
// between point codes may be; longer ones cross empty land along the hull.
const stretch = 4

// addPointNeighbors makes neighbours of point codes, with borders of length 0:
// a point code inside a shape touches that, those outside all shapes touch each
// other as in the Delaunay triangulation of their positions on a Mercator map,
// without links much longer than those around. What stays apart is left to
// bridges.
func addPointNeighbors(s *Set, pairs pairLengths) error {
	var points []int32
	shapes := 0
	for i := range s.Boundaries {
		if len(s.Boundaries[i].Shape) == 0 {
			points = append(points, int32(i))
		} else {
			shapes++
		}
	}
	if len(points) == 0 {
		return nil
	}
	if shapes > 0 {
		points = addPointsInside(s, pairs, points)
	}
	return linkPoints(s, pairs, points)
}

// addPointsInside ties point codes to the shapes they lie in and returns the
// others.
func addPointsInside(s *Set, pairs pairLengths, points []int32) []int32 {
	locator := NewLocator(s)
	return slices.DeleteFunc(points, func(i int32) bool {
		at := locator.At(s.Boundaries[i].Point)
		if at != None {
			pairs[keyOf(i, at)] += 0
		}
		return at != None
	})
}

func linkPoints(s *Set, pairs pairLengths, points []int32) error {
	x, y := make([]float64, len(points)), make([]float64, len(points))
	for k, i := range points {
		p := geom.Mercator(s.Boundaries[i].Point)
		x[k], y[k] = p.X, p.Y
	}
	tri, err := geom.Delaunay(x, y)
	if err != nil {
		return err
	}
	length := func(a, b int32) geom.Meters {
		return geom.Distance(s.Boundaries[points[a]].Point, s.Boundaries[points[b]].Point)
	}
	usual := make([]geom.Meters, len(points))
	var links []geom.Meters
	for a := range points {
		links = links[:0]
		for _, b := range tri.Neighbors[tri.Offsets[a]:tri.Offsets[a+1]] {
			links = append(links, length(int32(a), b))
		}
		if len(links) > 0 {
			slices.Sort(links)
			usual[a] = links[len(links)/2]
		}
	}
	for a := range points {
		for _, b := range tri.Neighbors[tri.Offsets[a]:tri.Offsets[a+1]] {
			if int(b) > a && length(int32(a), b) <= stretch*min(usual[a], usual[b]) {
				pairs[keyOf(points[a], points[b])] += 0
			}
		}
	}
	return nil
}
