package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

func TestOverlays_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, field := planFolder(t, 900, 9)
	var special httpapi.AlignmentItem
	must(t, &special, in("alignment", "create", "--name", "Specialists", "--by", "BillingState", "--levels", "Territory")...)
	refusedWith(t, "length >= 2", in("overlay", "create", "One", "--member", "Plan")...)
	var o alignment.Overlay
	must(t, &o, in("overlay", "create", "Teams", "--member", "Field sales=Plan", "--member", "Specialists=Specialists")...)
	var m httpapi.CoverageMatrix
	file := filepath.Join(t.TempDir(), "coverage.csv")
	must(t, &m, in("overlay", "coverage", "--measure", "AnnualRevenue", "--csv", file)...)
	var units, partners int
	for _, p := range m.Pairs {
		units += p.Units
	}
	for _, a := range m.First.Areas {
		partners += a.Partners
	}
	if m.First.Role != "Field sales" || units != m.Both || partners != len(m.Pairs) || len(m.Second.Areas) != special.Territories {
		t.Errorf("coverage: %d pairs, %d units of %d, %d partners, %+v", len(m.Pairs), units, m.Both, partners, m.First)
	}
	if rows := readCSV(t, file); len(rows) != 1+len(m.Pairs) || rows[0][0] != "Plan" {
		t.Errorf("csv has %d rows for %d pairs", len(rows), len(m.Pairs))
	}
	var outcome optimize.Outcome
	must(t, &outcome, in("overlay", "optimize", "--alignment", "Plan", "--measure", "units:15%", "--seed", "3", "--travel-more", "0.3")...)
	r := outcome.Report.Overlay
	if r == nil || r.PairsBefore != len(m.Pairs) || r.PairsAfter >= r.PairsAlone || r.PairsAfter >= r.PairsBefore || r.TravelAfter > 1.3*r.TravelAlone+1e-6 || len(outcome.Report.Violations) > 0 {
		t.Fatalf("report %+v, violations %v", r, outcome.Report.Violations)
	}
	t.Logf("pairs: %d before, %d alone, %d after; travel %.0f km alone, %.0f km after", r.PairsBefore, r.PairsAlone, r.PairsAfter, r.TravelAlone, r.TravelAfter)
	var v httpapi.VersionAnswer
	must(t, &v, in("draft", "accept", outcome.DraftID)...)
	must(t, &m, in("overlay", "coverage")...)
	if len(m.Pairs) != r.PairsAfter || m.First.AlignmentID != field.ID {
		t.Errorf("%d pairs after accepting, the report said %d", len(m.Pairs), r.PairsAfter)
	}
	must(t, &o, in("overlay", "delete")...)
	refusedWith(t, "no overlay yet", in("overlay", "coverage")...)
}
