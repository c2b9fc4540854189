package measure

import (
	"math"
	"sort"
)

// Distance returns the model distance of unit i from a centre; for families
// the mean over the members by weight (for squared distances without the
// constant in Fixed).
func (m *Model) Distance(i int, centre Vec) float64 {
	if m.Spread == nil || m.Spread[i] == 0 {
		if m.Pos == nil {
			return 0
		}
		return m.Geo.Of(m.Pos[i].Sq(centre))
	}
	in := m.In
	u := m.Order[i]
	sum, total := 0.0, 0.0
	for p := in.Family[u]; p < in.Family[u+1]; p++ {
		w := 1.0
		if in.Weight != nil {
			w = in.Weight[p]
		}
		sum += w * m.Geo.Of(m.Geo.ToVec(in.X[p], in.Y[p]).Sq(centre))
		total += w
	}
	return sum / total
}

// Allowed reports whether unit i may go to area j by lock and eligibility.
func (m *Model) Allowed(i int, j int32) bool {
	if m.Listed != nil {
		return !math.IsInf(m.To(i, j, nil), 1)
	}
	list := m.List(i)
	return list == nil || contains(list, j)
}

// To returns the model distance of unit i to area j: to its centre, or by the
// table of a listed model. Areas out of reach are infinitely far.
func (m *Model) To(i int, j int32, centres []Vec) float64 {
	if m.Listed == nil {
		return m.Distance(i, centres[j])
	}
	list := m.Listed.Of(i)
	at := sort.Search(len(list), func(x int) bool { return list[x] >= j })
	if at == len(list) || list[at] != j {
		return math.Inf(1)
	}
	return m.Listed.Cost[m.Listed.Offset[i]+int64(at)]
}

// Within reports whether all positions of unit i lie within the maximum
// distance of area j.
func (m *Model) Within(i int, j int32, centre Vec) bool {
	if m.MaxDist == nil || math.IsInf(m.MaxDist[j], 1) {
		return true
	}
	if m.In.Family == nil || m.Order == nil {
		return m.linear(m.Pos[i].Sq(centre)) <= m.MaxDist[j]
	}
	u := m.Order[i]
	for p := m.In.Family[u]; p < m.In.Family[u+1]; p++ {
		if m.linear(m.Geo.ToVec(m.In.X[p], m.In.Y[p]).Sq(centre)) > m.MaxDist[j] {
			return false
		}
	}
	return true
}

// linear turns a squared Euclidean distance into the linear distance that
// maximum distances are measured in.
func (m *Model) linear(sq float64) float64 {
	if m.Geo == Arc {
		return arc(sq)
	}
	return math.Sqrt(sq)
}
