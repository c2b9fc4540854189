package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// faults is how many faults a test brings about: all with BAILIWICK_ALL_FAULTS,
// as make test-faults does, some with BAILIWICK_LONG_TESTS, as make test does.
func faults(few, some, all int) int {
	switch {
	case os.Getenv("BAILIWICK_ALL_FAULTS") != "":
		return all
	case os.Getenv("BAILIWICK_LONG_TESTS") != "":
		return some
	}
	return few
}

// TestKill9_DuringImportRefreshAndSweep kills the program at random moments
// while it imports a new dataset, imports new files and moves the alignments,
// and sweeps; after each the folder is opened again. Whatever was accepted is
// finished, no version is lost, every snapshot gives all its units, the
// rejected rows are there, and no blob is left over or missing.
func TestKill9_DuringImportRefreshAndSweep(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	random := crashSeed(t)
	files := []string{accountsFile(t, 8000, 10), accountsFile(t, 9000, 10)}
	data := filepath.Join(t.TempDir(), "data")
	must(t, new(any), "import", files[0], "--name", "accounts", "--data", data)
	must(t, new(any), "align", "--by", "OwnerName", "--data", data)
	// One that nobody kills says how long each takes on this machine.
	commands := [][]string{{"dataset", "refresh", files[1], "--dataset", "accounts"}, {"import", files[0], "--name", "first"}, {"gc"}}
	long := make([]time.Duration, len(commands))
	for i, command := range commands {
		began := time.Now()
		ok(t, child(t, append(command, "--data", data)...).Wait())
		long[i] = time.Since(began)
	}
	version, moments, finished := int64(1), faults(7, 20, 50), 0
	for round := range moments {
		kind := round % len(commands)
		args := append(append([]string{}, commands[kind]...), "--data", data)
		switch kind {
		case 0:
			args[2] = files[round%2]
		case 1:
			args[3] = fmt.Sprintf("import %d", round)
		}
		kill(t, child(t, args...), time.Duration(random.Int64N(int64(long[kind]))))
		settle(t, data)
		version = checkAfterKill(t, data, round, version)
		noOrphans(t, data)
		finished++
	}
	if version < 2 {
		t.Error("not even the refresh that nobody killed moved the alignment")
	}
	t.Logf("version %d after %d kills", version, finished)
}

// checkAfterKill looks at everything there is and returns the version of the
// alignment, which must not go back.
func checkAfterKill(t *testing.T, data string, round int, version int64) int64 {
	t.Helper()
	var list listing
	must(t, &list, "datasets", "--data", data)
	a := list.Alignments[0]
	if len(list.Alignments) != 1 || a.Version < version {
		t.Fatalf("round %d: %d alignments, version %d after %d", round, len(list.Alignments), a.Version, version)
	}
	if a.Units != 8000 && a.Units != 9000 || a.Unassigned != 0 {
		t.Errorf("round %d: %d units, %d unassigned", round, a.Units, a.Unassigned)
	}
	for _, d := range list.Datasets {
		var snapshots httpapi.SnapshotList
		must(t, &snapshots, "dataset", "snapshots", "--dataset", d.ID, "--data", data)
		if len(snapshots.Snapshots) == 0 || d.Snapshot == nil {
			t.Errorf("round %d: dataset %s was accepted and has no units", round, d.Name)
		}
		if round%5 != 0 && len(snapshots.Snapshots) > 1 {
			snapshots.Snapshots = snapshots.Snapshots[:1] // all of them every fifth time
		}
		for _, s := range snapshots.Snapshots {
			out := filepath.Join(t.TempDir(), "units.csv")
			must(t, new(any), "dataset", "export", "--dataset", d.ID, "--snapshot", s.ID, "--column", "Id", "--out", out, "--data", data)
			if rows := readCSV(t, out); len(rows) != s.Units+1 || s.Units != 8000 && s.Units != 9000 {
				t.Errorf("round %d: snapshot %s of %s has %d rows, want %d", round, s.ID, d.Name, len(rows)-1, s.Units)
			}
		}
	}
	return a.Version
}

// An import that was killed goes on by itself when the folder is opened again.
func TestImport_ResumesAfterRestart(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	file := accountsFile(t, 60000, 10)
	c := child(t, "import", file, "--name", "accounts", "--data", data)
	accepted := func() bool {
		found, _ := filepath.Glob(filepath.Join(data, "blobs", "snapshots", "*", "*", "*"))
		return len(found) > 0
	}
	for began := time.Now(); !accepted() && time.Since(began) < 30*time.Second; {
		time.Sleep(time.Millisecond)
	}
	kill(t, c, 0)
	settle(t, data)
	var list listing
	must(t, &list, "datasets", "--data", data)
	if len(list.Datasets) != 1 || list.Datasets[0].Snapshot == nil || list.Datasets[0].Snapshot.Units != 60000 {
		t.Errorf("after the restart: %+v", list.Datasets)
	}
	noOrphans(t, data)
	var again ingest.Outcome
	must(t, &again, "import", file, "--into", "accounts", "--data", data)
	if again.Units != 60000 {
		t.Errorf("importing again: %+v", again)
	}
}
