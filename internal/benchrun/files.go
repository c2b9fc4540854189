package benchrun

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

func read[T any](path string, parse func(io.Reader) (T, error)) (T, error) {
	return readFile(path, func(f *os.File) (T, error) { return parse(f) })
}

func readFile[T any](path string, parse func(*os.File) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("open: %w", err)
	}
	defer f.Close()
	v, err := parse(f)
	if err != nil {
		return none, fmt.Errorf("%s: %w", path, err)
	}
	return v, nil
}

// readIfThere is read, with the zero value for a file that does not exist.
func readIfThere[T any](path string, parse func(io.Reader) (T, error)) (T, error) {
	v, err := read(path, parse)
	if errors.Is(err, fs.ErrNotExist) {
		var none T
		return none, nil
	}
	return v, err
}
