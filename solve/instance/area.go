package instance

import "math"

// Area is one territory to fill.
type Area struct {
	// Name appears in messages; empty means "area 7" (counted from 1).
	Name string
	// Limits holds one entry per measure.
	Limits []Limit
	// X, Y is the centre, meaningful when HasCentre.
	X, Y float64
	// HasCentre says that the area starts from X, Y; without it the engine
	// chooses the centre.
	HasCentre bool
	// Pinned keeps the centre where it is; otherwise it may move.
	Pinned bool
	// Contiguous asks that the units of the area hang together in the graph.
	Contiguous bool
	// MaxDistance is the largest distance of a unit from the centre, in metres
	// or plane units (or the cost of the travel table); 0 means no limit.
	MaxDistance float64
}

// Limit bounds the sum of one measure in one area.
type Limit struct {
	// Target is what the area should get; deviations are measured against it.
	Target float64
	// Min and Max are the hard bounds; Max may be +Inf.
	Min, Max float64
}

// Free is the limit that allows everything.
func Free() Limit { return Limit{Min: 0, Max: math.Inf(1)} }

// Within returns the limit target ± tolerance, where tolerance is a fraction
// (0.02 is 2 %).
func Within(target, tolerance float64) Limit {
	return Limit{Target: target, Min: target * (1 - tolerance), Max: target * (1 + tolerance)}
}

// EqualAreas returns k areas that share every measure of in equally, each
// within the tolerance given for that measure (a fraction). Areas have no
// centres and no names.
func EqualAreas(in *Instance, k int, tolerance ...float64) []Area {
	limits := make([]Limit, len(in.Measures))
	for m := range limits {
		limits[m] = Within(in.Total(m)/float64(k), tolerance[m])
	}
	areas := make([]Area, k)
	for j := range areas {
		areas[j].Limits = append([]Limit(nil), limits...)
	}
	return areas
}
