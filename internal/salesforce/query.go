package salesforce

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// maxQueryURL keeps a query's address below the 16,384 bytes the org accepts.
const maxQueryURL = 15_000

// queryPage is one answer to a query.
type queryPage struct {
	TotalSize int              `json:"totalSize"`
	Done      bool             `json:"done"`
	Next      string           `json:"nextRecordsUrl"`
	Records   []map[string]any `json:"records"`
}

// Query calls each for every record that a SOQL query finds. Parents are nested
// objects under their relationship's name.
func (c *Client) Query(ctx context.Context, soql string, each func(record map[string]any) error) error {
	return c.query(ctx, "/query", soql, each)
}

// QueryAll is Query with deleted and archived records.
func (c *Client) QueryAll(ctx context.Context, soql string, each func(record map[string]any) error) error {
	return c.query(ctx, "/queryAll", soql, each)
}

func (c *Client) query(ctx context.Context, resource, soql string, each func(record map[string]any) error) error {
	q := url.Values{"q": {soql}}
	if len(q.Encode()) > maxQueryURL {
		return territory.Errorf(territory.TooLarge, "The query is too long for the REST API (%d characters).", len(soql))
	}
	var page queryPage
	if err := c.get(ctx, c.data(resource), q, &page); err != nil {
		return err
	}
	for {
		for _, r := range page.Records {
			if err := each(r); err != nil {
				return err
			}
		}
		if page.Done || page.Next == "" {
			return nil
		}
		next := page.Next
		page = queryPage{}
		if err := c.get(ctx, next, nil, &page); err != nil {
			return err
		}
	}
}

// Count returns how many records a query of the form SELECT count() finds.
func (c *Client) Count(ctx context.Context, soql string) (int, error) {
	var page queryPage
	err := c.get(ctx, c.data("/query"), url.Values{"q": {soql}}, &page)
	return page.TotalSize, err
}

// list collects the records of a query.
func (c *Client) list(ctx context.Context, soql string) ([]map[string]any, error) {
	var all []map[string]any
	err := c.Query(ctx, soql, func(r map[string]any) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

// text returns a field of a record as text, following a path such as
// "Owner.Name"; "" for null.
func text(record map[string]any, path string) string {
	v := value(record, path)
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		if v {
			return "true"
		}
		return "false"
	case float64:
		return formatNumber(v)
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

func value(record map[string]any, path string) any {
	head, rest, deeper := strings.Cut(path, ".")
	v := record[head]
	if v == nil { // answers use the stored case, queries need not
		for name, other := range record {
			if strings.EqualFold(name, head) {
				v = other
			}
		}
	}
	if !deeper {
		return v
	}
	parent, isRecord := v.(map[string]any)
	if !isRecord {
		return nil
	}
	return value(parent, rest)
}

func formatNumber(v float64) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

// listIn runs a query once per part of values, so that no address gets too
// long; the query has one %s for the list.
func (c *Client) listIn(ctx context.Context, soql string, values []string, each func(map[string]any) error) error {
	const room = 9000
	for len(values) > 0 {
		n, size := 0, 0
		for n < len(values) && n < 400 && size < room {
			size += len(url.QueryEscape(quote(values[n]))) + 3
			n++
		}
		if err := c.Query(ctx, fmt.Sprintf(soql, quoteList(values[:n])), each); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

func quoteList(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	return strings.Join(quoted, ",")
}

// quote writes a SOQL string literal.
func quote(v string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(v) + "'"
}
