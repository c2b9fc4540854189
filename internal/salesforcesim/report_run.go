package salesforcesim

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// reportError is the code and status of what a report refuses.
func reportError(format string, args ...any) *apiError {
	return apiErr(400, "BAD_REQUEST", format, args...)
}

// reportReader reads the columns of one report.
type reportReader struct {
	o       *org
	m       reportMetadata
	kind    *reportKind
	c       *compiler
	columns map[string]*reportCell
}

// reportCell reads one column: what it shows, and the id behind it.
type reportCell struct {
	column *reportColumn
	shown  accessor
	id     *accessor
}

func (o *org) reader(m reportMetadata) (*reportReader, *apiError) {
	kind := kindOfReport(m.ReportType.Type)
	if kind == nil {
		return nil, reportError("The report type %q is not known.", m.ReportType.Type)
	}
	t := o.table(kind.object)
	r := &reportReader{o: o, m: m, kind: kind, c: &compiler{o: o, q: &statement{}, t: t, now: o.now().UTC()}, columns: map[string]*reportCell{}}
	return r, nil
}

// column compiles a column by its API name.
func (r *reportReader) column(name string) (*reportCell, *apiError) {
	if c := r.columns[name]; c != nil {
		return c, nil
	}
	col := r.kind.column(name)
	if col == nil {
		return nil, reportError("The column %q is not in the report type %s.", name, r.kind.name)
	}
	shown, err := r.c.resolve(expr{path: col.path})
	if err != nil {
		return nil, err
	}
	c := &reportCell{column: col, shown: shown}
	if col.id != "" {
		id, err := r.c.resolve(expr{path: col.id})
		if err != nil {
			return nil, err
		}
		c.id = &id
	}
	r.columns[name] = c
	return c, nil
}

// dataType names the type of a column as reports do.
func (c *reportCell) dataType() string {
	switch c.shown.kind {
	case "id", "reference":
		return "id"
	case "textarea", "phone", "email", "url":
		return "string"
	}
	return c.shown.kind
}

// cell is {"label", "value"} of a row.
func (c *reportCell) cell(o *org, row int32) hash {
	v := c.shown.get(row)
	if v.isNull() {
		return hash{{"label", "-"}, {"value", nil}}
	}
	switch {
	case c.id != nil:
		return hash{{"label", o.format(c.shown.field, v)}, {"value", o.refID(c.id.get(row))}}
	case c.shown.kind == "currency":
		return hash{{"label", "$" + grouped(v.num)}, {"value", hash{{"amount", v.num}, {"currency", nil}}}}
	case v.kind == number:
		return hash{{"label", strconv.FormatFloat(v.num, 'f', -1, 64)}, {"value", v.num}}
	case v.kind == boolean:
		return hash{{"label", strconv.FormatBool(v.bool())}, {"value", v.bool()}}
	case v.kind == date || v.kind == dateTime:
		label := v.time().Format("1/2/2006")
		if v.kind == dateTime {
			label = v.time().Format("1/2/2006, 3:04 PM")
		}
		return hash{{"label", label}, {"value", o.format(c.shown.field, v)}}
	}
	s := o.format(c.shown.field, v)
	return hash{{"label", s}, {"value", s}}
}

// grouped writes 5000 as 5,000.00.
func grouped(x float64) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
	whole, cents := s[:len(s)-3], s[len(s)-3:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if x < 0 {
		whole = "-" + whole
	}
	return whole + cents
}

