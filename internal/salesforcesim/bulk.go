package salesforcesim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// jobs are the Bulk 2.0 jobs.
type jobs struct {
	mu      sync.Mutex
	byID    map[string]*job
	order   []*job
	batches int
	queries int
}

func newJobs() *jobs { return &jobs{byID: map[string]*job{}} }

func (j *jobs) used() (batches, queries int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.batches, j.queries
}

// job is one Bulk 2.0 job. Its fields are guarded by jobs.mu.
type job struct {
	id, operation, object, state string
	query                        bool
	soql                         string
	externalID                   string
	delimiter, lineEnding        string
	version                      int
	user                         int32
	autoAssign                   bool
	createdAt, modified          time.Time
	took                         time.Duration
	processed, failed            int
	message                      string

	upload  []byte // of an ingest job, until it is processed
	results *csvRows
	good    *csvRows
	bad     *csvRows
	rest    *csvRows
}

// csvRows is CSV text with the place of every row.
type csvRows struct {
	header []byte
	data   []byte
	ends   []int
}

func (c *csvRows) endRow() { c.ends = append(c.ends, len(c.data)) }

// slice returns the header and rows [from, to).
func (c *csvRows) slice(from, to int) []byte {
	start := 0
	if from > 0 {
		start = c.ends[from-1]
	}
	end := start
	if to > from {
		end = c.ends[to-1]
	}
	return append(bytes.Clone(c.header), c.data[start:end]...)
}

var delimiters = map[string]byte{"BACKQUOTE": '`', "CARET": '^', "COMMA": ',', "PIPE": '|', "SEMICOLON": ';', "TAB": '\t'}

// bulk answers /jobs/query and /jobs/ingest.
func (c *call) bulk(path []string) *answer {
	if len(path) == 0 {
		return notFound()
	}
	ingest := path[0] == "ingest"
	if !ingest && path[0] != "query" {
		return notFound()
	}
	rest := path[1:]
	if len(rest) > 0 && rest[len(rest)-1] == "" {
		rest = rest[:len(rest)-1]
	}
	switch {
	case len(rest) == 0 && c.method == http.MethodPost && ingest:
		return c.createIngest()
	case len(rest) == 0 && c.method == http.MethodPost:
		return c.createBulkQuery()
	case len(rest) == 0:
		return c.listJobs(!ingest)
	}
	j := c.s.jobs.find(rest[0], !ingest)
	if j == nil {
		return notFound()
	}
	switch {
	case len(rest) == 1 && c.method == http.MethodGet:
		return ok(c.s.jobs.describe(c.s.o, j, true))
	case len(rest) == 1 && c.method == http.MethodPatch:
		return c.changeJob(j)
	case len(rest) == 1 && c.method == http.MethodDelete:
		return c.deleteJob(j)
	case len(rest) == 2 && !ingest && rest[1] == "results":
		return c.queryResults(j)
	case len(rest) == 2 && ingest:
		return c.ingestPart(j, strings.ToLower(rest[1]))
	}
	return notFound()
}

func (j *jobs) find(id string, query bool) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(id) == 15 {
		for full := range j.byID {
			if full[:15] == id {
				id = full
			}
		}
	}
	if found := j.byID[id]; found != nil && found.query == query {
		return found
	}
	return nil
}

func (c *call) addJob(j *job) *job {
	j.createdAt = c.s.options.Now().UTC()
	j.modified, j.version, j.user = j.createdAt, c.version, c.session.user
	js := c.s.jobs
	js.mu.Lock()
	defer js.mu.Unlock()
	j.id = c.s.o.ids.id18("750", len(js.order))
	js.byID[j.id] = j
	js.order = append(js.order, j)
	if j.query {
		js.queries++
	}
	return j
}

