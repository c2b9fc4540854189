package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// file writes a small file and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	ok(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// Import several files, correct a rejected row, supplement, refresh, report.
func TestDataset_ByCommandLine(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	var o ingest.Outcome
	one := file(t, "one.csv", "id,lat,lon,revenue\na,40,-90,1\nb,41,-91,2\n")
	two := file(t, "two.csv", "id,lat,lon,revenue\nc,42,-92,3\nd,,-93,4\n")
	rejected := filepath.Join(out, "rejected.csv")
	must(t, &o, in("import", one, two, "--name", "accounts", "--rejected", rejected)...)
	if o.Rows != 4 || o.Accepted != 3 || o.Rejected["missing_coordinates"] != 1 {
		t.Errorf("two files: %+v", o)
	}
	text, err := os.ReadFile(rejected)
	ok(t, err)
	fixed := file(t, "fixed.csv", strings.Replace(string(text), "d,,-93", "d,43,-93", 1))
	must(t, &o, in("import", fixed, "--into", "accounts", "--corrected")...)
	if o.Rows != 1 || o.Accepted != 1 || o.Units != 4 {
		t.Errorf("corrected row: %+v", o)
	}
	var s ingest.SupplementOutcome
	must(t, &s, in("dataset", "supplement", file(t, "more.csv", "Id,Tier\nA ,x\nb,y\nb,z\nq,w\n"))...)
	if s.Matched != 2 || s.Unmatched != 2 || !slices.Equal(s.UnusedKeys, []string{"q"}) || s.Rejected["duplicate_id"] != 1 {
		t.Errorf("supplement: %+v", s)
	}
	must(t, &o, in("import", file(t, "refresh.csv", "id,lat,lon,revenue\na,40,-90,1\nb,41.5,-91,2\nc,42,-92,9\ne,0,0,5\n"), "--into", "accounts")...)
	var list httpapi.SnapshotList
	must(t, &list, in("dataset", "snapshots")...)
	if len(list.Snapshots) != 4 || !list.Snapshots[0].Current || list.Snapshots[0].ID != o.SnapshotID || len(list.Snapshots[2].Sources) != 3 {
		t.Errorf("snapshots: %+v", list.Snapshots)
	}
	var changes changeReport
	must(t, &changes, in("dataset", "changes", "--out", filepath.Join(out, "changes.csv"))...)
	if changes.Added != 1 || changes.Gone != 1 || changes.Moved != 1 || changes.Changed != 1 || changes.Same != 1 {
		t.Errorf("changes: %+v", changes)
	}
	rows := readCSV(t, filepath.Join(out, "changes.csv"))
	if got := strings.Join(slices.Concat(rows[1:]...), " "); got != "b moved c changed e added d gone" {
		t.Errorf("changes.csv: %s", got)
	}
	var q dataset.AddressQuality
	must(t, &q, in("dataset", "addresses")...)
	if q.Units != 1 || q.Counts["at_zero"] != 1 {
		t.Errorf("addresses: %+v", q)
	}
}

func TestDatasetExport_ImportsAsTheSameUnits(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", accountsFile(t, 500, 4), "--name", "accounts")...)
	for _, format := range []string{"csv", "parquet"} {
		path := filepath.Join(out, "units."+format)
		must(t, new(any), in("dataset", "export", "--dataset", "accounts", "--format", format, "--out", path)...)
		var o ingest.Outcome
		must(t, &o, in("import", path, "--into", "accounts")...)
		var changes changeReport
		must(t, &changes, in("dataset", "changes")...)
		if o.RejectedRows() != 0 || changes.Same != 500 || len(changes.Columns) != 0 {
			t.Errorf("%s: %d rejected, changes %+v", format, o.RejectedRows(), changes)
		}
	}
	path := filepath.Join(out, "two.csv")
	must(t, new(any), in("dataset", "export", "--column", "$state", "--column", "Id", "--out", path)...)
	if rows := readCSV(t, path); len(rows) != 501 || strings.Join(rows[0], ",") != "$state,Id" {
		t.Errorf("two columns: %d rows, header %q", len(rows), rows[0])
	}
}

func TestGC_RemovesOnlyWhatNothingRefersTo(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	must(t, new(any), "import", accountsFile(t, 50, 2), "--name", "accounts", "--data", data)
	blobs, err := blob.OpenDir(filepath.Join(data, "blobs"))
	ok(t, err)
	w, err := blobs.Create(t.Context(), "snapshots/lost/units.parquet")
	ok(t, err)
	ok(t, w.Commit())
	var swept blob.Swept
	must(t, &swept, "gc", "--dry-run", "--data", data)
	if swept != (blob.Swept{Objects: 1, Kept: 2}) {
		t.Errorf("dry run: %+v", swept)
	}
	must(t, &swept, "gc", "--data", data)
	if swept.Objects != 1 {
		t.Errorf("gc: %+v", swept)
	}
	must(t, &swept, "gc", "--dry-run", "--data", data)
	if swept.Objects != 0 || swept.Kept != 2 {
		t.Errorf("after gc: %+v", swept)
	}
	noOrphans(t, data)
}

func TestGC_OnAServerSparesYoungFiles(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	_, err := upload(t, api, "a.csv", []byte("id\na\n"))
	ok(t, err)
	var swept blob.Swept
	must(t, &swept, "gc", "--server", api.base)
	if swept != (blob.Swept{Kept: 1}) {
		t.Errorf("gc: %+v", swept)
	}
}
