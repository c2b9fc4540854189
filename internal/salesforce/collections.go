package salesforce

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// saved is the org's answer for one record of a collection.
type saved struct {
	ID      string       `json:"id"`
	Success bool         `json:"success"`
	Created bool         `json:"created"`
	Errors  []savedError `json:"errors"`
}

type savedError struct {
	StatusCode string   `json:"statusCode"`
	Message    string   `json:"message"`
	Fields     []string `json:"fields"`
}

func (c *Client) collection(ctx context.Context, method, path string, query url.Values, records []map[string]any, header map[string]string) ([]saved, error) {
	var out []saved
	r := request{method: method, path: c.data("/composite/sobjects" + path), query: query, writes: true, header: header}
	var in any
	if records != nil {
		in = map[string]any{"allOrNone": false, "records": records}
	}
	return out, c.call(ctx, r, in, &out)
}

// typed adds the attributes that say of what object a record is.
func typed(object string, fields map[string]any) map[string]any {
	fields["attributes"] = map[string]string{"type": object}
	return fields
}

// Create makes up to 200 records of an object; answers stand in the same order.
func (c *Client) Create(ctx context.Context, object string, records []map[string]any, header map[string]string) ([]saved, error) {
	for i := range records {
		records[i] = typed(object, records[i])
	}
	return c.collection(ctx, http.MethodPost, "", nil, records, header)
}

// Update changes up to 200 records, which carry their "id".
func (c *Client) Update(ctx context.Context, object string, records []map[string]any, header map[string]string) ([]saved, error) {
	for i := range records {
		records[i] = typed(object, records[i])
	}
	return c.collection(ctx, http.MethodPatch, "", nil, records, header)
}

// Upsert makes or changes up to 200 records by an external id.
func (c *Client) Upsert(ctx context.Context, object, external string, records []map[string]any) ([]saved, error) {
	for i := range records {
		records[i] = typed(object, records[i])
	}
	return c.collection(ctx, http.MethodPatch, "/"+url.PathEscape(object)+"/"+url.PathEscape(external), nil, records, nil)
}

// Delete deletes up to 200 records.
func (c *Client) Delete(ctx context.Context, ids []string) ([]saved, error) {
	return c.collection(ctx, http.MethodDelete, "", url.Values{"ids": {strings.Join(ids, ",")}, "allOrNone": {"false"}}, nil, nil)
}

// Subrequest is one part of a composite call.
type Subrequest struct {
	Method      string            `json:"method"`
	URL         string            `json:"url"`
	ReferenceID string            `json:"referenceId"`
	Body        any               `json:"body,omitempty"`
	HTTPHeaders map[string]string `json:"httpHeaders,omitempty"`
}

// Subresponse is the answer to one part.
type Subresponse struct {
	Body           json.RawMessage `json:"body"`
	HTTPStatusCode int             `json:"httpStatusCode"`
	ReferenceID    string          `json:"referenceId"`
}

// Composite sends up to 25 requests in one call; later ones may use results of
// earlier ones (@{ref.id}). With reads every part only reads.
func (c *Client) Composite(ctx context.Context, parts []Subrequest, allOrNone, reads bool) ([]Subresponse, error) {
	var out struct {
		CompositeResponse []Subresponse `json:"compositeResponse"`
	}
	in := map[string]any{"allOrNone": allOrNone, "compositeRequest": parts}
	err := c.call(ctx, request{method: http.MethodPost, path: c.data("/composite"), writes: !reads}, in, &out)
	return out.CompositeResponse, err
}
