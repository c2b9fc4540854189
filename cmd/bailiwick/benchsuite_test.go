package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBrowserSection_IsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "benchmarks.md")
	if got := browserSection(path); got != "" {
		t.Errorf("of no document %q was kept", got)
	}
	for text, want := range map[string]string{
		"# Benchmarks\n\ncases\n": "",
		"# Benchmarks\n\n<!-- browser: written by x -->\n## Desk\n<!-- browser: end -->\n": "\n<!-- browser: written by x -->\n## Desk\n<!-- browser: end -->\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := browserSection(path); got != want {
			t.Errorf("of %q %q was kept, want %q", text, got, want)
		}
	}
}
