package expression_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/expression"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// table is a small snapshot in memory.
type table struct {
	units   int
	numbers map[string][]float64
	texts   map[string]*dataset.Texts
}

func (s table) Units() int { return s.units }
func (s table) Numbers(_ context.Context, name string) ([]float64, error) {
	return s.numbers[name], nil
}
func (s table) Texts(_ context.Context, name string) (*dataset.Texts, error) {
	return s.texts[name], nil
}

var nan = math.NaN()

var small = table{units: 4,
	numbers: map[string][]float64{"Revenue": {100, nan, 50, 0}, "Visits": {2, 3, 0, 4}, "Active": {1, 0, nan, 1}, "Since": {20178, nan, 0, 19782}},
	texts:   map[string]*dataset.Texts{"Tier": {Codes: []int32{0, 1, -1, 0}, Values: []string{"A", "b"}}, "Zip Code": {Codes: []int32{0, 1, 2, -1}, Values: []string{"00501", "1234", "äöü"}}}}

var smallColumns = []dataset.Column{{Name: "Revenue", Type: dataset.Number}, {Name: "Visits", Type: dataset.Number}, {Name: "Active", Type: dataset.Boolean},
	{Name: "Since", Type: dataset.Date}, {Name: "Tier", Type: dataset.Text}, {Name: "Zip Code", Type: dataset.Text}}

var smallAreas = &expression.Areas{Proposed: []int32{1, 1, 2, 0}, Original: []int32{2, 1, 2, 0}, Names: map[int32]string{1: "North", 2: "South"}}

func show(v *dataset.Whole) string {
	if v.Texts == nil {
		return fmt.Sprint(v.Numbers)
	}
	var all []string
	for i := range v.Texts.Codes {
		all = append(all, v.Texts.At(i))
	}
	return "[" + strings.Join(all, "|") + "]"
}

func TestFormula_HandCases(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, kind, want string }{
		{"Revenue + 1", "number", "[101 NaN 51 1]"},
		{"Revenue / Visits", "number", "[50 NaN NaN 0]"},
		{"-Visits ** 2", "number", "[-4 -9 -0 -16]"},
		{"Visits % 3", "number", "[2 0 0 1]"},
		{"Tier == \"A\" ? Revenue * 1.5 : 1", "number", "[150 1 1 0]"},
		{"choose(Active, Tier, \"off\")", "text", "[A|off|off|A]"},
		{"Revenue > 10 and not Active", "boolean", "[0 0 1 0]"},
		{"Active == false", "boolean", "[0 1 1 0]"},
		{"Tier in [\"A\", \"C\"] or Visits in [3]", "boolean", "[1 1 0 1]"},
		{"coalesce(Revenue, Visits)", "number", "[100 3 50 0]"},
		{"Revenue ?? -1", "number", "[100 -1 50 0]"},
		{"missing(Tier) or missing(Revenue)", "boolean", "[0 1 1 0]"},
		{"upper(Tier) + \"-\" + left($env[\"Zip Code\"], 2)", "text", "[A-00|B-12|-äö|A-]"},
		{"right($env[\"Zip Code\"], 2)", "text", "[01|34|öü|]"},
		{"number($env[\"Zip Code\"])", "number", "[501 1234 NaN NaN]"},
		{"text(Visits)", "text", "[2|3|0|4]"},
		{"len($env[\"Zip Code\"])", "number", "[5 4 3 0]"},
		{"Since + 1", "date", "[20179 NaN 1 19783]"},
		{"Since - date(\"2024-02-29\")", "number", "[396 NaN -19782 0]"},
		{"year(Since) * 100 + month(Since)", "number", "[202503 NaN 197001 202402]"},
		{"weekday(Since)", "number", "[1 NaN 4 4]"},
		{"max(Revenue, Visits, 60)", "number", "[100 NaN 60 60]"},
		{"log(Revenue) > 0", "boolean", "[1 0 1 0]"},
		{"Revenue / total(Revenue)", "number", "[0.6666666666666666 NaN 0.3333333333333333 0]"},
		{"average(Revenue)", "number", "[50 50 50 50]"},
		{"area()", "text", "[North|North|South|]"},
		{"areaSum(Visits)", "number", "[5 5 0 NaN]"},
		{"areaSum(Visits, \"original\")", "number", "[2 3 2 NaN]"},
		{"areaShare(Revenue)", "number", "[0.6666666666666666 0.6666666666666666 0.3333333333333333 NaN]"},
		{"areaMean(Revenue) - areaMin(Revenue)", "number", "[0 0 0 NaN]"},
		{"area() == area(\"original\")", "boolean", "[0 1 1 1]"},
	}
	for _, tt := range tests {
		f, err := expression.CompileFormula(tt.text, smallColumns)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		v, err := f.Values(t.Context(), small, smallAreas)
		if err != nil || show(v) != tt.want || string(f.Type()) != tt.kind {
			t.Errorf("%s = %v (%s), %v; want %s (%s)", tt.text, show(v), f.Type(), err, tt.want, tt.kind)
		}
	}
}

