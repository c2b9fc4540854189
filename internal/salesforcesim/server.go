// Package salesforcesim is a local server that behaves as the documented
// APIs of a Salesforce org do: OAuth and SOAP login, REST with SOQL, describe,
// Composite and Collections, Bulk API 2.0, reports, Metadata deploy and
// retrieve, with territory objects and their constraints, over seeded data
// held in memory. It is for tests and for the demo. It shares no code with
// the connector, so that a misreading of the documents cannot hide in both.
//
// A Server is an http.Handler. It does not listen by itself, reads no files
// and keeps nothing after Close.
package salesforcesim

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Versions of the API that are served; others answer 404.
const (
	oldestVersion = 40
	newestVersion = 67
)

// maxBody is the largest request body taken, 150 MB as Bulk ingest allows.
const maxBody = 150 << 20

// Options say what org to imitate. The zero value is an org without accounts.
type Options struct {
	Accounts int    // seeded accounts; contacts, leads and others follow from it
	Seed     uint64 // the same seed and number give the same org
	// OnLand says whether a position is on land; nil accepts all.
	OnLand  func(lon, lat float64) bool
	Latency time.Duration // added to every answer
	Faults  Faults
	Now     func() time.Time // nil is time.Now
	// DailyLimit is the number of API requests a day; 0 means 5,000,000.
	DailyLimit int
	// BulkPage is the most records a page of Bulk results holds, whatever the
	// client asks for; 0 is as it asks.
	BulkPage int
}

// Server is one simulated org.
type Server struct {
	o       *org
	options Options
	access  *access
	cursors *cursors
	jobs    *jobs
	deploys *deploys
	reports *reportRuns
	calls   *counter

	stop context.CancelFunc
	ctx  context.Context
	wait sync.WaitGroup
}

// New makes the org and its data. Close ends the work it started.
func New(options Options) *Server {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.DailyLimit == 0 {
		options.DailyLimit = 5_000_000
	}
	s := &Server{options: options}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.reset()
	return s
}

// reset puts the org back to its seeded state.
func (s *Server) reset() {
	s.o = newOrg(s.options.Seed, s.options.Now)
	s.o.faults = newFaults(s.options.Faults, s.options.Seed)
	s.o.later = s.inAWhile
	s.o.seed(s.options)
	s.access = newAccess(s.o, s.options.Seed)
	s.cursors = newCursors()
	s.jobs = newJobs()
	s.deploys = newDeploys()
	s.reports = newReportRuns()
	s.calls = &counter{}
}

// Close stops background work and waits for it.
func (s *Server) Close() {
	s.stop()
	s.wait.Wait()
}

// start runs work in the background until it ends or the server closes.
func (s *Server) start(work func()) {
	s.wait.Add(1)
	go func() {
		defer s.wait.Done()
		work()
	}()
}

// transitionTime is how long activating or archiving a model takes.
const transitionTime = 50 * time.Millisecond

// inAWhile does work on the org that goes on by itself.
func (s *Server) inAWhile(work func()) {
	s.start(func() {
		select {
		case <-time.After(transitionTime):
		case <-s.ctx.Done():
			return
		}
		s.o.mu.Lock()
		defer s.o.mu.Unlock()
		work()
		s.o.commit()
	})
}

// counter counts API requests.
type counter struct {
	mu       sync.Mutex
	total    int
	byMethod map[string]int
}

func (c *counter) add(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byMethod == nil {
		c.byMethod = map[string]int{}
	}
	c.total++
	c.byMethod[name]++
	return c.total
}

func (c *counter) value() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

// call is one API request: over HTTP, or within a composite request.
type call struct {
	s       *Server
	method  string
	base    string   // /services/data/v67.0
	version int      // 67
	path    []string // segments after base, unescaped
	query   url.Values
	header  http.Header
	body    []byte
	session *session
	host    string // http://HOST
}

// answer is what a call gives back.
type answer struct {
	status int
	header map[string]string
	body   any    // marshalled as JSON; nil is an empty body
	raw    []byte // instead of body
	kind   string // content type of raw
}

func ok(body any) *answer { return &answer{status: http.StatusOK, body: body} }

func noContent() *answer { return &answer{status: http.StatusNoContent} }

