// Package expression evaluates conditions over the attributes of units, such
// as
//
//	AnnualRevenue >= 100000 and Industry in ["Energy", "Retail"]
//
// The language is that of github.com/expr-lang/expr with the columns of a
// snapshot as names; a column whose name is not a word is written
// $env["Annual Revenue"]. Numbers, texts and booleans are what they are in the
// snapshot; dates are days since 1970-01-01 and compare with date("2025-03-31").
// A missing text is "", a missing boolean is false, and a missing number or
// date is not a number: every comparison with it but != is false. Unknown names
// and wrong types are errors that say where. There is no clock and no I/O.
//
// Conditions made of comparisons of columns with constants, which is what
// point-and-click rules are, are evaluated column by column (a few milliseconds
// for a million units); everything else unit by unit.
package expression

import (
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// maxNodes bounds the size of a condition; a list of postal codes has one node
// per code.
const maxNodes = 200_000

// Condition is a compiled condition. It may be used by several goroutines.
type Condition struct {
	text    string
	types   map[string]dataset.Type
	used    []string
	tree    ast.Node
	program *vm.Program
}

// builtins are the functions of the language that a condition may call.
var builtins = []string{"abs", "ceil", "floor", "round", "min", "max", "len", "trim", "upper", "lower", "hasPrefix", "hasSuffix", "indexOf", "replace"}

// Compile checks and compiles a condition over columns. The error has code
// invalid and says where the condition is wrong.
func Compile(text string, columns []dataset.Column) (*Condition, error) {
	if strings.TrimSpace(text) == "" {
		return nil, territory.Say(territory.Invalid, sentence.ConditionEmpty.With(nil))
	}
	c := &Condition{text: text, types: make(map[string]dataset.Type, len(columns))}
	env := make(map[string]any, len(columns))
	for _, column := range columns {
		c.types[column.Name] = column.Type
		env[column.Name] = sample(column.Type)
	}
	var err error
	if c.program, err = expr.Compile(text, options(env)...); err != nil {
		return nil, c.wrong(err)
	}
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, c.wrong(err)
	}
	c.tree = tree.Node
	names := nameFinder{types: c.types}
	ast.Walk(&c.tree, &names)
	if names.wrong != nil {
		return nil, c.wrong(names.wrong)
	}
	slices.Sort(names.found)
	c.used = slices.Compact(names.found)
	return c, nil
}

// String returns the condition as it was written.
func (c *Condition) String() string { return c.text }

// Columns returns the columns the condition reads, sorted.
func (c *Condition) Columns() []string { return c.used }

func sample(t dataset.Type) any {
	switch t {
	case dataset.Text:
		return ""
	case dataset.Boolean:
		return false
	}
	return 0.0
}

func options(env map[string]any) []expr.Option {
	all := []expr.Option{expr.Env(env), expr.AsBool(), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(),
		expr.Function("date", func(args ...any) (any, error) { return parseDate(args[0].(string)) }, new(func(string) float64)),
		expr.Function("missing", func(args ...any) (any, error) {
			number, isNumber := args[0].(float64)
			return args[0] == "" || (isNumber && math.IsNaN(number)), nil
		}, new(func(float64) bool), new(func(string) bool)),
		expr.Function("year", datePart(func(t time.Time) int { return t.Year() }), new(func(float64) float64)),
		expr.Function("month", datePart(func(t time.Time) int { return int(t.Month()) }), new(func(float64) float64)),
	}
	for _, name := range builtins {
		all = append(all, expr.EnableBuiltin(name))
	}
	return all
}

const secondsPerDay = 24 * 60 * 60

func parseDate(text string) (float64, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, errors.New(noDate(text).English)
	}
	return float64(t.Unix() / secondsPerDay), nil
}

func datePart(part func(time.Time) int) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		days := args[0].(float64)
		if math.IsNaN(days) {
			return days, nil
		}
		return float64(part(time.Unix(int64(days)*secondsPerDay, 0).UTC())), nil
	}
}

func (c *Condition) wrong(err error) error {
	return wrong(sentence.ConditionUnusable.With(sentence.Params{"condition": c.text}), c.text, c.types, err)
}

// nameFinder collects the columns that a tree reads, and finds dates that are
// none, which the compiler would leave to be found at the first unit.
type nameFinder struct {
	types map[string]dataset.Type
	found []string
	wrong error
}

func (f *nameFinder) Visit(node *ast.Node) {
	if text, isDate := dateText(*node); isDate {
		if _, err := parseDate(text); err != nil && f.wrong == nil {
			f.wrong = at(*node, noDate(text))
		}
	}
	if name, isName := columnName(*node); isName {
		if _, known := f.types[name]; known {
			f.found = append(f.found, name)
		}
	}
}

// dateText returns the text of date("...").
func dateText(node ast.Node) (string, bool) {
	call, isCall := node.(*ast.BuiltinNode) // to the parser, which knows no options
	if !isCall || call.Name != "date" || len(call.Arguments) != 1 {
		return "", false
	}
	text, isText := call.Arguments[0].(*ast.StringNode)
	if !isText {
		return "", false
	}
	return text.Value, true
}

// columnName returns the name when a node is a column: X or $env["X"].
func columnName(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.IdentifierNode:
		return n.Value, n.Value != "$env"
	case *ast.MemberNode:
		env, isName := n.Node.(*ast.IdentifierNode)
		name, isText := n.Property.(*ast.StringNode)
		if isName && isText && env.Value == "$env" {
			return name.Value, true
		}
	case *ast.ChainNode:
		return columnName(n.Node)
	}
	return "", false
}
