package expression

import (
	"math"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/expr-lang/expr/ast"
)

// columnwise evaluates a tree of and, or, not and comparisons of columns with
// constants; false when the tree holds anything else.
func (c *Condition) columnwise(node ast.Node, v *values) ([]bool, bool) {
	switch n := node.(type) {
	case *ast.UnaryNode:
		mask, done := c.columnwise(n.Node, v)
		if !done || (n.Operator != "not" && n.Operator != "!") {
			return nil, false
		}
		for i := range mask {
			mask[i] = !mask[i]
		}
		return mask, true
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&", "or", "||":
			return c.both(n, v)
		}
		return c.test(n, v)
	case *ast.BoolNode:
		return each(v.units, func(int) bool { return n.Value }), true
	}
	name, isName := columnName(node)
	if column := v.numbers[name]; isName && column != nil && c.types[name] == dataset.Boolean {
		return each(v.units, func(i int) bool { return isTrue(column[i]) }), true
	}
	return nil, false
}

func each(units int, test func(i int) bool) []bool {
	mask := make([]bool, units)
	for i := range mask {
		mask[i] = test(i)
	}
	return mask
}

func (c *Condition) both(n *ast.BinaryNode, v *values) ([]bool, bool) {
	left, done := c.columnwise(n.Left, v)
	if !done {
		return nil, false
	}
	right, done := c.columnwise(n.Right, v)
	if !done {
		return nil, false
	}
	if n.Operator == "and" || n.Operator == "&&" {
		for i := range left {
			left[i] = left[i] && right[i]
		}
	} else {
		for i := range left {
			left[i] = left[i] || right[i]
		}
	}
	return left, true
}

// test evaluates COLUMN OPERATOR CONSTANT.
func (c *Condition) test(n *ast.BinaryNode, v *values) ([]bool, bool) {
	name, isName := columnName(n.Left)
	if !isName {
		return nil, false
	}
	if texts := v.texts[name]; texts != nil {
		test := textTest(n)
		if test == nil {
			return nil, false
		}
		return eachText(texts, test), true
	}
	column := v.numbers[name]
	if column == nil || c.types[name] == dataset.Boolean {
		return nil, false
	}
	if list, isList := n.Right.(*ast.ArrayNode); isList && n.Operator == "in" {
		in := make(map[float64]bool, len(list.Nodes))
		for _, item := range list.Nodes {
			number, isNumber := constant(item)
			if !isNumber {
				return nil, false
			}
			in[number] = true
		}
		return each(v.units, func(i int) bool { return in[column[i]] }), true
	}
	number, isNumber := constant(n.Right)
	if !isNumber || !isComparison(n.Operator) {
		return nil, false
	}
	return each(v.units, func(i int) bool { return compare(n.Operator, column[i], number) }), true
}

// eachText tests every distinct text once.
func eachText(texts *dataset.Texts, test func(string) bool) []bool {
	passes := make([]bool, len(texts.Values)+1)
	passes[0] = test("")
	for i, value := range texts.Values {
		passes[i+1] = test(value)
	}
	return each(len(texts.Codes), func(i int) bool { return passes[texts.Codes[i]+1] })
}

// textTest returns the test of a text that the node makes, nil when it is of
// another kind.
func textTest(n *ast.BinaryNode) func(string) bool {
	if list, isList := n.Right.(*ast.ArrayNode); isList && n.Operator == "in" {
		in := make(map[string]bool, len(list.Nodes))
		for _, item := range list.Nodes {
			text, isText := item.(*ast.StringNode)
			if !isText {
				return nil
			}
			in[text.Value] = true
		}
		return func(value string) bool { return in[value] }
	}
	right, isText := n.Right.(*ast.StringNode)
	if !isText {
		return nil
	}
	switch n.Operator {
	case "contains":
		return func(value string) bool { return strings.Contains(value, right.Value) }
	case "startsWith":
		return func(value string) bool { return strings.HasPrefix(value, right.Value) }
	case "endsWith":
		return func(value string) bool { return strings.HasSuffix(value, right.Value) }
	}
	if !isComparison(n.Operator) {
		return nil
	}
	return func(value string) bool { return compare(n.Operator, value, right.Value) }
}

// constant returns a number or date written in the condition.
func constant(node ast.Node) (float64, bool) {
	switch n := node.(type) {
	case *ast.IntegerNode:
		return float64(n.Value), true
	case *ast.FloatNode:
		return n.Value, true
	case *ast.UnaryNode:
		number, isNumber := constant(n.Node)
		return -number, isNumber && n.Operator == "-"
	case *ast.BuiltinNode:
		if text, isDate := dateText(n); isDate {
			days, err := parseDate(text)
			return days, err == nil
		}
	}
	return math.NaN(), false
}
