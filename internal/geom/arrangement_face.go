package geom

import (
	"cmp"
	"slices"
)

// traceCycles walks around every face once per connected border.
func (a *Arrangement) traceCycles() {
	a.face = make([]int32, len(a.next)) // holds the cycle until faces are known
	for h := range a.face {
		a.face[h] = -1
	}
	for start := range int32(len(a.next)) {
		if a.face[start] >= 0 {
			continue
		}
		c := cycle{start: start, low: a.at(start)}
		for h := start; a.face[h] < 0; h = a.next[h] {
			a.face[h] = int32(len(a.cycles))
			if a.at(h).Less(c.low) {
				c.low = a.at(h)
			}
		}
		c.outer = a.enclosesFace(c)
		a.cycles = append(a.cycles, c)
	}
}

// enclosesFace tells whether the cycle is the outer border of its face rather
// than a border within it. All edges leave the least vertex towards the right;
// the cycle lies within its face when one of its corners there spans the left
// side, that is, does not turn left.
func (a *Arrangement) enclosesFace(c cycle) bool {
	for h, first := c.start, true; first || h != c.start; h, first = a.next[h], false {
		next := a.next[h]
		if a.at(next) == c.low && Orient(a.at(h), c.low, a.at(next^1)) <= 0 {
			return false
		}
	}
	return true
}

// placeCycles numbers the faces: each outer cycle bounds one, and every other
// cycle lies in the face that the nearest edge to the left of its least vertex
// faces. Cycles are taken from left to right, so that one is placed after those
// to its left.
func (a *Arrangement) placeCycles() {
	boxes := make([]Box, len(a.segments))
	for k := range boxes {
		boxes[k] = BoxOf([]Point{a.at(int32(2 * k)), a.at(int32(2*k + 1))})
	}
	rays := newRays(a, boxes)
	order := make([]int32, len(a.cycles))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Or(comparePoints(a.cycles[i].low, a.cycles[j].low), int(i-j))
	})
	faces := int32(1)
	for _, i := range order {
		c := &a.cycles[i]
		if c.outer {
			c.face = faces
			faces++
			continue
		}
		if h := rays.left(c.low); h >= 0 {
			c.face = a.cycles[a.face[h]].face
		}
	}
	for h, c := range a.face {
		a.face[h] = a.cycles[c].face
	}
	a.faces = make([][]RegionCount, faces)
}

// coverFaces spreads the cover from the unbounded face, which has none.
func (a *Arrangement) coverFaces() {
	byFace := make([][]int32, len(a.faces))
	for i := range a.cycles {
		f := a.cycles[i].face
		byFace[f] = append(byFace[f], int32(i))
	}
	done := make([]bool, len(a.faces))
	done[0] = true
	queue := []int32{0}
	for len(queue) > 0 {
		f := queue[0]
		queue = queue[1:]
		for _, c := range byFace[f] {
			start := a.cycles[c].start
			for h, first := start, true; first || h != start; h, first = a.next[h], false {
				if over := a.face[h^1]; !done[over] {
					done[over] = true
					a.faces[over] = a.cross(a.faces[f], h)
					queue = append(queue, over)
				}
			}
		}
	}
}

// cross returns the cover right of h, given the cover left of it.
func (a *Arrangement) cross(cover []RegionCount, h int32) []RegionCount {
	s := a.segments[h>>1]
	sign := int32(1)
	if h&1 == 0 {
		sign = -1
	}
	change := a.deltas[s.deltas[0]:s.deltas[1]]
	out := make([]RegionCount, 0, len(cover)+len(change))
	for len(cover) > 0 || len(change) > 0 {
		switch {
		case len(change) == 0 || (len(cover) > 0 && cover[0].Region < change[0].Region):
			out = append(out, cover[0])
			cover = cover[1:]
		case len(cover) == 0 || change[0].Region < cover[0].Region:
			out = append(out, RegionCount{change[0].Region, sign * change[0].Count})
			change = change[1:]
		default:
			if n := cover[0].Count + sign*change[0].Count; n != 0 {
				out = append(out, RegionCount{cover[0].Region, n})
			}
			cover, change = cover[1:], change[1:]
		}
	}
	return out
}
