package figures

import "github.com/bailiwick-planning/bailiwick/internal/alignment"

// Targets returns what each territory should get of measure m (index into the
// plan's measures); see Due.
func (p *Plan) Targets(territories []*alignment.Area, m int, name string) map[alignment.AreaNumber]float64 {
	targets := make([]alignment.Target, len(territories))
	for i, t := range territories {
		targets[i] = t.Targets[name]
	}
	due := Due(targets, p.Totals[m], p.Totals[m])
	out := make(map[alignment.AreaNumber]float64, len(territories))
	for i, t := range territories {
		out[t.Number] = due[i]
	}
	return out
}

// Due shares an amount among territories with these targets: amounts and
// percentages (of whole) come first, the others share what is left in
// proportion to their shares (1 where none is given), nothing if nothing is.
func Due(targets []alignment.Target, amount, whole float64) []float64 {
	due := make([]float64, len(targets))
	left, shares := amount, 0.0
	for i, t := range targets {
		switch {
		case t.Amount != nil:
			due[i] = *t.Amount
		case t.Percent != nil:
			due[i] = whole * *t.Percent / 100
		default:
			shares += share(t)
			continue
		}
		left -= due[i]
	}
	for i, t := range targets {
		if t.Amount == nil && t.Percent == nil && shares > 0 {
			due[i] = max(left, 0) * share(t) / shares
		}
	}
	return due
}

func share(t alignment.Target) float64 {
	if t.Share != nil {
		return *t.Share
	}
	return 1
}

// own returns what an area with areas below it should get by a target of its
// own; false when it has none and its territories' dues add up.
func own(a *alignment.Area, name string, whole float64) (float64, bool) {
	switch t := a.Targets[name]; {
	case t.Amount != nil:
		return *t.Amount, true
	case t.Percent != nil:
		return whole * *t.Percent / 100, true
	}
	return 0, false
}
