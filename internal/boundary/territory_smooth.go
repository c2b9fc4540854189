package boundary

import (
	"container/heap"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// cellBorder is one side of a Voronoi cell where areas differ, on the outline
// grid; an area is geom.NoLabel beyond the units.
type cellBorder struct {
	a, b        geom.Point
	left, right int32
}

// How far borders are smoothed.
const (
	// clearance is how near a border may come to a unit, as a share of what it
	// was before.
	clearance = 0.5
	// straighten is the largest height of a corner that is left out, as a share
	// of the distance of its nearest unit.
	straighten = 0.9
	// roundings is how often corners are cut, and cornerShare how much of a
	// side goes.
	roundings   = 2
	cornerShare = 0.25
)

// borderLine is a border between two areas from one place where three meet to
// another, or around.
type borderLine struct {
	points      []geom.Point
	left, right int32
	fixed       bool // reaches beyond the units and stays as it is
}

// smoothBorders straightens and rounds the borders of Voronoi cells, which run
// to and fro between units and out to far corners where there are none. Both
// sides of a border keep the same line, the places where three areas meet stay,
// and every unit stays on its side: a corner is only cut off where the triangle
// that goes holds neither a unit, nor the ground next to one, nor a corner of
// another border. So no two lines can come to cross.
func smoothBorders(borders []cellBorder, sites []site, near []float64) []geom.RegionEdge {
	lines := traceLines(borders)
	s := &smoother{lines: lines, sites: sites, near: near}
	s.index()
	for l := range lines {
		s.straighten(&lines[l])
	}
	for range roundings {
		s.index()
		for l := range lines {
			s.round(&lines[l])
		}
	}
	var edges []geom.RegionEdge
	for _, line := range lines {
		for i := 0; i+1 < len(line.points); i++ {
			a, b := line.points[i], line.points[i+1]
			if line.left != geom.NoLabel {
				edges = append(edges, geom.RegionEdge{A: a, B: b, Region: line.left})
			}
			if line.right != geom.NoLabel {
				edges = append(edges, geom.RegionEdge{A: b, B: a, Region: line.right})
			}
		}
	}
	return edges
}

// traceLines joins borders end to end where only two meet.
func traceLines(borders []cellBorder) []borderLine {
	meets := make(map[geom.Point][]int32, len(borders))
	for i, b := range borders {
		meets[b.a] = append(meets[b.a], int32(i))
		meets[b.b] = append(meets[b.b], int32(i))
	}
	done := make([]bool, len(borders))
	var lines []borderLine
	trace := func(i int32, from geom.Point) {
		b := borders[i]
		line := borderLine{points: []geom.Point{from}, left: b.left, right: b.right}
		if from != b.a {
			line.left, line.right = b.right, b.left
		}
		for i >= 0 && !done[i] {
			done[i] = true
			b := borders[i]
			next := b.b
			if next == from {
				next = b.a
			}
			line.points = append(line.points, next)
			from, i = next, onward(meets[next], i)
		}
		line.fixed = line.left == geom.NoLabel || line.right == geom.NoLabel
		lines = append(lines, line)
	}
	for i, b := range borders {
		for _, end := range []geom.Point{b.a, b.b} {
			if !done[i] && len(meets[end]) != 2 {
				trace(int32(i), end)
			}
		}
	}
	for i, b := range borders {
		if !done[i] {
			trace(int32(i), b.a) // around an area with one neighbour
		}
	}
	return lines
}

// onward returns the other border at a place where two meet, -1 elsewhere.
func onward(at []int32, i int32) int32 {
	switch {
	case len(at) != 2:
		return -1
	case at[0] == i:
		return at[1]
	}
	return at[0]
}

// smoother changes lines in place.
type smoother struct {
	lines []borderLine
	sites []site
	near  []float64 // by site: distance of the nearest border, 0 without one
	spots []geom.Point
	units int // spots that units take; the others are corners of lines
	tree  *geom.RTree
	gone  map[geom.Point]bool
	found []int32
}

// index notes what no corner may be cut across: units with the ground next to
// them, and the corners of all lines.
func (s *smoother) index() {
	s.spots, s.gone = s.spots[:0], map[geom.Point]bool{}
	for i, site := range s.sites {
		p := geom.Point{X: site.p.X * finer, Y: site.p.Y * finer}
		s.spots = append(s.spots, p)
		if d := math.Floor(s.near[i] * clearance); d > 0 {
			s.spots = append(s.spots, geom.Point{X: p.X - d, Y: p.Y}, geom.Point{X: p.X + d, Y: p.Y}, geom.Point{X: p.X, Y: p.Y - d}, geom.Point{X: p.X, Y: p.Y + d})
		}
	}
	s.units = len(s.spots)
	for _, line := range s.lines {
		s.spots = append(s.spots, line.points...)
	}
	boxes := make([]geom.Box, len(s.spots))
	for i, p := range s.spots {
		boxes[i] = geom.Box{MinX: p.X, MinY: p.Y, MaxX: p.X, MaxY: p.Y}
	}
	s.tree = geom.NewRTree(boxes)
}

// empty reports whether the closed triangle holds nothing but its own corners.
func (s *smoother) empty(a, b, c geom.Point) bool {
	turn := geom.Orient(a, b, c)
	s.found = s.tree.Search(geom.BoxOf([]geom.Point{a, b, c}), s.found[:0])
	for _, i := range s.found {
		p := s.spots[i]
		if p == a || p == b || p == c || s.gone[p] {
			continue
		}
		if turn == 0 || geom.Orient(a, b, p)*turn >= 0 && geom.Orient(b, c, p)*turn >= 0 && geom.Orient(c, a, p)*turn >= 0 {
			return false
		}
	}
	return true
}

// corner is a corner that may be left out, the flattest first.
type corner struct {
	area  float64
	at    int32
	stamp int32
}

type corners []corner

func (c corners) Len() int { return len(c) }
func (c corners) Less(i, j int) bool {
	return c[i].area < c[j].area || c[i].area == c[j].area && c[i].at < c[j].at
}
func (c corners) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *corners) Push(x any)   { *c = append(*c, x.(corner)) }
func (c *corners) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// straighten leaves out corners, those that take least ground first (Visvalingam
// and Whyatt 1993).
func (s *smoother) straighten(line *borderLine) {
	n := int32(len(line.points))
	if line.fixed || n < 3 {
		return
	}
	before, after, stamp := make([]int32, n), make([]int32, n), make([]int32, n)
	var queue corners
	offer := func(i int32) {
		stamp[i]++
		a, b, c := line.points[before[i]], line.points[i], line.points[after[i]]
		heap.Push(&queue, corner{math.Abs((b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)), i, stamp[i]})
	}
	for i := range n {
		before[i], after[i] = i-1, i+1
	}
	for i := int32(1); i < n-1; i++ {
		offer(i)
	}
	kept := n
	for len(queue) > 0 {
		top := heap.Pop(&queue).(corner)
		i := top.at
		if top.stamp != stamp[i] || kept <= 4 && line.points[0] == line.points[n-1] {
			continue
		}
		a, b, c := line.points[before[i]], line.points[i], line.points[after[i]]
		if a == c || top.area > straighten*s.room(b)*math.Hypot(c.X-a.X, c.Y-a.Y) || !s.empty(a, b, c) {
			continue
		}
		s.gone[b] = true
		stamp[i] = -1
		kept--
		after[before[i]], before[after[i]] = after[i], before[i]
		for _, k := range []int32{before[i], after[i]} {
			if k > 0 && k < n-1 {
				offer(k)
			}
		}
	}
	out := line.points[:0:0]
	for i := int32(0); i < n; i = after[i] {
		out = append(out, line.points[i])
	}
	line.points = out
}

