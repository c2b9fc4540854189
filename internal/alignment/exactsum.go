package alignment

import (
	"math"
	"math/bits"
)

// exactSum is a signed sum of 64-bit numbers in 128 bits, two's complement.
type exactSum struct{ high, low uint64 }

func (s *exactSum) add(v int64) {
	s.addSum(exactSum{high: uint64(v >> 63), low: uint64(v)})
}

func (s *exactSum) addSum(other exactSum) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, other.low, 0)
	s.high, _ = bits.Add64(s.high, other.high, carry)
}

// float returns the nearest float64, give or take one unit in the last place.
func (s exactSum) float() float64 {
	if int64(s.high) >= 0 {
		return math.Ldexp(float64(s.high), 64) + float64(s.low)
	}
	low, borrow := bits.Sub64(0, s.low, 0)
	high, _ := bits.Sub64(0, s.high, borrow)
	return -(math.Ldexp(float64(high), 64) + float64(low))
}
