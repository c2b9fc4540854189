package salesforcesim

import (
	"bytes"
	"encoding/csv"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

func (c *call) createIngest() *answer {
	var in struct {
		Object              string `json:"object"`
		Operation           string `json:"operation"`
		ExternalIDFieldName string `json:"externalIdFieldName"`
		ContentType         string `json:"contentType"`
		ColumnDelimiter     string `json:"columnDelimiter"`
		LineEnding          string `json:"lineEnding"`
	}
	body, content, err := c.multipartJob()
	if err == nil {
		err = decodeJSON(body, &in)
	}
	if err != nil {
		return fail(err)
	}
	delimiter, ending, err := checkFormat(in.ContentType, in.ColumnDelimiter, in.LineEnding)
	if err != nil {
		return fail(err)
	}
	t := c.s.o.table(in.Object)
	if t == nil || t.object.noBulk {
		return fail(apiErr(400, "INVALIDENTITY", "Entity '%s' is not supported by the Bulk API.", in.Object))
	}
	switch in.Operation {
	case "insert", "update", "delete", "hardDelete":
	case "upsert":
		key := t.object.byName[lower(in.ExternalIDFieldName)]
		if key == nil || !key.external && key.name != "Id" {
			return fail(apiErr(400, "INVALIDJOB", "externalIdFieldName: %q is not an external ID of %s", in.ExternalIDFieldName, t.object.name))
		}
	default:
		return fail(apiErr(400, "INVALIDJOB", "operation %q is not known", in.Operation))
	}
	state := "Open"
	if content != nil {
		state = "UploadComplete"
	}
	j := c.addJob(&job{operation: in.Operation, object: t.object.name, state: state, externalID: in.ExternalIDFieldName, delimiter: delimiter, lineEnding: ending,
		upload: content, autoAssign: !strings.EqualFold(c.header.Get("Sforce-Auto-Assign"), "FALSE")})
	shown := c.s.jobs.describe(c.s.o, j, false)
	if content != nil {
		c.s.start(func() { c.s.runIngest(j) })
	}
	return ok(shown)
}

// multipartJob takes the one-call form apart: parts job and content.
func (c *call) multipartJob() (body, content []byte, err *apiError) {
	kind, params, _ := mime.ParseMediaType(c.header.Get("Content-Type"))
	if !strings.HasPrefix(kind, "multipart/") {
		return c.body, nil, nil
	}
	parts := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		p, readErr := parts.NextPart()
		if readErr == io.EOF {
			break
		}
		if readErr != nil {
			return nil, nil, apiErr(400, "INVALIDJOB", "the multipart body cannot be read: %v", readErr)
		}
		data, _ := io.ReadAll(p) //nolint:errcheck // it is in memory
		if p.FormName() == "job" {
			body = data
		} else {
			content = data
		}
	}
	if len(content) > 100_000 {
		return nil, nil, apiErr(400, "INVALIDJOB", "the content of a multipart job can have at most 100,000 characters")
	}
	return body, content, nil
}

// ingestPart answers what lies below an ingest job.
func (c *call) ingestPart(j *job, part string) *answer {
	js := c.s.jobs
	if part == "batches" {
		if c.method != http.MethodPut {
			return fail(apiErr(405, "METHOD_NOT_ALLOWED", "HTTP Method '%s' not allowed. Allowed are PUT", c.method))
		}
		js.mu.Lock()
		defer js.mu.Unlock()
		if j.state != "Open" || j.upload != nil {
			return fail(apiErr(400, "INVALIDJOBSTATE", "Can't upload data to a job in state %s that has its data", j.state))
		}
		j.upload = c.body
		if j.upload == nil {
			j.upload = []byte{}
		}
		return &answer{status: http.StatusCreated}
	}
	js.mu.Lock()
	rows, found := map[string]*csvRows{"successfulresults": j.good, "failedresults": j.bad, "unprocessedrecords": j.rest}[part]
	state := j.state
	js.mu.Unlock()
	if !found {
		return notFound()
	}
	if state == "Open" || state == "UploadComplete" || state == "InProgress" {
		return fail(apiErr(400, "INVALIDJOBSTATE", "Can't get results of a job in state %s", state))
	}
	if rows == nil {
		rows = &csvRows{}
	}
	return &answer{status: 200, raw: rows.slice(0, len(rows.ends)), kind: "text/csv;charset=UTF-8"}
}

// ingest is a job under way.
type ingest struct {
	s      *Server
	j      *job
	t      *table
	header []string
	ending string
}

