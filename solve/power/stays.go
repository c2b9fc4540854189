package power

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// A merged unit whose parts have different present areas costs every part the
// same, but for the price of moving that each saves in its own area. With
// e[c] = exp((least − v[c]) ÷ τ) and Z = Σ e, a part of area o differs from the
// others in the term of o alone, so its Z is known in one step, and what it
// gives to the others is e[c] times one number. These numbers are added up over
// the parts, so that distances and exponentials are computed once per merged
// unit and all is still exact.

// shares holds the sums over the parts of a merged unit.
type shares struct {
	e    []float64 // exp((least − v) ÷ τ), 0 beyond the cutoff
	kept []float64 // weight that stays in its present area, by candidate
	// given is Σ w·f ÷ Z and square Σ w·(f ÷ Z)², both over the parts whose
	// present area is the candidate; f scales the part's exponentials.
	given, square []float64
	// cross is Σ w·p·f ÷ Z of the same parts, p being the share that stays.
	cross []float64

	allGiven, allSquare float64 // the same over all parts
	least, z, plain     float64 // plain is the weight without an area to stay in
}

// fit makes room for q candidates.
func (s *shares) fit(q int) {
	if cap(s.e) < q {
		s.e = make([]float64, 2*q)
		s.kept, s.given = make([]float64, 2*q), make([]float64, 2*q)
		s.square, s.cross = make([]float64, 2*q), make([]float64, 2*q)
	}
	s.e, s.kept, s.given, s.square, s.cross = s.e[:q], s.kept[:q], s.given[:q], s.square[:q], s.cross[:q]
}

// start computes what all parts share from the costs v.
func (s *shares) start(v []float64, tau float64) {
	clear(s.kept)
	clear(s.given)
	clear(s.square)
	clear(s.cross)
	s.allGiven, s.allSquare, s.plain, s.z = 0, 0, 0, 0
	s.least = math.Inf(1)
	for _, x := range v {
		s.least = min(s.least, x)
	}
	for c, x := range v {
		s.e[c] = 0
		if x < s.least+cutoff*tau {
			s.e[c] = math.Exp((s.least - x) / tau)
			s.z += s.e[c]
		}
	}
}

// stay returns, for a part that costs x in its own area, the share that stays,
// the factor f ÷ Z on the exponentials of the others, and the part's cost. own
// is the exponential of that area without the price of moving.
func (s *shares) stay(x, own, tau float64) (share, factor, cost float64) {
	level, f, g := s.least, 1.0, 1.0
	if x < s.least {
		level, f = x, math.Exp((x-s.least)/tau)
	} else {
		g = math.Exp((s.least - x) / tau)
	}
	z := g + f*max(0, s.z-own)
	return g / z, f / z, level - tau*math.Log(z)
}

// merged adds a merged unit to the sums of the leaf.
func (d *Dual) merged(lw *leafWork, a *acc, sm smoothing, i, q int) {
	mod, s := d.Mod, &lw.shares
	v := lw.costs(mod, i, q)
	s.start(v, sm.tau)
	from, to := mod.Stays.Of(i)
	for p := from; p < to; p++ {
		a.value += mod.Stays.Move[p]
		d.part(lw, a, sm, i, p)
	}
	if s.plain > 0 {
		a.value += s.plain * (s.least - sm.tau*math.Log(s.z))
		s.allGiven += s.plain / s.z
		s.allSquare += s.plain / (s.z * s.z)
	}
	inv := 1 / mod.W[i]
	lw.active = lw.active[:0]
	for c, e := range s.e {
		if share := e*(s.allGiven-s.given[c]) + s.kept[c]; share > 0 {
			lw.add(mod, lw.walk.st, sm, i, c, share*inv)
			lw.active = append(lw.active, int32(c))
		}
	}
	if sm.hess && len(lw.active) > 1 {
		lw.curveShares(mod, sm, i, q)
	}
}

