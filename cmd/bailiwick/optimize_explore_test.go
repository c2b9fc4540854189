package main

import (
	"math"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

func TestPareto_PlansSurviveAndBecomeDraftsAndScenarios(t *testing.T) {
	t.Parallel()
	in, a := planFolder(t, 2500, 8)
	var e optimize.Exploration
	must(t, &e, in("optimize", "pareto", "--measure", "AnnualRevenue:4%")...)
	if len(e.Plans) < 15 || e.Present == nil || e.Present.MovedUnits != 0 {
		t.Fatalf("%d plans, present %+v; want 15 or more beside the present plan", len(e.Plans), e.Present)
	}
	for i, p := range e.Plans {
		if !p.Checked || p.Certificate.Kind == "" || p.Certificate.Bound > p.Certificate.Value*(1+1e-9) {
			t.Errorf("plan %d: checked %t, certificate %+v", i, p.Checked, p.Certificate)
		}
		if p.Violations == 0 && p.Balance > p.Tolerance*(1+1e-6) {
			t.Errorf("plan %d deviates by %g and was to stay within %g", i, p.Balance, p.Tolerance)
		}
	}
	first, last := e.Plans[0], e.Plans[len(e.Plans)-1]
	if first.Balance >= last.Balance {
		t.Errorf("plans go from balance %g to %g; want them by rising deviation", first.Balance, last.Balance)
	}
	// Every command opens the folder anew, so all of this was stored.
	var picked optimized
	must(t, &picked, in("optimize", "pick", e.ID, "3", "--keep", "Scenario")...)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show", "--alignment", "Scenario", "--measure", "AnnualRevenue")...)
	want := e.Plans[3]
	if got := max(l.Figures.Balance[0].Largest, -l.Figures.Balance[0].Smallest); got != want.Balance || math.Abs(l.Figures.TravelKm-want.TravelKm) > 1e-9*want.TravelKm {
		t.Errorf("the scenario has balance %g and travel %g, the plan %g and %g", got, l.Figures.TravelKm, want.Balance, want.TravelKm)
	}
	must(t, &picked, in("optimize", "pick", e.ID, "0")...)
	var v httpapi.VersionAnswer
	must(t, &v, in("draft", "accept", picked.Draft)...)
	if v.Version != a.Version+1 || picked.Report.After.MovedUnits != first.MovedUnits {
		t.Errorf("version %d, %d moved; want %d moved", v.Version, picked.Report.After.MovedUnits, first.MovedUnits)
	}
	refusedWith(t, "has no plan 99", in("optimize", "pick", e.ID, "99")...)
	refusedWith(t, "at least one", in("optimize", "pareto", "--alignment", "Plan", "--territories", "3000")...)
}

func TestHeadcount_MoreTerritoriesMeanLessTravel(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 1500, 6)
	var r headcountResult
	must(t, &r, in("optimize", "headcount", "--measure", "VisitsPerYear:10%", "--from", "3", "--to", "22",
		"--per-territory", "1000", "--per-km", "1", "--capacity", "2000")...)
	if len(r.Points) != 20 || r.Points[0].Territories != 3 || r.Points[19].Territories != 22 {
		t.Fatalf("points: %+v", r.Points)
	}
	first, last := r.Points[0], r.Points[19]
	if last.TotalKm >= first.TotalKm {
		t.Errorf("travel goes from %g km with 3 territories to %g km with 22", first.TotalKm, last.TotalKm)
	}
	total := first.Totals[0]
	for _, p := range r.Points {
		if !p.Checked || p.Certificate.Kind == "" || p.Cost != 1000*float64(p.Territories)+p.TotalKm {
			t.Errorf("point %+v", p)
		}
		if u := total / (2000 * float64(p.Territories)); p.Utilisation < u*(1-1e-9) || p.Utilisation > u*(1+1e-9) || p.MostUtilisation < u*(1-1e-9) {
			t.Errorf("%d territories: utilisation %g, fullest %g, want %g", p.Territories, p.Utilisation, p.MostUtilisation, u)
		}
		if r.Cheapest != p.Territories && p.MostUtilisation <= 1 && r.Cheapest > 0 && p.Cost < costOf(r, r.Cheapest) {
			t.Errorf("%d territories cost less than the %d called cheapest", p.Territories, r.Cheapest)
		}
	}
	refusedWith(t, "from at least 1", in("optimize", "headcount", "--from", "9", "--to", "3")...)
}

func costOf(r headcountResult, territories int) float64 {
	for _, p := range r.Points {
		if p.Territories == territories {
			return p.Cost
		}
	}
	return 0
}
