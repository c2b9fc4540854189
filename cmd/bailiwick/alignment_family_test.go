package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// familyFolder imports 60 accounts: every fourth is the parent of the three
// after it, and three owners hold them in turn.
func familyFolder(t *testing.T) (in, at func(...string) []string) {
	t.Helper()
	dir := t.TempDir()
	var file strings.Builder
	file.WriteString("Id,ParentId,OwnerName,lat,lon,Revenue\n")
	for i := range 60 {
		parent := ""
		if i%4 != 0 {
			parent = fmt.Sprintf("a%02d", i-i%4)
		}
		fmt.Fprintf(&file, "a%02d,%s,o%d,%.2f,%.2f,%d\n", i, parent, i%3, 35+float64(i%10), -110+float64(i)/2, 10+i)
	}
	path := filepath.Join(dir, "accounts.csv")
	ok(t, os.WriteFile(path, []byte(file.String()), 0o600))
	in = func(args ...string) []string { return append(args, "--data", filepath.Join(dir, "data")) }
	var imported ingest.Outcome
	must(t, &imported, in("import", path, "--name", "accounts")...)
	var a httpapi.AlignmentItem
	must(t, &a, in("alignment", "create", "--by", "OwnerName", "--levels", "Territory", "--name", "Plan")...)
	return in, func(args ...string) []string { return in(append([]string{"alignment"}, args...)...) }
}

func TestFamilies_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, at := familyFolder(t)
	split := func() httpapi.Families {
		var f httpapi.Families
		must(t, &f, at("family", "list")...)
		return f
	}
	if f := split(); f.Total != 15 || f.Split != 15 || f.Column != "ParentId" || f.Families[0].Head != "a00" || f.Families[0].Areas[0].Path != "o0" {
		t.Fatalf("families: %+v", f)
	}
	var v httpapi.VersionAnswer
	must(t, &v, at("move", "--ids", "a01", "--to", "o2", "--whole-families")...)
	if f := split(); f.Split != 14 {
		t.Errorf("after a move of a whole family %d are split", f.Split)
	}
	must(t, &v, at("holdout", "add", "--ids", "a06", "--reason", "asked for it")...) // in o0
	must(t, &v, at("holdout", "add", "--ids", "a10", "--reason", "signs")...)        // in o1
	must(t, &v, at("holdout", "add", "--ids", "a11", "--reason", "signs")...)        // in o2, of the same family
	var g httpapi.GatherAnswer
	must(t, &g, at("family", "gather", "--by", "parent", "--preview")...)
	if g.Stored || g.Families != 13 || len(g.Problems) != 1 {
		t.Errorf("preview: %+v", g)
	}
	must(t, &g, at("family", "gather", "--by", "parent", "--ids", "a05")...)
	if f := split(); !g.Stored || g.Families != 1 || f.Split != 13 {
		t.Errorf("one family: %+v, %d split", g, f.Split)
	}
	must(t, &g, at("family", "gather")...)
	if f := split(); f.Split != 1 {
		t.Errorf("after gathering %d are split", f.Split)
	}
	must(t, &v, at("undo")...)
	if f := split(); f.Split != 13 {
		t.Errorf("after undo %d are split", f.Split)
	}
	refusedWith(t, "name the column", at("settings", "--whole-families")...)
	must(t, &v, at("settings", "--family", "ParentId", "--whole-families")...)
	must(t, &v, at("holdout", "remove", "--ids", "a10,a11")...)
	var done any
	must(t, &done, in("optimize", "--measure", "Revenue:10%", "--seed", "2", "--accept")...)
	if f := split(); f.Split != 0 {
		t.Errorf("the optimiser split %d families", f.Split)
	}
	must(t, &v, at("rules", "set", "o0", "Revenue > 40")...)
	must(t, &v, at("rules", "set", "o1", "Revenue <= 41")...)
	var run httpapi.RulesAnswer
	must(t, &run, at("rules", "run")...)
	if f := split(); f.Split != 0 || run.Moved == 0 {
		t.Errorf("rules moved %d and split %d families", run.Moved, f.Split)
	}
}

func TestExceptions_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, at := familyFolder(t)
	var e httpapi.Exceptions
	must(t, &e, at("exceptions")...)
	if e.Against != "none" || len(e.Units) != 0 {
		t.Errorf("without rules: %+v", e)
	}
	refusedWith(t, "nothing to compare with", at("exceptions", "--against", "optimised")...)
	var done any
	must(t, &done, in("optimize", "--measure", "Revenue:10%", "--seed", "2", "--accept")...)
	var v httpapi.VersionAnswer
	must(t, &v, at("settings", "--override-limit", "0.05")...)
	must(t, &v, at("move", "--ids", "a01,a02,a03", "--to", "o2", "--reason", "Ann knows them")...)
	must(t, &v, at("move", "--ids", "a05", "--to", "o1")...)
	must(t, &v, at("undo")...) // leaves no trace in the reasons
	must(t, &e, at("exceptions")...)
	moved := e.Total.Overrides
	if e.Against != "optimised" || e.Baseline.Version != 2 || moved == 0 || moved > 3 || e.Alarms != 1 || e.Reasons[0].Reason != "Ann knows them" || e.Units[0].Version != 4 {
		t.Errorf("against the plan: %+v", e)
	}
	file := filepath.Join(t.TempDir(), "e.csv")
	must(t, &e, at("exceptions", "--csv", file)...)
	if rows := readCSV(t, file); len(rows) != moved+1 || rows[1][1] != "o2" || rows[1][6] != "Ann knows them" {
		t.Errorf("csv: %v", rows)
	}
	must(t, &v, at("holdout", "add", "--ids", e.Units[0].ID, "--reason", "promised")...)
	must(t, &v, at("rules", "set", "o0", "Revenue > 60")...)
	must(t, &e, at("exceptions", "--limit", "100")...)
	if e.Against != "rules" || e.Total.Overrides == 0 {
		t.Errorf("against rules: %+v", e)
	}
	for _, u := range e.Units {
		if u.ExpectedPath != "o0" || u.Path == "o0" {
			t.Errorf("no override: %+v", u)
		}
	}
	var run httpapi.RulesAnswer
	must(t, &run, at("rules", "run")...)
	must(t, &e, at("exceptions")...)
	if left := e.Total.Overrides; left > 1 { // the one that is held
		t.Errorf("after the rules %d overrides are left", left)
	}
}
