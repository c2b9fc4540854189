package optimize

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Home is a centre that a run may not move: a rep's home. With an area it is
// that territory's, without one it makes a new territory. An accepted draft
// pins the centres for good.
type Home struct {
	Area alignment.AreaNumber `json:"area,omitempty" minimum:"0" doc:"Territory whose centre this is; 0 makes a new one."`
	Name string               `json:"name,omitempty" maxLength:"200" doc:"Name of the new territory."`
	Lon  float64              `json:"lon" minimum:"-180" maximum:"180"`
	Lat  float64              `json:"lat" minimum:"-90" maximum:"90"`
}

// Eligibility lets an area, with all below it, take only units that meet a
// condition: skills, a country, a segment.
type Eligibility struct {
	Area      alignment.AreaNumber `json:"area" minimum:"1"`
	Condition string               `json:"condition" minLength:"1" maxLength:"20000" doc:"What a unit must meet, such as Industry in [\"Energy\"]."`
}

// checkExtras reports what is wrong with homes and distance.
func (r Request) checkExtras() error {
	if r.MaxDistanceKm != nil && !(*r.MaxDistanceKm > 0) {
		return refused("maxDistanceKm", sentence.StartDistance.With(nil))
	}
	seen := make(map[alignment.AreaNumber]bool)
	for i, h := range r.Homes {
		where := fmt.Sprintf("homes[%d]", i)
		switch {
		case !(math.Abs(h.Lon) <= 180 && math.Abs(h.Lat) <= 90):
			return invalid(where, "%g, %g is no place on Earth: the longitude is from -180 to 180, the latitude from -90 to 90.", h.Lon, h.Lat)
		case h.Area > 0 && seen[h.Area]:
			return refused(where, sentence.StartTwoHomes.With(sentence.Params{"area": h.Area}))
		}
		seen[h.Area] = true
	}
	return nil
}

// newHomes are the homes that make territories.
func (r Request) newHomes() []Home {
	return slices.DeleteFunc(slices.Clone(r.Homes), func(h Home) bool { return h.Area > 0 })
}

// settle returns the state with the pinned centres of the request; the state
// given is not changed.
func settle(s *alignment.State, homes []Home) (*alignment.State, error) {
	c := *s
	c.Areas = maps.Clone(s.Areas)
	for i, h := range homes {
		if h.Area == 0 {
			continue
		}
		a := c.Areas[h.Area]
		if a == nil {
			return nil, refused(fmt.Sprintf("homes[%d]", i), sentence.StartArea.With(sentence.Params{"area": h.Area}))
		}
		a = a.Clone()
		a.Centre, a.Pinned = &alignment.Point{Lon: h.Lon, Lat: h.Lat}, true
		c.Areas[h.Area] = a
	}
	return &c, nil
}

// adjust returns the state with the targets and the homes of a request.
func adjust(s *alignment.State, r Request) (*alignment.State, error) {
	changed, err := retarget(s, r.Targets)
	if err != nil || len(r.Homes) == 0 {
		return changed, err
	}
	return settle(changed, r.Homes)
}

// narrowed returns the state with every unit locked that does not meet the
// request's filter: it stays where it is, and counts as locked units do.
func narrowed(ctx context.Context, r *dataset.Reader, s *alignment.State, filter string) (*alignment.State, error) {
	if filter == "" {
		return s, nil
	}
	meets, err := matching(ctx, r, "filter", filter)
	if err != nil {
		return nil, err
	}
	c := *s
	c.Locked = slices.Clone(s.Locked)
	for i, in := range meets {
		c.Locked[i] = c.Locked[i] || !in
	}
	return &c, nil
}

// openTo says which units an area takes.
type openTo struct {
	area  alignment.AreaNumber
	meets []bool
}

// eligible evaluates the conditions of a request.
func eligible(ctx context.Context, r *dataset.Reader, s *alignment.State, asked []Eligibility) ([]openTo, error) {
	var out []openTo
	for i, e := range asked {
		where := fmt.Sprintf("eligible[%d]", i)
		if s.Areas[e.Area] == nil {
			return nil, refused(where, sentence.StartArea.With(sentence.Params{"area": e.Area}))
		}
		meets, err := matching(ctx, r, where, e.Condition)
		if err != nil {
			return nil, err
		}
		out = append(out, openTo{e.Area, meets})
	}
	return out, nil
}