// fail makes the array of errors that the API answers.
func fail(errs ...*apiError) *answer {
	list := make([]hash, len(errs))
	for i, e := range errs {
		list[i] = hash{{"message", e.message}, {"errorCode", e.code}}
		if e.fields != nil || e.row {
			list[i] = append(list[i], pairOf{"fields", nonNil(e.fields)})
		}
	}
	return &answer{status: errs[0].status, body: list}
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func apiErr(status int, code, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func notFound() *answer {
	return fail(apiErr(404, "NOT_FOUND", "The requested resource does not exist"))
}

// ServeHTTP routes a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.options.Latency > 0 {
		select {
		case <-time.After(s.options.Latency):
		case <-r.Context().Done():
			return
		}
	}
	path := r.URL.Path
	if strings.HasPrefix(path, "/simulator") {
		s.control(w, r)
		return
	}
	if s.o.faults.before(w, s.access, bearer(r), path) {
		return
	}
	body, err := readBody(r)
	if err != nil {
		writeAnswer(w, r, fail(apiErr(400, "INVALID_REQUEST", "the body cannot be read: %v", err)))
		return
	}
	if int64(len(body)) > maxBody {
		writeAnswer(w, r, fail(apiErr(413, "REQUEST_TOO_LARGE", "the request is larger than 150 MB")))
		return
	}
	if s.o.faults.after() {
		// The request is carried out, its answer lost.
		s.route(discard{header: http.Header{}}, r, body)
		panic(http.ErrAbortHandler)
	}
	s.route(w, r, body)
}

// discard is a ResponseWriter nobody reads.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

func (s *Server) route(w http.ResponseWriter, r *http.Request, body []byte) {
	path := r.URL.Path
	switch {
	case strings.HasPrefix(path, "/services/oauth2/"):
		s.oauth(w, r, body)
	case strings.HasPrefix(path, "/id/"):
		s.identity(w, r)
	case strings.HasPrefix(path, "/services/Soap/u/"), strings.HasPrefix(path, "/services/Soap/c/"):
		s.soapPartner(w, r, body)
	case strings.HasPrefix(path, "/services/Soap/m/"):
		s.soapMetadata(w, r, body)
	case path == "/services/data" || path == "/services/data/":
		writeAnswer(w, r, ok(versionList()))
	case strings.HasPrefix(path, "/services/data/"):
		s.data(w, r, body)
	case path == "/":
		fmt.Fprintln(w, "A simulated Salesforce org. Its APIs are below /services, what a test needs besides below /simulator.")
	default:
		writeAnswer(w, r, notFound())
	}
}

func readBody(r *http.Request) ([]byte, error) {
	var in io.Reader = http.MaxBytesReader(nil, r.Body, maxBody+1)
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		in = io.LimitReader(z, maxBody+1)
	}
	return io.ReadAll(in)
}

func bearer(r *http.Request) string {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(kind, "Bearer") || strings.EqualFold(kind, "OAuth") {
		return strings.TrimSpace(token)
	}
	return ""
}

