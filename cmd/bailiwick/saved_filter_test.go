package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// A saved filter is used by its name in carving, rules and mid-year events:
// wherever a condition is read.
func TestSavedFilter_WhereverConditionsAre(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", file(t, "one.csv", "id,lat,lon,rep,revenue\na,40,-90,Ann,100\nb,41,-91,Ann,50\nc,30,-80,Bob,30\nd,31,-81,Bob,10\n"), "--name", "accounts")...)
	must(t, new(any), in("align", "--by", "rep")...)
	must(t, new(any), in("dataset", "filter", "add", "Big", "revenue >= 50")...)
	must(t, new(any), in("dataset", "filter", "add", "Far", `distance() > 10 or Big`)...)
	must(t, new(any), in("alignment", "move", "--filter", "Big and rep == \"Ann\"", "--to", "Bob")...)
	units := func() [2]int {
		var l httpapi.Legend
		must(t, &l, in("alignment", "show", "--measure", "revenue")...)
		return [2]int{l.Areas[0].Units, l.Areas[1].Units}
	}
	if got := units(); got != [2]int{0, 4} {
		t.Errorf("after carving by a filter: %v", got)
	}
	must(t, new(any), in("alignment", "rules", "set", "Ann", "Big")...)
	must(t, new(any), in("alignment", "rules", "set", "Bob", "not Big")...)
	must(t, new(any), in("alignment", "rules", "run")...)
	if got := units(); got != [2]int{2, 2} {
		t.Errorf("after the rules: %v", got)
	}
	must(t, new(any), in("alignment", "rules", "set", "Ann", "Far")...)
	must(t, new(any), in("alignment", "event", "product", "Pumps", "--filter", "not Big", "--count", "1")...)
}
