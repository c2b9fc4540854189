package salesforcesim_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// text sends a request and returns status, header and body.
func (c *client) text(t testing.TB, method, path, kind, body string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequest(method, c.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", kind)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	out, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(out)
}

// ended waits for a job and returns it.
func (c *client) ended(t testing.TB, path string) map[string]any {
	t.Helper()
	for range 30_000 {
		job := c.want(t, 200, "GET", path, "")
		switch job["state"] {
		case "JobComplete", "Failed", "Aborted":
			return job
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatalf("%s does not end", path)
	return nil
}

func TestBulkQuery_PagesCanBeReadAgain(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 25, Seed: 4})
	c.create(t, "Account", `{"Name":"a \"b\"; c","Phone":null}`)
	job := c.want(t, 200, "POST", "/jobs/query", `{"operation":"query","query":"SELECT Name, Owner.Name, Phone FROM Account","columnDelimiter":"SEMICOLON","lineEnding":"CRLF"}`)
	path := "/jobs/query/" + job["id"].(string)
	done := c.ended(t, path)
	if done["numberRecordsProcessed"] != 26.0 || done["jobType"] != "V2Query" || done["apiVersion"] != 67.0 {
		t.Errorf("job: %v", done)
	}
	var names []string
	for locator := ""; locator != "null"; {
		_, h, page := c.text(t, "GET", path+"/results?maxRecords=10&locator="+locator, "text/csv", "")
		_, _, again := c.text(t, "GET", path+"/results?maxRecords=10&locator="+locator, "text/csv", "")
		if page != again {
			t.Error("a page read twice differs")
		}
		if !strings.HasPrefix(page, "\"Name\";\"Owner.Name\";\"Phone\"\r\n") {
			t.Errorf("header: %.60q", page)
		}
		r := csv.NewReader(strings.NewReader(page))
		r.Comma = ';'
		rows, err := r.ReadAll()
		if err != nil || h.Get("Sforce-NumberOfRecords") != fmt.Sprint(len(rows)-1) {
			t.Fatalf("page: %v, %d rows, header %v", err, len(rows)-1, h)
		}
		for _, row := range rows[1:] {
			names = append(names, row[0])
		}
		locator = h.Get("Sforce-Locator")
	}
	if len(names) != 26 || !slices.Contains(names, `a "b"; c`) {
		t.Errorf("%d names: %q", len(names), names)
	}
	c.base = c.url + "/services/data/v66.0"
	c.refused(t, 409, "VERSION_MISMATCH", "GET", path+"/results", "")
}

func TestBulkQuery_RefusesWhatTheOrgRefuses(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	for soql, code := range map[string]string{
		"SELECT COUNT() FROM Account":                             "API_ERROR",
		"SELECT Name FROM Account GROUP BY Name":                  "API_ERROR",
		"SELECT Id FROM Account LIMIT 1 OFFSET 1":                 "API_ERROR",
		"SELECT (SELECT Id FROM Contacts) FROM Account":           "API_ERROR",
		"SELECT TYPEOF Owner WHEN User THEN Name END FROM Lead":   "API_ERROR",
		"SELECT BillingAddress FROM Account":                      "FUNCTIONALITY_NOT_ENABLED",
		"SELECT Id FROM Nope":                                     "INVALID_TYPE",
		"SELECT Nope FROM Account":                                "INVALID_FIELD",
		"SELECT Id FROM Account WHERE":                            "MALFORMED_QUERY",
		"SELECT Id FROM Account WHERE Description = 'long texts'": "INVALID_FIELD",
	} {
		body, _ := json.Marshal(map[string]string{"operation": "query", "query": soql})
		c.refused(t, 400, code, "POST", "/jobs/query", string(body))
	}
}

func TestBulkIngest_ResultsByRow(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	c.create(t, "Account", `{"Name":"Old","External_Id__c":"1","Phone":"5","Site":"stays"}`)
	ingest := func(job, data string) (string, map[string]any) {
		made := c.want(t, 200, "POST", "/jobs/ingest", job)
		id := made["id"].(string)
		if made["state"] != "Open" || made["contentUrl"] != "services/data/v67.0/jobs/ingest/"+id+"/batches" {
			t.Errorf("job: %v", made)
		}
		if status, _, text := c.text(t, "PUT", "/jobs/ingest/"+id+"/batches", "text/csv", data); status != 201 {
			t.Fatalf("upload: %d %s", status, text)
		}
		c.refused(t, 400, "INVALIDJOBSTATE", "PUT", "/jobs/ingest/"+id+"/batches", data)
		c.want(t, 200, "PATCH", "/jobs/ingest/"+id, `{"state":"UploadComplete"}`)
		return "/jobs/ingest/" + id, c.ended(t, "/jobs/ingest/"+id)
	}
	path, job := ingest(`{"object":"Account","operation":"upsert","externalIdFieldName":"External_Id__c","contentType":"CSV","lineEnding":"LF"}`,
		"External_Id__c,Name,Phone,Site\n1,New,#N/A,\n2,Second,,\n3,,,\n")
	if job["numberRecordsProcessed"] != 3.0 || job["numberRecordsFailed"] != 1.0 || job["state"] != "JobComplete" {
		t.Errorf("job: %v", job)
	}
	_, _, good := c.text(t, "GET", path+"/successfulResults/", "text/csv", "")
	rows, err := csv.NewReader(strings.NewReader(good)).ReadAll()
	if err != nil || len(rows) != 3 || rows[0][0] != "sf__Id" || rows[1][1] != "false" || rows[2][1] != "true" {
		t.Errorf("successful: %v %q", err, rows)
	}
	_, _, bad := c.text(t, "GET", path+"/failedresults", "text/csv", "")
	if !strings.Contains(bad, `"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"`) {
		t.Errorf("failed: %s", bad)
	}
	_, _, rest := c.text(t, "GET", path+"/unprocessedrecords", "text/csv", "")
	if rest != "\"External_Id__c\",\"Name\",\"Phone\",\"Site\"\n" {
		t.Errorf("unprocessed: %q", rest)
	}
	row := c.query(t, "SELECT Name, Phone, Site FROM Account WHERE External_Id__c = '1'")[0]
	if row["Name"] != "New" || row["Phone"] != nil || row["Site"] != "stays" {
		t.Errorf("row: %v", row)
	}
	_, failed := ingest(`{"object":"Account","operation":"insert"}`, "Name,Nope\nx,y\n")
	if failed["state"] != "Failed" || failed["errorMessage"] != "InvalidBatch : Field name not found : Nope" {
		t.Errorf("unknown column: %v", failed)
	}
	_, parents := ingest(`{"object":"Contact","operation":"insert"}`, "LastName,Account.External_Id__c\nA,1\nB,none\n")
	if parents["numberRecordsFailed"] != 1.0 {
		t.Errorf("parents by key: %v", parents)
	}
	open := c.want(t, 200, "POST", "/jobs/ingest", `{"object":"Account","operation":"delete"}`)["id"].(string)
	c.want(t, 200, "PATCH", "/jobs/ingest/"+open, `{"state":"Aborted"}`)
	c.refused(t, 400, "INVALIDJOBSTATE", "PATCH", "/jobs/ingest/"+open, `{"state":"UploadComplete"}`)
	c.want(t, 204, "DELETE", "/jobs/ingest/"+open, "")
	c.refused(t, 404, "NOT_FOUND", "GET", "/jobs/ingest/"+open, "")
	c.refused(t, 400, "INVALIDENTITY", "POST", "/jobs/ingest", `{"object":"Nope","operation":"insert"}`)
}
