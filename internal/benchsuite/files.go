package benchsuite

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
)

// renameHeader copies a CSV file with other names in its first line.
func renameHeader(from, to, old, names string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("rename header: %w", err)
	}
	header, rows, _ := bytes.Cut(text, []byte("\n"))
	if !bytes.Contains(header, []byte(old)) {
		return fmt.Errorf("rename header: %s has no %q", from, old)
	}
	header = bytes.Replace(header, []byte(old), []byte(names), 1)
	return os.WriteFile(to, slices.Concat(header, []byte("\n"), rows), 0o644)
}

// column reads one column of a CSV file.
func column(r io.Reader, name string) ([]string, error) {
	rows := csv.NewReader(r)
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	at := slices.Index(header, name)
	if at < 0 {
		return nil, fmt.Errorf("there is no column %q", name)
	}
	var cells []string
	for {
		record, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read row %d: %w", len(cells)+2, err)
		}
		cells = append(cells, record[at])
	}
}

// readColumn is column for the file at path.
func readColumn(path, name string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // opened for reading
	cells, err := column(f, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return cells, nil
}

// readNumbers is readColumn for numbers.
func readNumbers(path, name string) ([]float64, error) {
	cells, err := readColumn(path, name)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(cells))
	for i, cell := range cells {
		if out[i], err = strconv.ParseFloat(cell, 64); err != nil {
			return nil, fmt.Errorf("%s, row %d: %w", path, i+2, err)
		}
	}
	return out, nil
}
