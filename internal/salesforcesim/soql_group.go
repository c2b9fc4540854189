package salesforcesim

import (
	"bytes"
	"fmt"
	"math"
	"strings"
)

// groups is the answer of a query with GROUP BY or aggregate functions.
type groups struct {
	members [][]int32 // rows of each group
	level   []int     // grouping keys that count, fewer in sub-totals of ROLLUP
	names   []string
	fields  []*field
	get     []func(group int32) value
}

// key is one GROUP BY expression.
type key struct {
	acc  accessor
	expr expr
}

// aggregate runs a query over groups.
func (c *compiler) aggregate(r *result, all bool) *apiError {
	rows, err := c.rows(all)
	if err != nil {
		return err
	}
	g := &groups{}
	keys, rollup, err := c.keys()
	if err != nil {
		return err
	}
	c.collect(g, keys, rows, rollup)
	at := func(e expr) (accessor, *apiError) { return c.groupExpr(g, keys, e) }
	unnamed := 0
	for _, it := range c.q.items {
		if it.sub != nil || it.typeOf != nil {
			return malformed("sub-queries and TYPEOF are not allowed with aggregate functions")
		}
		a, err := at(it.expr)
		if err != nil {
			return err
		}
		name := it.alias
		if name == "" && it.expr.function != "" {
			name = fmt.Sprintf("expr%d", unnamed)
			unnamed++
		} else if name == "" {
			name = a.path[strings.LastIndexByte(a.path, '.')+1:]
		}
		g.names = append(g.names, name)
		g.fields = append(g.fields, a.field)
		g.get = append(g.get, a.get)
	}
	list, err := c.groupRows(g, at)
	if err != nil {
		return err
	}
	r.aggregate, r.groups, r.rows = true, g, limited(list, c.q)
	r.total = len(r.rows)
	if r.total > 2000 {
		return &apiError{400, "EXCEEDED_ID_LIMIT", "Aggregate query does not support queryMore(), LIMIT the results to a single batch", nil, false}
	}
	return nil
}

// keys compiles GROUP BY; rollup says how many levels of sub-totals follow.
func (c *compiler) keys() (keys []key, rollup bool, err *apiError) {
	list := c.q.groupBy
	if len(list) == 1 && (list[0].function == "ROLLUP" || list[0].function == "CUBE") {
		rollup, list = true, list[0].args
	}
	for _, e := range list {
		a, err := c.expr(e)
		if err != nil {
			return nil, false, err
		}
		if a.field != nil && (a.field.noFilter || a.field.isCompound() || a.kind == "textarea" || a.kind == "datetime" || a.kind == "double" || a.kind == "currency" || a.kind == "percent" || a.kind == "multipicklist") {
			return nil, false, c.errorAt(e.pos, "INVALID_FIELD", "field '"+a.field.name+"' can not be grouped in a query call")
		}
		keys = append(keys, key{a, e})
	}
	return keys, rollup, nil
}

// collect puts the rows into groups, in order of first appearance.
func (c *compiler) collect(g *groups, keys []key, rows []int32, rollup bool) {
	levels := []int{len(keys)}
	if rollup {
		for n := len(keys) - 1; n >= 0; n-- {
			levels = append(levels, n)
		}
	}
	if len(keys) == 0 {
		g.members, g.level = [][]int32{rows}, []int{0}
		return
	}
	for _, n := range levels {
		found := map[string]int{}
		var b strings.Builder
		for _, row := range rows {
			b.Reset()
			for _, k := range keys[:n] {
				v := k.acc.get(row)
				fmt.Fprintf(&b, "%d\x00%s\x00%g\x00", v.kind, strings.ToLower(v.text), v.num)
			}
			i, ok := found[b.String()]
			if !ok {
				i = len(g.members)
				found[b.String()] = i
				g.members = append(g.members, nil)
				g.level = append(g.level, n)
			}
			g.members[i] = append(g.members[i], row)
		}
	}
}

// groupRows applies HAVING and ORDER BY to the groups.
func (c *compiler) groupRows(g *groups, at resolver) ([]int32, *apiError) {
	pass := func(int32) bool { return true }
	if c.q.having != nil {
		var err *apiError
		if pass, err = c.filter(c.q.having, at); err != nil {
			return nil, err
		}
	}
	var list []int32
	for i := range g.members {
		if pass(int32(i)) {
			list = append(list, int32(i))
		}
	}
	keys := make([][]value, len(c.q.orderBy))
	for k, ord := range c.q.orderBy {
		a, err := at(ord.expr)
		if err != nil {
			return nil, err
		}
		for _, i := range list {
			keys[k] = append(keys[k], a.get(i))
		}
	}
	return reorder(list, keys, c.q.orderBy), nil
}

