package salesforcesim

import (
	"math"
	"strconv"
	"strings"
)

// filter says whether a row passes.
type filter func(row int32) bool

// resolver compiles an expression: of a row, or of a group in HAVING.
type resolver func(expr) (accessor, *apiError)

func parseNumber(s string) (float64, bool) {
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsInf(x, 0)
}

// filter compiles a condition.
func (c *compiler) filter(n *condition, resolve resolver) (filter, *apiError) {
	switch n.op {
	case "NOT":
		f, err := c.filter(n.children[0], resolve)
		if err != nil {
			return nil, err
		}
		return func(row int32) bool { return !f(row) }, nil
	case "AND", "OR":
		return c.chain(n, resolve)
	}
	a, err := resolve(n.left)
	if err != nil {
		return nil, err
	}
	if n.left.function == "" && a.field != nil && (a.field.noFilter || a.field.isCompound()) {
		return nil, c.errorAt(n.left.pos, "INVALID_FIELD", "field '"+a.field.name+"' can not be filtered in a query call")
	}
	if n.sub != nil {
		return c.join(n, a)
	}
	return c.comparison(n, a)
}

func (c *compiler) chain(n *condition, resolve resolver) (filter, *apiError) {
	var parts []filter
	for _, child := range n.children {
		f, err := c.filter(child, resolve)
		if err != nil {
			return nil, err
		}
		parts = append(parts, f)
	}
	and := n.op == "AND"
	return func(row int32) bool {
		for _, f := range parts {
			if f(row) != and {
				return !and
			}
		}
		return and
	}, nil
}

// join compiles IN (SELECT …).
func (c *compiler) join(n *condition, a accessor) (filter, *apiError) {
	if c.joins++; c.joins > 2 {
		return nil, malformed("Maximum 2 semi join sub-selects are allowed")
	}
	if a.kind != "id" && a.kind != "reference" {
		return nil, c.errorAt(n.left.pos, "INVALID_FIELD", "The left operand of a semi join must be an ID or a reference: "+a.path)
	}
	t, err := c.o.tableFor(n.sub)
	if err != nil {
		return nil, err
	}
	inner := &compiler{o: c.o, q: n.sub, t: t, now: c.now}
	if len(n.sub.items) != 1 || n.sub.items[0].sub != nil || n.sub.items[0].typeOf != nil {
		return nil, malformed("a semi join sub-select must select exactly one field")
	}
	picked, err := inner.expr(n.sub.items[0].expr)
	if err != nil {
		return nil, err
	}
	if picked.kind != "id" && picked.kind != "reference" {
		return nil, c.errorAt(n.sub.items[0].expr.pos, "INVALID_FIELD", "The selected field of a semi join must be an ID or a reference: "+picked.path)
	}
	rows, err := inner.rows(false)
	if err != nil {
		return nil, err
	}
	set := map[float64]bool{}
	for _, row := range rows {
		if v := picked.get(row); !v.isNull() {
			set[v.num] = true
		}
	}
	in := n.op == "IN"
	return func(row int32) bool {
		v := a.get(row)
		return (!v.isNull() && set[v.num]) == in
	}, nil
}

// bound is a literal as a value; a date literal is a range [value, to).
type bound struct {
	value value
	to    value
	span  bool
}

// bound converts a literal to the type of what it is compared with.
func (c *compiler) bound(a accessor, l literal) (bound, *apiError) {
	if l.kind == tokenName && l.text == "NULL" || l.kind == tokenString && l.text == "" {
		return bound{}, nil
	}
	name := a.path
	wrong := func(want, how string) (bound, *apiError) {
		return bound{}, c.errorAt(l.pos, "INVALID_FIELD", "value of filter criterion for field '"+name+"' must be of type "+want+how)
	}
	unquoted := ""
	if l.kind == tokenString {
		unquoted = " and should not be enclosed in quotes"
	}
	switch a.kind {
	case "id", "reference":
		if l.kind != tokenString {
			return wrong("string", " and should be enclosed in quotes")
		}
		return c.idBound(l)
	case "boolean":
		if l.kind != tokenName || l.text != "TRUE" && l.text != "FALSE" {
			return wrong("boolean", unquoted)
		}
		return bound{value: boolValue(l.text == "TRUE")}, nil
	case "int", "double", "currency", "percent":
		x, ok := parseNumber(l.text)
		if l.kind != tokenNumber || !ok {
			return wrong(map[string]string{"int": "int", "percent": "double"}[a.kind]+map[bool]string{true: "double"}[a.kind == "double" || a.kind == "currency"], unquoted)
		}
		return bound{value: numberValue(x)}, nil
	case "date", "datetime":
		b, ok := c.dateBound(a.kind, l)
		if !ok {
			return wrong(map[string]string{"date": "date", "datetime": "dateTime"}[a.kind], unquoted)
		}
		return b, nil
	}
	if l.kind != tokenString {
		return wrong("string", " and should be enclosed in quotes")
	}
	return bound{value: textValue(l.text)}, nil
}

func (c *compiler) idBound(l literal) (bound, *apiError) {
	t, row, ok := c.o.find(l.text)
	if !ok {
		return bound{}, &apiError{400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + l.text, nil, false}
	}
	if row < 0 {
		return bound{value: value{kind: ref, num: -1}}, nil
	}
	return bound{value: refTo(t.object, row)}, nil
}

