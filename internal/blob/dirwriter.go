package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// dirWriter writes one object aside and moves it into place.
type dirWriter struct {
	dir  *Dir
	file *os.File
	name string
	done bool
	err  error // the first write error; Commit then fails
}

func (w *dirWriter) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		w.err = diskError("write object "+w.name, w.dir.root, err)
		return n, w.err
	}
	return n, nil
}

func (w *dirWriter) Commit() error {
	if w.done {
		return fmt.Errorf("commit object %q: it is committed or aborted already", w.name)
	}
	defer w.Abort() // removes the name in tmp/ whatever happens
	if w.err != nil {
		return w.err
	}
	if err := w.file.Sync(); err != nil {
		return diskError("sync object "+w.name, w.dir.root, err)
	}
	w.dir.commitMu.Lock()
	defer w.dir.commitMu.Unlock()
	target := w.dir.file(w.name)
	if err := w.dir.makeFolders(filepath.Dir(target)); err != nil {
		return err
	}
	if err := placeNew(w.file.Name(), target); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("commit object %q: %w", w.name, ErrExist)
		}
		return diskError("commit object "+w.name, w.dir.root, err)
	}
	if err := syncDir(filepath.Dir(target)); err != nil {
		return diskError("sync folder of object "+w.name, w.dir.root, err)
	}
	return nil
}

func (w *dirWriter) Abort() {
	if w.done {
		return
	}
	w.done = true
	w.file.Close()
	os.Remove(w.file.Name())
}

// placeNew gives the file from the name to, which must not exist. A hard link
// does both in one step; where links are not supported the caller's lock
// makes the check and the rename one step within the process.
func placeNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, statErr := os.Lstat(to); statErr == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// makeFolders makes dir and its missing parents, each durable in its parent.
func (d *Dir) makeFolders(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if dir != d.objects() {
		if err := d.makeFolders(filepath.Dir(dir)); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return diskError("make folder", dir, err)
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return diskError("sync folder", dir, err)
	}
	return nil
}

// syncDir makes the entries of a folder durable. Windows does so by itself
// and refuses the call.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// diskError turns a full disk or quota into an error a person can act on, and
// wraps any other with the operation.
func diskError(operation, root string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return territory.Say(territory.Unavailable, sentence.DiskFull.With(sentence.Params{"folder": root}))
	}
	return fmt.Errorf("%s: %w", operation, err)
}
