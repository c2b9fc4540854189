package salesforcesim

import (
	"slices"
	"strings"
)

// ruleIndex finds the rules that may hold for a record without asking each:
// most compare a postal code or a state with a list.
type ruleIndex struct {
	fields []*fieldIndex
	rest   []*compiledRule // must be asked
}

// fieldIndex holds rules by the values of one field.
type fieldIndex struct {
	field  *field
	exact  map[string][]*compiledRule
	prefix map[string][]*compiledRule
	sizes  []int // lengths of the prefixes
}

func newRuleIndex(rules []*compiledRule) *ruleIndex {
	x := &ruleIndex{}
	for _, r := range rules {
		keys := r.keys()
		if keys == nil {
			x.rest = append(x.rest, r)
		}
		for _, c := range keys {
			x.add(c, r)
		}
	}
	return x
}

// keys returns items of which one at least holds wherever the rule does; nil
// where there are none that can be looked up.
func (r *compiledRule) keys() []*criterion {
	lookedUp := func(c *criterion) bool { return !c.number && (c.op == "equals" || c.op == "startsWith") }
	if r.logic == nil {
		if i := slices.IndexFunc(r.items, lookedUp); i >= 0 {
			return r.items[i : i+1]
		}
		return nil
	}
	if r.logic.op != "OR" || slices.ContainsFunc(r.logic.parts, func(l *logic) bool { return l.op != "" }) ||
		slices.ContainsFunc(r.items, func(c *criterion) bool { return !lookedUp(c) }) {
		return nil
	}
	return r.items
}

func (x *ruleIndex) add(c *criterion, r *compiledRule) {
	i := slices.IndexFunc(x.fields, func(f *fieldIndex) bool { return f.field == c.field })
	if i < 0 {
		i = len(x.fields)
		x.fields = append(x.fields, &fieldIndex{field: c.field, exact: map[string][]*compiledRule{}, prefix: map[string][]*compiledRule{}})
	}
	f := x.fields[i]
	for _, want := range c.texts {
		if c.op == "equals" {
			f.exact[want] = append(f.exact[want], r)
			continue
		}
		f.prefix[want] = append(f.prefix[want], r)
		if !slices.Contains(f.sizes, len(want)) {
			f.sizes = append(f.sizes, len(want))
		}
	}
}

// each calls ask for every rule that may hold for the row, some twice.
func (x *ruleIndex) each(o *org, t *table, row int32, ask func(*compiledRule)) {
	for _, f := range x.fields {
		s := strings.ToLower(o.format(f.field, t.get(f.field, row)))
		for _, r := range f.exact[s] {
			ask(r)
		}
		for _, n := range f.sizes {
			if n <= len(s) {
				for _, r := range f.prefix[s[:n]] {
					ask(r)
				}
			}
		}
	}
	for _, r := range x.rest {
		ask(r)
	}
}
