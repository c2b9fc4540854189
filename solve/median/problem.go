package median

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrInfeasible marks problems that no assignment can satisfy; the message says
// what cannot fit.
var ErrInfeasible = errors.New("infeasible")

// maxPoints keeps indices within int32 and their products within int64.
const maxPoints = 1 << 30

// Problem is one clustering problem in flat arrays, one entry per point. The
// solver reads it and never writes to it.
type Problem struct {
	// X and Y are plane coordinates. They may be nil where Matrix is given; they
	// are then not used at all.
	X, Y []float64
	// Matrix, when not nil, replaces the Euclidean distance: entry i*n+j is the
	// cost of assigning point i to median j. It need not be symmetric. Only
	// [SolveMedian] accepts it.
	Matrix []float64
	// FloorDistances rounds every Euclidean distance down to a whole number, as
	// some public instances do. Only [SolveMedian] accepts it.
	FloorDistances bool
	// Demand of each point, at least 0.
	Demand []int64
	// Capacity of each point when it serves as a median; a slice of length one
	// holds for all. [SolveCentred] wants length one.
	Capacity []int64
	// P is the number of clusters.
	P int
}

// N returns the number of points.
func (p *Problem) N() int { return len(p.Demand) }

// CapacityOf returns the capacity of point j as a median.
func (p *Problem) CapacityOf(j int) int64 {
	if len(p.Capacity) == 1 {
		return p.Capacity[0]
	}
	return p.Capacity[j]
}

// Validate checks shapes and values, and the two necessary conditions that are
// cheap to test: every demand fits the largest capacity, and the total fits the
// P largest capacities. Errors of the second sort wrap [ErrInfeasible].
func (p *Problem) Validate() error {
	if err := p.validateShape(); err != nil {
		return err
	}
	if err := p.validateValues(); err != nil {
		return err
	}
	return p.validateFit()
}

func (p *Problem) validateShape() error {
	n := p.N()
	switch {
	case n == 0:
		return errors.New("the problem has no points")
	case n > maxPoints:
		return fmt.Errorf("%d points are more than the limit of %d", n, maxPoints)
	case p.P < 1 || p.P > n:
		return fmt.Errorf("P is %d, want 1 to the number of points, %d", p.P, n)
	case len(p.Capacity) != 1 && len(p.Capacity) != n:
		return fmt.Errorf("%d capacities, want 1 or %d", len(p.Capacity), n)
	case p.Matrix != nil && len(p.Matrix) != n*n:
		return fmt.Errorf("the matrix has %d entries, want %d × %d", len(p.Matrix), n, n)
	case p.Matrix != nil && p.FloorDistances:
		return errors.New("FloorDistances applies to coordinates, not to a matrix")
	case p.Matrix == nil && (len(p.X) != n || len(p.Y) != n):
		return fmt.Errorf("%d x and %d y coordinates, want %d of each", len(p.X), len(p.Y), n)
	}
	return nil
}

// maxCoordinate keeps squared distances finite.
const maxCoordinate = 1e150

func (p *Problem) validateValues() error {
	if p.Matrix == nil {
		for i := range p.X {
			if !(math.Abs(p.X[i]) <= maxCoordinate && math.Abs(p.Y[i]) <= maxCoordinate) {
				return fmt.Errorf("point %d has the coordinates (%g, %g), out of range", i, p.X[i], p.Y[i])
			}
		}
	}
	for k, d := range p.Matrix {
		if !(d >= 0 && d <= maxCoordinate) {
			return fmt.Errorf("matrix row %d, column %d is %g, want a finite distance of at least 0", k/p.N(), k%p.N(), d)
		}
	}
	total := int64(0)
	for i, q := range p.Demand {
		if q < 0 || q > math.MaxInt64/4-total {
			return fmt.Errorf("demand %d of point %d is negative or makes the total overflow", q, i)
		}
		total += q
	}
	for j, c := range p.Capacity {
		if c < 0 || c > math.MaxInt64/4 {
			return fmt.Errorf("capacity %d of point %d is out of range", c, j)
		}
	}
	return nil
}

func (p *Problem) validateFit() error {
	largest := slices.Max(p.Capacity)
	total := int64(0)
	for i, q := range p.Demand {
		if q > largest {
			return fmt.Errorf("%w: point %d demands %d, more than the largest capacity, %d", ErrInfeasible, i, q, largest)
		}
		total += q
	}
	if room := p.largestRoom(); total > room {
		return fmt.Errorf("%w: the total demand %d is more than the %d largest capacities hold, %d", ErrInfeasible, total, p.P, room)
	}
	return nil
}

// largestRoom is the sum of the P largest capacities, capped against overflow.
func (p *Problem) largestRoom() int64 {
	if len(p.Capacity) == 1 {
		if p.Capacity[0] > math.MaxInt64/int64(p.P) {
			return math.MaxInt64
		}
		return p.Capacity[0] * int64(p.P)
	}
	sorted := slices.Clone(p.Capacity)
	slices.Sort(sorted)
	room := int64(0)
	for _, c := range sorted[len(sorted)-p.P:] {
		if c > math.MaxInt64-room {
			return math.MaxInt64
		}
		room += c
	}
	return room
}