func matching(ctx context.Context, r *dataset.Reader, where, condition string) ([]bool, error) {
	c, err := expression.Compile(condition, r.Snapshot().Columns)
	if err != nil {
		return nil, refused(where, sentence.StartCondition.With(sentence.Params{"problem": territory.Saying(err)}))
	}
	return c.Match(ctx, r)
}

// restrict adds to an instance that is laid out what narrows it further:
// eligibility, the largest distance, and territories in one piece.
func (p *problem) restrict(open []openTo) error {
	p.open = open
	if most := p.request.MaxDistanceKm; most != nil && p.instance.Metric.Geographic() {
		for j := range p.instance.Areas {
			p.instance.Areas[j].MaxDistance = 1000 * *most
		}
	}
	p.allow()
	if !p.request.Contiguous || p.cells != nil {
		return nil
	}
	if !p.instance.Metric.Geographic() {
		return refused("contiguous", sentence.StartContiguous.With(nil))
	}
	return p.join()
}

// allow lists the areas each engine unit may go to. A family may go where all
// of it may; locked units stay where they are in any case.
func (p *problem) allow() {
	if len(p.open) == 0 {
		return
	}
	lists := &instance.Lists{Offset: make([]int64, 1, p.groups()+1)}
	conditions := make([][][]bool, p.areas)
	for j, a := range p.kept {
		conditions[j] = p.conditionsOf(a)
	}
	for u := range p.groups() {
		for j := range p.areas {
			if p.mayTake(conditions[j], u) || p.instance.Lock[u] == int32(j) {
				lists.Area = append(lists.Area, int32(j))
			}
		}
		lists.Offset = append(lists.Offset, int64(len(lists.Area)))
	}
	p.instance.Eligible = lists
}

// conditionsOf are those of a territory and of the areas above it.
func (p *problem) conditionsOf(a *alignment.Area) [][]bool {
	var all [][]bool
	for ; a != nil; a = p.state.Areas[a.Parent] {
		for _, o := range p.open {
			if o.area == a.Number {
				all = append(all, o.meets)
			}
		}
	}
	return all
}

func (p *problem) mayTake(conditions [][]bool, u int) bool {
	for _, meets := range conditions {
		for _, i := range p.members(u) {
			if !meets[i] {
				return false
			}
		}
	}
	return true
}

// join gives the instance the Delaunay graph of its units, on the map's
// projection, and asks that every territory hang together in it unless its
// profile says otherwise.
func (p *problem) join() error {
	in := p.instance
	y := make([]float64, len(in.Y))
	for i, lat := range in.Y {
		y[i] = math.Asinh(math.Tan(min(85, max(-85, lat)) * math.Pi / 180))
	}
	x := make([]float64, len(in.X))
	for i, lon := range in.X {
		x[i] = lon * math.Pi / 180
	}
	t, err := geom.Delaunay(x, y)
	if err != nil {
		return fmt.Errorf("neighbours of units: %w", err)
	}
	in.Graph = &instance.Graph{Offset: t.Offsets, Target: t.Neighbors}
	if p.offset != nil {
		up := make([]int32, len(p.units))
		for u := range p.groups() {
			for i := p.offset[u]; i < p.offset[u+1]; i++ {
				up[i] = int32(u)
			}
		}
		in.Graph = in.Graph.Merge(up, p.groups())
		in.Graph.Border = nil
	}
	for j := range in.Areas {
		in.Areas[j].Contiguous = j >= len(p.kept) || p.kept[j].Profile != alignment.NonContiguous
	}
	return nil
}

// like restricts a variant as its base is, sharing the arrays where both have
// the same units and areas.
func (p *problem) like(base *problem) error {
	if err := p.restrict(base.open); err != nil {
		return err
	}
	if base.instance.Graph != nil && slices.Equal(p.units, base.units) {
		p.instance.Graph = base.instance.Graph
	}
	if e := base.instance.Eligible; e != nil && p.instance.Eligible != nil &&
		slices.Equal(e.Offset, p.instance.Eligible.Offset) && slices.Equal(e.Area, p.instance.Eligible.Area) {
		p.instance.Eligible = e
	}
	return nil
}
