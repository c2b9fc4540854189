package solve

import "math"

// scores is a sparse table of how well rows and columns fit.
type scores struct {
	rows []map[int32]float64
}

func newScores(k int) *scores { return &scores{rows: make([]map[int32]float64, k)} }

func (s *scores) add(row, col int32, v float64) {
	if s.rows[row] == nil {
		s.rows[row] = map[int32]float64{}
	}
	s.rows[row][col] += v
}

// ownNumber is the score of pairing a row with the column of its own number,
// which decides where nothing else does.
const ownNumber = 1e-12

// match pairs the k rows with the k columns so that the sum of scores is
// largest, and returns the column of every row. It is the Hungarian method with
// potentials, row by row along shortest paths (Jonker and Volgenant 1987); pairs
// without a score count 0.
func match(s *scores) []int32 {
	k := len(s.rows)
	u, v := make([]float64, k+1), make([]float64, k+1)
	rowOf, via := make([]int, k+1), make([]int, k+1) // by column; row and column 0 are the source
	least, used, cost := make([]float64, k+1), make([]bool, k+1), make([]float64, k+1)
	for start := 1; start <= k; start++ {
		rowOf[0] = start
		for c := range least {
			least[c], used[c] = math.Inf(1), false
		}
		at := 0
		for rowOf[at] != 0 {
			used[at] = true
			at = s.advance(at, rowOf, via, used, least, cost, u, v)
		}
		for at != 0 {
			rowOf[at] = rowOf[via[at]]
			at = via[at]
		}
	}
	out := make([]int32, k)
	for c := 1; c <= k; c++ {
		out[rowOf[c]-1] = int32(c - 1)
	}
	return out
}

// advance relaxes the columns from the row matched with column at, updates the
// potentials and returns the nearest column not yet used.
func (s *scores) advance(at int, rowOf, via []int, used []bool, least, cost, u, v []float64) int {
	row := rowOf[at]
	clear(cost)
	cost[row] = -ownNumber
	for c, x := range s.rows[row-1] {
		cost[c+1] -= x
	}
	next, delta := 0, math.Inf(1)
	for c := 1; c < len(cost); c++ {
		if used[c] {
			continue
		}
		if d := cost[c] - u[row] - v[c]; d < least[c] {
			least[c], via[c] = d, at
		}
		if least[c] < delta {
			next, delta = c, least[c]
		}
	}
	for c := range cost {
		if used[c] {
			u[rowOf[c]] += delta
			v[c] -= delta
		} else {
			least[c] -= delta
		}
	}
	return next
}
