package power

import (
	"context"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Dual is one priced assignment ready to be evaluated. It owns scratch memory,
// so one evaluation runs at a time; inside, it uses Workers goroutines.
type Dual struct {
	Mod     *measure.Model
	Tree    *Tree
	Workers int

	chunks []chunk
	accs   []*acc
	work   []*leafWork
}

// chunk is a subtree that one worker evaluates as a whole. Chunks depend on
// the input alone, and their sums are added in order.
type chunk struct {
	node  int32
	areas []int32
}

// chunkCount is the number of chunks aimed at; more than any sensible number
// of workers.
const chunkCount = 96

// NewDual prepares a model whose units stand in the order of tree.
func NewDual(mod *measure.Model, tree *Tree, workers int) *Dual {
	d := &Dual{Mod: mod, Tree: tree, Workers: max(1, workers)}
	size := int32(max(8*leafSize, mod.N/chunkCount))
	for _, r := range tree.roots {
		d.split(r.node, r.areas, size)
	}
	d.accs = make([]*acc, len(d.chunks))
	for c := range d.accs {
		d.accs[c] = &acc{hess: pairs{block: mod.M * mod.M}, index: make([]int32, 0, 64)}
	}
	return d
}

func (d *Dual) split(at int32, areas []int32, size int32) {
	nd := &d.Tree.nodes[at]
	if nd.right == 0 || nd.end-nd.start <= size {
		d.chunks = append(d.chunks, chunk{at, areas})
		return
	}
	d.split(at+1, areas, size)
	d.split(nd.right, areas, size)
}

// acc collects what one chunk contributes, for the areas it touches.
type acc struct {
	value float64
	index []int32   // touched areas in order of appearance
	sum   []float64 // [m*len...] see add: M+4 numbers per touched area
	hess  pairs
}

// Eval is the smoothed dual at one state.
type Eval struct {
	// Value is the smoothed dual without the terms of the limits.
	Value float64
	// Sum holds the expected amounts [m*K+j].
	Sum []float64
	// Moment holds, per area, the sums for a new centre: Σ ω x and Σ ω with
	// ω = W for squared distances and W ÷ distance for linear ones.
	Moment []Moment
	hess   pairs
}

// Moment is a weighted sum of positions and its weight.
type Moment struct {
	measure.Vec
	W float64
}

// leafWork is the scratch of one worker.
type leafWork struct {
	walk *walker
	// per candidate of the current leaf
	cx, cy, cz []float64
	price      []float64 // [m*q+c]
	v, p       []float64
	active     []int32
	sum        []float64 // [c*(M+4)…]: amounts, then the moment
	hess       []float64 // [(c*q+c2)*M*M…]
	shares     shares    // of a merged unit whose parts have present areas
	place      []int32   // area → slot in acc.index, valid when stamped
	slot       []int32   // area → candidate number, -1 otherwise
}

func (d *Dual) worker(w int) *leafWork {
	for len(d.work) <= w {
		d.work = append(d.work, nil)
	}
	if d.work[w] == nil {
		lw := &leafWork{walk: newWalker(d.Mod, d.Tree), place: make([]int32, d.Mod.K), slot: make([]int32, d.Mod.K)}
		for j := range lw.slot {
			lw.slot[j], lw.place[j] = -1, -1
		}
		d.work[w] = lw
	}
	return d.work[w]
}

// smoothing says how an evaluation is done.
type smoothing struct {
	tau     float64   // temperature, as a share of the scale of the node
	scale   []float64 // by node of the tree; nil means 1
	hess    bool
	moments bool
}

// cutoff is the number of temperatures beyond which an area is left out.
const cutoff = 12

// eval computes the smoothed dual. It stops early when ctx ends; the result is
// then meaningless and the caller must look at ctx.
func (d *Dual) eval(ctx context.Context, st *State, sm smoothing, out *Eval) {
	for w := range d.Workers {
		lw := d.worker(w)
		lw.walk.st, lw.walk.margin, lw.walk.scale = st, cutoff*sm.tau, sm.scale
	}
	measure.Parallel(d.Workers, len(d.chunks), func(w, c int) {
		if ctx.Err() != nil {
			return
		}
		lw, a := d.work[w], d.accs[c]
		a.value, a.index, a.sum = 0, a.index[:0], a.sum[:0]
		a.hess.reset()
		lw.walk.leaf = func(start, end int, areas []int32) { d.leaf(lw, a, st, sm, start, end, areas) }
		lw.walk.from(d.chunks[c].node, d.chunks[c].areas)
		for _, j := range a.index {
			lw.place[j] = -1
		}
	})
	d.reduce(sm, out)
}

// reduce adds the chunks in their order.
func (d *Dual) reduce(sm smoothing, out *Eval) {
	k, m := d.Mod.K, d.Mod.M
	out.Sum = reset(out.Sum, k*m)
	if sm.moments {
		out.Moment = reset(out.Moment, k)
	}
	out.hess.block = m * m
	out.hess.reset()
	out.Value = 0
	stride := m + 4
	for _, a := range d.accs {
		out.Value += a.value
		for s, j := range a.index {
			row := a.sum[s*stride : (s+1)*stride]
			for l := 0; l < m; l++ {
				out.Sum[l*k+int(j)] += row[l]
			}
			if sm.moments {
				mo := &out.Moment[j]
				mo.Vec = mo.Vec.Add(measure.Vec{X: row[m], Y: row[m+1], Z: row[m+2]})
				mo.W += row[m+3]
			}
		}
		if sm.hess {
			out.hess.merge(&a.hess)
		}
	}
}

func reset[T any](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	v = v[:n]
	clear(v)
	return v
}

// row returns the sums of area j in the accumulator of the chunk.
func (a *acc) row(lw *leafWork, j int32, stride int) []float64 {
	s := lw.place[j]
	if s < 0 {
		s = int32(len(a.index))
		lw.place[j] = s
		a.index = append(a.index, j)
		for range stride {
			a.sum = append(a.sum, 0)
		}
	}
	return a.sum[int(s)*stride : (int(s)+1)*stride]
}

// leaf adds the units start to end, whose candidates are areas.
func (d *Dual) leaf(lw *leafWork, a *acc, st *State, sm smoothing, start, end int, areas []int32) {
	mod, q := d.Mod, len(areas)
	lw.load(mod, st, areas)
	sm.tau *= lw.walk.local
	stride := mod.M + 4
	lw.sum = reset(lw.sum, q*stride)
	if sm.hess && q > 1 {
		lw.hess = reset(lw.hess, q*q*mod.M*mod.M)
	}
	if mod.Stays != nil {
		lw.shares.fit(q)
		for i := start; i < end; i++ {
			d.merged(lw, a, sm, i, q)
		}
	} else {
		for i := start; i < end; i++ {
			d.unit(lw, a, st, sm, i, q, ownArea(mod, i))
		}
	}
	for c, j := range areas {
		row := a.row(lw, j, stride)
		for s, v := range lw.sum[c*stride : (c+1)*stride] {
			row[s] += v
		}
	}
	if sm.hess && q > 1 {
		d.flush(lw, a, areas)
	}
	for _, j := range areas {
		lw.slot[j] = -1
	}
}

// load gathers centres and prices of the candidates.
func (lw *leafWork) load(mod *measure.Model, st *State, areas []int32) {
	q := len(areas)
	if cap(lw.v) < q+1 {
		n := 2*q + 2
		lw.cx, lw.cy, lw.cz = make([]float64, n), make([]float64, n), make([]float64, n)
		lw.v, lw.p = make([]float64, n), make([]float64, n)
		lw.price = make([]float64, n*mod.M)
		lw.active = make([]int32, 0, n)
	}
	for c, j := range areas {
		lw.slot[j] = int32(c)
		p := st.Centres[j]
		lw.cx[c], lw.cy[c], lw.cz[c] = p.X, p.Y, p.Z
		for m := 0; m < mod.M; m++ {
			lw.price[m*q+c] = st.Prices[m*mod.K+int(j)]
		}
	}
}

// flush moves the pairs of the leaf to the chunk.
func (d *Dual) flush(lw *leafWork, a *acc, areas []int32) {
	q, mm := len(areas), d.Mod.M*d.Mod.M
	for c := 0; c < q; c++ {
		for c2 := c + 1; c2 < q; c2++ {
			src := lw.hess[(c*q+c2)*mm : (c*q+c2+1)*mm]
			if src[0] == 0 && allZero(src) {
				continue
			}
			dst := a.hess.at(pairKey(areas[c], areas[c2]))
			for b, v := range src {
				dst[b] += v
			}
		}
	}
}

func allZero(v []float64) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}

