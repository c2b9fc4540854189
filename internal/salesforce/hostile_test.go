package salesforce

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// elsewhere is a server that must never be called.
func elsewhere(t *testing.T) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		t.Errorf("another host was called: %s %s, authorization %q, body %q", r.Method, r.URL, r.Header.Get("Authorization"), body)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestHostile_TheTokenGoesToTheOrgOnly(t *testing.T) {
	other := elsewhere(t)
	c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"totalSize":2,"done":false,"nextRecordsUrl":%q,"records":[{"Id":"1"}]}`, other.URL+"/next")
	})
	if err := c.Query(context.Background(), "SELECT Id FROM Account", func(map[string]any) error { return nil }); err == nil {
		t.Error("an address of another host for the next page was taken")
	}
	// The other server has the same address but another port, for which Go's
	// client would keep the headers.
	c = serving(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	c.HTTP = (&Service{}).http()
	if _, err := c.Create(context.Background(), "Account", []map[string]any{{"Name": "Secret"}}, nil); err == nil {
		t.Error("a redirect to another host was followed")
	}
}

func TestHostile_SecretsAreNotSentOnByARedirect(t *testing.T) {
	other := elsewhere(t)
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(login.Close)
	_, err := signIn(context.Background(), (&Service{}).http(), &connection.Connection{Name: "x", Flow: connection.ClientCredentials, LoginURL: login.URL, ClientID: "id"},
		&connection.Secrets{ClientSecret: "secret"}, "")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a redirect of the token request: %v", err)
	}
}

func TestHostile_AnInstanceWithoutEncryptionIsRefused(t *testing.T) {
	s := &Service{Now: time.Now}
	for instance, good := range map[string]bool{"https://acme.my.salesforce.com": true, "http://acme.my.salesforce.com": false,
		"http://127.0.0.1:8640": true, "https://user@acme.my.salesforce.com": false, "": true} {
		c := connection.Connection{LoginURL: "https://login.salesforce.com"}
		err := s.take(&c, &connection.Secrets{}, session{token: "00D!x", instance: instance})
		if (err == nil) != good {
			t.Errorf("instance %q: %v", instance, err)
		}
	}
}

func TestHostile_SigningInToAnotherOrgIsRefused(t *testing.T) {
	s := &Service{Now: time.Now}
	c := connection.Connection{Name: "Acme", LoginURL: "https://login.salesforce.com", OrgID: "00Dxx0000001gER"}
	secrets := connection.Secrets{AccessToken: "before"}
	err := s.take(&c, &secrets, session{token: "00D!x", instance: "https://b.my.salesforce.com", identity: "https://login.salesforce.com/id/00Dyy0000001gEREAY/005xx000001SwiUAAS"})
	if territory.CodeOf(err) != territory.Conflict || secrets.AccessToken != "before" || c.OrgID != "00Dxx0000001gER" {
		t.Errorf("another org: %v, %+v", err, c)
	}
	err = s.take(&c, &secrets, session{token: "00D!y", instance: "https://a.my.salesforce.com", identity: "https://login.salesforce.com/id/00Dxx0000001gEREAY/005xx000001SwiUAAS"})
	if err != nil || secrets.AccessToken != "00D!y" {
		t.Errorf("the same org, whose id has 18 characters this time: %v", err)
	}
}

// A gateway that answers 503 says nothing about what the org has done.
func TestHostile_AWriteThatAGatewayAnswersIsInDoubt(t *testing.T) {
	var calls atomic.Int32
	c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "<html>Service Unavailable</html>")
	})
	_, err := c.Create(context.Background(), "Account", []map[string]any{{"Name": "A"}}, nil)
	if !errors.Is(err, orgplan.ErrInDoubt) || calls.Load() != 1 {
		t.Errorf("after %d calls: %v", calls.Load(), err)
	}
}

func TestHostile_AVersionTheOrgDoesNotHaveFallsBack(t *testing.T) {
	c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `[{"version":"62.0"},{"version":"64.0"},{"version":"70.0"}]`)
	})
	for wanted, want := range map[string]string{"": "64.0", "67.0": "64.0", "64.0": "64.0", "62.0": "62.0", "63.0": "62.0"} {
		if err := c.agreeVersion(context.Background(), wanted); err != nil || c.version != want {
			t.Errorf("wanted %q: %q, %v; want %q", wanted, c.version, err, want)
		}
	}
}

// An ingest job takes 100 MB; more goes through collections.
func TestHostile_TooMuchForAJobGoesThroughCollections(t *testing.T) {
	old := ingestBytes
	ingestBytes = 200
	defer func() { ingestBytes = old }()
	jobs, rows := 0, 0
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/jobs/") {
			jobs++
		}
		body, _ := io.ReadAll(r.Body)
		n := strings.Count(string(body), `"attributes"`)
		rows += n
		io.WriteString(w, "["+strings.TrimSuffix(strings.Repeat(`{"id":"001","success":true,"errors":[]},`, n), ",")+"]")
	})
	batch := make([]orgplan.Operation, 400)
	for i := range batch {
		batch[i] = orgplan.Operation{Seq: i + 1, Action: orgplan.Update, Object: "Account", RecordID: "001", Fields: []orgplan.Field{{Name: "Name", New: "Name"}}}
	}
	w := newWriter(c, []orgplan.Count{{Object: "Account", Update: 5000}})
	out, err := w.Write(context.Background(), batch, func(string) error { return nil })
	if err != nil || len(out) != 400 || jobs != 0 || rows != 400 {
		t.Errorf("%d results, %d calls about jobs, %d rows: %v", len(out), jobs, rows, err)
	}
}
