package salesforce

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// serving returns a client of a server that answers with f; it never waits.
func serving(t *testing.T, f http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return &Client{HTTP: server.Client(), instance: server.URL, version: "67.0", token: "old",
		Pause: func(context.Context, time.Duration) error { return nil }}
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `[{"message":%q,"errorCode":%q}]`, message, code)
}

func TestClient_RenewsAnExpiredSessionOnce(t *testing.T) {
	var tokens []string
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		if r.Header.Get("Authorization") != "Bearer new" {
			refuse(w, 401, "INVALID_SESSION_ID", "Session expired or invalid")
			return
		}
		w.Header().Set("Sforce-Limit-Info", "api-usage=18/15000")
		io.WriteString(w, `{"totalSize":0,"done":true,"records":[]}`)
	})
	c.refresh = func(context.Context) (string, string, error) { return "new", "", nil }
	if _, err := c.Count(context.Background(), "SELECT count() FROM Account"); err != nil {
		t.Fatal(err)
	}
	if used, allowed := c.Usage(); len(tokens) != 2 || used != 18 || allowed != 15000 {
		t.Fatalf("tokens %v, usage %d of %d", tokens, used, allowed)
	}
	c.refresh = func(context.Context) (string, string, error) { return "older", "", nil }
	c.token = "old"
	if _, err := c.Count(context.Background(), "SELECT count() FROM Account"); codeOf(err) != "INVALID_SESSION_ID" {
		t.Fatalf("a session that cannot be renewed: %v", err)
	}
}

func TestClient_RetriesReadsAndLeavesWritesInDoubt(t *testing.T) {
	calls := 0
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch calls++; {
		case calls == 1:
			refuse(w, 503, "SERVER_UNAVAILABLE", "busy")
		case calls == 2:
			panic(http.ErrAbortHandler) // the connection breaks
		default:
			io.WriteString(w, `[]`)
		}
	})
	if err := c.get(context.Background(), "/x", nil, nil); err != nil || calls != 3 {
		t.Fatalf("a read after a 503 and a broken connection: %d calls, %v", calls, err)
	}
	calls = 0
	_, err := c.Create(context.Background(), "Account", []map[string]any{{"Name": "A"}}, nil)
	if !errors.Is(err, orgplan.ErrInDoubt) || calls != 2 {
		t.Fatalf("a write after a 503 and a broken connection: %d calls, %v", calls, err)
	}
	calls = 10
	status := 500
	c2 := serving(t, func(w http.ResponseWriter, r *http.Request) { refuse(w, status, "UNKNOWN_EXCEPTION", "?") })
	if _, err := c2.Create(context.Background(), "Account", nil, nil); !errors.Is(err, orgplan.ErrInDoubt) {
		t.Fatalf("a write answered with 500: %v", err)
	}
	status = 400
	if _, err := c2.Create(context.Background(), "Account", nil, nil); errors.Is(err, orgplan.ErrInDoubt) || err == nil {
		t.Fatalf("a write answered with 400: %v", err)
	}
}

func TestClient_StopsAtTheDailyLimit(t *testing.T) {
	calls := 0
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		refuse(w, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
	})
	err := shown("read", c.get(context.Background(), "/x", nil, nil))
	if calls != 1 || territory.CodeOf(err) != territory.Unavailable || !strings.Contains(err.Error(), "used up") {
		t.Fatalf("%d calls, %v", calls, err)
	}
}

