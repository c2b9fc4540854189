package benchsuite

import (
	"bytes"
	"fmt"
	"os"
	"slices"
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
