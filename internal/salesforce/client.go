// Package salesforce is the edge to Salesforce orgs: signing in (OAuth 2.0),
// REST, Composite, Bulk API 2.0, Analytics reports and Metadata deployments;
// reading records for an import, and writing plans. Service implements
// connection.Service, writer orgplan.Org.
//
// A call that only reads is tried again when the connection breaks or the org is
// busy. A call that writes is tried again only when the org has certainly
// refused it; else it fails with orgplan.ErrInDoubt, and the journal finds out.
package salesforce

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// newestVersion is the newest API version this package was written for.
const newestVersion = "67.0"

// Client calls one org as one user. It is safe for concurrent use.
type Client struct {
	// HTTP sends the requests.
	HTTP *http.Client
	// Pause waits between tries; nil waits for the time given.
	Pause func(ctx context.Context, wait time.Duration) error

	instance string
	version  string
	mu       sync.Mutex
	token    string
	// refresh returns a new access token and the address of the org; nil when
	// there is no way to get one.
	refresh func(ctx context.Context) (token, instance string, err error)
	// used and allowed are the API calls of the day, as the org last said.
	used, allowed atomic.Int64
	calls         atomic.Int64
}

// request is one call.
type request struct {
	method, path string
	query        url.Values
	body         []byte
	contentType  string
	accept       string
	header       map[string]string
	// writes: the call changes something and must not be repeated blindly.
	writes bool
	// tries, when not 0, is how often the call is tried instead of maxTries:
	// for calls that somebody waits for.
	tries int
}

// maxTries is how often a call is tried, maxBody how much of a JSON answer is
// read.
const (
	maxTries = 7
	maxBody  = 256 << 20
)

// Usage returns the API calls used and allowed today, as of the last answer.
func (c *Client) Usage() (used, allowed int64) { return c.used.Load(), c.allowed.Load() }

// Calls is how many requests this client has sent.
func (c *Client) Calls() int64 { return c.calls.Load() }

// Version returns the API version in use, such as "67.0".
func (c *Client) Version() string { return c.version }

// data returns the path below /services/data/vXX.0.
func (c *Client) data(path string) string { return "/services/data/v" + c.version + path }

