package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestDataset_TrashRestoreArchiveAndDeleteForGood(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	in := func(args ...string) []string { return append(args, "--data", data) }
	names := func(args ...string) int {
		t.Helper()
		var l listing
		must(t, &l, in(append([]string{"datasets"}, args...)...)...)
		return len(l.Datasets)
	}
	accounts := accountsFile(t, 50, 2)
	must(t, new(any), in("import", accounts, "--name", "accounts")...)

	must(t, new(any), in("dataset", "archive", "accounts")...)
	if names() != 0 || names("--archived") != 1 {
		t.Error("an archived dataset is listed only when asked for")
	}
	must(t, new(any), in("dataset", "unarchive", "accounts")...)

	must(t, new(any), in("dataset", "delete", "accounts")...)
	var swept blob.Swept
	must(t, &swept, in("gc")...)
	if names("--archived") != 0 || swept.Objects != 0 {
		t.Errorf("in the trash: %d listed, gc %+v", names("--archived"), swept)
	}
	must(t, new(any), in("import", accounts, "--name", "accounts")...)
	var back dataset.Dataset
	must(t, &back, in("dataset", "restore", "accounts", "--name", "older")...)
	if back.Name != "older" || back.Trashed != nil || names() != 2 {
		t.Errorf("restored: %+v", back)
	}

	must(t, new(any), in("dataset", "delete", "older")...)
	must(t, new(any), in("dataset", "delete", "older", "--for-good")...)
	var trash httpapi.TrashList
	must(t, &trash, in("dataset", "trash")...)
	if len(trash.Datasets) != 0 || names() != 1 {
		t.Errorf("deleted for good: %+v", trash)
	}
	noOrphans(t, data)

	must(t, new(any), in("import", accounts, "--into", "accounts")...)
	var kept dataset.Retention
	must(t, &kept, in("dataset", "retention", "--snapshot-days", "7")...)
	must(t, &kept, in("dataset", "retention")...)
	var gone httpapi.Collected
	must(t, &gone, in("gc")...)
	if kept != (dataset.Retention{TrashDays: 30, SnapshotDays: 7}) || gone.Objects != 0 || gone.ExpiredSnapshots != 0 {
		t.Errorf("retention %+v, young snapshots %+v", kept, gone)
	}
}
