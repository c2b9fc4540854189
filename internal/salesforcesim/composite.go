package salesforcesim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Limits of the composite resources.
const (
	maxSubrequests = 25
	maxSubqueries  = 5
	maxBatch       = 200
	maxGraphs      = 75
	maxGraphNodes  = 500
)

// composite answers /composite/….
func (c *call) composite(path []string) *answer {
	if len(path) == 0 || path[0] == "" {
		if c.method != http.MethodPost {
			return ok(hash{{"tree", c.base + "/composite/tree"}, {"batch", c.base + "/composite/batch"}, {"sobjects", c.base + "/composite/sobjects"}, {"graph", c.base + "/composite/graph"}})
		}
		return c.compositeRequest()
	}
	switch path[0] {
	case "sobjects":
		return c.collections(path[1:])
	case "batch":
		return c.batch()
	case "graph":
		return c.graph()
	case "tree":
		if len(path) == 2 {
			return c.tree(path[1])
		}
	}
	return notFound()
}

// subrequest is one request within a composite one.
type subrequest struct {
	Method      string            `json:"method"`
	URL         string            `json:"url"`
	ReferenceID string            `json:"referenceId"`
	Body        any               `json:"body"`
	HTTPHeaders map[string]string `json:"httpHeaders"`
}

var referencePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_]*$`)

func (c *call) compositeRequest() *answer {
	var in struct {
		AllOrNone        bool         `json:"allOrNone"`
		CompositeRequest []subrequest `json:"compositeRequest"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	if err := checkSubrequests(in.CompositeRequest, maxSubrequests); err != nil {
		return fail(err)
	}
	queries := 0
	for _, r := range in.CompositeRequest {
		if strings.Contains(r.URL, "/query") || strings.Contains(r.URL, "/composite/sobjects") {
			queries++
		}
	}
	if queries > maxSubqueries {
		return fail(apiErr(400, "LIMIT_EXCEEDED", "a composite request can have at most %d queries and collections", maxSubqueries))
	}
	answers, _ := c.subrequests(in.CompositeRequest, in.AllOrNone)
	return ok(hash{{"compositeResponse", answers}})
}

func checkSubrequests(list []subrequest, most int) *apiError {
	if len(list) == 0 {
		return apiErr(400, "MALFORMED_QUERY", "compositeRequest must hold at least one subrequest")
	}
	if len(list) > most {
		return apiErr(400, "LIMIT_EXCEEDED", "a composite request can have at most %d subrequests", most)
	}
	seen := map[string]bool{}
	for _, r := range list {
		if !referencePattern.MatchString(r.ReferenceID) {
			return apiErr(400, "INVALID_REFERENCE_ID", "Provided referenceId ('%s') is invalid: it must start with a letter or a number and hold only letters, numbers and underscores.", r.ReferenceID)
		}
		if seen[r.ReferenceID] {
			return apiErr(400, "DUPLICATE_REFERENCE_ID", "Provided referenceId ('%s') is used more than once.", r.ReferenceID)
		}
		seen[r.ReferenceID] = true
	}
	return nil
}

// subrequests carries requests out one after another. With allOrNone a
// failure takes all back.
func (c *call) subrequests(list []subrequest, allOrNone bool) (answers []hash, succeeded bool) {
	save := c.s.o.savepoint()
	done := map[string]any{}
	results := make([]*answer, 0, len(list))
	failed := -1
	for i, r := range list {
		if failed >= 0 && allOrNone {
			results = append(results, halted("The transaction was rolled back since another operation in the same transaction failed."))
			continue
		}
		if !allOrNone {
			c.s.o.wrote = [2]bool{} // each is a transaction of its own
		}
		a := c.subrequest(r, done)
		if a.status >= 400 && failed < 0 {
			failed = i
		}
		results = append(results, a)
	}
	if failed >= 0 && allOrNone {
		c.s.o.rollback(save)
		for i := range results {
			if i != failed {
				results[i] = halted("The transaction was rolled back since another operation in the same transaction failed.")
			}
		}
	}
	for i, a := range results {
		headers := hash{}
		for k, v := range a.header {
			headers = append(headers, pairOf{k, v})
		}
		answers = append(answers, hash{{"body", a.jsonBody()}, {"httpHeaders", headers}, {"httpStatusCode", a.status}, {"referenceId", list[i].ReferenceID}})
	}
	return answers, failed < 0
}

func halted(message string) *answer { return fail(apiErr(400, "PROCESSING_HALTED", "%s", message)) }

// subrequest carries one out and keeps its answer for references.
func (c *call) subrequest(r subrequest, done map[string]any) *answer {
	target, err := substitute(r.URL, done)
	if err != nil {
		return fail(err)
	}
	body, err := substituteAll(r.Body, done)
	if err != nil {
		return fail(err)
	}
	u, parseErr := url.Parse(target.(string))
	if parseErr != nil {
		return fail(apiErr(400, "INVALID_URL", "the URL of %s cannot be read", r.ReferenceID))
	}
	segments := splitPath(u.EscapedPath())
	if len(segments) < 4 || segments[0] != "services" || segments[1] != "data" {
		return fail(apiErr(400, "INVALID_URL", "The URL of a subrequest must start with /services/data/vXX.0/"))
	}
	version, found := parseVersion(segments[2])
	if !found {
		return notFound()
	}
	if segments[3] == "composite" && (len(segments) < 5 || segments[4] != "sobjects") || segments[3] == "jobs" || segments[3] == "metadata" {
		return fail(apiErr(400, "INVALID_URL", "%s cannot be a subrequest", segments[3]))
	}
	raw, _ := json.Marshal(body) //nolint:errcheck // it came from JSON
	header := http.Header{}
	for k, v := range r.HTTPHeaders {
		header.Set(k, v)
	}
	sub := &call{s: c.s, method: strings.ToUpper(r.Method), version: version, base: "/services/data/" + segments[2], path: segments[3:],
		query: u.Query(), header: header, body: raw, session: c.session, host: c.host}
	a := sub.do()
	if b, err := marshal(a.jsonBody()); err == nil {
		var v any
		if decodeJSON(b, &v) == nil {
			done[r.ReferenceID] = v
		}
	}
	return a
}

