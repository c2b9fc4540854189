package search

import (
	"math/rand/v2"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Ladder leads from a model on a graph to one of few merged units and back.
type Ladder struct {
	levels []level
}

// Climb merges the units of mod, neighbour with neighbour and step by step,
// until few are left for every area. It returns nil where there is nothing to
// merge.
func Climb(mod *measure.Model, seed uint64) *Ladder {
	levels := coarsen(mod, nil, rand.New(rand.NewPCG(seed, 0x6c616464)))
	if len(levels) == 0 {
		return nil
	}
	return &Ladder{levels}
}

// Top returns the model of the fewest units.
func (l *Ladder) Top() *measure.Model { return l.levels[len(l.levels)-1].mod }

// Reordered follows a permutation of the top: place p holds the merged unit
// that stood at order[p].
func (l *Ladder) Reordered(order []int32) {
	place := make([]int32, len(order))
	for p, i := range order {
		place[i] = int32(p)
	}
	up := l.levels[len(l.levels)-1].up
	for u, g := range up {
		up[u] = place[g]
	}
}

// Down returns a plan of the top as one of the units that were merged.
func (l *Ladder) Down(plan []int32) []int32 {
	for at := len(l.levels) - 1; at >= 0; at-- {
		plan = refined(plan, l.levels[at].up)
	}
	return plan
}
