package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestAlignment_AccountTargetsByCommandLine(t *testing.T) {
	t.Parallel()
	const name = "Revenue 2027 / 50% plan"
	in, _ := planFolder(t, 200, 2)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	one, two := l.Areas[0].Name, l.Areas[1].Name
	target := func(args ...string) []string { return in(append([]string{"alignment", "target"}, args...)...) }
	var v httpapi.VersionAnswer
	must(t, &v, target("spread", name, "1000000", "--weight", "AnnualRevenue")...)
	must(t, &v, in("alignment", "area", "set", one, "--target", name+"=600000abs", "--capacity", name+"=100")...)
	var d httpapi.AccountTargetDetail
	must(t, &d, target("show", name)...)
	if d.Total != 1_000_000 || d.Feasible || len(d.Areas) != 3 || len(d.Areas[0].Problems) != 3 || *d.Areas[0].Quota != 600_000 || d.Areas[0].Amount+d.Areas[1].Amount != 1_000_000 {
		t.Errorf("rolled up: %+v", d)
	}
	file := filepath.Join(t.TempDir(), "targets.csv")
	must(t, new(exported), target("export", name, file)...)
	rows := readCSV(t, file)
	if len(rows) != 201 || strings.Join(rows[0], ",") != "id,area,amount,entered" {
		t.Fatalf("%d rows: %v", len(rows), rows[0])
	}
	var chosen []string // ids of accounts in the first territory
	for _, row := range rows[1:] {
		if row[1] == one {
			chosen = append(chosen, row[0])
		}
	}
	entered := filepath.Join(t.TempDir(), "entered.csv")
	if err := os.WriteFile(entered, []byte("id,amount\n"+chosen[0]+",1234.5\nnobody,1\n"+chosen[1]+",x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var answer httpapi.ImportAnswer
	must(t, &answer, target("import", name, entered)...)
	if len(answer.Problems) != 2 || answer.Problems[0].Where != "row 3, column id" {
		t.Errorf("import: %+v", answer)
	}
	must(t, &v, target("enter", name, "--from", two, "--amount", "10")...)
	must(t, &v, target("enter", name, "--from", two, "--release")...)
	must(t, &v, target("spread", name, "5000", "--area", one, "--by", "AnnualRevenue", "--bucket", "1000000=1", "--bucket", "=4")...)
	must(t, &d, target("show", name)...)
	if d.Entered != 1 || d.Areas[0].Amount+d.Areas[1].Amount != d.Total {
		t.Errorf("after entering and spreading again: %+v", d.AccountTargetItem)
	}
	var list httpapi.AccountTargetList
	must(t, &list, target("show")...)
	must(t, &v, target("remove", name)...)
	must(t, &v, in("alignment", "undo")...)
	must(t, &list, target("show")...)
	if len(list.Targets) != 1 || list.Targets[0].Total != d.Total {
		t.Errorf("after undoing the removal: %+v", list)
	}
	refusedWith(t, "add up to", target("spread", name, "1")...)
	refusedWith(t, "no account target", target("show", "None")...)
}
