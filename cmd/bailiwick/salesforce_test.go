package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	org "github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// lockedBuffer is written by one goroutine and read by another.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.String()
}

// inABrowser runs a command that asks somebody to sign in, and does so.
func inABrowser(t *testing.T, args ...string) {
	t.Helper()
	var errOut lockedBuffer
	ended := make(chan int, 1)
	go func() { ended <- run(context.Background(), args, strings.NewReader(""), io.Discard, &errOut) }()
	address := regexp.MustCompile(`http://\S+/services/oauth2/authorize\?\S+`)
	for range 500 {
		select {
		case code := <-ended:
			t.Fatalf("the command ended with %d before anybody signed in: %s", code, errOut.text())
		default:
		}
		if at := address.FindString(errOut.text()); at != "" {
			if u, err := url.Parse(at); err != nil || u.Query().Get("code_challenge_method") != "S256" || len(u.Query().Get("state")) < 30 {
				t.Errorf("sign-in without PKCE or state: %s", at)
			}
			answer, err := http.Get(at) // the browser follows the org's redirect to the command
			ok(t, err)
			answer.Body.Close() //nolint:errcheck // a test
			if code := <-ended; code != exitOK {
				t.Fatalf("exit code %d: %s", code, errOut.text())
			}
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("no address to sign in at: %s", errOut.text())
}

// keyFile writes a new RSA key.
func keyFile(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ok(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	ok(t, err)
	path := filepath.Join(t.TempDir(), "key.pem")
	ok(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600))
	return path
}

// TestSalesforce_EveryWayToSignIn connects an org by every flow, signs in anew
// with another key, and looks for secrets where none may be.
func TestSalesforce_EveryWayToSignIn(t *testing.T) {
	t.Parallel()
	f := newOrgFolder(t, salesforcesim.Options{Accounts: 20, Seed: 3})
	about := f.about()
	inABrowser(t, f.args([]string{"salesforce", "connect", "Web", "--url", f.sim, "--client-id", about.ClientID, "--client-secret", about.ClientSecret, "--port", "0"})...)
	var made orgRecord
	f.must(&made, "salesforce", "connect", "JWT", "--flow", "jwt", "--url", f.sim, "--client-id", about.ClientID, "--username", about.Username, "--key-file", keyFile(t))
	token := accessToken(t, f.sim, about)
	f.must(&made, "salesforce", "connect", "Token", "--flow", "token", "--url", f.sim, "--access-token", token)
	f.refuse(exitRefused, "salesforce", "connect", "Wrong", "--flow", "client-credentials", "--url", f.sim, "--client-id", about.ClientID, "--client-secret", "wrong")
	var list httpapi.ConnectionList
	f.must(&list, "salesforce", "list")
	if len(list.Connections) != 4 {
		t.Fatalf("connections: %+v", list)
	}
	for _, c := range list.Connections {
		var test orgTest
		f.must(&test, "salesforce", "test", "-c", c.Name)
		if !c.Connected || test.APIVersion != "67.0" || len(test.Limits) == 0 || len(test.Permissions) < 8 {
			t.Errorf("%s: %+v", c.Name, test)
		}
	}
	inABrowser(t, f.args([]string{"salesforce", "sign-in", "-c", "Web", "--port", "0"})...)
	f.must(&made, "salesforce", "sign-in", "-c", "JWT", "--key-file", keyFile(t))
	f.refuse(exitRefused, "salesforce", "sign-in", "-c", "Sim", "--client-secret", "wrong")
	f.must(new(orgTest), "salesforce", "test", "-c", "Sim") // the old secret still stands
	f.must(new(any), "salesforce", "delete", "-c", "Token")
	for _, secret := range []string{about.ClientSecret, token, "PRIVATE KEY"} {
		f.nowhere(secret)
	}
}

// about asks the simulator how to connect.
func (f *orgFolder) about() salesforcesim.About {
	f.t.Helper()
	answer, err := http.Get(f.sim + "/simulator")
	ok(f.t, err)
	defer answer.Body.Close() //nolint:errcheck // a test
	var about salesforcesim.About
	ok(f.t, json.NewDecoder(answer.Body).Decode(&about))
	return about
}

// nowhere looks for a secret in every file of the data folder.
func (f *orgFolder) nowhere(secret string) {
	f.t.Helper()
	files := 0
	ok(f.t, filepath.WalkDir(f.data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			f.t.Errorf("%s holds a secret as it is", path)
		}
		return err
	}))
	if files < 2 {
		f.t.Errorf("only %d files were looked at", files)
	}
}

