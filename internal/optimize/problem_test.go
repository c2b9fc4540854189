package optimize

import (
	"context"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/bailiwick-planning/bailiwick/solve"
)

// line is twelve units on a parallel, one degree apart, held by three
// territories of 2, 4 and 6 units below one region.
func line() (*alignment.State, *figures.Units) {
	s := alignment.NewState(alignment.Alignment{Name: "Test", Version: 1, Levels: []string{"Region", "Territory"}}, 12)
	for _, a := range []*alignment.Area{
		{Number: 1, Name: "West"},
		{Number: 2, Parent: 1, Level: 1, Name: "A", Sort: 1},
		{Number: 3, Parent: 1, Level: 1, Name: "B", Sort: 2},
		{Number: 4, Parent: 1, Level: 1, Name: "C", Sort: 3},
	} {
		s.Areas[a.Number] = a
	}
	s.LastNumber = 4
	copy(s.Assigned, []alignment.AreaNumber{2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4})
	u := &figures.Units{Names: []string{""}, Measures: [][]float64{nil}}
	for i := range 12 {
		u.Lon, u.Lat = append(u.Lon, float64(i)), append(u.Lat, 40)
	}
	return s, u
}

// plan solves a request on the fixture and returns the resulting assignment.
func plan(t *testing.T, r Request, s *alignment.State, u *figures.Units) (*problem, *solve.Result, []alignment.AreaNumber, alignment.ChangeSet) {
	t.Helper()
	r, err := r.normalise()
	if err != nil {
		t.Fatal(err)
	}
	p, err := build(r, s, u, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := solve.Solve(context.Background(), p.instance, solve.Params{})
	if err != nil {
		t.Fatal(err)
	}
	change, after, _ := p.change(result.Assignment, p.because(sentence.Optimised))
	applied := s.Clone()
	if err := applied.Apply(change); err != nil {
		t.Fatalf("the draft does not apply to its base: %v", err)
	}
	for i := range after {
		if applied.Assigned[i] != after[i] {
			t.Fatalf("unit %d: the change leads to area %d, the report speaks of %d", i, applied.Assigned[i], after[i])
		}
	}
	return p, result, after, change
}

func count(assigned []alignment.AreaNumber) map[alignment.AreaNumber]int {
	held := map[alignment.AreaNumber]int{}
	for _, n := range assigned {
		held[n]++
	}
	return held
}

func TestRun_BalancesTheExistingTerritories(t *testing.T) {
	s, u := line()
	_, result, after, _ := plan(t, Request{Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if held := count(after); held[2] != 4 || held[3] != 4 || held[4] != 4 {
		t.Errorf("units per territory: %v, want 4 each", held)
	}
	if !result.Checked {
		t.Error("the checker did not confirm the plan")
	}
}

func TestRun_AddsTerritoriesBesideTheOthers(t *testing.T) {
	s, u := line()
	_, _, after, change := plan(t, Request{Territories: 4, Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	held := count(after)
	if len(held) != 4 || held[5] != 3 {
		t.Errorf("units per territory: %v, want 3 in each of 2, 3, 4 and the new 5", held)
	}
	added := change.Ops[0].AddArea
	if added == nil || added.Parent != 1 || added.Level != 1 || !strings.HasPrefix(added.Name, "Territory ") {
		t.Errorf("the new area: %+v", added)
	}
}

func TestRun_RetiresTheSmallest(t *testing.T) {
	s, u := line()
	p, _, after, _ := plan(t, Request{Territories: 2, Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if held := count(after); held[3] != 6 || held[4] != 6 {
		t.Errorf("units per territory: %v, want 6 in B and in C", held)
	}
	if len(p.retired) != 1 || p.retired[0].Name != "A" {
		t.Errorf("retired %v, want A", p.retired)
	}
}

func TestRun_LockedUnitsStay(t *testing.T) {
	s, u := line()
	s.Locked[11] = true
	s.Areas[2].Targets = map[string]alignment.Target{}
	_, _, after, _ := plan(t, Request{Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if after[11] != 4 {
		t.Errorf("locked unit went to area %d", after[11])
	}
}

func TestRun_LockedTerritoryKeepsAndTakesNothing(t *testing.T) {
	s, u := line()
	s.Areas[2].Locked = true
	_, _, after, _ := plan(t, Request{Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if held := count(after); held[2] != 2 || held[3] != 5 || held[4] != 5 {
		t.Errorf("units per territory: %v, want 2 in the locked one and 5 in each other", held)
	}
}

func TestRun_FocusLeavesTheRestAlone(t *testing.T) {
	s, u := line()
	_, _, after, _ := plan(t, Request{Focus: []alignment.AreaNumber{3, 4}, Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if held := count(after); held[2] != 2 || held[3] != 5 || held[4] != 5 || after[0] != 2 || after[1] != 2 {
		t.Errorf("units per territory: %v", held)
	}
}

func TestRun_DisruptionPriceKeepsUnits(t *testing.T) {
	s, u := line()
	free, dear := 0.0, 1000.0
	loose := []MeasureGoal{{Tolerance: 0.6}}
	_, _, moved, _ := plan(t, Request{DisruptionKm: &free, Measures: loose}, s, u)
	_, _, kept, _ := plan(t, Request{DisruptionKm: &dear, Measures: loose}, s, u)
	var a, b figures.Figures
	a.Moved(s.Assigned, moved, u)
	b.Moved(s.Assigned, kept, u)
	if b.MovedUnits >= a.MovedUnits {
		t.Errorf("moved %d units when free and %d when dear, want fewer when dear", a.MovedUnits, b.MovedUnits)
	}
}

func TestRun_FromNothingMakesALevelOfTerritories(t *testing.T) {
	s := alignment.NewState(alignment.Alignment{Name: "Empty", Version: 1, Levels: []string{"Region", "Territory"}}, 12)
	_, u := line()
	_, _, after, change := plan(t, Request{Territories: 3, Measures: []MeasureGoal{{Tolerance: 0}}}, s, u)
	if change.Ops[0].AddArea.Name != "All Regions" || change.Ops[1].AddArea.Level != 1 {
		t.Errorf("areas: %+v, %+v", change.Ops[0].AddArea, change.Ops[1].AddArea)
	}
	if held := count(after); held[2] != 4 || held[3] != 4 || held[4] != 4 {
		t.Errorf("units per territory: %v, want 4 each", held)
	}
}

func TestBuild_RefusesWhatCannotStart(t *testing.T) {
	low, high := 5.0, 3.0
	for _, c := range []struct {
		name    string
		request Request
		lock    bool
		want    string
	}{
		{"more territories than units", Request{Territories: 13}, false, "at most 12"},
		{"unknown focus", Request{Focus: []alignment.AreaNumber{99}}, false, "no area 99"},
		{"min above max", Request{Measures: []MeasureGoal{{Min: &low, Max: &high}}}, false, "above its maximum"},
		{"measure twice", Request{Measures: []MeasureGoal{{}, {}}}, false, "listed twice"},
		{"minimum beyond the tolerance", Request{Measures: []MeasureGoal{{Tolerance: 0.1, Min: &low}}}, false, "cannot have at least 5"},
		{"everything locked", Request{}, true, "leaves none to plan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, u := line()
			if c.lock {
				for _, a := range s.Areas {
					a.Locked = true
				}
			}
			r, err := c.request.normalise()
			if err == nil {
				_, err = build(r, s, u, nil, nil)
			}
			if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an invalid error that says %q", err, c.want)
			}
		})
	}
}

func TestRun_TargetThatCannotBeMetIsNamed(t *testing.T) {
	s, u := line()
	least := 7.0
	_, result, _, _ := plan(t, Request{Measures: []MeasureGoal{{Tolerance: 1, Min: &least}}}, s, u)
	if len(result.Violations) == 0 {
		t.Errorf("three territories of at least 7 out of 12 units: violations %v, conflicts %v", result.Violations, result.Conflicts)
	}
}

func TestWhy_ExplainsFromTheStoredDraft(t *testing.T) {
	s, u := line()
	p, result, after, change := plan(t, Request{Measures: []MeasureGoal{{Tolerance: 0}}, Territories: 4}, s, u)
	report := p.report(result, after, append(s.Territories(), change.Ops[0].AddArea))
	again, err := build(p.request, s, u, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	assigned, err := assignedAfter(s, change)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := again.result(assigned, report)
	if err != nil {
		t.Fatal(err)
	}
	for i := range after {
		e, err := solve.Explain(again.instance, stored, i)
		if err != nil {
			t.Fatal(err)
		}
		w := again.why(e, i, report)
		if w.Area != after[i] || w.Present != s.Assigned[i] {
			t.Errorf("unit %d: explained as %d from %d, is %d from %d", i, w.Area, w.Present, after[i], s.Assigned[i])
		}
		if len(w.Costs) != 4 || w.Text == "" || !strings.Contains(w.Text, "km") {
			t.Errorf("unit %d: %d costs, %q", i, len(w.Costs), w.Text)
		}
	}
}
