package median

import (
	"cmp"
	"math"
	"slices"
)

// curveBits is the resolution of the space-filling curve along one axis.
const curveBits = 16

// sortByCurve orders the indices along a Hilbert curve over their coordinates;
// equal cells keep the given order.
func sortByCurve(idx []int32, x, y []float64) {
	x0, x1 := slices.Min(x), slices.Max(x)
	y0, y1 := slices.Min(y), slices.Max(y)
	side := math.Max(x1-x0, y1-y0)
	if side == 0 {
		return
	}
	scale := (1<<curveBits - 1) / side
	key := make([]uint32, len(x))
	for _, i := range idx {
		key[i] = hilbert(uint32((x[i]-x0)*scale), uint32((y[i]-y0)*scale))
	}
	slices.SortStableFunc(idx, func(a, b int32) int { return cmp.Compare(key[a], key[b]) })
}

// hilbert returns the position of a cell on the Hilbert curve of curveBits.
func hilbert(x, y uint32) uint32 {
	var d uint32
	for s := uint32(1) << (curveBits - 1); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
		x, y = x&(s-1), y&(s-1)
	}
	return d
}
