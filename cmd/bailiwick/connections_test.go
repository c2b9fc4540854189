package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	org "github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// simulated serves an org and connects it by client credentials.
func simulated(t *testing.T, api *client, accounts int) (*httptest.Server, salesforcesim.About, org.Connection) {
	t.Helper()
	sim := salesforcesim.New(salesforcesim.Options{Accounts: accounts, Seed: 3})
	server := httptest.NewServer(sim)
	t.Cleanup(func() { server.Close(); sim.Close() })
	about := sim.About(server.URL)
	var made httpapi.ConnectionStarted
	ok(t, api.post(t.Context(), "/salesforce/connections", map[string]any{"name": "Org", "flow": "client_credentials", "loginUrl": server.URL,
		"clientId": about.ClientID, "clientSecret": about.ClientSecret}, &made))
	return server, about, made.Connection
}

func connectionNow(t *testing.T, api *client, id string) org.Connection {
	t.Helper()
	var c org.Connection
	ok(t, api.get(t.Context(), "/salesforce/connections/"+id, &c))
	return c
}

func TestConnection_SaysHowItWentLast(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	server, _, c := simulated(t, api, 50)
	at := "/salesforce/connections/" + c.ID
	if c.Used == nil || c.Trouble != nil || c.Test != nil {
		t.Errorf("a new connection: %+v", c)
	}
	var test org.Test
	ok(t, api.post(ctx, at+"/test", nil, &test))
	if c = connectionNow(t, api, c.ID); c.Test == nil || c.Test.OrgName == "" || len(c.Test.Limits) == 0 {
		t.Errorf("after a test: %+v", c)
	}
	server.Close()
	if err := api.post(ctx, at+"/test", nil, &test); err == nil {
		t.Fatal("an org that is away passes the test")
	}
	if c = connectionNow(t, api, c.ID); c.Trouble == nil || c.Trouble.Code != "unavailable" || c.Test == nil {
		t.Errorf("after the org went away: %+v", c.Trouble)
	}
}

func TestConnection_ThatTheOrgRefusesSaysSoUntilSomebodySignsInAgain(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	server, about, _ := simulated(t, api, 50)
	callback := api.base + "/api/v1/salesforce/callback"
	var made httpapi.ConnectionStarted
	ok(t, api.post(ctx, "/salesforce/connections", map[string]any{"name": "Web", "flow": "web_server", "loginUrl": server.URL, "clientId": about.ClientID,
		"clientSecret": about.ClientSecret, "redirectUri": callback}, &made))
	at := "/salesforce/connections/" + made.Connection.ID
	signIn := func(address string) string {
		browser := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			if r.URL.Path == "/connections" {
				return http.ErrUseLastResponse
			}
			return nil
		}}
		response, err := browser.Get(address)
		ok(t, err)
		response.Body.Close()
		return response.Header.Get("Location")
	}
	if to := signIn(made.AuthorizeURL); to != "/connections?signedIn="+made.Connection.ID {
		t.Fatalf("the sign-in ends at %q", to)
	}
	ok(t, api.post(ctx, at+"/test", nil, nil))
	// Another org behind the same address knows neither session nor app.
	other := salesforcesim.New(salesforcesim.Options{Accounts: 10, Seed: 99})
	t.Cleanup(func() { other.Close() })
	mine := server.Config.Handler
	server.Config.Handler = other
	if err := api.post(ctx, at+"/test", nil, nil); err == nil {
		t.Fatal("an org that does not know the connection lets it in")
	}
	server.Config.Handler = mine
	if c := connectionNow(t, api, made.Connection.ID); c.Trouble == nil || c.Trouble.Code != "forbidden" {
		t.Fatalf("after the org forgot the sign-in: %+v", c.Trouble)
	}
	var again httpapi.ConnectionStarted
	ok(t, api.post(ctx, at+"/sign-in", map[string]any{"redirectUri": callback}, &again))
	signIn(again.AuthorizeURL)
	if c := connectionNow(t, api, made.Connection.ID); c.Trouble != nil || !c.Connected {
		t.Errorf("after signing in again: %+v", c.Trouble)
	}
}

