package secret

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// KeyFile reads the key at path: 64 hexadecimal digits, readable by its owner
// only. A missing file is an Error; see MakeKeyFile.
func KeyFile(path string) (Sealer, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Sealer{}, territory.Errorf(territory.Invalid, "There is no key file %s. Make one with: openssl rand -hex %d", path, KeyBytes)
	}
	if err != nil {
		return Sealer{}, fmt.Errorf("read key file: %w", err)
	}
	if open := info.Mode().Perm() & 0o077; open != 0 && runtime.GOOS != "windows" {
		return Sealer{}, territory.Errorf(territory.Invalid, "Others may read the key file %s (mode %04o). Run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Sealer{}, fmt.Errorf("read key file: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != KeyBytes {
		return Sealer{}, territory.Errorf(territory.Invalid, "The key file %s does not hold %d hexadecimal digits.", path, 2*KeyBytes)
	}
	return NewSealer(key)
}

// MakeKeyFile reads the key at path and writes a new random one first when
// there is no such file. The file appears whole or not at all.
func MakeKeyFile(path string) (Sealer, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return KeyFile(path)
	}
	key := make([]byte, KeyBytes)
	rand.Read(key) //nolint:errcheck // never fails, by its contract
	// CreateTemp makes the file with mode 0600.
	aside, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return Sealer{}, fmt.Errorf("make key file: %w", err)
	}
	defer os.Remove(aside.Name()) //nolint:errcheck // gone after the rename
	_, err = aside.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, aside.Sync(), aside.Close()); err != nil {
		return Sealer{}, fmt.Errorf("make key file: %w", err)
	}
	if err := os.Rename(aside.Name(), path); err != nil {
		return Sealer{}, fmt.Errorf("make key file: %w", err)
	}
	return NewSealer(key)
}