// Whatever an org refuses, the message holds its words and what to do.
func TestShown_SaysWhatToDo(t *testing.T) {
	for name, test := range map[string]struct {
		status        int
		code, message string
		want          territory.Code
		advice        string
	}{
		"session":       {401, "INVALID_SESSION_ID", "Session expired or invalid", territory.Forbidden, "sign in again"},
		"permission":    {403, "INSUFFICIENT_ACCESS", "no access", territory.Forbidden, "permission set"},
		"any 403":       {403, "SOMETHING_NEW", "no", territory.Forbidden, "administrator"},
		"day's calls":   {403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", territory.Unavailable, "tomorrow"},
		"at once":       {403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", territory.Unavailable, "when they have ended"},
		"no feature":    {400, "INVALID_TYPE", "sObject type 'Territory2' is not supported.", territory.Invalid, "enable the feature"},
		"hidden field":  {400, "INVALID_FIELD", "No such column 'X__c' on entity 'Account'.", territory.Invalid, "give the user access"},
		"not there":     {404, "NOT_FOUND", "The requested resource does not exist", territory.NotFound, "check the name"},
		"away":          {503, "SERVER_UNAVAILABLE", "", territory.Unavailable, "try again in some minutes"},
		"a gateway":     {502, "", "Bad Gateway", territory.Unavailable, "try again in some minutes"},
		"slow query":    {400, "QUERY_TIMEOUT", "running for too long", territory.Invalid, "add a condition"},
		"switched off":  {403, "API_DISABLED_FOR_ORG", "API is not enabled", territory.Forbidden, "switch it on"},
		"storage":       {400, "STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", territory.Invalid, "free some"},
		"rules running": {400, "TERRITORY_REALIGN_IN_PROGRESS", "realign", territory.Invalid, "wait until"},
	} {
		err := shown("write", &APIError{Status: test.status, Code: test.code, Message: test.message})
		if territory.CodeOf(err) != test.want || !strings.Contains(err.Error(), test.advice) || !strings.Contains(err.Error(), test.message) || strings.Contains(err.Error(), "()") {
			t.Errorf("%s: %s %v", name, territory.CodeOf(err), err)
		}
	}
	if r := failed(1, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Rating is missing"); r.Message != "Rating is missing. "+advice["FIELD_CUSTOM_VALIDATION_EXCEPTION"] {
		t.Errorf("a refused record: %q", r.Message)
	}
	if r := failed(1, "NOBODY_KNOWS", "Hm."); r.Message != "Hm." {
		t.Errorf("a code that is not known: %q", r.Message)
	}
}

func TestBulkQuery_ReadsABrokenPageAgainFromItsLocator(t *testing.T) {
	broken := false
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch locator := r.URL.Query().Get("locator"); {
		case strings.HasSuffix(r.URL.Path, "/jobs/query"):
			io.WriteString(w, `{"id":"750","state":"UploadComplete"}`)
		case !strings.HasSuffix(r.URL.Path, "/results"):
			io.WriteString(w, `{"id":"750","state":"JobComplete"}`)
		case locator == "":
			w.Header().Set("Sforce-Locator", "two")
			io.WriteString(w, "\"Id\"\n\"1\"\n")
		case !broken:
			broken = true
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "\"Id\"\n\"2\"\n")
			panic(http.ErrAbortHandler)
		default:
			w.Header().Set("Sforce-Locator", "null")
			io.WriteString(w, "\"Id\"\n\"2\"\n\"3\"\n")
		}
	})
	var pages []string
	err := c.BulkQuery(context.Background(), "SELECT Id FROM Account", false, func(r io.Reader) error {
		page, err := io.ReadAll(r)
		if err == nil {
			pages = append(pages, string(page))
		}
		return err
	}, func() error { return nil }, nil)
	if err != nil || len(pages) != 2 || !strings.Contains(pages[1], "3") {
		t.Fatalf("%q %v", pages, err)
	}
}

func TestShapeOf_TellsWhatBulkTakes(t *testing.T) {
	for soql, want := range map[string]bool{
		"SELECT Id, Owner.Name FROM Account WHERE Name LIKE 'A%' ORDER BY Name": true,
		"select Id from Account limit 5":                                        true,
		"SELECT COUNT(Id) FROM Account":                                         false,
		"SELECT Industry FROM Account GROUP BY Industry":                        false,
		"SELECT Id, (SELECT Id FROM Contacts) FROM Account":                     false,
	} {
		s, ok := shapeOf(soql)
		if !ok || s.plain != want || !strings.EqualFold(s.object, "account") {
			if want || s.plain {
				t.Errorf("%s: %+v, %v", soql, s, ok)
			}
		}
	}
	if _, ok := shapeOf("DELETE FROM Account"); ok {
		t.Error("not a query")
	}
	if got := cutOrder(" WHERE A = 1 ORDER BY Name DESC, Id LIMIT 5"); got != " WHERE A = 1 LIMIT 5" {
		t.Errorf("count() of %q", got)
	}
}
