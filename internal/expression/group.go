package expression

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/expr-lang/expr/ast"
)

// Group is a condition as a point-and-click tree: all or any of its tests and
// groups must hold.
type Group struct {
	Any    bool    `json:"any,omitempty" doc:"true: one of them is enough; false: all must hold."`
	Tests  []Test  `json:"tests,omitempty" nullable:"false"`
	Groups []Group `json:"groups,omitempty" nullable:"false"`
}

// Test compares a column with constants.
type Test struct {
	Column   string   `json:"column"`
	Operator string   `json:"operator" enum:"==,!=,<,<=,>,>=,in,not in,contains,startsWith,endsWith"`
	Values   []string `json:"values" nullable:"false" minItems:"1" doc:"One value; several for in and not in. Dates as 2025-03-31."`
}

// Text writes the group as a condition over columns.
func (g Group) Text(columns []dataset.Column) (string, error) {
	types := make(map[string]dataset.Type, len(columns))
	for _, column := range columns {
		types[column.Name] = column.Type
	}
	return g.text(types)
}

func (g Group) text(types map[string]dataset.Type) (string, error) {
	var parts []string
	for _, t := range g.Tests {
		text, err := t.text(types)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	for _, inner := range g.Groups {
		text, err := inner.text(types)
		if err != nil {
			return "", err
		}
		parts = append(parts, "("+text+")")
	}
	if len(parts) == 0 {
		return "", territory.Say(territory.Invalid, sentence.ConditionGroupEmpty.With(nil))
	}
	if g.Any {
		return strings.Join(parts, " or "), nil
	}
	return strings.Join(parts, " and "), nil
}

func (t Test) text(types map[string]dataset.Type) (string, error) {
	kind, known := types[t.Column]
	if !known {
		return "", territory.Say(territory.Invalid, sentence.DatasetNoColumn.With(sentence.Params{"column": t.Column}))
	}
	values := make([]string, len(t.Values))
	for i, value := range t.Values {
		var err error
		if values[i], err = literal(value, kind); err != nil {
			return "", territory.Say(territory.Invalid, sentence.ConditionValue.With(sentence.Params{"column": t.Column, "cause": err.Error()}))
		}
	}
	list := t.Operator == "in" || t.Operator == "not in"
	if len(values) == 0 || (!list && len(values) > 1) {
		return "", territory.Say(territory.Invalid, sentence.ConditionOneValue.With(sentence.Params{"column": t.Column, "operator": t.Operator}))
	}
	if list {
		return fmt.Sprintf("%s %s [%s]", nameText(t.Column), t.Operator, strings.Join(values, ", ")), nil
	}
	return fmt.Sprintf("%s %s %s", nameText(t.Column), t.Operator, values[0]), nil
}

func literal(value string, kind dataset.Type) (string, error) {
	switch kind {
	case dataset.Text:
		return strconv.Quote(value), nil
	case dataset.Date:
		_, err := parseDate(value)
		return fmt.Sprintf("date(%q)", value), err
	case dataset.Boolean:
		v, err := strconv.ParseBool(value)
		if err != nil {
			return "", fmt.Errorf("%q is neither true nor false", value)
		}
		return strconv.FormatBool(v), nil
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || v-v != 0 {
		return "", fmt.Errorf("%q is not a number", value)
	}
	return strconv.FormatFloat(v, 'f', -1, 64), nil
}

// nameText writes a column's name so that the language reads it as one.
func nameText(name string) string {
	for i, r := range name {
		letter := r == '_' || r == '$' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return fmt.Sprintf("$env[%q]", name)
		}
	}
	return name
}

// Tree returns the condition as a point-and-click tree; false when it says
// something such a tree cannot.
func (c *Condition) Tree() (Group, bool) {
	return c.group(c.tree)
}

func (c *Condition) group(node ast.Node) (Group, bool) {
	n, isBinary := node.(*ast.BinaryNode)
	if !isBinary || (n.Operator != "and" && n.Operator != "&&" && n.Operator != "or" && n.Operator != "||") {
		t, simple := c.oneTest(node)
		return Group{Tests: []Test{t}}, simple
	}
	g := Group{Any: n.Operator == "or" || n.Operator == "||"}
	for _, side := range []ast.Node{n.Left, n.Right} {
		part, simple := c.group(side)
		if !simple {
			return Group{}, false
		}
		if part.Any == g.Any || len(part.Tests)+len(part.Groups) == 1 {
			g.Tests, g.Groups = append(g.Tests, part.Tests...), append(g.Groups, part.Groups...)
		} else {
			g.Groups = append(g.Groups, part)
		}
	}
	return g, true
}

func (c *Condition) oneTest(node ast.Node) (Test, bool) {
	not := ""
	if u, isUnary := node.(*ast.UnaryNode); isUnary && u.Operator == "not" {
		node, not = u.Node, "not "
	}
	n, isBinary := node.(*ast.BinaryNode)
	if !isBinary || (not != "" && n.Operator != "in") {
		return Test{}, false
	}
	name, isName := columnName(n.Left)
	if !isName {
		return Test{}, false
	}
	t := Test{Column: name, Operator: not + n.Operator}
	items := []ast.Node{n.Right}
	if list, isList := n.Right.(*ast.ArrayNode); isList {
		items = list.Nodes
	}
	for _, item := range items {
		text, simple := c.value(item, c.types[name])
		if !simple {
			return Test{}, false
		}
		t.Values = append(t.Values, text)
	}
	return t, true
}

func (c *Condition) value(node ast.Node, kind dataset.Type) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.BoolNode:
		return strconv.FormatBool(n.Value), true
	}
	number, isNumber := constant(node)
	if isNumber && kind == dataset.Date {
		return dataset.FormatDate(number), true
	}
	return strconv.FormatFloat(number, 'f', -1, 64), isNumber
}
