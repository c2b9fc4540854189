package optimize

import (
	"cmp"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// A cell is what one territory of the tree shares with one of the partner's.
// Moving a whole cell to a territory that meets the partner already saves a
// pair; so does exchanging two cells.
type cell struct {
	area    int32
	partner alignment.AreaNumber
	units   []int32 // of the engine
	sums    []float64
	locked  bool
}

// meetingCells are the cells of a plan with the sums of its areas.
type meetingCells struct {
	in      *instance.Instance
	plan    []int32
	centres []check.Point
	sums    [][]float64 // per area
	at      map[cellKey]*cell
	budget  float64 // travel that may be added
	run     *overlayRun
}

type cellKey struct {
	area    int32
	partner alignment.AreaNumber
}

// savePairs returns the plan after moves and exchanges of cells that save pairs
// within the limits and the travel allowed. Families whose units have several
// partners count with the partner of their first unit.
func (o *overlayRun) savePairs(plan []int32, centres []check.Point) []int32 {
	c := &meetingCells{in: o.instance, plan: slices.Clone(plan), centres: centres, at: make(map[cellKey]*cell), run: o}
	c.fill()
	c.budget = (1+o.more)*o.aloneTravel*c.weights() - c.travel()
	const rounds = 20
	for range rounds {
		saved := false
		for _, from := range c.smallest() {
			saved = c.dissolve(from) || saved
		}
		if !saved {
			break
		}
	}
	return c.plan
}

func (c *meetingCells) fill() {
	for range c.in.Areas {
		c.sums = append(c.sums, make([]float64, len(c.in.Measures)))
	}
	for u, j := range c.plan {
		if j < 0 {
			continue
		}
		b := c.run.partner[c.run.members(u)[0]]
		to := c.cell(j, b)
		to.units = append(to.units, int32(u))
		to.locked = to.locked || c.in.Lock != nil && c.in.Lock[u] >= 0
		for m, measure := range c.in.Measures {
			to.sums[m] += measure.Values[u]
			c.sums[j][m] += measure.Values[u]
		}
	}
}

func (c *meetingCells) cell(area int32, partner alignment.AreaNumber) *cell {
	key := cellKey{area, partner}
	if c.at[key] == nil {
		c.at[key] = &cell{area: area, partner: partner, sums: make([]float64, len(c.in.Measures))}
	}
	return c.at[key]
}

// smallest lists the cells that may move, fewest units first.
func (c *meetingCells) smallest() []*cell {
	var list []*cell
	for _, x := range c.at {
		if x.partner != alignment.Unassigned && !x.locked && len(x.units) > 0 {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b *cell) int {
		return cmp.Or(cmp.Compare(len(a.units), len(b.units)), cmp.Compare(a.area, b.area), cmp.Compare(a.partner, b.partner))
	})
	return list
}

// dissolve saves the pair of a cell: its units go to the cell of the same
// partner where that adds the least travel, alone or in exchange for a cell
// whose partner is here too.
func (c *meetingCells) dissolve(from *cell) bool {
	if len(from.units) == 0 {
		return false
	}
	var into, back *cell
	least := c.budget
	for j := range int32(len(c.in.Areas)) {
		to := c.at[cellKey{j, from.partner}]
		if j == from.area || to == nil || len(to.units) == 0 {
			continue
		}
		added := c.added(from, j)
		if added <= least && c.fits(from.area, j, from.sums, nil) {
			into, back, least = to, nil, added
		}
		for _, x := range c.exchanges(j, from) {
			if extra := added + c.added(x, from.area); extra <= least && c.fits(from.area, j, from.sums, x.sums) {
				into, back, least = to, x, extra
			}
		}
	}
	if into == nil {
		return false
	}
	c.budget -= least
	if back != nil {
		c.move(back, c.at[cellKey{from.area, back.partner}])
	}
	c.move(from, into)
	return true
}

// exchanges lists the cells of area j whose partner meets the area of from.
func (c *meetingCells) exchanges(j int32, from *cell) []*cell {
	var list []*cell
	for key, x := range c.at {
		here := c.at[cellKey{from.area, key.partner}]
		if key.area == j && key.partner != from.partner && key.partner != alignment.Unassigned && !x.locked && len(x.units) > 0 && here != nil && len(here.units) > 0 {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b *cell) int { return cmp.Compare(a.partner, b.partner) })
	return list
}

// fits says whether two areas keep their limits when one gives out to the other
// and gets back.
func (c *meetingCells) fits(a, b int32, out, back []float64) bool {
	for m := range c.in.Measures {
		moved := out[m]
		if back != nil {
			moved -= back[m]
		}
		la, lb := c.in.Areas[a].Limits[m], c.in.Areas[b].Limits[m]
		if c.sums[a][m]-moved < la.Min || c.sums[a][m]-moved > la.Max || c.sums[b][m]+moved < lb.Min || c.sums[b][m]+moved > lb.Max {
			return false
		}
	}
	return true
}

func (c *meetingCells) move(from, to *cell) {
	for _, u := range from.units {
		c.plan[u] = to.area
	}
	for m, sum := range from.sums {
		c.sums[from.area][m] -= sum
		c.sums[to.area][m] += sum
		to.sums[m] += sum
		from.sums[m] = 0
	}
	to.units, from.units = append(to.units, from.units...), nil
}

// added is the travel that moving a cell to area j adds, in metres.
func (c *meetingCells) added(x *cell, j int32) float64 {
	sum := 0.0
	for _, u := range x.units {
		sum += c.distance(u, j) - c.distance(u, x.area)
	}
	return sum
}

// distance is the weighted travel of an engine unit to the centre of area j.
func (c *meetingCells) distance(u, j int32) float64 {
	if !c.in.Metric.Geographic() {
		return 0
	}
	sum, first := 0.0, int(u)
	if c.in.Family != nil {
		first = int(c.in.Family[u])
	}
	for at := first; at < first+len(c.run.members(int(u))); at++ {
		sum += c.weight(at) * check.Distance(c.in.Metric, c.in.X[at], c.in.Y[at], c.centres[j])
	}
	return sum
}

func (c *meetingCells) weight(at int) float64 {
	if c.in.Weight == nil {
		return 1
	}
	return c.in.Weight[at]
}

func (c *meetingCells) weights() float64 {
	sum := 0.0
	for at := range c.in.X {
		sum += c.weight(at)
	}
	return sum
}

func (c *meetingCells) travel() float64 {
	sum := 0.0
	for u, j := range c.plan {
		if j >= 0 {
			sum += c.distance(int32(u), j)
		}
	}
	return sum
}