// describe is a job as the API shows it.
func (js *jobs) describe(o *org, j *job, progress bool) hash {
	js.mu.Lock()
	defer js.mu.Unlock()
	h := hash{{"id", j.id}, {"operation", j.operation}, {"object", j.object}, {"createdById", o.ids.id18("005", int(j.user))},
		{"createdDate", j.createdAt.Format(dateTimeFormat)}, {"systemModstamp", j.modified.Format(dateTimeFormat)}, {"state", j.state},
		{"concurrencyMode", "Parallel"}, {"contentType", "CSV"}, {"apiVersion", json.RawMessage(strconv.Itoa(j.version) + ".0")}, {"lineEnding", j.lineEnding}, {"columnDelimiter", j.delimiter}}
	if !j.query {
		h = append(h, pairOf{"contentUrl", "services/data/v" + strconv.Itoa(j.version) + ".0/jobs/ingest/" + j.id + "/batches"})
		if j.externalID != "" {
			h = append(h, pairOf{"externalIdFieldName", j.externalID})
		}
	}
	if !progress {
		return h
	}
	kind := "V2Ingest"
	if j.query {
		kind = "V2Query"
	}
	h = append(h, pairOf{"jobType", kind}, pairOf{"numberRecordsProcessed", j.processed}, pairOf{"retries", 0}, pairOf{"totalProcessingTime", j.took.Milliseconds()})
	if j.query {
		h = append(h, pairOf{"isPkChunkingSupported", true})
	} else {
		h = append(h, pairOf{"numberRecordsFailed", j.failed}, pairOf{"apiActiveProcessingTime", j.took.Milliseconds()}, pairOf{"apexProcessingTime", 0})
	}
	if j.message != "" {
		h = append(h, pairOf{"errorMessage", j.message})
	}
	return h
}

func (c *call) listJobs(query bool) *answer {
	c.s.jobs.mu.Lock()
	list := append([]*job{}, c.s.jobs.order...)
	c.s.jobs.mu.Unlock()
	records := []hash{}
	for _, j := range list {
		if j.query == query && c.s.jobs.find(j.id, query) != nil {
			records = append(records, c.s.jobs.describe(c.s.o, j, false))
		}
	}
	return ok(hash{{"done", true}, {"records", records}, {"nextRecordsUrl", nil}})
}

func (c *call) deleteJob(j *job) *answer {
	js := c.s.jobs
	js.mu.Lock()
	defer js.mu.Unlock()
	if j.state == "InProgress" || j.state == "UploadComplete" {
		return fail(apiErr(400, "INVALIDJOBSTATE", "Can't delete job in state %s", j.state))
	}
	delete(js.byID, j.id)
	j.upload, j.results, j.good, j.bad, j.rest = nil, nil, nil, nil, nil
	return noContent()
}

// checkFormat reads delimiter and line ending of a job request.
func checkFormat(contentType, delimiter, lineEnding string) (string, string, *apiError) {
	if delimiter == "" {
		delimiter = "COMMA"
	}
	if lineEnding == "" {
		lineEnding = "LF"
	}
	if contentType != "" && contentType != "CSV" {
		return "", "", apiErr(400, "INVALIDJOB", "contentType must be CSV")
	}
	if delimiters[delimiter] == 0 || lineEnding != "LF" && lineEnding != "CRLF" {
		return "", "", apiErr(400, "INVALIDJOB", "columnDelimiter or lineEnding is not known")
	}
	return delimiter, lineEnding, nil
}

func (c *call) changeJob(j *job) *answer {
	var in struct {
		State string `json:"state"`
	}
	if err := c.decode(&in); err != nil {
		return fail(err)
	}
	js := c.s.jobs
	js.mu.Lock()
	from := j.state
	switch {
	case in.State == "Aborted" && (from == "Open" || from == "UploadComplete" || from == "InProgress"):
		j.state = "Aborted"
	case in.State == "UploadComplete" && !j.query && from == "Open":
		j.state = "UploadComplete"
		c.s.start(func() { c.s.runIngest(j) })
	default:
		js.mu.Unlock()
		return fail(apiErr(400, "INVALIDJOBSTATE", "Invalid job state transition from %s to %s", from, in.State))
	}
	j.modified = c.s.options.Now().UTC()
	js.mu.Unlock()
	return ok(js.describe(c.s.o, j, false))
}

// advance moves a job to a state unless it was aborted meanwhile.
func (js *jobs) advance(j *job, state string) bool {
	js.mu.Lock()
	defer js.mu.Unlock()
	if j.state == "Aborted" {
		return false
	}
	j.state = state
	return true
}