// report runs a report.
func (o *org) report(m reportMetadata, details bool) (hash, *apiError) {
	r, err := o.reader(m)
	if err != nil {
		return nil, err
	}
	if m.ReportFormat == "MULTI_BLOCK" {
		return nil, reportError("Joined reports are not supported.")
	}
	rows, err := r.rows()
	if err != nil {
		return nil, err
	}
	var cells []*reportCell
	for _, name := range m.DetailColumns {
		c, err := r.column(name)
		if err != nil {
			return nil, err
		}
		cells = append(cells, c)
	}
	down, err := r.groupings(m.GroupingsDown)
	if err != nil {
		return nil, err
	}
	across, err := r.groupings(m.GroupingsCross)
	if err != nil {
		return nil, err
	}
	f := &factMap{r: r, cells: cells, details: details, left: maxReportRows, facts: map[string]hash{}}
	downTree, downKeys := groupTree(r.o, rows, down, "")
	acrossTree, acrossKeys := groupTree(r.o, rows, across, "")
	if err := f.fill(rows, downKeys, acrossKeys, len(down), len(across)); err != nil {
		return nil, err
	}
	meta := m.hash()
	return hash{{"allData", f.complete()}, {"factMap", f.facts}, {"groupingsAcross", hash{{"groupings", acrossTree}}}, {"groupingsDown", hash{{"groupings", downTree}}},
		{"hasDetailRows", details}, {"picklistColors", hash{}}, {"reportExtendedMetadata", r.extended()}, {"reportMetadata", meta}}, nil
}

// rows applies filters and order.
func (r *reportReader) rows() ([]int32, *apiError) {
	pass, err := r.filter()
	if err != nil {
		return nil, err
	}
	var rows []int32
	for row := range r.c.t.rows() {
		if r.c.t.state[row] == live && pass(row) {
			rows = append(rows, row)
		}
	}
	keys, by := [][]value{}, []ordering{}
	for _, s := range r.m.SortBy {
		c, err := r.column(s.SortColumn)
		if err != nil {
			return nil, err
		}
		k := make([]value, len(rows))
		for i, row := range rows {
			k[i] = c.shown.get(row)
		}
		keys, by = append(keys, k), append(by, ordering{descending: strings.EqualFold(s.SortOrder, "Desc")})
	}
	rows = reorder(rows, keys, by)
	if top := r.m.TopRows; top != nil && top.RowLimit > 0 {
		rows = rows[:min(top.RowLimit, len(rows))]
	}
	return rows, nil
}

// filter compiles the filters and their logic.
func (r *reportReader) filter() (filter, *apiError) {
	if len(r.m.ReportFilters) > 20 {
		return nil, reportError("A report can have at most 20 filters.")
	}
	var parts []filter
	for _, f := range r.m.ReportFilters {
		c, err := r.column(f.Column)
		if err != nil {
			return nil, err
		}
		one, err := r.filterOf(c, f)
		if err != nil {
			return nil, err
		}
		parts = append(parts, one)
	}
	if r.m.BooleanFilter == nil || *r.m.BooleanFilter == "" {
		return func(row int32) bool {
			for _, f := range parts {
				if !f(row) {
					return false
				}
			}
			return true
		}, nil
	}
	l, err := parseLogic(*r.m.BooleanFilter, len(parts))
	if err != nil {
		return nil, reportError("The filter logic %q is not valid: %v.", *r.m.BooleanFilter, err)
	}
	return func(row int32) bool { return l.holds(func(i int) bool { return parts[i-1](row) }) }, nil
}

var negations = map[string]string{"notEqual": "equals", "notContain": "contains", "excludes": "includes"}

// filterOf compiles one filter. Values are separated by commas; one with a
// comma stands in double quotes.
func (r *reportReader) filterOf(c *reportCell, f reportFilter) (filter, *apiError) {
	op, negated := f.Operator, false
	if positive, found := negations[op]; found {
		op, negated = positive, true
	}
	switch op {
	case "equals", "lessThan", "greaterThan", "lessOrEqual", "greaterOrEqual", "contains", "startsWith", "includes":
	default:
		return nil, reportError("The filter operator %q is not known.", f.Operator)
	}
	values := splitQuoted(f.Value)
	numeric := c.shown.field != nil && (c.shown.field.numeric() || c.shown.kind == "date" || c.shown.kind == "datetime")
	var nums []float64
	for _, s := range values {
		if !numeric {
			continue
		}
		v, err := r.o.parseValue(c.shown.field, s)
		if err != nil {
			return nil, reportError("The filter value %q does not fit the column %s.", s, f.Column)
		}
		nums = append(nums, v.num)
	}
	one := func(row int32) bool {
		v := c.shown.get(row)
		if numeric {
			return !v.isNull() && slices.ContainsFunc(nums, func(x float64) bool { return compareOp(op, v.num, x) })
		}
		s := r.o.format(c.shown.field, v)
		if c.shown.kind != "id" && c.shown.kind != "reference" {
			s = strings.ToLower(s)
		}
		return slices.ContainsFunc(values, func(want string) bool {
			if c.shown.kind == "id" || c.shown.kind == "reference" {
				return textOp(op, s, r.o.fullID(want))
			}
			return textOp(op, s, strings.ToLower(want))
		})
	}
	return func(row int32) bool { return one(row) != negated }, nil
}