var referenceUse = regexp.MustCompile(`@\{([^}]*)\}`)

// substitute replaces @{ref.path}. A text that is one reference takes the
// referenced value as it is.
func substitute(s string, done map[string]any) (any, *apiError) {
	if m := referenceUse.FindStringSubmatch(s); m != nil && m[0] == s {
		return lookup(m[1], done)
	}
	var failed *apiError
	out := referenceUse.ReplaceAllStringFunc(s, func(use string) string {
		v, err := lookup(use[2:len(use)-1], done)
		if err != nil {
			failed = err
		}
		return fmt.Sprint(v)
	})
	return out, failed
}

func substituteAll(v any, done map[string]any) (any, *apiError) {
	switch v := v.(type) {
	case string:
		return substitute(v, done)
	case []any:
		for i := range v {
			x, err := substituteAll(v[i], done)
			if err != nil {
				return nil, err
			}
			v[i] = x
		}
	case map[string]any:
		for k := range v {
			x, err := substituteAll(v[k], done)
			if err != nil {
				return nil, err
			}
			v[k] = x
		}
	}
	return v, nil
}

var pathStep = regexp.MustCompile(`[^.\[\]]+`)

// lookup finds ref.records[0].Id among the answers so far.
func lookup(path string, done map[string]any) (any, *apiError) {
	steps := pathStep.FindAllString(path, -1)
	missing := apiErr(400, "PROCESSING_HALTED", "Invalid reference specified. No value for %s found in %s", path, strings.Join(steps[:min(1, len(steps))], ""))
	if len(steps) == 0 {
		return nil, missing
	}
	v, found := done[steps[0]]
	if !found {
		return nil, missing
	}
	for _, step := range steps[1:] {
		switch x := v.(type) {
		case map[string]any:
			if v, found = x[step]; !found {
				return nil, missing
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(x) {
				return nil, missing
			}
			v = x[i]
		default:
			return nil, missing
		}
	}
	return v, nil
}

// graph answers composite graphs: each is all or nothing.
func (c *call) graph() *answer {
	var in struct {
		Graphs []struct {
			GraphID          string       `json:"graphId"`
			CompositeRequest []subrequest `json:"compositeRequest"`
		} `json:"graphs"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	nodes := 0
	for _, g := range in.Graphs {
		nodes += len(g.CompositeRequest)
		if err := checkSubrequests(g.CompositeRequest, maxGraphNodes); err != nil {
			return fail(err)
		}
	}
	if len(in.Graphs) == 0 || len(in.Graphs) > maxGraphs || nodes > maxGraphNodes {
		return fail(apiErr(400, "LIMIT_EXCEEDED", "a request can have 1 to %d graphs of at most %d nodes in all", maxGraphs, maxGraphNodes))
	}
	out, failures := []hash{}, 0
	for _, g := range in.Graphs {
		if failures >= 14 {
			break
		}
		answers, good := c.subrequests(g.CompositeRequest, true)
		if !good {
			failures++
		}
		out = append(out, hash{{"graphId", g.GraphID}, {"graphResponse", hash{{"compositeResponse", answers}}}, {"isSuccessful", good}})
	}
	return ok(hash{{"graphs", out}})
}

// batch answers independent requests in one call.
func (c *call) batch() *answer {
	var in struct {
		HaltOnError   bool `json:"haltOnError"`
		BatchRequests []struct {
			Method    string `json:"method"`
			URL       string `json:"url"`
			RichInput any    `json:"richInput"`
		} `json:"batchRequests"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	if len(in.BatchRequests) == 0 || len(in.BatchRequests) > maxSubrequests {
		return fail(apiErr(400, "LIMIT_EXCEEDED", "a batch must have 1 to %d requests", maxSubrequests))
	}
	results, hasErrors := []hash{}, false
	for i, r := range in.BatchRequests {
		target := r.URL
		if !strings.HasPrefix(target, "/services/data/") {
			target = "/services/data/" + strings.TrimPrefix(target, "/")
		}
		var a *answer
		if hasErrors && in.HaltOnError {
			a = fail(apiErr(412, "BATCH_PROCESSING_HALTED", "Batch processing halted"))
		} else {
			a = c.subrequest(subrequest{Method: r.Method, URL: target, ReferenceID: fmt.Sprint("batch", i), Body: r.RichInput}, map[string]any{})
		}
		hasErrors = hasErrors || a.status >= 400
		results = append(results, hash{{"statusCode", a.status}, {"result", a.jsonBody()}})
	}
	return ok(hash{{"hasErrors", hasErrors}, {"results", results}})
}
