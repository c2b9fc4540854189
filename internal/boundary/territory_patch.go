package boundary

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// patchRing returns an octagon of the given radius around a position.
func patchRing(p geom.Point, radius geom.Meters) geom.Ring {
	ry := float64(radius/geom.EarthRadius) * 180 / math.Pi
	rx := ry / max(0.05, math.Cos(p.Y*math.Pi/180))
	out := make(geom.Ring, 8)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 8)
		out[i] = geom.Point{X: p.X + rx*cos, Y: max(-90, min(90, p.Y+ry*sin))}
	}
	return out
}

// patchCell is the cell size of a patchIndex in degrees.
const patchCell = 0.5

// patchIndex tells whether a position already lies well inside a patch.
type patchIndex map[[2]int][]patch

type patch struct {
	at     geom.Point
	radius geom.Meters
}

func cellOf(p geom.Point) [2]int {
	return [2]int{int(math.Floor(p.X / patchCell)), int(math.Floor(p.Y / patchCell))}
}

// hold reports whether p lies in a patch of its cell, with some room to spare.
func (x patchIndex) hold(p geom.Point) bool {
	for _, q := range x[cellOf(p)] {
		if geom.Distance(p, q.at) < 0.8*q.radius {
			return true
		}
	}
	return false
}

// add notes the patch in its own cell only: a site beyond gets a patch too many
// at worst.
func (x patchIndex) add(p geom.Point, radius geom.Meters) {
	c := cellOf(p)
	x[c] = append(x[c], patch{p, radius})
}