// groupExpr compiles an aggregate function, or an expression that is grouped.
func (c *compiler) groupExpr(g *groups, keys []key, e expr) (accessor, *apiError) {
	if aggregates[e.function] {
		return c.aggregateFunction(g, keys, e)
	}
	for _, it := range c.q.items {
		if e.function == "" && it.alias != "" && strings.EqualFold(it.alias, e.path) {
			return c.groupExpr(g, keys, it.expr)
		}
	}
	a, err := c.expr(e)
	if err != nil {
		return a, err
	}
	for i, k := range keys {
		if k.expr.function == e.function && strings.EqualFold(k.acc.path, a.path) {
			a.get = func(group int32) value {
				if i >= g.level[group] {
					return value{}
				}
				return k.acc.get(g.members[group][0])
			}
			return a, nil
		}
	}
	return a, c.errorAt(e.pos, "MALFORMED_QUERY", "Field must be grouped or aggregated: "+a.path)
}

func (c *compiler) aggregateFunction(g *groups, keys []key, e expr) (accessor, *apiError) {
	whole := &field{name: "count", kind: "int"}
	if e.function == "COUNT" && len(e.args) == 0 {
		return accessor{func(i int32) value { return numberValue(float64(len(g.members[i]))) }, whole, nil, "", "int"}, nil
	}
	if len(e.args) != 1 {
		return accessor{}, c.errorAt(e.pos, "MALFORMED_QUERY", "unexpected token: '"+e.function+"'")
	}
	a, err := c.expr(e.args[0])
	if err != nil {
		return a, err
	}
	numeric := a.field != nil && a.field.numeric()
	switch e.function {
	case "GROUPING":
		for i, k := range keys {
			if strings.EqualFold(k.acc.path, a.path) {
				return accessor{func(group int32) value {
					if i >= g.level[group] {
						return numberValue(1)
					}
					return numberValue(0)
				}, whole, nil, "", "int"}, nil
			}
		}
		return a, malformed("GROUPING needs a grouped field")
	case "SUM", "AVG":
		if !numeric {
			return a, c.errorAt(e.pos, "MALFORMED_QUERY", "field "+a.path+" does not support aggregate operator "+e.function)
		}
	case "MIN", "MAX":
		if a.field != nil && (a.field.isCompound() || a.kind == "boolean" || a.field.noFilter) {
			return a, c.errorAt(e.pos, "MALFORMED_QUERY", "field "+a.path+" does not support aggregate operator "+e.function)
		}
	}
	fn, out := e.function, a
	out.get = func(i int32) value { return summarize(fn, g.members[i], a.get) }
	switch fn {
	case "COUNT", "COUNT_DISTINCT":
		out.field, out.kind = whole, "int"
	case "AVG":
		out.field, out.kind = &field{name: a.path, kind: "double"}, "double"
	}
	return out, nil
}

// summarize computes one aggregate of the non-null values of rows.
func summarize(fn string, rows []int32, get func(int32) value) value {
	n, sum := 0, 0.0
	var best value
	distinct := map[value]bool{}
	for _, row := range rows {
		v := get(row)
		if v.isNull() {
			continue
		}
		n++
		sum += v.num
		switch fn {
		case "COUNT_DISTINCT":
			v.text = strings.ToLower(v.text)
			distinct[v] = true
		case "MIN":
			if best.isNull() || compareValues(v, best) < 0 {
				best = v
			}
		case "MAX":
			if best.isNull() || compareValues(v, best) > 0 {
				best = v
			}
		}
	}
	switch fn {
	case "COUNT":
		return numberValue(float64(n))
	case "COUNT_DISTINCT":
		return numberValue(float64(len(distinct)))
	case "MIN", "MAX":
		return best
	}
	if n == 0 {
		return value{}
	}
	if fn == "AVG" {
		return numberValue(sum / float64(n))
	}
	return numberValue(math.Round(sum*1e6) / 1e6)
}

// writeGroup writes one AggregateResult.
func (r *result) writeGroup(b *bytes.Buffer, group int32) {
	b.WriteString(`{"attributes":{"type":"AggregateResult"}`)
	for i, name := range r.groups.names {
		b.WriteByte(',')
		appendString(b, name)
		b.WriteByte(':')
		r.o.appendValue(b, r.groups.fields[i], r.groups.get[i](group))
	}
	b.WriteByte('}')
}
