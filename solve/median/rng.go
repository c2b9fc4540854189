package median

import "math"

// rng is the SplitMix64 generator (Steele, Lea and Flood, 2014): one word of
// state, so that every task of every round owns a stream made from its number.
type rng struct{ state uint64 }

const golden = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// newRNG derives an independent stream from a seed and the numbers of its user.
func newRNG(seed uint64, numbers ...int) rng {
	z := mix(seed + golden)
	for _, k := range numbers {
		z = mix(z ^ mix(uint64(k)+golden))
	}
	return rng{z}
}

func (r *rng) next() uint64 {
	r.state += golden
	return mix(r.state)
}

// intn returns a number in [0, n); n must be in 1 … 2^31.
func (r *rng) intn(n int) int {
	return int((r.next() >> 32) * uint64(n) >> 32)
}

// float returns a number in [0, 1).
func (r *rng) float() float64 {
	return float64(r.next()>>11) * (1.0 / (1 << 53))
}

// hopeless is the rise of cost, in temperatures, beyond which no move is taken.
const hopeless = 20

// accept is the Metropolis rule at temperature temp.
func (r *rng) accept(delta, temp float64) bool {
	if delta <= 0 {
		return true
	}
	if delta >= temp*hopeless {
		return false
	}
	return r.float() < math.Exp(-delta/temp)
}

// threshold draws the largest rise of cost to accept at temperature temp; a test
// against it is the Metropolis rule with the random number drawn first.
func (r *rng) threshold(temp float64) float64 {
	return -temp * math.Log(1-r.float())
}
