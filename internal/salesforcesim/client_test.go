package salesforcesim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// client calls the simulator over HTTP as a program would.
type client struct {
	url, base, token string
	header           map[string]string
}

// serve starts an org and signs in by client credentials.
func serve(t testing.TB, options salesforcesim.Options) (*salesforcesim.Server, *client) {
	t.Helper()
	sim := salesforcesim.New(options)
	server := httptest.NewServer(sim)
	t.Cleanup(func() { server.Close(); sim.Close() })
	return sim, connect(t, sim, server.URL)
}

func connect(t testing.TB, sim *salesforcesim.Server, at string) *client {
	t.Helper()
	c := &client{url: at, base: at + "/services/data/v67.0", header: map[string]string{}}
	answer, err := http.PostForm(at+"/services/oauth2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {sim.ClientID()}, "client_secret": {sim.ClientSecret()}})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var in struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&in); err != nil || in.AccessToken == "" {
		t.Fatalf("token: %s %v", answer.Status, err)
	}
	c.token = in.AccessToken
	return c
}

// do sends a request; paths not starting with /simulator or /services are
// below the version.
func (c *client) do(t testing.TB, method, path, body string) (int, []byte) {
	t.Helper()
	at := c.base + path
	if strings.HasPrefix(path, "/simulator") || strings.HasPrefix(path, "/services") {
		at = c.url + path
	}
	r, err := http.NewRequest(method, at, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	for k, v := range c.header {
		r.Header.Set(k, v)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, nil
	}
	return answer.StatusCode, text
}

// want sends a request that must answer the status and a JSON object, or
// nothing.
func (c *client) want(t testing.TB, status int, method, path, body string) map[string]any {
	t.Helper()
	got, text := c.do(t, method, path, body)
	if got != status {
		t.Fatalf("%s %s %s: %d %s, want %d", method, path, body, got, text, status)
	}
	out := map[string]any{}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, text)
		}
	}
	return out
}

// refused sends a request that must answer the error code.
func (c *client) refused(t testing.TB, status int, code, method, path, body string) {
	t.Helper()
	got, text := c.do(t, method, path, body)
	var errs []struct {
		Code    string `json:"errorCode"`
		Message string `json:"message"`
	}
	if json.Unmarshal(text, &errs) != nil || len(errs) == 0 || errs[0].Code != code || got != status {
		t.Errorf("%s %s %s: %d %s, want %d %s", method, path, body, got, text, status, code)
	}
}

// create adds a row and returns its id.
func (c *client) create(t testing.TB, object, body string) string {
	t.Helper()
	return c.want(t, 201, "POST", "/sobjects/"+object, body)["id"].(string)
}

// query returns the records of a query.
func (c *client) query(t testing.TB, soql string) []map[string]any {
	t.Helper()
	got := c.want(t, 200, "GET", "/query?q="+url.QueryEscape(soql), "")
	list := []map[string]any{}
	for _, r := range got["records"].([]any) {
		list = append(list, r.(map[string]any))
	}
	return list
}

func (c *client) count(t testing.TB, soql string) int {
	t.Helper()
	return int(c.want(t, 200, "GET", "/query?q="+url.QueryEscape(soql), "")["totalSize"].(float64))
}
