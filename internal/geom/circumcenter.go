package geom

import (
	"math"
	"math/big"
)

// thinTriangle is the share of its products below which the area of a triangle
// is too uncertain in floats to find its circumcentre.
const thinTriangle = 1e-3

// Circumcenter returns the centre of the circle through a, b and c, which must
// not lie on one line: a corner of the Voronoi cells of a Delaunay triangle's
// points. It is accurate to about twelve digits of the circle's radius
// however thin the triangle is.
func Circumcenter(a, b, c Point) Point {
	bx, by, cx, cy := b.X-a.X, b.Y-a.Y, c.X-a.X, c.Y-a.Y
	left, right := bx*cy, by*cx
	d := 2 * (left - right)
	if math.Abs(d) < thinTriangle*(math.Abs(left)+math.Abs(right)) {
		return circumcenterBig(a, b, c)
	}
	bl, cl := bx*bx+by*by, cx*cx+cy*cy
	return Point{a.X + (cy*bl-by*cl)/d, a.Y + (bx*cl-cx*bl)/d}
}

func circumcenterBig(a, b, c Point) Point {
	minus := func(p, q float64) *big.Rat { return new(big.Rat).Sub(rat(p), rat(q)) }
	bx, by, cx, cy := minus(b.X, a.X), minus(b.Y, a.Y), minus(c.X, a.X), minus(c.Y, a.Y)
	bl := new(big.Rat).Add(mul(bx, bx), mul(by, by))
	cl := new(big.Rat).Add(mul(cx, cx), mul(cy, cy))
	d := new(big.Rat).Sub(mul(bx, cy), mul(by, cx))
	d.Add(d, d)
	if d.Sign() == 0 {
		return a
	}
	x := new(big.Rat).Sub(mul(cy, bl), mul(by, cl))
	y := new(big.Rat).Sub(mul(bx, cl), mul(cx, bl))
	x.Add(x.Quo(x, d), rat(a.X))
	y.Add(y.Quo(y, d), rat(a.Y))
	px, _ := x.Float64()
	py, _ := y.Float64()
	return Point{px, py}
}
