package salesforceplan

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Placed is a rule with the territory that it assigns to.
type Placed struct {
	Rule
	Territory int32 // any number of the caller's
}

// Evaluate returns for every unit the territories that the rules assign it to,
// ascending, as the platform documents: comparisons of text ignore case, an
// empty field meets no comparison but notEqual. column gives the dataset's
// column of a field. Cost: the units times the rules that hold for some unit's
// values, not all rules.
func Evaluate(ctx context.Context, r *dataset.Reader, rules []Placed, column func(field string) string) ([][]int32, error) {
	e := evaluator{units: r.Units(), rules: rules}
	if err := e.compile(); err != nil {
		return nil, err
	}
	if err := e.match(ctx, r, column); err != nil {
		return nil, err
	}
	return e.assign(ctx)
}

type evaluator struct {
	units   int
	rules   []Placed
	filters []*filter
	// items are numbered over all rules: the item i of rule k is first[k]+i.
	first []int
	owner []int32 // rule of an item
	// hits[f][value] are the items of field f that hold for a distinct value.
	fields map[string]*fieldHits
	order  []*fieldHits
	// open are rules that can hold without any item being hit: those with
	// negations.
	open []int32
}

// fieldHits are the items that hold, by the distinct values of a field.
type fieldHits struct {
	items []int // numbers of items of this field
	codes []int32
	// hits[code+1] are items, ascending; 0 stands for a missing value.
	hits [][]int32
}

func (e *evaluator) compile() error {
	e.fields = map[string]*fieldHits{}
	for k := range e.rules {
		f, err := parseFilter(e.rules[k].Filter, len(e.rules[k].Items))
		if err != nil {
			return err
		}
		e.filters = append(e.filters, f)
		e.first = append(e.first, len(e.owner))
		for _, it := range e.rules[k].Items {
			name := fieldName(it.Field)
			if e.fields[name] == nil {
				e.fields[name] = &fieldHits{}
				e.order = append(e.order, e.fields[name])
			}
			e.fields[name].items = append(e.fields[name].items, len(e.owner))
			e.owner = append(e.owner, int32(k))
		}
		if f.holds(func(int) bool { return false }) {
			e.open = append(e.open, int32(k))
		}
	}
	return nil
}

// fieldName leaves out the object: Account.Name and Name are one field.
func fieldName(field string) string {
	if _, name, dotted := strings.Cut(field, "."); dotted {
		return name
	}
	return field
}

func (e *evaluator) item(number int) *Item {
	k := e.owner[number]
	return &e.rules[k].Items[number-e.first[k]]
}

func (e *evaluator) match(ctx context.Context, r *dataset.Reader, column func(string) string) error {
	for name, h := range e.fields {
		c, err := r.Column(column(name))
		if err != nil {
			return err
		}
		if c.Type == dataset.Text {
			texts, err := r.Texts(ctx, c.Name)
			if err != nil {
				return err
			}
			h.codes = texts.Codes
			h.hits = e.textHits(h.items, texts.Values)
			continue
		}
		numbers, err := r.Numbers(ctx, c.Name)
		if err != nil {
			return fmt.Errorf("rules on column %q: %w", c.Name, err)
		}
		e.numberHits(h, numbers, c.Type == dataset.Date)
	}
	return nil
}

// textHits evaluates the items on every distinct text. Lists of equal texts and
// of beginnings are looked up, not tried one by one.
func (e *evaluator) textHits(items []int, values []string) [][]int32 {
	equal, starts := map[string][]int32{}, map[string][]int32{}
	lengths := map[int]bool{}
	var others []int
	for _, n := range items {
		it := e.item(n)
		switch it.Operation {
		case "equals":
			for _, v := range listed(it.Value) {
				equal[v] = append(equal[v], int32(n))
			}
		case "startsWith":
			for _, v := range listed(it.Value) {
				starts[v] = append(starts[v], int32(n))
				lengths[len(v)] = true
			}
		default:
			others = append(others, n)
		}
	}
	hits := make([][]int32, len(values)+1)
	for code := -1; code < len(values); code++ {
		text := ""
		if code >= 0 {
			text = strings.ToLower(values[code])
		}
		found := slices.Clone(equal[text])
		for n := range lengths {
			if n > 0 && n <= len(text) {
				found = append(found, starts[text[:n]]...)
			}
		}
		for _, n := range others {
			if textHolds(e.item(n), text) {
				found = append(found, int32(n))
			}
		}
		slices.Sort(found)
		hits[code+1] = slices.Compact(found)
	}
	return hits
}

