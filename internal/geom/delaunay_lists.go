package geom

// fillNeighbors writes the adjacency of a finished division.
func (d *division) fillNeighbors(t *Triangulation) {
	n := len(t.X)
	t.Offsets = make([]int32, n+1)
	for _, v := range d.origin {
		if v >= 0 {
			t.Offsets[d.id[v]+1]++
		}
	}
	for i, twin := range t.Twin {
		if int(twin) != i {
			t.Offsets[i+1]++
			t.Offsets[twin+1]++
		}
	}
	for i := range n {
		t.Offsets[i+1] += t.Offsets[i]
	}
	t.Neighbors = make([]int32, t.Offsets[n])
	fill := make([]int32, n)
	copy(fill, t.Offsets)
	for e := range d.origin {
		v := d.origin[e]
		if v < 0 || fill[d.id[v]] > t.Offsets[d.id[v]] {
			continue
		}
		i := d.id[v]
		for a, first := int32(e), true; first || a != int32(e); a, first = d.next[a], false {
			t.Neighbors[fill[i]] = d.id[d.target(a)]
			fill[i]++
		}
	}
	for i, twin := range t.Twin {
		if int(twin) != i {
			t.Neighbors[fill[i]] = twin
			t.Neighbors[fill[twin]] = int32(i)
			fill[i]++
			fill[twin]++
		}
	}
}

// fillTriangles lists every bounded face once, from its lowest half-edge.
func (d *division) fillTriangles(t *Triangulation) {
	t.Triangles = make([]int32, 0, 6*len(d.p))
	side := make([]int32, len(d.origin)) // side of a triangle by half-edge
	for e := range side {
		side[e] = -1
	}
	for e := range d.origin {
		a := int32(e)
		if d.origin[a] < 0 {
			continue
		}
		b := d.leftNext(a)
		c := d.leftNext(b)
		if b < a || c < a || d.leftNext(c) != a {
			continue
		}
		u, v, w := d.origin[a], d.origin[b], d.origin[c]
		if d.ccw(u, v, w) {
			n := int32(len(t.Triangles))
			side[a], side[b], side[c] = n, n+1, n+2
			t.Triangles = append(t.Triangles, d.id[u], d.id[v], d.id[w])
		}
	}
	t.Opposite = make([]int32, len(t.Triangles))
	for e, s := range side {
		if s >= 0 {
			t.Opposite[s] = side[e^1]
		}
	}
}
