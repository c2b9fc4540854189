package search

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// pulls is the number of steps towards the median of an area.
const pulls = 8

// Recentre returns the centres with those that are free moved to where their
// area travels least: the mean for squared distances, else a few steps of
// Weiszfeld's method towards the median. Areas without units, or with a
// maximum distance, keep theirs.
func Recentre(mod *measure.Model, assign []int32, centres []measure.Vec, free []bool) []measure.Vec {
	out := append([]measure.Vec(nil), centres...)
	if mod.Pos == nil {
		return out
	}
	steps := pulls
	if mod.Geo.Squared() {
		steps = 1
	}
	for range steps {
		sum, weight := make([]measure.Vec, mod.K), make([]float64, mod.K)
		for u, j := range assign {
			w := mod.W[u]
			if !mod.Geo.Squared() {
				w /= math.Sqrt(mod.Pos[u].Sq(out[j])) + 1e-12
			}
			sum[j] = sum[j].Add(mod.Pos[u].Scale(w))
			weight[j] += w
		}
		for j := range out {
			if free[j] && weight[j] > 0 && (mod.MaxDist == nil || math.IsInf(mod.MaxDist[j], 1)) {
				out[j] = mod.Geo.Onto(sum[j].Scale(1 / weight[j]))
			}
		}
	}
	return out
}
