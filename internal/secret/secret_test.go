package secret_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/secret"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"pgregory.net/rapid"
)

func sealer(t *testing.T, fill byte) secret.Sealer {
	t.Helper()
	s, err := secret.NewSealer(bytes.Repeat([]byte{fill}, secret.KeyBytes))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealer_OpensWhatItSealedAndNothingElse(t *testing.T) {
	s, other := sealer(t, 1), sealer(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed, err := s.Seal(plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Open(sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("Open = %q, %v; want %q", got, err, plain)
		}
		if len(plain) > 8 && bytes.Contains(sealed, plain) {
			t.Fatal("the sealed bytes hold the plain ones")
		}
		if _, err := other.Open(sealed); territory.CodeOf(err) != territory.Invalid {
			t.Fatalf("another key opened it: %v", err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if got, err := s.Open(sealed); err == nil {
			t.Fatalf("a changed byte %d opened as %q", at, got)
		}
		if _, err := s.Open(sealed[:at]); err == nil {
			t.Fatal("a cut secret opened")
		}
	})
}

func TestSealer_SameSecretLooksDifferentEveryTime(t *testing.T) {
	s := sealer(t, 1)
	a, _ := s.Seal([]byte("password"))
	b, _ := s.Seal([]byte("password"))
	if bytes.Equal(a, b) {
		t.Error("sealing twice gave the same bytes")
	}
}

func TestSealer_ZeroValueRefuses(t *testing.T) {
	var s secret.Sealer
	if _, err := s.Seal([]byte("x")); territory.CodeOf(err) != territory.Unavailable {
		t.Errorf("Seal without key: %v", err)
	}
	if _, err := s.Open([]byte{1}); territory.CodeOf(err) != territory.Unavailable {
		t.Errorf("Open without key: %v", err)
	}
}

func TestMakeKeyFile_KeepsTheKeyItMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	first, err := secret.MakeKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode = %v, %v; want 0600", info.Mode(), err)
	}
	sealed, _ := first.Seal([]byte("postgres://…"))
	again, err := secret.MakeKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(sealed); err != nil || string(got) != "postgres://…" {
		t.Errorf("after reopening: %q, %v", got, err)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 1 {
		t.Errorf("files left beside the key: %v", left)
	}
}

func TestKeyFile_SaysWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	good := hex.EncodeToString(make([]byte, secret.KeyBytes))
	tests := []struct {
		name, content string
		mode          os.FileMode
		want          string
	}{
		{"missing", "", 0, "There is no key file"},
		{"readable by others", good, 0o644, "chmod 600"},
		{"short", good[2:], 0o600, "does not hold 64"},
		{"not hexadecimal", strings.Repeat("z", 64), 0o600, "does not hold 64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(folder, tt.name)
			if tt.mode != 0 {
				if err := os.WriteFile(path, []byte(tt.content), tt.mode); err != nil {
					t.Fatal(err)
				}
			}
			_, err := secret.KeyFile(path)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v; want one with %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "zzzz") {
				t.Error("the message shows the key")
			}
		})
	}
}