func TestConnection_DeniedSignInComesBackWithTheReason(t *testing.T) {
	t.Parallel()
	api := testServer(t)
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(api.base + "/api/v1/salesforce/callback?error=access_denied&error_description=end-user+denied&state=x")
	ok(t, err)
	response.Body.Close()
	to, err := url.Parse(response.Header.Get("Location"))
	ok(t, err)
	if to.Path != "/connections" || !strings.Contains(to.Query().Get("problem"), "end-user denied") {
		t.Errorf("goes to %s", to)
	}
}

func TestOrgImport_IsPreviewedWithRolesBeforeAnythingIsRead(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	_, _, c := simulated(t, api, 600)
	at := "/salesforce/connections/" + c.ID
	var counts httpapi.RecordCountList
	ok(t, api.get(ctx, at+"/record-counts", &counts))
	if !contains(counts.Counts, org.RecordCount{Object: "Account", Count: 600}) {
		t.Errorf("counts: %v", counts.Counts)
	}
	var reports httpapi.OrgReportList
	ok(t, api.get(ctx, at+"/reports", &reports))
	sources := []any{
		map[string]any{"object": "Account", "fields": []string{"Name", "BillingLatitude", "BillingLongitude", "AnnualRevenue", "Owner.Name"}, "where": "BillingState != null"},
		map[string]any{"soql": "SELECT Id, Name, Status FROM Lead"},
		map[string]any{"report": reports.Reports[0].ID},
	}
	var preview ingest.Preview
	ok(t, api.post(ctx, at+"/previews", map[string]any{"sources": sources}, &preview))
	roles := map[string]dataset.Role{}
	for _, column := range preview.Columns {
		roles[column.Name] = column.Role
	}
	if roles["Id"] != dataset.RoleID || roles["BillingLatitude"] != dataset.RoleLatitude || roles["AnnualRevenue"] != dataset.RoleMeasure || roles["Status"] == "" {
		t.Errorf("roles: %v", roles)
	}
	if len(preview.Rows) != 50 || preview.SampledRows < 401 {
		t.Errorf("%d rows shown of %d", len(preview.Rows), preview.SampledRows)
	}
	err := api.post(ctx, at+"/previews", map[string]any{"sources": []any{map[string]any{"object": "Account", "where": "Bacon__c = 1"}}}, &preview)
	if err == nil || !strings.Contains(err.Error(), "Bacon__c") || !strings.Contains(err.Error(), "Column:") {
		t.Errorf("a wrong condition: %v", err)
	}
	err = api.post(ctx, at+"/previews", map[string]any{"sources": []any{map[string]any{"object": "Account", "where": "Name = 'nobody at all'"}}}, &preview)
	if err == nil || !strings.Contains(err.Error(), "no records") {
		t.Errorf("nothing found: %v", err)
	}
}

func contains(list []org.RecordCount, want org.RecordCount) bool {
	for _, c := range list {
		if c == want {
			return true
		}
	}
	return false
}

