package solvefile

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Options say what problem to build from the files.
type Options struct {
	Territories int
	Measures    []Goal
	Contiguous  bool
	// Column names; "" means that there is none. Weight "" uses a column
	// named "weight" when it is there.
	Lock, Present, Family, Weight string
	// Metric is "sphere", "plane", "squared", or "" to choose by the columns.
	Metric string
	// DisruptionPrice is the price of moving one unit, in units of travel
	// cost. DisruptionCap is the largest share of units that may move; nil
	// means no cap.
	DisruptionPrice float64
	DisruptionCap   *float64
	// Border is the column of the edges file with the length of the shared
	// border, "" counting every edge as 1. BorderPrice is what a unit of border
	// between two areas costs, in units of travel cost; nil means nothing
	// without Border, else a price at which borders are most of the objective.
	Border      string
	BorderPrice *float64
	// MaxDistance is the farthest a unit may be from its centre, in metres or
	// plane units; 0 means no limit.
	MaxDistance float64
}

// borderShare is the share of borders in the objective where their price is
// not given.
const borderShare = 0.9

// Goal is a measure with its tolerance and bounds.
type Goal struct {
	Column    string
	Tolerance float64
	Min, Max  float64 // Max 0 means none
}

// Problem is an instance with the names needed to write a plan.
type Problem struct {
	Instance *instance.Instance
	// ids are the rows' ids; unit[row] is the engine unit of a row.
	ids  []string
	unit []int32
	// areas are the areas' names.
	areas []string
}

// Files are the open inputs; Edges and Centres may be nil.
type Files struct {
	Units, Edges, Centres             io.Reader
	UnitsName, EdgesName, CentresName string
}

// Read builds the problem.
func Read(f Files, o Options) (*Problem, error) {
	if o.Territories < 1 {
		return nil, territory.Errorf(territory.Invalid, "--territories must be 1 or more.")
	}
	t, err := readTable(f.Units, f.UnitsName)
	if err != nil {
		return nil, err
	}
	p := &Problem{Instance: &instance.Instance{}}
	if err := p.rows(t, o); err != nil {
		return nil, err
	}
	if err := p.measures(t, o); err != nil {
		return nil, err
	}
	if err := p.nameAreas(f, t, o); err != nil {
		return nil, err
	}
	if err := p.labels(t, o); err != nil {
		return nil, err
	}
	if f.Edges != nil {
		if err := p.edges(f.Edges, f.EdgesName, o.Border); err != nil {
			return nil, err
		}
		if o.Border != "" && o.BorderPrice == nil {
			p.Instance.BorderPrice = solve.BorderPrice(p.Instance, borderShare)
		}
	} else if o.Contiguous {
		return nil, territory.Errorf(territory.Invalid, "--contiguous needs --edges: a file with the pairs of units that touch.")
	}
	return p, nil
}

// rows reads ids, positions, weights and families. Members of a family stand
// together in the instance, in the order of the family's first row.
func (p *Problem) rows(t *table, o Options) error {
	p.ids = make([]string, t.rows)
	if id, ok := t.find("id"); ok {
		ids, err := t.text(id)
		if err != nil {
			return err
		}
		p.ids = ids
	} else {
		for i := range p.ids {
			p.ids[i] = strconv.Itoa(i)
		}
	}
	order, err := p.group(t, o)
	if err != nil {
		return err
	}
	return p.positions(t, o, order)
}

// group assigns rows to units and returns the rows in the order of units.
func (p *Problem) group(t *table, o Options) ([]int, error) {
	p.unit = make([]int32, t.rows)
	order := make([]int, t.rows)
	for i := range order {
		order[i], p.unit[i] = i, int32(i)
	}
	if o.Family == "" {
		return order, nil
	}
	names, err := t.text(o.Family)
	if err != nil {
		return nil, err
	}
	number := map[string]int32{}
	var members [][]int
	for i, name := range names {
		u, known := number[name]
		if !known || name == "" {
			u = int32(len(members))
			members = append(members, nil)
			if name != "" {
				number[name] = u
			}
		}
		members[u] = append(members[u], i)
		p.unit[i] = u
	}
	order = order[:0]
	p.Instance.Family = []int32{0}
	for _, rows := range members {
		order = append(order, rows...)
		p.Instance.Family = append(p.Instance.Family, int32(len(order)))
	}
	return order, nil
}

func (p *Problem) positions(t *table, o Options, order []int) error {
	in := p.Instance
	lat, hasLat := t.find("lat", "latitude")
	lon, hasLon := t.find("lon", "lng", "longitude")
	x, hasX := t.find("x")
	y, hasY := t.find("y")
	var first, second string
	switch {
	case hasLat && hasLon && o.Metric != "plane":
		first, second, in.Metric = lon, lat, instance.Sphere
	case hasX && hasY && o.Metric != "sphere":
		first, second, in.Metric = x, y, instance.Plane
	case o.Metric == "" || o.Metric == "none":
		in.Metric = instance.None
	default:
		return territory.Errorf(territory.Invalid, "%s has no coordinates for --metric %s: it needs lat and lon, or x and y. It has: %s.", t.name, o.Metric, strings.Join(t.header, ", "))
	}
	if o.Metric == "squared" {
		in.Metric++ // SphereSquared follows Sphere, PlaneSquared follows Plane
	}
	if in.Metric.Geographic() {
		for _, c := range []struct {
			name string
			to   *[]float64
		}{{first, &in.X}, {second, &in.Y}} {
			values, err := t.numbers(c.name, math.NaN())
			if err != nil {
				return err
			}
			*c.to = reorder(values, order)
		}
	}
	weight := o.Weight
	if weight == "" {
		weight, _ = t.find("weight")
	}
	if weight == "" || !in.Metric.Geographic() {
		return nil
	}
	values, err := t.numbers(weight, 0)
	if err != nil {
		return err
	}
	in.Weight = reorder(values, order)
	return nil
}

