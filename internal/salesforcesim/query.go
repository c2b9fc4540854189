package salesforcesim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// cursors are the results that are read page by page.
type cursors struct {
	mu   sync.Mutex
	next int
	open map[string]*result
	ids  []string // oldest first
}

// maxCursors is how many results are kept open; the oldest are dropped.
const maxCursors = 50

func newCursors() *cursors { return &cursors{open: map[string]*result{}} }

func (c *cursors) add(o *org, r *result) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := o.ids.id18("01g", c.next)
	c.next++
	c.open[id] = r
	if c.ids = append(c.ids, id); len(c.ids) > maxCursors {
		delete(c.open, c.ids[0])
		c.ids = c.ids[1:]
	}
	return id
}

func (c *cursors) get(id string) *result {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open[id]
}

// runQuery answers /query and /queryAll.
func (c *call) runQuery(path []string, all bool) *answer {
	if len(path) > 0 && path[0] != "" {
		return c.morePages(path[0])
	}
	if !c.query.Has("q") {
		if e := c.query.Get("explain"); e != "" {
			return c.explain(e)
		}
		return fail(malformed("A query string has to be specified"))
	}
	if len(c.query.Encode()) > 16_384 {
		return fail(apiErr(414, "URI_TOO_LONG", "The URI is longer than 16,384 bytes"))
	}
	q, err := parseSOQL(c.query.Get("q"))
	if err != nil {
		return fail(err)
	}
	r, err := c.s.o.run(q, c.session.user, all, c.s.o.now().UTC())
	if err != nil {
		return fail(err)
	}
	if c.query.Get("columns") == "true" {
		return ok(r.columnMetadata())
	}
	if r.countOnly {
		return ok(hash{{"totalSize", r.total}, {"done", true}, {"records", []any{}}})
	}
	return c.page(r, "", 0)
}

// explain answers the query plan in the documented shape.
func (c *call) explain(text string) *answer {
	q, err := parseSOQL(text)
	if err != nil {
		return fail(err)
	}
	t, err := c.s.o.tableFor(q)
	if err != nil {
		return fail(err)
	}
	return ok(hash{{"plans", []hash{{{"cardinality", t.live}, {"fields", []any{}}, {"leadingOperationType", "TableScan"}, {"notes", []any{}},
		{"relativeCost", 1.0}, {"sobjectCardinality", t.live}, {"sobjectType", t.object.name}}}}, {"sourceQuery", text}})
}

func (c *call) morePages(locator string) *answer {
	id, offset, found := strings.Cut(locator, "-")
	n, err := strconv.Atoi(offset)
	r := c.s.cursors.get(id)
	if !found || err != nil || r == nil || n < 0 || n > len(r.rows) {
		return fail(apiErr(400, "INVALID_QUERY_LOCATOR", "invalid query locator"))
	}
	return c.page(r, id, n)
}

// batchSize reads Sforce-Query-Options.
func (c *call) batchSize() int {
	for _, part := range strings.Split(c.header.Get("Sforce-Query-Options"), ",") {
		name, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n, err := strconv.Atoi(v); err == nil && strings.EqualFold(name, "batchSize") {
			return min(max(n, 200), 2000)
		}
	}
	return 2000
}

func (c *call) page(r *result, cursor string, from int) *answer {
	to := min(from+c.batchSize(), len(r.rows))
	if r.aggregate {
		to = len(r.rows)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"totalSize":%d,"done":%t`, r.total, to == len(r.rows))
	if to < len(r.rows) {
		if cursor == "" {
			cursor = c.s.cursors.add(c.s.o, r)
		}
		fmt.Fprintf(&b, `,"nextRecordsUrl":"%s/query/%s-%d"`, c.base, cursor, to)
	}
	b.WriteString(`,"records":[`)
	for i, row := range r.rows[from:to] {
		if i > 0 {
			b.WriteByte(',')
		}
		if r.aggregate {
			r.writeGroup(&b, row)
		} else {
			r.writeRow(&b, c.base, row)
		}
	}
	b.WriteString("]}")
	return &answer{status: http.StatusOK, raw: b.Bytes(), kind: "application/json;charset=UTF-8"}
}

// jsonBody lets a page stand within a composite answer.
func (a *answer) jsonBody() any {
	if a.body != nil {
		return a.body
	}
	if len(a.raw) > 0 && strings.HasPrefix(a.kind, "application/json") {
		return json.RawMessage(a.raw)
	}
	return nil
}

// columnMetadata answers columns=true.
func (r *result) columnMetadata() hash {
	columns := []hash{}
	selected := false
	add := func(name string, f *field, aggregate bool) hash {
		kind := ""
		if f != nil {
			kind = f.kind
		}
		apex := map[string]string{"id": "Id", "reference": "Id", "boolean": "Boolean", "int": "Integer", "double": "Double", "currency": "Double", "percent": "Double",
			"date": "Date", "datetime": "Datetime", "address": "Address"}[kind]
		if apex == "" {
			apex = "String"
		}
		selected = selected || name == "Id"
		return hash{{"aggregate", aggregate}, {"apexType", apex}, {"booleanType", kind == "boolean"}, {"columnName", name}, {"custom", f != nil && f.custom()},
			{"displayName", name}, {"foreignKeyName", nil}, {"insertable", f != nil && f.createable}, {"joinColumns", []any{}}, {"numberType", f != nil && f.numeric()},
			{"textType", apex == "String"}, {"updatable", f != nil && f.updatable}}
	}
	if r.aggregate {
		for i, name := range r.groups.names {
			columns = append(columns, add(name, r.groups.fields[i], true))
		}
	} else {
		columns = columnTree(r.t.object, r.outputs, add)
	}
	return hash{{"columnMetadata", columns}, {"entityName", r.t.object.name}, {"groupBy", r.aggregate && len(r.q.groupBy) > 0}, {"idSelected", selected}, {"keyPrefix", r.t.object.prefix}}
}

// columnTree describes outputs; what lies over a relation is joined to it.
func columnTree(o *object, outputs []*output, add func(string, *field, bool) hash) []hash {
	columns := []hash{}
	for _, out := range outputs {
		var f *field
		if o != nil {
			f = o.byName[out.lowered]
		}
		h := add(out.name, f, false)
		for i := range h {
			if h[i].key != "joinColumns" {
				continue
			}
			if out.relation {
				h[i].value = columnTree(nil, out.children, add)
			} else if out.sub != nil {
				h[i].value = columnTree(out.sub.result.t.object, out.sub.result.outputs, add)
			}
		}
		columns = append(columns, h)
	}
	return columns
}

// tooling answers queries of the Tooling API on the ordinary objects.
func (c *call) tooling(path []string) *answer {
	if len(path) > 0 && path[0] == "query" {
		return c.runQuery(path[1:], false)
	}
	if len(path) > 0 && path[0] == "sobjects" {
		return c.sobjects(path[1:])
	}
	return notFound()
}
