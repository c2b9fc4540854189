package boundary

import (
	"math"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// s2Cell is a cell of the S2 grid (s2geometry.io): a face of the cube around
// the earth and a square of size 2^(30-level) on it, 2^30 to a side.
type s2Cell struct {
	face  int
	i, j  int
	level int
}

// s2MaxLevel is the level of the smallest cells, about a centimetre wide.
const s2MaxLevel = 30

// s2CellAt returns the cell of a level that holds a position.
func s2CellAt(p geom.Point, level int) s2Cell {
	sinLon, cosLon := math.Sincos(p.X * math.Pi / 180)
	sinLat, cosLat := math.Sincos(p.Y * math.Pi / 180)
	x, y, z := cosLat*cosLon, cosLat*sinLon, sinLat
	face, u, v := s2Face(x, y, z)
	mask := -1 << (s2MaxLevel - level)
	return s2Cell{face, s2Index(u) & mask, s2Index(v) & mask, level}
}

// s2Face returns the cube face a direction points to, and where on it.
func s2Face(x, y, z float64) (face int, u, v float64) {
	ax, ay, az := math.Abs(x), math.Abs(y), math.Abs(z)
	switch {
	case ax > ay && ax > az && x > 0:
		return 0, y / x, z / x
	case ay >= ax && ay > az && y > 0:
		return 1, -x / y, z / y
	case az >= ax && az >= ay && z > 0:
		return 2, -x / z, -y / z
	case ax > ay && ax > az:
		return 3, z / x, y / x
	case ay >= ax && ay > az:
		return 4, z / y, -x / y
	}
	return 5, -y / z, -x / z
}

// s2Index projects a face coordinate from -1 to 1 by the quadratic transform
// of S2 and counts it in the smallest cells.
func s2Index(u float64) int {
	s := 0.5 * math.Sqrt(1+3*math.Abs(u))
	if u < 0 {
		s = 1 - s
	}
	return max(0, min(1<<s2MaxLevel-1, int(math.Floor(s*(1<<s2MaxLevel)))))
}

// s2Position returns the place of a corner of the smallest cells.
func s2Position(face, i, j int) geom.Point {
	u, v := s2Coordinate(i), s2Coordinate(j)
	xyz := [6][3]float64{{1, u, v}, {-u, 1, v}, {-u, -v, 1}, {-1, -v, -u}, {v, -1, -u}, {v, u, -1}}[face]
	return geom.Point{
		X: math.Atan2(xyz[1], xyz[0]) * 180 / math.Pi,
		Y: math.Atan2(xyz[2], math.Hypot(xyz[0], xyz[1])) * 180 / math.Pi,
	}
}

func s2Coordinate(i int) float64 {
	s := float64(i) / (1 << s2MaxLevel)
	if s >= 0.5 {
		return (4*s*s - 1) / 3
	}
	return (1 - 4*(1-s)*(1-s)) / 3
}

// The Hilbert curve of S2: the place of quadrant (i bit, j bit) in each of the
// four orientations, and how each place turns the orientation.
var (
	s2Place = [4][4]uint64{{0, 1, 3, 2}, {0, 3, 1, 2}, {2, 3, 1, 0}, {2, 1, 3, 0}}
	s2Turn  = [4]int{1, 0, 0, 3}
)

// id returns the 64-bit id of the cell.
func (c s2Cell) id() uint64 {
	id, orientation := uint64(c.face), c.face&1
	for k := s2MaxLevel - 1; k >= 0; k-- {
		place := s2Place[orientation][c.i>>k&1<<1|c.j>>k&1]
		id = id<<2 | place
		orientation ^= s2Turn[place]
	}
	id = id<<1 | 1
	low := uint64(1) << (2 * (s2MaxLevel - c.level))
	return id&-low | low
}

// token returns the id in the usual short form.
func (c s2Cell) token() string {
	text := strconv.FormatUint(c.id(), 16)
	return strings.TrimRight(strings.Repeat("0", 16-len(text))+text, "0")
}

// s2Smooth is the level at which the sides of cells, about 10 km long, are
// drawn as single lines; sides of larger cells are cut into as many parts.
const s2Smooth = 10

// ring returns the outline. Neighbours get the same vertices on the side they
// share.
func (c s2Cell) ring() geom.Ring {
	size := 1 << (s2MaxLevel - c.level)
	parts := 1 << max(0, s2Smooth-c.level)
	step := size / parts
	var out geom.Ring
	i, j := c.i, c.j
	for _, d := range [4][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
		for range parts {
			out = append(out, s2Position(c.face, i, j))
			i, j = i+d[0]*step, j+d[1]*step
		}
	}
	return aroundPole(out)
}

// aroundPole gives a ring through a pole, which has no longitude, the pole
// twice: at the longitude it comes from and at that it leaves for.
func aroundPole(r geom.Ring) geom.Ring {
	for k, p := range r {
		if 90-math.Abs(p.Y) > 1e-9 {
			continue
		}
		before, after := r[(k+len(r)-1)%len(r)], r[(k+1)%len(r)]
		out := append(geom.Ring(nil), r[:k]...)
		out = append(out, geom.Point{X: before.X, Y: p.Y}, geom.Point{X: after.X, Y: p.Y})
		return append(out, r[k+1:]...)
	}
	return r
}