// part adds part p of merged unit i to the shares.
func (d *Dual) part(lw *leafWork, a *acc, sm smoothing, i int, p int32) {
	s, own, w := &lw.shares, d.Mod.Stays.Area[p], d.Mod.Stays.W[p]
	if own < 0 {
		s.plain += w
		return
	}
	c := lw.slot[own]
	x, e := 0.0, 0.0
	if c >= 0 {
		x, e = lw.v[c], s.e[c]
	} else {
		x = d.priced(lw.walk.st, i, own)
	}
	x -= d.Mod.Stays.Move[p] / w
	if x >= s.least+cutoff*sm.tau {
		s.plain += w
		return
	}
	share, factor, cost := s.stay(x, e, sm.tau)
	a.value += w * cost
	s.allGiven += w * factor
	s.allSquare += w * factor * factor
	if c < 0 {
		d.outside(lw, a, sm, i, own, w*share, factor)
		return
	}
	s.kept[c] += w * share
	s.given[c] += w * factor
	s.square[c] += w * factor * factor
	s.cross[c] += w * share * factor
}

// outside adds the weight kept of merged unit i that stays in an area which the
// leaf pruned; it goes straight to the chunk.
func (d *Dual) outside(lw *leafWork, a *acc, sm smoothing, i int, own int32, kept, factor float64) {
	mod := d.Mod
	d.ownOnly(lw, a, sm, i, own, kept/mod.W[i])
	if !sm.hess {
		return
	}
	f := kept * factor / (mod.W[i] * mod.W[i] * sm.tau)
	for c, e := range lw.shares.e {
		if e > 0 {
			addOuter(a.hess.at(pairKey(lw.walk.areas[c], own)), mod, i, f*e)
		}
	}
}

// curveShares adds the curvature of merged unit i between its active candidates.
func (lw *leafWork) curveShares(mod *measure.Model, sm smoothing, i, q int) {
	s, mm := &lw.shares, mod.M*mod.M
	f := 1 / (mod.W[i] * mod.W[i] * sm.tau)
	for at, c := range lw.active {
		for _, c2 := range lw.active[at+1:] {
			h := s.e[c]*s.e[c2]*(s.allSquare-s.square[c]-s.square[c2]) + s.e[c2]*s.cross[c] + s.e[c]*s.cross[c2]
			if h > 0 {
				addOuter(lw.hess[(int(c)*q+int(c2))*mm:], mod, i, f*h)
			}
		}
	}
}

// Moved returns what leaves its present area at the state of the solver, as the
// cap on disruption counts it.
func (s *Solver) Moved(ctx context.Context) float64 {
	if s.Mod.Stays == nil {
		return s.Mod.Disrupted(s.Choose(ctx, 0).Assign)
	}
	moved := make([]float64, len(s.chunks))
	for w := range s.Workers {
		walk := s.worker(w).walk
		walk.st, walk.margin, walk.scale = &s.State, 0, nil
	}
	measure.Parallel(s.Workers, len(s.chunks), func(w, c int) {
		lw := s.work[w]
		lw.walk.leaf = func(start, end int, areas []int32) {
			lw.load(s.Mod, &s.State, areas)
			for i := start; i < end; i++ {
				moved[c] += s.leaving(lw, i, len(areas))
			}
			for _, j := range areas {
				lw.slot[j] = -1
			}
		}
		lw.walk.from(s.chunks[c].node, s.chunks[c].areas)
	})
	sum := 0.0
	for _, x := range moved {
		sum += x
	}
	return sum
}

// leaving returns what counts of merged unit i, whose candidates are loaded,
// and is cheaper outside its present area.
func (s *Solver) leaving(lw *leafWork, i, q int) float64 {
	least := math.Inf(1)
	for _, x := range lw.costs(s.Mod, i, q) {
		least = min(least, x)
	}
	sum := 0.0
	from, to := s.Mod.Stays.Of(i)
	for p := from; p < to; p++ {
		own := s.Mod.Stays.Area[p]
		if own >= 0 && s.priced(&s.State, i, own)-s.Mod.Stays.Move[p]/s.Mod.Stays.W[p] > least {
			sum += s.Mod.Stays.Capped[p]
		}
	}
	return sum
}
