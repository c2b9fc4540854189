package median

import "math"

// heat is what a round fixes for all its tasks: the temperature, the price of
// overload, and the number of moves.
type heat struct {
	temp, rho float64
	fixed     float64 // overload a cluster is charged for as soon as it has any
	curve     float64 // makes a unit dearer the more there are, so that overload spreads to where there is room
	moves     int
}

// penalty is the price of a load in a cluster of the given capacity.
func (h *heat) penalty(load, capacity int64) float64 {
	if load <= capacity {
		return 0
	}
	o := float64(load - capacity)
	return h.rho * (o + o*o*h.curve + h.fixed)
}

// task is one worker's share of a round: whole clusters and all their points.
type task struct {
	id      int32
	cluster []int32
	point   []int32
	logSize float64 // logarithm of the number of points
}

// snapshot is a saved solution. med is nil where an engine derives the medians.
type snapshot struct {
	cluster, med []int32
	cost         float64
	overload     int64
}

func (a *snapshot) copy(b *snapshot) {
	a.cluster = append(a.cluster[:0], b.cluster...)
	a.med = append(a.med[:0], b.med...)
	a.cost, a.overload = b.cost, b.overload
}

// better orders solutions by overload, then by cost.
func (a *snapshot) better(cost float64, overload int64) bool {
	return a.overload < overload || a.overload == overload && a.cost < cost
}

// engine is one representation of a solution under annealing. Calls of anneal
// for tasks without a common cluster may run at the same time.
type engine interface {
	// anneal runs moves within a task; owner names the task of every point. It
	// returns early, in a consistent state, once stop says so.
	anneal(t *task, owner []int32, h heat, r rng, stop func() bool)
	// members lists the points of each cluster; callers must not keep it.
	members() [][]int32
	// value returns cost and overload of the present solution.
	value() (cost float64, overload int64)
	clusterCost(c int32) float64
	save(to *snapshot)
	restore(from *snapshot)
}

func over(load, capacity int64) int64 { return max(load-capacity, 0) }

// groups keeps the points of each cluster and the loads.
type groups struct {
	in      *instance
	load    []int64
	member  [][]int32 // points of each cluster, in no order
	cluster []int32   // of each point
	slot    []int32   // of each point within its cluster's members
}

func newGroups(in *instance) groups {
	return groups{
		in: in, load: make([]int64, in.p), member: make([][]int32, in.p),
		cluster: make([]int32, in.n), slot: make([]int32, in.n),
	}
}

func (g *groups) members() [][]int32 { return g.member }

// assign replaces the whole assignment.
func (g *groups) assign(of []int32) {
	for c := range g.member {
		g.member[c] = g.member[c][:0]
		g.load[c] = 0
	}
	for i, c := range of {
		g.add(int32(i), c)
	}
}

func (g *groups) add(i, c int32) {
	g.cluster[i] = c
	g.slot[i] = int32(len(g.member[c]))
	g.member[c] = append(g.member[c], i)
	g.load[c] += g.in.q[i]
}

func (g *groups) remove(i int32) {
	c := g.cluster[i]
	m := g.member[c]
	last := m[len(m)-1]
	m[g.slot[i]] = last
	g.slot[last] = g.slot[i]
	g.member[c] = m[:len(m)-1]
	g.load[c] -= g.in.q[i]
}

// randomMember draws a point of cluster c, which must have one.
func (g *groups) randomMember(c int32, r *rng) int32 {
	return g.member[c][r.intn(len(g.member[c]))]
}

// farShare is how often, in 1/32, a move looks beyond the nearest points.
const farShare = 1

// pick draws a point of the task and another, in most cases one of its nearest;
// ok is false where the two are in one cluster, or the other is not in the task.
// x is the random word used, of which the low 8 bits stay independent of both.
//
// Now and then the other point is any of the task, at a distance along the curve
// that is spread evenly over all scales. Without that a group of points far from
// the rest would be a world of its own, which no point could enter or leave.
func (g *groups) pick(t *task, owner []int32, r *rng, x uint64) (i, j int32, ok bool) {
	at := int((x >> 32) * uint64(len(t.point)) >> 32)
	i = t.point[at]
	k := uint64(g.in.k)
	if k == 0 {
		return i, i, false
	}
	if x>>8&31 < farShare {
		hop := int(math.Exp(r.float() * t.logSize))
		if x>>13&1 == 0 {
			hop = len(t.point) - hop
		}
		j = t.point[(at+hop)%len(t.point)]
	} else {
		j = g.in.knn[uint64(i)*k+(x>>16&0xffff)*k>>16]
	}
	return i, j, owner[j] == t.id && g.cluster[i] != g.cluster[j]
}

// wholeTask is all of an engine's solution as one task.
func wholeTask(e engine, in *instance) *task {
	t := &task{logSize: math.Log(float64(in.n))}
	for c := range e.members() {
		t.cluster = append(t.cluster, int32(c))
	}
	for i := range int32(in.n) {
		t.point = append(t.point, i)
	}
	return t
}
