package solve

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// relabel lets areas that are alike swap names, so that every new area carries
// the identity of the present one it shares most with: units by what it costs
// to move them, or by the first measure where moving is free. Areas with a
// given centre keep theirs, and so do all where locks or eligibility tell areas
// apart.
func (e *engine) relabel(plan []int32) {
	in := e.in
	if in.Present == nil || in.Lock != nil || in.Eligible != nil || in.Metric == instance.Matrix {
		return
	}
	s := newScores(e.mod.K)
	for i, j := range plan {
		p := in.Present[e.mod.Order[i]]
		if p >= 0 && alike(in.Areas[j], in.Areas[p]) {
			s.add(j, p, e.stays(i))
		}
	}
	to := match(s)
	for j, p := range to {
		if !alike(in.Areas[j], in.Areas[p]) {
			return // no matching among areas that are alike
		}
	}
	for i, j := range plan {
		plan[i] = to[j]
	}
	centres, prices := append([]measure.Vec(nil), e.fine.Centres...), append([]float64(nil), e.fine.Prices...)
	for j, p := range to {
		e.fine.Centres[p] = centres[j]
		for m := range e.mod.M {
			e.fine.Prices[m*e.mod.K+int(p)] = prices[m*e.mod.K+j]
		}
	}
}

// stays is what it is worth that the unit at place i keeps its area.
func (e *engine) stays(i int) float64 {
	switch {
	case e.mod.Move != nil:
		return e.mod.Move[i]
	case e.mod.M > 0:
		return e.mod.A[0][i]
	}
	return 1
}

// alike reports whether two areas ask for the same, to within rounding.
func alike(a, b instance.Area) bool {
	if a.HasCentre || b.HasCentre {
		// Centres tell areas apart; an area is alike to itself only.
		return a.HasCentre && b.HasCentre && a.X == b.X && a.Y == b.Y && a.Name == b.Name
	}
	if a.Contiguous != b.Contiguous || a.MaxDistance != b.MaxDistance || len(a.Limits) != len(b.Limits) {
		return false
	}
	for m := range a.Limits {
		x, y := a.Limits[m], b.Limits[m]
		if !near(x.Target, y.Target) || !near(x.Min, y.Min) || !near(x.Max, y.Max) {
			return false
		}
	}
	return true
}

func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))
}
