package search

import (
	"container/heap"
	"context"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/measure"
)

// Pack balances units that lie nowhere: only amounts and the price of moving
// count. Locked units and units with a price on moving start where they are,
// all others go, largest first, to the area that is filled least (Graham's
// LPT rule); Repair then settles what is outside the limits. It returns the plan and the violation
// left.
func Pack(ctx context.Context, mod *measure.Model) ([]int32, float64) {
	p := &packer{mod: mod, assign: make([]int32, mod.N), size: make([]float64, mod.N), fill: make([]float64, mod.K), room: make([]float64, mod.K)}
	p.prepare()
	p.place()
	left := 0.0
	for range 6 {
		if left = Repair(ctx, mod, p.assign, p.options()); left == 0 || ctx.Err() != nil {
			break
		}
	}
	return p.assign, left
}

type packer struct {
	mod    *measure.Model
	assign []int32
	size   []float64 // unit as a share of all measures
	fill   []float64 // by area: size ÷ what it should get
	room   []float64
	heap   []int32
}

func (p *packer) prepare() {
	mod := p.mod
	for m, a := range mod.A {
		total := 0.0
		for _, v := range a {
			total += v
		}
		if total == 0 {
			continue
		}
		for i, v := range a {
			p.size[i] += v / total
		}
		for j := range p.room {
			p.room[j] += mod.Desired(m, j) / total
		}
	}
	for j := range p.room {
		p.room[j] = max(p.room[j], 1e-12)
	}
	for i := range p.assign {
		p.assign[i] = p.home(i)
		if j := p.assign[i]; j >= 0 {
			p.fill[j] += p.size[i] / p.room[j]
		}
	}
}

// home returns where unit i starts by itself, -1 for nowhere.
func (p *packer) home(i int) int32 {
	if list := p.mod.List(i); len(list) == 1 {
		return list[0]
	}
	if p.mod.Move != nil && p.mod.Present[i] >= 0 && p.mod.Allowed(i, p.mod.Present[i]) {
		return p.mod.Present[i]
	}
	return -1
}

func (p *packer) place() {
	var units []int32
	for i, j := range p.assign {
		if j < 0 {
			units = append(units, int32(i))
		}
	}
	sort.SliceStable(units, func(a, b int) bool { return p.size[units[a]] > p.size[units[b]] })
	for j := range p.fill {
		p.heap = append(p.heap, int32(j))
	}
	heap.Init(p)
	for _, i := range units {
		if list := p.mod.List(int(i)); list != nil {
			p.toLeast(i, list)
			heap.Init(p)
			continue
		}
		j := p.heap[0]
		p.put(i, j)
		heap.Fix(p, 0)
	}
}

func (p *packer) toLeast(i int32, list []int32) {
	best := list[0]
	for _, j := range list[1:] {
		if p.fill[j] < p.fill[best] {
			best = j
		}
	}
	p.put(i, best)
}

func (p *packer) put(i, j int32) {
	p.assign[i] = j
	p.fill[j] += p.size[i] / p.room[j]
}

func (p *packer) Len() int { return len(p.heap) }
func (p *packer) Less(a, b int) bool {
	x, y := p.heap[a], p.heap[b]
	return p.fill[x] < p.fill[y] || p.fill[x] == p.fill[y] && x < y
}
func (p *packer) Swap(a, b int) { p.heap[a], p.heap[b] = p.heap[b], p.heap[a] }
func (p *packer) Push(any)      { panic("search: the heap of areas does not grow") }
func (p *packer) Pop() any      { panic("search: the heap of areas does not shrink") }

// How many units per area and how many areas take part in repairs.
const (
	packUnits = 400
	packAreas = 12
)

// options lets units of every area go to the areas that break limits and to
// the emptiest ones, the units that move most cheaply for their size first.
func (p *packer) options() []measure.Option {
	mod := p.mod
	b := newBalance(mod, p.assign)
	goal := map[int32]bool{}
	for j := range int32(mod.K) {
		if b.outside(j) && len(goal) < 4*packAreas {
			goal[j] = true
		}
	}
	order := make([]int32, mod.K)
	for j := range order {
		order[j] = int32(j)
		p.fill[j] = 0
	}
	for i, j := range p.assign {
		p.fill[j] += p.size[i] / p.room[j]
	}
	sort.SliceStable(order, func(x, y int) bool { return p.fill[order[x]] < p.fill[order[y]] })
	for x := 0; x < min(packAreas, len(order)); x++ {
		goal[order[x]], goal[order[len(order)-1-x]] = true, true
	}
	var out []measure.Option
	for _, i := range p.movable() {
		first := len(out)
		for j := range int32(mod.K) {
			if j != p.assign[i] && (!goal[j] || !mod.Allowed(int(i), j)) {
				continue
			}
			extra := 0.0
			if mod.Move != nil && mod.Present[i] >= 0 && mod.Present[i] != j {
				extra = mod.Move[i]
			}
			out = append(out, measure.Option{Unit: i, Area: j, Extra: extra})
		}
		if len(out) == first+1 {
			out = out[:first]
		}
	}
	return out
}

// movable returns up to packUnits units per area, ascending.
func (p *packer) movable() []int32 {
	by := make([][]int32, p.mod.K)
	for i, j := range p.assign {
		by[j] = append(by[j], int32(i))
	}
	var out []int32
	for _, units := range by {
		sort.SliceStable(units, func(x, y int) bool { return p.rank(units[x]) < p.rank(units[y]) })
		if len(units) > packUnits {
			// Half the cheapest, and the rest of every size.
			step := (len(units) - packUnits/2) / (packUnits / 2)
			kept := append([]int32(nil), units[:packUnits/2]...)
			for x := packUnits / 2; x < len(units); x += max(1, step) {
				kept = append(kept, units[x])
			}
			units = kept
		}
		out = append(out, units...)
	}
	sort.Slice(out, func(x, y int) bool { return out[x] < out[y] })
	return out
}

// rank orders units by the price of moving per size, small ones first among
// equals.
func (p *packer) rank(i int32) float64 {
	if p.mod.Move == nil || p.mod.Present[i] < 0 {
		return p.size[i]
	}
	return p.mod.Move[i] / max(p.size[i], 1e-12)
}
