package salesforcesim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// criterion is one compiled item of a rule.
type criterion struct {
	field  *field
	op     string
	texts  []string // lower case
	set    map[string]bool
	sizes  []int // lengths of the texts, for startsWith
	nums   []float64
	number bool
}

// newCriterion compiles an item. Several values are separated by commas.
func newCriterion(o *org, f *field, op, list string) (*criterion, error) {
	c := &criterion{field: f, op: op}
	for _, part := range strings.Split(list, ",") {
		part = strings.TrimSpace(part)
		c.texts = append(c.texts, strings.ToLower(part))
		if f.numeric() || f.kind == "date" || f.kind == "datetime" {
			c.number = true
			v, err := o.parseValue(f, part)
			if err != nil {
				return nil, fmt.Errorf("Value: %q is no %s", part, f.kind) //nolint:staticcheck // shown as the API shows it
			}
			c.nums = append(c.nums, v.num)
		}
	}
	c.set = map[string]bool{}
	for _, want := range c.texts {
		c.set[want] = true
		if !slices.Contains(c.sizes, len(want)) {
			c.sizes = append(c.sizes, len(want))
		}
	}
	return c, nil
}

// holds evaluates the item on a row.
func (c *criterion) holds(o *org, t *table, row int32) bool {
	v := t.get(c.field, row)
	switch c.op {
	case "notEqual", "notContain", "excludes":
		positive := *c
		positive.op = map[string]string{"notEqual": "equals", "notContain": "contains", "excludes": "includes"}[c.op]
		return !positive.holds(o, t, row)
	}
	if c.number {
		for _, x := range c.nums {
			if !v.isNull() && compareOp(c.op, v.num, x) || v.isNull() && c.op == "equals" && c.texts[0] == "" {
				return true
			}
		}
		return false
	}
	s := strings.ToLower(o.format(c.field, v))
	switch c.op { // the lists of postal codes are long
	case "equals":
		return c.set[s]
	case "startsWith":
		return s != "" && slices.ContainsFunc(c.sizes, func(n int) bool { return n <= len(s) && c.set[s[:n]] })
	}
	for _, want := range c.texts {
		if textOp(c.op, s, want) {
			return true
		}
	}
	return false
}

func compareOp(op string, a, b float64) bool {
	switch op {
	case "equals":
		return a == b
	case "lessThan":
		return a < b
	case "greaterThan":
		return a > b
	case "lessOrEqual":
		return a <= b
	case "greaterOrEqual":
		return a >= b
	}
	return false
}

func textOp(op, s, want string) bool {
	switch op {
	case "equals":
		return s == want
	case "contains":
		return s != "" && strings.Contains(s, want)
	case "startsWith":
		return s != "" && strings.HasPrefix(s, want)
	case "includes":
		return slices.Contains(strings.Split(s, ";"), want)
	case "lessThan":
		return s != "" && s < want
	case "greaterThan":
		return s > want
	case "lessOrEqual":
		return s != "" && s <= want
	case "greaterOrEqual":
		return s >= want && s != ""
	}
	return false
}

// logic is a parsed boolean filter: a number, or and/or/not of others.
type logic struct {
	op    string
	parts []*logic
	item  int // from 1
}

func (l *logic) holds(item func(int) bool) bool {
	switch l.op {
	case "":
		return item(l.item)
	case "NOT":
		return !l.parts[0].holds(item)
	}
	for _, p := range l.parts {
		if p.holds(item) == (l.op == "OR") {
			return l.op == "OR"
		}
	}
	return l.op == "AND"
}

// parseLogic reads "(1 AND 2) OR 3" over n items: every one must be named.
func parseLogic(s string, n int) (*logic, error) {
	tokens := strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))
	p := &logicParser{tokens: tokens, named: map[int]bool{}, n: n}
	l, err := p.chain()
	if err != nil {
		return nil, err
	}
	if p.at < len(p.tokens) {
		return nil, fmt.Errorf("unexpected %q", p.tokens[p.at])
	}
	for i := 1; i <= n; i++ {
		if !p.named[i] {
			return nil, fmt.Errorf("item %d is not named", i)
		}
	}
	return l, nil
}

type logicParser struct {
	tokens []string
	at, n  int
	depth  int
	named  map[int]bool
}

func (p *logicParser) peek() string {
	if p.at < len(p.tokens) {
		return strings.ToUpper(p.tokens[p.at])
	}
	return ""
}

