package salesforceplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/expression"
)

// operations translates the operators of conditions.
var operations = map[string]string{
	"==": "equals", "!=": "notEqual", "<": "lessThan", "<=": "lessOrEqual", ">": "greaterThan", ">=": "greaterOrEqual",
	"in": "equals", "not in": "notEqual", "contains": "contains", "startsWith": "startsWith",
}

// FromCondition writes a condition as rules of which one suffices. field gives
// the org's name of a column, false for none. The error says what a rule cannot
// say.
func FromCondition(g expression.Group, field func(column string) (string, bool)) ([]Rule, error) {
	alternatives, err := disjoint(g, field)
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, items := range alternatives {
		if len(items) > MaxItems {
			return nil, fmt.Errorf("%d tests must hold at once; a rule has at most %d", len(items), MaxItems)
		}
		rules = append(rules, Rule{Items: items})
	}
	rules = merged(rules)
	if len(rules) > MaxRules {
		return nil, fmt.Errorf("it takes %d rules; a territory has at most %d", len(rules), MaxRules)
	}
	return rules, nil
}

// disjoint returns the group as alternatives, each a list of items that must
// all hold.
func disjoint(g expression.Group, field func(string) (string, bool)) ([][]Item, error) {
	var parts [][][]Item
	for _, t := range g.Tests {
		part, err := testItems(t, field)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	for _, inner := range g.Groups {
		part, err := disjoint(inner, field)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if g.Any {
		return slices.Concat(parts...), nil
	}
	all := [][]Item{nil}
	for _, part := range parts {
		var next [][]Item
		for _, before := range all {
			for _, items := range part {
				next = append(next, slices.Concat(before, items))
			}
		}
		if len(next) > MaxRules*MaxItems {
			return nil, fmt.Errorf("it takes %d and more rules; a territory has at most %d", len(next), MaxRules)
		}
		all = next
	}
	return all, nil
}

// testItems returns a test as alternatives; long lists are cut.
func testItems(t expression.Test, field func(string) (string, bool)) ([][]Item, error) {
	name, known := field(t.Column)
	if !known {
		return nil, fmt.Errorf("column %q is not a field of the org", t.Column)
	}
	operation := operations[t.Operator]
	if operation == "" {
		return nil, fmt.Errorf("rules have no %s", t.Operator)
	}
	for _, v := range t.Values {
		if v == "" || strings.ContainsAny(v, ",\"\n") || strings.TrimSpace(v) != v {
			return nil, fmt.Errorf("the value %q cannot stand in a rule", v)
		}
	}
	lists := cut(t.Values)
	if operation == "notEqual" { // none of the lists: all items must hold
		var items []Item
		for _, list := range lists {
			items = append(items, Item{name, operation, list})
		}
		return [][]Item{items}, nil
	}
	var alternatives [][]Item
	for _, list := range lists {
		alternatives = append(alternatives, []Item{{name, operation, list}})
	}
	return alternatives, nil
}

// cut joins values with commas, as many at a time as an item takes.
func cut(values []string) []string {
	var lists []string
	for _, it := range pack("", nil, values) {
		lists = append(lists, it.Value)
	}
	return lists
}

// merged joins rules of one item each into rules with "or", up to ten items.
func merged(rules []Rule) []Rule {
	var single []Item
	var rest []Rule
	for _, r := range rules {
		if len(r.Items) == 1 {
			single = append(single, r.Items[0])
		} else {
			rest = append(rest, r)
		}
	}
	return append(rest, split(single)...)
}

// Condition writes rules as a condition of the expression language, for a
// territory model that is read in: one of the rules must hold. column gives the
// dataset's name and kind of a field. False when a rule says what a condition
// cannot.
func Condition(rules []Rule, column func(field string) (name string, number, known bool)) (string, bool) {
	var parts []string
	for _, r := range rules {
		f, err := parseFilter(r.Filter, len(r.Items))
		if err != nil {
			return "", false
		}
		text, ok := filterText(f, r.Items, column)
		if !ok {
			return "", false
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "", false
	}
	return strings.Join(parts, " or "), true
}

func filterText(f *filter, items []Item, column func(string) (string, bool, bool)) (string, bool) {
	if f.item >= 0 {
		text, ok := itemText(items[f.item], column)
		if f.not {
			text = "not (" + text + ")"
		}
		return text, ok
	}
	var parts []string
	for _, p := range f.parts {
		text, ok := filterText(p, items, column)
		if !ok {
			return "", false
		}
		if len(p.parts) > 1 {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	joiner := " and "
	if f.any {
		joiner = " or "
	}
	text := strings.Join(parts, joiner)
	if f.not {
		text = "not (" + text + ")"
	}
	return text, true
}

var operators = map[string]string{"lessThan": "<", "lessOrEqual": "<=", "greaterThan": ">", "greaterOrEqual": ">=", "equals": "==", "notEqual": "!=",
	"startsWith": "startsWith", "contains": "contains"}

func itemText(it Item, column func(string) (string, bool, bool)) (string, bool) {
	name, number, known := column(it.Field)
	operator := operators[it.Operation]
	if !known || operator == "" {
		return "", false
	}
	values := strings.Split(it.Value, ",")
	for i, v := range values {
		if v = strings.TrimSpace(v); !number {
			v = fmt.Sprintf("%q", v)
		}
		values[i] = v
	}
	if !wordName(name) {
		name = fmt.Sprintf("$env[%q]", name)
	}
	switch {
	case len(values) > 1 && operator == "==":
		return name + " in [" + strings.Join(values, ", ") + "]", true
	case len(values) > 1 && operator == "!=":
		return name + " not in [" + strings.Join(values, ", ") + "]", true
	case len(values) == 1:
		return name + " " + operator + " " + values[0], true
	}
	for i, v := range values {
		values[i] = name + " " + operator + " " + v
	}
	return "(" + strings.Join(values, " or ") + ")", true
}

// wordName says whether the language reads a name as one word.
func wordName(name string) bool {
	for i, r := range name {
		letter := r == '_' || r == '$' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
