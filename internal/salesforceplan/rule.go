// Package salesforceplan works out what a Salesforce org should hold for an
// alignment to be published there: territories, rules, users and assignments,
// fields of records, account teams, service territories and shape layers, each
// as desired records for package orgplan. It also turns conditions and codes
// into assignment rules within the platform's limits, and proves them: it
// evaluates the rules over the dataset and lists where they give another
// assignment than the plan. It is pure: an edge reads the org.
package salesforceplan

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of assignment rules.
const (
	MaxRules  = 15   // of a territory
	MaxItems  = 10   // of a rule
	MaxValue  = 1000 // characters of an item's value
	MaxFilter = 255  // characters of a boolean filter
)

// Item is one criterion of an assignment rule. Several values of Value are
// separated by commas and mean "one of them".
type Item struct{ Field, Operation, Value string }

// Rule is an assignment rule: its items joined by Filter, such as
// "(1 AND 2) OR 3"; without one all must hold.
type Rule struct {
	Filter string
	Items  []Item
}

// Text writes the items as one canonical text, for plans and comparisons.
func (r *Rule) Text() string {
	list := make([][3]string, len(r.Items))
	for i, it := range r.Items {
		list[i] = [3]string{it.Field, it.Operation, it.Value}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic("salesforceplan: items are plain texts: " + err.Error())
	}
	return string(raw)
}

// ParseItems reads what Text writes.
func ParseItems(text string) ([]Item, error) {
	var list [][3]string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("items of a rule: %w", err)
	}
	items := make([]Item, len(list))
	for i, it := range list {
		items[i] = Item{it[0], it[1], it[2]}
	}
	return items, nil
}

// Check says which limit a rule breaks, "" for none.
func (r *Rule) Check() string {
	if len(r.Items) == 0 || len(r.Items) > MaxItems {
		return fmt.Sprintf("%d items; a rule has 1 to %d", len(r.Items), MaxItems)
	}
	if len(r.Filter) > MaxFilter {
		return fmt.Sprintf("the filter has %d characters of at most %d", len(r.Filter), MaxFilter)
	}
	for _, it := range r.Items {
		if n := utf8.RuneCountInString(it.Value); n > MaxValue {
			return fmt.Sprintf("a value has %d characters of at most %d", n, MaxValue)
		}
	}
	if _, err := parseFilter(r.Filter, len(r.Items)); err != nil {
		return err.Error()
	}
	return ""
}

// filter is a parsed boolean filter over items.
type filter struct {
	any   bool
	not   bool
	item  int // index of the item, -1 for a list
	parts []*filter
}

func (f *filter) holds(item func(int) bool) bool {
	result := false
	if f.item >= 0 {
		result = item(f.item)
	} else {
		result = !f.any
		for _, p := range f.parts {
			if p.holds(item) == f.any {
				result = f.any
				break
			}
		}
	}
	return result != f.not
}

// parseFilter reads a boolean filter; "" means that all n items must hold.
func parseFilter(text string, n int) (*filter, error) {
	if text == "" {
		all := &filter{item: -1}
		for i := range n {
			all.parts = append(all.parts, &filter{item: i})
		}
		return all, nil
	}
	p := filterParser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(strings.ToUpper(text))), items: n}
	f, err := p.list()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("boolean filter %q: unexpected %q", text, p.words[0])
	}
	return f, err
}

type filterParser struct {
	words []string
	items int
}

func (p *filterParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *filterParser) list() (*filter, error) {
	first, err := p.term()
	if err != nil {
		return nil, err
	}
	joiner := p.next()
	if joiner != "AND" && joiner != "OR" {
		return first, nil
	}
	f := &filter{any: joiner == "OR", item: -1, parts: []*filter{first}}
	for p.next() == joiner {
		p.words = p.words[1:]
		part, err := p.term()
		if err != nil {
			return nil, err
		}
		f.parts = append(f.parts, part)
	}
	if p.next() == "AND" || p.next() == "OR" {
		return nil, fmt.Errorf("a boolean filter needs parentheses between AND and OR")
	}
	return f, nil
}

func (p *filterParser) term() (*filter, error) {
	word := p.next()
	if word == "" {
		return nil, fmt.Errorf("the boolean filter ends too early")
	}
	p.words = p.words[1:]
	switch word {
	case "NOT":
		f, err := p.term()
		if err == nil {
			f.not = !f.not
		}
		return f, err
	case "(":
		f, err := p.list()
		if err == nil && p.next() != ")" {
			err = fmt.Errorf("the boolean filter lacks a closing parenthesis")
		} else if err == nil {
			p.words = p.words[1:]
		}
		return f, err
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > p.items {
		return nil, fmt.Errorf("the boolean filter names item %q of %d", word, p.items)
	}
	return &filter{item: n - 1}, nil
}

// anyOf is a filter that one of n items suffices for; "" for one item.
func anyOf(n int) string {
	if n < 2 {
		return ""
	}
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strconv.Itoa(i + 1)
	}
	return strings.Join(parts, " OR ")
}
