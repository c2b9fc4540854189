package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/optimize"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Explorations tests optimize.Explorations.
func Explorations(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	old := optimize.Exploration{
		ID: "e1", AlignmentID: "a1", BaseVersion: 1, JobID: "j1", Kind: optimize.ParetoJobKind, Created: start, Measures: []string{""},
		Request:     optimize.Request{Measures: []optimize.MeasureGoal{{Tolerance: 0.1}}},
		Plans:       []optimize.ExploredPlan{{Plan: 0, Checked: true, PlanFigures: optimize.PlanFigures{Balance: 0.1, TravelKm: 3}}},
		Points:      []optimize.HeadcountPoint{},
		Assignments: "explorations/e1/assignments", Details: "explorations/e1/details.json",
	}
	young := optimize.Exploration{ID: "e2", AlignmentID: "a1", BaseVersion: 1, Kind: optimize.HeadcountJobKind, Created: after(1),
		Measures: []string{}, Plans: []optimize.ExploredPlan{}, Points: []optimize.HeadcountPoint{{Territories: 2, Totals: []float64{1}, Largest: []float64{1}, Smallest: []float64{0}}}}
	must(t, "add", s.AddExploration(ctx, old))
	must(t, "add", s.AddExploration(ctx, young))
	refused(t, "add twice", s.AddExploration(ctx, old), territory.Conflict)
	refused(t, "add to nothing", s.AddExploration(ctx, optimize.Exploration{ID: "e3", AlignmentID: "none"}), territory.NotFound)
	_, err := s.Exploration(ctx, "none")
	refused(t, "an exploration that is not there", err, territory.NotFound)
	_, err = s.Explorations(ctx, "none")
	refused(t, "explorations of nothing", err, territory.NotFound)

	s = b.open(t, place)
	equal(t, "one", got[optimize.Exploration](t)(s.Exploration(ctx, "e1")), old)
	equal(t, "all, newest first", got[[]optimize.Exploration](t)(s.Explorations(ctx, "a1")), []optimize.Exploration{young, old})
	used := got[map[string]bool](t)(s.ReferencedBlobs(ctx))
	if !used[old.Assignments] || !used[old.Details] || used[""] {
		t.Errorf("blobs in use: %v", used)
	}
	must(t, "delete", s.DeleteExploration(ctx, "e2"))
	refused(t, "delete twice", s.DeleteExploration(ctx, "e2"), territory.NotFound)
	must(t, "delete the alignment", s.DeleteAlignment(ctx, "a1"))
	if used := got[map[string]bool](t)(s.ReferencedBlobs(ctx)); used[old.Assignments] {
		t.Error("the blob of an exploration is in use although its alignment is gone")
	}
}
