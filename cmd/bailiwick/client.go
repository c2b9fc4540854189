package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// client calls the HTTP API. Problem documents come back as territory.Error.
type client struct {
	base string
	http *http.Client
}

func (c *client) get(ctx context.Context, path string, out any) error {
	return c.call(ctx, http.MethodGet, path, nil, out)
}

func (c *client) post(ctx context.Context, path string, in, out any) error {
	return c.call(ctx, http.MethodPost, path, in, out)
}

func (c *client) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(raw)
	}
	response, err := c.send(ctx, method, path, "application/json", body)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to the end or given up
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("read answer of %s %s: %w", method, path, err)
	}
	return nil
}

// send returns the answer when it is a success; its body must be closed.
func (c *client) send(ctx context.Context, method, path, contentType string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, body)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := c.http.Do(request)
	if err != nil {
		var broken *url.Error
		if errors.As(err, &broken) && ctx.Err() == nil {
			return nil, territory.Errorf(territory.Unavailable, "%s does not answer: %v. Is the server running?", c.base, broken.Err)
		}
		return nil, err
	}
	if response.StatusCode < 300 {
		return response, nil
	}
	defer response.Body.Close() //nolint:errcheck // an error answer
	return nil, problem(response)
}

func problem(response *http.Response) error {
	var p httpapi.Problem
	raw, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil || p.Detail == "" {
		return territory.Errorf(territory.Internal, "The server answered %s without a reason.", response.Status)
	}
	e := &territory.Error{Code: p.Code, Message: p.Detail}
	for _, d := range p.Errors {
		e.Details = append(e.Details, territory.Detail{Where: d.Location, What: d.Message})
	}
	return e
}

// follow waits for a job to end, showing its progress, and decodes its result
// into out. A failed job comes back as its error. When ctx ends the job is
// cancelled and its end awaited, so that nothing half-done is left.
func (c *client) follow(ctx context.Context, t *terminal, j job.Job, out any) error {
	bar := newBar(t)
	defer bar.done()
	end, err := c.events(ctx, j.ID, bar)
	if ctx.Err() != nil && err != nil {
		late := context.WithoutCancel(ctx)
		if err := c.post(late, "/jobs/"+j.ID+"/cancel", nil, nil); err != nil && territory.CodeOf(err) != territory.Conflict {
			return err
		}
		end, err = c.events(late, j.ID, bar)
	}
	if err != nil {
		return err
	}
	switch end.State {
	case job.Succeeded:
		if err := json.Unmarshal(end.Result, out); err != nil {
			return fmt.Errorf("read result of job %s: %w", j.ID, err)
		}
		return nil
	case job.Cancelled:
		return territory.Errorf(territory.Cancelled, "Cancelled; nothing was changed.")
	default:
		if end.Error != nil {
			return end.Error
		}
		return fmt.Errorf("job %s ended as %s without a reason", j.ID, end.State)
	}
}

// events reads the job's event stream until its final state.
func (c *client) events(ctx context.Context, id string, bar *bar) (job.Job, error) {
	var last job.Job
	response, err := c.send(ctx, http.MethodGet, "/jobs/"+id+"/events", "", nil)
	if err != nil {
		return last, err
	}
	defer response.Body.Close() //nolint:errcheck // an event stream ends when it ends
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 64<<20)
	event := "message"
	for lines.Scan() {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			event = name
		}
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok {
			continue
		}
		if event == "problem" {
			return last, problem(&http.Response{Body: io.NopCloser(strings.NewReader(data))})
		}
		if err := json.Unmarshal([]byte(data), &last); err != nil {
			return last, fmt.Errorf("read event of job %s: %w", id, err)
		}
		bar.show(last.Progress)
		if last.State.Final() {
			return last, nil
		}
	}
	if err := lines.Err(); err != nil {
		return last, err
	}
	return last, territory.Errorf(territory.Unavailable, "The server closed the connection before the job ended; the job goes on there.")
}
