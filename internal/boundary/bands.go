package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// bandEdges is the number of edges per band aimed at.
const bandEdges = 4

// bands cuts a polygon into horizontal strips and lists the edges that reach
// into each, so that a point is tested against a handful of edges however many
// the polygon has.
type bands struct {
	points  []geom.Point // rings one after another, the first vertex repeated
	offsets []int32      // edges of band b are edges[offsets[b]:offsets[b+1]]
	edges   []int32      // edge i runs from points[i] to points[i+1]
	minY    float64
	scale   float64 // bands per degree
}

func newBands(poly geom.Polygon, box geom.Box) bands {
	b := bands{minY: box.MinY}
	n := 0
	for _, r := range poly {
		n += len(r) + 1
	}
	b.points = make([]geom.Point, 0, n)
	rise, count := 0.0, 0
	for _, r := range poly {
		if len(r) == 0 {
			continue
		}
		b.points = append(append(b.points, r...), r[0])
		for i := len(b.points) - len(r) - 1; i+1 < len(b.points); i++ {
			rise += math.Abs(b.points[i+1].Y - b.points[i].Y)
			count++
		}
	}
	height := box.MaxY - box.MinY
	bandCount := b.choose(count, rise, height)
	b.offsets = make([]int32, bandCount+1)
	b.eachEdge(poly, func(_, first, last int32) {
		for k := first; k <= last; k++ {
			b.offsets[k+1]++
		}
	})
	for k := range bandCount {
		b.offsets[k+1] += b.offsets[k]
	}
	b.edges = make([]int32, b.offsets[bandCount])
	fill := append([]int32(nil), b.offsets[:bandCount]...)
	b.eachEdge(poly, func(edge, first, last int32) {
		for k := first; k <= last; k++ {
			b.edges[fill[k]] = edge
			fill[k]++
		}
	})
	return b
}

// choose sets the scale and returns the number of bands: about one for every
// bandEdges edges, fewer where edges are so tall that each would be listed in
// many bands, so that the lists stay at most about five times the edges.
func (b *bands) choose(edges int, rise, height float64) int {
	if !(height > 0) || math.IsInf(height, 0) {
		return 1
	}
	n := float64(edges) / bandEdges
	n = min(n, 4*float64(edges)*height/rise)
	count := max(1, int(n))
	b.scale = float64(count) / height * (1 - 1e-12)
	return count
}

// eachEdge calls f for every edge with the range of bands it reaches into.
// Level edges never cross a ray, yet count for distances, so they are kept in
// their band.
func (b *bands) eachEdge(poly geom.Polygon, f func(edge, first, last int32)) {
	at := int32(0)
	for _, r := range poly {
		for range r {
			y0, y1 := b.points[at].Y, b.points[at+1].Y
			f(at, b.band(min(y0, y1)), b.band(max(y0, y1)))
			at++
		}
		if len(r) > 0 {
			at++ // the repeated vertex starts no edge
		}
	}
}

// band returns the band of a latitude, held to those there are. It grows with
// y, so a latitude between those of an edge's ends has a band between theirs.
func (b *bands) band(y float64) int32 {
	k := (y - b.minY) * b.scale
	return int32(max(0, min(k, float64(len(b.offsets)-2))))
}

func (b *bands) contains(p geom.Point) bool {
	k := b.band(p.Y)
	inside := false
	for _, e := range b.edges[b.offsets[k]:b.offsets[k+1]] {
		if geom.CrossesRight(p, b.points[e], b.points[e+1]) {
			inside = !inside
		}
	}
	return inside
}

// distance returns the distance from p to the nearest edge at most dy degrees
// of latitude away, if it is no more than the limit.
func (b *bands) distance(p geom.Point, dy float64, limit geom.Meters) (d geom.Meters, ok bool) {
	first, last := b.band(p.Y-dy), b.band(p.Y+dy)
	for _, e := range b.edges[b.offsets[first]:b.offsets[last+1]] {
		if m := geom.SegmentDistance(p, b.points[e], b.points[e+1]); m <= limit {
			limit, ok = m, true
		}
	}
	return limit, ok
}
