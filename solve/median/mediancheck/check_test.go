package mediancheck_test

import (
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve/median"
	"github.com/bailiwick-planning/bailiwick/solve/median/mediancheck"
)

// four points at the corners of a rectangle of 3 by 4.
func four() *median.Problem {
	return &median.Problem{
		X: []float64{0, 3, 0, 3}, Y: []float64{0, 0, 4, 4},
		Demand: []int64{2, 2, 3, 3}, Capacity: []int64{5}, P: 2,
	}
}

func TestMedian_RecomputesByHand(t *testing.T) {
	t.Parallel()
	got, err := mediancheck.Median(four(), []int{0, 3}, []int{0, 0, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if want := (mediancheck.Report{Cost: 6, Overload: 1, Heaviest: 6}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	varied := four()
	varied.Capacity = []int64{4, 0, 0, 6}
	if got, err = mediancheck.Median(varied, []int{0, 3}, []int{0, 0, 1, 1}); err != nil || got.Overload != 0 {
		t.Errorf("capacities by median: got %+v, %v; want no overload", got, err)
	}
	floored := four()
	floored.X[1], floored.FloorDistances = 2.9, true
	if got, err = mediancheck.Median(floored, []int{0, 3}, []int{0, 0, 1, 1}); err != nil || got.Cost != 5 {
		t.Errorf("floored: got %+v, %v; want cost 5", got, err)
	}
}

func TestCentred_RecomputesByHand(t *testing.T) {
	t.Parallel()
	got, err := mediancheck.Centred(four(), []int{0, 1, 1, 0})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got.Cost-10) > 1e-12 || got.Overload != 0 || got.Heaviest != 5 {
		t.Errorf("got %+v, want cost 10, no overload, heaviest 5", got)
	}
}

func TestMedian_RefusesMalformedSolutions(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name       string
		medians    []int
		assignment []int
		want       string
	}{
		{"too few medians", []int{0}, []int{0, 0, 0, 0}, "1 medians, want 2"},
		{"twice the same", []int{0, 0}, []int{0, 0, 1, 1}, "point 0 is the median of clusters 0 and 1"},
		{"no such median", []int{0, 4}, []int{0, 0, 1, 1}, "median 4"},
		{"median elsewhere", []int{0, 1}, []int{0, 0, 1, 1}, "median 1 of cluster 1 is assigned to cluster 0"},
		{"point left out", []int{0, 3}, []int{0, 0, 1}, "3 points are assigned, want 4"},
		{"no such cluster", []int{0, 3}, []int{0, 2, 1, 1}, "point 1 is in cluster 2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := mediancheck.Median(four(), c.medians, c.assignment)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error holding %q", err, c.want)
			}
		})
	}
}

func TestCentred_RefusesEmptyGroups(t *testing.T) {
	t.Parallel()
	if _, err := mediancheck.Centred(four(), []int{0, 0, 0, 0}); err == nil || !strings.Contains(err.Error(), "group 1 is empty") {
		t.Errorf("got %v, want an error naming the empty group", err)
	}
	if _, err := mediancheck.Centred(four(), []int{0, 0, 0, 2}); err == nil {
		t.Error("a group that does not exist was accepted")
	}
}
