package salesforcesim

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (c *call) createBulkQuery() *answer {
	var in struct {
		Operation       string `json:"operation"`
		Query           string `json:"query"`
		ContentType     string `json:"contentType"`
		ColumnDelimiter string `json:"columnDelimiter"`
		LineEnding      string `json:"lineEnding"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	delimiter, ending, err := checkFormat(in.ContentType, in.ColumnDelimiter, in.LineEnding)
	if err != nil {
		return fail(err)
	}
	if in.Operation != "query" && in.Operation != "queryAll" {
		return fail(apiErr(400, "INVALIDJOB", "operation must be query or queryAll"))
	}
	q, err := parseSOQL(in.Query)
	if err != nil {
		return fail(err)
	}
	c.s.o.mu.RLock()
	object, err := c.s.o.checkBulkQuery(q)
	c.s.o.mu.RUnlock()
	if err != nil {
		return fail(err)
	}
	j := c.addJob(&job{query: true, operation: in.Operation, object: object, state: "UploadComplete", soql: in.Query, delimiter: delimiter, lineEnding: ending})
	shown := c.s.jobs.describe(c.s.o, j, false)
	c.s.start(func() { c.s.runBulkQuery(j, q) })
	return ok(shown)
}

// checkBulkQuery refuses what Bulk 2.0 does not do.
func (o *org) checkBulkQuery(q *statement) (string, *apiError) {
	t, err := o.tableFor(q)
	if err != nil {
		return "", err
	}
	if t.object.noBulk {
		return "", apiErr(400, "INVALIDENTITY", "Entity '%s' is not supported by the Bulk API.", t.object.name)
	}
	restricted := ""
	switch {
	case isAggregate(q):
		restricted = "aggregate functions and GROUP BY"
	case q.offset > 0:
		restricted = "OFFSET"
	}
	for _, it := range q.items {
		if it.sub != nil {
			restricted = "sub-queries"
		}
		if it.typeOf != nil {
			restricted = "TYPEOF"
		}
	}
	if restricted != "" {
		return "", apiErr(400, "API_ERROR", "Implementation restriction: %s not supported in Bulk Query", restricted)
	}
	c := &compiler{o: o, q: q, t: t, now: o.now().UTC()}
	r := &result{o: o, t: t, q: q}
	if err := c.selectList(r, false); err != nil {
		return "", err
	}
	for _, a := range r.columns {
		if a.field != nil && a.field.isCompound() {
			return "", apiErr(400, "FUNCTIONALITY_NOT_ENABLED", "Selecting compound data not supported in Bulk Query")
		}
	}
	if q.where != nil {
		if _, err := c.filter(q.where, c.expr); err != nil {
			return "", err
		}
	}
	return t.object.name, nil
}

// chunk is how many rows are written before the lock is given to others.
const chunk = 20_000

// runBulkQuery writes the result of a query job as CSV.
func (s *Server) runBulkQuery(j *job, q *statement) {
	started := time.Now()
	if !s.jobs.advance(j, "InProgress") {
		return
	}
	s.o.mu.RLock()
	r, err := s.o.run(q, j.user, j.operation == "queryAll", s.o.now().UTC())
	s.o.mu.RUnlock()
	if err == nil && q.limit < 0 && len(q.orderBy) == 0 {
		unordered(r.rows)
	}
	if err != nil {
		s.jobs.finish(j, "Failed", err.code+": "+err.message, started)
		return
	}
	out := &csvRows{}
	w := &csvWriter{out: out, delimiter: delimiters[j.delimiter], ending: "\n"}
	if j.lineEnding == "CRLF" {
		w.ending = "\r\n"
	}
	for i, a := range r.columns {
		w.cell(i, a.path)
	}
	w.line()
	out.header, out.data = out.data, nil
	out.ends = make([]int, 0, len(r.rows))
	for from := 0; from < len(r.rows); from += chunk {
		s.o.mu.RLock()
		for _, row := range r.rows[from:min(from+chunk, len(r.rows))] {
			for i := range r.columns {
				a := &r.columns[i]
				w.cell(i, s.o.format(a.field, a.get(row)))
			}
			w.line()
			out.endRow()
		}
		s.o.mu.RUnlock()
		if s.ctx.Err() != nil {
			return
		}
	}
	s.jobs.mu.Lock()
	j.results, j.processed = out, len(r.rows)
	s.jobs.mu.Unlock()
	s.jobs.finish(j, "JobComplete", "", started)
}

// unordered puts the later half of the rows first: the chunks of an org are
// done in no order, and nobody shall rely on one.
func unordered(rows []int32) {
	half := len(rows) / 2
	slices.Reverse(rows[:half])
	slices.Reverse(rows[half:])
	slices.Reverse(rows)
}

// finish ends a job.
func (js *jobs) finish(j *job, state, message string, started time.Time) {
	js.mu.Lock()
	defer js.mu.Unlock()
	if j.state == "Aborted" {
		return
	}
	j.state, j.message, j.took = state, message, time.Since(started)
}

// csvWriter writes quoted cells.
type csvWriter struct {
	out       *csvRows
	delimiter byte
	ending    string
}

func (w *csvWriter) cell(i int, s string) {
	d := w.out.data
	if i > 0 {
		d = append(d, w.delimiter)
	}
	d = append(d, '"')
	if strings.IndexByte(s, '"') >= 0 {
		s = strings.ReplaceAll(s, `"`, `""`)
	}
	w.out.data = append(append(d, s...), '"')
}

func (w *csvWriter) line() { w.out.data = append(w.out.data, w.ending...) }

// defaultPage is how many rows a page of results holds when the client does
// not say.
const defaultPage = 50_000

func (c *call) queryResults(j *job) *answer {
	c.s.jobs.mu.Lock()
	rows, state := j.results, j.state
	c.s.jobs.mu.Unlock()
	if j.version != c.version {
		return fail(apiErr(409, "VERSION_MISMATCH", "the job was created with version %d.0", j.version))
	}
	if state != "JobComplete" || rows == nil {
		return fail(apiErr(400, "INVALIDJOBSTATE", "Can't get results of a job in state %s", state))
	}
	from := 0
	if l := c.query.Get("locator"); l != "" && l != "null" {
		text, err := base64.RawURLEncoding.DecodeString(l)
		n, err2 := strconv.Atoi(string(text))
		if err != nil || err2 != nil || n < 0 || n > len(rows.ends) {
			return fail(apiErr(400, "INVALID_QUERY_LOCATOR", "invalid query locator"))
		}
		from = n
	}
	size := defaultPage
	if n, err := strconv.Atoi(c.query.Get("maxRecords")); err == nil && n > 0 {
		size = n
	}
	if most := c.s.options.BulkPage; most > 0 {
		size = min(size, most)
	}
	to := min(from+size, len(rows.ends))
	locator := "null"
	if to < len(rows.ends) {
		locator = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return &answer{status: http.StatusOK, raw: rows.slice(from, to), kind: "text/csv;charset=UTF-8",
		header: map[string]string{"Sforce-NumberOfRecords": strconv.Itoa(to - from), "Sforce-Locator": locator}}
}
