package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// A copy has the attributes and the chosen alignment, and goes its own way.
func TestDatasetClone_ByCommandLine(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", file(t, "one.csv", "id,lat,lon,rep,revenue\na,40,-90,Ann,1\nb,41,-91,Bob,2\n"), "--name", "accounts")...)
	must(t, new(any), in("align", "--by", "rep", "--name", "Plan")...)
	must(t, new(any), in("align", "--by", "rep", "--name", "Other")...)
	must(t, new(any), in("dataset", "attribute", "add", "double", "revenue * 2")...)
	must(t, new(any), in("dataset", "clone", "--dataset", "accounts", "--alignment", "Plan", "copy")...)
	must(t, new(any), in("alignment", "move", "--alignment", "copy/Plan", "--ids", "a", "--to", "Bob")...)
	for name, want := range map[string][2]int{"accounts/Plan": {1, 1}, "copy/Plan": {0, 2}} {
		var l httpapi.Legend
		must(t, &l, in("alignment", "show", "--alignment", name, "--measure", "double")...)
		if got := [2]int{l.Areas[0].Units, l.Areas[1].Units}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	must(t, new(any), in("dataset", "refresh", "--dataset", "copy", file(t, "two.csv", "id,lat,lon,rep,revenue\na,40,-90,Ann,5\nc,41,-91,Bob,2\n"))...)
	must(t, new(any), in("dataset", "delete", "accounts")...)
	must(t, new(any), in("dataset", "delete", "--for-good", "accounts")...)
	must(t, new(any), in("gc")...)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show", "--alignment", "copy/Plan", "--measure", "double")...)
	if l.Total.Sums[0] != 14 {
		t.Errorf("the copy without its original: %+v", l.Total)
	}
	must(t, &l, in("alignment", "show", "--alignment", "copy/Plan", "--measure", "double", "--version", "1")...)
	if l.Total.Sums[0] != 6 {
		t.Errorf("its older snapshot: %+v", l.Total)
	}
}
