// Package figures computes what an assignment amounts to: sums, targets,
// deviations, travel and compactness per area and over all. It is pure and is
// the one place where these words get their meaning; the legend, reports,
// comparisons and files all show its numbers.
package figures

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
)

// Units is what is known of the units of a snapshot, as columns of length n.
type Units struct {
	// Lon and Lat in degrees; NaN for a unit without a position. Both nil for
	// a dataset without geography.
	Lon, Lat []float64
	// Names and Measures run in parallel: Measures[m][i] is what unit i adds to
	// measure m; NaN counts as 0. A measure named "" counts units and may have
	// a nil column.
	Names    []string
	Measures [][]float64
}

// Value returns what unit i adds to measure m.
func (u *Units) Value(m, i int) float64 {
	if u.Measures[m] == nil {
		return 1
	}
	if v := u.Measures[m][i]; !math.IsNaN(v) {
		return v
	}
	return 0
}

// Area is what one territory amounts to.
type Area struct {
	Units int
	// Sums per measure.
	Sums []float64
	// Centre is the pinned centre, or the mean position of the units on the
	// sphere; nil without positioned units.
	Centre *alignment.Point
	// TravelKm is the mean great-circle distance of its units to the centre.
	TravelKm float64
	// located counts the units with a position.
	located int
	// towards is the sum of their positions on the sphere, then the centre.
	towards vector
}

// Plan is what an assignment amounts to.
type Plan struct {
	// Territories by area number; every leaf of the tree is present, also
	// empty ones.
	Territories map[alignment.AreaNumber]*Area
	Unassigned  *Area
	// Totals per measure over the assigned units.
	Totals []float64
	// Assigned counts the units that a territory holds.
	Assigned int
	// TravelKm is the mean over all assigned units with a position.
	TravelKm float64
	// at holds the positions that the plan was measured with.
	at []vector
}

// highest is the largest number of a territory.
func (p *Plan) highest() alignment.AreaNumber {
	top := alignment.AreaNumber(0)
	for number := range p.Territories {
		top = max(top, number)
	}
	return top
}

// Compute measures an assignment column against the territories (leaves).
// Numbers in the column that are no territory count as unassigned. Cost is
// O(n·m).
func Compute(territories []*alignment.Area, assigned []alignment.AreaNumber, u *Units) *Plan {
	p := &Plan{Territories: make(map[alignment.AreaNumber]*Area, len(territories)), Unassigned: newArea(len(u.Names))}
	p.Totals = make([]float64, len(u.Names))
	for _, t := range territories {
		p.Territories[t.Number] = newArea(len(u.Names))
	}
	top := p.highest()
	byNumber := make([]*Area, top+1)
	for number, a := range p.Territories {
		byNumber[number] = a
	}
	area := func(i int) *Area {
		if n := assigned[i]; n > 0 && n <= top && byNumber[n] != nil {
			return byNumber[n]
		}
		return p.Unassigned
	}
	for i := range assigned {
		area(i).Units++
	}
	for m := range u.Names {
		for i := range assigned {
			area(i).Sums[m] += u.Value(m, i)
		}
	}
	for _, t := range territories {
		a := p.Territories[t.Number]
		p.Assigned += a.Units
		for m := range a.Sums {
			p.Totals[m] += a.Sums[m]
		}
	}
	p.travel(territories, assigned, u, area)
	return p
}

func newArea(measures int) *Area { return &Area{Sums: make([]float64, measures)} }

func (p *Plan) travel(territories []*alignment.Area, assigned []alignment.AreaNumber, u *Units, area func(int) *Area) {
	if u.Lon == nil {
		return
	}
	p.at = u.vectors()
	for i, v := range p.at {
		if a := area(i); a != p.Unassigned && v != (vector{}) {
			a.towards[0] += v[0]
			a.towards[1] += v[1]
			a.towards[2] += v[2]
			a.located++
		}
	}
	for _, t := range territories {
		a := p.Territories[t.Number]
		s := a.towards
		switch {
		case t.Pinned && t.Centre != nil:
			c := *t.Centre
			a.Centre = &c
		case a.located > 0:
			a.Centre = &alignment.Point{
				Lon: math.Atan2(s[1], s[0]) * 180 / math.Pi,
				Lat: math.Atan2(s[2], math.Hypot(s[0], s[1])) * 180 / math.Pi,
			}
		}
		if a.Centre != nil {
			a.towards = unitVector(a.Centre.Lon, a.Centre.Lat)
		}
	}
	var total float64
	var located int
	for i, v := range p.at {
		if a := area(i); a.Centre != nil && v != (vector{}) {
			// The angle between two unit vectors is 2 asin of half their chord.
			a.TravelKm += 2 * math.Asin(min(1, v.chord(a.towards)/2)) * float64(geom.EarthRadius) / 1000
		}
	}
	for _, t := range territories { // in a fixed order, so that the same plan has the same sum
		a := p.Territories[t.Number]
		total += a.TravelKm
		located += a.located
		if a.located > 0 {
			a.TravelKm /= float64(a.located)
		}
	}
	if located > 0 {
		p.TravelKm = total / float64(located)
	}
}
