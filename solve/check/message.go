package check

import (
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

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
		what = c.in.Unit(int(f.first)) + " is"
	}
	switch f.kind {
	case Unassigned:
		return what + " in no area"
	case LockBroken:
		return fmt.Sprintf("%s outside the area they are locked to (first: %s, %s)", what, c.in.Unit(int(f.first)), c.areaName(int(f.area)))
	case NotEligible:
		return fmt.Sprintf("%s in an area that is not eligible (first: %s in %s)", what, c.in.Unit(int(f.first)), c.areaName(int(f.area)))
	}
	return fmt.Sprintf("%s beyond the maximum distance (first: %s in %s)", what, c.in.Unit(int(f.first)), c.areaName(int(f.area)))
}

func (c *checker) limitMessage(kind Kind, j, m int, s float64) string {
	l := c.in.Areas[j].Limits[m]
	if kind == BelowMin {
		return fmt.Sprintf("%s gets %s of %s but needs at least %s", c.areaName(j), instance.Amount(s), c.measureName(m), instance.Amount(l.Min))
	}
	return fmt.Sprintf("%s gets %s of %s but may have at most %s", c.areaName(j), instance.Amount(s), c.measureName(m), instance.Amount(l.Max))
}