// TestSalesforce_EveryCommandThatReads lists, checks, imports, refreshes and
// reads a model by command line.
func TestSalesforce_EveryCommandThatReads(t *testing.T) {
	t.Parallel()
	f := newOrgFolder(t, salesforcesim.Options{Accounts: 150, Seed: 3})
	var objects httpapi.ObjectList
	f.must(&objects, "salesforce", "objects")
	var fields httpapi.FieldList
	f.must(&fields, "salesforce", "objects", "Account")
	var reports httpapi.OrgReportList
	f.must(&reports, "salesforce", "reports")
	if len(objects.Objects) < 20 || len(fields.Fields) < 20 || len(reports.Reports) == 0 {
		t.Fatalf("%d objects, %d fields, %d reports", len(objects.Objects), len(fields.Fields), len(reports.Reports))
	}
	f.refuse(exitRefused, "salesforce", "objects", "Nothing__c")
	var check org.QueryCheck
	f.must(&check, "salesforce", "check", "SELECT Id, Owner.Name FROM Account WHERE Rating = 'Hot'")
	if !check.OK || len(check.Columns) != 2 {
		t.Errorf("check: %+v", check)
	}
	f.must(&check, "salesforce", "check", "SELECT Bacon__c FROM Account")
	if check.OK || !strings.Contains(check.Message, "Bacon__c") {
		t.Errorf("a wrong query: %+v", check)
	}
	var out salesforce.ImportOutcome
	f.must(&out, "salesforce", "import", "--name", "All", "--object", "Account:Id,Name,Industry,BillingState", "--soql", "SELECT Id, Name, Company FROM Lead")
	if len(out.Sources) != 2 || out.Accepted == 0 {
		t.Errorf("import of two kinds: %+v", out.Sources)
	}
	f.must(&out, "salesforce", "import", "--name", "Report", "--report", reports.Reports[0].ID)
	if len(out.Sources) != 1 || out.Sources[0].How != "report" || out.Accepted == 0 {
		t.Errorf("import of a report: %+v", out.Sources)
	}
	f.refuse(exitRefused, "salesforce", "import", "--name", "Nothing")
	f.must(&out, "salesforce", "import", "--name", "Accounts", "--object", "Account:Id,Name,Industry,AnnualRevenue,BillingState,BillingPostalCode")
	f.must(&out, "salesforce", "refresh", "Accounts")
	if s := out.Sources[0]; !s.Part || s.Changed != 0 || s.Deleted != 0 {
		t.Errorf("a refresh when nothing has changed: %+v", s)
	}
	f.must(&out, "salesforce", "refresh", "Accounts", "--full")
	if out.Sources[0].Part || out.Sources[0].Rows != 150 {
		t.Errorf("a full refresh: %+v", out.Sources[0])
	}
	var model salesforceplan.ModelOutcome
	f.must(&model, "salesforce", "model", "import", "FY26", "--dataset", "Accounts", "--name", "As it is")
	if model.Areas == 0 || model.Rules == 0 || model.Users == 0 {
		t.Errorf("model: %+v", model)
	}
	f.refuse(exitRefused, "salesforce", "model", "import", "None", "--dataset", "Accounts")
}

// TestPublish_EveryDestinationByCommandLine plans, shows, applies, verifies,
// looks for drift and takes back, at every destination.
func TestPublish_EveryDestinationByCommandLine(t *testing.T) {
	t.Parallel()
	for name, flags := range map[string][]string{
		"sales-territories": {"--model", "FY27", "--rules", "codes", "--code-column", "BillingPostalCode"},
		"record-fields":     {"--field", "Territory__c=territory,Region__c=area:State"},
		"account-teams":     {"--owner-role", "Account Manager", "--team-method", "replace-role"},
		"field-service":     {"--hours", "Business hours"},
		"shape-layers":      {"--custom", "--assign", "Account"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newOrgFolder(t, salesforcesim.Options{Accounts: 120, Seed: 3})
			f.imported()
			f.owned()
			orgCall(t, f.sim, f.about(), http.MethodPost, "/sobjects/OperatingHours", map[string]any{"Name": "Business hours"}, new(any))
			plan := append([]string{"publish", "plan", "--to", name}, flags...)
			var p, again, back orgplan.Plan
			f.must(&p, plan...)
			if p.Operations == 0 || p.Calls == 0 || len(p.Errors()) > 0 {
				t.Fatalf("plan: %+v", p)
			}
			var ops httpapi.OperationList
			f.must(&ops, "publish", "show", p.ID, "--operations", "--limit", "5")
			if len(ops.Operations) != min(5, p.Operations) || ops.Total != p.Operations {
				t.Errorf("%d of %d operations", len(ops.Operations), ops.Total)
			}
			var o orgplan.Outcome
			f.must(&o, "publish", "apply", p.ID)
			if o.State != orgplan.Applied || o.Done != p.Operations {
				t.Fatalf("outcome: %+v", o)
			}
			var v salesforceplan.Verification
			f.must(&v, "publish", "verify", p.ID)
			if f.must(&again, plan...); again.Operations != 0 {
				t.Errorf("the second plan has %d writes: %v", again.Operations, again.Counts)
			}
			var drift salesforceplan.DriftReport
			if f.must(&drift, "publish", "drift", p.ID); drift.Count != 0 {
				t.Errorf("drift right after publishing: %+v", drift.Entries[:min(3, len(drift.Entries))])
			}
			f.changed(p.ID)
			if f.must(&drift, "publish", "drift", p.ID); drift.Count != 1 || drift.Entries[0].Kind != orgplan.Changed {
				t.Errorf("drift after a change in the org: %+v", drift.Entries)
			}
			f.refuse(exitRefused, "publish", "verify", p.ID)
			if f.must(&again, plan...); again.Conflicts != 1 {
				t.Errorf("a change in the org is no conflict: %+v", again)
			}
			f.refuse(exitRefused, "publish", "apply", again.ID)
			f.must(new(any), "publish", "apply", again.ID, "--accept-conflicts")
			f.must(&back, "publish", "rollback", p.ID, "--dry-run")
			f.must(&o, "publish", "apply", back.ID)
			if o.State != orgplan.Applied {
				t.Errorf("rollback: %+v", o)
			}
			var list httpapi.PlanList
			if f.must(&list, "publish", "plans"); len(list.Plans) != 4 {
				t.Errorf("%d plans", len(list.Plans))
			}
		})
	}
}

