package check

import (
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// Point is the centre of an area in the coordinates of the instance.
type Point struct{ X, Y float64 }

// Report is what the checker found; the checker alone fills it.
type Report struct {
	// Travel, Disruption, Imbalance and BorderCost are the parts of the
	// objective, Total their sum.
	Travel, Disruption, Imbalance, BorderCost, Total float64
	// Border is the length of all borders between different areas (edges count
	// 1 where the graph gives no lengths); 0 without a graph.
	Border float64
	// Sums holds the amount of measure m in area j at [m][j]; Units counts.
	Sums  [][]float64
	Units []int
	// Deviations holds one entry per measure.
	Deviations []Deviation
	// MovedUnits counts units outside their present area, MovedMeasure adds up
	// their amounts.
	MovedUnits   int
	MovedMeasure []float64
	// Fragments counts connected pieces beyond one per area, over all areas;
	// 0 without a graph.
	Fragments int
	// Inertia is the weighted mean squared distance to the weighted mean of
	// the area (m² on the sphere), the weights being the travel weights.
	Inertia float64
	// MeanDistance is the travel weighted mean distance to the centre, without
	// the detour factor.
	MeanDistance float64
	// Violations lists every hard limit that the plan breaks; Empty when none.
	Violations []Violation
}

// Deviation says how far the sums of a measure lie from the targets, as
// fractions: +0.02 is 2 % above. Areas without a target are left out.
type Deviation struct {
	Max, Min         float64
	MaxArea, MinArea int32
}

// Kind names the sort of a violation.
type Kind string

// The kinds of violations.
const (
	Unassigned  Kind = "unassigned"
	LockBroken  Kind = "lock"
	NotEligible Kind = "eligibility"
	TooFar      Kind = "distance"
	BelowMin    Kind = "below-min"
	AboveMax    Kind = "above-max"
	Fragmented  Kind = "fragmented"
	OverCap     Kind = "disruption-cap"
)

// Violation is one hard limit that does not hold. Unit, Area and Measure are
// -1 where they do not apply. Amount is the size of the excess; for kinds
// about units it counts them, Unit being the first.
type Violation struct {
	Kind                Kind
	Unit, Area, Measure int32
	Amount              float64
	Message             string
}

// Plan recomputes everything about an assignment. centres holds one point per
// area and is ignored for metrics without geography. It fails only when the
// assignment does not fit the instance at all.
func Plan(in *instance.Instance, assignment []int32, centres []Point) (*Report, error) {
	n, k := in.Units(), len(in.Areas)
	if len(assignment) != n {
		return nil, fmt.Errorf("check: %d assignments for %d units", len(assignment), n)
	}
	for i, j := range assignment {
		if j < -1 || int(j) >= k {
			return nil, fmt.Errorf("check: unit %d is in area %d, but areas are 0 to %d", i, j, k-1)
		}
	}
	if in.Metric.Geographic() && len(centres) != k {
		return nil, fmt.Errorf("check: %d centres for %d areas", len(centres), k)
	}
	c := &checker{in: in, a: assignment, k: k, r: &Report{Units: make([]int, k)}}
	c.costs = newCosts(in, centres)
	c.sums()
	c.units()
	c.deviations()
	c.limits()
	c.components()
	c.inertia()
	c.borders()
	c.r.Total = c.r.Travel + c.r.Disruption + c.r.Imbalance + c.r.BorderCost
	return c.r, nil
}

type checker struct {
	in    *instance.Instance
	a     []int32
	k     int
	costs *costs
	r     *Report
}

// sum adds numbers with Neumaier's compensation.
type sum struct{ s, c float64 }

func (s *sum) add(x float64) {
	t := s.s + x
	if math.Abs(s.s) >= math.Abs(x) {
		s.c += (s.s - t) + x
	} else {
		s.c += (x - t) + s.s
	}
	s.s = t
}

func (s *sum) value() float64 { return s.s + s.c }

// sums adds up every measure per area.
func (c *checker) sums() {
	c.r.Sums = make([][]float64, len(c.in.Measures))
	for m := range c.in.Measures {
		acc := make([]sum, c.k)
		for i, v := range c.in.Measures[m].Values {
			if j := c.a[i]; j >= 0 {
				acc[j].add(v)
			}
		}
		c.r.Sums[m] = make([]float64, c.k)
		for j := range acc {
			c.r.Sums[m][j] = acc[j].value()
		}
	}
	for _, j := range c.a {
		if j >= 0 {
			c.r.Units[j]++
		}
	}
}

// unitFault collects violations about single units: the first and the count.
type unitFault struct {
	kind  Kind
	first int32
	count int
	area  int32
}

func (f *unitFault) add(i int, area int32) {
	if f.count == 0 {
		f.first, f.area = int32(i), area
	}
	f.count++
}

// units walks over all units once: travel, disruption, locks, eligibility and
// distance.
func (c *checker) units() {
	var travel, disruption, distance, weight sum
	moved := make([]sum, len(c.in.Measures))
	faults := []*unitFault{{kind: Unassigned}, {kind: LockBroken}, {kind: NotEligible}, {kind: TooFar}}
	for i, j := range c.a {
		if lock := c.in.LockOf(i); lock >= 0 && lock != j {
			faults[1].add(i, lock)
		}
		if p := c.in.PresentOf(i); p >= 0 && p != j {
			c.r.MovedUnits++
			disruption.add(c.in.Disruption.PerUnit)
			for m, price := range c.in.Disruption.PerMeasure {
				disruption.add(price * c.in.Measures[m].Values[i])
			}
			for m := range moved {
				moved[m].add(c.in.Measures[m].Values[i])
			}
		}
		if j < 0 {
			faults[0].add(i, -1)
			continue
		}
		if !c.eligible(i, j) {
			faults[2].add(i, j)
			continue
		}
		t := c.costs.of(i, int(j))
		travel.add(t.cost)
		distance.add(t.distance)
		weight.add(t.weight)
		if most := c.in.Areas[j].MaxDistance; most > 0 && t.farthest > most*(1+1e-9) {
			faults[3].add(i, j)
		}
	}
	c.r.Travel, c.r.Disruption = travel.value(), disruption.value()
	if w := weight.value(); w > 0 {
		c.r.MeanDistance = distance.value() / w
	}
	for m := range moved {
		c.r.MovedMeasure = append(c.r.MovedMeasure, moved[m].value())
	}
	for _, f := range faults {
		if f.count > 0 {
			c.r.Violations = append(c.r.Violations, Violation{Kind: f.kind, Unit: f.first, Area: f.area,
				Measure: -1, Amount: float64(f.count), Message: c.unitMessage(f)})
		}
	}
}

func (c *checker) eligible(i int, j int32) bool {
	if e := c.in.Eligible; e != nil && !contains(e.Of(i), j) {
		return false
	}
	return c.in.Travel == nil || c.in.Metric != instance.Matrix || contains(c.in.Travel.Of(i), j)
}

func contains(list []int32, j int32) bool {
	for _, v := range list {
		if v == j {
			return true
		}
	}
	return false
}

func (c *checker) deviations() {
	for m := range c.in.Measures {
		d := Deviation{MaxArea: -1, MinArea: -1}
		for j := range c.in.Areas {
			target := c.in.Areas[j].Limits[m].Target
			if target <= 0 {
				continue
			}
			x := c.r.Sums[m][j]/target - 1
			if d.MaxArea < 0 || x > d.Max {
				d.Max, d.MaxArea = x, int32(j)
			}
			if d.MinArea < 0 || x < d.Min {
				d.Min, d.MinArea = x, int32(j)
			}
		}
		c.r.Deviations = append(c.r.Deviations, d)
	}
}

// slack is the relative rounding allowed when a sum is held against a limit.
const slack = 1e-9

// limits holds the sums against [min, max], adding soft excess to the
// objective, and the disruption against its cap.
func (c *checker) limits() {
	var imbalance sum
	for m, me := range c.in.Measures {
		for j := range c.in.Areas {
			l, s := c.in.Areas[j].Limits[m], c.r.Sums[m][j]
			kind, excess := AboveMax, s-l.Max
			if s < l.Min {
				kind, excess = BelowMin, l.Min-s
			}
			if excess <= 0 {
				continue
			}
			if me.Soft > 0 {
				imbalance.add(SoftCost(me.Soft, excess, l.Target))
				continue
			}
			if excess > slack*math.Max(s, l.Min) {
				c.r.Violations = append(c.r.Violations, Violation{Kind: kind, Unit: -1, Area: int32(j),
					Measure: int32(m), Amount: excess, Message: c.limitMessage(kind, j, m, s)})
			}
		}
	}
	c.r.Imbalance = imbalance.value()
	if cp := c.in.Disruption.Cap; cp != nil {
		got := float64(c.r.MovedUnits)
		if cp.Measure >= 0 {
			got = c.r.MovedMeasure[cp.Measure]
		}
		if got > cp.Most*(1+slack) {
			c.r.Violations = append(c.r.Violations, Violation{Kind: OverCap, Unit: -1, Area: -1,
				Measure: int32(cp.Measure), Amount: got - cp.Most,
				Message: fmt.Sprintf("the plan moves %s but at most %s may move", instance.Amount(got), instance.Amount(cp.Most))})
		}
	}
}

// SoftCost is the price of leaving a soft limit by excess.
func SoftCost(soft, excess, target float64) float64 {
	if target > 0 {
		excess /= target
	}
	return soft * excess * excess
}
