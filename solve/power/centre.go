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
	_, mean := s.Spacing()
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
	s.follow(before)
	if s.Mod.Geo.Squared() {
		mean = math.Sqrt(mean)
	}
	return moved / float64(len(s.Centres)) / mean
}

// MoveTo puts the centres elsewhere and lets the prices follow.
func (s *Solver) MoveTo(centres []measure.Vec) {
	before := append([]measure.Vec(nil), s.Centres...)
	copy(s.Centres, centres)
	s.follow(before)
}