func TestConnectionUses_NamesWhatDeletionTouches(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	_, _, c := simulated(t, api, 300)
	at := "/salesforce/connections/" + c.ID
	var choices org.Choices
	ok(t, api.get(ctx, at+"/choices", &choices))
	if len(choices.Models) == 0 || choices.Models[0].Territories == 0 || len(choices.TerritoryRoles) == 0 || len(choices.TeamRoles) == 0 || len(choices.OperatingHours) == 0 {
		t.Errorf("choices: %+v", choices)
	}
	var uses httpapi.ConnectionUses
	ok(t, api.get(ctx, at+"/uses", &uses))
	if len(uses.Datasets)+uses.Plans+uses.Records != 0 {
		t.Errorf("nothing uses it yet: %+v", uses)
	}
	var started httpapi.ImportStarted
	ok(t, api.post(ctx, "/salesforce/imports", map[string]any{"connection": c.ID, "name": "Accounts", "sources": []any{
		map[string]any{"object": "Account", "fields": []string{"Name", "BillingState", "BillingPostalCode", "OwnerId"}}}}, &started))
	var outcome salesforce.ImportOutcome
	ok(t, api.follow(ctx, silent(), started.Job, &outcome))
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "By state", "start": map[string]any{"kind": "fields", "fields": []string{"BillingState"}}}, &a))
	var planned httpapi.PlanStarted
	ok(t, api.post(ctx, "/publish-plans", map[string]any{"connectionId": c.ID, "alignmentId": a.ID, "kind": "sales_territories", "method": "new",
		"territories": map[string]any{"model": "Fresh"}}, &planned))
	var plan orgplan.Plan
	ok(t, api.follow(ctx, silent(), planned.Job, &plan))
	var applied orgplan.Outcome
	var j struct{ ID string }
	ok(t, api.post(ctx, "/publish-plans/"+plan.ID+"/apply", map[string]any{}, &j))
	checkOperations(t, api, &plan, a.ID)
	waitFor(t, api, j.ID, &applied)
	if applied.State != orgplan.Applied || applied.Done != plan.Operations {
		t.Fatalf("applied: %+v", applied)
	}
	ok(t, api.get(ctx, at+"/uses", &uses))
	if len(uses.Datasets) != 1 || uses.Datasets[0].Name != "Accounts" || uses.Plans != 1 || uses.Records < 300 || len(uses.Scopes) != 1 {
		t.Errorf("uses: %+v", uses)
	}
}

// waitFor waits for a job by its id.
func waitFor(t *testing.T, api *client, id string, out any) {
	t.Helper()
	for {
		var j struct {
			State  string
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		ok(t, api.get(t.Context(), "/jobs/"+id, &j))
		switch j.State {
		case "succeeded":
			ok(t, json.Unmarshal(j.Result, out))
			return
		case "failed", "cancelled":
			t.Fatalf("the job ended %s: %+v", j.State, j.Error)
		}
	}
}

// checkOperations finds writes by text, of one alignment, and as a file.
func checkOperations(t *testing.T, api *client, plan *orgplan.Plan, alignmentID string) {
	t.Helper()
	ctx := t.Context()
	at := "/publish-plans/" + plan.ID
	var list httpapi.OperationList
	ok(t, api.get(ctx, at+"/operations?object=Territory2&search=tX", &list))
	if list.Total != 1 || list.Operations[0].Label != "TX" {
		t.Errorf("found %d writes of Texas", list.Total)
	}
	var plans httpapi.PlanList
	ok(t, api.get(ctx, "/publish-plans?alignment="+alignmentID, &plans))
	var none httpapi.PlanList
	ok(t, api.get(ctx, "/publish-plans?alignment=other", &none))
	if len(plans.Plans) != 1 || len(none.Plans) != 0 {
		t.Errorf("%d plans of the alignment, %d of another", len(plans.Plans), len(none.Plans))
	}
	rows := csvAt(t, api, at+"/operations.csv?object=Territory2")
	if len(rows) < 41 || rows[1][1] != "create" || rows[1][2] != "Territory2" {
		t.Errorf("%d rows: %v", len(rows), rows[:2])
	}
	if rows := csvAt(t, api, at+"/operations.csv?state=failed"); len(rows) != 1 {
		t.Errorf("%d rows of failures", len(rows)-1)
	}
	var proof salesforceplan.Proof
	ok(t, json.Unmarshal(plan.Report, &proof))
	if rows := csvAt(t, api, at+"/proof.csv"); len(rows) != 1+len(proof.Examples) {
		t.Errorf("%d rows for %d differences", len(rows)-1, len(proof.Examples))
	}
}

func csvAt(t *testing.T, api *client, path string) [][]string {
	t.Helper()
	response, err := api.send(t.Context(), http.MethodGet, path, "", nil)
	ok(t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	ok(t, err)
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	ok(t, err)
	return rows
}
