package power

import "github.com/bailiwick-planning/bailiwick/solve/measure"

// localise gives every node of the tree the spacing of the area that is
// cheapest there, the largest one below it for inner nodes. Temperatures are
// shares of it: cities, whose areas lie close together, stay sharp while the
// open country is smooth. The scale is fixed while prices are sought, so the
// smoothed dual stays concave.
func (s *Solver) localise(each []float64) {
	s.scale = reset(s.scale, len(s.Tree.nodes))
	for w := range s.Workers {
		lw := s.worker(w)
		lw.walk.st, lw.walk.margin, lw.walk.scale = &s.State, 0, nil
	}
	measure.Parallel(s.Workers, len(s.chunks), func(w, c int) {
		walk := s.work[w].walk
		walk.leaf = func(_, _ int, areas []int32) {
			widest := 0.0
			for _, j := range areas {
				widest = max(widest, each[j])
			}
			s.scale[walk.at] = max(widest, s.scale[walk.at])
		}
		walk.from(s.chunks[c].node, s.chunks[c].areas)
		s.lift(s.chunks[c].node)
	})
}

// lift gives inner nodes the larger scale of their children; nodes below one
// that was settled as a whole keep 0 and inherit.
func (s *Solver) lift(at int32) float64 {
	nd := &s.Tree.nodes[at]
	if s.scale[at] > 0 || nd.right == 0 {
		return s.scale[at]
	}
	s.scale[at] = max(s.lift(at+1), s.lift(nd.right))
	return s.scale[at]
}
