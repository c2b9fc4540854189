package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// guards is the number of points set far around the units, so that every cell
// of a unit is bounded.
const guards = 16

// guardReach is how far out they stand, in diagonals of the box drawn.
const guardReach = 8

// cellEdges returns the borders of the units' Voronoi cells where areas differ,
// smoothed.
func (d *territoryDrawing) cellEdges() ([]geom.RegionEdge, error) {
	squeeze := math.Cos((d.box.MinY + d.box.MaxY) / 2 * math.Pi / 180)
	squeeze = max(0.05, squeeze)
	n := len(d.sites)
	x, y := make([]float64, n, n+guards), make([]float64, n, n+guards)
	for i, s := range d.sites {
		x[i], y[i] = s.p.X*squeeze, s.p.Y
	}
	middle := d.box.Center()
	reach := guardReach * max(0.01, math.Hypot(d.box.MaxX-d.box.MinX, d.box.MaxY-d.box.MinY))
	for g := range guards {
		sin, cos := math.Sincos(2 * math.Pi * float64(g) / guards)
		x = append(x, (middle.X*squeeze+reach*cos)*unitGrid)
		y = append(y, (middle.Y+reach*sin)*unitGrid)
	}
	t, err := geom.Delaunay(x, y)
	if err != nil {
		return nil, err
	}
	area := func(v int32) int32 {
		if int(v) >= n {
			return geom.NoLabel
		}
		return d.sites[v].area
	}
	corners := cellCorners{t: t, squeeze: squeeze, known: make([]bool, len(t.Triangles)/3), at: make([]geom.Point, len(t.Triangles)/3)}
	var borders []cellBorder
	near := make([]float64, n)
	for s, o := range t.Opposite {
		if int(o) < s {
			continue // a hull side, or seen from the other triangle
		}
		right, left := area(t.Triangles[s]), area(t.Triangles[nextSide(int32(s))])
		if right == left {
			continue
		}
		if a, b := corners.of(int32(s)/3), corners.of(o/3); a != b {
			borders = append(borders, cellBorder{a, b, left, right})
		}
		v, w := t.Triangles[s], t.Triangles[nextSide(int32(s))]
		half := math.Hypot(x[v]-x[w], y[v]-y[w]) / 2 * finer
		for _, u := range []int32{v, w} {
			if int(u) < n && (near[u] == 0 || half < near[u]) {
				near[u] = half
			}
		}
	}
	return smoothBorders(borders, d.sites, near), nil
}

func nextSide(s int32) int32 {
	if s%3 == 2 {
		return s - 2
	}
	return s + 1
}

// cellCorners computes the circumcentres of triangles when first asked.
type cellCorners struct {
	t       *geom.Triangulation
	squeeze float64
	known   []bool
	at      []geom.Point // on the outline grid
}

func (c *cellCorners) of(triangle int32) geom.Point {
	if !c.known[triangle] {
		corner := func(k int32) geom.Point {
			v := c.t.Triangles[3*triangle+k]
			return geom.Point{X: c.t.X[v], Y: c.t.Y[v]}
		}
		m := geom.Circumcenter(corner(0), corner(1), corner(2))
		c.at[triangle] = geom.Point{X: math.Round(m.X / c.squeeze * finer), Y: math.Round(m.Y * finer)}
		c.known[triangle] = true
	}
	return c.at[triangle]
}

// landEdges returns the borders of the land, with a patch around each site off
// it, and grows the box to hold them.
func (d *territoryDrawing) landEdges(land *Set, out *Territories) []geom.RegionEdge {
	if land == nil {
		margin := max(0.05, 0.03*math.Hypot(d.box.MaxX-d.box.MinX, d.box.MaxY-d.box.MinY))
		d.box = d.box.Expand(margin, margin)
		d.box.MinY, d.box.MaxY = max(-90, d.box.MinY), min(90, d.box.MaxY)
		return d.ringEdges(nil, boxRing(d.box), d.landRegion())
	}
	var edges []geom.RegionEdge
	locator := NewLocator(land)
	used := make([]bool, len(land.Boundaries))
	patches := patchIndex{}
	for _, s := range d.sites {
		p := geom.Point{X: s.p.X / unitGrid, Y: s.p.Y / unitGrid}
		at := p
		if at.X < -180 {
			at.X += 360
		}
		if i := locator.At(at); i != None {
			used[i] = true
			continue
		}
		out.OffLand++
		if patches.hold(p) {
			continue
		}
		radius := patchMin
		if i, far := locator.Nearest(at, patchMax/patchOver); i != None {
			used[i] = true
			radius = max(patchMin, far*patchOver)
		}
		patches.add(p, radius)
		edges = d.ringEdges(edges, patchRing(p, radius), d.landRegion())
	}
	for i := range land.Boundaries {
		if used[i] {
			edges = d.shapeEdges(edges, land.Boundaries[i].Shape)
		}
	}
	return edges
}

// shapeEdges appends the rings of a land area, once for every full turn that
// brings some of a polygon into the window.
func (d *territoryDrawing) shapeEdges(edges []geom.RegionEdge, shape geom.MultiPolygon) []geom.RegionEdge {
	for _, poly := range shape {
		box := poly.Box()
		for _, move := range [3]float64{-360, 0, 360} {
			if box.MinX+move > d.seam || box.MaxX+move < d.seam-360 {
				continue
			}
			for _, r := range poly {
				moved := make(geom.Ring, len(r))
				for i, p := range r {
					moved[i] = geom.Point{X: p.X + move, Y: p.Y}
					d.box = d.box.Add(moved[i])
				}
				edges = d.ringEdges(edges, moved, d.landRegion())
			}
		}
	}
	return edges
}

// ringEdges appends the edges of a ring in degrees as edges on the grid.
func (d *territoryDrawing) ringEdges(edges []geom.RegionEdge, r geom.Ring, region int32) []geom.RegionEdge {
	snap := func(p geom.Point) geom.Point {
		return geom.Point{X: math.Round(p.X * outlineGrid), Y: math.Round(p.Y * outlineGrid)}
	}
	for i, p := range r {
		edges = append(edges, geom.RegionEdge{A: snap(p), B: snap(r[(i+1)%len(r)]), Region: region})
	}
	return edges
}

// seamEdges bounds the window of longitudes drawn and, where something reaches
// it, the part west of -180 degrees.
func (d *territoryDrawing) seamEdges() []geom.RegionEdge {
	edges := d.ringEdges(nil, boxRing(geom.Box{MinX: d.seam - 360, MinY: -91, MaxX: d.seam, MaxY: 91}), d.windowRegion())
	if d.box.MinX < -180 {
		edges = d.ringEdges(edges, boxRing(geom.Box{MinX: -720, MinY: -91, MaxX: -180, MaxY: 91}), d.westRegion())
	}
	return edges
}

func boxRing(b geom.Box) geom.Ring {
	return geom.Ring{{X: b.MinX, Y: b.MinY}, {X: b.MaxX, Y: b.MinY}, {X: b.MaxX, Y: b.MaxY}, {X: b.MinX, Y: b.MaxY}}
}
