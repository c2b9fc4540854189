package bailiwick_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/bailiwick-planning/bailiwick/"

// layer says where a package stands; a package may import what its rule lists.
// Names ending in "/" cover everything below them.
var rules = []struct {
	pkg string
	// may lists the packages of ours it may import.
	may []string
	why string
}{
	{"solve/instance", nil, "the bottom of the engine"},
	{"solve/check", []string{"solve/instance"}, "the checker shares no code with the search, so that a bug cannot hide itself"},
	{"solve/measure", []string{"solve/instance", "internal/geom"}, "the engine is importable alone"},
	{"solve/", []string{"solve", "solve/", "internal/geom"}, "the engine is importable alone"},
	{"solve", []string{"solve/", "internal/geom"}, "the engine is importable alone"},

	{"internal/sentence", nil, "core: what the program says"},
	{"internal/territory", []string{"internal/sentence"}, "core: the words everybody shares"},
	{"internal/geom", nil, "core: geometry on the standard library"},
	{"internal/access", []string{"internal/territory"}, "core: one policy module"},
	{"internal/boundary", []string{"internal/geom", "internal/sentence", "internal/territory"}, "core"},
	{"internal/boundary/", []string{"internal/geom", "internal/territory", "internal/boundary", "internal/boundary/"}, "core"},
	{"internal/alignment", []string{"internal/geom", "internal/sentence", "internal/territory"}, "core"},

	{"internal/blob", []string{"internal/sentence", "internal/territory"}, "data"},
	{"internal/blob/", []string{"internal/territory", "internal/blob"}, "data"},
	{"internal/dataset", []string{"internal/sentence", "internal/territory", "internal/blob"}, "data knows blobs, not databases"},
	{"internal/attribute", []string{"internal/sentence", "internal/territory", "internal/geom", "internal/boundary", "internal/alignment", "internal/blob", "internal/dataset", "internal/expression", "internal/figures"}, "data: columns that no source has"},
	{"internal/secret", []string{"internal/sentence", "internal/territory"}, "data: encryption of stored secrets"},
	{"internal/discussion", []string{"internal/sentence", "internal/territory", "internal/alignment"}, "core"},
	{"internal/figures", []string{"internal/sentence", "internal/territory", "internal/geom", "internal/alignment", "internal/dataset"}, "data: one meaning for every figure"},

	{"internal/expression", []string{"internal/sentence", "internal/territory", "internal/dataset"}, "data: conditions over columns"},
	{"internal/family", []string{"internal/sentence", "internal/territory", "internal/dataset", "internal/alignment"}, "data: which units belong together"},

	{"internal/expression", []string{"internal/sentence", "internal/territory", "internal/dataset"}, "data: conditions over columns"},

	{"internal/orgplan", []string{"internal/sentence", "internal/territory"}, "data: plans of writes and the doing of them"},
	{"internal/webhook", []string{"internal/sentence", "internal/territory", "internal/secret"}, "data: messages about what has ended, and to whom"},
	{"internal/webhookpost", below(), "edges do not import each other"},
	{"internal/connection", []string{"internal/sentence", "internal/territory"}, "data: what an org is called and how it is reached"},

	{"internal/job", core(), "work packages do not import each other"},
	{"internal/ingest", core(), "work packages do not import each other"},
	{"internal/optimize", append(core(), "solve", "solve/"), "work packages do not import each other"},
	{"internal/compare", core(), "work packages do not import each other"},
	{"internal/rule", core(), "work packages do not import each other"},
	{"internal/refresh", core(), "work packages do not import each other"},
	{"internal/live", core(), "work packages do not import each other"},
	{"internal/publish", core(), "work packages do not import each other"},
	{"internal/boundaryset", core(), "work packages do not import each other"},

	{"internal/salesforceplan", core(), "work packages do not import each other"},
	{"internal/salesforce", below(), "edges do not import each other"},

	{"internal/csvfile", below(), "edges do not import each other"},
	{"internal/sqlite", below(), "edges do not import each other"},
	{"internal/httpapi", below(), "edges do not import each other"},
	{"internal/xlsxfile", below(), "edges do not import each other"},
	{"internal/parquetfile", below(), "edges do not import each other"},
	{"internal/pgsource", below(), "edges do not import each other"},
	{"internal/geopackage", below(), "edges do not import each other"},
	{"internal/reportfile", below(), "edges do not import each other"},
	{"internal/nominatim", below(), "edges do not import each other"},
	{"internal/traveltime", below(), "edges do not import each other"},
	{"internal/salesforcesim", []string{"internal/synth"}, "edge: shares no code with the connector, so that a misreading cannot hide in both"},
	{"web", nil, "edge: the built app"},

	{"internal/synth", append(core(), "solve", "solve/"), "for tests, benchmarks and the synth command"},
	{"internal/solvefile", []string{"solve", "solve/", "internal/territory"}, "engine problems in CSV files"},
	{"internal/benchdata", []string{"solve/"}, "readers of public instances"},
	{"internal/benchrun", []string{"solve", "solve/", "internal/benchdata", "internal/synth", "internal/geom"}, "the bench command"},
	{"internal/benchsuite", append(below(), "solve", "solve/", "internal/solvefile", "internal/synth", "internal/benchrun", "internal/benchdata", "internal/csvfile"), "the bench command"},
	{"internal/storetest", below(), "the suite every store passes"},

	{"cmd/", []string{"solve", "solve/", "internal/", "web"}, "only cmd knows which edges exist"},
}

