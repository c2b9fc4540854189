package measure

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Model is an instance made ready for the search. Units stand in any order;
// Order leads back to the instance. After New and Permute it is read-only and
// may be shared by goroutines.
type Model struct {
	In      *instance.Instance
	N, K, M int
	Geo     Geometry
	// Order holds the unit of the instance at each place; nil for a merged
	// model, whose units are groups.
	Order []int32
	// Pos is the position; for families the weighted mean of the members.
	Pos []Vec
	// W is the cost of one unit of model distance, at least Floor.
	W []float64
	// A holds the amounts [m][unit].
	A [][]float64
	// Present is the baseline area and Move the price of leaving it; both nil
	// when disruption has no price.
	Present []int32
	Move    []float64
	// Capped is what each unit counts towards the cap on disruption; nil
	// without a cap.
	Capped []float64
	// Stays takes the place of Present, Move and Capped in a model of merged
	// units where disruption has a price; nil elsewhere.
	Stays *Stays
	// Class says which of Lists holds the areas that the unit may go to; nil
	// when all units may go anywhere. A nil list means every area.
	Class []int32
	Lists [][]int32
	// Spread bounds how far the cost of a family per unit of weight lies from
	// the distance of its mean; nil without families or for squared distances,
	// where the mean is exact up to the constant in Fixed.
	Spread []float64
	Fixed  float64
	// Min, Max, Target are the effective limits [m][area]: Min ≥ 0 and
	// Max ≤ the total of the measure.
	Min, Max, Target [][]float64
	// Soft is the weight of the soft limits per measure, 0 where hard.
	Soft []float64
	// MaxDist is the largest distance per area in linear model units; nil when
	// no area has one.
	MaxDist []float64
	// Listed is the table of distances by unit and area of a model without
	// geometry, already cut down to what locks, eligibility and maximum
	// distances allow; nil otherwise.
	Listed *instance.Travel
	// Graph is the adjacency in the order of this model; nil without one and in
	// merged models.
	Graph *instance.Graph
	// Floor is the least weight, given to units that travel for nothing so
	// that prices stay finite.
	Floor float64
}

// New builds the model of a valid instance in the order of the instance.
func New(in *instance.Instance) *Model {
	n := in.Units()
	m := &Model{In: in, N: n, K: len(in.Areas), M: len(in.Measures), Geo: GeometryOf(in.Metric)}
	m.Order = make([]int32, n)
	for i := range m.Order {
		m.Order[i] = int32(i)
	}
	m.place()
	m.floor()
	m.A = make([][]float64, m.M)
	for k := range m.A {
		m.A[k] = append([]float64(nil), in.Measures[k].Values...)
	}
	m.disruption()
	m.limits()
	if in.Metric == instance.Matrix || in.Metric == instance.None && m.Move != nil && n*m.K <= mostListed {
		m.list()
	} else {
		m.classes()
	}
	m.Graph = in.Graph
	return m
}

// mostListed is the largest table made for instances without geography.
const mostListed = 4_000_000

// place turns coordinates into vectors and families into their means.
func (m *Model) place() {
	in, f := m.In, scale(m.In)
	m.W = make([]float64, m.N)
	weight := func(p int) float64 {
		if in.Weight == nil {
			return f
		}
		return f * in.Weight[p]
	}
	if m.Geo == Nowhere {
		for i := range m.W {
			m.W[i] = weight(i)
		}
		return
	}
	m.Pos = make([]Vec, m.N)
	if in.Family == nil {
		for i := range m.Pos {
			m.Pos[i], m.W[i] = m.Geo.ToVec(in.X[i], in.Y[i]), weight(i)
		}
		return
	}
	if !m.Geo.Squared() {
		m.Spread = make([]float64, m.N)
	}
	for i := range m.Pos {
		m.family(i, weight)
	}
}

func (m *Model) family(i int, weight func(p int) float64) {
	in := m.In
	var mean Vec
	total := 0.0
	for p := int(in.Family[i]); p < int(in.Family[i+1]); p++ {
		v := m.Geo.ToVec(in.X[p], in.Y[p])
		mean = mean.Add(v.Scale(weight(p)))
		total += weight(p)
	}
	if total == 0 {
		mean, total = m.Geo.ToVec(in.X[in.Family[i]], in.Y[in.Family[i]]), 0
	} else {
		mean = mean.Scale(1 / total)
	}
	if !m.Geo.Squared() {
		mean = m.Geo.Onto(mean)
	}
	m.Pos[i], m.W[i] = mean, total
	for p := int(in.Family[i]); p < int(in.Family[i+1]); p++ {
		d := m.Geo.Of(m.Geo.ToVec(in.X[p], in.Y[p]).Sq(mean))
		if m.Geo.Squared() {
			m.Fixed += weight(p) * d
		} else if total > 0 {
			m.Spread[i] += weight(p) * d / total
		}
	}
}

