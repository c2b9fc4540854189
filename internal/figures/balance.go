package figures

import (
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
)

// Deviation is sum ÷ target − 1, and 0 where both are 0. A territory that has
// something where nothing is due deviates by +Inf, which JSON cannot carry, so
// it is cut at 9.99 (+999 %).
func Deviation(sum, target float64) float64 {
	if target == 0 {
		if sum == 0 {
			return 0
		}
		return 9.99
	}
	return sum/target - 1
}

// Balance is the spread of one measure over the territories: the largest and
// the smallest deviation from target, both sides.
type Balance struct {
	Measure  string  `json:"measure" doc:"Column name; empty counts units."`
	Total    float64 `json:"total" doc:"Sum over the assigned units."`
	Largest  float64 `json:"largest" doc:"Largest sum ÷ target − 1."`
	Smallest float64 `json:"smallest" doc:"Smallest sum ÷ target − 1."`
}

// Spread returns the balance of every measure.
func (p *Plan) Spread(territories []*alignment.Area, u *Units) []Balance {
	spread := make([]Balance, len(u.Names))
	for m, name := range u.Names {
		b := Balance{Measure: name, Total: p.Totals[m], Largest: math.Inf(-1), Smallest: math.Inf(1)}
		targets := p.Targets(territories, m, name)
		for number, a := range p.Territories {
			d := Deviation(a.Sums[m], targets[number])
			b.Largest, b.Smallest = max(b.Largest, d), min(b.Smallest, d)
		}
		if len(p.Territories) == 0 {
			b.Largest, b.Smallest = 0, 0
		}
		spread[m] = b
	}
	return spread
}

// Figures is the summary of a plan that people compare.
type Figures struct {
	Territories int       `json:"territories"`
	Units       int       `json:"units"`
	Assigned    int       `json:"assigned"`
	Balance     []Balance `json:"balance" nullable:"false"`
	TravelKm    float64   `json:"travelKm" doc:"Mean great-circle distance of units to the centre of their territory, in km."`
	Compactness float64   `json:"compactness" doc:"Share of units nearer to their own territory's centre than to any other."`
	// Moved* compare with another assignment; zero where there is none.
	MovedUnits   int       `json:"movedUnits"`
	MovedShare   float64   `json:"movedShare" doc:"Moved units ÷ units assigned before."`
	MovedMeasure []float64 `json:"movedMeasure" nullable:"false" doc:"Moved sum per measure."`
}

// Summarise computes a plan's figures.
func Summarise(territories []*alignment.Area, assigned []alignment.AreaNumber, u *Units) (*Plan, Figures) {
	p := Compute(territories, assigned, u)
	return p, Figures{
		Territories: len(territories), Units: len(assigned), Assigned: p.Assigned,
		Balance: p.Spread(territories, u), TravelKm: p.TravelKm, Compactness: p.Compactness(assigned, u),
		MovedMeasure: make([]float64, len(u.Names)),
	}
}

// Moved fills in what changed from the assignment before. A unit counts as
// moved when it was assigned before and has another area now.
func (f *Figures) Moved(before, after []alignment.AreaNumber, u *Units) {
	f.MovedUnits, f.MovedMeasure = 0, make([]float64, len(u.Names))
	var assigned int
	for i := range before {
		if before[i] == alignment.Unassigned {
			continue
		}
		assigned++
		if before[i] == after[i] {
			continue
		}
		f.MovedUnits++
		for m := range u.Names {
			f.MovedMeasure[m] += u.Value(m, i)
		}
	}
	f.MovedShare = 0
	if assigned > 0 {
		f.MovedShare = float64(f.MovedUnits) / float64(assigned)
	}
}
