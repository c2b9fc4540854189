package optimize

import (
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// instance is the instance by distance with a table of times in its stead: a
// family costs the mean time of its members by weight. Prices of moves, which
// are in metres, become seconds at the speed of the profile.
func (t *byTime) instance(ctx context.Context, centres []geom.Point, count int) (*instance.Instance, error) {
	from := t.p.instance
	wanted := t.table.candidates(centres, count)
	t.addStanding(wanted)
	if err := t.table.load(ctx, centres, wanted); err != nil {
		return nil, err
	}
	in := *from
	in.Metric, in.X, in.Y, in.Family, in.Detour = instance.Matrix, nil, nil, nil, 0
	in.Areas = slices.Clone(from.Areas)
	for j := range in.Areas {
		in.Areas[j].X, in.Areas[j].Y, in.Areas[j].HasCentre = 0, 0, false
		in.Areas[j].MaxDistance = 60 * t.p.request.MaxTravelMinutes
	}
	in.Disruption.PerUnit = from.Disruption.PerUnit / t.table.service.Speed(t.table.profile)
	t.table.report.Candidates, t.table.report.Pairs, t.table.report.FromCache = min(count, len(centres)), 0, 0
	t.table.report.FellBack, t.table.report.NoWay = 0, 0
	in.Weight, in.Travel = t.weights(), &instance.Travel{}
	in.Travel.Offset = append(in.Travel.Offset, 0)
	counted := map[[2]int64]bool{}
	for u := range from.Units() {
		t.addUnit(in.Travel, u, centres, wanted, counted)
		in.Travel.Offset = append(in.Travel.Offset, int64(len(in.Travel.Area)))
	}
	return &in, nil
}

// positions are those of an engine unit.
func (t *byTime) positions(u int) (from, to int) {
	if f := t.p.instance.Family; f != nil {
		return int(f[u]), int(f[u+1])
	}
	return u, u + 1
}

func (t *byTime) weight(position int) float64 {
	if w := t.p.instance.Weight; w != nil {
		return w[position]
	}
	return 1
}

func (t *byTime) weights() []float64 {
	if t.p.instance.Family == nil {
		return t.p.instance.Weight
	}
	out := make([]float64, t.p.instance.Units())
	for u := range out {
		from, to := t.positions(u)
		for k := from; k < to; k++ {
			out[u] += t.weight(k)
		}
	}
	return out
}

// addStanding makes candidates of the areas units are locked to, in at present,
// or eligible for, and gives all members of a family the same ones.
func (t *byTime) addStanding(wanted [][]int32) {
	in := t.p.instance
	for u := range in.Units() {
		var all []int32
		for _, j := range []int32{in.PresentOf(u), in.LockOf(u)} {
			if j >= 0 {
				all = append(all, j)
			}
		}
		if in.Eligible != nil {
			all = append(all, in.Eligible.Of(u)...)
		}
		from, to := t.positions(u)
		if to-from > 1 {
			for k := from; k < to; k++ {
				all = append(all, wanted[t.of[k]]...)
			}
		}
		for k := from; k < to; k++ {
			for _, j := range all {
				if at, found := slices.BinarySearch(wanted[t.of[k]], j); !found {
					wanted[t.of[k]] = slices.Insert(wanted[t.of[k]], at, j)
				}
			}
		}
	}
}

// addUnit lists what a unit costs from each of its candidates. Candidates
// without a way for some member, or too far for one, are left out unless none
// would be left.
func (t *byTime) addUnit(to *instance.Travel, u int, centres []geom.Point, wanted [][]int32, counted map[[2]int64]bool) {
	first, last := t.positions(u)
	most := math.Inf(1)
	if last-first > 1 && t.p.request.MaxTravelMinutes > 0 {
		most = 60 * t.p.request.MaxTravelMinutes
	}
	start := len(to.Area)
	for _, strict := range []bool{true, false} {
		for _, j := range wanted[t.of[first]] {
			sum, weight, barred := 0.0, 0.0, false
			for k := first; k < last; k++ {
				seconds, noWay, fellBack := t.table.time(centres[j], t.of[k])
				t.count(centres[j], t.of[k], noWay, fellBack, counted)
				barred = barred || noWay || seconds > most
				sum, weight = sum+t.weight(k)*seconds, weight+t.weight(k)
			}
			if strict && barred && t.p.instance.LockOf(u) != j {
				continue
			}
			if weight > 0 {
				sum /= weight
			}
			to.Area, to.Cost = append(to.Area, j), append(to.Cost, sum)
		}
		if len(to.Area) > start {
			return
		}
	}
}

func (t *byTime) count(centre geom.Point, place int32, noWay, fellBack bool, counted map[[2]int64]bool) {
	key := [2]int64{packPosition(centre), t.table.packed[place]}
	if counted[key] {
		return
	}
	counted[key] = true
	r := &t.table.report
	r.Pairs++
	switch {
	case fellBack:
		r.FellBack++
	case noWay:
		r.NoWay++
	}
	if !fellBack && !t.table.fetched[key] {
		r.FromCache++
	}
}

// recentre moves free centres to the unit nearest to the middle of what their
// area got, which lies where there are roads.
func (t *byTime) recentre(result *solve.Result, centres []geom.Point) []geom.Point {
	in := t.p.instance
	members := make([][]int, len(centres))
	for u, j := range result.Assignment {
		if j >= 0 {
			from, to := t.positions(u)
			for k := from; k < to; k++ {
				members[j] = append(members[j], k)
			}
		}
	}
	out := slices.Clone(centres)
	for j := range out {
		if in.Areas[j].Pinned || len(members[j]) == 0 {
			continue
		}
		middle := t.median(members[j])
		best, least := centres[j], geom.Meters(math.Inf(1))
		for _, k := range members[j] {
			p := t.table.places[t.of[k]]
			if d := geom.Distance(middle, p); d < least {
				best, least = p, d
			}
		}
		out[j] = best
	}
	return out
}

// median is the weighted geometric median of positions on a flat map around
// their mean (Weiszfeld's iteration).
func (t *byTime) median(members []int) geom.Point {
	in := t.p.instance
	var at geom.Point
	total := 0.0
	for _, k := range members {
		w := max(t.weight(k), 1e-9)
		at.X, at.Y, total = at.X+w*in.X[k], at.Y+w*in.Y[k], total+w
	}
	at.X, at.Y = at.X/total, at.Y/total
	squeeze := math.Cos(at.Y * math.Pi / 180)
	for range 15 {
		var next geom.Point
		sum := 0.0
		for _, k := range members {
			w := max(t.weight(k), 1e-9) / max(1e-9, math.Hypot((in.X[k]-at.X)*squeeze, in.Y[k]-at.Y))
			next.X, next.Y, sum = next.X+w*in.X[k], next.Y+w*in.Y[k], sum+w
		}
		at = geom.Point{X: next.X / sum, Y: next.Y / sum}
	}
	return at
}
