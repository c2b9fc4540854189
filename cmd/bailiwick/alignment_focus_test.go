package main

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestAlignment_FocusHoldsForEverythingThatActs(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 300, 4)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	one, two, three := l.Areas[0].Name, l.Areas[1].Name, l.Areas[2].Name
	var v httpapi.VersionAnswer
	must(t, &v, in("alignment", "move", "--from", three, "--filter", "AnnualRevenue > 3000000", "--to", "unassigned")...)
	must(t, &l, in("alignment", "show")...)
	free, out := l.Unassigned.Units, l.Areas[2].Units
	var f alignment.Focus
	must(t, &f, in("alignment", "focus", "set", one, two)...)
	must(t, &v, in("alignment", "move", "--from", one, "--filter", "AnnualRevenue > 3000000", "--to", two)...)
	refusedWith(t, "outside your focus", in("alignment", "move", "--from", one, "--to", three)...)
	refusedWith(t, "outside your focus", in("alignment", "rename", three, "Mine")...)
	refusedWith(t, "unassigned units are outside", in("alignment", "move", "--from", "unassigned", "--to", one)...)
	refusedWith(t, "outside your focus", in("alignment", "remove", three)...)
	must(t, new(any), in("optimize", "--measure", "units:10%", "--accept", "--seed", "1")...)
	must(t, &l, in("alignment", "show")...)
	if l.Unassigned.Units != free || l.Areas[2].Units != out {
		t.Errorf("an optimisation reached outside the focus: %d unassigned and %d in %s, want %d and %d", l.Unassigned.Units, l.Areas[2].Units, three, free, out)
	}
	must(t, new(any), in("alignment", "rules", "from-column", "OwnerName")...)
	must(t, new(any), in("alignment", "rules", "run")...)
	must(t, &l, in("alignment", "show")...)
	if l.Unassigned.Units != free || l.Areas[2].Units != out {
		t.Errorf("rules reached outside the focus: %+v", l.Unassigned)
	}
	dir := t.TempDir()
	must(t, new(any), in("publish", "csv", "--out", dir)...)
	if areas, units := readCSV(t, filepath.Join(dir, "areas.csv")), readCSV(t, filepath.Join(dir, "units.csv")); len(areas) != 3 || len(units) != 1+l.Areas[0].Units+l.Areas[1].Units {
		t.Errorf("published %d areas and %d units", len(areas)-1, len(units)-1)
	}
	must(t, &f, in("alignment", "focus", "set", one, "--with-unassigned")...)
	must(t, &v, in("alignment", "move", "--from", "unassigned", "--to", one)...)
	must(t, &f, in("alignment", "focus", "show")...)
	if len(f.Areas) != 1 || !f.Unassigned {
		t.Errorf("stored focus: %+v", f)
	}
	must(t, &v, in("alignment", "move", "--everywhere", "--from", three, "--to", strconv.Itoa(int(l.Areas[1].Number)))...)
	must(t, &f, in("alignment", "focus", "clear")...)
	must(t, &v, in("alignment", "rename", three, "Mine")...)
}
