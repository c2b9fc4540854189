package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// TestSupplement_BoundariesAreasAndUnitsOfOneAlignment joins CSVs onto each:
// keys are normalised, rows that fit nothing are told, and the attributes are
// there for legends, tables and optimising.
func TestSupplement_BoundariesAreasAndUnitsOfOneAlignment(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	codes, shops := codesAndShops()
	codes += "09999,Empty,50.55,10.7\n" // a code without shops
	must(t, new(any), in("boundaries", "import", textFile(t, "codes.csv", codes), "--name", "Codes", "--country", "DE")...)
	must(t, new(any), in("import", textFile(t, "shops.csv", shops), "--name", "shops")...)
	must(t, new(any), in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "Codes", "--column", "plz", "--from-units")...)

	people := "plz,people,kind\n"
	for k := range 60 {
		people += fmt.Sprintf("%d,%d,%s\n", 1000+k, 100+k, []string{"town", "land"}[k%2]) // without their leading zero
	}
	people += "01001,5,twice\nDE_09999,700,land\n77777,1,none\n"
	var set, areas, units dataset.Supplement
	problems := filepath.Join(t.TempDir(), "problems.csv")
	must(t, &set, in("supplement", "add", textFile(t, "people.csv", people), "--set", "Codes", "--key", "plz", "--problems", problems)...)
	if set.Rows != 63 || set.Matched != 61 || set.Unmatched != 1 || set.Duplicates != 1 || set.Missing != 0 || len(set.Columns) != 2 {
		t.Errorf("on boundaries: %+v", set)
	}
	text, err := os.ReadFile(problems)
	ok(t, err)
	if want := "row,key,why\n62,01001,duplicate\n64,77777,unmatched\n"; string(text) != want {
		t.Errorf("problems: %q, want %q", text, want)
	}
	refusedWith(t, "Choose another key", in("supplement", "add", textFile(t, "x.csv", "code,x\nzz,1\n"), "--set", "Codes")...)

	must(t, &areas, in("supplement", "add", textFile(t, "areas.csv", "territory,Headcount\n rep 0 ,3\nREP 1,4\nNobody,9\n"), "--alignment", "Plan", "--on", "areas")...)
	if areas.Matched != 2 || areas.Unmatched != 1 || areas.Missing != 1 {
		t.Errorf("on areas: %+v", areas)
	}
	must(t, &units, in("supplement", "add", textFile(t, "visits.csv", "id,Visits\ns0-0,7\nS1-0,5\n"), "--alignment", "Plan", "--on", "units")...)
	if units.Matched != 2 || units.Missing != 178 {
		t.Errorf("on units: %+v", units)
	}

	c := connection{Data: data}
	api, done, err := c.open(t.Context())
	ok(t, err)
	alignment, err := findAlignment(t.Context(), api, "Plan")
	ok(t, err)
	var table httpapi.AttributeTable
	ok(t, api.get(t.Context(), "/alignments/"+alignment.ID+"/attributes/boundaries?columns=people&columns=kind", &table))
	if got := fmt.Sprint(table.Rows[60]); got != "{09999 [700 land]}" {
		t.Errorf("the empty code has %s", got)
	}
	var legend httpapi.Legend
	ok(t, api.get(t.Context(), "/alignments/"+alignment.ID+"/legend?measures=Visits&measures=boundary+people&attributes=Headcount", &legend))
	visits, shared := 0.0, 0.0
	for _, a := range legend.Areas {
		visits, shared = visits+a.Sums[0], shared+a.Sums[1]
	}
	if visits != 12 || shared != 7770 || fmt.Sprint(legend.Attributes) == "[]" { // 60 codes of 100 to 159
		t.Errorf("legend: visits %g, people %g, attributes %v", visits, shared, legend.Attributes)
	}
	var profiles httpapi.BoundaryAttributeList
	ok(t, api.get(t.Context(), "/boundary-sets/"+set.SetID+"/attributes", &profiles))
	if fmt.Sprint(profiles.Attributes) == "[]" || !strings.Contains(fmt.Sprint(profiles.Attributes), "people 61 true 100 700") {
		t.Errorf("attributes of the set: %+v", profiles.Attributes)
	}
	done()

	var o optimized
	must(t, &o, in("optimize", "--by", "boundary", "--measure", "boundary people:10%", "--territories", "3", "--seed", "3")...)
	if !o.Report.Checked || len(o.Report.Violations) > 0 || o.Report.Units != 61 {
		t.Errorf("balanced by people: %d boundaries, %v", o.Report.Units, o.Report.Violations)
	}
	must(t, new(any), in("supplement", "delete", units.ID)...)
	var list httpapi.SupplementList
	must(t, &list, in("supplement", "list", "--alignment", "Plan")...)
	if len(list.Supplements) != 1 || list.Supplements[0].ID != areas.ID {
		t.Errorf("left: %+v", list.Supplements)
	}
}
