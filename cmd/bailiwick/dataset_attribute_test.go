package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// Calculated attributes and saved filters build on each other, select units,
// serve as measures, and go with what they build on.
func TestDatasetAttribute_ByCommandLine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", file(t, "one.csv", "id,lat,lon,rep,revenue,visits\na,40,-90,Ann,100,4\nb,41,-91,Ann,50,1\nc,30,-80,Bob,30,3\nd,31,-81,Bob,,1\n"), "--name", "accounts")...)
	must(t, new(any), in("align", "--by", "rep")...)
	var a httpapi.Attribute
	must(t, &a, in("dataset", "attribute", "add", "perVisit", "revenue / visits")...)
	must(t, &a, in("dataset", "filter", "add", "Good", "perVisit > 20")...)
	must(t, &a, in("dataset", "filter", "add", "Best", `Good and rep == "Ann"`)...)
	must(t, &a, in("dataset", "attribute", "add", "share", "revenue / areaSum(revenue)")...)
	if a.Type != "number" || a.Problem != "" {
		t.Errorf("share: %+v", a)
	}
	refusals := []struct {
		want string
		args []string
	}{
		{"would build on itself: perVisit → Good → perVisit", []string{"attribute", "add", "perVisit", "Good ? 1 : 2"}},
		{"has a column", []string{"attribute", "add", "revenue", "1"}},
		{"unknown name nothing", []string{"attribute", "add", "x", "nothing + 1"}},
		{"must be a condition", []string{"filter", "add", "x", "revenue + 1"}},
		{"could no longer be worked out", []string{"attribute", "add", "perVisit", "rep"}},
		{"builds on", []string{"attribute", "delete", "perVisit"}},
		{"asks for areas", []string{"attribute", "try", "areaSum(revenue)"}},
	}
	for _, r := range refusals {
		code, _, errText := bailiwick(t, in(append([]string{"dataset"}, r.args...)...)...)
		if code != exitRefused || !strings.Contains(errText, r.want) {
			t.Errorf("%v: exit code %d, %s; want a refusal with %q", r.args, code, errText, r.want)
		}
	}
	var tried httpapi.Tried
	must(t, &tried, in("dataset", "filter", "try", "Best or share > 0.9", "--alignment", "Present plan")...)
	if tried.Matches != 3 || len(tried.Rows) != 4 {
		t.Errorf("tried: %+v", tried)
	}
	must(t, new(any), in("alignment", "move", "--filter", "Best", "--to", "Bob")...)
	must(t, new(any), in("alignment", "move", "--filter", "share < 0.2", "--to", "Ann")...)
	var legend httpapi.Legend
	must(t, &legend, in("alignment", "show", "--measure", "perVisit")...)
	units := map[string]int{}
	for _, row := range legend.Areas {
		units[row.Name] = row.Units
	}
	if units["Ann"] != 1 || units["Bob"] != 3 {
		t.Errorf("after moving by filters: %v", units)
	}
	must(t, new(any), in("optimize", "--measure", "perVisit:200%")...)
	out := filepath.Join(t.TempDir(), "units.csv")
	must(t, new(any), in("dataset", "export", "--column", "id", "--column", "perVisit", "--out", out)...)
	if rows := readCSV(t, out); len(rows) != 5 || rows[1][1] != "25" || rows[4][1] != "" {
		t.Errorf("export: %v", rows)
	}
	must(t, new(any), in("dataset", "export", "--out", out)...)
	if rows := readCSV(t, out); len(rows[0]) != 6 {
		t.Errorf("a plain export has what came from the sources: %v", rows[0])
	}
	two := file(t, "two.csv", "id,lat,lon,rep,revenue,visits\na,40,-90,Ann,100,5\nb,41,-91,Ann,50,1\ne,30,-80,Bob,30,3\n")
	must(t, new(any), in("dataset", "refresh", two)...)
	must(t, &tried, in("dataset", "filter", "try", `$change == "added" or perVisit == 20`)...)
	if tried.Matches != 2 {
		t.Errorf("what changed: %+v", tried)
	}
	must(t, new(any), in("import", file(t, "zero.csv", "id,lat,lon,rep,revenue,visits\nz,0,0,Ann,1,1\ny,40,-90,Ann,1,1\n"), "--into", "accounts")...)
	must(t, &tried, in("dataset", "filter", "try", `$address contains "at_zero"`)...)
	if tried.Matches != 1 {
		t.Errorf("doubtful addresses: %+v", tried)
	}
	must(t, new(any), in("dataset", "attribute", "delete", "Best")...)
}
