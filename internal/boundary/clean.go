package boundary

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
)

// setGrid is the number of steps per degree of the grid the positions of a set
// lie on: about a centimetre. Rounding all shapes to one grid lets borders meet
// exactly that sources write with different last digits.
const setGrid = 1e7

// cleanShape brings a shape into the form a set holds: positions on the grid,
// open rings without repeated vertices, outer rings counterclockwise and holes
// clockwise, valid by OGC Simple Features, within -180 to 180 degrees. fixes
// says what was mended; fallback is a position of a shape that has no area.
func cleanShape(in geom.MultiPolygon) (out geom.MultiPolygon, fallback *geom.Point, fixes []sentence.Sentence, err *InputError) {
	dropped, wide := 0, false
	for _, poly := range in {
		var clean geom.Polygon
		for i, ring := range poly {
			if err := checkRing(ring); err != nil {
				return nil, nil, nil, err
			}
			if fallback == nil && len(ring) > 0 && validPosition(ring[0]) {
				fallback = &ring[0]
			}
			ring, over := unwrap(withoutRepeats(ring))
			wide = wide || over
			if isLine(ring) {
				if dropped++; i == 0 {
					break // holes of nothing
				}
				continue
			}
			clean = append(clean, ring)
		}
		if len(clean) > 0 {
			orient(clean)
			out = append(out, clean)
		}
	}
	if dropped > 0 {
		fixes = append(fixes, sentence.FixDropped.With(nil))
	}
	fault, faulty := shapeFault(out)
	if faulty {
		fixes = append(fixes, fault)
	}
	if faulty || wide {
		if out, err = rebuild(out); err != nil {
			return nil, nil, nil, err
		}
	}
	return out, fallback, fixes, nil
}

// isLine reports whether all vertices lie on one line.
func isLine(ring geom.Ring) bool {
	for i := 2; i < len(ring); i++ {
		if geom.Orient(ring[0], ring[1], ring[i]) != 0 {
			return false
		}
	}
	return true
}

// orient puts the largest ring first, which around a pole need not be the one
// the file has first, and turns outer ring and holes the right way.
func orient(poly geom.Polygon) {
	for i := range poly {
		if math.Abs(poly[i].SignedArea()) > math.Abs(poly[0].SignedArea()) {
			poly[0], poly[i] = poly[i], poly[0]
		}
	}
	for i, ring := range poly {
		if (ring.SignedArea() < 0) != (i > 0) {
			ring.Reverse()
		}
	}
}

// checkRing refuses coordinates that are no positions.
func checkRing(ring geom.Ring) *InputError {
	for _, p := range ring {
		if !p.Finite() {
			return wrong(sentence.ShapeNoNumber.With(nil))
		}
		if math.Abs(p.Y) > 90 || math.Abs(p.X) > 540 {
			return wrong(sentence.ShapeNoPosition.With(sentence.Params{"x": fmt.Sprint(p.X), "y": fmt.Sprint(p.Y)}))
		}
	}
	return nil
}

// withoutRepeats returns a copy on the grid without equal neighbours, the
// closing vertex included.
func withoutRepeats(ring geom.Ring) geom.Ring {
	out := make(geom.Ring, 0, len(ring))
	for _, p := range ring {
		p = geom.Point{X: onGrid(p.X), Y: onGrid(p.Y)}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

func onGrid(v float64) float64 { return math.Round(v*setGrid) / setGrid }

// unwrap makes a ring continuous that jumps from one side of the antimeridian
// to the other, and closes one that runs around a pole by way of the pole. over
// reports whether the ring now leaves the range of -180 to 180 degrees.
//
// An edge of more than 180 but less than 360 degrees is taken for a jump: no
// boundary has such an edge, and RFC 7946 asks writers to cut there.
func unwrap(ring geom.Ring) (out geom.Ring, over bool) {
	turn, jumps := 0.0, false
	for i := range ring {
		if i > 0 {
			switch d := ring[i].X - (ring[i-1].X - turn); {
			case d > 180 && d < 360:
				turn -= 360
				jumps = true
			case d < -180 && d > -360:
				turn += 360
				jumps = true
			}
		}
		ring[i].X += turn
		over = over || math.Abs(ring[i].X) > 180
	}
	if len(ring) == 0 {
		return ring, false
	}
	first, last := ring[0], ring[len(ring)-1]
	closing := first.X - last.X
	if !jumps && (math.Abs(closing) <= 180 || math.Abs(closing) >= 360) {
		return ring, over
	}
	if math.Abs(closing) > 180 {
		// The ring runs around the pole on its side of the equator.
		end := first.X + 360
		if closing > 0 {
			end = first.X - 360
		}
		pole := math.Copysign(90, first.Y)
		ring = append(ring, geom.Point{X: end, Y: first.Y}, geom.Point{X: end, Y: pole}, geom.Point{X: first.X, Y: pole})
	}
	return ring, true
}
