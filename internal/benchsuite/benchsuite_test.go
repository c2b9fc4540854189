package benchsuite

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/solvefile"
	"github.com/bailiwick-planning/bailiwick/solve/instance"
)

// path3 is 0 – 1 – 2 with borders of 1.5 km and none.
func path3(t *testing.T) *instance.Graph {
	t.Helper()
	g, err := instance.NewGraph(3, []int32{0, 1}, []int32{1, 2}, []float64{1.5, 0})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestWriteGraph_IsWhatMetisReads(t *testing.T) {
	t.Parallel()
	g := path3(t)
	var got bytes.Buffer
	if err := writeGraph(&got, g, []int64{7, 0, 9}, metres(g.Border)); err != nil {
		t.Fatal(err)
	}
	if want := "3 2 011\n7 2 1500\n0 1 1500 3 1\n9 2 1\n"; got.String() != want {
		t.Errorf("with borders: got %q, want %q", got.String(), want)
	}
	got.Reset()
	if err := writeGraph(&got, g, []int64{7, 0, 9}, nil); err != nil {
		t.Fatal(err)
	}
	if want := "3 2 010\n7 2\n0 1 3\n9 2\n"; got.String() != want {
		t.Errorf("without borders: got %q, want %q", got.String(), want)
	}
}

func TestReadParts(t *testing.T) {
	t.Parallel()
	got, err := readParts(strings.NewReader("1\n0\n1\n"), 3, 2)
	if err != nil || !slices.Equal(got, instance.Assignment{1, 0, 1}) {
		t.Errorf("got %v, %v", got, err)
	}
	for name, text := range map[string]string{"too few": "1\n", "too many": "0\n0\n0\n0\n", "no such part": "0\n2\n1\n", "no number": "0\nx\n1\n"} {
		if _, err := readParts(strings.NewReader(text), 3, 2); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestPartitioningTime(t *testing.T) {
	t.Parallel()
	got, err := partitioningTime("Timing Information ---\n  I/O:          \t\t   0.009 sec\n  Partitioning: \t\t   0.041 sec   (METIS time)\n")
	if err != nil || got != 0.041 {
		t.Errorf("got %g, %v, want 0.041", got, err)
	}
	if _, err := partitioningTime("Timing\n"); err == nil {
		t.Error("an output without a time was accepted")
	}
}

func TestCase_VerdictAndMissed(t *testing.T) {
	t.Parallel()
	columns := append(within(0.01), most("fragments", Count, 0))
	for _, c := range []struct {
		largest, smallest, fragments float64
		verdict                      string
		missed                       int
	}{
		{0.01, -0.01, 0, "yes", 0}, {0.01 + 1e-12, -0.009, 0, "yes", 0}, {0.0101, -0.01, 0, "no", 1}, {0.02, -0.02, 1, "no", 3},
	} {
		row := Case{Columns: columns, Ours: Line{Values: map[string]float64{"largest": c.largest, "smallest": c.smallest, "fragments": c.fragments}}}
		if got := row.Verdict(); got != c.verdict || len(row.Missed()) != c.missed {
			t.Errorf("%+v: verdict %s, missed %q", c, got, row.Missed())
		}
	}
	if got := (&Case{Failed: "broke"}).Verdict(); got != "no" {
		t.Errorf("a failed case has verdict %q", got)
	}
	if got := (&Case{Skipped: "no data"}).Verdict(); got != "skipped" {
		t.Errorf("a skipped case has verdict %q", got)
	}
}

func TestWriteMarkdown_PrintsRatiosEvenWhereWeLose(t *testing.T) {
	t.Parallel()
	r := Report{Command: "bench suite", Machine: Machine{CPU: "abacus", Cores: 2}, Cases: []Case{
		{
			Name: "a", Section: "One", Title: "first", Columns: []Column{most("seconds", Seconds, 1), measured("border", Kilometres)},
			Ours: Line{"Bailiwick", map[string]float64{"seconds": 3, "border": 50}}, Peers: []Line{{"peer", map[string]float64{"seconds": 0.5, "border": 100}}},
			Commands: []string{"bailiwick solve"}, Details: &Table{Header: []string{"i"}, Rows: [][]string{{"x"}}},
		},
		{Name: "b", Section: "Two", Title: "second", Skipped: "no data."},
	}}
	var out bytes.Buffer
	if err := r.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| processor | abacus, 2 cores", "## One\n\n### first\n\n", "| Bailiwick | 3.00 s | 50.0 km |\n| peer | 0.50 s | 100 km |\n| ours ÷ theirs | 6 | 0.5 |\n",
		"| target | ≤ 1 s |  |\n| met | **no** |  |", "```sh\nbailiwick solve\n```", "Missed: seconds 3.00 s, asked for ≤ 1 s.", "| second | no data. | skipped |", "Skipped: no data.", "| x |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the document lacks %q:\n%s", want, out.String())
		}
	}
}

func TestCase_BusyMachineExcusesSecondsOnly(t *testing.T) {
	t.Parallel()
	c := Case{Load: busy + 1, Columns: []Column{most("seconds", Seconds, 1), most("fragments", Count, 0)}, Ours: Line{Values: map[string]float64{"seconds": 2, "fragments": 0}}}
	if !c.busyOnly() {
		t.Error("a slow run on a busy machine is not excused")
	}
	c.Ours.Values["fragments"] = 1
	if c.busyOnly() {
		t.Error("fragments are excused by a busy machine")
	}
	c.Ours.Values["fragments"], c.Load = 0, busy
	if c.busyOnly() {
		t.Error("a slow run on a quiet machine is excused")
	}
}

