package salesforcesim_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

func TestFaults_ComeWhenAskedFor(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	next := func(name string) {
		t.Helper()
		c.want(t, 204, "PUT", "/simulator/faults", fmt.Sprintf(`{"next":{%q:1}}`, name))
	}
	for name, want := range map[string]int{"429": 429, "503": 503} {
		next(name)
		if got, _ := c.do(t, "GET", "/limits", ""); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
		c.want(t, 200, "GET", "/limits", "")
	}
	next("drop") // not a GET: Go's client would send that again by itself
	if got, _ := c.do(t, "POST", "/sobjects/Account", `{"Name":"Never arrived"}`); got != 0 {
		t.Errorf("drop: %d", got)
	}
	if n := c.count(t, "SELECT COUNT() FROM Account"); n != 0 {
		t.Errorf("%d accounts, want 0: the request was cut off before it was carried out", n)
	}
	next("dropafter")
	if got, _ := c.do(t, "POST", "/sobjects/Account", `{"Name":"Lost answer"}`); got != 0 {
		t.Errorf("the answer came: %d", got)
	}
	if n := c.count(t, "SELECT COUNT() FROM Account WHERE Name = 'Lost answer'"); n != 1 {
		t.Errorf("%d accounts, want 1: the request was carried out", n)
	}
	next("lock")
	c.refused(t, 400, "UNABLE_TO_LOCK_ROW", "POST", "/sobjects/Account", `{"Name":"x"}`)
	next("validation")
	c.refused(t, 400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "POST", "/sobjects/Account", `{"Name":"x"}`)
	next("half")
	_, text := c.do(t, "POST", "/composite/sobjects", `{"records":[`+strings.Repeat(`{"attributes":{"type":"Account"},"Name":"h"},`, 5)+`{"attributes":{"type":"Account"},"Name":"h"}]}`)
	if strings.Count(string(text), "UNABLE_TO_LOCK_ROW") != 3 || strings.Count(string(text), `"success":true`) != 3 {
		t.Errorf("half a batch: %s", text)
	}
	next("expired")
	c.refused(t, 401, "INVALID_SESSION_ID", "GET", "/limits", "")
	c.refused(t, 401, "INVALID_SESSION_ID", "GET", "/limits", "")
}

func TestFaults_RatesAreChecked(t *testing.T) {
	for _, bad := range []string{"magic=0.1", "429", "429=x", "503=1.5", "lock=-1"} {
		if _, err := salesforcesim.ParseFaults(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	f, err := salesforcesim.ParseFaults("429=0.25, half=1")
	if err != nil || f.TooMany != 0.25 || f.Half != 1 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestWrites_AreCountedPerRecord(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	id := c.create(t, "Account", `{"Name":"A"}`)
	c.create(t, "Account", `{"Name":"A"}`)
	c.want(t, 204, "PATCH", "/sobjects/Account/"+id, `{"Name":"B"}`)
	c.want(t, 204, "PATCH", "/sobjects/Account/"+id, `{"Name":"B"}`)
	c.refused(t, 400, "REQUIRED_FIELD_MISSING", "PATCH", "/sobjects/Account/"+id, `{"Name":null}`)
	c.do(t, "POST", "/composite/sobjects", `{"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"C"},{"attributes":{"type":"Account"}}]}`)
	_, text := c.do(t, "GET", "/simulator/writes?object=Account", "")
	var got map[string]struct {
		Creates, Updates, Unchanged, Repeated int
		Records                               map[string]struct{ Creates, Updates, Unchanged, Repeated int }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	a := got["Account"]
	if a.Creates != 2 || a.Updates != 2 || a.Unchanged != 1 || a.Repeated != 2 || a.Records[id].Repeated != 1 {
		t.Errorf("writes: %s", text)
	}
	c.want(t, 204, "POST", "/simulator/reset", "")
	if n := c.count(t, "SELECT COUNT() FROM Account"); n != 0 {
		t.Errorf("%d accounts after a reset", n)
	}
}

func TestCustomFields_CanBeAdded(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 3})
	c.want(t, 204, "POST", "/simulator/fields", `{"object":"Account","field":"Plan_Key__c string(40) external unique label=\"Plan key\""}`)
	id := c.query(t, "SELECT Id FROM Account LIMIT 1")[0]["Id"].(string)
	c.want(t, 204, "PATCH", "/sobjects/Account/"+id, `{"Plan_Key__c":"p1"}`)
	if got := c.query(t, "SELECT Id FROM Account WHERE Plan_Key__c = 'P1'"); len(got) != 1 || got[0]["Id"] != id {
		t.Errorf("by the new field: %v", got)
	}
}
