package geom

import "math"

// An expansion is a sum of floats that do not overlap, ordered by growing
// magnitude, zeros left out: exact arithmetic after Shewchuk (1997). Its sign
// is that of its last component. Results are appended to the buffer given,
// which must not be one of the arguments.

func twoSum(a, b float64) (sum, tail float64) {
	sum = a + b
	bb := sum - a
	return sum, (a - (sum - bb)) + (b - bb)
}

func twoProduct(a, b float64) (product, tail float64) {
	product = a * b
	return product, math.FMA(a, b, -product)
}

// growExpansion adds the two-component value hi + lo to e.
func growExpansion(dst, e []float64, hi, lo float64) []float64 {
	var pair [2]float64
	return addExpansions(dst, e, trim(pair[:0], lo, hi))
}

func trim(dst []float64, values ...float64) []float64 {
	for _, v := range values {
		if v != 0 {
			dst = append(dst, v)
		}
	}
	return dst
}

// addExpansions merges e and f by magnitude and carries the roundoff upwards
// (Shewchuk's fast expansion sum, valid for strongly non-overlapping input,
// which all functions here produce).
func addExpansions(dst, e, f []float64) []float64 {
	if len(e) == 0 || len(f) == 0 {
		return append(append(dst, e...), f...)
	}
	next := func() float64 {
		if len(f) == 0 || (len(e) > 0 && math.Abs(e[0]) < math.Abs(f[0])) {
			v := e[0]
			e = e[1:]
			return v
		}
		v := f[0]
		f = f[1:]
		return v
	}
	sum := next()
	for len(e)+len(f) > 0 {
		var tail float64
		if sum, tail = twoSum(sum, next()); tail != 0 {
			dst = append(dst, tail)
		}
	}
	if sum != 0 {
		dst = append(dst, sum)
	}
	return dst
}

// scaleExpansion multiplies e by s.
func scaleExpansion(dst, e []float64, s float64) []float64 {
	if len(e) == 0 || s == 0 {
		return dst
	}
	sum, tail := twoProduct(e[0], s)
	dst = trim(dst, tail)
	for _, v := range e[1:] {
		hi, lo := twoProduct(v, s)
		mid, tail := twoSum(sum, lo)
		dst = trim(dst, tail)
		sum, tail = twoSum(hi, mid)
		dst = trim(dst, tail)
	}
	return trim(dst, sum)
}

func expansionSign(e []float64) int {
	if len(e) == 0 {
		return 0
	}
	return signOf(e[len(e)-1])
}

// liftBuffer is scratch space for one row of the in-circle determinant.
type liftBuffer struct {
	cross  [4]float64
	x, y   [8]float64
	xx, yy [16]float64
	sum    [96]float64
}

// term returns (px² + py²)·(qx·ry − rx·qy) as an expansion.
func (b *liftBuffer) term(px, py, qx, qy, rx, ry float64) []float64 {
	var first [2]float64
	hi, lo := twoProduct(qx, ry)
	h2, l2 := twoProduct(-rx, qy)
	cross := growExpansion(b.cross[:0], trim(first[:0], lo, hi), h2, l2)
	xx := scaleExpansion(b.xx[:0], scaleExpansion(b.x[:0], cross, px), px)
	yy := scaleExpansion(b.yy[:0], scaleExpansion(b.y[:0], cross, py), py)
	return addExpansions(b.sum[:0], xx, yy)
}
