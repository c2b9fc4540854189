package blob

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func TestOpenDir_RemovesWhatAnEarlierProcessLeftUnfinished(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d, err := OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	w, err := d.Create(t.Context(), "half")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	// The process dies here: neither Commit nor Abort.
	if _, err := OpenDir(root); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(root, "tmp"))
	if err != nil || len(entries) != 0 {
		t.Errorf("tmp holds %d entries, %v; want 0", len(entries), err)
	}
}

func TestDelete_RemovesFoldersLeftEmpty(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	d, err := OpenDir(root)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := d.Create(t.Context(), "a/b/c")
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(t.Context(), "a/b/c"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "objects", "a")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder a: got %v, want it gone", err)
	}
}

func TestDiskError_FullDiskSaysWhatToDo(t *testing.T) {
	t.Parallel()
	err := diskError("write object x", "/data", &os.PathError{Op: "write", Path: "/data/tmp/x", Err: syscall.ENOSPC})
	if territory.CodeOf(err) != territory.Unavailable || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("got %v, want code unavailable and advice", err)
	}
	if err := diskError("write", "/data", os.ErrPermission); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %v, want it to wrap the cause", err)
	}
}

// A device that refuses every write stands for a full disk.
func TestWriter_KeepsTheErrorOfAFullDisk(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full on this system")
	}
	defer full.Close()
	w := &dirWriter{dir: &Dir{root: "/data"}, file: full, name: "x"}
	if _, err := w.Write([]byte("x")); territory.CodeOf(err) != territory.Unavailable {
		t.Errorf("Write: got %v, want code unavailable", err)
	}
	if territory.CodeOf(w.err) != territory.Unavailable {
		t.Errorf("the error kept for Commit is %v, want code unavailable", w.err)
	}
}
