package main

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// TestKill9_DuringRefreshAndSweep kills the program at random moments while it
// imports new files, moves the alignments and sweeps; after each the folder is
// opened again. Whatever was accepted is finished, no version is lost, no blob
// is left over or missing. BAILIWICK_KILLS sets how many moments are tried.
func TestKill9_DuringRefreshAndSweep(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	t.Parallel()
	kills := 6
	if text := os.Getenv("BAILIWICK_KILLS"); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		ok(t, err)
	}
	random := crashSeed(t)
	files := []string{accountsFile(t, 8000, 10), accountsFile(t, 9000, 10)}
	data := filepath.Join(t.TempDir(), "data")
	must(t, new(any), "import", files[0], "--name", "accounts", "--data", data)
	must(t, new(any), "align", "--by", "OwnerName", "--data", data)
	// One that nobody kills says how long it takes on this machine.
	began := time.Now()
	ok(t, child(t, "dataset", "refresh", files[1], "--data", data).Wait())
	whole := time.Since(began)
	version := int64(1)
	for round := range kills {
		args := []string{"dataset", "refresh", files[round%2], "--data", data}
		if round%4 == 3 {
			args = []string{"gc", "--data", data}
		}
		kill(t, child(t, args...), time.Duration(random.Int64N(int64(whole))))
		settle(t, data)
		var list listing
		must(t, &list, "datasets", "--data", data)
		a := list.Alignments[0]
		if a.Version < version {
			t.Fatalf("round %d: the alignment went back from version %d to %d", round, version, a.Version)
		}
		version = a.Version
		if a.Units != 8000 && a.Units != 9000 || a.Unassigned != 0 {
			t.Errorf("round %d: %d units, %d unassigned", round, a.Units, a.Unassigned)
		}
		var moves httpapi.SnapshotList
		must(t, &moves, "dataset", "snapshots", "--data", data)
		for _, s := range moves.Snapshots {
			out := filepath.Join(t.TempDir(), "units.csv")
			must(t, new(any), "dataset", "export", "--snapshot", s.ID, "--column", "Id", "--out", out, "--data", data)
			if rows := readCSV(t, out); len(rows) != s.Units+1 {
				t.Errorf("round %d: snapshot %s has %d rows, want %d", round, s.ID, len(rows)-1, s.Units)
			}
		}
		noOrphans(t, data)
	}
	if version < 2 {
		t.Error("not even the refresh that nobody killed moved the alignment")
	}
	t.Logf("version %d after %d kills", version, kills)
}