func (p *logicParser) chain() (*logic, error) {
	first, err := p.term()
	if err != nil {
		return nil, err
	}
	op := p.peek()
	if op != "AND" && op != "OR" {
		return first, nil
	}
	l := &logic{op: op, parts: []*logic{first}}
	for p.peek() == op {
		p.at++
		next, err := p.term()
		if err != nil {
			return nil, err
		}
		l.parts = append(l.parts, next)
	}
	if p.peek() == "AND" || p.peek() == "OR" {
		return nil, fmt.Errorf("AND and OR need parentheses between them")
	}
	return l, nil
}

func (p *logicParser) term() (*logic, error) {
	if p.depth++; p.depth > 100 {
		return nil, fmt.Errorf("nested too deeply")
	}
	defer func() { p.depth-- }()
	word := p.peek()
	p.at++
	switch word {
	case "(":
		l, err := p.chain()
		if err != nil {
			return nil, err
		}
		if p.peek() != ")" {
			return nil, fmt.Errorf("a closing parenthesis is missing")
		}
		p.at++
		return l, nil
	case "NOT":
		l, err := p.term()
		if err != nil {
			return nil, err
		}
		return &logic{op: "NOT", parts: []*logic{l}}, nil
	}
	i, err := strconv.Atoi(word)
	if err != nil || i < 1 || i > p.n {
		return nil, fmt.Errorf("%q is not the number of an item", word)
	}
	p.named[i] = true
	return &logic{item: i}, nil
}

// items returns the rows of a rule's items by SortOrder.
func (o *org) items(rule value) []int32 {
	t := o.table("ObjectTerritory2AssignmentRuleItem")
	var rows []int32
	for row := range t.rows() {
		if t.state[row] == live && t.field("RuleId", row) == rule {
			rows = append(rows, row)
		}
	}
	order := t.object.byName["sortorder"]
	slices.SortStableFunc(rows, func(a, b int32) int { return int(t.get(order, a).num - t.get(order, b).num) })
	return rows
}

// compiledRule is a rule ready to be asked about many rows.
type compiledRule struct {
	items       []*criterion
	logic       *logic // nil: all items
	territories []value
}

func (r *compiledRule) holds(o *org, t *table, row int32) bool {
	if r.logic != nil {
		return r.logic.holds(func(i int) bool { return r.items[i-1].holds(o, t, row) })
	}
	for _, c := range r.items {
		if !c.holds(o, t, row) {
			return false
		}
	}
	return len(r.items) > 0
}

// rules compiles the active rules of a model for one object.
func (o *org) rules(model value, object *object) []*compiledRule {
	t := o.table("ObjectTerritory2AssignmentRule")
	items := o.table("ObjectTerritory2AssignmentRuleItem")
	byRule := map[value][]int32{}
	for row := range items.rows() {
		if items.state[row] == live {
			rule := items.field("RuleId", row)
			byRule[rule] = append(byRule[rule], row)
		}
	}
	links := o.ruleTerritories()
	var list []*compiledRule
	for row := range t.rows() {
		me := refTo(t.object, row)
		if t.state[row] != live || t.field("Territory2ModelId", row) != model || !t.field("IsActive", row).bool() ||
			t.field("ObjectType", row).text != object.name || len(links[me]) == 0 {
			continue
		}
		r := &compiledRule{territories: links[me]}
		rows := byRule[me]
		slices.SortStableFunc(rows, func(a, b int32) int {
			return int(items.field("SortOrder", a).num - items.field("SortOrder", b).num)
		})
		for _, item := range rows {
			c, err := newCriterion(o, ruleField(object, items.field("Field", item).text), items.field("Operation", item).text, items.field("Value", item).text)
			if err == nil {
				r.items = append(r.items, c)
			}
		}
		if s := t.field("BooleanFilter", row).text; s != "" {
			r.logic, _ = parseLogic(s, len(r.items))
		}
		list = append(list, r)
	}
	return list
}

// ruleTerritories returns the territories each rule assigns to: those it is
// associated with and, where the association is inherited, all below them.
func (o *org) ruleTerritories() map[value][]value {
	t, territories := o.table("RuleTerritory2Association"), o.table("Territory2")
	below := map[value][]value{}
	for row := range territories.rows() {
		if up := territories.field("ParentTerritory2Id", row); territories.state[row] == live && !up.isNull() {
			below[up] = append(below[up], refTo(territories.object, row))
		}
	}
	links := map[value][]value{}
	for row := range t.rows() {
		if t.state[row] != live {
			continue
		}
		rule := t.field("RuleId", row)
		reached := []value{t.field("Territory2Id", row)}
		for i := 0; i < len(reached) && t.field("IsInherited", row).bool(); i++ {
			reached = append(reached, below[reached[i]]...)
		}
		links[rule] = append(links[rule], reached...)
	}
	return links
}

