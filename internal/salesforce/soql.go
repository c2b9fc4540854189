package salesforce

import (
	"context"
	"regexp"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

// shape is what can be seen of a query without running it.
type shape struct {
	object string
	fields []string
	// rest is what follows the object's name.
	rest string
	// plain: no aggregates, groups, sub-queries or functions, so the Bulk API
	// takes it and its columns are known.
	plain bool
	limit bool
}

var queryForm = regexp.MustCompile(`(?is)^\s*SELECT\s+(.+?)\s+FROM\s+([A-Za-z0-9_]+)(\s.*)?$`)

// shapeOf reads a query; false when it is not of the form SELECT … FROM …
func shapeOf(soql string) (shape, bool) {
	m := queryForm.FindStringSubmatch(soql)
	if m == nil {
		return shape{}, false
	}
	s := shape{object: m[2], rest: m[3], plain: !strings.ContainsAny(m[1], "()")}
	upper := " " + strings.ToUpper(strings.Join(strings.Fields(m[3]), " ")) + " "
	for _, word := range []string{" GROUP BY ", " OFFSET ", " USING SCOPE "} {
		s.plain = s.plain && !strings.Contains(upper, word)
	}
	s.plain = s.plain && !strings.Contains(strings.ToUpper(m[1]), "TYPEOF ")
	s.limit = strings.Contains(upper, " LIMIT ")
	for f := range strings.SplitSeq(m[1], ",") {
		s.fields = append(s.fields, strings.TrimSpace(f))
	}
	return s, true
}

// CheckQuery finds out whether a query can run, by counting what it finds and
// asking for one record.
func (c *Client) CheckQuery(ctx context.Context, soql string) (connection.QueryCheck, error) {
	out := connection.QueryCheck{Rows: -1, Columns: []connection.Field{}}
	s, readable := shapeOf(soql)
	if !readable {
		out.Message = "Write the query as SELECT fields FROM object."
		return out, nil
	}
	out.Object = s.object
	try := soql
	if !s.limit && s.plain {
		try = soql + " LIMIT 1"
	}
	if _, err := c.list(ctx, try); err != nil {
		if code := codeOf(err); code != "" && !strings.HasPrefix(code, "REQUEST_LIMIT") {
			out.Message = strings.TrimSpace(err.(*APIError).Message)
			return out, nil
		}
		return out, shown("check the query", err)
	}
	out.OK = true
	if s.plain {
		count := "SELECT count() FROM " + s.object + cutOrder(s.rest)
		if n, err := c.Count(ctx, count); err == nil {
			out.Rows = n
		}
		columns, err := c.columns(ctx, s)
		if err != nil {
			return out, shown("describe "+s.object, err)
		}
		out.Columns = columns
		out.Bulk = out.Rows > bulkFrom
	}
	return out, nil
}

var orderBy = regexp.MustCompile(`(?is)\sORDER\s+BY\s.*?(\sLIMIT\s|$)`)

// cutOrder leaves out ORDER BY, which count() does not take.
func cutOrder(rest string) string { return orderBy.ReplaceAllString(rest, "$1") }

// columns describes the fields a query selects, parents' fields too.
func (c *Client) columns(ctx context.Context, s shape) ([]connection.Field, error) {
	objects := map[string][]connection.Field{}
	fields := func(object string) ([]connection.Field, error) {
		known, there := objects[object]
		if there {
			return known, nil
		}
		list, err := c.Fields(ctx, object)
		objects[object] = list
		return list, err
	}
	out := make([]connection.Field, 0, len(s.fields))
	for _, path := range s.fields {
		object, name := s.object, path
		for strings.Contains(name, ".") {
			head, rest, _ := strings.Cut(name, ".")
			list, err := fields(object)
			if err != nil {
				return nil, err
			}
			name = rest
			for _, f := range list {
				if strings.EqualFold(f.Relationship, head) && len(f.ReferenceTo) > 0 {
					object = f.ReferenceTo[len(f.ReferenceTo)-1]
				}
			}
		}
		list, err := fields(object)
		if err != nil {
			return nil, err
		}
		one := connection.Field{Name: path, Label: path, Type: "string", Column: "text", ReferenceTo: []string{}, Values: []string{}}
		for _, f := range list {
			if strings.EqualFold(f.Name, name) {
				one = f
				one.Name = path
			}
		}
		out = append(out, one)
	}
	return out, nil
}

// bulkFrom is from how many records on a query goes through the Bulk API.
const bulkFrom = 10_000