// orgCall calls an org as an administrator of it would.
func orgCall(t *testing.T, at string, about salesforcesim.About, method, path string, in, out any) {
	t.Helper()
	body, err := json.Marshal(in)
	ok(t, err)
	request, err := http.NewRequest(method, at+"/services/data/v67.0"+path, bytes.NewReader(body))
	ok(t, err)
	request.Header.Set("Authorization", "Bearer "+accessToken(t, at, about))
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	ok(t, err)
	defer answer.Body.Close() //nolint:errcheck // a test
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
	ok(t, json.NewDecoder(answer.Body).Decode(out))
}

func accessToken(t *testing.T, at string, about salesforcesim.About) string {
	t.Helper()
	answer, err := http.PostForm(at+"/services/oauth2/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {about.ClientID}, "client_secret": {about.ClientSecret}})
	ok(t, err)
	defer answer.Body.Close() //nolint:errcheck // a test
	var token struct {
		AccessToken string `json:"access_token"`
	}
	ok(t, json.NewDecoder(answer.Body).Decode(&token))
	return token.AccessToken
}

// orgUsers are names of active users of an org.
func orgUsers(t *testing.T, at string, about salesforcesim.About) []string {
	t.Helper()
	var page struct{ Records []struct{ Username string } }
	orgCall(t, at, about, http.MethodGet, "/query?q="+url.QueryEscape("SELECT Username FROM User WHERE IsActive = true LIMIT 40"), nil, &page)
	var names []string
	for _, r := range page.Records {
		names = append(names, r.Username)
	}
	return names
}

// changed changes a record that a plan has written, as somebody in the org may.
func (f *orgFolder) changed(planID string) {
	f.t.Helper()
	fields := map[string]string{salesforceplan.TerritoryObject: "Name", "Account": "Territory__c", salesforceplan.TeamObject: "TeamMemberRole",
		salesforceplan.ServiceObject: "Name", salesforceplan.LayerObject: "Name"}
	var ops httpapi.OperationList
	f.must(&ops, "publish", "show", planID, "--operations", "--limit", "1000")
	for _, e := range ops.Operations {
		if name := fields[e.Object]; name != "" {
			var saved []struct{ Success bool }
			orgCall(f.t, f.sim, f.about(), http.MethodPatch, "/composite/sobjects", map[string]any{"allOrNone": false, "records": []any{
				map[string]any{"attributes": map[string]string{"type": e.Object}, "id": e.Result.RecordID, name: "Sales Rep"}}}, &saved)
			if len(saved) != 1 || !saved[0].Success {
				f.t.Fatalf("%s was not changed", e.Object)
			}
			return
		}
	}
	f.t.Fatalf("the plan has no record that can be changed: %+v", ops.Operations[:min(3, len(ops.Operations))])
}

// owned gives every territory an owner of the org.
func (f *orgFolder) owned() {
	f.t.Helper()
	users := orgUsers(f.t, f.sim, f.about())
	f.edit(func(now *alignment.State) (ops []alignment.Op, err error) {
		for i, a := range now.Territories() {
			changed, err := now.UpdateOps(a.Number, func(a *alignment.Area) { a.Owner = users[i%len(users)] })
			if err != nil {
				return nil, err
			}
			ops = append(ops, changed...)
		}
		return ops, nil
	})
}

// edit changes the folder's first alignment.
func (f *orgFolder) edit(change func(now *alignment.State) ([]alignment.Op, error)) {
	f.t.Helper()
	l, err := openLocal(f.t.Context(), localOptions{Data: f.data})
	ok(f.t, err)
	defer func() { ok(f.t, l.Close(context.Background())) }()
	list, err := l.db.Alignments(f.t.Context(), "")
	ok(f.t, err)
	_, err = l.db.Change(f.t.Context(), list[0].ID, func(now *alignment.State) (alignment.ChangeSet, error) {
		ops, err := change(now)
		return alignment.ChangeSet{Kind: alignment.KindEdit, At: time.Now(), Reason: "test", Actor: territory.Actor{ID: "t", Name: "T"}, Ops: ops}, err
	})
	ok(f.t, err)
}
