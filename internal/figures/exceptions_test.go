package figures_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
)

// twoRegions has territories 2 and 3 below 1, and 5 below 4.
func twoRegions(units int) *alignment.State {
	s := alignment.NewState(alignment.Alignment{Levels: []string{"Region", "Territory"}}, units)
	for _, a := range []alignment.Area{{Number: 1, Name: "West"}, {Number: 2, Name: "A", Parent: 1, Level: 1},
		{Number: 3, Name: "B", Parent: 1, Level: 1, Sort: 1}, {Number: 4, Name: "East", Sort: 1}, {Number: 5, Name: "C", Parent: 4, Level: 1}} {
		s.Areas[a.Number] = &a
	}
	return s
}

func TestExceptions_PerAreaWithAgeAndAlarm(t *testing.T) {
	t.Parallel()
	s := twoRegions(6)
	s.Assigned = []alignment.AreaNumber{2, 2, 2, 3, 5, 0}
	overrides := figures.Overrides(s.Assigned, []alignment.AreaNumber{2, 3, 5, 0, 5, 5})
	if len(overrides) != 3 {
		t.Fatalf("overrides %+v", overrides)
	}
	overrides[0].Days, overrides[1].Days = 10, 90
	rows := figures.Exceptions(s, overrides, 0.5)
	for i, want := range []figures.AreaExceptions{
		{Area: 1, Units: 4, Overrides: 2, Away: 1, Share: 0.5, MedianDays: 90, OldestDays: 90},
		{Area: 2, Units: 3, Overrides: 2, Share: 2.0 / 3, MedianDays: 90, OldestDays: 90, Alarm: true},
		{Area: 3, Units: 1, Away: 1},
		{Area: 4, Units: 1, Away: 2},
		{Area: 5, Units: 1, Away: 2},
		{Units: 5, Overrides: 2, Away: 3, Share: 0.4, MedianDays: 90, OldestDays: 90},
	} {
		if rows[i] != want {
			t.Errorf("row %d: got %+v, want %+v", i, rows[i], want)
		}
	}
}

func TestExceptions_MatchARecount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := twoRegions(rapid.IntRange(0, 60).Draw(t, "units"))
		expected := make([]alignment.AreaNumber, len(s.Assigned))
		any := rapid.SampledFrom([]alignment.AreaNumber{0, 2, 3, 5})
		for i := range expected {
			s.Assigned[i], expected[i] = any.Draw(t, "area"), any.Draw(t, "expected")
		}
		rows := figures.Exceptions(s, figures.Overrides(s.Assigned, expected), 0.1)
		for _, r := range rows {
			in := func(number alignment.AreaNumber) bool {
				for a := s.Areas[number]; a != nil; a = s.Areas[a.Parent] {
					if a.Number == r.Area || r.Area == alignment.Unassigned {
						return true
					}
				}
				return false
			}
			var units, overrides, away int
			for i, now := range s.Assigned {
				wrong := expected[i] != alignment.Unassigned && expected[i] != now
				if in(now) {
					units++
				}
				if in(now) && wrong {
					overrides++
				}
				if in(expected[i]) && wrong {
					away++
				}
			}
			if r.Units != units || r.Overrides != overrides || r.Away != away || r.Alarm != (units > 0 && float64(overrides)/float64(units) > 0.1) {
				t.Fatalf("got %+v, want %d units, %d overrides, %d away", r, units, overrides, away)
			}
		}
	})
}
