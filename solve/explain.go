package solve

import (
	"fmt"
	"math"
	"sort"

	"github.com/bailiwick-planning/bailiwick/solve/check"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Explanation says why a unit is where it is.
type Explanation struct {
	Unit int
	// Area is where the plan puts the unit, Present where it was (-1: nowhere).
	Area, Present int32
	// Locked says that a lock decides.
	Locked bool
	// Costs lists the areas that the unit may go to, cheapest in all first.
	Costs []AreaCost
	// ToReturn is how much cheaper the present area would have to be for the
	// unit to stay there: a price on moving it (in objective units) of this much
	// more keeps it. 0 when it is there, +Inf when it may not go there.
	ToReturn float64
	// ToNext is how much dearer the area of the plan would have to get before
	// the unit goes to the next best one.
	ToNext float64
	// Binding lists the limits that press on the areas concerned.
	Binding []Binding
}

// AreaCost is what a unit would cost in one area.
type AreaCost struct {
	Area int32
	// Distance is the weighted mean distance of the unit from the centre.
	Distance float64
	// Travel and Disruption are its parts of the objective, Press what it
	// would take from limits that bind there (below 0 where an area needs more).
	Travel, Disruption, Press float64
	// Total is the sum of the three.
	Total float64
	// TooFar says that the unit lies beyond the maximum distance of the area.
	TooFar bool
}

// Binding is a limit at which an area stands.
type Binding struct {
	Area    int32
	Measure int
	// AtMax says that the area stands at its maximum, else at its minimum.
	AtMax bool
	// Price is what one more unit of amount would save (at the maximum) or
	// what it costs to keep up the minimum, per amount.
	Price float64
}

// Explain says why unit is where res puts it, from the costs and prices of the
// result. It takes time linear in the number of areas.
func Explain(in *instance.Instance, res *Result, unit int) (*Explanation, error) {
	if unit < 0 || unit >= in.Units() || len(res.Assignment) != in.Units() {
		return nil, fmt.Errorf("explain: unit %d, but units are 0 to %d", unit, in.Units()-1)
	}
	e := &Explanation{Unit: unit, Area: res.Assignment[unit], Present: in.PresentOf(unit), Locked: in.LockOf(unit) >= 0}
	for j := range int32(len(in.Areas)) {
		if check.Eligible(in, unit, j) {
			e.Costs = append(e.Costs, areaCost(in, res, unit, j))
		}
	}
	sort.SliceStable(e.Costs, func(a, b int) bool {
		x, y := e.Costs[a], e.Costs[b]
		return !x.TooFar && y.TooFar || x.TooFar == y.TooFar && x.Total < y.Total
	})
	e.margins()
	e.Binding = binding(in, res, e)
	return e, nil
}

func areaCost(in *instance.Instance, res *Result, unit int, j int32) AreaCost {
	travel, distance, farthest := check.Cost(in, res.Centres, unit, int(j))
	c := AreaCost{Area: j, Travel: travel, Distance: distance}
	if most := in.Areas[j].MaxDistance; most > 0 && farthest > most*(1+1e-9) {
		c.TooFar = true
	}
	if p := in.PresentOf(unit); p >= 0 && p != j {
		c.Disruption = in.MovePrice(unit)
		if cp := in.Disruption.Cap; cp != nil && res.CapPrice > 0 {
			q := 1.0
			if cp.Measure >= 0 {
				q = in.Measures[cp.Measure].Values[unit]
			}
			c.Disruption += res.CapPrice * q
		}
	}
	for m, p := range res.Prices {
		c.Press += in.Measures[m].Values[unit] * p[j]
	}
	c.Total = c.Travel + c.Disruption + c.Press
	return c
}

func (e *Explanation) margins() {
	here, next, present := math.Inf(1), math.Inf(1), math.Inf(1)
	for _, c := range e.Costs {
		if c.Area == e.Area {
			here = c.Total
		} else if !c.TooFar {
			next = math.Min(next, c.Total)
		}
		if c.Area == e.Present && !c.TooFar {
			present = c.Total
		}
	}
	if e.Present >= 0 && e.Present != e.Area {
		e.ToReturn = math.Max(0, present-here)
	}
	e.ToNext = math.Max(0, next-here)
}

// binding lists the limits that press on the area of the unit, its present
// area and the next best one.
func binding(in *instance.Instance, res *Result, e *Explanation) []Binding {
	areas := []int32{e.Area}
	if e.Present >= 0 && e.Present != e.Area {
		areas = append(areas, e.Present)
	}
	for _, c := range e.Costs {
		if c.Area != e.Area && c.Area != e.Present {
			areas = append(areas, c.Area)
			break
		}
	}
	var out []Binding
	for _, j := range areas {
		for m := range res.Prices {
			if j < 0 || res.Prices[m][j] == 0 {
				continue
			}
			l, s := in.Areas[j].Limits[m], res.Sums[m][j]
			near := 0.25*(l.Max-l.Min) + 1e-9*l.Max
			if p := res.Prices[m][j]; p > 0 && s > l.Max-near || p < 0 && s < l.Min+near {
				out = append(out, Binding{Area: j, Measure: m, AtMax: p > 0, Price: math.Abs(p)})
			}
		}
	}
	return out
}