// floorShare is the least travel weight as a share of the mean.
const floorShare = 1e-7

func (m *Model) floor() {
	sum := 0.0
	for _, w := range m.W {
		sum += w
	}
	m.Floor = floorShare * sum / float64(m.N)
	if m.Floor == 0 {
		m.Floor = 1
	}
	for i, w := range m.W {
		m.W[i] = math.Max(w, m.Floor)
	}
}

func (m *Model) disruption() {
	d := m.In.Disruption
	priced := d.PerUnit > 0 || d.Cap != nil
	for _, p := range d.PerMeasure {
		priced = priced || p > 0
	}
	if m.In.Present == nil || !priced {
		return
	}
	m.Present = append([]int32(nil), m.In.Present...)
	m.Move = make([]float64, m.N)
	for i := range m.Move {
		m.Move[i] = m.In.MovePrice(i)
	}
	if d.Cap == nil {
		return
	}
	m.Capped = make([]float64, m.N)
	for i := range m.Capped {
		if m.Present[i] < 0 {
			continue
		}
		m.Capped[i] = 1
		if d.Cap.Measure >= 0 {
			m.Capped[i] = m.In.Measures[d.Cap.Measure].Values[i]
		}
	}
}

// AddCapPrice raises the price of moving by price per amount that counts
// towards the cap.
func (m *Model) AddCapPrice(price float64) {
	if price == 0 {
		return
	}
	if s := m.Stays; s != nil {
		dearer := *s
		dearer.Move = raised(s.Move, s.Capped, price)
		m.Stays = &dearer
	}
	if m.Capped != nil {
		m.Move = raised(m.Move, m.Capped, price)
	}
}

// MovePrice returns the mean price of moving per weight, 0 where it is free.
func (m *Model) MovePrice() float64 {
	move := m.Move
	if m.Stays != nil {
		move = m.Stays.Move
	}
	price, weight := 0.0, 0.0
	for _, p := range move {
		price += p
	}
	if price == 0 {
		return 0
	}
	for _, w := range m.W {
		weight += w
	}
	return price / weight
}

// raised returns move + price × counted.
func raised(move, counted []float64, price float64) []float64 {
	out := make([]float64, len(move))
	for i, p := range move {
		out[i] = p + price*counted[i]
	}
	return out
}

// WithAreas returns the same units with the areas and limits of another
// instance, which must agree in everything else. The arrays of units are
// shared.
func (m *Model) WithAreas(in *instance.Instance) *Model {
	c := *m
	c.In, c.K = in, len(in.Areas)
	c.Min, c.Max, c.Target, c.MaxDist = nil, nil, nil, nil
	c.limits()
	return &c
}

// Disrupted returns what a plan moves, as the cap counts it.
func (m *Model) Disrupted(assign []int32) float64 {
	sum := 0.0
	for i, q := range m.Capped {
		if m.Present[i] >= 0 && m.Present[i] != assign[i] {
			sum += q
		}
	}
	return sum
}

// classes groups units by the list of areas they may go to. A lock is a list
// of one.
func (m *Model) classes() {
	in := m.In
	if in.Lock == nil && in.Eligible == nil {
		m.Lists = [][]int32{nil}
		return
	}
	m.Class = make([]int32, m.N)
	m.Lists = [][]int32{nil}
	index := map[string]int32{}
	key := make([]byte, 0, 64)
	for i := 0; i < m.N; i++ {
		var list []int32
		if l := in.LockOf(i); l >= 0 {
			list = []int32{l}
		} else if in.Eligible != nil {
			list = in.Eligible.Of(i)
		}
		if len(list) == 0 || len(list) == m.K {
			continue
		}
		key = key[:0]
		for _, j := range list {
			key = append(key, byte(j), byte(j>>8), byte(j>>16), byte(j>>24))
		}
		c, ok := index[string(key)]
		if !ok {
			c = int32(len(m.Lists))
			index[string(key)] = c
			m.Lists = append(m.Lists, list)
		}
		m.Class[i] = c
	}
}

