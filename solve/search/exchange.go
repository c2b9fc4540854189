package search

import "context"

// Passes over all areas that exchange units, and the size of a typical unit, as
// a share of the half width of the narrowest limits, from which on it is done:
// smaller units fit in one by one.
const (
	exchangePasses = 6
	coarseUnit     = 0.2
)

// coarse reports whether a typical unit is large for the limits.
func (b *balance) coarse() bool { return b.grain > coarseUnit*b.width() }

// improve lowers the true cost by shifts that keep all limits and, where units
// are too large for many of those to fit, by exchanges between neighbours.
func (l *land) improve(ctx context.Context, q *queue) {
	l.plain = true
	l.fill(q)
	l.descend(ctx, q)
	if l.fence > 0 || !l.coarse() {
		return // annealing has made such exchanges step by step, or none is needed
	}
	stale := make([]bool, l.mod.K)
	for j := range stale {
		stale[j] = true
	}
	l.list()
	for range exchangePasses {
		if ctx.Err() != nil || !l.exchangeAll(ctx, stale, q) {
			break
		}
		l.descend(ctx, q)
	}
	l.units = nil
}

// exchangeAll makes every exchange that pays across the borders of the areas
// that have changed since they were last tried, and queues what lies around it.
func (l *land) exchangeAll(ctx context.Context, stale []bool, q *queue) bool {
	any := false
	for j := range int32(l.mod.K) {
		if !stale[j] {
			continue
		}
		if ctx.Err() != nil {
			return false
		}
		stale[j] = false
		there, back, others := l.across(j)
		for _, other := range others {
			if l.exchangeMany(j, other, cheapest(there[other], swapLooks), cheapest(back[other], swapLooks), q) {
				stale[j], stale[other], any = true, true, true
			}
		}
	}
	return any
}

// across lists the units that could go from area j to each neighbour, and those
// of the neighbours that could come.
func (l *land) across(j int32) (there, back map[int32][]pick, others []int32) {
	there, back = map[int32][]pick{}, map[int32][]pick{}
	l.around(j, func(from, to int32, p pick) {
		if to == j {
			back[from] = append(back[from], p)
			return
		}
		if _, ok := there[to]; !ok {
			others = append(others, to)
		}
		there[to] = append(there[to], p)
	})
	return there, back, others
}

// exchangeMany makes the exchanges between two areas that pay, the cheapest
// units first. Borders have no price, so what an exchange saves stays the same.
func (l *land) exchangeMany(j, other int32, there, back []pick, q *queue) bool {
	least := -1e-9 * l.rate * l.grain
	any := false
	for _, t := range there {
		for _, k := range back {
			if l.assign[t.b] != j {
				break
			}
			if t.extra+k.extra >= least {
				break // back is sorted
			}
			if l.assign[k.b] == other && l.change(j, other, t.b, k.b) <= 0 && l.trade(t.b, k.b) {
				any = true
				l.stir(q, t.b)
				l.stir(q, k.b)
			}
		}
	}
	return any
}

// stir queues a unit and its neighbours.
func (l *land) stir(q *queue, u int32) {
	q.push(u)
	for _, v := range l.neighbours(u) {
		q.push(v)
	}
}
