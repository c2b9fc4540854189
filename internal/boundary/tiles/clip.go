package tiles

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// clipper cuts rings to a tile; it keeps scratch space between calls.
type clipper struct {
	in, out []geom.Point
	ints    [][2]int32
}

// polygon writes the part of a polygon in the window to a layer. The unit
// square has Y downwards, in which the outer rings of a set run the way the
// format wants for holes, so every ring is written backwards.
func (c *clipper) polygon(to *layer, poly geom.Polygon, box geom.Box, w window, grid float64) {
	b := w.box()
	whole := b.MinX <= box.MinX && b.MinY <= box.MinY && box.MaxX <= b.MaxX && box.MaxY <= b.MaxY
	for k, ring := range poly {
		c.out = c.out[:0]
		for i := len(ring) - 1; i >= 0; i-- {
			c.out = append(c.out, w.units(ring[i]))
		}
		if !whole {
			c.clip()
		}
		if !c.round(grid) {
			if k == 0 {
				return // nothing is left of the outer ring
			}
			continue
		}
		to.ring(c.ints)
	}
}

// clip cuts the ring in c.out to the buffered tile, side by side (Sutherland
// and Hodgman, 1974). Stretches along the sides may run both ways; they lie in
// the buffer, out of sight.
func (c *clipper) clip() {
	const lo, hi = -buffer, extent + buffer
	x := func(p geom.Point) float64 { return p.X }
	y := func(p geom.Point) float64 { return p.Y }
	c.side(func(p geom.Point) float64 { return x(p) - lo })
	c.side(func(p geom.Point) float64 { return hi - x(p) })
	c.side(func(p geom.Point) float64 { return y(p) - lo })
	c.side(func(p geom.Point) float64 { return hi - y(p) })
}

// side keeps the part of the ring where depth is not negative.
func (c *clipper) side(depth func(geom.Point) float64) {
	c.in, c.out = c.out, c.in[:0]
	for i, p := range c.in {
		q := c.in[(i+1)%len(c.in)]
		dp, dq := depth(p), depth(q)
		if dp >= 0 {
			c.out = append(c.out, p)
		}
		if (dp < 0) != (dq < 0) {
			t := dp / (dp - dq)
			c.out = append(c.out, geom.Point{X: p.X + t*(q.X-p.X), Y: p.Y + t*(q.Y-p.Y)})
		}
	}
}

// round moves the ring to the grid, drops vertices that fall together, and
// reports whether an area is left.
func (c *clipper) round(grid float64) bool {
	c.ints = c.ints[:0]
	for _, p := range c.out {
		v := [2]int32{int32(math.Round(p.X/grid) * grid), int32(math.Round(p.Y/grid) * grid)}
		if n := len(c.ints); n == 0 || c.ints[n-1] != v {
			c.ints = append(c.ints, v)
		}
	}
	for len(c.ints) > 1 && c.ints[0] == c.ints[len(c.ints)-1] {
		c.ints = c.ints[:len(c.ints)-1]
	}
	area := int64(0)
	for i, p := range c.ints {
		q := c.ints[(i+1)%len(c.ints)]
		area += int64(p[0])*int64(q[1]) - int64(q[0])*int64(p[1])
	}
	return len(c.ints) >= 3 && area != 0
}
