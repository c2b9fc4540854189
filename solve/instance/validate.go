package instance

import (
	"fmt"
	"math"
)

// Validate reports the first thing wrong with the instance, naming the array
// and the index. It takes time linear in the size of the input.
func (in *Instance) Validate() error {
	n := in.Units()
	checks := []func(n int) error{
		in.validateSize, in.validatePositions, in.validateMeasures, in.validateAreas,
		in.validateLabels, in.validateEligible, in.validateGraph, in.validateDisruption,
	}
	for _, check := range checks {
		if err := check(n); err != nil {
			return fmt.Errorf("instance: %w", err)
		}
	}
	return nil
}

func (in *Instance) validateSize(n int) error {
	if in.Metric > None {
		return fmt.Errorf("Metric %d is not known", in.Metric)
	}
	if n == 0 {
		return fmt.Errorf("there are no units")
	}
	if n > math.MaxInt32 {
		return fmt.Errorf("%d units are more than %d", n, math.MaxInt32)
	}
	if len(in.Areas) == 0 {
		return fmt.Errorf("Areas is empty")
	}
	if len(in.Areas) > n {
		return fmt.Errorf("%d areas but only %d units: an area needs at least one unit", len(in.Areas), n)
	}
	return nil
}

func (in *Instance) validatePositions(n int) error {
	positions := n
	if in.Family != nil {
		if !in.Metric.Geographic() {
			return fmt.Errorf("Family needs a metric with positions, not %v", in.Metric)
		}
		if err := validateOffsets("Family", in.Family, n, len(in.X)); err != nil {
			return err
		}
		for i := 0; i < n; i++ {
			if in.Family[i] == in.Family[i+1] {
				return fmt.Errorf("Family: unit %d has no position", i)
			}
		}
		positions = len(in.X)
	}
	if in.Metric.Geographic() {
		if err := in.validateCoordinates(positions); err != nil {
			return err
		}
	}
	if in.Metric == Matrix {
		if in.Travel == nil {
			return fmt.Errorf("Travel is missing for the matrix metric")
		}
		if err := in.validateLists("Travel", &in.Travel.Lists, n); err != nil {
			return err
		}
		if len(in.Travel.Cost) != len(in.Travel.Area) {
			return fmt.Errorf("Travel.Cost has %d entries, Travel.Area %d", len(in.Travel.Cost), len(in.Travel.Area))
		}
		if err := amounts("Travel.Cost", in.Travel.Cost); err != nil {
			return err
		}
	}
	if in.Weight != nil {
		if len(in.Weight) != positions {
			return fmt.Errorf("Weight has %d entries for %d positions", len(in.Weight), positions)
		}
		if err := amounts("Weight", in.Weight); err != nil {
			return err
		}
	}
	if !(in.Detour >= 0) || math.IsInf(in.Detour, 0) {
		return fmt.Errorf("Detour is %v, want a factor ≥ 0", in.Detour)
	}
	return nil
}

func (in *Instance) validateCoordinates(n int) error {
	if len(in.X) != n || len(in.Y) != n {
		return fmt.Errorf("X has %d and Y %d entries for %d positions", len(in.X), len(in.Y), n)
	}
	for i := range in.X {
		if err := in.validatePoint(in.X[i], in.Y[i]); err != nil {
			return fmt.Errorf("position %d: %w", i, err)
		}
	}
	return nil
}

// maxPlane keeps squared plane distances far from overflow.
const maxPlane = 1e100

func (in *Instance) validatePoint(x, y float64) error {
	if in.Metric.OnSphere() {
		if !(math.Abs(x) <= 360) {
			return fmt.Errorf("longitude %v is not within ±360 degrees", x)
		}
		if !(math.Abs(y) <= 90) {
			return fmt.Errorf("latitude %v is not within ±90 degrees", y)
		}
		return nil
	}
	if !(math.Abs(x) <= maxPlane) || !(math.Abs(y) <= maxPlane) {
		return fmt.Errorf("(%v, %v) is not a finite point", x, y)
	}
	return nil
}

func (in *Instance) validateMeasures(n int) error {
	for m, me := range in.Measures {
		name := fmt.Sprintf("Measures[%d] (%s)", m, me.Name)
		if len(me.Values) != n {
			return fmt.Errorf("%s has %d values for %d units", name, len(me.Values), n)
		}
		if err := amounts(name, me.Values); err != nil {
			return err
		}
		if !(me.Soft >= 0) || math.IsInf(me.Soft, 0) {
			return fmt.Errorf("%s: Soft is %v, want ≥ 0", name, me.Soft)
		}
	}
	return nil
}