// limits copies the limits, cut down to what sums can reach.
func (m *Model) limits() {
	m.Soft = make([]float64, m.M)
	for k := 0; k < m.M; k++ {
		m.Soft[k] = m.In.Measures[k].Soft
		total := m.In.Total(k)
		lo, hi, target := make([]float64, m.K), make([]float64, m.K), make([]float64, m.K)
		for j, a := range m.In.Areas {
			l := a.Limits[k]
			lo[j], hi[j], target[j] = l.Min, math.Max(l.Min, math.Min(l.Max, total)), l.Target
		}
		m.Min, m.Max, m.Target = append(m.Min, lo), append(m.Max, hi), append(m.Target, target)
	}
	for j, a := range m.In.Areas {
		if a.MaxDistance <= 0 || m.Geo == Nowhere {
			continue
		}
		if m.MaxDist == nil {
			m.MaxDist = make([]float64, m.K)
			for i := range m.MaxDist {
				m.MaxDist[i] = math.Inf(1)
			}
		}
		m.MaxDist[j] = a.MaxDistance
		if m.Geo.OnSphere() {
			m.MaxDist[j] /= instance.EarthRadius
		}
	}
}

// Permute puts the units into the given order: place p then holds what stood
// at order[p]. It takes ownership of order. Arrays are permuted where they
// stand, because copies of all of them would be most of the memory of a run.
func (m *Model) Permute(order []int32) {
	if len(order) != m.N {
		panic(fmt.Sprintf("measure: permutation of %d for %d units", len(order), m.N))
	}
	done := make([]bool, m.N)
	permute(m.Pos, order, done)
	permute(m.W, order, done)
	for k := range m.A {
		permute(m.A[k], order, done)
	}
	permute(m.Present, order, done)
	permute(m.Move, order, done)
	permute(m.Capped, order, done)
	permute(m.Class, order, done)
	permute(m.Spread, order, done)
	if m.Stays != nil {
		m.Stays = m.Stays.permute(order)
	}
	if m.Graph != nil {
		m.Graph = permuteGraph(m.Graph, order)
	}
	if m.Order == nil {
		m.Order = order
		return
	}
	permute(m.Order, order, done)
}

// permute moves v[order[p]] to place p, one cycle after the other. done is
// scratch, all equal before and after.
func permute[T any](v []T, order []int32, done []bool) {
	if v == nil {
		return
	}
	was := done[0]
	for start := range v {
		if done[start] != was {
			continue
		}
		first, at := v[start], start
		for {
			done[at] = !was
			next := int(order[at])
			if next == start {
				break
			}
			v[at] = v[next]
			at = next
		}
		v[at] = first
	}
}

// permuteGraph renumbers a graph so that place p holds what stood at order[p].
func permuteGraph(g *instance.Graph, order []int32) *instance.Graph {
	place := make([]int32, len(order))
	for p, i := range order {
		place[i] = int32(p)
	}
	out := &instance.Graph{Offset: make([]int32, len(order)+1), Target: make([]int32, len(g.Target))}
	if g.Border != nil {
		out.Border = make([]float64, len(g.Border))
	}
	at := int32(0)
	for p, i := range order {
		for e := g.Offset[i]; e < g.Offset[i+1]; e++ {
			out.Target[at] = place[g.Target[e]]
			if g.Border != nil {
				out.Border[at] = g.Border[e]
			}
			at++
		}
		out.Offset[p+1] = at
	}
	return out
}

func gather[T any](v []T, order []int32) []T {
	if v == nil {
		return nil
	}
	out := make([]T, len(order))
	for p, i := range order {
		out[p] = v[i]
	}
	return out
}

// Back returns an assignment of this model in the order of the instance.
func (m *Model) Back(assign []int32) instance.Assignment {
	out := make(instance.Assignment, m.N)
	for p, i := range m.Order {
		out[i] = assign[p]
	}
	return out
}

// Forth returns an assignment of the instance in the order of this model.
func (m *Model) Forth(assign []int32) []int32 { return gather(assign, m.Order) }

// List returns the areas unit i may go to; nil means all.
func (m *Model) List(i int) []int32 {
	if m.Class == nil {
		return nil
	}
	return m.Lists[m.Class[i]]
}

// Desired returns the sum an area should aim at when nothing presses: its
// target, or an equal share, within its limits.
func (m *Model) Desired(k, j int) float64 {
	t := m.Target[k][j]
	if t <= 0 {
		sum := 0.0
		for _, a := range m.A[k] {
			sum += a
		}
		t = sum / float64(m.K)
	}
	return math.Min(math.Max(t, m.Min[k][j]), m.Max[k][j])
}
