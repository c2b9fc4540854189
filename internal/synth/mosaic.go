package synth

import (
	"math"
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// mosaic is the Voronoi diagram of positions, its borders made ragged.
type mosaic struct {
	o       CellOptions
	n       int
	squeeze float64 // plane x per degree of longitude
	t       *geom.Triangulation
	corner  []geom.Point // of a triangle, in the plane
	around  []int32      // by position: a side that starts there
}

// surround is how many positions far outside bound the outermost cells.
const surround = 16

func newMosaic(o CellOptions, lon, lat []float64) (*mosaic, error) {
	box := o.Land.Box()
	middle := box.Center()
	m := &mosaic{o: o, n: len(lon), squeeze: math.Cos(middle.Y * math.Pi / 180)}
	x, y := make([]float64, m.n, m.n+surround), append([]float64(nil), lat...)
	for i := range lon {
		x[i] = lon[i] * m.squeeze
	}
	for g := range surround {
		sin, cos := math.Sincos(2 * math.Pi * float64(g) / surround)
		x, y = append(x, middle.X*m.squeeze+4*(box.MaxX-box.MinX)*cos), append(y, middle.Y+4*(box.MaxX-box.MinX)*sin)
	}
	var err error
	if m.t, err = geom.Delaunay(x, y); err != nil {
		return nil, err
	}
	m.corner = make([]geom.Point, len(m.t.Triangles)/3)
	m.around = make([]int32, len(x))
	for s, v := range m.t.Triangles {
		m.around[v] = int32(s)
		if s%3 == 0 {
			m.corner[s/3] = geom.Circumcenter(m.site(v), m.site(m.t.Triangles[s+1]), m.site(m.t.Triangles[s+2]))
		}
	}
	return m, nil
}

func (m *mosaic) site(v int32) geom.Point { return geom.Point{X: m.t.X[v], Y: m.t.Y[v]} }

// ring returns the border of a cell in grid coordinates, counterclockwise.
func (m *mosaic) ring(v int32) geom.Ring {
	var out geom.Ring
	for s := m.around[v]; ; {
		before := s - 1
		if s%3 == 0 {
			before = s + 2
		}
		o := m.t.Opposite[before]
		out = append(out, m.border(s/3, o/3, v, m.t.Triangles[before])...)
		if s = o; s == m.around[v] {
			break
		}
	}
	return distinct(out)
}

// border returns the border between the cells of v and w from the corner of
// one triangle to that of another, without its last vertex. Both cells get the
// same vertices.
func (m *mosaic) border(from, to, v, w int32) geom.Ring {
	a, b := min(from, to), max(from, to)
	left, right := v, w
	if a != from {
		left, right = w, v
	}
	r := &ragged{random: rand.New(rand.NewPCG(m.o.Seed, uint64(a)<<32|uint64(b)))}
	if int(v) < m.n && int(w) < m.n {
		r.split(m.corner[a], m.corner[b], m.site(left), m.site(right), m.o.Detail)
	}
	line := append(append(geom.Ring{m.corner[a]}, r.points...), m.corner[b])
	for i, p := range line {
		line[i] = geom.Point{X: math.Round(p.X / m.squeeze * cellGrid), Y: math.Round(p.Y * cellGrid)}
	}
	if a != from {
		line.Reverse()
	}
	return line[:len(line)-1]
}

// distinct drops vertices that equal the one before.
func distinct(r geom.Ring) geom.Ring {
	out := r[:0]
	for i, p := range r {
		if p != r[(i+len(r)-1)%len(r)] {
			out = append(out, p)
		}
	}
	return out
}

// ragged makes a line ragged by moving its middle aside, again and again.
type ragged struct {
	random *rand.Rand
	points []geom.Point
}

// least is the length, in degrees, below which a piece stays straight, and aside the
// furthest that a middle moves, as a share of the way to the side and of the
// length of its piece.
const (
	least     = 0.0003
	aside     = 0.6
	asideMost = 0.22
)

// split adds the points between a and b. They stay within the triangles that a
// and b make with a point on either side; those of different pieces and of
// different borders have nothing in common, so no two lines cross.
func (r *ragged) split(a, b, left, right geom.Point, depth int) {
	length := math.Hypot(b.X-a.X, b.Y-a.Y)
	if depth == 0 || length < least {
		return
	}
	middle := geom.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
	towards := left
	share := 2*r.random.Float64() - 1
	if share < 0 {
		towards, share = right, -share
	}
	way := math.Hypot(towards.X-middle.X, towards.Y-middle.Y)
	share = min(share*aside, asideMost*length/max(way, 1e-12))
	middle.X += share * (towards.X - middle.X)
	middle.Y += share * (towards.Y - middle.Y)
	third := func(p, q, s geom.Point) geom.Point {
		return geom.Point{X: (p.X + q.X + s.X) / 3, Y: (p.Y + q.Y + s.Y) / 3}
	}
	r.split(a, middle, third(a, middle, left), third(a, middle, right), depth-1)
	r.points = append(r.points, middle)
	r.split(middle, b, third(middle, b, left), third(middle, b, right), depth-1)
}
