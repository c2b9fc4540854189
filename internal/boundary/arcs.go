package boundary

import (
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// arcSet cuts the rings of a set into arcs, such that every line that several
// boundaries share is one arc. Whatever is done to an arc is then done to all
// of them, so no gap can open.
type arcSet struct {
	points []geom.Point // distinct vertices
	starts []int32      // arc k has vertices verts[starts[k]:starts[k+1]]
	verts  []int32
	shapes [][][][]int32 // arcs per boundary, polygon and ring; ^k is arc k backwards
	known  map[[2]int32]int32
	node   []bool
}

func newArcSet(s *Set) *arcSet {
	a := &arcSet{starts: []int32{0}, known: map[[2]int32]int32{}}
	rings := a.number(s)
	a.verts = make([]int32, 0, len(a.points)+len(a.points)/8) // ends are on several arcs
	at := 0
	for i := range s.Boundaries {
		shape := make([][][]int32, len(s.Boundaries[i].Shape))
		for k, poly := range s.Boundaries[i].Shape {
			for range poly {
				shape[k] = append(shape[k], a.cut(rings[at]))
				at++
			}
		}
		a.shapes = append(a.shapes, shape)
	}
	a.known = nil
	return a
}

// number gives every distinct vertex a number and returns the rings in numbers.
func (a *arcSet) number(s *Set) [][]int32 {
	distinct := s.Vertices() / 2 // about: most are on two rings
	ids := make(map[uint64]int32, distinct)
	a.points = make([]geom.Point, 0, distinct)
	var rings [][]int32
	for i := range s.Boundaries {
		for _, poly := range s.Boundaries[i].Shape {
			for _, r := range poly {
				ring := make([]int32, len(r))
				for k, p := range r {
					key := gridKey(p)
					id, ok := ids[key]
					if !ok {
						id = int32(len(a.points))
						ids[key] = id
						a.points = append(a.points, p)
					}
					ring[k] = id
				}
				rings = append(rings, ring)
			}
		}
	}
	a.findNodes(rings)
	return rings
}

// findNodes marks as nodes the vertices at which more than two distinct edges
// meet. Where just two meet, every ring that comes by one leaves by the other,
// so the line keeps its owners.
func (a *arcSet) findNodes(rings [][]int32) {
	// Each vertex remembers two neighbours; a third makes it a node.
	first, second := make([]int32, len(a.points)), make([]int32, len(a.points))
	a.node = make([]bool, len(a.points))
	for i := range first {
		first[i], second[i] = -1, -1
	}
	meet := func(v, w int32) {
		switch {
		case first[v] < 0 || first[v] == w:
			first[v] = w
		case second[v] < 0 || second[v] == w:
			second[v] = w
		default:
			a.node[v] = true
		}
	}
	for _, r := range rings {
		for k, v := range r {
			w := r[(k+1)%len(r)]
			meet(v, w)
			meet(w, v)
		}
	}
}

// cut returns the arcs of a ring, entering those not yet known.
func (a *arcSet) cut(ring []int32) []int32 {
	begin := -1
	for k, v := range ring {
		if a.node[v] {
			begin = k
			break
		}
	}
	if begin < 0 {
		return []int32{a.enter(rotated(ring))}
	}
	var out []int32
	line := []int32{ring[begin]}
	for k := 1; k <= len(ring); k++ {
		v := ring[(begin+k)%len(ring)]
		line = append(line, v)
		if a.node[v] {
			out = append(out, a.enter(line))
			line = append(line[:0:0], v)
		}
	}
	return out
}

// rotated returns a ring without nodes as a closed line from its least vertex,
// towards the lesser neighbour, so that it looks the same from both sides.
func rotated(ring []int32) []int32 {
	least := 0
	for k, v := range ring {
		if v < ring[least] {
			least = k
		}
	}
	line := make([]int32, 0, len(ring)+1)
	for k := range len(ring) + 1 {
		line = append(line, ring[(least+k)%len(ring)])
	}
	return line
}

// enter returns the number of the arc along the line, ^number when it is known
// in the other direction.
func (a *arcSet) enter(line []int32) int32 {
	n := len(line)
	if k, ok := a.known[[2]int32{line[0], line[1]}]; ok {
		return k
	}
	if k, ok := a.known[[2]int32{line[n-1], line[n-2]}]; ok {
		return ^k
	}
	k := int32(len(a.starts) - 1)
	a.verts = append(a.verts, line...)
	a.starts = append(a.starts, int32(len(a.verts)))
	a.known[[2]int32{line[0], line[1]}] = k
	return k
}

// arc returns the vertices of an arc in its own direction.
func (a *arcSet) arc(k int32) []int32 { return a.verts[a.starts[k]:a.starts[k+1]] }

// arcs returns how many arcs there are.
func (a *arcSet) arcs() int { return len(a.starts) - 1 }
