package tiles

import (
	"cmp"
	"math"
	"slices"
)

// tileAt is the position of a tile at its zoom; d is its place on the Hilbert
// curve, by which PMTiles counts.
type tileAt struct {
	x, y int
	d    uint64
}

// tilesOf lists the tiles of a zoom that the box of some part meets, in order.
func tilesOf(t *Tiler, zoom int) []tileAt {
	l := t.level(zoom)
	seen := map[[2]int]bool{}
	tiles := float64(int64(1) << zoom)
	limit := int(tiles) - 1
	at := func(v float64) int { return max(0, min(limit, int(math.Floor(v*tiles)))) }
	reach := buffer / (tiles * extent)
	for _, p := range l.parts {
		for x := at(p.box.MinX - reach); x <= at(p.box.MaxX+reach); x++ {
			for y := at(p.box.MinY - reach); y <= at(p.box.MaxY+reach); y++ {
				seen[[2]int{x, y}] = true
			}
		}
	}
	for _, p := range t.pointCodes().at {
		seen[[2]int{at(p.X), at(p.Y)}] = true
	}
	out := make([]tileAt, 0, len(seen))
	for k := range seen {
		out = append(out, tileAt{k[0], k[1], hilbert(zoom, k[0], k[1])})
	}
	slices.SortFunc(out, func(a, b tileAt) int { return cmp.Compare(a.d, b.d) })
	return out
}

// hilbert returns the place of a tile on the Hilbert curve of its zoom.
func hilbert(zoom, x, y int) uint64 {
	var d uint64
	for s := 1 << zoom >> 1; s > 0; s >>= 1 {
		rx, ry := 0, 0
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
		x, y = x&(s-1), y&(s-1)
	}
	return d
}
