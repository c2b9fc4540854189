package power

// listedSpacing stands in for the spacing of centres where there are none: the
// mean over units of the step from their nearest to their next area, or of
// what moving costs, whichever is larger.
func (s *Solver) listedSpacing() (each []float64, mean float64) {
	if s.listed == 0 {
		s.listed = listedScale(s.Dual)
	}
	each = make([]float64, s.Mod.K)
	for j := range each {
		each[j] = s.listed
	}
	return each, s.listed
}

func listedScale(d *Dual) float64 {
	mod := d.Mod
	steps, moves, count := 0.0, 0.0, 0.0
	for i := range mod.N {
		cost := mod.Listed.Cost[mod.Listed.Offset[i]:mod.Listed.Offset[i+1]]
		if len(cost) < 2 {
			continue
		}
		a, b := min(cost[0], cost[1]), max(cost[0], cost[1])
		for _, c := range cost[2:] {
			if c < a {
				a, b = c, a
			} else if c < b {
				b = c
			}
		}
		steps += b - a
		if mod.Move != nil {
			moves += mod.Move[i] / mod.W[i]
		}
		count++
	}
	if scale := max(steps, moves); scale > 0 {
		return scale / count
	}
	return 1
}
