package solve

import (
	"context"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// HeadcountPoint is what one number of areas gives.
type HeadcountPoint struct {
	Areas  int
	Result *Result
}

// Headcount solves the same units for several numbers of areas, so that travel
// and balance can be held against the number of people. with returns the
// instance for k areas and may share all arrays of units (and should: they are
// then prepared once). When ctx ends the points so far are returned.
func Headcount(ctx context.Context, counts []int, with func(k int) *instance.Instance, p Params) ([]HeadcountPoint, error) {
	var points []HeadcountPoint
	var warm *engine
	for _, k := range counts {
		if ctx.Err() != nil {
			break
		}
		in := with(k)
		if err := p.Validate(); err != nil {
			return points, fmt.Errorf("headcount %d: %w", k, err)
		}
		if err := in.Validate(); err != nil {
			return points, fmt.Errorf("headcount %d: %w", k, err)
		}
		e := warmEngine(ctx, in, warm, p)
		res, err := e.finish(e.run())
		if err != nil {
			return points, fmt.Errorf("headcount %d: %w", k, err)
		}
		warm = e
		points = append(points, HeadcountPoint{Areas: k, Result: res})
	}
	return points, nil
}