func reorder(values []float64, order []int) []float64 {
	out := make([]float64, len(order))
	for at, row := range order {
		out[at] = values[row]
	}
	return out
}

func (p *Problem) units() int {
	if p.Instance.Family != nil {
		return len(p.Instance.Family) - 1
	}
	return len(p.ids)
}

func (p *Problem) measures(t *table, o Options) error {
	for _, g := range o.Measures {
		values := make([]float64, p.units())
		if g.Column == "units" {
			for i := range p.ids {
				values[p.unit[i]]++
			}
		} else {
			cells, err := t.numbers(g.Column, 0)
			if err != nil {
				return err
			}
			for i, v := range cells {
				if v < 0 {
					return territory.Errorf(territory.Invalid, "%s, row %d, column %s: %g is below 0; a measure must be 0 or more.", t.name, i+2, g.Column, v)
				}
				values[p.unit[i]] += v
			}
		}
		p.Instance.Measures = append(p.Instance.Measures, instance.Measure{Name: g.Column, Values: values})
	}
	if o.BorderPrice != nil {
		p.Instance.BorderPrice = *o.BorderPrice
	}
	p.Instance.Disruption = instance.Disruption{PerUnit: o.DisruptionPrice}
	if o.DisruptionCap != nil {
		p.Instance.Disruption.Cap = &instance.Cap{Measure: -1, Most: math.Floor(*o.DisruptionCap * float64(p.units()))}
	}
	limits := make([]instance.Limit, len(o.Measures))
	for m, g := range o.Measures {
		limit := instance.Within(p.Instance.Total(m)/float64(o.Territories), g.Tolerance)
		limit.Min = max(limit.Min, g.Min, 0)
		if g.Max > 0 {
			limit.Max = min(limit.Max, g.Max)
		}
		limits[m] = limit
	}
	p.Instance.Areas = make([]instance.Area, o.Territories)
	for j := range p.Instance.Areas {
		a := &p.Instance.Areas[j]
		a.Contiguous, a.MaxDistance = o.Contiguous, o.MaxDistance
		a.Limits = slices.Clone(limits)
	}
	return nil
}

// nameAreas takes the areas' names from the centres file, else from the
// present plan, else counts them from 1.
func (p *Problem) nameAreas(f Files, t *table, o Options) error {
	if f.Centres != nil {
		if err := p.centres(f.Centres, f.CentresName); err != nil {
			return err
		}
	}
	if len(p.areas) == 0 && o.Present != "" {
		present, err := t.text(o.Present)
		if err != nil {
			return err
		}
		seen := map[string]bool{"": true}
		for _, name := range present {
			if !seen[name] {
				p.areas, seen[name] = append(p.areas, name), true
			}
		}
		if len(p.areas) > o.Territories {
			return territory.Errorf(territory.Invalid, "column %s names %d areas, more than --territories %d: ask for at least as many, or leave the present plan out.", o.Present, len(p.areas), o.Territories)
		}
	}
	taken := map[string]bool{}
	for _, name := range p.areas {
		taken[name] = true
	}
	for n := 1; len(p.areas) < o.Territories; n++ {
		if name := strconv.Itoa(n); !taken[name] {
			p.areas = append(p.areas, name)
		}
	}
	for j, name := range p.areas {
		p.Instance.Areas[j].Name = name
	}
	return nil
}

func (p *Problem) centres(r io.Reader, name string) error {
	t, err := readTable(r, name)
	if err != nil {
		return err
	}
	if t.rows > len(p.Instance.Areas) {
		return territory.Errorf(territory.Invalid, "%s has %d centres for %d territories.", name, t.rows, len(p.Instance.Areas))
	}
	columns := [2][]string{{"x"}, {"y"}}
	if p.Instance.Metric.OnSphere() {
		columns = [2][]string{{"lon", "lng", "longitude"}, {"lat", "latitude"}}
	}
	var at [2][]float64
	for c, names := range columns {
		column, ok := t.find(names...)
		if !ok {
			return territory.Errorf(territory.Invalid, "%s has no column %s.", name, names[0])
		}
		if at[c], err = t.numbers(column, math.NaN()); err != nil {
			return err
		}
	}
	for j := range t.rows {
		a := &p.Instance.Areas[j]
		a.X, a.Y, a.HasCentre, a.Pinned = at[0][j], at[1][j], true, true
		p.areas = append(p.areas, fmt.Sprint(j+1))
	}
	if id, ok := t.find("id", "name", "area"); ok {
		names, err := t.text(id)
		if err != nil {
			return err
		}
		copy(p.areas, names)
	}
	return nil
}
