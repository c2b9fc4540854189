package salesforcesim

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// result is a query that was run: which rows, and how to write one.
type result struct {
	o         *org
	t         *table
	q         *statement
	rows      []int32 // rows, or group numbers of an aggregate
	total     int
	outputs   []*output
	columns   []accessor // the plain fields in SELECT order, for CSV
	countOnly bool
	aggregate bool
	groups    *groups
}

// output is one key of a row's JSON.
type output struct {
	name     string
	lowered  string
	isID     bool
	typeName bool      // shows which object a polymorphic reference points at
	acc      *accessor // a function of the row; nil for plain fields
	relation bool
	children []*output
	sub      *childRows
	typeOf   map[string][]*output // by lower-case object name, "" for ELSE
}

// childRows are the rows of a sub-query by parent row.
type childRows struct {
	result *result
	byRow  map[int32][]int32
}

// run runs a statement as a user. all includes deleted rows.
func (o *org) run(q *statement, user int32, all bool, now time.Time) (*result, *apiError) {
	t, err := o.tableFor(q)
	if err != nil {
		return nil, err
	}
	c := &compiler{o: o, q: q, t: t, now: now, hides: o.hidden(user, t)}
	r := &result{o: o, t: t, q: q}
	if q.offset > 2000 {
		return nil, &apiError{400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000", nil, false}
	}
	if len(q.items) == 1 && q.items[0].expr.function == "COUNT" && len(q.items[0].expr.args) == 0 && len(q.groupBy) == 0 {
		rows, err := c.rows(all)
		if err != nil {
			return nil, err
		}
		r.countOnly, r.total = true, len(limited(rows, q))
		return r, nil
	}
	if isAggregate(q) {
		return r, c.aggregate(r, all)
	}
	if err := c.selectList(r, all); err != nil {
		return nil, err
	}
	if q.having != nil {
		return nil, malformed("HAVING needs GROUP BY")
	}
	rows, err := c.rows(all)
	if err != nil {
		return nil, err
	}
	if rows, err = c.sorted(rows); err != nil {
		return nil, err
	}
	r.rows = limited(rows, q)
	r.total = len(r.rows)
	return r, nil
}

func isAggregate(q *statement) bool {
	if len(q.groupBy) > 0 {
		return true
	}
	for _, it := range q.items {
		if aggregates[it.expr.function] {
			return true
		}
	}
	return false
}

func limited[T any](rows []T, q *statement) []T {
	rows = rows[min(q.offset, len(rows)):]
	if q.limit >= 0 {
		rows = rows[:min(q.limit, len(rows))]
	}
	return rows
}

// rows returns the rows that pass WHERE, in stored order.
func (c *compiler) rows(all bool) ([]int32, *apiError) {
	pass := func(int32) bool { return true }
	if c.q.where != nil {
		var err *apiError
		if pass, err = c.filter(c.q.where, c.expr); err != nil {
			return nil, err
		}
	}
	var rows []int32
	keep := func(row int32) {
		if s := c.t.state[row]; (s == live || all && s < purged) && (c.hides == nil || !c.hides(row)) && pass(row) {
			rows = append(rows, row)
		}
	}
	if ids, ok := c.idsOnly(c.q.where); ok {
		slices.Sort(ids)
		for _, row := range slices.Compact(ids) {
			keep(row)
		}
		return rows, nil
	}
	for row := range c.t.rows() {
		keep(row)
	}
	return rows, nil
}

// idsOnly finds the rows that Id = or Id IN of an AND chain allow, so that
// looking up by id does not read the whole table.
func (c *compiler) idsOnly(n *condition) ([]int32, bool) {
	if n == nil {
		return nil, false
	}
	if n.op == "AND" {
		for _, child := range n.children {
			if rows, ok := c.idsOnly(child); ok {
				return rows, true
			}
		}
		return nil, false
	}
	if n.op != "=" && n.op != "IN" || n.sub != nil || n.left.function != "" {
		return nil, false
	}
	if s := c.steps(n.left.path); len(s) != 1 || lower(s[0]) != "id" {
		return nil, false
	}
	var rows []int32
	for _, l := range n.right {
		if t, row, ok := c.o.find(l.text); ok && t == c.t && row >= 0 {
			rows = append(rows, row)
		}
	}
	return rows, true
}

// sorted applies ORDER BY.
func (c *compiler) sorted(rows []int32) ([]int32, *apiError) {
	if len(c.q.orderBy) == 0 {
		return rows, nil
	}
	keys := make([][]value, len(c.q.orderBy))
	for k, ord := range c.q.orderBy {
		a, err := c.expr(ord.expr)
		if err != nil {
			return nil, err
		}
		if a.field != nil && ord.expr.function == "" && (a.field.noFilter || a.field.isCompound() || a.kind == "multipicklist") {
			return nil, c.errorAt(ord.expr.pos, "INVALID_FIELD", "field '"+a.field.name+"' can not be sorted in a query call")
		}
		keys[k] = make([]value, len(rows))
		for i, row := range rows {
			keys[k][i] = a.get(row)
		}
	}
	return reorder(rows, keys, c.q.orderBy), nil
}

// reorder sorts rows by their keys: nulls first unless asked otherwise.
func reorder(rows []int32, keys [][]value, by []ordering) []int32 {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		for k, ord := range by {
			a, b := keys[k][x], keys[k][y]
			if a.isNull() || b.isNull() {
				if a.isNull() == b.isNull() {
					continue
				}
				if a.isNull() != ord.nullsLast {
					return -1
				}
				return 1
			}
			n := compareValues(a, b)
			if ord.descending {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
	out := make([]int32, len(rows))
	for i, at := range order {
		out[i] = rows[at]
	}
	return out
}

// selectList compiles the SELECT list of a query of rows.
func (c *compiler) selectList(r *result, all bool) *apiError {
	seen := map[string]bool{}
	for _, it := range c.q.items {
		switch {
		case it.sub != nil:
			if err := c.subQuery(r, it.sub, all); err != nil {
				return err
			}
		case it.typeOf != nil:
			if err := c.typeOf(r, it.typeOf); err != nil {
				return err
			}
		case it.expr.function == "FIELDS":
			if err := c.allFields(r, it.expr); err != nil {
				return err
			}
		default:
			a, err := c.expr(it.expr)
			if err != nil {
				return err
			}
			if it.expr.function != "" {
				name := it.alias
				if name == "" {
					name = a.path
				}
				a.path = name
				r.columns = append(r.columns, a)
				r.outputs = append(r.outputs, &output{name: name, acc: &a})
				continue
			}
			if it.alias != "" && !strings.EqualFold(it.alias, "FROM") {
				return c.errorAt(it.expr.pos, "MALFORMED_QUERY", "only aggregate expressions use field aliasing")
			}
			if seen[lower(a.path)] {
				return c.errorAt(it.expr.pos, "INVALID_FIELD", "duplicate field selected: "+a.path)
			}
			seen[lower(a.path)] = true
			r.addField(a)
		}
	}
	keys := map[string]bool{}
	for _, out := range r.outputs {
		if keys[lower(out.name)] || out.typeOf != nil && len(out.children) > 0 {
			return malformed("duplicate field selected: " + out.name)
		}
		keys[lower(out.name)] = true
	}
	return nil
}

// addField puts a field at its place in the tree of outputs.
func (r *result) addField(a accessor) {
	r.columns = append(r.columns, a)
	path := strings.Split(a.path, ".")
	leaf := plainOutput(path[len(path)-1])
	leaf.typeName = a.object == nil
	r.outputs = placeField(r.outputs, path, leaf)
}

func plainOutput(name string) *output {
	return &output{name: name, lowered: lower(name), isID: name == "Id"}
}

func placeField(list []*output, path []string, leaf *output) []*output {
	if len(path) == 1 {
		return append(list, leaf)
	}
	for _, out := range list {
		if out.relation && strings.EqualFold(out.name, path[0]) {
			out.children = placeField(out.children, path[1:], leaf)
			return list
		}
	}
	return append(list, &output{name: path[0], lowered: lower(path[0]), relation: true, children: placeField(nil, path[1:], leaf)})
}

func (c *compiler) allFields(r *result, e expr) *apiError {
	which := ""
	if len(e.args) == 1 {
		which = strings.ToUpper(e.args[0].path)
	}
	if which != "ALL" && which != "STANDARD" && which != "CUSTOM" {
		return c.errorAt(e.pos, "MALFORMED_QUERY", "FIELDS takes ALL, STANDARD or CUSTOM")
	}
	if which != "STANDARD" && (c.q.limit < 0 || c.q.limit > 200) {
		return malformed("The SOQL FIELDS function must have a LIMIT of at most 200")
	}
	for _, f := range c.t.object.fields {
		if which == "ALL" || f.custom() == (which == "CUSTOM") {
			a, err := c.resolve(expr{pos: e.pos, path: f.name})
			if err != nil {
				return err
			}
			r.addField(a)
		}
	}
	return nil
}

func (c *compiler) subQuery(r *result, q *statement, all bool) *apiError {
	var relation *childRelation
	for i, rel := range c.t.object.children {
		if rel.name != "" && strings.EqualFold(rel.name, q.from.text) {
			relation = &c.t.object.children[i]
		}
	}
	if relation == nil {
		return c.errorAt(q.from.pos, "INVALID_TYPE", "Didn't understand relationship '"+q.from.text+"' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.")
	}
	t := c.o.tables[relation.object.number]
	inner := &compiler{o: c.o, q: q, t: t, now: c.now}
	child := &result{o: c.o, t: t, q: q}
	if isAggregate(q) {
		return malformed("aggregate functions are not allowed in a child sub-query")
	}
	if err := inner.selectList(child, all); err != nil {
		return err
	}
	rows, err := inner.rows(all)
	if err != nil {
		return err
	}
	if rows, err = inner.sorted(rows); err != nil {
		return err
	}
	byRow := map[int32][]int32{}
	for _, row := range rows {
		if v := t.get(relation.field, row); !v.isNull() && v.object() == c.t.object.number {
			byRow[v.row()] = append(byRow[v.row()], row)
		}
	}
	for k, list := range byRow {
		byRow[k] = limited(list, q)
	}
	r.outputs = append(r.outputs, &output{name: relation.name, sub: &childRows{child, byRow}})
	return nil
}

func (c *compiler) typeOf(r *result, t *typeOf) *apiError {
	f := c.t.object.byRelation[lower(t.field.path)]
	if f == nil || len(f.to) < 2 {
		return c.errorAt(t.field.pos, "INVALID_FIELD", "TYPEOF needs a polymorphic relationship: "+t.field.path)
	}
	out := &output{name: f.relation, lowered: lower(f.relation), relation: true, typeOf: map[string][]*output{}}
	add := func(key string, objects []*object, fields []expr) *apiError {
		for _, e := range fields {
			name := e.path
			if found, _ := fieldOf(objects, lower(name)); found != nil {
				name = found.name
			} else {
				return c.errorAt(e.pos, "INVALID_FIELD", noSuchColumn(name, objects[0].name))
			}
			out.typeOf[key] = append(out.typeOf[key], plainOutput(name))
		}
		return nil
	}
	for _, w := range t.whens {
		o := c.o.schema.object(w.object)
		if o == nil {
			return c.errorAt(t.field.pos, "INVALID_TYPE", "sObject type '"+w.object+"' is not supported.")
		}
		if err := add(lower(o.name), []*object{o}, w.fields); err != nil {
			return err
		}
	}
	if err := add("", c.o.targets(f), t.other); err != nil {
		return err
	}
	r.outputs = append(r.outputs, out)
	return nil
}

// writeRow writes one row as JSON.
func (r *result) writeRow(b *bytes.Buffer, base string, row int32) {
	r.o.writeObject(b, base, r.t, row, r.outputs)
}

func (o *org) writeObject(b *bytes.Buffer, base string, t *table, row int32, outputs []*output) {
	b.WriteString(`{"attributes":{"type":"`)
	b.WriteString(t.object.name)
	b.WriteString(`","url":"`)
	b.WriteString(base)
	b.WriteString("/sobjects/")
	b.WriteString(t.object.name)
	b.WriteByte('/')
	b.WriteString(o.id(t, row))
	b.WriteString(`"}`)
	for _, out := range outputs {
		b.WriteByte(',')
		appendString(b, out.name)
		b.WriteByte(':')
		o.writeOutput(b, base, t, row, out)
	}
	b.WriteByte('}')
}

func (o *org) writeOutput(b *bytes.Buffer, base string, t *table, row int32, out *output) {
	switch {
	case out.acc != nil:
		o.appendValue(b, out.acc.field, out.acc.get(row))
	case out.sub != nil:
		out.sub.write(b, base, row)
	case out.relation:
		f := t.object.byRelation[out.lowered]
		var v value
		if f != nil {
			v = t.get(f, row)
		}
		if v.isNull() {
			b.WriteString("null")
			return
		}
		target := o.of(v)
		children := out.children
		if out.typeOf != nil {
			var ok bool
			if children, ok = out.typeOf[lower(target.object.name)]; !ok {
				children = out.typeOf[""]
			}
		}
		o.writeObject(b, base, target, v.row(), children)
	case out.isID:
		appendString(b, o.id(t, row))
	case out.typeName:
		appendString(b, t.object.name)
	default:
		o.writeField(b, t, row, out.lowered)
	}
}

// writeField writes a field by its lower-case name; an object without it, as
// may come at the end of a polymorphic path, has null.
func (o *org) writeField(b *bytes.Buffer, t *table, row int32, name string) {
	f := t.object.byName[name]
	switch {
	case f == nil:
		b.WriteString("null")
	case f.name == "Id":
		appendString(b, o.id(t, row))
	case f.isCompound():
		o.appendCompound(b, t, f, row)
	default:
		o.appendValue(b, f, t.get(f, row))
	}
}

func (c *childRows) write(b *bytes.Buffer, base string, row int32) {
	rows := c.byRow[row]
	if len(rows) == 0 {
		b.WriteString("null")
		return
	}
	b.WriteString(`{"totalSize":`)
	b.WriteString(strconv.Itoa(len(rows)))
	b.WriteString(`,"done":true,"records":[`)
	for i, child := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		c.result.writeRow(b, base, child)
	}
	b.WriteString("]}")
}
