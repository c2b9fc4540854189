package salesforceplan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Compress writes "the field's code is one of these" as rules within the
// platform's limits. others are the codes of everybody else: none of them may
// match. Codes are compared without case, as the platform does. Where all known
// codes under a prefix are wanted the prefix stands for them; codes are matched
// by their beginning (12345 takes 12345-6789 too) unless another known code
// begins with them. When lists would need too many rules, runs of codes become
// ranges. The error says by how much the limits are exceeded.
func Compress(field string, codes, others []string) ([]Rule, error) {
	return compressed(field, sortedCodes(codes, others))
}

// compressed is Compress of codes that are sorted already.
func compressed(field string, all []code) ([]Rule, error) {
	for _, drop := range []int{2, 100} {
		c := cover{codes: all, drop: drop}
		c.walk(0, len(all))
		items := pack(field, c.starts, c.equals)
		if len(items) <= MaxRules*MaxItems {
			return split(items), nil
		}
	}
	return ranged(field, all)
}

// code is a known code and whether it is wanted.
type code struct {
	text   string
	wanted bool
}

// sortedCodes merges the lists; a code of both is not wanted.
func sortedCodes(codes, others []string) []code {
	wanted := make(map[string]bool, len(codes)+len(others))
	for _, c := range codes {
		if c = normal(c); c != "" {
			wanted[c] = true
		}
	}
	for _, c := range others {
		if c = normal(c); c != "" {
			wanted[c] = false
		}
	}
	all := make([]code, 0, len(wanted))
	for text, w := range wanted {
		all = append(all, code{text, w})
	}
	slices.SortFunc(all, func(a, b code) int { return cmp.Compare(a.text, b.text) })
	return all
}

// normal is a code as it is compared; "" for one that cannot stand in a list.
func normal(c string) string {
	c = strings.ToUpper(strings.TrimSpace(c))
	if strings.ContainsAny(c, ",\"\n") {
		return ""
	}
	return c
}

// cover finds prefixes of wanted codes that no other code has. drop is how
// many of the last characters a prefix may leave open.
type cover struct {
	codes          []code
	drop           int
	starts, equals []string
}

// walk covers the wanted ones of codes[lo:hi], which begin alike.
func (c *cover) walk(lo, hi int) {
	if lo >= hi {
		return
	}
	wanted, shortest := 0, len(c.codes[lo].text)
	for _, k := range c.codes[lo:hi] {
		shortest = min(shortest, len(k.text))
		if k.wanted {
			wanted++
		}
	}
	if wanted == 0 {
		return
	}
	prefix := common(c.codes[lo].text, c.codes[hi-1].text)
	if wanted == hi-lo && prefix != "" && (hi-lo == 1 || len(prefix) >= shortest-c.drop) {
		c.starts = append(c.starts, prefix)
		return
	}
	depth := len(prefix)
	if len(c.codes[lo].text) == depth { // the prefix is a code itself
		if c.codes[lo].wanted {
			c.equals = append(c.equals, prefix)
		}
		lo++
	}
	for from := lo; from < hi; {
		to := from + 1
		for to < hi && c.codes[to].text[depth] == c.codes[from].text[depth] {
			to++
		}
		c.walk(from, to)
		from = to
	}
}

func common(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return strings.ToValidUTF8(a[:n], "")
}

// pack fills items with as many values as fit.
func pack(field string, starts, equals []string) []Item {
	var items []Item
	add := func(operation string, values []string) {
		for len(values) > 0 {
			n, size := 0, 0
			for n < len(values) && size+len(values[n])+min(n, 1) <= MaxValue {
				size += len(values[n]) + min(n, 1)
				n++
			}
			if n == 0 { // a code longer than a value may be
				values = values[1:]
				continue
			}
			items = append(items, Item{field, operation, strings.Join(values[:n], ",")})
			values = values[n:]
		}
	}
	add("startsWith", starts)
	add("equals", equals)
	return items
}

// split makes rules of items of which one suffices.
func split(items []Item) []Rule {
	var rules []Rule
	for part := range slices.Chunk(items, MaxItems) {
		rules = append(rules, Rule{Filter: anyOf(len(part)), Items: slices.Clone(part)})
	}
	return rules
}

// codeRun is a run of wanted codes with no other code between.
type codeRun struct{ from, to int }

// ranged writes the longest runs as ranges, five to a rule, and the rest as
// lists.
func ranged(field string, all []code) ([]Rule, error) {
	var runs []codeRun
	for i := 0; i < len(all); i++ {
		if !all[i].wanted {
			continue
		}
		from := i
		for i+1 < len(all) && all[i+1].wanted {
			i++
		}
		runs = append(runs, codeRun{from, i + 1})
	}
	slices.SortStableFunc(runs, func(a, b codeRun) int { return (b.to - b.from) - (a.to - a.from) })
	for ranges := 0; ranges <= min(len(runs), MaxRules*MaxItems/2); ranges += MaxItems / 2 {
		n := min(ranges, len(runs))
		rules := rangeRules(field, all, runs[:n])
		var rest []string
		for _, r := range runs[n:] {
			for _, k := range all[r.from:r.to] {
				rest = append(rest, k.text)
			}
		}
		slices.Sort(rest)
		rules = append(rules, split(pack(field, nil, rest))...)
		if len(rules) <= MaxRules {
			return rules, nil
		}
	}
	wanted := 0
	for _, k := range all {
		if k.wanted {
			wanted++
		}
	}
	return nil, fmt.Errorf("%d codes in %d runs do not fit into %d rules of %d items", wanted, len(runs), MaxRules, MaxItems)
}

func rangeRules(field string, all []code, runs []codeRun) []Rule {
	var rules []Rule
	for part := range slices.Chunk(runs, MaxItems/2) {
		var r Rule
		var pairs []string
		for _, run := range part {
			r.Items = append(r.Items, Item{field, "greaterOrEqual", all[run.from].text}, Item{field, "lessOrEqual", all[run.to-1].text})
			pairs = append(pairs, fmt.Sprintf("(%d AND %d)", len(r.Items)-1, len(r.Items)))
		}
		if len(pairs) > 1 {
			r.Filter = strings.Join(pairs, " OR ")
		}
		rules = append(rules, r)
	}
	return rules
}
