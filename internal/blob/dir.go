package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Dir is a Store in a local folder. Objects lie under objects/ by their name;
// unfinished ones under tmp/, from where they are synced and moved. One
// process owns the folder at a time: the caller holds the lock.
type Dir struct {
	root string
	// commitMu serialises the check and the move of a commit on file systems
	// without hard links, where the two are not one step.
	commitMu sync.Mutex
}

var _ Store = (*Dir)(nil)

// OpenDir opens the store in the folder path, makes the folder when it is
// missing, and removes what an earlier process left unfinished.
func OpenDir(path string) (*Dir, error) {
	d := &Dir{root: path}
	for _, sub := range []string{d.objects(), d.tmp()} {
		if err := os.MkdirAll(sub, 0o755); err != nil {
			return nil, diskError("make folder", sub, err)
		}
	}
	if err := d.removeLeftovers(); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Dir) objects() string { return filepath.Join(d.root, "objects") }
func (d *Dir) tmp() string     { return filepath.Join(d.root, "tmp") }

func (d *Dir) file(name string) string {
	return filepath.Join(d.objects(), filepath.FromSlash(name))
}

func (d *Dir) removeLeftovers() error {
	entries, err := os.ReadDir(d.tmp())
	if err != nil {
		return fmt.Errorf("list unfinished objects: %w", err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(d.tmp(), e.Name())); err != nil {
			return fmt.Errorf("remove unfinished object: %w", err)
		}
	}
	return nil
}

// Create begins a new object in tmp/.
func (d *Dir) Create(ctx context.Context, name string) (Writer, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(d.tmp(), "object-*")
	if err != nil {
		return nil, diskError("create object", d.root, err)
	}
	return &dirWriter{dir: d, file: f, name: name}, nil
}

// Open opens the object's file.
func (d *Dir) Open(ctx context.Context, name string) (Object, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(d.file(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open object %q: %w", name, ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("open object %q: %w", name, err)
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("open object %q: %w", name, errors.Join(err, ErrNotExist))
	}
	return &dirObject{File: f, size: info.Size()}, nil
}

type dirObject struct {
	*os.File
	size int64
}

func (o *dirObject) Size() int64 { return o.size }

// List walks the deepest folder that holds all names beginning with prefix.
func (d *Dir) List(ctx context.Context, prefix string) ([]Info, error) {
	folder := ""
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 {
		folder = prefix[:i]
		if err := CheckName(folder); err != nil {
			return nil, err
		}
	}
	var list []Info
	err := filepath.WalkDir(d.file(folder), func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the folder does not exist, or was removed while walking
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil || e.IsDir() {
			return err
		}
		info, err := d.describe(path, e)
		if err == nil && strings.HasPrefix(info.Name, prefix) {
			list = append(list, info)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list objects %q: %w", prefix, err)
	}
	slices.SortFunc(list, func(a, b Info) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

func (d *Dir) describe(path string, e fs.DirEntry) (Info, error) {
	name, err := filepath.Rel(d.objects(), path)
	if err != nil {
		return Info{}, err
	}
	info, err := e.Info()
	if err != nil {
		return Info{}, err
	}
	return Info{Name: filepath.ToSlash(name), Size: info.Size(), Modified: info.ModTime()}, nil
}

// Delete removes the object's file, and the folders it leaves empty.
func (d *Dir) Delete(ctx context.Context, name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	path := d.file(name)
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return fmt.Errorf("delete object %q: %w", name, err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("delete object %q: %w", name, err)
	}
	d.commitMu.Lock() // so that no folder goes between being made and being used
	defer d.commitMu.Unlock()
	for dir := filepath.Dir(path); dir != d.objects(); dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}
