package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func fresh(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestFailure_FullDisk limits the file to its present size, which SQLite
// reports as it does a full disk.
func TestFailure_FullDisk(t *testing.T) {
	t.Parallel()
	db, ctx := fresh(t, t.TempDir()), t.Context()
	if err := db.CreateDataset(ctx, dataset.Dataset{ID: "d", Name: "d"}); err != nil {
		t.Fatal(err)
	}
	if err := db.CreateAlignment(ctx, alignment.Alignment{ID: "a", DatasetID: "d", Name: "a", Levels: []string{"T"}}, 9, alignment.ChangeSet{}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.writer.ExecContext(ctx, `PRAGMA max_page_count = 1`); err != nil { // SQLite keeps it at the present size
		t.Fatal(err)
	}
	big := alignment.ChangeSet{Reason: strings.Repeat("x", 1<<20)}
	_, err := db.Append(ctx, "a", 1, big)
	if territory.CodeOf(err) != territory.Unavailable || !strings.Contains(err.Error(), "disk with the data folder is full") {
		t.Fatalf("got %v, want an unavailable error about a full disk", err)
	}
	if a, err := db.Alignment(ctx, "a"); err != nil || a.Version != 1 {
		t.Errorf("got version %d and error %v after a failed append, want version 1", a.Version, err)
	}
	if _, err := db.writer.ExecContext(ctx, `PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(ctx, "a", 1, big); err != nil {
		t.Errorf("append after space was freed: %v", err)
	}
}

func TestFailure_DamagedFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir)
	if territory.CodeOf(err) != territory.Unavailable || !strings.Contains(err.Error(), "backup") {
		t.Errorf("got %v, want an unavailable error that names the backup", err)
	}
}

func TestFailure_FolderIsAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); territory.CodeOf(err) != territory.Unavailable {
		t.Errorf("got %v, want an unavailable error", err)
	}
	if _, err := LockFolder(path); territory.CodeOf(err) != territory.Unavailable {
		t.Errorf("lock: got %v, want an unavailable error", err)
	}
}

func TestMigrate_RefusesANewerSchema(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := fresh(t, dir)
	if _, err := db.writer.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir)
	if territory.CodeOf(err) != territory.Conflict || !strings.Contains(err.Error(), "newer Bailiwick (schema 9999") {
		t.Errorf("got %v, want a conflict that names the newer schema", err)
	}
}

func TestOpen_AnyCharacterInThePath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?c#d%41&é")
	fresh(t, dir)
	if _, err := os.Stat(filepath.Join(dir, FileName)); err != nil {
		t.Error(err)
	}
}

func TestOpen_SyncsEveryCommit(t *testing.T) {
	t.Parallel()
	db := fresh(t, t.TempDir())
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		var got string
		if err := db.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q (error %v), want %q", pragma, got, err, want)
		}
	}
}

func TestLockFolder_NamesWhoHasIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock, err := LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.SetAddress("http://127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	_, err = LockFolder(dir)
	if territory.CodeOf(err) != territory.Conflict || !strings.Contains(err.Error(), ", http://127.0.0.1:8080)") {
		t.Errorf("got %v, want a conflict that names the address", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := LockFolder(dir)
	if err != nil {
		t.Fatalf("lock a released folder: %v", err)
	}
	again.Release()
}

func TestHeads_AreForgottenOneByOne(t *testing.T) {
	t.Parallel()
	c := newHeadCache()
	for i := range 3 * maxHeads {
		h := c.lock(string(rune('a' + i)))
		h.state = alignment.NewState(alignment.Alignment{}, 1)
		h.unlock()
	}
	if len(c.heads) != maxHeads {
		t.Errorf("%d states are remembered, want %d", len(c.heads), maxHeads)
	}
	if c.lock(string(rune('a'+3*maxHeads-1))).state == nil {
		t.Error("the last state used was forgotten")
	}
}

func TestWatchers_TellOnlyThoseWhoWatch(t *testing.T) {
	t.Parallel()
	w := newWatchers()
	changed, stop := w.watch("a")
	w.tell("b")
	w.tell("a")
	w.tell("a")
	<-changed
	select {
	case <-changed:
		t.Error("two changes before a look made two wake-ups")
	default:
	}
	stop()
	w.tell("a")
	if len(w.channels) != 0 {
		t.Errorf("%d watched things are left", len(w.channels))
	}
}

func TestOpen_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if _, err := Open(ctx, t.TempDir()); err == nil {
		t.Error("opened although the context had ended")
	}
}
