package check

import "fmt"

// AreaName returns the words used for area j in messages.
func (c *checker) areaName(j int) string {
	if name := c.in.Areas[j].Name; name != "" {
		return name
	}
	return fmt.Sprintf("area %d", j+1)
}

func (c *checker) measureName(m int) string {
	if name := c.in.Measures[m].Name; name != "" {
		return name
	}
	return fmt.Sprintf("measure %d", m+1)
}

func (c *checker) unitMessage(f *unitFault) string {
	what := fmt.Sprintf("%d units are", f.count)
	if f.count == 1 {
		what = fmt.Sprintf("unit %d is", f.first)
	}
	switch f.kind {
	case Unassigned:
		return what + " in no area"
	case LockBroken:
		return fmt.Sprintf("%s outside the area they are locked to (first: unit %d, %s)", what, f.first, c.areaName(int(f.area)))
	case NotEligible:
		return fmt.Sprintf("%s in an area that is not eligible (first: unit %d in %s)", what, f.first, c.areaName(int(f.area)))
	}
	return fmt.Sprintf("%s beyond the maximum distance (first: unit %d in %s)", what, f.first, c.areaName(int(f.area)))
}

func (c *checker) limitMessage(kind Kind, j, m int, s float64) string {
	l := c.in.Areas[j].Limits[m]
	if kind == BelowMin {
		return fmt.Sprintf("%s gets %.6g of %s but needs at least %.6g", c.areaName(j), s, c.measureName(m), l.Min)
	}
	return fmt.Sprintf("%s gets %.6g of %s but may have at most %.6g", c.areaName(j), s, c.measureName(m), l.Max)
}