// runIngest carries out an ingest job in chunks of 200 rows.
func (s *Server) runIngest(j *job) {
	started := time.Now()
	if !s.jobs.advance(j, "InProgress") {
		return
	}
	in := &ingest{s: s, j: j, t: s.o.table(j.object), ending: map[string]string{"LF": "\n", "CRLF": "\r\n"}[j.lineEnding]}
	r := csv.NewReader(bytes.NewReader(j.upload))
	r.Comma = rune(delimiters[j.delimiter])
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		s.jobs.finish(j, "Failed", "InvalidBatch : the CSV has no header row", started)
		return
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	in.header = header
	for _, name := range header {
		if !in.knows(name) {
			s.jobs.finish(j, "Failed", "InvalidBatch : Field name not found : "+name, started)
			return
		}
	}
	in.begin()
	for more := true; more; {
		var rows [][]string
		if rows, more, err = readRows(r, maxBatch); err != nil {
			s.jobs.finish(j, "Failed", "InvalidBatch : "+err.Error(), started)
			return
		}
		if s.ctx.Err() != nil {
			return
		}
		s.jobs.mu.Lock()
		aborted := j.state == "Aborted"
		s.jobs.mu.Unlock()
		if aborted {
			in.leave(rows)
			continue
		}
		in.process(rows)
	}
	s.jobs.mu.Lock()
	j.upload = nil
	s.jobs.batches += (j.processed + 9_999) / 10_000
	s.jobs.mu.Unlock()
	s.jobs.finish(j, "JobComplete", "", started)
}

func readRows(r *csv.Reader, n int) (rows [][]string, more bool, err error) {
	for len(rows) < n {
		row, err := r.Read()
		if err == io.EOF {
			return rows, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, row)
	}
	return rows, true, nil
}

// knows says whether a column can be used.
func (in *ingest) knows(name string) bool {
	relation, key, dotted := strings.Cut(name, ".")
	if !dotted {
		return in.t.object.byName[lower(name)] != nil
	}
	f := in.t.object.byRelation[lower(relation)]
	if f == nil {
		return false
	}
	for _, o := range in.s.o.targets(f) {
		if o.byName[lower(key)] != nil {
			return true
		}
	}
	return false
}

func (in *ingest) csv(rows *csvRows) *csvWriter {
	return &csvWriter{out: rows, delimiter: delimiters[in.j.delimiter], ending: in.ending}
}

// begin makes the three result files with their headers.
func (in *ingest) begin() {
	head := func(first ...string) *csvRows {
		rows := &csvRows{}
		w := in.csv(rows)
		for i, name := range append(first, in.header...) {
			w.cell(i, name)
		}
		w.line()
		rows.header, rows.data = rows.data, nil
		return rows
	}
	in.s.jobs.mu.Lock()
	defer in.s.jobs.mu.Unlock()
	in.j.good, in.j.bad, in.j.rest = head("sf__Id", "sf__Created"), head("sf__Id", "sf__Error"), head()
}

func (in *ingest) add(rows *csvRows, cells []string, first ...string) {
	w := in.csv(rows)
	for i, s := range append(first, cells...) {
		w.cell(i, s)
	}
	w.line()
	rows.endRow()
}

// leave keeps rows of an aborted job as unprocessed.
func (in *ingest) leave(rows [][]string) {
	in.s.jobs.mu.Lock()
	defer in.s.jobs.mu.Unlock()
	for _, row := range rows {
		in.add(in.j.rest, row)
	}
}

// process writes up to 200 rows to the org.
func (in *ingest) process(rows [][]string) {
	o := in.s.o
	o.mu.Lock()
	w := &writer{o: o, user: in.j.user, autoAssign: in.j.autoAssign, csv: true, batchHalf: o.faults.batch()}
	outcomes := make([]outcome, len(rows))
	for i, row := range rows {
		outcomes[i] = in.row(w, row)
	}
	o.commit()
	o.mu.Unlock()
	in.s.jobs.mu.Lock()
	defer in.s.jobs.mu.Unlock()
	for i, out := range outcomes {
		in.j.processed++
		if len(out.errs) > 0 {
			in.j.failed++
			e := out.errs[0]
			in.add(in.j.bad, rows[i], out.id, e.code+":"+e.message+":"+bulkFields(e.fields)+"--")
			continue
		}
		made := "false"
		if out.created {
			made = "true"
		}
		in.add(in.j.good, rows[i], out.id, made)
	}
}

func bulkFields(fields []string) string {
	if len(fields) == 0 {
		return ""
	}
	return strings.Join(fields, ",") + " "
}

// row carries out one row.
func (in *ingest) row(w *writer, cells []string) outcome {
	if len(cells) != len(in.header) {
		return outcome{errs: []*apiError{rowError("INVALID_INPUT", "the row has another number of fields than the header")}}
	}
	rec := record{}
	for i, name := range in.header {
		rec[name] = cells[i]
	}
	switch in.j.operation {
	case "insert":
		row, errs := w.insert(in.t, rec)
		if len(errs) > 0 {
			return outcome{errs: errs}
		}
		return outcome{id: w.o.id(in.t, row), created: true}
	case "update":
		return w.updateRecord(in.t, rec)
	case "upsert":
		return w.upsertRecord(in.t, in.j.externalID, rec)
	}
	id, _ := rec.take("Id").(string)
	t, row, isID := w.o.find(id)
	if !isID || t != in.t {
		return outcome{errs: []*apiError{rowError("MALFORMED_ID", in.t.object.label+" ID: id value of incorrect type: "+id, "Id")}}
	}
	w.purge = in.j.operation == "hardDelete"
	errs := w.remove(t, row)
	return outcome{id: id, errs: errs}
}
