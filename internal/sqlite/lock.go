package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// errLocked is what tryLock returns when another process holds the lock.
var errLocked = errors.New("locked by another process")

// FolderLock keeps other Bailiwick processes off a data folder. The operating
// system gives it up when the process ends, however it ends.
type FolderLock struct{ file *os.File }

// LockFolder takes the folder, creating it when needed. When another process
// has it, the error names that process and, if it serves, its address.
func LockFolder(dir string) (*FolderLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, folderError(dir, err)
	}
	path := filepath.Join(dir, "lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderError(dir, err)
	}
	if err := tryLock(file); err != nil {
		file.Close()
		if errors.Is(err, errLocked) {
			return nil, inUse(dir, path)
		}
		return nil, folderError(dir, err)
	}
	lock := &FolderLock{file: file}
	if err := lock.SetAddress(""); err != nil {
		lock.Release()
		return nil, err
	}
	return lock, nil
}

// inUse is the error for a folder that another process holds, told from what
// that process wrote into the lock file.
func inUse(dir, path string) error {
	holder := "Another bailiwick"
	server := ""
	if text, err := os.ReadFile(path); err == nil {
		process, address, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
		if process != "" && address != "" {
			holder += fmt.Sprintf(" (process %s, %s)", process, address)
			server = address
		} else if process != "" {
			holder += fmt.Sprintf(" (process %s)", process)
		}
	}
	if server == "" {
		server = "URL"
	}
	return territory.Errorf(territory.Conflict, "%s is using the data folder %s: stop it, or reach it with --server %s.", holder, dir, server)
}

// SetAddress writes where this process serves, for the message others get; ""
// when it does not.
func (l *FolderLock) SetAddress(address string) error {
	text := fmt.Sprintf("%d\n%s\n", os.Getpid(), address)
	if err := l.file.Truncate(0); err != nil {
		return folderError(filepath.Dir(l.file.Name()), err)
	}
	if _, err := l.file.WriteAt([]byte(text), 0); err != nil {
		return folderError(filepath.Dir(l.file.Name()), err)
	}
	return nil
}

// Release gives the folder up. The file stays, so that two processes can never
// lock two different files of the same name.
func (l *FolderLock) Release() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("release the data folder: %w", err)
	}
	return nil
}