func core() []string {
	return []string{"internal/sentence", "internal/territory", "internal/geom", "internal/access", "internal/boundary", "internal/boundary/",
		"internal/alignment", "internal/discussion", "internal/blob", "internal/dataset", "internal/figures", "internal/expression", "internal/attribute", "internal/secret", "internal/family",
		"internal/orgplan", "internal/connection", "internal/webhook"}
}

func below() []string {
	return append(core(), "internal/job", "internal/ingest", "internal/optimize", "internal/compare", "internal/publish", "internal/boundaryset", "internal/rule", "internal/refresh",
		"internal/salesforceplan", "internal/live")
}

// TestImports_PointDownOnly holds the code to docs/architecture.md: imports
// point down, edges and work packages stay apart, the engine stands alone.
func TestImports_PointDownOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := json.NewDecoder(strings.NewReader(string(out)))
	var checked int
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, imported := range p.Imports {
			other, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			checked++
			if why := breach(name, other); why != "" {
				t.Errorf("%s imports %s: %s", name, other, why)
			}
		}
	}
	if checked < 20 {
		t.Fatalf("only %d imports were looked at; the listing must be broken", checked)
	}
}

// breach returns why name may not import other, "" when it may.
func breach(name, other string) string {
	if name == strings.TrimSuffix(module, "/") {
		return ""
	}
	for _, rule := range rules {
		if !covers(rule.pkg, name) {
			continue
		}
		for _, allowed := range rule.may {
			if covers(allowed, other) {
				return ""
			}
		}
		return rule.why
	}
	return "the package has no rule; give it its place in imports_test.go and docs/architecture.md"
}

func covers(pattern, name string) bool {
	return name == pattern || strings.HasSuffix(pattern, "/") && strings.HasPrefix(name, pattern)
}

// TestImports_CoreDoesNoIO keeps files, networks, databases and clocks out of
// the core packages.
func TestImports_CoreDoesNoIO(t *testing.T) {
	forbidden := map[string]bool{"os": true, "net": true, "net/http": true, "database/sql": true, "os/exec": true, "path/filepath": true, "math/rand": true}
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./solve/...", "./internal/territory", "./internal/geom",
		"./internal/access", "./internal/boundary/...", "./internal/alignment", "./internal/figures").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := json.NewDecoder(strings.NewReader(string(out)))
	var seen int
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen++
		for _, imported := range p.Imports {
			if forbidden[imported] {
				t.Errorf("%s imports %s: core does no I/O", strings.TrimPrefix(p.ImportPath, module), imported)
			}
		}
	}
	if seen < 6 {
		t.Fatalf("only %d core packages were looked at", seen)
	}
}
