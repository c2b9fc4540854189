package power

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// unit adds one unit to the sums of the leaf. Costs are per weight, so that
// one temperature serves all. own is the present area of a unit with a price
// on moving, or -1; it stays a candidate even where others prune it.
func (d *Dual) unit(lw *leafWork, a *acc, st *State, sm smoothing, i, q int, own int32) {
	mod := d.Mod
	w := mod.W[i]
	inv := 1 / w
	v := lw.costs(mod, i, q)
	least, best := math.Inf(1), 0
	move := 0.0
	if mod.Move != nil {
		move = mod.Move[i] * inv
	}
	if own >= 0 {
		if c := lw.slot[own]; c >= 0 {
			v[c] -= move
			own = -1
		}
	}
	for c, x := range v {
		if x < least {
			least, best = x, c
		}
	}
	if own >= 0 {
		x := d.priced(st, i, own) - move
		if x < least+cutoff*sm.tau {
			d.withOwn(lw, a, sm, i, q, own, x, least, move)
			return
		}
	}
	limit := least + cutoff*sm.tau
	lw.active = lw.active[:0]
	for c, x := range v {
		if x < limit {
			lw.active = append(lw.active, int32(c))
		}
	}
	if len(lw.active) <= 1 {
		a.value += w * (least + move)
		lw.add(mod, st, sm, i, best, 1)
		return
	}
	z := 0.0
	for _, c := range lw.active {
		e := math.Exp((least - v[c]) / sm.tau)
		lw.p[c] = e
		z += e
	}
	a.value += w * (least + move - sm.tau*math.Log(z))
	for _, c := range lw.active {
		lw.p[c] /= z
		lw.add(mod, st, sm, i, int(c), lw.p[c])
	}
	if sm.hess {
		lw.curve(mod, sm, i, q)
	}
}

// costs returns distance plus priced amounts of unit i per weight, by candidate.
func (lw *leafWork) costs(mod *measure.Model, i, q int) []float64 {
	v, inv := lw.v[:q], 1/mod.W[i]
	lw.distances(mod, i, q, lw.walk.areas, v)
	for m := 0; m < mod.M; m++ {
		r := mod.A[m][i] * inv
		for c, p := range lw.price[m*q : m*q+q] {
			v[c] += r * p
		}
	}
	return v
}

// add gives the share p of unit i to candidate c.
func (lw *leafWork) add(mod *measure.Model, st *State, sm smoothing, i, c int, p float64) {
	row := lw.sum[c*(mod.M+4) : (c+1)*(mod.M+4)]
	for m := 0; m < mod.M; m++ {
		row[m] += p * mod.A[m][i]
	}
	if sm.moments {
		addMoment(mod, row[mod.M:], i, measure.Vec{X: lw.cx[c], Y: lw.cy[c], Z: lw.cz[c]}, p)
	}
}

// addMoment adds the pull of unit i on a centre (Weiszfeld's weights when the
// distance is linear).
func addMoment(mod *measure.Model, mo []float64, i int, centre measure.Vec, p float64) {
	if mod.Listed != nil {
		return
	}
	x := mod.Pos[i]
	o := p * mod.W[i]
	if !mod.Geo.Squared() {
		o /= math.Sqrt(x.Sq(centre)) + nearZero
	}
	mo[0] += o * x.X
	mo[1] += o * x.Y
	mo[2] += o * x.Z
	mo[3] += o
}

// nearZero keeps a unit that sits on the centre from pulling without bound; on
// the sphere it is about six metres.
const nearZero = 1e-6

// curve adds the curvature of unit i between its active candidates: the block
// a·aᵀ·p·p' ÷ (W τ) for each pair.
func (lw *leafWork) curve(mod *measure.Model, sm smoothing, i, q int) {
	f := 1 / (mod.W[i] * sm.tau)
	if mod.M == 1 {
		a := mod.A[0][i]
		f *= a * a
		for s, c := range lw.active {
			for _, c2 := range lw.active[s+1:] {
				lw.hess[int(c)*q+int(c2)] += f * lw.p[c] * lw.p[c2]
			}
		}
		return
	}
	mm := mod.M * mod.M
	for s, c := range lw.active {
		for _, c2 := range lw.active[s+1:] {
			addOuter(lw.hess[(int(c)*q+int(c2))*mm:], mod, i, f*lw.p[c]*lw.p[c2])
		}
	}
}

func addOuter(dst []float64, mod *measure.Model, i int, f float64) {
	b := 0
	for _, a := range mod.A {
		for _, a2 := range mod.A {
			dst[b] += f * a[i] * a2[i]
			b++
		}
	}
}

// priced returns distance plus priced amounts of unit i in area j, per weight.
func (d *Dual) priced(st *State, i int, j int32) float64 {
	mod := d.Mod
	v := mod.To(i, j, st.Centres)
	if mod.MaxDist != nil {
		v = beyond(mod, j, v)
	}
	for m := 0; m < mod.M; m++ {
		v += mod.A[m][i] / mod.W[i] * st.Prices[m*mod.K+int(j)]
	}
	return v
}

// withOwn adds a unit whose present area matters although the leaf pruned it.
// The candidate sits behind the others and goes straight to the chunk.
func (d *Dual) withOwn(lw *leafWork, a *acc, sm smoothing, i, q int, own int32, x, least, move float64) {
	mod, st, areas := d.Mod, lw.walk.st, lw.walk.areas
	least = min(least, x)
	if sm.tau == 0 {
		d.ownOnly(lw, a, sm, i, own, 1)
		a.value += mod.W[i] * (least + move)
		return
	}
	pOwn := math.Exp((least - x) / sm.tau)
	z := pOwn
	lw.active = lw.active[:0]
	for c, y := range lw.v[:q] {
		if y < least+cutoff*sm.tau {
			lw.p[c] = math.Exp((least - y) / sm.tau)
			z += lw.p[c]
			lw.active = append(lw.active, int32(c))
		}
	}
	a.value += mod.W[i] * (least + move - sm.tau*math.Log(z))
	pOwn /= z
	d.ownOnly(lw, a, sm, i, own, pOwn)
	for _, c := range lw.active {
		lw.p[c] /= z
		lw.add(mod, st, sm, i, int(c), lw.p[c])
		if sm.hess {
			addOuter(a.hess.at(pairKey(areas[c], own)), mod, i, lw.p[c]*pOwn/(mod.W[i]*sm.tau))
		}
	}
	if sm.hess {
		lw.curve(mod, sm, i, q)
	}
}

func (d *Dual) ownOnly(lw *leafWork, a *acc, sm smoothing, i int, own int32, p float64) {
	mod := d.Mod
	row := a.row(lw, own, mod.M+4)
	for m := 0; m < mod.M; m++ {
		row[m] += p * mod.A[m][i]
	}
	if sm.moments {
		addMoment(mod, row[mod.M:], i, lw.walk.st.Centres[own], p)
	}
}
