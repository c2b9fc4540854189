package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// codesAndShops are 60 point codes on a raster and three shops with each code
// and no position.
func codesAndShops() (codes, shops string) {
	codes, shops = "code,name,lat,lon\n", "id,plz,owner,revenue\n"
	for k := range 60 {
		code := fmt.Sprintf("%05d", 1000+k)
		codes += fmt.Sprintf("%s,Place %d,%g,%g\n", code, k, 50+0.1*float64(k/10), 10+0.15*float64(k%10))
		for s := range 3 {
			shops += fmt.Sprintf("S%d-%d,%s,Rep %d,%d\n", k, s, code, k%3, 10+k%7)
		}
	}
	return codes, shops
}

// TestBoundaries_PointCodesAreAssignedAndOptimised plans by codes without any
// shape: located by code, assigned, and optimised as connected over the codes
// around each.
func TestBoundaries_PointCodesAreAssignedAndOptimised(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	codes, shops := codesAndShops()
	var set boundaryset.Outcome
	must(t, &set, in("boundaries", "import", textFile(t, "codes.csv", codes), "--name", "Codes", "--type", "postal code", "--country", "DE")...)
	if f := set.Set.Figures; f.Boundaries != 60 || f.Points != 60 || f.Edges < 60 || f.Bridges != 0 || set.Set.Source.Format != "CSV of point codes" {
		t.Fatalf("set: %+v", set.Set)
	}
	var imported ingest.Outcome
	must(t, &imported, in("import", textFile(t, "shops.csv", shops), "--name", "shops")...)
	must(t, new(any), in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "Codes", "--column", "plz", "--from-units")...)
	var o optimized
	must(t, &o, in("optimize", "--by", "boundary", "--measure", "revenue:10%", "--accept", "--seed", "3")...)
	if !o.Report.Checked || len(o.Report.Violations) > 0 || o.Report.Units != 60 {
		t.Errorf("report: checked %v, violations %v, %d boundaries", o.Report.Checked, o.Report.Violations, o.Report.Units)
	}
	var split httpapi.SplitBoundaryList
	must(t, &split, in("alignment", "boundaries", "split")...)
	if len(split.Split) > 0 {
		t.Errorf("%d codes are still split", len(split.Split))
	}
}

func TestBoundaries_GridOverBoxBoundariesAndUnits(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	var box, over, units boundaryset.Outcome
	must(t, &box, in("boundaries", "grid", "Box", "--level", "7", "--box=-72,41,-70,43")...)
	if f := box.Set.Figures; f.Boundaries < 6 || f.Edges < f.Boundaries || box.Set.Type != "grid cell" || box.Set.Edition != "S2 level 7" {
		t.Errorf("box: %+v", box.Set)
	}
	must(t, &over, in("boundaries", "grid", "Massachusetts", "--level", "7", "--over", "us-states", "--codes", "MA")...)
	if f := over.Set.Figures; f.Boundaries < 10 || f.Boundaries > 100 {
		t.Errorf("over a state: %+v", f)
	}
	must(t, new(any), in("import", accountsFile(t, 500, 4), "--name", "accounts")...)
	must(t, &units, in("boundaries", "grid", "Where units are", "--level", "5", "--dataset", "accounts")...)
	if units.Set.Figures.Boundaries < 20 {
		t.Errorf("over units: %+v", units.Set.Figures)
	}
	must(t, new(any), in("alignment", "create", "--dataset", "accounts", "--by", "OwnerName", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "Where units are", "--from-units")...)
	for want, args := range map[string][]string{
		"only one":    {"boundaries", "grid", "None", "--level", "7"},
		"lower level": {"boundaries", "grid", "Large", "--level", "16", "--over", "us-states"},
		"no boundary": {"boundaries", "grid", "Wrong", "--level", "6", "--over", "us-states", "--codes", "ZZ"},
		"is no box":   {"boundaries", "grid", "Bad box", "--level", "6", "--box", "1,2,3"},
	} {
		if code, _, stderr := bailiwick(t, in(args...)...); code != exitRefused || !strings.Contains(stderr, want) {
			t.Errorf("%v: exit code %d, %q, want %q", args, code, stderr, want)
		}
	}
}
