package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// stores are eight units over the cells of boundaries_test.go: two in West, two
// in East of two owners, one that only its code places in Bow, one on the
// island, and two in no cell.
const stores = `id,owner,lon,lat,revenue,plz,next
a,Ann,10.05,50.05,10,1067,Bo
b,Ann,9.95,50.05,20,01067,Bo
c,Ann,10.15,50.02,30,01069-1234,Bo
d,Bo,10.15,50.08,5,01069,Ann
e,Bo,30,10,40,01097,Ann
f,Bo,10.45,50.05,50,01099,Ann
g,,20,10,60,,
h,,21,10,70,99999,
`

// boundaryPlan imports stores and cells and aligns them by owner and cell.
func boundaryPlan(t *testing.T) func(...string) []string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	var imported ingest.Outcome
	must(t, &imported, in("import", textFile(t, "stores.csv", stores), "--name", "stores")...)
	must(t, new(any), in("boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz", "--label", "ort")...)
	must(t, new(any), in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "PLZ", "--column", "plz", "--from-units")...)
	return in
}

// boundaryColumn reads one column of the boundaries of the plan, by code.
func boundaryColumn(t *testing.T, in func(...string) []string, column string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "b.csv")
	must(t, new(any), in("alignment", "boundaries", "export", file)...)
	rows := readCSV(t, file)
	k := slices.Index(rows[0], column)
	var words []string
	for _, row := range rows[1:] {
		words = append(words, row[0][2:]+"="+row[k])
	}
	return strings.Join(words, " ")
}

func TestAlignmentBoundaries_UseSplitResolve(t *testing.T) {
	t.Parallel()
	in := boundaryPlan(t)
	if got, want := boundaryColumn(t, in, "area"), "067=Ann 069=Ann 097=Bo 099=Bo"; got != want {
		t.Errorf("taken over from the units: %s, want %s", got, want)
	}
	var l httpapi.BoundaryLegend
	must(t, &l, in("alignment", "boundaries", "show", "--measure", "revenue")...)
	if a := l.Areas[0]; a.Boundaries != 2 || a.Units != 4 || a.Sums[0] != 65 || l.Split != 1 || l.ByCode != 6 || l.Nowhere != 2 {
		t.Errorf("legend: %+v", l)
	}
	var split httpapi.SplitBoundaryList
	must(t, &split, in("alignment", "boundaries", "split")...)
	if len(split.Split) != 1 || split.Split[0].Code != "01069" || len(split.Split[0].Areas) != 2 {
		t.Fatalf("split: %+v", split)
	}
	for by, x := range map[string]struct{ args, want string }{
		"majority":     {"--by majority", "Ann"},
		"area":         {"--by area --area Bo", "Bo"},
		"largest sum":  {"--by field --field revenue", "Ann"},
		"named by row": {"--by field --field next", "Ann"},
	} {
		must(t, new(any), in(append([]string{"alignment", "boundaries", "resolve"}, strings.Fields(x.args)...)...)...)
		var after httpapi.SplitBoundaryList
		must(t, &after, in("alignment", "boundaries", "split")...)
		if got := boundaryColumn(t, in, "area"); len(after.Split) != 0 || !strings.Contains(got, "069="+x.want) {
			t.Errorf("%s: %s, %d still split", by, got, len(after.Split))
		}
		must(t, new(any), in("alignment", "undo")...)
		must(t, &after, in("alignment", "boundaries", "split")...)
		if len(after.Split) != 1 {
			t.Errorf("%s: undo left %d split boundaries, want 1", by, len(after.Split))
		}
	}
	refusedWith(t, "uses this boundary set", in("boundaries", "delete", "PLZ")...)
}

