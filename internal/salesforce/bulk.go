package salesforce

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// BulkJob is the org's record of a job of the Bulk API 2.0.
type BulkJob struct {
	ID        string `json:"id"`
	State     string `json:"state"`
	Object    string `json:"object"`
	Processed int    `json:"numberRecordsProcessed"`
	Failed    int    `json:"numberRecordsFailed"`
	Message   string `json:"errorMessage"`
}

func (j *BulkJob) over() bool {
	return j.State == "JobComplete" || j.State == "Failed" || j.State == "Aborted"
}

// bulkPage is how many records a page of results has at most.
const bulkPage = 50_000

// BulkQuery runs a query as a job and gives each page of its results, a CSV
// with a header row, to page as it comes. A broken page is read again from its
// locator; page then gets it anew from the start, after reset.
func (c *Client) BulkQuery(ctx context.Context, soql string, all bool, page func(csv io.Reader) error, reset func() error, progress func(records int)) (err error) {
	id, err := c.openQuery(ctx, soql, all)
	if err != nil {
		return err
	}
	if err := c.awaitQuery(ctx, id, progress); err != nil {
		return err
	}
	path := c.data("/jobs/query/" + id)
	for locator := ""; ; {
		next, err := c.bulkResults(ctx, path+"/results", locator, page, reset)
		if err != nil {
			return err
		}
		if next == "" || next == "null" {
			return nil
		}
		locator = next
	}
}

// openQuery makes a query job. That changes no data: an extra one is only left
// over.
func (c *Client) openQuery(ctx context.Context, soql string, all bool) (string, error) {
	operation := "query"
	if all {
		operation = "queryAll"
	}
	var j BulkJob
	err := c.call(ctx, request{method: http.MethodPost, path: c.data("/jobs/query")},
		map[string]any{"operation": operation, "query": soql, "contentType": "CSV", "columnDelimiter": "COMMA", "lineEnding": "LF"}, &j)
	return j.ID, err
}

// awaitQuery waits for a query job. When ctx ends the job is aborted, unless
// the server stops and will go on with it.
func (c *Client) awaitQuery(ctx context.Context, id string, progress func(int)) error {
	path := c.data("/jobs/query/" + id)
	var j BulkJob
	if err := c.poll(ctx, path, &j, progress); err != nil {
		if ctx.Err() != nil && !interrupted(ctx) {
			c.abort(ctx, path)
		}
		return err
	}
	if j.State != "JobComplete" {
		return territory.Errorf(territory.Invalid, "Salesforce could not run the query: %s (%s).", j.Message, j.State)
	}
	return nil
}

// hasJob says whether the org still has a query job that can be gone on with.
func (c *Client) hasJob(ctx context.Context, id string) bool {
	var j BulkJob
	err := c.get(ctx, c.data("/jobs/query/"+id), nil, &j)
	return err == nil && j.State != "Failed" && j.State != "Aborted"
}

func (c *Client) bulkResults(ctx context.Context, path, locator string, page func(io.Reader) error, reset func() error) (next string, err error) {
	q := url.Values{"maxRecords": {strconv.Itoa(bulkPage)}}
	if locator != "" {
		q.Set("locator", locator)
	}
	for try := 1; ; try++ {
		response, err := c.do(ctx, request{method: http.MethodGet, path: path, query: q, accept: "text/csv"})
		if err != nil {
			return "", err
		}
		err = page(response.Body)
		response.Body.Close() //nolint:errcheck // read to the end or given up
		if err == nil {
			return response.Header.Get("Sforce-Locator"), nil
		}
		var known *territory.Error
		if ctx.Err() != nil || try == maxTries || errors.As(err, &known) {
			return "", fmt.Errorf("read results: %w", err)
		}
		if err := reset(); err != nil {
			return "", err
		}
		if err := c.wait(ctx, backoff(try)); err != nil {
			return "", err
		}
	}
}

// poll waits until a job is over, at first every tenth of a second.
func (c *Client) poll(ctx context.Context, path string, j *BulkJob, progress func(int)) error {
	for wait := 100 * time.Millisecond; ; wait = min(10*time.Second, wait*3/2) {
		if err := c.get(ctx, path, nil, j); err != nil {
			return err
		}
		if progress != nil {
			progress(j.Processed)
		}
		if j.over() {
			return nil
		}
		if err := c.wait(ctx, wait); err != nil {
			return err
		}
	}
}

// abort stops a job that nobody waits for any more.
func (c *Client) abort(ctx context.Context, path string) {
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = c.call(late, request{method: http.MethodPatch, path: path}, map[string]string{"state": "Aborted"}, nil)
}

// IngestResult is the org's answer for one row of an ingest job, found by the
// row's own columns.
type IngestResult struct {
	ID, Error string
	Columns   map[string]string
}

// ingestPath is the path of an ingest job.
func (c *Client) ingestPath(id string) string { return c.data("/jobs/ingest/" + id) }

// OpenIngest makes a job; nothing happens before its data is closed.
func (c *Client) OpenIngest(ctx context.Context, object, operation string) (string, error) {
	var j BulkJob
	err := c.call(ctx, request{method: http.MethodPost, path: c.data("/jobs/ingest")}, map[string]any{
		"object": object, "operation": operation, "contentType": "CSV", "columnDelimiter": "COMMA", "lineEnding": "LF"}, &j)
	return j.ID, err
}

// UploadIngest gives a job its rows and has it begin.
func (c *Client) UploadIngest(ctx context.Context, id string, rows []byte) error {
	put := request{method: http.MethodPut, path: c.ingestPath(id) + "/batches", contentType: "text/csv", body: rows, writes: true}
	response, err := c.do(ctx, put)
	if err != nil {
		return err
	}
	response.Body.Close() //nolint:errcheck // empty
	return c.call(ctx, request{method: http.MethodPatch, path: c.ingestPath(id), writes: true}, map[string]string{"state": "UploadComplete"}, nil)
}

// FinishIngest waits for a job and reads what became of its rows. Rows in
// neither list were not processed.
func (c *Client) FinishIngest(ctx context.Context, id string, progress func(int)) (job BulkJob, done, failed []IngestResult, err error) {
	if err = c.poll(ctx, c.ingestPath(id), &job, progress); err != nil {
		return job, nil, nil, err
	}
	if done, err = c.ingestResults(ctx, id, "successfulResults"); err == nil {
		failed, err = c.ingestResults(ctx, id, "failedResults")
	}
	return job, done, failed, err
}

func (c *Client) ingestResults(ctx context.Context, id, which string) ([]IngestResult, error) {
	for try := 1; ; try++ {
		response, err := c.do(ctx, request{method: http.MethodGet, path: c.ingestPath(id) + "/" + which, accept: "text/csv"})
		if err != nil {
			return nil, err
		}
		list, err := readIngestResults(response.Body)
		response.Body.Close() //nolint:errcheck // read to the end or given up
		if err == nil || ctx.Err() != nil || try == maxTries {
			return list, err
		}
		if err := c.wait(ctx, backoff(try)); err != nil {
			return nil, err
		}
	}
}

func readIngestResults(r io.Reader) ([]IngestResult, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read results of the job: %w", err)
	}
	var list []IngestResult
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read results of the job: %w", err)
		}
		one := IngestResult{Columns: make(map[string]string, len(row))}
		for i, v := range row {
			if i >= len(header) {
				break
			}
			switch name := header[i]; strings.ToLower(name) {
			case "sf__id":
				one.ID = v
			case "sf__error":
				one.Error = v
			case "sf__created":
			default:
				one.Columns[name] = v
			}
		}
		list = append(list, one)
	}
}
