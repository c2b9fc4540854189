package salesforcesim_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

func TestReport_MoreThan2000RowsNeedAFilter(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 4500, Seed: 9})
	id := c.query(t, "SELECT Id FROM Report WHERE DeveloperName = 'All_accounts'")[0]["Id"].(string)
	seen, last := map[string]bool{}, ""
	for range 4 {
		filter := ""
		if last != "" {
			filter = fmt.Sprintf(`{"column":"ACCOUNT_ID","operator":"greaterThan","value":%q}`, last)
		}
		got := c.want(t, 200, "POST", "/analytics/reports/"+id+"?includeDetails=true",
			`{"reportMetadata":{"sortBy":[{"sortColumn":"ACCOUNT_ID","sortOrder":"Asc"}],"reportFilters":[`+filter+`]}}`)
		all := got["factMap"].(map[string]any)["T!T"].(map[string]any)
		rows := all["rows"].([]any)
		for _, r := range rows {
			last = r.(map[string]any)["dataCells"].([]any)[0].(map[string]any)["value"].(string)
			if seen[last] {
				t.Fatalf("row %s came twice", last)
			}
			seen[last] = true
		}
		if got["allData"] == true {
			break
		}
		if len(rows) != 2000 {
			t.Fatalf("%d rows in a run that is not complete", len(rows))
		}
		if len(seen) == 2000 && all["aggregates"].([]any)[0].(map[string]any)["value"] != 4500.0 {
			t.Errorf("the row count does not cover all rows: %v", all["aggregates"])
		}
	}
	if len(seen) != 4500 {
		t.Errorf("%d rows in all, want 4500", len(seen))
	}
}

func TestReport_GroupsAndRefusals(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 200, Seed: 9})
	summary := c.query(t, "SELECT Id FROM Report WHERE Format = 'Summary'")[0]["Id"].(string)
	run := c.want(t, 200, "GET", "/analytics/reports/"+summary+"?includeDetails=true", "")
	var down struct {
		Groupings []struct {
			Key, Label string
			Groupings  []struct{ Key string }
		}
	}
	text, _ := json.Marshal(run["groupingsDown"])
	if err := json.Unmarshal(text, &down); err != nil || len(down.Groupings) < 5 {
		t.Fatalf("groups: %v %s", err, text)
	}
	facts := run["factMap"].(map[string]any)
	inner, rows := 0, 0
	for _, g := range down.Groupings {
		if n := len(facts[g.Key+"!T"].(map[string]any)["rows"].([]any)); n != 0 {
			t.Errorf("group %s above the deepest level has %d rows", g.Label, n)
		}
		for _, below := range g.Groupings {
			inner++
			rows += len(facts[below.Key+"!T"].(map[string]any)["rows"].([]any))
		}
	}
	if rows != 200 || len(facts) != 1+len(down.Groupings)+inner {
		t.Errorf("%d rows in the deepest groups, %d facts of %d groups", rows, len(facts), len(down.Groupings)+inner)
	}
	matrix := c.query(t, "SELECT Id FROM Report WHERE Format = 'Matrix'")[0]["Id"].(string)
	if f := c.want(t, 200, "GET", "/analytics/reports/"+matrix, "")["factMap"].(map[string]any); f["0!0"] == nil || f["T!0"] == nil || f["0!T"] == nil {
		t.Errorf("a matrix lacks crossings or totals")
	}
	c.refused(t, 400, "BAD_REQUEST", "POST", "/analytics/reports/"+summary, `{"reportMetadata":{"reportFilters":[{"column":"SALES","operator":"greaterThan","value":"1"}],"reportBooleanFilter":"1 OR 2"}}`)
	c.refused(t, 400, "BAD_REQUEST", "POST", "/analytics/reports/"+summary, `{"reportMetadata":{"reportFilters":[{"column":"NOPE","operator":"equals","value":"1"}]}}`)
}
