package geom

import (
	"math"
	"math/big"
)

// Error bounds of the float filters, from Shewchuk, "Adaptive precision
// floating-point arithmetic and fast robust geometric predicates" (1997), with
// epsilon the rounding unit 2⁻⁵³. A determinant larger than its bound times the
// sum of the absolute products has the right sign.
const (
	epsilon       = 1.0 / (1 << 53)
	orientBound   = (3 + 16*epsilon) * epsilon
	inCircleBound = (10 + 96*epsilon) * epsilon
)

// Orient returns 1 when a, b, c turn left (counterclockwise), -1 when they turn
// right and 0 when they lie on one line. The answer is exact.
func Orient(a, b, c Point) int {
	left := (a.X - c.X) * (b.Y - c.Y)
	right := (a.Y - c.Y) * (b.X - c.X)
	det := left - right
	if bound := orientBound * (math.Abs(left) + math.Abs(right)); det > bound || -det > bound {
		return signOf(det)
	}
	if a == b || b == c || a == c {
		return 0 // frequent: edges that share an end
	}
	return orientExact(a, b, c)
}

// orientExact sums the six products of the determinant without rounding.
func orientExact(a, b, c Point) int {
	var buf [2][12]float64
	e := buf[0][:0]
	for i, t := range [6][2]float64{
		{a.X, b.Y}, {-a.X, c.Y}, {-c.X, b.Y},
		{-a.Y, b.X}, {a.Y, c.X}, {c.Y, b.X},
	} {
		hi, lo := twoProduct(t[0], t[1])
		e = growExpansion(buf[(i+1)%2][:0], e, hi, lo)
	}
	return expansionSign(e)
}

// InCircle returns 1 when d lies strictly inside the circle through a, b, c, -1
// when strictly outside and 0 when on it. The points a, b, c must run
// counterclockwise; when they run clockwise the sign turns. The answer is exact.
func InCircle(a, b, c, d Point) int {
	adx, ady := a.X-d.X, a.Y-d.Y
	bdx, bdy := b.X-d.X, b.Y-d.Y
	cdx, cdy := c.X-d.X, c.Y-d.Y
	bc, cb := bdx*cdy, cdx*bdy
	ca, ac := cdx*ady, adx*cdy
	ab, ba := adx*bdy, bdx*ady
	al, bl, cl := adx*adx+ady*ady, bdx*bdx+bdy*bdy, cdx*cdx+cdy*cdy
	det := al*(bc-cb) + bl*(ca-ac) + cl*(ab-ba)
	bound := inCircleBound * (al*(math.Abs(bc)+math.Abs(cb)) +
		bl*(math.Abs(ca)+math.Abs(ac)) + cl*(math.Abs(ab)+math.Abs(ba)))
	if det > bound || -det > bound {
		return signOf(det)
	}
	if exactDiff(a, d) && exactDiff(b, d) && exactDiff(c, d) {
		return inCircleDiff(adx, ady, bdx, bdy, cdx, cdy)
	}
	return inCircleBig(a, b, c, d)
}

// inCircleDiff evaluates the determinant without rounding when the coordinate
// differences themselves are exact, as they are for most neighbouring points.
func inCircleDiff(adx, ady, bdx, bdy, cdx, cdy float64) int {
	var a, b, c, ab, abc liftBuffer
	ea := a.term(adx, ady, bdx, bdy, cdx, cdy)
	eb := b.term(bdx, bdy, cdx, cdy, adx, ady)
	ec := c.term(cdx, cdy, adx, ady, bdx, bdy)
	return expansionSign(addExpansions(abc.sum[:0], addExpansions(ab.sum[:0], ea, eb), ec))
}

// inCircleBig is the last resort, for differences that round.
func inCircleBig(a, b, c, d Point) int {
	row := func(p Point) (x, y, lift *big.Rat) {
		x = new(big.Rat).Sub(rat(p.X), rat(d.X))
		y = new(big.Rat).Sub(rat(p.Y), rat(d.Y))
		return x, y, new(big.Rat).Add(mul(x, x), mul(y, y))
	}
	ax, ay, al := row(a)
	bx, by, bl := row(b)
	cx, cy, cl := row(c)
	cross := func(ux, uy, vx, vy *big.Rat) *big.Rat {
		return new(big.Rat).Sub(mul(ux, vy), mul(vx, uy))
	}
	det := mul(al, cross(bx, by, cx, cy))
	det.Add(det, mul(bl, cross(cx, cy, ax, ay)))
	det.Add(det, mul(cl, cross(ax, ay, bx, by)))
	return det.Sign()
}

func rat(x float64) *big.Rat        { return new(big.Rat).SetFloat64(x) }
func mul(x, y *big.Rat) *big.Rat    { return new(big.Rat).Mul(x, y) }
func exactDiff(p, q Point) bool     { return diffTail(p.X, q.X) == 0 && diffTail(p.Y, q.Y) == 0 }
func diffTail(a, b float64) float64 { _, tail := twoSum(a, -b); return tail }

func signOf(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// CrossesRight reports whether a ray from p towards positive X crosses the edge
// a–b. It counts an edge half-open in Y and treats p on the edge as lying to
// the right of it, from whichever end the edge is given. So a point on a border
// that two rings share, with the same two end points, lies in exactly one of
// them, and for a set of rings that tile the plane every point lies in exactly
// one.
func CrossesRight(p, a, b Point) bool {
	if (a.Y > p.Y) == (b.Y > p.Y) {
		return false
	}
	if p.X < a.X && p.X < b.X {
		return true
	}
	if p.X > a.X && p.X > b.X {
		return false
	}
	if a.Y > b.Y {
		a, b = b, a
	}
	return Orient(a, b, p) > 0
}