// data answers what lies below /services/data/vXX.0.
func (s *Server) data(w http.ResponseWriter, r *http.Request, body []byte) {
	segments := splitPath(r.URL.EscapedPath())
	version, found := parseVersion(segments[2])
	if !found {
		writeAnswer(w, r, notFound())
		return
	}
	header := r.Header.Get("Authorization")
	if header != "" && bearer(r) == "" {
		writeAnswer(w, r, fail(apiErr(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE")))
		return
	}
	session := s.access.session(bearer(r))
	if session == nil {
		w.Header().Set("WWW-Authenticate", "Token")
		writeAnswer(w, r, fail(apiErr(401, "INVALID_SESSION_ID", "Session expired or invalid")))
		return
	}
	used := s.calls.add(r.Method + " " + resource(segments))
	w.Header().Set("Sforce-Limit-Info", fmt.Sprintf("api-usage=%d/%d", used, s.options.DailyLimit))
	if used > s.options.DailyLimit {
		writeAnswer(w, r, fail(apiErr(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")))
		return
	}
	s.o.mu.RLock()
	enabled := s.o.may(session.user, "ApiEnabled")
	s.o.mu.RUnlock()
	if !enabled {
		writeAnswer(w, r, fail(apiErr(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")))
		return
	}
	c := &call{s: s, method: r.Method, version: version, base: "/services/data/" + segments[2], path: segments[3:],
		query: r.URL.Query(), header: r.Header, body: body, session: session, host: hostURL(r)}
	if m := c.query.Get("_HttpMethod"); m != "" && r.Method == http.MethodPost {
		c.method = strings.ToUpper(m)
	}
	writeAnswer(w, r, c.locked())
}

func hostURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// resource names what a path asks for, without ids.
func resource(segments []string) string {
	if len(segments) > 4 && (segments[3] == "jobs" || segments[3] == "composite" || segments[3] == "metadata") {
		return segments[3] + "/" + segments[4]
	}
	if len(segments) > 3 {
		return segments[3]
	}
	return ""
}

func splitPath(escaped string) []string {
	parts := strings.Split(strings.Trim(escaped, "/"), "/")
	for i, p := range parts {
		if u, err := url.PathUnescape(p); err == nil {
			parts[i] = u
		}
	}
	return parts
}

func parseVersion(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(s, "v"), ".0"))
	return n, err == nil && strings.HasPrefix(s, "v") && strings.HasSuffix(s, ".0") && n >= oldestVersion && n <= newestVersion
}

// locked carries a call out under the org's lock: writes one at a time.
func (c *call) locked() *answer {
	first := ""
	if len(c.path) > 0 {
		first = c.path[0]
	}
	switch first {
	case "jobs", "metadata":
		return c.do() // they lock for themselves
	}
	if c.method == http.MethodGet || c.method == http.MethodHead {
		c.s.o.mu.RLock()
		defer c.s.o.mu.RUnlock()
		return c.do()
	}
	c.s.o.mu.Lock()
	defer c.s.o.mu.Unlock()
	defer c.s.o.commit()
	return c.do()
}

// do routes a call by its path. The org's lock is held.
func (c *call) do() *answer {
	if len(c.path) == 0 || c.path[0] == "" {
		return c.resources()
	}
	rest := c.path[1:]
	switch c.path[0] {
	case "sobjects":
		return c.sobjects(rest)
	case "query":
		return c.runQuery(rest, false)
	case "queryAll":
		return c.runQuery(rest, true)
	case "limits":
		return c.limits(rest)
	case "composite":
		return c.composite(rest)
	case "jobs":
		return c.bulk(rest)
	case "tooling":
		return c.tooling(rest)
	case "analytics":
		return c.analytics(rest)
	case "metadata":
		return c.metadataREST(rest)
	}
	return notFound()
}

// decode reads the JSON body.
func (c *call) decode(v any) *apiError { return decodeJSON(c.body, v) }

func decodeJSON(body []byte, v any) *apiError {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		line, column := 1, 1
		at := min(int(d.InputOffset()), len(body))
		for _, b := range body[:at] {
			if column++; b == '\n' {
				line, column = line+1, 1
			}
		}
		return apiErr(400, "JSON_PARSER_ERROR", "%v at [line:%d, column:%d]", err, line, column)
	}
	return nil
}

// writeAnswer sends an answer, compressed when asked.
func writeAnswer(w http.ResponseWriter, r *http.Request, a *answer) {
	h := w.Header()
	for k, v := range a.header {
		h[k] = []string{v} // in the case the documents write
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache,must-revalidate,max-age=0,no-store,private")
	body := a.raw
	if a.body != nil {
		b, err := marshal(a.body)
		if err != nil {
			a.status, b = 500, []byte(`[{"message":"An unexpected error occurred.","errorCode":"UNKNOWN_EXCEPTION"}]`)
		}
		body = b
		h.Set("Content-Type", "application/json;charset=UTF-8")
	} else if a.kind != "" {
		h.Set("Content-Type", a.kind)
	}
	if len(body) > 0 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		w.WriteHeader(a.status)
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		z.Write(body) //nolint:errcheck // the client is gone
		z.Close()     //nolint:errcheck // the client is gone
		return
	}
	w.WriteHeader(a.status)
	w.Write(body) //nolint:errcheck // the client is gone
}
