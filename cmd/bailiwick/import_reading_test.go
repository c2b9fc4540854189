package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// How a file is read can be looked at and overridden, and rows be let in by a
// condition or a saved filter.
func TestImport_PreviewChoicesAndFilter(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	one := file(t, "one.csv", "id;kind;since;sales\na;Retail;03/04/2025;1,5\nb;Energy;05/06/2025;2,5\n")
	var p ingest.Preview
	must(t, &p, in("import", "--preview", "--date-order", "since=dmy", "--type", "kind=text", one)...)
	if len(p.Guesses) < 5 || p.Columns[2].DateOrder != "dmy" || p.Columns[1].TypeReason != "chosen" || p.Columns[3].Decimal != "," {
		t.Errorf("preview: %+v", p)
	}
	var outcome ingest.Outcome
	must(t, &outcome, in("import", "--name", "x", "--where", `sales > 2`, "--delimiter", "semicolon", "--decimal", "*=comma", "--quote", "double", one)...)
	if outcome.Rows != 2 || outcome.Accepted != 1 || outcome.LeftOut != 1 || outcome.RejectedRows() != 0 || outcome.PeakMemoryBytes == 0 {
		t.Errorf("outcome: %+v", outcome)
	}
	var a httpapi.Attribute
	must(t, &a, in("dataset", "filter", "add", "Big", "sales > 2")...)
	must(t, &outcome, in("import", "--into", "x", "--where", `Big or kind == "Retail"`, one)...)
	if outcome.Accepted != 2 {
		t.Errorf("by a saved filter: %+v", outcome)
	}
	var list httpapi.SnapshotList
	must(t, &list, in("dataset", "snapshots")...)
	if len(list.Snapshots) != 2 || list.Snapshots[1].LeftOut != 1 {
		t.Errorf("snapshots: %+v", list)
	}
}
