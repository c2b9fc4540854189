package search

import (
	"context"
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Repair moves units along cheapest paths in the graph of areas until every
// hard limit holds or nothing helps any more. assign is changed in place. It
// returns the violation that is left, as the sum over areas and measures of
// excess ÷ limit, and the number of paths used.
//
// An edge a→b of the graph is a unit in a that has b among its options; its
// length is how much costlier b is at the prices of the choice. At the optimum
// of the dual all lengths are reduced costs, so a shortest path is the
// cheapest repair (successive shortest paths for transportation problems).
func Repair(ctx context.Context, mod *measure.Model, assign []int32, options []measure.Option) (left float64, paths int) {
	r := newRepair(mod, assign, options)
	limit := 200 + 40*mod.K
	for paths < limit && ctx.Err() == nil {
		j, m, over := r.worst()
		if j < 0 {
			return 0, paths
		}
		if !r.fix(j, m, over) {
			r.stuck[m*mod.K+int(j)] = true
		} else {
			clear(r.stuck)
		}
		paths++
	}
	return r.total(), paths
}

type repair struct {
	mod     *measure.Model
	assign  []int32
	options []measure.Option
	first   map[int32]int32 // unit → first option
	now     map[int32]float64
	edges   [][]edge // by area
	sums    []float64
	stuck   []bool
	// of one search over areas
	dist []float64
	via  []int32 // area before
	done []bool
}

// edge lists the units that may go from one area to another, by rising length.
type edge struct {
	to    int32
	moves []move
}

type move struct {
	unit   int32
	length float64
}

func newRepair(mod *measure.Model, assign []int32, options []measure.Option) *repair {
	k := mod.K
	r := &repair{mod: mod, assign: assign, options: options, first: map[int32]int32{}, now: map[int32]float64{},
		edges: make([][]edge, k), stuck: make([]bool, k*mod.M), sums: make([]float64, k*mod.M),
		dist: make([]float64, k), via: make([]int32, k), done: make([]bool, k)}
	for m, a := range mod.A {
		for i, j := range assign {
			r.sums[m*k+int(j)] += a[i]
		}
	}
	for o, op := range options {
		if _, ok := r.first[op.Unit]; !ok {
			r.first[op.Unit] = int32(o)
		}
		if assign[op.Unit] == op.Area {
			r.now[op.Unit] = op.Extra
		}
	}
	for _, op := range options {
		if op.Area != assign[op.Unit] {
			e := r.edge(assign[op.Unit], op.Area)
			e.moves = append(e.moves, move{op.Unit, op.Extra - r.now[op.Unit]})
		}
	}
	for a := range r.edges {
		for b := range r.edges[a] {
			mv := r.edges[a][b].moves
			sort.Slice(mv, func(x, y int) bool {
				return mv[x].length < mv[y].length || mv[x].length == mv[y].length && mv[x].unit < mv[y].unit
			})
		}
	}
	return r
}

func (r *repair) edge(a, b int32) *edge {
	for e := range r.edges[a] {
		if r.edges[a][e].to == b {
			return &r.edges[a][e]
		}
	}
	r.edges[a] = append(r.edges[a], edge{to: b})
	return &r.edges[a][len(r.edges[a])-1]
}

// excess returns how far a sum lies outside the limits, as a share of them.
func (r *repair) excess(m, j int, sum float64) float64 {
	if r.mod.Soft[m] > 0 {
		return 0
	}
	lo, hi := r.mod.Min[m][j], r.mod.Max[m][j]
	size := math.Max(hi, 1e-300)
	switch {
	case sum > hi*(1+1e-12):
		return (sum - hi) / size
	case sum < lo*(1-1e-12):
		return (lo - sum) / size
	}
	return 0
}

func (r *repair) total() float64 {
	v := 0.0
	for i, s := range r.sums {
		v += r.excess(i/r.mod.K, i%r.mod.K, s)
	}
	return v
}

// worst returns the area and measure furthest outside its limits among those
// that are not stuck, and -1 when there is none.
func (r *repair) worst() (j int32, m int, over bool) {
	j = -1
	most := 0.0
	for i, s := range r.sums {
		if r.stuck[i] {
			continue
		}
		if e := r.excess(i/r.mod.K, i%r.mod.K, s); e > most {
			most, j, m = e, int32(i%r.mod.K), i/r.mod.K
			over = s > r.mod.Max[m][j]
		}
	}
	return j, m, over
}

// fix looks for a path that lessens the violation at area j and applies it.
func (r *repair) fix(j int32, m int, over bool) bool {
	order := r.search(j, m, over)
	for _, end := range order {
		if r.tryPath(j, end, m, over) {
			return true
		}
	}
	return false
}

// ends is how many ends of paths are tried before an area counts as stuck.
const ends = 12

// search runs Dijkstra's algorithm from area j, forwards when it has too much
// and backwards when it has too little, and returns the nearest areas that
// could take (give) some more, nearest first.
func (r *repair) search(j int32, m int, over bool) []int32 {
	k := r.mod.K
	for a := range r.dist {
		r.dist[a], r.via[a], r.done[a] = math.Inf(1), -1, false
	}
	r.dist[j] = 0
	var found []int32
	for len(found) < ends {
		at := int32(-1)
		for a := range r.dist {
			if !r.done[a] && !math.IsInf(r.dist[a], 1) && (at < 0 || r.dist[a] < r.dist[at]) {
				at = int32(a)
			}
		}
		if at < 0 {
			break
		}
		r.done[at] = true
		if at != j && r.room(m, int(at), r.sums[m*k+int(at)], over) {
			found = append(found, at)
		}
		r.relax(at, m, over)
	}
	return found
}

// room reports whether the area could take (over) or give some of measure m.
func (r *repair) room(m, j int, sum float64, over bool) bool {
	if over {
		return sum < r.mod.Max[m][j]
	}
	return sum > r.mod.Min[m][j]
}

func (r *repair) relax(at int32, m int, over bool) {
	if over {
		for e := range r.edges[at] {
			r.shorten(at, r.edges[at][e].to, r.length(at, &r.edges[at][e], m))
		}
		return
	}
	for a := range r.edges {
		for e := range r.edges[a] {
			if r.edges[a][e].to == at {
				r.shorten(at, int32(a), r.length(int32(a), &r.edges[a][e], m))
			}
		}
	}
}

func (r *repair) shorten(from, to int32, length float64) {
	if d := r.dist[from] + math.Max(0, length); d < r.dist[to] && !r.done[to] {
		r.dist[to], r.via[to] = d, from
	}
}

// length returns the length of the shortest valid move over an edge.
func (r *repair) length(a int32, e *edge, m int) float64 {
	for _, mv := range e.moves {
		if r.assign[mv.unit] == a && r.mod.A[m][mv.unit] > 0 {
			return mv.length
		}
	}
	return math.Inf(1)
}

// tryPath moves one unit over every edge of the path between j and end, and
// takes it back unless the violation of all limits together falls.
func (r *repair) tryPath(j, end int32, m int, over bool) bool {
	var path []int32
	for a := end; a >= 0; a = r.via[a] {
		path = append(path, a)
	}
	if over { // from j to end
		for x, y := 0, len(path)-1; x < y; x, y = x+1, y-1 {
			path[x], path[y] = path[y], path[x]
		}
	}
	i := m*r.mod.K + int(j)
	need := r.sums[i] - r.mod.Max[m][j]
	if !over {
		need = r.mod.Min[m][j] - r.sums[i]
	}
	before := 0.0
	for _, a := range path {
		before += r.violation(a)
	}
	var made []move
	var from []int32
	for p := 0; p+1 < len(path); p++ {
		mv, ok := r.pick(path[p], path[p+1], m, need)
		if !ok {
			break
		}
		made, from = append(made, mv), append(from, path[p])
		r.shift(mv.unit, path[p], path[p+1])
	}
	after := math.Inf(1)
	if len(made) == len(path)-1 {
		after = 0
		for _, a := range path {
			after += r.violation(a)
		}
	}
	if after < before*(1-1e-9) {
		for p, mv := range made {
			r.relist(mv.unit, path[p+1])
		}
		return true
	}
	for p := len(made) - 1; p >= 0; p-- {
		r.shift(made[p].unit, path[p+1], from[p])
	}
	return false
}

func (r *repair) violation(j int32) float64 {
	v := 0.0
	for m := range r.mod.A {
		v += r.excess(m, int(j), r.sums[m*r.mod.K+int(j)])
	}
	return v
}

func (r *repair) shift(unit, a, b int32) {
	r.assign[unit] = b
	for m, v := range r.mod.A {
		r.sums[m*r.mod.K+int(a)] -= v[unit]
		r.sums[m*r.mod.K+int(b)] += v[unit]
	}
}

// looks is how many moves over an edge are compared.
const looks = 40

// pick chooses the unit to go from a to b: the one that leaves the two areas
// least in violation, the shorter move among equals.
func (r *repair) pick(a, b int32, m int, need float64) (move, bool) {
	var e *edge
	for x := range r.edges[a] {
		if r.edges[a][x].to == b {
			e = &r.edges[a][x]
		}
	}
	if e == nil {
		return move{}, false
	}
	best, bestScore, seen := move{}, math.Inf(1), 0
	for _, mv := range e.moves {
		v := r.mod.A[m][mv.unit]
		if r.assign[mv.unit] != a || v <= 0 {
			continue
		}
		// Sizes near the need, the nearer the better, ranked above length only
		// when they are off by more than half.
		misfit := math.Abs(v-need) / need
		score := r.after(mv.unit, a, b)*1e6 + math.Floor(2*math.Min(misfit, 50))
		if score < bestScore {
			best, bestScore = mv, score
		}
		if seen++; seen >= looks {
			break
		}
	}
	return best, seen > 0
}

// after returns the violation of a and b once unit has gone from a to b.
func (r *repair) after(unit, a, b int32) float64 {
	v, k := 0.0, r.mod.K
	for m, x := range r.mod.A {
		v += r.excess(m, int(a), r.sums[m*k+int(a)]-x[unit]) + r.excess(m, int(b), r.sums[m*k+int(b)]+x[unit])
	}
	return v
}

// relist enters the options of a unit that has moved to area b.
func (r *repair) relist(unit, b int32) {
	start := r.first[unit]
	for o := start; int(o) < len(r.options) && r.options[o].Unit == unit; o++ {
		if r.options[o].Area == b {
			r.now[unit] = r.options[o].Extra
		}
	}
	for o := start; int(o) < len(r.options) && r.options[o].Unit == unit; o++ {
		op := r.options[o]
		if op.Area == b {
			continue
		}
		e := r.edge(b, op.Area)
		mv := move{unit, op.Extra - r.now[unit]}
		at := sort.Search(len(e.moves), func(x int) bool { return e.moves[x].length >= mv.length })
		e.moves = append(e.moves, move{})
		copy(e.moves[at+1:], e.moves[at:])
		e.moves[at] = mv
	}
}