// activeModel returns the active model, null where there is none.
func (o *org) activeModel() value {
	t := o.table("Territory2Model")
	if t == nil {
		return value{}
	}
	for row := range t.rows() {
		if t.state[row] == live && t.field("State", row).text == "Active" {
			return refTo(t.object, row)
		}
	}
	return value{}
}

// assignTerritories runs the rules of the active model on one record, as an
// insert or update through the API does.
func (w *writer) assignTerritories(t *table, row int32, isNew bool) *apiError {
	if !w.autoAssign || isNew && w.o.meta.bypassInsert {
		return nil
	}
	if f := t.object.byName["isexcludedfromrealign"]; f != nil && t.get(f, row).bool() {
		return nil
	}
	if model := w.o.activeModel(); !model.isNull() {
		w.o.realign(t, row, model)
	}
	return nil
}

// realign gives a record the associations that rules say, and takes back
// those rules gave before. What people assigned stays.
func (o *org) realign(t *table, row int32, model value) {
	want := map[int32]bool{}
	compiled := o.compiledFor(model, t.object)
	compiled.rules[t.object].each(o, t, row, func(r *compiledRule) {
		if r.holds(o, t, row) {
			for _, territory := range r.territories {
				want[territory.row()] = true
			}
		}
	})
	links, me := o.table("ObjectTerritory2Association"), refTo(t.object, row)
	for _, one := range slices.Clone(o.joined[me.num]) {
		if !compiled.territories[one.territory] {
			continue
		}
		if !want[one.territory] && links.field("AssociationCause", one.row).text == "Territory2AssignmentRule" {
			o.setState(links, one.row, deleted)
			o.forget(links, one.row)
		}
		delete(want, one.territory)
	}
	territories := o.schema.object("Territory2")
	for _, territory := range slices.Sorted(maps.Keys(want)) {
		o.associate(links, me, refTo(territories, territory))
	}
}

// associate adds what a rule assigned.
func (o *org) associate(links *table, record, territory value) {
	row := o.newRow(links)
	now := timeValue(o.now().UTC())
	for name, v := range map[string]value{"objectid": record, "territory2id": territory, "associationcause": textValue("Territory2AssignmentRule"),
		"lastmodifieddate": now, "systemmodstamp": now, "lastmodifiedbyid": refTo(o.schema.object("User"), o.admin)} {
		o.put(links, links.object.byName[name], row, v)
	}
	o.join(links, row, record, territory)
}

// compiledFor returns the compiled rules and the territories of a model.
func (o *org) compiledFor(model value, target *object) compiledModel {
	c, found := o.compiled[model]
	if !found || c.version != o.version {
		c = compiledModel{version: o.version, rules: map[*object]*ruleIndex{}, territories: map[int32]bool{}}
		t := o.table("Territory2")
		for row := range t.rows() {
			if t.state[row] == live && t.field("Territory2ModelId", row) == model {
				c.territories[row] = true
			}
		}
	}
	if _, done := c.rules[target]; !done {
		c.rules[target] = newRuleIndex(o.rules(model, target))
	}
	if o.compiled == nil {
		o.compiled = map[value]compiledModel{}
	}
	o.compiled[model] = c
	return c
}

// realignChunk is how many records rules run on before others get the lock.
const realignChunk = 10_000

// runRules runs the rules of a model on every record, as a person's "Run
// Rules" does, and returns how many associations it made and took away. The
// lock is taken for a part of the records at a time.
func (s *Server) runRules(model value) (made, taken int) {
	for _, name := range []string{"Account", "Lead"} {
		for from, more := int32(0), true; more && s.ctx.Err() == nil; from += realignChunk {
			s.o.mu.Lock()
			var m, n int
			m, n, more = s.o.realignRows(s.o.table(name), from, model)
			made, taken = made+m, taken+n
			s.o.commit()
			s.o.mu.Unlock()
		}
	}
	return made, taken
}

// realignRows runs the rules on a part of a table; more says whether rows
// follow.
func (o *org) realignRows(t *table, from int32, model value) (made, taken int, more bool) {
	links := o.table("ObjectTerritory2Association")
	excluded := t.object.byName["isexcludedfromrealign"]
	to := min(from+realignChunk, t.rows())
	for row := from; row < to; row++ {
		if t.state[row] != live || excluded != nil && t.get(excluded, row).bool() {
			continue
		}
		rows, before := len(links.state), links.live
		o.realign(t, row, model)
		added := len(links.state) - rows
		made += added
		taken += before + added - links.live
	}
	return made, taken, to < t.rows()
}