func TestRun_KeepsEarlierFiguresOfCasesLeftOut(t *testing.T) {
	t.Parallel()
	earlier := &Report{Cases: []Case{{Name: "accounts", Title: "old"}, {Name: "scale-5m", Title: "long ago"}, {Name: "gone", Title: "no such case"}}}
	got, err := Run(t.Context(), Options{Program: "/nowhere/bailiwick", Quick: true, Only: []string{"scale-5m", "locate"}, Earlier: earlier, Now: time.Now, Log: func(string) {}})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, c := range got.Cases {
		titles = append(titles, c.Title)
	}
	if want := []string{"old", "long ago", "250,000 points located in countries, states and counties"}; !slices.Equal(titles, want) {
		t.Errorf("cases %q, want %q", titles, want)
	}
	if got.Cases[2].Failed == "" {
		t.Error("a program that cannot be started is not reported")
	}
}

func TestMachine_FieldsOfProc(t *testing.T) {
	t.Parallel()
	text := "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nMemTotal:       24576 kB\n"
	if got := field(text, "model name"); got != "Some CPU @ 2 GHz" {
		t.Errorf("model name: %q", got)
	}
	if got := kilobytes(field(text, "MemTotal")); got != 24576*1024 {
		t.Errorf("memory: %d", got)
	}
}

func TestEntries_NamesAreUnique(t *testing.T) {
	t.Parallel()
	names := Names()
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	if len(sorted) != len(names) || len(names) < 15 {
		t.Errorf("%d names, %d different: %q", len(names), len(sorted), names)
	}
	for name := range reasons {
		if !slices.Contains(names, name) {
			t.Errorf("there is a reason for %q, which is no case", name)
		}
	}
}

func TestSingle_SmallProblemsInMemory(t *testing.T) {
	t.Parallel()
	p := Problem{N: 2000, Territories: 8, Tolerance: 0.02, Seed: 3, Workers: 1, Now: time.Now}
	s, err := Scale(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if s.Violations != 0 || s.Largest > 0.02+1e-9 || s.Smallest < -0.02-1e-9 || s.Inertia <= 0 {
		t.Errorf("scale: %+v", s)
	}
	changes, err := Resolve(t.Context(), p)
	if err != nil || len(changes) != 3 || changes[2].Territories != 9 {
		t.Errorf("resolve: %+v, %v", changes, err)
	}
	cancels, err := Cancel(t.Context(), p)
	if err != nil || cancels.Plans != cancels.Moments {
		t.Errorf("cancel: %+v, %v", cancels, err)
	}
	curve, err := Headcount(t.Context(), p, 3)
	if err != nil || curve.Plans != 3 || curve.Worst > 1+1e-9 {
		t.Errorf("headcount: %+v, %v", curve, err)
	}
}

// TestSuite_SmallCaseEndToEnd runs the real program on 500 points, without
// peers, and reads its plan back.
func TestSuite_SmallCaseEndToEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	program := filepath.Join(t.TempDir(), "bailiwick")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../cmd/bailiwick").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Setenv("PATH", t.TempDir()) // no peers
	r := &runner{Options: Options{Program: program, Workers: 1, Quick: true, Now: time.Now, Log: func(string) {}}, dir: t.TempDir(), made: map[string]error{}}
	s := square{family: "U5", title: "small", n: 500, territories: 5, tolerance: 0.05, contiguous: true, peer: true,
		columns: append([]Column{measured("seconds", Seconds), measured("inertia", Number), most("fragments", Count, 0)}, within(0.05)...)}
	c := r.one(t.Context(), entry{name: "small", section: "s", run: s.run})
	if c.Failed != "" || c.Verdict() != "yes" {
		t.Fatalf("verdict %s, missed %q", c.Verdict(), c.Missed())
	}
	if v := c.Ours.Values["inertia"]; !(v > 0 && v < 0.1) {
		t.Errorf("inertia %g", v)
	}
	if len(c.Peers) != 0 || len(c.Commands) != 2 || !strings.HasPrefix(c.Commands[0], "bailiwick synth U5 --seed 1 --units U5.csv") {
		t.Errorf("peers %v, commands %q", c.Peers, c.Commands)
	}
}

// TestMetis_PartitionsWhatWeWrote runs the real peer where it is installed.
func TestMetis_PartitionsWhatWeWrote(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("gpmetis"); err != nil {
		t.Skip("gpmetis is not installed")
	}
	dir := t.TempDir()
	units, edges := filepath.Join(dir, "u.csv"), filepath.Join(dir, "e.csv")
	var u, e strings.Builder
	u.WriteString("id,x,y,weight\n")
	e.WriteString("a,b\n")
	for i := range 40 {
		fmt.Fprintf(&u, "n%d,%d,0,1\n", i, i)
		if i > 0 {
			fmt.Fprintf(&e, "n%d,n%d\n", i-1, i)
		}
	}
	for path, text := range map[string]string{units: u.String(), edges: e.String()} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := problem{units: units, edges: edges, territories: 2, goals: []solvefile.Goal{{Column: "weight", Tolerance: 0.1}}, contiguous: true}
	read, err := p.read()
	if err != nil {
		t.Fatal(err)
	}
	c := Case{Columns: append([]Column{measured("seconds", Seconds), most("fragments", Count, 0)}, within(0.1)...)}
	r := &runner{dir: dir}
	if err := r.metis(context.Background(), &c, p, read, 30); err != nil {
		t.Fatal(err)
	}
	if len(c.Peers) != 1 || c.Peers[0].Values["fragments"] != 0 || math.Abs(c.Peers[0].Values["largest"]) > 0.1 {
		t.Errorf("peers: %+v", c.Peers)
	}
}
