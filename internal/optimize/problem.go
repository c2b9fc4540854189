package optimize

import (
	"fmt"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// problem is an engine instance with the way back to units and areas.
type problem struct {
	request Request
	state   *alignment.State
	columns *figures.Units
	// units are the snapshot's indices of the units in focus: those of engine unit
	// u are members(u).
	units []int32
	// offset says where each engine unit begins in units when families are kept
	// together; nil otherwise.
	offset   []int32
	families *alignment.Families
	// travel is set by a run by travel times.
	travel *TravelReport
	// overlay is set by a run against another tree.
	overlay *OverlayReport
	// kept are the territories that stay, as engine areas 0..len(kept)-1;
	// engine areas above are new.
	kept    []*alignment.Area
	retired []*alignment.Area
	areas   int
	// numbers are the area numbers of the engine's areas, known once change has
	// named the new ones.
	numbers []alignment.AreaNumber
	// added are the new territories, once named.
	added []*alignment.Area
	// due[m][j] is what area j should get of measure m.
	due [][]float64
	// price is what moving one unit costs, in metres of travel.
	price    float64
	instance *instance.Instance
	was      *situation
	// untouched is the state before the request's changes of targets, original
	// its areas.
	untouched *alignment.State
	original  map[alignment.AreaNumber]*alignment.Area
	// cells is there in a run by boundary. apart then marks what of the coarse
	// state the engine does not move, but counts in its territory.
	cells *cells
	apart []bool
	// open says what units areas may take, as the request's conditions have it.
	open []openTo
	// fixed[m][j] is what area j holds of measure m apart from engine units.
	fixed [][]float64
}

// build chooses the units and territories in focus and lays out the instance.
// weight multiplies travel and may be nil, as may families, which are kept
// together.
func build(request Request, state *alignment.State, columns *figures.Units, weight []float64, families *alignment.Families) (*problem, error) {
	retargeted, err := adjust(state, request)
	if err != nil {
		return nil, err
	}
	p := &problem{request: request, state: retargeted, columns: columns, families: families, untouched: state, original: state.Areas}
	return p, p.lay(weight)
}

// lay chooses units and territories and lays out the instance.
func (p *problem) lay(weight []float64) error {
	request, columns := p.request, p.columns
	focus, err := p.focus()
	if err != nil {
		return err
	}
	p.chooseUnits(focus)
	if err := p.chooseTerritories(focus); err != nil {
		return err
	}
	in := &instance.Instance{Metric: instance.None}
	p.instance = in
	p.cluster()
	if p.areas > p.groups() {
		return refused("territories", sentence.StartTooMany.With(sentence.Params{"territories": p.areas, "most": p.groups()}))
	}
	if columns.Lon != nil {
		in.Metric = instance.Sphere
		if request.Travel == TravelSquared {
			in.Metric = instance.SphereSquared
		}
		in.X, in.Y = pick(columns.Lon, p.units), pick(columns.Lat, p.units)
		if in.Detour = request.detour(); in.Detour == 1 {
			in.Detour = 0
		}
	}
	if weight != nil {
		in.Weight = pick(weight, p.units)
	}
	p.labels()
	p.measures()
	if err := p.limits(); err != nil {
		return err
	}
	p.disruption()
	p.cap()
	return nil
}

// focus returns the territories under the requested areas, all by default.
func (p *problem) focus() ([]*alignment.Area, error) {
	leaves := p.state.Territories()
	if len(p.request.Focus) == 0 {
		return leaves, nil
	}
	wanted := make(map[alignment.AreaNumber]bool, len(p.request.Focus))
	for i, number := range p.request.Focus {
		if p.state.Areas[number] == nil {
			return nil, refused(fmt.Sprintf("focus[%d]", i), sentence.StartArea.With(sentence.Params{"area": number}))
		}
		wanted[number] = true
	}
	var inside []*alignment.Area
	for _, leaf := range leaves {
		for a := leaf; a != nil; a = p.state.Areas[a.Parent] {
			if wanted[a.Number] {
				inside = append(inside, leaf)
				break
			}
		}
	}
	return inside, nil
}

// chooseUnits takes the units of the territories in focus and, unless asked
// otherwise, the unassigned ones. Ignored locked units stay out; so do locked
// units that no territory holds: they are to stay unassigned.
func (p *problem) chooseUnits(focus []*alignment.Area) {
	inside := make(map[alignment.AreaNumber]bool, len(focus))
	for _, a := range focus {
		inside[a.Number] = !a.Locked
	}
	for i, number := range p.state.Assigned {
		locked := p.state.Locked[i]
		switch {
		case p.apart != nil && p.apart[i]:
		case number == alignment.Unassigned && (locked || p.request.WithoutUnassigned):
		case number != alignment.Unassigned && !inside[number]:
		case locked && p.request.Locked == LockedIgnore:
		case p.columns.Lon != nil && math.IsNaN(p.columns.Lon[i]):
		default:
			p.units = append(p.units, int32(i))
		}
	}
}

// chooseTerritories keeps the territories in focus and adds new ones, or
// retires the smallest ones nobody has locked or pinned, to reach the number
// asked for. Locked territories count but keep their units and take none.
func (p *problem) chooseTerritories(focus []*alignment.Area) error {
	open := slices.DeleteFunc(slices.Clone(focus), func(a *alignment.Area) bool { return a.Locked })
	locked := len(focus) - len(open)
	fresh := len(p.request.newHomes())
	p.areas = len(open) + fresh
	if p.request.Territories > 0 {
		p.areas = p.request.Territories - locked
	}
	switch {
	case locked > 0 && p.areas < 1:
		return refused("territories", sentence.StartAllLocked.With(sentence.Params{"locked": locked}))
	case fresh > max(0, p.areas-len(open)):
		return refused("homes", sentence.StartHomes.With(sentence.Params{"homes": fresh, "added": max(0, p.areas-len(open))}))
	case p.areas == 0:
		return refused("territories", sentence.StartNoTerritories.With(nil))
	case len(p.units) == 0:
		return refused("focus", sentence.StartNoUnits.With(nil))
	case p.areas > len(p.units):
		return refused("territories", sentence.StartTooMany.With(sentence.Params{"territories": p.areas, "most": len(p.units)}))
	}
	p.kept = open
	if surplus := len(open) - p.areas; surplus > 0 {
		return p.retire(open, surplus)
	}
	return nil
}

func (p *problem) retire(focus []*alignment.Area, surplus int) error {
	fixed := make(map[alignment.AreaNumber]bool)
	held := make(map[alignment.AreaNumber]int)
	for i, number := range p.state.Assigned {
		held[number]++
		if p.state.Locked[i] {
			fixed[number] = true
		}
	}
	gone := make(map[alignment.AreaNumber]bool, surplus)
	for range surplus {
		var smallest *alignment.Area
		for _, a := range focus {
			if gone[a.Number] || fixed[a.Number] || a.Pinned {
				continue
			}
			if smallest == nil || held[a.Number] < held[smallest.Number] {
				smallest = a
			}
		}
		if smallest == nil {
			return refused("territories", sentence.StartTooFew.With(sentence.Params{"least": len(focus) - len(gone)}))
		}
		gone[smallest.Number] = true
		p.retired = append(p.retired, smallest)
	}
	p.kept = nil
	for _, a := range focus {
		if !gone[a.Number] {
			p.kept = append(p.kept, a)
		}
	}
	return nil
}

// labels fills in present areas and locks.
func (p *problem) labels() {
	index := make(map[alignment.AreaNumber]int32, len(p.kept))
	for j, a := range p.kept {
		index[a.Number] = int32(j)
	}
	in := p.instance
	in.Present = make([]int32, p.groups())
	in.Lock = make([]int32, p.groups())
	for u := range in.Present {
		in.Present[u], in.Lock[u] = -1, -1
		members := p.members(u)
		for _, part := range alignment.PartsOf(p.state.Assigned, members) {
			if j, ok := index[part.Area]; ok {
				in.Present[u] = j
				break
			}
		}
		for _, i := range members {
			if j, ok := index[p.state.Assigned[i]]; ok && p.state.Locked[i] {
				in.Lock[u] = j
			}
		}
	}
}

func (p *problem) measures() {
	for m := range p.columns.Names {
		values := make([]float64, p.groups())
		for u := range values {
			for _, i := range p.members(u) {
				values[u] += p.columns.Value(m, int(i))
			}
		}
		label := p.request.Measures[m].words()
		p.instance.Measures = append(p.instance.Measures, instance.Measure{Name: label, Values: values})
	}
}

// limits gives every area its target by share and its hard bounds: the
// tolerance around the target, cut by the bounds of the goal and of the area.
func (p *problem) limits() error {
	in := p.instance
	in.Areas = make([]instance.Area, p.areas)
	fresh := p.request.newHomes()
	present := figures.Compute(p.kept, p.state.Assigned, &figures.Units{Lon: p.columns.Lon, Lat: p.columns.Lat})
	for m, goal := range p.request.Measures {
		p.fixed = append(p.fixed, p.fixedSums(m))
		p.due = append(p.due, p.dues(m, goal))
	}
	for j := range in.Areas {
		area := &in.Areas[j]
		area.Name = fmt.Sprintf("new territory %d", j-len(p.kept)+1)
		if j < len(p.kept) {
			p.place(area, p.kept[j], present)
		} else if k := j - len(p.kept); k < len(fresh) {
			area.X, area.Y, area.HasCentre, area.Pinned = fresh[k].Lon, fresh[k].Lat, true, true
			if fresh[k].Name != "" {
				area.Name = fresh[k].Name
			}
		}
		for m, goal := range p.request.Measures {
			limit := p.limit(j, m, goal)
			if held := p.fixed[m][j]; held > 0 {
				if held > limit.Max {
					return refused(fmt.Sprintf("measures[%d]", m), sentence.StartHeld.With(sentence.Params{"area": area.Name, "amount": held, "measure": goal.said(), "max": limit.Max}))
				}
				limit.Target, limit.Min, limit.Max = limit.Target-held, max(0, limit.Min-held), limit.Max-held
			}
			if limit.Min > limit.Max {
				return refused(fmt.Sprintf("measures[%d]", m), sentence.StartCrossed.With(sentence.Params{"area": area.Name, "measure": p.measureName(int32(m)),
					"min": limit.Min, "max": limit.Max, "target": limit.Target, "percent": 100 * goal.Tolerance}))
			}
			area.Limits = append(area.Limits, limit)
		}
	}
	return nil
}

func (p *problem) place(area *instance.Area, a *alignment.Area, present *figures.Plan) {
	area.Name = a.Name
	switch {
	case a.Pinned && a.Centre != nil:
		area.X, area.Y, area.HasCentre, area.Pinned = a.Centre.Lon, a.Centre.Lat, true, true
	case p.request.Centres == CentresKeep && present.Territories[a.Number].Centre != nil:
		c := present.Territories[a.Number].Centre
		area.X, area.Y, area.HasCentre, area.Pinned = c.Lon, c.Lat, true, true
	}
}

func (p *problem) limit(j, m int, goal MeasureGoal) instance.Limit {
	limit := instance.Within(p.due[m][j], goal.Tolerance)
	limit.Min = max(limit.Min, 0)
	narrow := func(low, high *float64) {
		if low != nil {
			limit.Min = max(limit.Min, *low)
		}
		if high != nil {
			limit.Max = min(limit.Max, *high)
		}
	}
	narrow(goal.Min, goal.Max)
	if j < len(p.kept) {
		own := p.kept[j].Targets[goal.Column]
		narrow(own.Min, own.Max)
	}
	return limit
}

// dues returns what each area of the engine should get of a measure. Amounts
// and percentages are of the plan; what is in focus beyond them is shared.
func (p *problem) dues(m int, goal MeasureGoal) []float64 {
	targets := make([]alignment.Target, p.areas)
	for j, a := range p.kept {
		targets[j] = a.Targets[goal.Column]
	}
	whole := 0.0 // what will be assigned: as now, and the unassigned units in focus
	for i, number := range p.state.Assigned {
		if number != alignment.Unassigned {
			whole += p.columns.Value(m, i)
		}
	}
	for _, i := range p.units {
		if p.state.Assigned[i] == alignment.Unassigned {
			whole += p.columns.Value(m, int(i))
		}
	}
	total := p.instance.Total(m)
	for _, held := range p.fixed[m] {
		total += held
	}
	return figures.Due(targets, total, whole)
}

// disruption prices a move. Continuity c asks for c/(1−c) times the mean
// travel of the present plan, so that 0.5 prices a move like the travel of one
// unit; for squared travel the price is the square of that distance.
func (p *problem) disruption() {
	metres := 0.0
	switch {
	case p.request.DisruptionKm != nil:
		metres = *p.request.DisruptionKm * 1000
	case p.request.Continuity > 0:
		present := figures.Compute(p.kept, p.state.Assigned, &figures.Units{Lon: p.columns.Lon, Lat: p.columns.Lat})
		typical := max(present.TravelKm*1000, 1) * p.request.detour()
		c := min(p.request.Continuity, 0.99)
		metres = typical * c / (1 - c)
	}
	p.price = metres
	if p.instance.Metric.Squared() {
		p.price = metres * metres
	}
	p.instance.Disruption.PerUnit = p.price
}

func pick(column []float64, units []int32) []float64 {
	out := make([]float64, len(units))
	for u, i := range units {
		out[u] = column[i]
	}
	return out
}

// errNotChecked is a broken promise of the engine, never shown as a plan.
var errNotChecked = territory.Errorf(territory.Internal, "The checker did not confirm the plan, so it is not shown; please report this with the run's parameters.")
