package geom

import (
	"cmp"
	"math"
	"slices"
)

// cutRounds is how often edges are cut before giving up. Two or three rounds
// are usual.
const cutRounds = 50

// maxCuts bounds the crossings of n edges, so that hostile input cannot fill
// the memory: real borders cross each other far less.
func maxCuts(n int) int { return 1_000_000 + 50*n }

// piece is part of an edge, from the lesser end to the greater, with what its
// left side has more of a region than its right.
type piece struct {
	a, b   Point
	region int32
	delta  int32
	fresh  bool // made in the last round, so not yet compared with the others
}

func (p piece) sameEnds(q piece) bool { return p.a == q.a && p.b == q.b }

func (p piece) box() Box {
	return Box{p.a.X, min(p.a.Y, p.b.Y), p.b.X, max(p.a.Y, p.b.Y)}
}

// cutPieces returns pieces that meet only at their ends, sorted and merged.
func cutPieces(edges []RegionEdge) ([]piece, error) {
	pieces := make([]piece, 0, len(edges))
	for _, e := range edges {
		pieces = appendPiece(pieces, piece{e.A, e.B, e.Region, 1, true})
	}
	pieces = mergePieces(pieces)
	for range cutRounds {
		cuts := findCuts(pieces, maxCuts(len(edges)))
		if len(cuts) == 0 {
			return pieces, nil
		}
		if len(cuts) > maxCuts(len(edges)) {
			return nil, ErrTangled
		}
		pieces = mergePieces(applyCuts(pieces, cuts))
	}
	return nil, ErrUnsettled
}

// appendPiece turns the piece to run upwards; one without length is dropped.
func appendPiece(pieces []piece, p piece) []piece {
	if p.a == p.b {
		return pieces
	}
	if p.b.Less(p.a) {
		p.a, p.b, p.delta = p.b, p.a, -p.delta
	}
	return append(pieces, p)
}

// mergePieces sorts pieces and adds up those of the same ends and region;
// borders that run both ways vanish. Pieces compared before stay so.
func mergePieces(pieces []piece) []piece {
	slices.SortFunc(pieces, func(p, q piece) int {
		if c := comparePoints(p.a, q.a); c != 0 {
			return c
		}
		if c := comparePoints(p.b, q.b); c != 0 {
			return c
		}
		return cmp.Compare(p.region, q.region)
	})
	out := pieces[:0]
	for i := 0; i < len(pieces); {
		first, begin, fresh := pieces[i], len(out), true
		for ; i < len(pieces) && pieces[i].sameEnds(first); i++ {
			fresh = fresh && pieces[i].fresh
			if n := len(out); n > begin && out[n-1].region == pieces[i].region {
				out[n-1].delta += pieces[i].delta
			} else {
				out = append(out, pieces[i])
			}
		}
		kept := out[:begin]
		for _, p := range out[begin:] {
			if p.delta != 0 {
				p.fresh = fresh
				kept = append(kept, p)
			}
		}
		out = kept
	}
	return out
}

func comparePoints(p, q Point) int {
	switch {
	case p.X < q.X || (p.X == q.X && p.Y < q.Y):
		return -1
	case p == q:
		return 0
	}
	return 1
}

// cut says that all pieces with the same ends as pieces[at] pass through p.
type cut struct {
	at int32 // first of the pieces with these ends
	p  Point
}