func (in *Instance) validateAreas(int) error {
	for j, a := range in.Areas {
		if len(a.Limits) != len(in.Measures) {
			return fmt.Errorf("Areas[%d] has %d limits for %d measures", j, len(a.Limits), len(in.Measures))
		}
		for m, l := range a.Limits {
			if !(l.Min >= 0) || !(l.Max >= l.Min) || math.IsInf(l.Min, 0) || !(l.Target >= 0) || math.IsInf(l.Target, 0) {
				return fmt.Errorf("Areas[%d].Limits[%d]: target %v, min %v, max %v; want 0 ≤ min ≤ max and a finite target",
					j, m, l.Target, l.Min, l.Max)
			}
		}
		if a.Pinned && !a.HasCentre && in.Metric.Geographic() {
			return fmt.Errorf("Areas[%d] is pinned but has no centre", j)
		}
		if a.HasCentre && in.Metric.Geographic() {
			if err := in.validatePoint(a.X, a.Y); err != nil {
				return fmt.Errorf("centre of Areas[%d]: %w", j, err)
			}
		}
		if !(a.MaxDistance >= 0) {
			return fmt.Errorf("Areas[%d].MaxDistance is %v, want ≥ 0", j, a.MaxDistance)
		}
		if a.Contiguous && in.Graph == nil {
			return fmt.Errorf("Areas[%d] is contiguous but there is no Graph", j)
		}
	}
	return nil
}

func (in *Instance) validateLabels(n int) error {
	for _, l := range []struct {
		name   string
		values []int32
	}{{"Present", in.Present}, {"Lock", in.Lock}} {
		if l.values == nil {
			continue
		}
		if len(l.values) != n {
			return fmt.Errorf("%s has %d entries for %d units", l.name, len(l.values), n)
		}
		for i, j := range l.values {
			if j < -1 || int(j) >= len(in.Areas) {
				return fmt.Errorf("%s[%d] is %d, but areas are 0 to %d (-1 for none)", l.name, i, j, len(in.Areas)-1)
			}
		}
	}
	return nil
}

func (in *Instance) validateEligible(n int) error {
	if in.Eligible == nil {
		return nil
	}
	return in.validateLists("Eligible", in.Eligible, n)
}

func (in *Instance) validateLists(name string, l *Lists, n int) error {
	if len(l.Offset) != n+1 || l.Offset[0] != 0 || l.Offset[n] != int64(len(l.Area)) {
		return fmt.Errorf("%s.Offset must have %d entries from 0 to %d", name, n+1, len(l.Area))
	}
	for i := 0; i < n; i++ {
		if l.Offset[i] > l.Offset[i+1] || l.Offset[i+1] > int64(len(l.Area)) {
			return fmt.Errorf("%s.Offset[%d] is %d, followed by %d", name, i, l.Offset[i], l.Offset[i+1])
		}
		list := l.Of(i)
		for p, j := range list {
			if j < 0 || int(j) >= len(in.Areas) || p > 0 && list[p-1] >= j {
				return fmt.Errorf("%s of unit %d: areas must ascend within 0 to %d, got %d", name, i, len(in.Areas)-1, j)
			}
		}
	}
	return nil
}

func (in *Instance) validateGraph(n int) error {
	g := in.Graph
	if g == nil {
		return nil
	}
	if err := validateOffsets("Graph.Offset", g.Offset, n, len(g.Target)); err != nil {
		return err
	}
	for e, t := range g.Target {
		if t < 0 || int(t) >= n {
			return fmt.Errorf("Graph.Target[%d] is %d, but units are 0 to %d", e, t, n-1)
		}
	}
	if g.Border != nil {
		if len(g.Border) != len(g.Target) {
			return fmt.Errorf("Graph.Border has %d entries for %d edges", len(g.Border), len(g.Target))
		}
		return amounts("Graph.Border", g.Border)
	}
	return nil
}

func (in *Instance) validateDisruption(int) error {
	if !(in.BorderPrice >= 0) || math.IsInf(in.BorderPrice, 0) {
		return fmt.Errorf("BorderPrice is %v, want ≥ 0", in.BorderPrice)
	}
	d := in.Disruption
	if d.PerMeasure != nil && len(d.PerMeasure) != len(in.Measures) {
		return fmt.Errorf("Disruption.PerMeasure has %d entries for %d measures", len(d.PerMeasure), len(in.Measures))
	}
	if err := amounts("Disruption.PerMeasure", d.PerMeasure); err != nil {
		return err
	}
	if !(d.PerUnit >= 0) || math.IsInf(d.PerUnit, 0) {
		return fmt.Errorf("Disruption.PerUnit is %v, want ≥ 0", d.PerUnit)
	}
	if c := d.Cap; c != nil {
		if c.Measure < -1 || c.Measure >= len(in.Measures) {
			return fmt.Errorf("Disruption.Cap names measure %d of %d", c.Measure, len(in.Measures))
		}
		if !(c.Most >= 0) {
			return fmt.Errorf("Disruption.Cap.Most is %v, want ≥ 0", c.Most)
		}
	}
	return nil
}

func validateOffsets(name string, offset []int32, n, end int) error {
	if len(offset) != n+1 || offset[0] != 0 || int(offset[n]) != end {
		return fmt.Errorf("%s must have %d entries from 0 to %d", name, n+1, end)
	}
	for i := 0; i < n; i++ {
		if offset[i] > offset[i+1] {
			return fmt.Errorf("%s[%d] is %d, followed by %d", name, i, offset[i], offset[i+1])
		}
	}
	return nil
}

// amounts reports the first value that is negative or not finite.
func amounts(name string, values []float64) error {
	for i, v := range values {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("%s: value %d is %v, want a finite number ≥ 0", name, i, v)
		}
	}
	return nil
}
