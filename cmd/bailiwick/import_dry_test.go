package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// A dry run says what an import would do and leaves nothing of it behind.
func TestImport_DryRunStoresNothing(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	path := file(t, "one.csv", "id,lat,lon,revenue\na,40,-90,1\nb,,-91,2\nc,42,-92,3\n")
	var o ingest.Outcome
	must(t, &o, "import", path, "--dry-run", "--data", data)
	if !o.DryRun || o.Rows != 3 || o.Accepted != 2 || o.Rejected["missing_coordinates"] != 1 || o.SnapshotID != "" {
		t.Errorf("dry run: %+v", o)
	}
	seen := map[string]bool{}
	for _, c := range o.Columns {
		seen[c.Name] = c.Profile != nil
		if c.Name == "revenue" && (c.Profile.Distinct != 2 || len(c.Profile.Quantiles) != 7 || *c.Profile.Sum != 4) {
			t.Errorf("profile of revenue: %+v", c.Profile)
		}
	}
	if !seen["revenue"] || !seen["id"] {
		t.Errorf("columns: %v", seen)
	}
	var list listing
	must(t, &list, "datasets", "--data", data)
	if len(list.Datasets) != 0 {
		t.Errorf("a dry run left %+v", list.Datasets)
	}
	if left, _ := os.ReadDir(filepath.Join(data, "blobs", "snapshots")); len(left) > 0 { //nolint:errcheck // no folder is as good
		for _, folder := range left {
			ok(t, filepath.WalkDir(filepath.Join(data, "blobs", "snapshots", folder.Name()), func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					t.Errorf("a dry run left %s", path)
				}
				return err
			}))
		}
	}
	var again ingest.Outcome
	must(t, &again, "import", path, "--data", data)
	if again.Accepted != o.Accepted || again.Units != 2 {
		t.Errorf("the import after it: %+v", again)
	}
}

// A dry run into a dataset tells what a refresh would change, and which rows
// an addition would find there already; the dataset stays as it is.
func TestImport_DryRunIntoADatasetTellsTheChanges(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	var o ingest.Outcome
	must(t, &o, "import", file(t, "one.csv", "id,lat,lon,revenue\na,40,-90,1\nb,41,-91,2\nc,42,-92,3\n"), "--name", "shops", "--data", data)
	next := file(t, "two.csv", "id,lat,lon,revenue\na,40,-90,1\nb,41.5,-91,2\nd,43,-93,9\n")
	must(t, &o, "import", next, "--into", "shops", "--dry-run", "--data", data)
	if c := o.Changes; c == nil || c.Added != 1 || c.Gone != 1 || c.Moved != 1 || c.Same != 1 {
		t.Fatalf("changes: %+v", o.Changes)
	}
	must(t, &o, "import", next, "--into", "shops", "--append", "--dry-run", "--data", data)
	if o.Accepted != 1 || o.Rejected["duplicate_id"] != 2 {
		t.Errorf("addition: %+v", o)
	}
	var list listing
	must(t, &list, "datasets", "--data", data)
	if len(list.Datasets) != 1 || list.Datasets[0].Snapshot.Units != 3 {
		t.Errorf("dry runs changed the dataset: %+v", list.Datasets)
	}
}
