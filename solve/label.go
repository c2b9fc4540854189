package solve

import (
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// label names the parts of a bisection: it returns the area of every part so
// that parts and areas share as much present measure and locked units as they
// can, and otherwise lie near the centres that are given. Parts keep their own
// number where nothing speaks for another.
func (e *engine) label(merged *measure.Model, part []int32, means []measure.Vec) []int32 {
	score := e.overlaps(merged, part)
	for j, a := range e.in.Areas {
		if !a.HasCentre {
			continue
		}
		c := e.mod.Geo.ToVec(a.X, a.Y)
		for p := range means {
			score.add(int32(p), int32(j), givenPull/(1e-12+means[p].Sq(c)))
		}
	}
	return match(score)
}

// givenPull weighs closeness to a given centre against shares of overlap.
const givenPull = 1e-9

// overlaps adds up, per part and area, the share of units that are at present
// in the area or locked to it; locks count tenfold.
func (e *engine) overlaps(merged *measure.Model, part []int32) *scores {
	s := newScores(e.mod.K)
	total := 0.0
	for _, w := range merged.W {
		total += w
	}
	for i, p := range part {
		w := merged.W[i] / total
		if list := merged.List(i); len(list) == 1 {
			s.add(p, list[0], 10*w)
		}
		if merged.Present != nil && merged.Present[i] >= 0 {
			s.add(p, merged.Present[i], w)
		}
		if st := merged.Stays; st != nil {
			from, to := st.Of(i)
			for q := from; q < to; q++ {
				if st.Area[q] >= 0 {
					s.add(p, st.Area[q], st.W[q]/total)
				}
			}
		}
	}
	return s
}