func (c *compiler) dateBound(kind string, l literal) (bound, bool) {
	switch {
	case l.kind == tokenDate && kind == "date":
		t, ok := parseDateTime(l.text)
		return bound{value: dayValue(t)}, ok && len(l.text) == 10
	case l.kind == tokenDate:
		t, ok := parseDateTime(l.text)
		return bound{value: timeValue(t)}, ok && len(l.text) > 10
	case l.kind == tokenName && isDateLiteral(l.text):
		from, to, _ := dateRange(l.text, l.n, c.now)
		if kind == "date" {
			return bound{dayValue(from), dayValue(to), true}, true
		}
		return bound{timeValue(from), timeValue(to), true}, true
	}
	return bound{}, false
}

func (c *compiler) comparison(n *condition, a accessor) (filter, *apiError) {
	bounds := make([]bound, len(n.right))
	for i, l := range n.right {
		b, err := c.bound(a, l)
		if err != nil {
			return nil, err
		}
		bounds[i] = b
	}
	get := a.get
	switch n.op {
	case "IN", "NOT IN":
		return inList(get, bounds, n.op == "IN"), nil
	case "INCLUDES", "EXCLUDES":
		if a.kind != "multipicklist" {
			return nil, c.errorAt(n.pos, "INVALID_QUERY_FILTER_OPERATOR", "field '"+a.path+"' is not a multi-select picklist")
		}
		in := n.op == "INCLUDES"
		return func(row int32) bool { return includesAny(get(row).text, bounds) == in }, nil
	case "LIKE":
		if a.field != nil && !a.field.textual() {
			return nil, c.errorAt(n.pos, "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on "+a.kind+" field")
		}
		pattern := []rune(strings.ToLower(bounds[0].value.text))
		return func(row int32) bool {
			v := get(row)
			return !v.isNull() && like([]rune(strings.ToLower(v.text)), pattern)
		}, nil
	}
	if bounds[0].value.isNull() && n.op != "=" && n.op != "!=" {
		return nil, c.errorAt(n.pos, "INVALID_QUERY_FILTER_OPERATOR", "null can only be compared by = and !=")
	}
	if (a.kind == "boolean") && n.op != "=" && n.op != "!=" {
		return nil, c.errorAt(n.pos, "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on boolean field")
	}
	return ordered(get, n.op, bounds[0]), nil
}

// ordered compiles = != < <= > >=. A date literal is a range of days.
func ordered(get func(int32) value, op string, b bound) filter {
	equal := func(v value) bool {
		if v.isNull() || b.value.isNull() {
			return v.isNull() && b.value.isNull()
		}
		if b.span {
			return v.num >= b.value.num && v.num < b.to.num
		}
		return compareValues(v, b.value) == 0
	}
	switch op {
	case "=":
		return func(row int32) bool { return equal(get(row)) }
	case "!=":
		return func(row int32) bool { return !equal(get(row)) }
	}
	return func(row int32) bool {
		v := get(row)
		if v.isNull() {
			return false
		}
		low := compareValues(v, b.value)
		high := low
		if b.span {
			high = -1
			if v.num >= b.to.num {
				high = 1
			} else if low >= 0 {
				high = 0
			}
		}
		switch op {
		case "<":
			return low < 0
		case "<=":
			return low < 0 || high <= 0
		case ">":
			return low > 0 && high > 0
		}
		return low >= 0
	}
}

func inList(get func(int32) value, bounds []bound, in bool) filter {
	texts, nums, nulls := map[string]bool{}, map[float64]bool{}, false
	var spans []bound
	for _, b := range bounds {
		switch {
		case b.span:
			spans = append(spans, b)
		case b.value.isNull():
			nulls = true
		case b.value.kind == text:
			texts[strings.ToLower(b.value.text)] = true
		default:
			nums[b.value.num] = true
		}
	}
	return func(row int32) bool {
		v := get(row)
		found := false
		switch {
		case v.isNull():
			found = nulls
		case v.kind == text:
			found = texts[v.text] || texts[strings.ToLower(v.text)]
		default:
			found = nums[v.num]
			for _, b := range spans {
				found = found || v.num >= b.value.num && v.num < b.to.num
			}
		}
		return found == in
	}
}

// includesAny says whether a multi-select value holds all of the values that
// one of the bounds joins by semicolons.
func includesAny(have string, bounds []bound) bool {
	held := strings.Split(have, ";")
	for _, b := range bounds {
		all := true
		for _, want := range strings.Split(b.value.text, ";") {
			one := false
			for _, h := range held {
				one = one || strings.EqualFold(h, want)
			}
			all = all && one
		}
		if all {
			return true
		}
	}
	return false
}

// like matches with % for any text and _ for one character; \ takes the next
// character as it is.
func like(s, pattern []rune) bool {
	star, mark := -1, 0
	i, j := 0, 0
	for i < len(s) {
		literal := j+1 < len(pattern) && pattern[j] == '\\'
		switch {
		case literal && pattern[j+1] == s[i]:
			i, j = i+1, j+2
		case !literal && j < len(pattern) && pattern[j] == '%':
			star, mark = j, i
			j++
		case !literal && j < len(pattern) && (pattern[j] == '_' || pattern[j] == s[i]):
			i, j = i+1, j+1
		case star >= 0:
			mark++
			i, j = mark, star+1
		default:
			return false
		}
	}
	for j < len(pattern) && pattern[j] == '%' {
		j++
	}
	return j == len(pattern)
}