// room returns the distance to the ground of the nearest unit.
func (s *smoother) room(p geom.Point) float64 {
	_, least := s.tree.Nearest(math.Inf(1), func(b geom.Box) float64 {
		return math.Hypot(max(b.MinX-p.X, 0, p.X-b.MaxX), max(b.MinY-p.Y, 0, p.Y-b.MaxY))
	}, func(i int32) float64 {
		if q := s.spots[i]; int(i) < s.units {
			return math.Hypot(q.X-p.X, q.Y-p.Y)
		}
		return math.Inf(1)
	})
	return least
}

// round cuts every corner off where the ground allows (Chaikin 1974).
func (s *smoother) round(line *borderLine) {
	if line.fixed || len(line.points) < 3 {
		return
	}
	towards := func(p, q geom.Point) geom.Point {
		return geom.Point{X: math.Round(p.X + cornerShare*(q.X-p.X)), Y: math.Round(p.Y + cornerShare*(q.Y-p.Y))}
	}
	out := []geom.Point{line.points[0]}
	for i := 1; i+1 < len(line.points); i++ {
		p := line.points[i]
		q, r := towards(p, line.points[i-1]), towards(p, line.points[i+1])
		if q == p || r == p || !s.empty(q, p, r) {
			out = append(out, p)
			continue
		}
		out = append(out, q, r)
	}
	line.points = append(out, line.points[len(line.points)-1])
}
