package benchrun_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/benchrun"
)

// folder writes a set of instances as the public ones stand: the instances one
// folder below their catalogue.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const six = "x,y,demand,capacity,p\n0.5,0,1,3,2\n1,0,1,3,2\n2,0,1,3,2\n10,0,1,3,2\n11,0,1,3,2\n12,0,1,3,2\n"

func options() benchrun.Options { return benchrun.Options{Iterations: 10, Seed: 3} }

func TestCPMP_ReadsCatalogueOneFolderAbove(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"in/six.csv":     six,
		"instances.csv":  "instance,distance\nsix,euclid_int\n",
		"best-known.csv": "instance,best_known\nsix,2\n",
	})
	line, err := benchrun.CPMP(t.Context(), filepath.Join(dir, "in", "six.csv"), options())
	if err != nil {
		t.Fatal(err)
	}
	if line.Cost != 3 || line.BestKnown == nil || *line.BestKnown != 2 || *line.Gap != 50 || !line.Feasible {
		t.Errorf("got %+v, want cost 3 at a gap of 50 %% to 2", line)
	}
	if line.Bound == nil || *line.Bound > 3 || line.BoundKind != "lagrangian" || line.Iterations != 10 || line.Seed != 3 {
		t.Errorf("got %+v, want a lagrangian bound, 10 iterations, seed 3", line)
	}
}

func TestCPMP_WithoutCatalogueHasNoGap(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"in/six.csv": six})
	line, err := benchrun.CPMP(t.Context(), filepath.Join(dir, "in", "six.csv"), options())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"instance":"six"`, `"n":6`, `"p":2`, `"cost":3.5`, `"best_known":null`, `"gap":null`, `"feasible":true`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
}

func TestCPMP_ReadsMatrixOfTheFamily(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"in/tri_1.csv":         "x,y,demand,capacity,p\n0,0,1,9,1\n0,0,1,9,1\n0,0,1,9,1\n",
		"in/tri-distances.csv": "0,5,1\n5,0,2\n1,2,0\n",
		"instances.csv":        "instance,distance\ntri_1,matrix\n",
	})
	line, err := benchrun.CPMP(t.Context(), filepath.Join(dir, "in", "tri_1.csv"), options())
	if err != nil {
		t.Fatal(err)
	}
	if line.Cost != 3 {
		t.Errorf("got cost %v, want 3", line.Cost)
	}
}

func TestCCCP_MeasuresFromTheMean(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"in/six.csv": strings.Replace(six, "0.5", "0", 1)})
	line, err := benchrun.CCCP(t.Context(), filepath.Join(dir, "in", "six.csv"), options())
	if err != nil {
		t.Fatal(err)
	}
	if line.Cost != 4 || line.Bound != nil || line.BoundKind != "none" {
		t.Errorf("got %+v, want cost 4 without a bound", line)
	}
}

func TestCPMP_NamesFileOfError(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"in/bad.csv": "x,y\n"})
	for _, name := range []string{"bad.csv", "absent.csv"} {
		_, err := benchrun.CPMP(t.Context(), filepath.Join(dir, "in", name), options())
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error naming %s", err, name)
		}
	}
}

// TestPublicInstances_WithinTarget runs a small and a middling public instance
// where the data stand beside the repository.
func TestPublicInstances_WithinTarget(t *testing.T) {
	t.Parallel()
	base := filepath.Join("..", "..", "..", "shared", "bench", "cpmp", "instances")
	for _, name := range []string{"pmedcap01.csv", "u724_030.csv"} {
		path := filepath.Join(base, name)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("no public instances: %v", err)
		}
		line, err := benchrun.CPMP(t.Context(), path, benchrun.Options{Iterations: 60, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		if !line.Feasible || line.Gap == nil || *line.Gap > 2 || *line.Gap < -0.1 {
			t.Errorf("got %+v, want feasible within 2 %%", line)
		}
	}
}
