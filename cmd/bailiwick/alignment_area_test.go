package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestAlignment_AreaPropertiesByCommandLine(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 300, 3)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	one, two, three := l.Areas[0].Name, l.Areas[1].Name, l.Areas[2].Name
	var v httpapi.VersionAnswer
	must(t, &v, in("alignment", "area", "set", one, "--user", "Ann (Manager)", "--user", "Bo", "--profile", "contiguous", "--capacity", "units=150",
		"--target", "units=120abs:0:140", "--notes", "Key accounts", "--owner", "Ann")...)
	must(t, &v, in("alignment", "area", "set", two, "--target", "units=20%", "--centre", "8.5,47.4", "--pin")...)
	must(t, &l, in("alignment", "show", "--measure", "units")...)
	if a := l.Areas[0]; len(a.Users) != 2 || a.Users[0].Role != "Manager" || a.Profile != "contiguous" || a.Capacity[""] != 150 || a.Due[0] != 120 || *a.Targets[""].Max != 140 {
		t.Errorf("first area: %+v", a)
	}
	if a, b := l.Areas[1], l.Areas[2]; a.Due[0] != 60 || !a.Pinned || b.Due[0] != 120 {
		t.Errorf("due: %v and %v, want 60 and 120", a.Due, b.Due)
	}
	file := filepath.Join(t.TempDir(), "tree.csv")
	must(t, new(exported), in("alignment", "export", file)...)
	raw, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(raw), "Ann (Manager); Bo") || !strings.Contains(string(raw), "amount units") {
		t.Errorf("tree.csv: %v\n%s", err, raw)
	}
	var same httpapi.ImportAnswer
	must(t, &same, in("alignment", "import", file)...)
	if same.AreasChanged != 0 || len(same.Problems) != 0 || same.Version != v.Version {
		t.Errorf("importing what was exported: %+v", same)
	}
	var d httpapi.VersionDiff
	must(t, &d, in("alignment", "area", "merge", one, "--into", two, "--preview")...)
	if d.Units != l.Areas[0].Units || len(d.Areas) != 1 || d.Areas[0].After != nil {
		t.Errorf("preview of a merge: %+v", d)
	}
	must(t, &v, in("alignment", "area", "merge", one, "--into", two)...)
	must(t, &d, in("alignment", "remove", two, "--preview")...)
	must(t, &v, in("alignment", "level", "add", "1", "Region")...)
	must(t, &v, in("alignment", "area", "move", three+" > "+three, "--to", two)...)
	must(t, &v, in("alignment", "area", "sort", "--parent", two, two+" > "+three, two+" > "+two)...)
	must(t, &v, in("alignment", "level", "rename", "2", "Patch")...)
	must(t, &l, in("alignment", "show")...)
	if l.Levels[1] != "Patch" || len(l.Areas) != 4 || l.Areas[1].Name != three || l.Areas[2].Name != two {
		t.Errorf("after moving and sorting: %v %+v", l.Levels, l.Areas)
	}
	refusedWith(t, "expected number >= 0", in("alignment", "area", "set", two, "--target", "units=-3")...)
}

func TestAlignment_CreateFromSampleAndFile(t *testing.T) {
	t.Parallel()
	in, a := planFolder(t, 300, 3)
	var list httpapi.SampleList
	must(t, &list, in("alignment", "create", "--list-samples")...)
	var states, again httpapi.AlignmentItem
	must(t, &states, in("alignment", "create", "--sample", "us-states", "--name", "States")...)
	if len(list.Samples) < 4 || states.Territories != 51 || states.Unassigned > states.Units/20 || states.Levels[1] != "State" {
		t.Errorf("states: %+v", states)
	}
	file := filepath.Join(t.TempDir(), "tree.csv")
	must(t, new(exported), in("alignment", "export", file, "--alignment", "States")...)
	must(t, &again, in("alignment", "create", "--tree", file, "--name", "Again")...)
	if again.Territories != 51 || again.Levels[0] != "Division" || again.Levels[1] != "State" || again.Unassigned != a.Units {
		t.Errorf("from a file: %+v", again)
	}
	bad := filepath.Join(t.TempDir(), "bad.csv")
	if err := os.WriteFile(bad, []byte("area,parent,target Revenue\nA,,x\nB,C,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedWith(t, "row 2, column target Revenue", in("alignment", "create", "--tree", bad, "--name", "Bad")...)
	refusedWith(t, "no sample model", in("alignment", "create", "--sample", "moon", "--name", "Moon")...)
}