func TestFormula_ErrorsSayWhere(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, where, want string }{
		{"Revenu + 1", "column 1", "unknown name Revenu; the dataset has Active, Revenue"},
		{"Revenue + Tier", "column 9", "+ cannot be applied to a number and a text"},
		{"1 + upper(Revenue)", "column 11", "upper needs a text here, this is a number"},
		{"wrong(1)", "column 1", "unknown function wrong"},
		{"Revenue > 1 ? 1 : \"x\"", "", "one type"},
		{"Revenue ? 1 : 2", "column 1", "true or false"},
		{"left(Tier)", "column 1", "left(text, n)"},
		{"date(\"31.3.2025\")", "column 6", "is not a date"},
		{"Since + Since", "column 7", "+ cannot be applied"},
		{"(Revenue", "", ""},
		{"areaSum(Tier)", "column 9", "needs a number"},
		{"area(\"other\")", "column 6", "original"},
		{"Tier in Visits", "column 9", "write a list"},
		{"[1, 2]", "column 1", "not something a formula can do"},
		{"filter(Visits, # > 1)", "", ""},
		{"", "", "The formula is empty"},
	}
	for _, tt := range tests {
		_, err := expression.CompileFormula(tt.text, smallColumns)
		if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.where) {
			t.Errorf("%s: %v; want an error at %q with %q", tt.text, err, tt.where, tt.want)
		}
	}
	f, err := expression.CompileFormula("areaSum(Revenue)", smallColumns)
	if err != nil || !f.NeedsAreas() {
		t.Fatalf("areaSum: %v", err)
	}
	if _, err := f.Values(t.Context(), small, nil); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("without an alignment: %v", err)
	}
}

// Every function is listed with a usage that compiles or that the tests above
// cover, and nothing in the list is unknown to the compiler.
func TestFunctions_AllKnown(t *testing.T) {
	t.Parallel()
	for _, f := range expression.Functions() {
		_, err := expression.CompileFormula(f.Name+"()", smallColumns)
		if err != nil && strings.Contains(err.Error(), "unknown function") {
			t.Errorf("%s is listed and unknown", f.Name)
		}
		if f.Help == "" || f.Usage == "" || f.Group == "" {
			t.Errorf("%s is not described: %+v", f.Name, f)
		}
	}
}

func FuzzFormula(f *testing.F) {
	for _, seed := range []string{"Revenue + 1", "areaSum(Visits) / total(Visits)", `Tier == "A" ? 1 : 2`, `$env["Zip Code"] + "x"`, "a.b.c", "date(1)", "left(Tier, -1)", "x |> y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formula, err := expression.CompileFormula(text, smallColumns)
		if err != nil {
			if territory.CodeOf(err) != territory.Invalid {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		v, err := formula.Values(t.Context(), small, smallAreas)
		if err != nil {
			t.Fatalf("%q compiles and fails: %v", text, err)
		}
		if v.Texts == nil && len(v.Numbers) != small.units {
			t.Fatalf("%q gives %d values for %d units", text, len(v.Numbers), small.units)
		}
	})
}

func BenchmarkFormula(b *testing.B) {
	const n = 250_000
	s := table{units: n, numbers: map[string][]float64{"Revenue": make([]float64, n), "Visits": make([]float64, n)},
		texts: map[string]*dataset.Texts{"Tier": {Codes: make([]int32, n), Values: []string{"A", "B", "C"}}}}
	areas := &expression.Areas{Proposed: make([]int32, n), Original: make([]int32, n)}
	for i := range n {
		s.numbers["Revenue"][i], s.numbers["Visits"][i] = float64(i%977), float64(i%13)
		s.texts["Tier"].Codes[i], areas.Proposed[i] = int32(i%3), int32(i%500)
	}
	for name, text := range map[string]string{
		"arithmetic": "Revenue * 1.5 / (Visits + 1) - 3",
		"condition":  `Tier == "A" ? Revenue * 2 : Revenue / 2`,
		"text":       `upper(Tier) + "-" + text(Visits)`,
		"area":       "Revenue / areaSum(Revenue)",
	} {
		b.Run(name, func(b *testing.B) {
			f, err := expression.CompileFormula(text, smallColumns)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := f.Values(b.Context(), s, areas); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What is wrong, its place and the types within are codes too, which an app
// says in the reader's language; so is what the parser finds.
func TestFormula_SaysWhatIsWrongInCodes(t *testing.T) {
	t.Parallel()
	columns := []dataset.Column{{Name: "Revenue", Type: dataset.Number}, {Name: "Tier", Type: dataset.Text}}
	for text, want := range map[string][3]string{
		"Revenue + Tier":       {"formula_operator_two", "place_text_column", "value_text"},
		"1 +\nupper(Revenue)":  {"formula_needs", "place_text_line", "value_text"},
		"Revenue +":            {"formula_syntax", "place_text_column", ""},
		`date("31.3.2025")`:    {"formula_no_date", "place_text_column", ""},
		"Revenue ? Tier : 'a'": {"formula_condition", "place_text_column", "value_number"},
	} {
		_, err := expression.CompileFormula(text, columns)
		var e *territory.Error
		if !errors.As(err, &e) || len(e.Details) != 1 || e.Said == nil {
			t.Fatalf("%q: %v", text, err)
		}
		detail := e.Details[0]
		if e.Said.Code != "formula_unusable" || string(detail.Said.Code) != want[0] || string(detail.Place.Code) != want[1] {
			t.Errorf("%q: %s, %s at %s", text, e.Said.Code, detail.Said.Code, detail.Place.Code)
		}
		words := fmt.Sprint(detail.Said.Params)
		if !strings.Contains(words, want[2]) {
			t.Errorf("%q: %s is not among %s", text, want[2], words)
		}
	}
}
