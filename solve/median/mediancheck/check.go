// Package mediancheck recomputes a capacitated clustering from the problem alone:
// cost, loads, number of clusters, and that each median serves itself. It shares
// no code with the search, so that a fault there cannot hide itself; the only
// thing imported is the type of the problem.
package mediancheck

import (
	"errors"
	"fmt"
	"math"

	"github.com/bailiwick-planning/bailiwick/solve/median"
)

// Report is what the checker found.
type Report struct {
	Cost     float64
	Overload int64 // demand beyond capacity, summed over the clusters
	Heaviest int64 // the largest load of a cluster
}

// Median checks a capacitated p-median: P different medians, every point in one
// cluster, every median in its own. It fails where the solution is malformed;
// exceeded capacities are reported, not an error.
func Median(p *median.Problem, medians, assignment []int) (Report, error) {
	n := len(p.Demand)
	if len(medians) != p.P {
		return Report{}, fmt.Errorf("%d medians, want %d", len(medians), p.P)
	}
	home := map[int]int{}
	for c, j := range medians {
		if j < 0 || j >= n {
			return Report{}, fmt.Errorf("cluster %d has the median %d, want 0 to %d", c, j, n-1)
		}
		if before, twice := home[j]; twice {
			return Report{}, fmt.Errorf("point %d is the median of clusters %d and %d", j, before, c)
		}
		home[j] = c
	}
	loads, err := sumLoads(p, assignment)
	if err != nil {
		return Report{}, err
	}
	for c, j := range medians {
		if assignment[j] != c {
			return Report{}, fmt.Errorf("median %d of cluster %d is assigned to cluster %d", j, c, assignment[j])
		}
	}
	r := Report{}
	for i, c := range assignment {
		r.Cost += length(p, i, medians[c])
	}
	for c, load := range loads {
		limit := p.Capacity[0]
		if len(p.Capacity) > 1 {
			limit = p.Capacity[medians[c]]
		}
		r.add(load, limit)
	}
	return r, nil
}

// Centred checks a capacitated centred clustering: every point in one of P
// groups, none of them empty.
func Centred(p *median.Problem, assignment []int) (Report, error) {
	if len(p.Capacity) != 1 || p.Matrix != nil || p.FloorDistances {
		return Report{}, errors.New("not a centred problem: want coordinates and one capacity")
	}
	loads, err := sumLoads(p, assignment)
	if err != nil {
		return Report{}, err
	}
	type point struct{ x, y, count float64 }
	sums := make([]point, p.P)
	for i, c := range assignment {
		s := &sums[c]
		s.x, s.y, s.count = s.x+p.X[i], s.y+p.Y[i], s.count+1
	}
	r := Report{}
	for c, s := range sums {
		if s.count == 0 {
			return Report{}, fmt.Errorf("group %d is empty", c)
		}
		r.add(loads[c], p.Capacity[0])
	}
	for i, c := range assignment {
		s := sums[c]
		r.Cost += math.Hypot(p.X[i]-s.x/s.count, p.Y[i]-s.y/s.count)
	}
	return r, nil
}

func (r *Report) add(load, limit int64) {
	if load > limit {
		r.Overload += load - limit
	}
	if load > r.Heaviest {
		r.Heaviest = load
	}
}

func sumLoads(p *median.Problem, assignment []int) ([]int64, error) {
	if len(assignment) != len(p.Demand) {
		return nil, fmt.Errorf("%d points are assigned, want %d", len(assignment), len(p.Demand))
	}
	loads := make([]int64, p.P)
	for i, c := range assignment {
		if c < 0 || c >= p.P {
			return nil, fmt.Errorf("point %d is in cluster %d, want 0 to %d", i, c, p.P-1)
		}
		loads[c] += p.Demand[i]
	}
	return loads, nil
}

func length(p *median.Problem, i, j int) float64 {
	if p.Matrix != nil {
		return p.Matrix[i*len(p.Demand)+j]
	}
	d := math.Hypot(p.X[i]-p.X[j], p.Y[i]-p.Y[j])
	if p.FloorDistances {
		return math.Floor(d)
	}
	return d
}
