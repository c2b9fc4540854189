package optimize

import (
	"context"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Geography is the boundary set of an alignment, with the boundary of every
// unit, boundary.None for none.
type Geography struct {
	Set      *boundary.Set
	Topology *boundary.Topology
	Of       []int32
	// Amounts[m] is what every boundary has of measure m where that is one of
	// boundaries, nil where units have it.
	Amounts [][]float64
}

// GeographyFunc opens the boundaries of an alignment.
type GeographyFunc func(ctx context.Context, source alignment.BoundarySource, r *dataset.Reader) (*Geography, error)

// cells is what a run by boundary knows beyond the problem: the engine works
// on a coarse state whose units are the boundaries, and behind them the units
// that stay apart.
type cells struct {
	geography *Geography
	// member[i] is the boundary that unit i follows, or boundary.None for units
	// that stay apart: in no boundary, locked, out of focus, or in a boundary
	// that is shared or left out.
	member []int32
	coarse *alignment.State
	sums   *figures.Units
	weight []float64
	apart  []bool
}

// buildByBoundary lays out an instance whose units are whole boundaries,
// connected where boundaries touch. Units that stay apart keep their territory
// and count towards its limits.
func buildByBoundary(request Request, state *alignment.State, columns *figures.Units, weight []float64, g *Geography) (*problem, error) {
	retargeted, err := adjust(state, request)
	if err != nil {
		return nil, err
	}
	p := &problem{request: request, state: retargeted, columns: columns, untouched: state, original: state.Areas}
	focus, err := p.focus()
	if err != nil {
		return nil, err
	}
	c := &cells{geography: g}
	c.follow(request, retargeted, focus)
	c.coarsen(retargeted, columns, weight)
	p.state, p.columns, p.apart = c.coarse, c.sums, c.apart
	if err := p.lay(c.weight); err != nil {
		return nil, err
	}
	if err := c.connect(p); err != nil {
		return nil, err
	}
	p.cells, p.state, p.columns = c, retargeted, columns
	return p, nil
}

// follow says which units go where their boundary goes.
func (c *cells) follow(request Request, state *alignment.State, focus []*alignment.Area) {
	open := map[alignment.AreaNumber]bool{alignment.Unassigned: !request.WithoutUnassigned}
	for _, a := range focus {
		open[a.Number] = !a.Locked
	}
	b := state.Boundaries
	c.member = slices.Repeat([]int32{boundary.None}, len(state.Assigned))
	for unit, i := range c.geography.Of {
		if i >= 0 && !b.LeftOut[i] && len(b.Shared[i]) == 0 && !state.Locked[unit] && open[state.Assigned[unit]] {
			c.member[unit] = i
		}
	}
}

// coarsen makes the state of boundaries and of units apart, with their sums.
func (c *cells) coarsen(state *alignment.State, columns *figures.Units, weight []float64) {
	b, n := state.Boundaries, state.Boundaries.Count
	var apart []int32
	for unit, i := range c.member {
		if i == boundary.None {
			apart = append(apart, int32(unit))
		}
	}
	c.coarse = state.Clone()
	c.coarse.Boundaries = nil
	c.coarse.Assigned, c.coarse.Locked = slices.Clone(b.Assigned), slices.Clone(b.Locked)
	c.sums = &figures.Units{Names: columns.Names, Lon: make([]float64, n, n+len(apart)), Lat: make([]float64, n, n+len(apart))}
	c.apart = make([]bool, n, n+len(apart))
	for i := range c.geography.Set.Boundaries {
		at := c.geography.Set.Boundaries[i].Point
		c.sums.Lon[i], c.sums.Lat[i] = at.X, at.Y
		if b.LeftOut[i] || len(b.Shared[int32(i)]) > 0 {
			c.apart[i], c.coarse.Assigned[i] = true, alignment.Unassigned
		}
	}
	for _, unit := range apart {
		c.coarse.Assigned = append(c.coarse.Assigned, state.Assigned[unit])
		c.coarse.Locked = append(c.coarse.Locked, true)
		c.sums.Lon, c.sums.Lat = append(c.sums.Lon, math.NaN()), append(c.sums.Lat, math.NaN())
		c.apart = append(c.apart, true)
	}
	for m := range columns.Names {
		sums := make([]float64, n, n+len(apart))
		for unit, i := range c.member {
			if i >= 0 {
				sums[i] += columns.Value(m, unit)
			}
		}
		for _, unit := range apart {
			sums = append(sums, columns.Value(m, int(unit)))
		}
		c.addEmpty(m, sums)
		c.sums.Measures = append(c.sums.Measures, sums)
	}
	c.weigh(n+len(apart), weight)
}

// addEmpty gives boundaries without units what they have of a measure of
// boundaries; the others have it from their units' shares.
func (c *cells) addEmpty(m int, sums []float64) {
	if m >= len(c.geography.Amounts) || c.geography.Amounts[m] == nil {
		return
	}
	held := make([]bool, len(c.geography.Amounts[m]))
	for _, i := range c.geography.Of {
		if i >= 0 {
			held[i] = true
		}
	}
	for i, v := range c.geography.Amounts[m] {
		if !held[i] && v > 0 {
			sums[i] = v
		}
	}
}

// amounts looks up what boundaries have of the measures.
func (d Deps) amounts(ctx context.Context, g *Geography, state *alignment.State, r *dataset.Reader, names []string) error {
	if d.BoundaryAmounts == nil {
		return nil
	}
	g.Amounts = make([][]float64, len(names))
	for m, name := range names {
		var err error
		if g.Amounts[m], err = d.BoundaryAmounts(ctx, state, r, name); err != nil {
			return err
		}
	}
	return nil
}

// weigh counts the units of every boundary, or adds up their weights. An empty
// boundary gets a tenth of the mean, so that it too is drawn to a centre.
func (c *cells) weigh(n int, weight []float64) {
	c.weight = make([]float64, n)
	total, full := 0.0, 0
	for unit, i := range c.member {
		if i < 0 {
			continue
		}
		w := 1.0
		if weight != nil {
			w = weight[unit]
		}
		if w == w {
			c.weight[i] += w
			total += w
		}
	}
	for _, w := range c.weight {
		if w > 0 {
			full++
		}
	}
	least := 1.0
	if full > 0 {
		least = 0.1 * total / float64(full)
	}
	for i, w := range c.weight {
		if w == 0 {
			c.weight[i] = least
		}
	}
}

// connect gives the instance the borders of its boundaries, and asks that
// territories hang together unless their profile says otherwise.
func (c *cells) connect(p *problem) error {
	at := make(map[int32]int32, len(p.units))
	for u, i := range p.units {
		at[i] = int32(u)
	}
	links := c.geography.Topology.WithBridges()
	var from, to []int32
	var border []float64
	for i := range c.geography.Set.Boundaries {
		u, inside := at[int32(i)]
		for k := links.Offsets[i]; inside && k < links.Offsets[i+1]; k++ {
			if v, other := at[links.Neighbors[k]]; other && u < v {
				from, to, border = append(from, u), append(to, v), append(border, float64(links.Borders[k]))
			}
		}
	}
	var err error
	if p.instance.Graph, err = instance.NewGraph(len(p.units), from, to, border); err != nil {
		return err
	}
	for j := range p.instance.Areas {
		p.instance.Areas[j].Contiguous = j >= len(p.kept) || p.kept[j].Profile != alignment.NonContiguous
	}
	return nil
}

// ops assign the boundaries as the engine has them.
func (c *cells) ops(p *problem, assignment []int32) []alignment.Op {
	after := p.state.Boundaries.Clone()
	for u, i := range p.units {
		after.Assigned[i] = alignment.Unassigned
		if j := assignment[u]; j >= 0 {
			after.Assigned[i] = p.numbers[j]
		}
	}
	moves := alignment.BoundaryMoves(p.state, &alignment.State{Boundaries: after})
	if len(moves.Units) == 0 {
		return nil
	}
	return []alignment.Op{{AssignBoundaries: &moves}}
}

// moved takes the units of every boundary to where the engine has it.
func (c *cells) moved(p *problem, after []alignment.AreaNumber, assignment []int32, numbers []alignment.AreaNumber) []alignment.AreaNumber {
	goes := make(map[int32]alignment.AreaNumber, len(p.units))
	for u, i := range p.units {
		goes[i] = alignment.Unassigned
		if j := assignment[u]; j >= 0 {
			goes[i] = numbers[j]
		}
	}
	for unit, i := range c.member {
		if there, decided := goes[i]; decided && i >= 0 {
			after[unit] = there
		}
	}
	return after
}

// unitsOnly refuses a run by boundary where single units are asked about, and
// one by travel times, which a single optimisation can do only.
func (p *problem) unitsOnly(what string) error {
	if err := p.distancesOnly(what); err != nil || p.cells == nil {
		return err
	}
	return invalid("by", "%s works on units, not on whole boundaries; leave out by, or start a single optimisation by boundary.", what)
}

// distancesOnly refuses a run by travel times where many plans are compared.
func (p *problem) distancesOnly(what string) error {
	if p.request.Travel != TravelTime {
		return nil
	}
	return invalid("travel", "%s solves many plans in a row and so works on distances, not on travel times: choose travel by distance, or start a single optimisation by travel time.", what)
}

// fixedSums returns what the units apart hold of a measure per kept area.
func (p *problem) fixedSums(m int) []float64 {
	fixed := make([]float64, p.areas)
	if p.apart == nil {
		return fixed
	}
	index := make(map[alignment.AreaNumber]int, len(p.kept))
	for j, a := range p.kept {
		index[a.Number] = j
	}
	for i, apart := range p.apart {
		if j, kept := index[p.state.Assigned[i]]; apart && kept {
			fixed[j] += p.columns.Value(m, i)
		}
	}
	return fixed
}

// geography opens the boundaries of a request by boundary.
func (d Deps) geography(ctx context.Context, state *alignment.State, r *dataset.Reader) (*Geography, error) {
	switch {
	case state.Boundaries == nil:
		return nil, refused("by", sentence.StartNoBoundaries.With(nil))
	case d.Geography == nil:
		return nil, territory.Errorf(territory.Internal, "This run cannot open boundary sets.")
	}
	return d.Geography(ctx, state.Boundaries.BoundarySource, r)
}
