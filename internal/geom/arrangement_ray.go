package geom

// rays finds the nearest segment to the left of a point.
type rays struct {
	a     *Arrangement
	tree  *RTree
	all   Box
	reach float64 // how far to look first
	found []int32
}

func newRays(a *Arrangement, boxes []Box) *rays {
	r := &rays{a: a, tree: NewRTree(boxes), all: EmptyBox()}
	sum := 0.0
	for _, b := range boxes {
		r.all = r.all.Union(b)
		sum += b.MaxX - b.MinX
	}
	r.reach = 1 + 4*sum/float64(max(1, len(boxes)))
	return r
}

// left returns the half-edge nearest to the left of p, in the direction that
// has p on its left, or -1. It looks in a stretch beside p that grows until it
// surely holds the nearest.
func (r *rays) left(p Point) int32 {
	for reach := r.reach; ; reach *= 4 {
		end := p.X - reach
		r.found = r.tree.Search(Box{end, p.Y, p.X, p.Y}, r.found[:0])
		best := r.a.leftOf(p, r.found)
		if end <= r.all.MinX || (best >= 0 && r.a.crossingX(best, p.Y) > end+1) {
			return best
		}
	}
}

// crossingX returns about where a half-edge meets the level line at y.
func (a *Arrangement) crossingX(h int32, y float64) float64 {
	p, q := a.at(h), a.at(h^1)
	return p.X + (y-p.Y)/(q.Y-p.Y)*(q.X-p.X)
}

// leftOf returns the half-edge nearest to the left of p among the segments
// given, in the direction that has p on its left, or -1. Its cycle has a least
// vertex to the left of p.
func (a *Arrangement) leftOf(p Point, segments []int32) int32 {
	best := int32(-1)
	for _, k := range segments {
		h := 2 * k // downwards
		if a.at(h).Y < a.at(h^1).Y {
			h++
		}
		hi, lo := a.at(h), a.at(h^1)
		if (hi.Y > p.Y) == (lo.Y > p.Y) || Orient(lo, hi, p) >= 0 {
			continue
		}
		if best < 0 || a.rightOf(h, best) {
			best = h
		}
	}
	return best
}

// rightOf tells whether downward half-edge g lies right of h, where a level
// line meets both. They do not cross, so one end of the one that starts higher
// up decides, or its other end when they share one.
func (a *Arrangement) rightOf(g, h int32) bool {
	gl, gh, hl, hh := a.at(g^1), a.at(g), a.at(h^1), a.at(h)
	if gl.Y >= hl.Y {
		if o := Orient(hl, hh, gl); o != 0 {
			return o < 0
		}
		return Orient(hl, hh, gh) < 0
	}
	if o := Orient(gl, gh, hl); o != 0 {
		return o > 0
	}
	return Orient(gl, gh, hh) > 0
}
