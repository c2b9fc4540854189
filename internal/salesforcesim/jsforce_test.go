package salesforcesim_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// TestJsforce_WorksUnchanged runs a script with a client that others wrote
// against the simulator. It needs Node and the npm registry (or its cache), so
// it runs only when BAILIWICK_JSFORCE is set, as scripts/test.sh does.
func TestJsforce_WorksUnchanged(t *testing.T) {
	if os.Getenv("BAILIWICK_JSFORCE") == "" {
		t.Skip("BAILIWICK_JSFORCE is not set")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "exercise.mjs"} {
		text, err := os.ReadFile(filepath.Join("testdata", "jsforce", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("jsforce cannot be installed, so nothing was compared: %v\n%s", err, out)
	}
	sim := salesforcesim.New(salesforcesim.Options{Accounts: 2500, Seed: 7})
	defer sim.Close()
	server := httptest.NewServer(sim)
	defer server.Close()
	about, err := json.Marshal(sim.About(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	script := exec.Command("node", "exercise.mjs")
	script.Dir = dir
	script.Env = append(os.Environ(), "SIM="+string(about))
	out, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("jsforce: %v\n%s", err, out)
	}
	var done []string
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &done); err != nil || len(done) != 13 {
		t.Errorf("jsforce did %d of 13 steps: %s", len(done), out)
	}
}