// findCuts compares fresh pieces with all others and returns where they must
// be cut, sorted along each piece. It stops beyond the limit.
func findCuts(pieces []piece, limit int) []cut {
	var heads []int32 // first piece of each pair of ends
	var boxes []Box
	for i := range pieces {
		if i == 0 || !pieces[i].sameEnds(pieces[i-1]) {
			heads = append(heads, int32(i))
			boxes = append(boxes, pieces[i].box())
		}
	}
	tree := NewRTree(boxes)
	var cuts []cut
	var found []int32
	for i, head := range heads {
		if !pieces[head].fresh {
			continue
		}
		if len(cuts) > limit {
			return cuts
		}
		found = tree.Search(boxes[i], found[:0])
		for _, j := range found {
			other := heads[j]
			if int(j) == i || (pieces[other].fresh && int(j) < i) {
				continue // compared from the other side
			}
			cuts = crossing(pieces, head, other, cuts)
		}
	}
	slices.SortFunc(cuts, func(c, d cut) int {
		if c.at != d.at {
			return cmp.Compare(c.at, d.at)
		}
		p, q := along(pieces[c.at], c.p), along(pieces[d.at], d.p)
		if p != q {
			return cmp.Compare(p, q)
		}
		return cmp.Or(cmp.Compare(c.p.X, d.p.X), cmp.Compare(c.p.Y, d.p.Y))
	})
	return slices.Compact(cuts)
}

// along measures how far along the piece p lies.
func along(s piece, p Point) float64 {
	return (p.X-s.a.X)*(s.b.X-s.a.X) + (p.Y-s.a.Y)*(s.b.Y-s.a.Y)
}

// crossing appends the cuts that pieces i and j need: where an end of one lies
// inside the other, or where they cross.
func crossing(pieces []piece, i, j int32, cuts []cut) []cut {
	s, t := pieces[i], pieces[j]
	sa, sb := Orient(t.a, t.b, s.a), Orient(t.a, t.b, s.b)
	if sa == sb && sa != 0 {
		return cuts
	}
	ta, tb := Orient(s.a, s.b, t.a), Orient(s.a, s.b, t.b)
	if sa*sb < 0 && ta*tb < 0 {
		p := crossingPoint(s, t)
		return cutAt(t, j, p, cutAt(s, i, p, cuts))
	}
	for _, e := range [4]struct {
		on   int
		p    Point
		of   piece
		into int32
	}{{sa, s.a, t, j}, {sb, s.b, t, j}, {ta, t.a, s, i}, {tb, t.b, s, i}} {
		if e.on == 0 && e.of.a.Less(e.p) && e.p.Less(e.of.b) {
			cuts = append(cuts, cut{e.into, e.p})
		}
	}
	return cuts
}

func cutAt(s piece, i int32, p Point, cuts []cut) []cut {
	if p == s.a || p == s.b {
		return cuts
	}
	return append(cuts, cut{i, p})
}

// crossingPoint returns the grid point nearest to where two pieces cross.
func crossingPoint(s, t piece) Point {
	dx, dy := s.b.X-s.a.X, s.b.Y-s.a.Y
	ex, ey := t.b.X-t.a.X, t.b.Y-t.a.Y
	f := ((t.a.X-s.a.X)*ey - (t.a.Y-s.a.Y)*ex) / (dx*ey - dy*ex)
	if f = max(0, min(1, f)); math.IsNaN(f) { // too close to parallel for floats
		f = 0
	}
	return Point{math.Round(s.a.X + f*dx), math.Round(s.a.Y + f*dy)}
}

// applyCuts replaces each cut piece by its parts.
func applyCuts(pieces []piece, cuts []cut) []piece {
	out := make([]piece, 0, len(pieces)+2*len(cuts))
	for i := 0; i < len(pieces); {
		head := pieces[i]
		n := 0
		for n < len(cuts) && int(cuts[n].at) == i {
			n++
		}
		for ; i < len(pieces) && pieces[i].sameEnds(head); i++ {
			p := pieces[i]
			if n == 0 {
				p.fresh = false
				out = append(out, p)
				continue
			}
			from := p.a
			for _, c := range cuts[:n] {
				out = appendPiece(out, piece{from, c.p, p.region, p.delta, true})
				from = c.p
			}
			out = appendPiece(out, piece{from, p.b, p.region, p.delta, true})
		}
		cuts = cuts[n:]
	}
	return out
}
