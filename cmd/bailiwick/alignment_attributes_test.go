package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// column returns one attribute of areas or boundaries, row by row.
func column(t *testing.T, in func(...string) []string, on, name string) string {
	t.Helper()
	var table httpapi.AttributeTable
	must(t, &table, in("alignment", "attributes", "--on", on, "--column", name)...)
	var words []string
	for _, row := range table.Rows {
		words = append(words, fmt.Sprint(row.Values[0]))
	}
	return strings.Join(words, " ")
}

// Attributes of areas add up every level, as it is and as it was; those of
// boundaries use the set's own and the units inside.
func TestAlignmentAttributes_OfAreasAndBoundaries(t *testing.T) {
	t.Parallel()
	in := boundaryPlan(t)
	for _, a := range [][]string{
		{"areas", "perUnit", "sum(revenue) / units"}, {"areas", "share", "share(revenue)"}, {"areas", "rich", "count(revenue >= 20)"},
		{"areas", "gain", `sum(revenue) - sum(revenue, "original")`}, {"areas", "label", `upper(name) + " " + level`},
		{"areas", "twice", "perUnit * 2"}, {"areas", "due", `target("revenue")`}, {"areas", "far", "largest(distance())"},
		{"boundaries", "density", "sum(revenue) / units"}, {"boundaries", "who", `area + "/" + name`}, {"boundaries", "best", "largest(revenue)"},
		{"boundaries", "part", "sum(revenue) / total(sum(revenue))"},
	} {
		must(t, new(any), in("dataset", "attribute", "add", "--on", a[0], a[1], a[2])...)
	}
	for _, want := range [][]string{
		{"areas", "perUnit", "20 31.666666666666668"}, {"areas", "twice", "40 63.333333333333336"}, {"areas", "rich", "2 2"}, {"areas", "gain", "0 0"},
		{"areas", "label", "ANN Territory BO Territory"}, {"areas", "due", "77.5 77.5"},
		{"boundaries", "density", "15 17.5 40 50"}, {"boundaries", "best", "20 30 40 50"},
	} {
		if got := column(t, in, want[0], want[1]); got != want[2] {
			t.Errorf("%s of %s: %s, want %s", want[1], want[0], got, want[2])
		}
	}
	must(t, new(any), in("alignment", "move", "--ids", "d", "--to", "Ann")...)
	if got := column(t, in, "areas", "gain"); got != "5 -5" {
		t.Errorf("original against proposed after a move: %s", got)
	}
	var tried httpapi.Tried
	must(t, &tried, in("dataset", "attribute", "try", "--on", "areas", "--alignment", "Plan", "mean(revenue) > 17")...)
	if tried.Matches != 1 || len(tried.Rows) != 2 || tried.Rows[0].ID != "Ann" {
		t.Errorf("tried on areas: %+v", tried)
	}
	for _, r := range [][]string{
		{"attribute of units, so write it inside sum", "add", "--on", "areas", "x", "revenue * 2"}, {"areas have due, far", "add", "--on", "areas", "x", "nothing + 1"},
		{"needs a number here, this is a text", "add", "--on", "areas", "x", "sum(owner)"}, {"for units use total", "add", "x", "sum(revenue)"},
		{"would build on itself: perUnit → twice → perUnit", "add", "--on", "areas", "perUnit", "twice / 2"}, {"is an attribute of areas already", "add", "perUnit", "revenue"},
		{"once per level", "add", "--on", "areas", "x", "total(units)"}, {`no numeric column "owner"`, "add", "--on", "areas", "x", `target("owner")`},
		{"line 1, column 5", "try", "--on", "boundaries", "1 + bad"}, {"builds on", "delete", "perUnit"},
	} {
		code, _, errText := bailiwick(t, in(append([]string{"dataset", "attribute"}, r[1:]...)...)...)
		if code != exitRefused || !strings.Contains(errText, r[0]) {
			t.Errorf("%v: exit code %d, %s", r[1:], code, errText)
		}
	}
}

// A workload of visits and travel, estimated from the plan itself, is an
// attribute of units; it is shown in the legend and balanced like any measure.
func TestAlignmentAttributes_WorkloadAsMeasure(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", file(t, "one.csv", "id,lat,lon,rep,visits\na,40,-90,Ann,4\nb,40,-91,Ann,2\nc,30,-80,Bob,3\nd,30,-80,Bob,1\n"), "--name", "accounts")...)
	must(t, new(any), in("align", "--by", "rep")...)
	must(t, new(any), in("dataset", "attribute", "add", "hours", "visits * (1.5 + 2 * distance() * 1.3 / 60)")...)
	must(t, new(any), in("dataset", "attribute", "add", "--on", "areas", "load", "sum(hours) / 1600")...)
	var legend httpapi.Legend
	must(t, &legend, in("alignment", "show", "--measure", "hours", "--attribute", "load")...)
	// Ann's units lie 42.6 km from her centre, Bob's at it.
	if ann, bob := legend.Areas[0].Sums[0], legend.Areas[1].Sums[0]; ann < 19.9 || ann > 20.3 || math.Abs(bob-6) > 1e-6 {
		t.Errorf("hours: Ann %v, Bob %v", ann, bob)
	}
	if v, ok := legend.Areas[1].Values[0].(float64); !ok || math.Abs(v-6.0/1600) > 1e-9 || legend.Attributes[0].Name != "load" {
		t.Errorf("attributes in the legend: %v %v", legend.Attributes, legend.Areas[1].Values)
	}
	must(t, new(any), in("optimize", "--measure", "hours:90%", "--time", "1")...)
	out := filepath.Join(t.TempDir(), "plan")
	must(t, new(any), in("publish", "csv", "--measure", "hours", "--out", out)...)
}