// do sends the request until the org accepts or refuses it. The caller closes
// the answer's body.
func (c *Client) do(ctx context.Context, r request) (*http.Response, error) {
	refreshed := false
	most := cmp.Or(r.tries, maxTries)
	for try := 1; ; try++ {
		token, instance := c.session()
		response, err := c.send(ctx, r, token, instance)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if r.writes {
				return nil, fmt.Errorf("%w: %s %s: %v", orgplan.ErrInDoubt, r.method, r.path, err)
			}
			if try == most {
				return nil, territory.Say(territory.Unavailable, sentence.OrgSilent.With(sentence.Params{"address": instance, "cause": err.Error()}))
			}
			if err := c.wait(ctx, backoff(try)); err != nil {
				return nil, err
			}
			continue
		}
		if response.StatusCode < 300 {
			return response, nil
		}
		refusal := c.refusal(response, r)
		if response.StatusCode == http.StatusUnauthorized && !refreshed && mayRefresh(refusal) {
			refreshed = true
			if err := c.renew(ctx, token); err != nil {
				return nil, err
			}
			continue
		}
		again, wait := retry(refusal, response, try)
		if again && r.writes && !refusedForSure(refusal) {
			return nil, fmt.Errorf("%w: %v", orgplan.ErrInDoubt, refusal)
		}
		if !again || try == most {
			return nil, refusal
		}
		if err := c.wait(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (c *Client) session() (token, instance string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.token, c.instance
}

func (c *Client) send(ctx context.Context, r request, token, instance string) (*http.Response, error) {
	address, err := addressOf(instance, r.path)
	if err != nil {
		return nil, err
	}
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var body io.Reader
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	request, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	if r.accept != "" {
		request.Header.Set("Accept", r.accept)
	}
	if r.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if r.contentType != "" {
		request.Header.Set("Content-Type", r.contentType)
	}
	for name, value := range r.header {
		request.Header.Set(name, value)
	}
	c.calls.Add(1)
	response, err := c.HTTP.Do(request)
	if err == nil {
		c.note(response.Header.Get("Sforce-Limit-Info"))
	}
	return response, err
}

// addressOf is where a call goes. The org names the address of a next page
// itself; another host than the org's own never gets the token.
func addressOf(instance, path string) (string, error) {
	if !strings.HasPrefix(path, "http") {
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		return instance + path, nil
	}
	given, err := url.Parse(path)
	if err != nil {
		return "", fmt.Errorf("the org gave an address that is none: %w", err)
	}
	own, err := url.Parse(instance)
	if err != nil || given.Scheme != own.Scheme || given.Host != own.Host {
		return "", fmt.Errorf("the org gave an address on another host (%s)", given.Host)
	}
	return path, nil
}

// note takes in "api-usage=18/15000; per-app-api-usage=…".
func (c *Client) note(info string) {
	for part := range strings.SplitSeq(info, ";") {
		text, isUsage := strings.CutPrefix(strings.TrimSpace(part), "api-usage=")
		used, allowed, whole := strings.Cut(text, "/")
		if !isUsage || !whole {
			continue
		}
		u, err1 := strconv.ParseInt(used, 10, 64)
		a, err2 := strconv.ParseInt(allowed, 10, 64)
		if err1 == nil && err2 == nil {
			c.used.Store(u)
			c.allowed.Store(a)
		}
	}
}

func (c *Client) refusal(response *http.Response, r request) *APIError {
	defer response.Body.Close() //nolint:errcheck // an error answer
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return readError(response.StatusCode, r.path, body)
}

// mayRefresh leaves out the refusals that another token would not change.
func mayRefresh(e *APIError) bool {
	return !strings.Contains(e.Message, "Connected app is not attached to Agent") &&
		!strings.Contains(e.Message, "This session is not valid for use with the REST API")
}

// renew gets a new token unless another call has done so meanwhile.
func (c *Client) renew(ctx context.Context, old string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != old {
		return nil
	}
	if c.refresh == nil {
		return territory.Say(territory.Forbidden, sentence.OrgSession.With(nil))
	}
	token, instance, err := c.refresh(ctx)
	if err != nil {
		return err
	}
	c.token = token
	if instance != "" {
		c.instance = instance
	}
	return nil
}

// refusedForSure says that the org has not begun the work.
func refusedForSure(e *APIError) bool {
	switch e.Status {
	case 420, http.StatusTooManyRequests, http.StatusForbidden:
		return true
	case http.StatusServiceUnavailable: // the org's own answer, not a gateway's
		return e.Code != ""
	}
	return false
}

// retry says whether a refusal may pass, and how long to wait.
func retry(e *APIError, response *http.Response, try int) (bool, time.Duration) {
	wait := backoff(try)
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds >= 0 {
		wait = min(time.Duration(seconds)*time.Second, 5*time.Minute)
	} else if at, err := http.ParseTime(response.Header.Get("Retry-After")); err == nil {
		wait = min(max(0, time.Until(at)), 5*time.Minute)
	}
	switch e.Status {
	case 420, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, wait
	case http.StatusForbidden:
		return e.Code == "REQUEST_LIMIT_EXCEEDED" && strings.Contains(e.Message, "Concurrent"), wait
	}
	return e.Code == "SERVER_UNAVAILABLE" || e.Code == "QUERY_TIMEOUT", wait
}

// backoff doubles from a quarter of a second to half a minute, with jitter.
func backoff(try int) time.Duration {
	wait := min(30*time.Second, 250*time.Millisecond<<min(try-1, 7))
	return wait/2 + rand.N(wait/2+1)
}

func (c *Client) wait(ctx context.Context, d time.Duration) error {
	if c.Pause != nil {
		return c.Pause(ctx, d)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// call sends in as JSON and decodes the answer into out; either may be nil.
func (c *Client) call(ctx context.Context, r request, in, out any) error {
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode request: %w", err)
		}
		r.body = raw
	}
	for try := 1; ; try++ {
		response, err := c.do(ctx, r)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
		response.Body.Close() //nolint:errcheck // read to the end or given up
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if r.writes {
				return fmt.Errorf("%w: %s %s: %v", orgplan.ErrInDoubt, r.method, r.path, err)
			}
			if try == maxTries {
				return territory.Errorf(territory.Unavailable, "The answer of Salesforce broke off %d times (%s): %v.", try, r.path, err)
			}
			if err := c.wait(ctx, backoff(try)); err != nil {
				return err
			}
			continue
		}
		if out == nil || len(body) == 0 {
			return nil
		}
		if err := json.Unmarshal(body, out); err != nil {
			return fmt.Errorf("read answer of %s %s: %w", r.method, r.path, err)
		}
		return nil
	}
}

func (c *Client) get(ctx context.Context, path string, query url.Values, out any) error {
	return c.call(ctx, request{method: http.MethodGet, path: path, query: query}, nil, out)
}
