package power

import (
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

func sortedByX(c []measure.Vec) []int32 {
	order := make([]int32, len(c))
	for j := range order {
		order[j] = int32(j)
	}
	sort.Slice(order, func(a, b int) bool {
		x, y := c[order[a]], c[order[b]]
		if x.X != y.X {
			return x.X < y.X
		}
		return order[a] < order[b]
	})
	return order
}

// Recentre moves every free centre towards the balance point of the pulls from
// the last Maximise with moments, by rate times the way. It returns the mean
// move as a share of the spacing.
func (s *Solver) Recentre(free []bool, rate float64) float64 {
	each, mean := s.Spacing()
	before := append([]measure.Vec(nil), s.Centres...)
	moved := 0.0
	for j, mo := range s.cur.Moment {
		if !free[j] || !(mo.W > 0) {
			continue
		}
		old := s.Centres[j]
		to := mo.Vec.Scale(1 / mo.W)
		c := old.Add(to.Sub(old).Scale(rate))
		// The mean of unit vectors lies inside the sphere; the best centre on
		// the sphere is above it.
		s.Centres[j] = s.Mod.Geo.Onto(c)
		moved += math.Sqrt(s.Centres[j].Sq(old))
	}
	s.follow(before, each)
	if s.Mod.Geo.Squared() {
		mean = math.Sqrt(mean)
	}
	return moved / float64(len(s.Centres)) / mean
}

// follow lets prices follow centres that moved. The border between two areas
// cuts the line between their centres in a proportion that depends on the
// difference of prices ÷ their distance. Each area keeps that quotient towards
// the wider area (already settled) that is cheapest at its centre. Without
// this, a small move of a wide area would swallow every dense one beside it.
func (s *Solver) follow(before []measure.Vec, each []float64) {
	k, g := s.Mod.K, s.Mod.Geo
	order := make([]int32, k)
	for j := range order {
		order[j] = int32(j)
	}
	sort.SliceStable(order, func(a, b int) bool { return each[order[a]] > each[order[b]] })
	old := append([]float64(nil), s.Prices...)
	for at, j := range order[1:] {
		best, ref := math.Inf(1), order[0]
		for _, q := range order[:at+1] {
			c := g.Of(before[j].Sq(before[q]))
			for m := range s.Mod.M {
				if s.unitPrice[m] > 0 {
					c += old[m*k+int(q)] / s.unitPrice[m]
				}
			}
			if c < best {
				best, ref = c, q
			}
		}
		was, is := g.Of(before[j].Sq(before[ref])), g.Of(s.Centres[j].Sq(s.Centres[ref]))
		if !(was > 0) {
			continue
		}
		for m := range s.Mod.M {
			s.Prices[m*k+int(j)] = s.Prices[m*k+int(ref)] + (old[m*k+int(j)]-old[m*k+int(ref)])*is/was
		}
	}
}
