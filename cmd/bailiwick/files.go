package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

func decode(response *http.Response, out any) error {
	defer response.Body.Close() //nolint:errcheck // read to the end or given up
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	return nil
}

// fetch downloads path of the API into a file, written aside and renamed.
func fetch(ctx context.Context, api *client, path, file string) error {
	response, err := api.send(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to the end or given up
	return writeFile(file, func(w io.Writer) error {
		_, err := io.Copy(w, response.Body)
		return err
	})
}

// writeFile makes or replaces a file in one step.
func writeFile(name string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".bailiwick-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
