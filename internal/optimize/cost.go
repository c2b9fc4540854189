package optimize

import "math"

// Costs turns a headcount curve into money and utilisation.
type Costs struct {
	PerTerritory float64 `json:"perTerritory" doc:"Cost of one territory (one rep) in the period that travel and workload speak of."`
	PerKm        float64 `json:"perKm" doc:"Cost of one km of travel."`
	Capacity     float64 `json:"capacity" doc:"Workload one rep can carry, in units of the first measure; 0 leaves utilisation out."`
}

// CostedPoint is a point of a headcount curve with what it costs.
type CostedPoint struct {
	HeadcountPoint
	Cost            float64 `json:"cost" doc:"Territories × perTerritory + totalKm × perKm."`
	Utilisation     float64 `json:"utilisation" doc:"Workload ÷ capacity over all territories; 0 without capacity."`
	MostUtilisation float64 `json:"mostUtilisation" doc:"Utilisation of the fullest territory."`
}

// CostedCurve is a headcount curve with costs.
type CostedCurve struct {
	Costs  Costs         `json:"costs"`
	Points []CostedPoint `json:"points" nullable:"false"`
	// Cheapest is the number of territories with the lowest cost among those
	// whose territories are not overloaded.
	Cheapest int `json:"cheapest" doc:"Number of territories with the lowest cost among points where nobody is above capacity; 0 when costs are 0 or every point is above capacity."`
	// FromCapacity is what the workload alone asks for.
	FromCapacity int `json:"fromCapacity" doc:"Workload ÷ capacity, rounded up; 0 without capacity."`
}

// Curve adds costs to the points of a headcount curve.
func (e Exploration) Curve(c Costs) CostedCurve {
	curve := CostedCurve{Costs: c, Points: []CostedPoint{}}
	best := math.Inf(1)
	for _, p := range e.Points {
		costed := CostedPoint{HeadcountPoint: p, Cost: float64(p.Territories)*c.PerTerritory + p.TotalKm*c.PerKm}
		if c.Capacity > 0 && len(p.Totals) > 0 {
			costed.Utilisation = p.Totals[0] / (float64(p.Territories) * c.Capacity)
			costed.MostUtilisation = p.Largest[0] / c.Capacity
			curve.FromCapacity = int(math.Ceil(p.Totals[0]/c.Capacity - 1e-9))
		}
		if costed.Cost > 0 && costed.Cost < best && costed.MostUtilisation <= 1 {
			best, curve.Cheapest = costed.Cost, p.Territories
		}
		curve.Points = append(curve.Points, costed)
	}
	return curve
}