func TestAlignmentBoundaries_AssignFillLeaveOut(t *testing.T) {
	t.Parallel()
	in := boundaryPlan(t)
	must(t, new(any), in("alignment", "boundaries", "assign", "--code", "01067", "--to", "Bo")...)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	if l.Areas[0].Units != 1 || l.Areas[1].Units != 5 {
		t.Errorf("the units did not come along: %+v", l.Areas)
	}
	must(t, new(any), in("alignment", "boundaries", "assign", "--from", "Bo", "--to", "unassigned", "--keep-units")...)
	must(t, &l, in("alignment", "show")...)
	if got, want := boundaryColumn(t, in, "area"), "067= 069=Ann 097= 099="; got != want || l.Areas[1].Units != 5 {
		t.Errorf("taken away: %s, want %s; units %d, want 5", got, want, l.Areas[1].Units)
	}
	must(t, new(any), in("alignment", "boundaries", "leave-out", "--code", "01099")...)
	must(t, new(any), in("alignment", "boundaries", "fill", "--all")...)
	if got, want := boundaryColumn(t, in, "area"), "067=Ann 069=Ann 097=Ann 099="; got != want {
		t.Errorf("filled: %s, want %s", got, want)
	}
	refusedWith(t, "left out of this plan", in("alignment", "boundaries", "assign", "--code", "01099", "--to", "Bo")...)
	must(t, new(any), in("alignment", "boundaries", "lock", "--code", "01067")...)
	refusedWith(t, "locked", in("alignment", "boundaries", "assign", "--code", "01067", "--to", "Bo")...)
	refusedWith(t, "no boundary with the code", in("alignment", "boundaries", "assign", "--code", "77777", "--to", "Bo")...)
	var answer httpapi.ImportAnswer
	file := textFile(t, "plan.csv", "code,area\n1069,Bo\n01097,Bo\n77777,Bo\n01097,Ann\n01099,Cy\n")
	must(t, &answer, in("alignment", "boundaries", "import", file)...)
	if answer.BoundariesMoved != 2 || len(answer.Problems) != 3 {
		t.Errorf("import: %+v", answer)
	}
	if got, want := boundaryColumn(t, in, "area"), "067=Ann 069=Bo 097=Bo 099="; got != want {
		t.Errorf("imported: %s, want %s", got, want)
	}
}

func TestAlignmentBoundaries_SharedAndRules(t *testing.T) {
	t.Parallel()
	in := boundaryPlan(t)
	must(t, new(any), in("alignment", "rules", "set", "Ann", "revenue < 10")...)
	must(t, new(any), in("alignment", "rules", "set", "Bo", "revenue >= 10")...)
	must(t, new(any), in("alignment", "boundaries", "share", "--code", "01069", "--among", "Ann", "--among", "Bo")...)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show", "--measure", "revenue")...)
	if l.Areas[0].Sums[0] != 35 || l.Areas[1].Sums[0] != 120 { // c went to Bo, d to Ann
		t.Errorf("shared units: %v and %v", l.Areas[0].Sums, l.Areas[1].Sums)
	}
	var rules httpapi.BoundaryRuleList
	must(t, &rules, in("alignment", "boundaries", "rules")...)
	if len(rules.Rules) != 2 || !slices.Equal(rules.Rules[0].Codes, []string{"01067"}) || !slices.Equal(rules.Rules[1].Codes, []string{"01097", "01099"}) {
		t.Errorf("boundary rules: %+v", rules)
	}
	must(t, new(any), in("alignment", "rules", "set", "Ann")...)
	must(t, new(any), in("alignment", "rules", "set", "Bo")...)
	must(t, new(any), in("alignment", "move", "--ids", "a", "--ids", "f", "--to", "unassigned")...)
	var run httpapi.RulesAnswer
	must(t, &run, in("alignment", "rules", "run")...) // boundary rules alone
	if run.Moved != 2 || run.Several != 0 {
		t.Errorf("run: %+v", run)
	}
	must(t, new(any), in("alignment", "boundaries", "assign", "--code", "01067", "--to", "Bo", "--keep-units")...)
	must(t, &rules, in("alignment", "boundaries", "rules")...)
	if len(rules.Rules) != 1 || len(rules.Rules[0].Codes) != 3 {
		t.Errorf("the rule did not follow its boundary: %+v", rules)
	}
}
