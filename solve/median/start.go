package median

import (
	"cmp"
	"math"
	"slices"
)

// bisectStart cuts the points into p groups of similar demand by recursive
// bisection along the wider side and serves each from its middle. Without
// coordinates it grows the groups instead.
func bisectStart(in *instance) *snapshot {
	s := &snapshot{cluster: make([]int32, in.n), med: make([]int32, in.p)}
	if in.mat != nil || !in.uniform {
		seedStart(in, s)
		return s
	}
	idx := make([]int32, in.n)
	for i := range idx {
		idx[i] = int32(i)
	}
	bisect(in, s, idx, 0, in.p)
	return s
}

// bisect fills clusters first … first+p-1 with the points of idx, at least p.
func bisect(in *instance, s *snapshot, idx []int32, first, p int) {
	if p == 1 {
		for _, i := range idx {
			s.cluster[i] = int32(first)
		}
		s.med[first] = middle(in, idx)
		return
	}
	x, y := pick(in.x, idx), pick(in.y, idx)
	key, total := in.x, int64(0)
	if slices.Max(y)-slices.Min(y) > slices.Max(x)-slices.Min(x) {
		key = in.y
	}
	sortBy(idx, key)
	for _, i := range idx {
		total += in.q[i]
	}
	left := p / 2
	want := float64(total) * float64(left) / float64(p)
	at, sum := 0, int64(0)
	for at < len(idx)-(p-left) && (float64(sum) < want || at < left) {
		sum += in.q[idx[at]]
		at++
	}
	bisect(in, s, idx[:at], first, left)
	bisect(in, s, idx[at:], first+left, p-left)
}

func pick(v []float64, idx []int32) []float64 {
	out := make([]float64, len(idx))
	for k, i := range idx {
		out[k] = v[i]
	}
	return out
}

// middle is the point of idx nearest to the mean of them.
func middle(in *instance, idx []int32) int32 {
	var x, y float64
	for _, i := range idx {
		x, y = x+in.x[i], y+in.y[i]
	}
	x, y = x/float64(len(idx)), y/float64(len(idx))
	best, least := idx[0], math.Inf(1)
	for _, i := range idx {
		if d := math.Hypot(in.x[i]-x, in.y[i]-y); d < least {
			best, least = i, d
		}
	}
	return best
}

// seedStart spreads p medians over the points that have room for more than the
// mean load, farthest first, and gives every point to the nearest with room.
func seedStart(in *instance, s *snapshot) {
	candidates := roomyPoints(in)
	gap := make([]float64, in.n) // distance to the nearest median so far
	for i := range gap {
		gap[i] = math.Inf(1)
	}
	taken := make([]bool, in.n)
	for c := range s.med {
		at := int32(-1)
		for _, j := range candidates {
			if !taken[j] && (at < 0 || gap[j] > gap[at]) {
				at = j
			}
		}
		s.med[c], taken[at] = at, true
		for i := range gap {
			gap[i] = min(gap[i], in.dist(int32(i), at))
		}
	}
	pack(in, s)
}

// roomyPoints returns the points that may serve as medians at first: all where
// the capacity is uniform, otherwise those that hold their own demand first, by
// capacity, down to the mean load but at least p.
func roomyPoints(in *instance) []int32 {
	idx := make([]int32, in.n)
	for i := range idx {
		idx[i] = int32(i)
	}
	if in.uniform {
		return idx
	}
	slices.SortStableFunc(idx, func(a, b int32) int {
		return cmp.Or(-compareBool(in.q[a] <= in.capOf[a], in.q[b] <= in.capOf[b]), cmp.Compare(in.capOf[b], in.capOf[a]))
	})
	enough := in.total / int64(in.p)
	keep := min(in.p, in.n)
	for keep < in.n && in.capOf[idx[keep]] > enough {
		keep++
	}
	return idx[:keep]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// pack assigns the points to the medians of s, largest demand first, each to the
// nearest median with room or, where none has any, to the one with the most.
func pack(in *instance, s *snapshot) {
	room := make([]int64, in.p)
	clusterAt := map[int32]int32{}
	for c, j := range s.med {
		room[c] = in.capacityOf(j) - in.q[j]
		clusterAt[j] = int32(c)
	}
	order := make([]int32, 0, in.n)
	for i := range int32(in.n) {
		if c, ok := clusterAt[i]; ok {
			s.cluster[i] = c
		} else {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(in.q[b], in.q[a]) })
	for _, i := range order {
		c := choose(in, s, room, i)
		s.cluster[i] = c
		room[c] -= in.q[i]
	}
}

func choose(in *instance, s *snapshot, room []int64, i int32) int32 {
	best, most, least := -1, 0, math.Inf(1)
	for c, j := range s.med {
		if room[c] > room[most] {
			most = c
		}
		if d := in.dist(i, j); room[c] >= in.q[i] && d < least {
			best, least = c, d
		}
	}
	if best < 0 {
		best = most
	}
	return int32(best)
}