func listed(value string) []string {
	list := strings.Split(strings.ToLower(value), ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func textHolds(it *Item, text string) bool {
	negated := it.Operation == "notEqual" || it.Operation == "notContain" || it.Operation == "excludes"
	for _, v := range listed(it.Value) {
		holds := false
		switch it.Operation {
		case "notEqual":
			holds = text == v
		case "contains", "notContain":
			holds = text != "" && strings.Contains(text, v)
		case "includes", "excludes":
			holds = slices.Contains(strings.Split(text, ";"), v)
		case "lessThan":
			holds = text != "" && text < v
		case "lessOrEqual":
			holds = text != "" && text <= v
		case "greaterThan":
			holds = text != "" && text > v
		case "greaterOrEqual":
			holds = text != "" && text >= v
		}
		if holds {
			return !negated
		}
	}
	return negated
}

// numberHits gives every distinct set of items that hold a code.
func (e *evaluator) numberHits(h *fieldHits, numbers []float64, dates bool) {
	h.codes = make([]int32, len(numbers))
	known := map[float64]int32{}
	h.hits = [][]int32{e.numbersHold(h.items, math.NaN(), dates)}
	for i, v := range numbers {
		if math.IsNaN(v) {
			h.codes[i] = -1
			continue
		}
		code, seen := known[v]
		if !seen {
			code = int32(len(h.hits) - 1)
			known[v] = code
			h.hits = append(h.hits, e.numbersHold(h.items, v, dates))
		}
		h.codes[i] = code
	}
}

func (e *evaluator) numbersHold(items []int, v float64, dates bool) []int32 {
	var found []int32
	for _, n := range items {
		it := e.item(n)
		holds := false
		for _, text := range listed(it.Value) {
			x, err := strconv.ParseFloat(text, 64)
			if dates {
				x, err = parseDay(text)
			}
			if err != nil {
				continue
			}
			switch it.Operation {
			case "equals", "notEqual":
				holds = holds || v == x
			case "lessThan":
				holds = holds || v < x
			case "lessOrEqual":
				holds = holds || v <= x
			case "greaterThan":
				holds = holds || v > x
			case "greaterOrEqual":
				holds = holds || v >= x
			}
		}
		if holds != (it.Operation == "notEqual") {
			found = append(found, int32(n))
		}
	}
	return found
}

// parseDay reads a date as days since 1970-01-01.
func parseDay(text string) (float64, error) {
	t, err := time.Parse(time.DateOnly, text)
	return float64(t.Unix() / (24 * 60 * 60)), err
}

// assign asks, for every unit, the rules of which an item holds.
func (e *evaluator) assign(ctx context.Context) ([][]int32, error) {
	out := make([][]int32, e.units)
	hit := make([]bool, len(e.owner))
	asked := make([]int32, len(e.rules))
	var marked, candidates []int32
	for unit := range out {
		if unit%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		marked, candidates = marked[:0], append(candidates[:0], e.open...)
		for _, h := range e.order {
			for _, n := range h.hits[h.codes[unit]+1] {
				hit[n] = true
				marked = append(marked, n)
				candidates = append(candidates, e.owner[n])
			}
		}
		for _, k := range candidates {
			if asked[k] == int32(unit)+1 {
				continue
			}
			asked[k] = int32(unit) + 1
			if e.filters[k].holds(func(i int) bool { return hit[e.first[k]+i] }) {
				out[unit] = append(out[unit], e.rules[k].Territory)
			}
		}
		for _, n := range marked {
			hit[n] = false
		}
		if len(out[unit]) > 1 {
			slices.Sort(out[unit])
			out[unit] = slices.Compact(out[unit])
		}
	}
	return out, nil
}
