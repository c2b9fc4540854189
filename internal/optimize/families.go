package optimize

import (
	"cmp"
	"context"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/family"
)

// keptFamilies reads the families that stay together, nil for none.
func keptFamilies(ctx context.Context, r *dataset.Reader, request Request, state *alignment.State) (*alignment.Families, error) {
	column := request.Family
	if column == "" && state.Options.WholeFamilies {
		column = state.Options.Family
	}
	if column == "" || request.Apart {
		return nil, nil
	}
	return family.Load(ctx, r, column)
}

// cluster makes units that belong together one unit of the engine: p.units is
// put in an order in which they are neighbours, and instance.Family says where
// each begins. Units that are locked in different territories cannot be
// together; each of these territories keeps its own, and the rest of the
// family is with the largest of them.
func (p *problem) cluster() {
	f := p.families
	if f == nil {
		return
	}
	groups := make([]int, len(p.units))
	order := make([]int, len(p.units))
	first := make(map[int32]int)
	for u, i := range p.units {
		groups[u], order[u] = u, u
		if family := f.Of[i]; family >= 0 {
			if _, seen := first[family]; !seen {
				first[family] = u
			}
			groups[u] = first[family]
		}
	}
	p.partLocks(groups)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[a], groups[b]) })
	units := make([]int32, len(order))
	var offset []int32
	for at, u := range order {
		units[at] = p.units[u]
		if at == 0 || groups[u] != groups[order[at-1]] {
			offset = append(offset, int32(at))
		}
	}
	if len(offset) == len(units) {
		return // no family has two units here
	}
	p.units, p.offset = units, append(offset, int32(len(units)))
	p.instance.Family = p.offset
}

// partLocks gives units that are locked in another territory than the rest of
// their family a group of their own: the first of them.
func (p *problem) partLocks(groups []int) {
	type place struct {
		group int
		area  alignment.AreaNumber
	}
	locked := make(map[place]int)
	for u, i := range p.units {
		if p.state.Locked[i] {
			locked[place{groups[u], p.state.Assigned[i]}]++
		}
	}
	largest := make(map[int]place)
	for at, n := range locked {
		now, set := largest[at.group]
		if !set || n > locked[now] || n == locked[now] && at.area < now.area {
			largest[at.group] = at
		}
	}
	apart := make(map[place]int)
	for u, i := range p.units {
		at := place{groups[u], p.state.Assigned[i]}
		if !p.state.Locked[i] || largest[at.group] == at {
			continue
		}
		if _, set := apart[at]; !set {
			apart[at] = u
		}
		groups[u] = len(p.units) + apart[at]
	}
}

// groups returns how many units the engine has.
func (p *problem) groups() int {
	if p.offset == nil {
		return len(p.units)
	}
	return len(p.offset) - 1
}

// members returns the units of the snapshot that unit g of the engine is.
func (p *problem) members(g int) []int32 {
	if p.offset == nil {
		return p.units[g : g+1]
	}
	return p.units[p.offset[g]:p.offset[g+1]]
}

// groupOf returns the unit of the engine that a unit of the snapshot is part
// of; false for one the run does not work on.
func (p *problem) groupOf(unit int32) (int, bool) {
	if p.offset == nil {
		return slices.BinarySearch(p.units, unit)
	}
	at := slices.Index(p.units, unit)
	if at < 0 {
		return 0, false
	}
	g, exact := slices.BinarySearch(p.offset, int32(at))
	if !exact {
		g--
	}
	return g, true
}
