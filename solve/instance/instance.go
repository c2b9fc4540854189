package instance

// EarthRadius is the mean radius of the Earth in metres (IUGG R1), used for
// every distance on the sphere.
const EarthRadius = 6371008.8

// Metric says how the travel cost of a unit follows from its position and the
// centre of its area.
type Metric uint8

// The metrics. Squared metrics have the mean as their best centre, linear ones
// the median.
const (
	// Sphere: X, Y are longitude and latitude in degrees (WGS84); the cost is
	// the great-circle distance in metres.
	Sphere Metric = iota
	// SphereSquared: positions as Sphere; the cost is the squared chord in m².
	SphereSquared
	// Plane: X, Y in any unit; the cost is the Euclidean distance in that unit.
	Plane
	// PlaneSquared: positions as Plane; the cost is the squared distance.
	PlaneSquared
	// Matrix: the cost comes from Instance.Travel; centres are fixed and have
	// no position.
	Matrix
	// None: no geography; only balance and disruption count.
	None
)

// String returns the name of the metric in lower case.
func (m Metric) String() string {
	switch m {
	case Sphere:
		return "sphere"
	case SphereSquared:
		return "sphere-squared"
	case Plane:
		return "plane"
	case PlaneSquared:
		return "plane-squared"
	case Matrix:
		return "matrix"
	case None:
		return "none"
	}
	return "unknown"
}

// Geographic reports whether units have coordinates under this metric.
func (m Metric) Geographic() bool { return m <= PlaneSquared }

// OnSphere reports whether coordinates are longitude and latitude.
func (m Metric) OnSphere() bool { return m == Sphere || m == SphereSquared }

// Squared reports whether the cost is the square of a distance.
func (m Metric) Squared() bool { return m == SphereSquared || m == PlaneSquared }

// Instance is one problem. Slices that are nil mean "does not apply" as said
// at each field.
type Instance struct {
	// Metric turns positions into travel cost.
	Metric Metric
	// X, Y are the positions: longitude and latitude in degrees on the sphere.
	// One per unit, or one per member when Family is set. Nil for Matrix and
	// None.
	X, Y []float64
	// Weight multiplies travel, per position; nil means 1 everywhere.
	Weight []float64
	// Family groups positions into indivisible units: unit i owns the positions
	// Family[i] to Family[i+1]. Nil means that every position is its own unit.
	Family []int32
	// Detour multiplies every distance (before squaring); 0 means 1.
	Detour float64
	// Travel is the travel-time table of the Matrix metric.
	Travel *Travel

	// UnitName names a unit in messages; nil, or an empty name, calls it by its
	// number.
	UnitName func(unit int) string

	// Measures are the amounts that limits speak about.
	Measures []Measure
	// Areas are the territories to fill.
	Areas []Area
	// Present is the baseline area of each unit, -1 for none; nil means that no
	// unit has one.
	Present []int32
	// Lock is the area each unit must stay in, -1 for free; nil means that all
	// are free.
	Lock []int32
	// Eligible lists the areas a unit may go to; nil means all.
	Eligible *Lists
	// Graph says which units touch; needed when an area is contiguous.
	Graph *Graph
	// BorderPrice is the price, in units of travel cost, of one unit of border
	// (Graph.Border, or one edge without it) between different areas; 0 means
	// that borders cost nothing.
	BorderPrice float64
	// Disruption prices and caps what leaves its present area.
	Disruption Disruption
}

// Measure is one amount per unit that adds up over an area.
type Measure struct {
	// Name appears in messages.
	Name string
	// Values holds one amount ≥ 0 per unit.
	Values []float64
	// Soft turns the limits of this measure into wishes when it is above 0: an
	// area outside its limits adds Soft × (excess ÷ target)² to the objective,
	// in units of travel cost.
	Soft float64
}

// Disruption says what it costs to move a unit out of its present area. Units
// without a present area never count. Prices are in units of travel cost.
type Disruption struct {
	// PerUnit is the price of moving one unit.
	PerUnit float64
	// PerMeasure is the price of moving one unit of amount, one entry per
	// measure; nil means 0.
	PerMeasure []float64
	// Cap limits what may move when it is not nil.
	Cap *Cap
}

// Cap limits the disruption of a plan.
type Cap struct {
	// Measure is the index of the measure that is capped; -1 counts units.
	Measure int
	// Most is the largest amount (or number of units) that may leave its
	// present area.
	Most float64
}

// Lists holds one list of areas per unit in offset form: unit i has
// Area[Offset[i]:Offset[i+1]], ascending.
type Lists struct {
	Offset []int64
	Area   []int32
}

// Of returns the list of unit i; the slice belongs to l.
func (l *Lists) Of(i int) []int32 { return l.Area[l.Offset[i]:l.Offset[i+1]] }

// Travel is a sparse table of travel costs: unit i reaches the areas
// Area[Offset[i]:Offset[i+1]] (ascending) at the Cost beside each; areas not
// listed are out of reach.
type Travel struct {
	Lists
	Cost []float64
}

// Assignment gives the area of every unit, -1 where it has none.
type Assignment []int32

// Clone returns a copy.
func (a Assignment) Clone() Assignment { return append(Assignment(nil), a...) }

// Units returns the number of units.
func (in *Instance) Units() int {
	switch {
	case in.Family != nil:
		return len(in.Family) - 1
	case in.Metric.Geographic():
		return len(in.X)
	case in.Travel != nil:
		return len(in.Travel.Offset) - 1
	case len(in.Measures) > 0:
		return len(in.Measures[0].Values)
	}
	return len(in.Present)
}

// Total returns the sum of measure m over all units.
func (in *Instance) Total(m int) float64 {
	sum := 0.0
	for _, v := range in.Measures[m].Values {
		sum += v
	}
	return sum
}

// PresentOf returns the present area of unit i, -1 for none.
func (in *Instance) PresentOf(i int) int32 {
	if in.Present == nil {
		return -1
	}
	return in.Present[i]
}

// LockOf returns the area unit i is locked to, -1 when it is free.
func (in *Instance) LockOf(i int) int32 {
	if in.Lock == nil {
		return -1
	}
	return in.Lock[i]
}

// MovePrice returns what it costs to move unit i out of its present area; 0
// when it has none.
func (in *Instance) MovePrice(i int) float64 {
	if in.PresentOf(i) < 0 {
		return 0
	}
	p := in.Disruption.PerUnit
	for m, price := range in.Disruption.PerMeasure {
		p += price * in.Measures[m].Values[i]
	}
	return p
}
