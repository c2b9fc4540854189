package bound

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
)

// The last length of a step as a share of a typical prize, the temperature for a
// step as a share of a typical value, and its least.
const (
	lastStep = 0.002
	heat     = 0.5
	lastHeat = 0.002
	reach    = 2.5 // amounts that a list of near units holds, in areas
)

// ascent seeks prizes with one centre per unit. Every other centre stays at its
// unit; the rest follow the units they serve, to where an area is worth most.
type ascent struct {
	p       *problem
	workers int
	near    [][]int32 // by centre
	centre  [][3]float64
	prize   []float64
	size    []float64 // typical prize of every unit
	value   []float64 // of the column at every centre
	served  []float64
	columns []*column
}

// newAscent begins with a centre at every unit.
func newAscent(p *problem, workers int) *ascent {
	s := &ascent{p: p, workers: max(1, workers), served: make([]float64, len(p.x))}
	for range s.workers {
		s.columns = append(s.columns, &column{p: p})
	}
	s.begin()
	return s
}

// climb makes so many steps and leaves the best prizes met.
func (s *ascent) climb(ctx context.Context, steps int, firstStep float64) {
	best, most := slices.Clone(s.prize), math.Inf(-1)
	for step := range steps {
		if ctx.Err() != nil {
			break
		}
		at := float64(step) / float64(steps-1)
		if v := s.evaluate(fade(heat*firstStep, lastHeat, at)); v > most {
			most = v
			copy(best, s.prize)
		}
		length := fade(firstStep, lastStep, at)
		for i := range s.prize {
			s.prize[i] = max(0, s.prize[i]+length*s.size[i]*min(max(1-s.served[i], -1), 1))
		}
	}
	copy(s.prize, best)
}

// add takes up a centre that turned out to be worth more than those so far.
func (s *ascent) add(centre [3]float64) {
	near, _ := s.p.around(centre)
	s.near, s.centre = append(s.near, near), append(s.centre, centre)
}

func fade(first, last, at float64) float64 { return first * math.Pow(last/first, at) }

// begin lists near units and sets the prizes at which, were all places alike,
// an area would be worth the same everywhere: what an average area around the
// unit travels, and half as much again, per amount.
func (s *ascent) begin() {
	p, n := s.p, len(s.p.x)
	s.near, s.prize, s.size = make([][]int32, n), make([]float64, n), make([]float64, n)
	s.centre = slices.Clone(p.x)
	local := make([]float64, n)
	s.parallel(func(_, c int) {
		s.near[c], local[c] = p.around(p.x[c])
	})
	mean := 0.0
	for _, v := range local {
		mean += v / float64(n)
	}
	for i := range s.prize {
		s.prize[i] = p.a[i] * (local[i] + 0.5*mean) / p.mean
		s.size[i] = s.prize[i]
	}
}

// around lists the units nearest to a centre that hold reach areas, and returns
// what an average area there travels.
func (p *problem) around(centre [3]float64) (near []int32, travel float64) {
	far := make([]float64, len(p.x))
	order := make([]int32, len(p.x))
	for i := range order {
		order[i], far[i] = int32(i), distance(p.x[i], centre)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Or(cmp.Compare(far[i], far[j]), cmp.Compare(i, j)) })
	held := 0.0
	for at, i := range order {
		if held < p.mean {
			travel += p.cost(i, far[i]) * min(1, (p.mean-held)/(p.a[i]+1e-300))
		}
		if held += p.a[i]; held > reach*p.mean {
			return slices.Clone(order[:at+1]), travel
		}
	}
	return order, travel
}

// evaluate values the best area at every unit, notes how often units are
// served when areas go where they are worth most, smoothed, and returns the
// bound over these centres.
func (s *ascent) evaluate(heat float64) float64 {
	p, n := s.p, len(s.centre)
	kept := make([][]offer, n)
	s.value = make([]float64, n)
	s.parallel(func(w, c int) {
		s.value[c] = s.columns[w].best(s.near[c], s.centre[c], 0, s.prize)
		kept[c] = slices.Clone(s.columns[w].offers)
		if c%2 == 1 && c < len(p.x) {
			s.centre[c] = p.pulled(s.centre[c], kept[c])
		}
	})
	least := slices.Min(s.value)
	weight, all := make([]float64, n), 0.0
	for c, v := range s.value {
		weight[c] = math.Exp((least - v) / (heat * math.Abs(least)))
		all += weight[c]
	}
	clear(s.served)
	total := float64(p.k) * least
	for c, offers := range kept {
		for _, o := range offers {
			s.served[o.unit] += float64(p.k) * weight[c] / all * o.share
		}
	}
	for _, u := range s.prize {
		total += u
	}
	return total
}

// pulled returns where the units served travel least, or a step towards it.
func (p *problem) pulled(from [3]float64, served []offer) [3]float64 {
	var to [3]float64
	weight := 0.0
	for _, o := range served {
		w := p.w[o.unit] * o.share
		if !p.metric.Squared() {
			w /= distance(p.x[o.unit], from) + 1e-9
		}
		for d, x := range p.x[o.unit] {
			to[d] += w * x
		}
		weight += w
	}
	if weight == 0 {
		return from
	}
	size := 1.0
	if p.metric.OnSphere() {
		size = distance(to, [3]float64{}) / weight
	}
	for d := range to {
		to[d] /= weight * size
	}
	return to
}

// parallel calls f for every centre; each worker has its own column.
func (s *ascent) parallel(f func(worker, c int)) {
	n := len(s.centre)
	var wg sync.WaitGroup
	for w := 1; w < s.workers; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for c := w; c < n; c += s.workers {
				f(w, c)
			}
		}()
	}
	for c := 0; c < n; c += s.workers {
		f(0, c)
	}
	wg.Wait()
}