// distances fills v with the penalised distance of unit i to each candidate.
func (lw *leafWork) distances(mod *measure.Model, i, q int, areas []int32, v []float64) {
	if mod.Listed != nil {
		copy(v, mod.Listed.Cost[mod.Listed.Offset[i]:mod.Listed.Offset[i+1]])
		return
	}
	if mod.Spread != nil && mod.Spread[i] > 0 {
		for c, j := range areas {
			v[c] = mod.Distance(i, measure.Vec{X: lw.cx[c], Y: lw.cy[c], Z: lw.cz[c]})
			if mod.MaxDist != nil {
				v[c] = beyond(mod, j, v[c])
			}
		}
		return
	}
	x := mod.Pos[i]
	cx, cy, cz := lw.cx[:q], lw.cy[:q], lw.cz[:q]
	for c := range cx {
		dx, dy, dz := x.X-cx[c], x.Y-cy[c], x.Z-cz[c]
		v[c] = dx*dx + dy*dy + dz*dz
	}
	switch mod.Geo {
	case measure.Arc:
		for c := range v {
			v[c] = mod.Geo.Of(v[c])
		}
	case measure.Line:
		for c := range v {
			v[c] = math.Sqrt(v[c])
		}
	}
	if mod.MaxDist != nil {
		for c, j := range areas {
			v[c] = beyond(mod, j, v[c])
		}
	}
}
