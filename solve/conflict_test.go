package solve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/solve"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// A unit that no area can take is named, with what it has and what would help.
func TestConflicts_NamesUnitsTooLarge(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{
		Metric: instance.Plane, X: []float64{0, 1, 2, 3}, Y: make([]float64, 4),
		Measures: []instance.Measure{{Name: "revenue", Values: []float64{1000, 1000, 1000, 9000}}},
		UnitName: func(i int) string { return fmt.Sprintf("Account %d", i) },
	}
	in.Areas = instance.EqualAreas(in, 2, 0.1)
	got := words(solve.Conflicts(in))
	want := "Account 3 alone has 9,000 of revenue, but no area that may take it can hold more than 6,600; widen the tolerance or raise the limit"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Two areas that may take a unit hold enough together, but neither alone.
func TestConflicts_NamesUnitsTooLargeForTheirOwnAreas(t *testing.T) {
	t.Parallel()
	in := &instance.Instance{
		Metric: instance.Plane, X: []float64{0, 1, 2, 3}, Y: make([]float64, 4),
		Measures: []instance.Measure{{Name: "revenue", Values: []float64{10, 10, 10, 70}}},
		Areas: []instance.Area{
			{Name: "North", Limits: []instance.Limit{{Max: 40}}}, {Name: "South", Limits: []instance.Limit{{Max: 40}}}, {Name: "West", Limits: []instance.Limit{{Max: 100}}},
		},
		Eligible: &instance.Lists{Offset: []int64{0, 3, 6, 9, 11}, Area: []int32{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1}},
	}
	got := words(solve.Conflicts(in))
	if !strings.Contains(got, "unit 3 alone has 70 of revenue") || !strings.Contains(got, "can hold more than 40") {
		t.Errorf("got %q", got)
	}
}

// words joins the messages of conflicts.
func words(found []solve.Conflict) string {
	text := make([]string, len(found))
	for i, c := range found {
		text[i] = c.Message
	}
	return strings.Join(text, "\n")
}