// fullID gives an id its 18 characters.
func (o *org) fullID(s string) string {
	if prefix, n, isID := o.ids.parse(s); isID && n >= 0 {
		return o.ids.id18(prefix, n)
	}
	return s
}

func splitQuoted(s string) []string {
	var out []string
	var b strings.Builder
	quoted := false
	for _, r := range s {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ',' && !quoted:
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	return append(out, strings.TrimSpace(b.String()))
}

func (r *reportReader) groupings(list []grouping) ([]*reportCell, *apiError) {
	var cells []*reportCell
	for _, g := range list {
		c, err := r.column(g.Name)
		if err != nil {
			return nil, err
		}
		cells = append(cells, c)
	}
	return cells, nil
}

// groupTree groups rows by the cells, one level each, ascending. keys gives
// the key of the deepest group of every row.
func groupTree(o *org, rows []int32, cells []*reportCell, prefix string) (tree []hash, keys map[int32]string) {
	keys, tree = map[int32]string{}, []hash{}
	if len(cells) == 0 {
		for _, row := range rows {
			keys[row] = "T"
		}
		return tree, keys
	}
	groups := map[value][]int32{}
	var order []value
	for _, row := range rows {
		v := cells[0].shown.get(row)
		if _, there := groups[v]; !there {
			order = append(order, v)
		}
		groups[v] = append(groups[v], row)
	}
	slices.SortFunc(order, func(a, b value) int {
		if a.isNull() || b.isNull() {
			return map[bool]int{true: -1, false: 1}[a.isNull()]
		}
		return compareValues(a, b)
	})
	for i, v := range order {
		key := prefix + strconv.Itoa(i)
		below, belowKeys := groupTree(o, groups[v], cells[1:], key+"_")
		for _, row := range groups[v] {
			keys[row] = key
			if k := belowKeys[row]; k != "T" {
				keys[row] = k
			}
		}
		shown := cells[0].cell(o, groups[v][0])
		tree = append(tree, hash{{"groupings", below}, {"key", key}, shown[0], shown[1]})
	}
	return tree, keys
}

// factMap collects the facts of all crossings of groups.
type factMap struct {
	r       *reportReader
	cells   []*reportCell
	details bool
	left    int
	cut     bool
	facts   map[string]hash
}

func (f *factMap) complete() bool { return !f.cut }

// ancestors lists a key and those above it, up to T.
func ancestors(key string) []string {
	list := []string{}
	for key != "T" {
		list = append(list, key)
		at := strings.LastIndexByte(key, '_')
		if at < 0 {
			break
		}
		key = key[:at]
	}
	return append(list, "T")
}

// allKeys lists the keys of all groups and T, once each.
func allKeys(rows []int32, keys map[int32]string) []string {
	list, seen := []string{"T"}, map[string]bool{"T": true}
	for _, row := range rows {
		for _, k := range ancestors(keys[row]) {
			if !seen[k] {
				seen[k] = true
				list = append(list, k)
			}
		}
	}
	return list
}

func (f *factMap) fill(rows []int32, down, across map[int32]string, downLevels, acrossLevels int) *apiError {
	members := map[string][]int32{}
	for _, row := range rows {
		for _, d := range ancestors(down[row]) {
			for _, a := range ancestors(across[row]) {
				members[d+"!"+a] = append(members[d+"!"+a], row)
			}
		}
	}
	var order []string
	for _, d := range allKeys(rows, down) {
		for _, a := range allKeys(rows, across) {
			order = append(order, d+"!"+a) // crossings without rows are shown too
		}
	}
	for _, key := range order {
		d, a, _ := strings.Cut(key, "!")
		deepest := depth(d) == downLevels && depth(a) == acrossLevels
		facts, err := f.aggregates(members[key])
		if err != nil {
			return err
		}
		list := []hash{}
		if deepest && f.details {
			for _, row := range members[key] {
				if f.left == 0 {
					f.cut = true
					break
				}
				f.left--
				var cells []hash
				for _, c := range f.cells {
					cells = append(cells, c.cell(f.r.o, row))
				}
				list = append(list, hash{{"dataCells", cells}})
			}
		}
		f.facts[key] = hash{{"aggregates", facts}, {"rows", list}}
	}
	return nil
}

func depth(key string) int {
	if key == "T" {
		return 0
	}
	return strings.Count(key, "_") + 1
}

// aggregates computes RowCount, s!, a!, m!, x! and u!.
func (f *factMap) aggregates(rows []int32) ([]hash, *apiError) {
	list := []hash{}
	for _, name := range f.r.m.Aggregates {
		if name == "RowCount" {
			list = append(list, hash{{"label", strconv.Itoa(len(rows))}, {"value", len(rows)}})
			continue
		}
		kind, column, found := strings.Cut(name, "!")
		fn := map[string]string{"s": "SUM", "a": "AVG", "m": "MIN", "x": "MAX", "u": "COUNT_DISTINCT"}[kind]
		if !found || fn == "" {
			return nil, reportError("The aggregate %q is not known.", name)
		}
		c, err := f.r.column(column)
		if err != nil {
			return nil, err
		}
		v := summarize(fn, rows, c.shown.get)
		if v.isNull() {
			list = append(list, hash{{"label", "-"}, {"value", nil}})
			continue
		}
		if c.shown.kind == "currency" && fn != "COUNT_DISTINCT" {
			list = append(list, hash{{"label", "$" + grouped(v.num)}, {"value", hash{{"amount", v.num}, {"currency", nil}}}})
			continue
		}
		list = append(list, hash{{"label", strconv.FormatFloat(v.num, 'f', -1, 64)}, {"value", v.num}})
	}
	return list, nil
}

// extended describes the columns of a run.
func (r *reportReader) extended() hash {
	aggregates, details, groups := hash{}, hash{}, hash{}
	for _, name := range r.m.Aggregates {
		kind, column, found := strings.Cut(name, "!")
		label, data := "Record Count", "int"
		if c := r.columns[column]; found && c != nil {
			label, data = map[string]string{"s": "Sum of ", "a": "Average of ", "m": "Minimum of ", "x": "Maximum of ", "u": "Unique "}[kind]+c.column.label, c.dataType()
		}
		aggregates = append(aggregates, pairOf{name, hash{{"dataType", data}, {"label", label}}})
	}
	for _, name := range r.m.DetailColumns {
		if c := r.columns[name]; c != nil {
			details = append(details, pairOf{name, r.columnInfo(c)})
		}
	}
	for i, g := range slices.Concat(r.m.GroupingsDown, r.m.GroupingsCross) {
		if c := r.columns[g.Name]; c != nil {
			groups = append(groups, pairOf{g.Name, hash{{"dataType", c.dataType()}, {"groupingLevel", i}, {"label", c.column.label}}})
		}
	}
	return hash{{"aggregateColumnInfo", aggregates}, {"detailColumnInfo", details}, {"groupingColumnInfo", groups}}
}

func (r *reportReader) columnInfo(c *reportCell) hash {
	picks := []hash{}
	if c.shown.field != nil {
		for _, v := range c.shown.field.values {
			picks = append(picks, hash{{"label", v}, {"name", v}})
		}
	}
	return hash{{"dataType", c.dataType()}, {"entityColumnName", c.shown.path}, {"filterValues", picks}, {"filterable", true}, {"fullyQualifiedName", r.kind.object + "." + c.shown.path},
		{"isLookup", c.id != nil}, {"label", c.column.label}, {"uniqueCountable", c.id != nil || c.shown.kind == "id"}}
}

// hash is the complete set of keys of reportMetadata.
func (m reportMetadata) hash() hash {
	groupings := func(list []grouping) []grouping {
		out := []grouping{}
		for _, g := range list {
			g.SortOrder, g.DateGranularity = either(g.SortOrder, "Asc"), either(g.DateGranularity, "None")
			out = append(out, g)
		}
		return out
	}
	filters, sorts := m.ReportFilters, m.SortBy
	if filters == nil {
		filters = []reportFilter{}
	}
	if sorts == nil {
		sorts = []sortBy{}
	}
	return hash{{"aggregates", nonNil(m.Aggregates)}, {"buckets", []any{}}, {"chart", nil}, {"crossFilters", []any{}}, {"currency", nil}, {"customDetailFormula", hash{}},
		{"customSummaryFormula", hash{}}, {"description", nil}, {"detailColumns", nonNil(m.DetailColumns)}, {"developerName", m.DeveloperName}, {"division", nil},
		{"folderId", "public"}, {"groupingsAcross", groupings(m.GroupingsCross)}, {"groupingsDown", groupings(m.GroupingsDown)}, {"hasDetailRows", m.HasDetailRows},
		{"hasRecordCount", true}, {"historicalSnapshotDates", []any{}}, {"id", m.ID}, {"name", m.Name}, {"presentationOptions", hash{{"hasStackedSummaries", true}}},
		{"reportBooleanFilter", m.BooleanFilter}, {"reportFilters", filters}, {"reportFormat", m.ReportFormat}, {"reportType", m.ReportType}, {"scope", m.Scope},
		{"showGrandTotal", true}, {"showSubtotals", true}, {"sortBy", sorts}, {"standardDateFilter", hash{{"column", "CREATED_DATE"}, {"durationValue", "CUSTOM"}, {"endDate", nil}, {"startDate", nil}}},
		{"standardFilters", nil}, {"supportsRoleHierarchy", false}, {"topRows", m.TopRows}, {"userOrHierarchyFilterId", nil}}
}

// describeReport answers the metadata of a report alone.
func (c *call) describeReport(m reportMetadata) *answer {
	r, err := c.s.o.reader(m)
	if err != nil {
		return fail(err)
	}
	all := hash{}
	for _, col := range r.kind.columns {
		cell, err := r.column(col.name)
		if err != nil {
			return fail(err)
		}
		all = append(all, pairOf{col.name, r.columnInfo(cell)})
	}
	operators := hash{}
	for _, kind := range []string{"string", "picklist", "id", "double", "currency", "int", "percent", "date", "datetime", "boolean"} {
		names := []string{"equals", "notEqual"}
		if kind != "boolean" && kind != "id" {
			names = append(names, "lessThan", "greaterThan", "lessOrEqual", "greaterOrEqual")
		}
		if kind == "string" || kind == "picklist" || kind == "id" {
			names = append(names, "contains", "notContain", "startsWith")
		}
		list := []hash{}
		for _, n := range names {
			list = append(list, hash{{"label", n}, {"name", n}})
		}
		operators = append(operators, pairOf{kind, list})
	}
	return ok(hash{{"attributes", hash{{"describeUrl", c.reportURL(m.ID) + "/describe"}, {"instancesUrl", c.reportURL(m.ID) + "/instances"}, {"reportId", m.ID}, {"reportName", m.Name}, {"type", "Report"}}},
		{"reportExtendedMetadata", r.extended()}, {"reportMetadata", m.hash()},
		{"reportTypeMetadata", hash{{"categories", []hash{{{"columns", all}, {"label", fmt.Sprintf("%s: Info", r.kind.label)}}}}, {"dataTypeFilterOperatorMap", operators},
			{"standardDateFilterDurationGroups", []any{}}}}})
}
