package expression

import (
	"context"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// table is a snapshot in memory.
type table struct {
	numbers map[string][]float64
	texts   map[string]*dataset.Texts
}

func (t table) Units() int { return len(t.numbers["Revenue"]) }

func (t table) Numbers(_ context.Context, name string) ([]float64, error) {
	return t.numbers[name], nil
}

func (t table) Texts(_ context.Context, name string) (*dataset.Texts, error) {
	return t.texts[name], nil
}

var columns = []dataset.Column{
	{Name: "Revenue", Type: dataset.Number}, {Name: "Yearly visits", Type: dataset.Number}, {Name: "Since", Type: dataset.Date},
	{Name: "Key", Type: dataset.Boolean}, {Name: "$state", Type: dataset.Text}, {Name: "Industry", Type: dataset.Text},
}

// units are five: the last one has everything missing.
var units = table{
	numbers: map[string][]float64{
		"Revenue": {10, 20, 30, 40, math.NaN()}, "Yearly visits": {1, 2, 3, 4, math.NaN()},
		"Since": {0, 19000, 20000, 20178, math.NaN()}, "Key": {1, 0, 1, 0, math.NaN()},
	},
	texts: map[string]*dataset.Texts{
		"$state":   {Codes: []int32{0, 1, 0, 2, -1}, Values: []string{"NV", "CA", "UT"}},
		"Industry": {Codes: []int32{0, 0, 1, 1, -1}, Values: []string{"Energy", "Retail trade"}},
	},
}

var conditions = []struct {
	text string
	want []int
	// slow conditions cannot be evaluated column by column.
	slow bool
}{
	{"Revenue >= 20", []int{1, 2, 3}, false},
	{"Revenue != 20", []int{0, 2, 3, 4}, false},
	{"not (Revenue < 30)", []int{2, 3, 4}, false},
	{`$state == "NV" and Revenue > 10`, []int{2}, false},
	{`$state == "UT" || Industry == "Energy"`, []int{0, 1, 3}, false},
	{`$state not in ["NV", "UT"]`, []int{1, 4}, false},
	{`$env["Yearly visits"] in [1, 3.0]`, []int{0, 2}, false},
	{`Industry contains "trade"`, []int{2, 3}, false},
	{`Industry startsWith "Ene" or Industry endsWith "trade"`, []int{0, 1, 2, 3}, false},
	{`Since >= date("2024-10-04")`, []int{2, 3}, false},
	{"Key", []int{0, 2}, false},
	{"!Key", []int{1, 3, 4}, false},
	{"Revenue > -5", []int{0, 1, 2, 3}, false},
	{"missing(Revenue) or missing(Industry)", []int{4}, true},
	{`Revenue / $env["Yearly visits"] == 10 and lower(Industry) == "energy"`, []int{0, 1}, true},
	{"year(Since) == 2025", []int{3}, true},
	{`Industry matches "^Retail"`, []int{2, 3}, true},
}

func TestMatch_HandWorked(t *testing.T) {
	t.Parallel()
	for _, c := range conditions {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			condition, err := Compile(c.text, columns)
			if err != nil {
				t.Fatal(err)
			}
			mask, err := condition.Match(t.Context(), units)
			if err != nil {
				t.Fatal(err)
			}
			if got := places(mask); !slices.Equal(got, c.want) {
				t.Errorf("units %v, want %v", got, c.want)
			}
			v, err := condition.load(t.Context(), units)
			if err != nil {
				t.Fatal(err)
			}
			if _, fast := condition.columnwise(condition.tree, v); fast == c.slow {
				t.Errorf("evaluated column by column: %v", fast)
			}
			slow, err := condition.unitwise(t.Context(), v)
			if err != nil || !slices.Equal(slow, mask) {
				t.Errorf("unit by unit %v, column by column %v (%v)", slow, mask, err)
			}
		})
	}
}

func places(mask []bool) []int {
	var found []int
	for i, holds := range mask {
		if holds {
			found = append(found, i)
		}
	}
	return found
}

func TestCompile_WrongConditionsSayWhere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`Revenue > 5 and Profit > 3`:   "column 17: unknown name Profit",
		`Revenue == "a lot"`:           "column 9: invalid operation: == (mismatched types float64 and string)",
		`$env["No such"] == 1`:         "column 5: unknown name No such",
		`Revenue + 1`:                  "bool",
		`Revenue >`:                    "column 9:",
		`Since > date("31.3.2025")`:    "is not a date",
		`Since > now()`:                "unknown name now",
		`$state == 5`:                  "mismatched types string and int",
		`Revenue in ["a"]`:             "column 9",
		"  ":                           "empty",
		"Revenue > 1 and\nNowhere > 2": "line 2, column 1: unknown name Nowhere",
	} {
		_, err := Compile(text, columns)
		if territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", text, err, want)
		}
	}
}

func TestTree_GoesBothWays(t *testing.T) {
	t.Parallel()
	g := Group{Any: true, Tests: []Test{{Column: "$state", Operator: "in", Values: []string{"NV", `C"A`}}},
		Groups: []Group{{Tests: []Test{
			{Column: "Yearly visits", Operator: ">=", Values: []string{"2.5"}},
			{Column: "Since", Operator: "<", Values: []string{"2025-03-31"}},
			{Column: "Key", Operator: "==", Values: []string{"true"}},
			{Column: "Industry", Operator: "not in", Values: []string{"Energy"}}}}}}
	text, err := g.Text(columns)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compile(text, columns)
	if err != nil {
		t.Fatal(err)
	}
	if back, simple := c.Tree(); !simple || !reflect.DeepEqual(back, g) {
		t.Errorf("%s\nread back as %+v (%v), want %+v", text, back, simple, g)
	}
	c, err = Compile("Revenue > 2 * $env[\"Yearly visits\"]", columns)
	if err != nil {
		t.Fatal(err)
	}
	if _, simple := c.Tree(); simple {
		t.Error("a comparison of two columns is no point-and-click tree")
	}
	if _, err := (Group{Tests: []Test{{Column: "Revenue", Operator: "==", Values: []string{"many"}}}}).Text(columns); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a text for a number: %v, want invalid", err)
	}
}
