package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestHoldouts_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 300, 3)
	at := func(args ...string) []string { return in(append([]string{"alignment"}, args...)...) }
	var l httpapi.Legend
	must(t, &l, at("show")...)
	from, to := l.Areas[0].Name, l.Areas[1].Name
	rows := readCSV(t, exportOf(t, at, "assignment"))
	id, other := rows[1][0], rows[2][0]
	var v httpapi.VersionAnswer
	soon := alignment.DateOf(time.Now()).AddDays(10)
	must(t, &v, at("holdout", "add", "--ids", id, "--to", to, "--reason", "signs soon", "--until", string(soon))...)
	refusedWith(t, "signs soon", at("move", "--ids", id, "--to", from)...)
	refusedWith(t, "over before it begins", at("holdout", "add", "--ids", id, "--reason", "late", "--until", "2020-01-01")...)
	file := filepath.Join(t.TempDir(), "h.csv")
	if err := os.WriteFile(file, []byte("id,reason,until\n"+other+",old friend,\nnobody,x,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var imported httpapi.ImportAnswer
	must(t, &imported, at("import", file, "--as", "holdouts")...)
	if len(imported.Problems) != 1 || imported.Version != 3 {
		t.Errorf("import: %+v", imported)
	}
	var h httpapi.Holdouts
	must(t, &h, at("holdout", "list")...)
	if h.Total != 2 || h.Expiring != 1 || h.Expired != 0 || h.Units[0].ID != id || h.Units[0].Path != to || *h.Units[0].Days != 10 || h.Units[0].By == "" {
		t.Errorf("list: %+v", h)
	}
	must(t, &h, at("holdout", "list", "--soon", "--within", "9")...)
	if h.Total != 2 || h.Expiring != 0 || len(h.Units) != 0 {
		t.Errorf("soon: %+v", h)
	}
	if rows := readCSV(t, exportOf(t, at, "holdouts")); len(rows) != 3 || rows[1][0] != id || rows[2][2] != "old friend" {
		t.Errorf("export: %v", rows)
	}
	must(t, &v, at("holdout", "remove", "--ids", id)...)
	must(t, &v, at("move", "--ids", id, "--to", from)...)
	must(t, &v, at("undo")...)
	must(t, &v, at("undo")...)
	refusedWith(t, "signs soon", at("move", "--ids", id, "--to", from)...)
}

// exportOf exports a plan file and returns its path.
func exportOf(t *testing.T, at func(...string) []string, as string, more ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), as+".csv")
	var done exported
	must(t, &done, at(append([]string{"export", file, "--as", as}, more...)...)...)
	return file
}

func TestEffectiveDates_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 300, 3)
	at := func(args ...string) []string { return in(append([]string{"alignment"}, args...)...) }
	var l httpapi.Legend
	must(t, &l, at("show")...)
	var v httpapi.VersionAnswer
	must(t, &v, at("move", "--from", l.Areas[0].Name, "--to", l.Areas[1].Name)...)
	var named httpapi.NamedVersions
	must(t, &named, at("name", "New year")...)
	var c httpapi.Calendar
	must(t, &c, at("effective", "set", "2020-01-01", "1")...)
	must(t, &c, at("effective", "set", "2999-01-01", "New year", "--reason", "The board agreed")...)
	if len(c.Entries) != 2 || !c.Entries[0].Now || c.Entries[0].Until != "2998-12-31" || c.Entries[1].Names[0] != "New year" {
		t.Errorf("calendar: %+v", c)
	}
	var e httpapi.InForce
	must(t, &e, at("effective", "as-of", "2999-06-01")...)
	if e.Version != 2 {
		t.Errorf("in force: %+v", e)
	}
	refusedWith(t, "the first takes effect on 2020-01-01", at("effective", "as-of", "2019-12-31")...)
	refusedWith(t, "no version named", at("effective", "set", "2027-01-01", "Nothing")...)
	var then httpapi.Legend
	must(t, &then, at("show", "--as-of", "2021-01-01")...)
	if then.Version != 1 || then.Areas[0].Units != l.Areas[0].Units {
		t.Errorf("as of 2021: version %d", then.Version)
	}
	path := l.Areas[0].Name
	count := func(file string) (n int) {
		for _, row := range readCSV(t, file) {
			if row[1] == path {
				n++
			}
		}
		return n
	}
	if was, will := count(exportOf(t, at, "assignment", "--as-of", "2021-01-01")), count(exportOf(t, at, "assignment", "--as-of", "2999-01-01")); was != l.Areas[0].Units || will != 0 {
		t.Errorf("exported as of: %d and %d units, want %d and 0", was, will, l.Areas[0].Units)
	}
	var history httpapi.History
	must(t, &history, at("log")...)
	if history.Changes[0].Reason != "The board agreed" {
		t.Errorf("the change of a date is no history: %+v", history.Changes[0])
	}
	must(t, &v, at("undo")...)
	must(t, &c, at("effective", "list")...)
	if len(c.Entries) != 1 {
		t.Errorf("after undo: %+v", c)
	}
	must(t, &c, at("effective", "remove", "2020-01-01")...)
	if len(c.Entries) != 0 {
		t.Errorf("after removal: %+v", c)
	}
}
