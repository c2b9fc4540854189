package measure

import "github.com/bailiwick-planning/bailiwick/solve/instance"

// list builds the table of a model without geometry. Without a travel table
// every area is at distance 0. A unit that nothing allows keeps all areas, so
// that it gets a place; the checker then reports it.
func (m *Model) list() {
	l := &instance.Travel{}
	l.Offset = make([]int64, 1, m.N+1)
	for i := 0; i < m.N; i++ {
		m.listUnit(l, i)
		l.Offset = append(l.Offset, int64(len(l.Area)))
	}
	m.Listed = l
	m.Lists = [][]int32{nil}
}

func (m *Model) listUnit(l *instance.Travel, i int) {
	in := m.In
	start := len(l.Area)
	lock := in.LockOf(i)
	add := func(j int32, cost float64) {
		if lock >= 0 && j != lock {
			return
		}
		if lock < 0 && in.Eligible != nil && !contains(in.Eligible.Of(i), j) {
			return
		}
		if most := in.Areas[j].MaxDistance; lock < 0 && most > 0 && cost > most {
			return
		}
		l.Area, l.Cost = append(l.Area, j), append(l.Cost, cost)
	}
	if in.Metric == instance.Matrix {
		for p := in.Travel.Offset[i]; p < in.Travel.Offset[i+1]; p++ {
			add(in.Travel.Area[p], in.Travel.Cost[p])
		}
	} else {
		for j := range int32(m.K) {
			add(j, 0)
		}
	}
	if len(l.Area) > start {
		return
	}
	if lock >= 0 {
		l.Area, l.Cost = append(l.Area, lock), append(l.Cost, 0)
		return
	}
	for j := range int32(m.K) {
		l.Area, l.Cost = append(l.Area, j), append(l.Cost, 0)
	}
}

func contains(list []int32, j int32) bool {
	for _, v := range list {
		if v == j {
			return true
		}
	}
	return false
}
