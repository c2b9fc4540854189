package salesforcesim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

func TestRest_RefusesWithTheDocumentedCodes(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 50, Seed: 3})
	account := c.query(t, "SELECT Id FROM Account LIMIT 1")[0]["Id"].(string)
	contact := c.create(t, "Contact", `{"LastName":"X"}`)
	gone := c.create(t, "Account", `{"Name":"Gone"}`)
	c.want(t, 204, "DELETE", "/sobjects/Account/"+gone, "")
	c.create(t, "Account", `{"Name":"Keyed","External_Id__c":"K1"}`)
	inactive := c.query(t, "SELECT Id FROM User WHERE IsActive = false")[0]["Id"].(string)
	for _, x := range []struct {
		status                   int
		code, method, path, body string
	}{
		{404, "NOT_FOUND", "GET", "/sobjects/Nonsense", ""},
		{404, "NOT_FOUND", "GET", "/services/data/v12.0/sobjects", ""},
		{404, "NOT_FOUND", "GET", "/sobjects/Account/Foo__c/1", ""},
		{404, "ENTITY_IS_DELETED", "GET", "/sobjects/Account/" + gone, ""},
		{404, "ENTITY_IS_DELETED", "DELETE", "/sobjects/Account/" + gone, ""},
		{404, "ENTITY_IS_DELETED", "PATCH", "/sobjects/Account/" + gone, `{"Name":"x"}`},
		{400, "MALFORMED_ID", "GET", "/sobjects/Account/" + contact, ""},
		{400, "INVALID_FIELD", "POST", "/sobjects/Account", `{"Name":"x","Nope__c":1}`},
		{400, "INVALID_FIELD", "GET", "/sobjects/Account/" + account + "?fields=Nope", ""},
		{400, "REQUIRED_FIELD_MISSING", "POST", "/sobjects/Account", `{"Phone":"1"}`},
		{400, "REQUIRED_FIELD_MISSING", "PATCH", "/sobjects/Account/" + account, `{"Name":null}`},
		{400, "INVALID_FIELD_FOR_INSERT_UPDATE", "POST", "/sobjects/Account", `{"Name":"x","CreatedDate":"2026-01-01T00:00:00Z"}`},
		{400, "INVALID_FIELD_FOR_INSERT_UPDATE", "POST", "/sobjects/Account", `{"Name":"x","Id":"` + account + `"}`},
		{400, "STRING_TOO_LONG", "POST", "/sobjects/Account", `{"Name":"` + strings.Repeat("x", 256) + `"}`},
		{400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "POST", "/sobjects/Account", `{"Name":"x","Tier__c":"Z"}`},
		{400, "DUPLICATE_VALUE", "POST", "/sobjects/Account", `{"Name":"x","External_Id__c":"k1"}`},
		{400, "INVALID_CROSS_REFERENCE_KEY", "POST", "/sobjects/Contact", `{"LastName":"x","AccountId":"` + gone + `"}`},
		{400, "MALFORMED_ID", "POST", "/sobjects/Contact", `{"LastName":"x","AccountId":"` + contact + `"}`},
		{400, "INVALID_EMAIL_ADDRESS", "POST", "/sobjects/Contact", `{"LastName":"x","Email":"nobody"}`},
		{400, "FIELD_INTEGRITY_EXCEPTION", "POST", "/sobjects/Account", `{"Name":"x","BillingLatitude":10}`},
		{400, "NUMBER_OUTSIDE_VALID_RANGE", "POST", "/sobjects/Account", `{"Name":"x","BillingLatitude":91,"BillingLongitude":0}`},
		{400, "INACTIVE_OWNER_OR_USER", "POST", "/sobjects/Account", `{"Name":"x","OwnerId":"` + inactive + `"}`},
		{400, "INVALID_TYPE_ON_FIELD_IN_RECORD", "POST", "/sobjects/Account", `{"Name":"x","AnnualRevenue":"much"}`},
		{400, "JSON_PARSER_ERROR", "POST", "/sobjects/Account", `{"Name":`},
		{400, "INVALID_FIELD", "PATCH", "/sobjects/Account/External_Id__c/K2", `{"Name":"x","External_Id__c":"K2"}`},
		{400, "MALFORMED_QUERY", "GET", "/query", ""},
		{400, "MALFORMED_QUERY", "GET", "/query?q=", ""},
		{400, "INVALID_QUERY_LOCATOR", "GET", "/query/01g000000000000AAA-2000", ""},
		{405, "METHOD_NOT_ALLOWED", "PUT", "/sobjects/Account/" + account, `{}`},
	} {
		c.refused(t, x.status, x.code, x.method, x.path, x.body)
	}
	token := c.token
	c.token = "wrong"
	c.refused(t, 401, "INVALID_SESSION_ID", "GET", "/limits", "")
	c.token = token
	c.header["Authorization"] = "Basic abc"
	c.refused(t, 401, "INVALID_AUTH_HEADER", "GET", "/limits", "")
}

func TestRest_RowsUpsertAndChanges(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	made := c.want(t, 201, "PATCH", "/sobjects/Account/External_Id__c/a%2F1", `{"Name":"One"}`)
	if made["created"] != true {
		t.Errorf("first upsert: %v", made)
	}
	again := c.want(t, 200, "PATCH", "/sobjects/Account/External_Id__c/a%2F1", `{"Name":"Two"}`)
	if again["created"] != false || again["id"] != made["id"] {
		t.Errorf("second upsert: %v, want the row %v", again, made["id"])
	}
	c.refused(t, 404, "NOT_FOUND", "PATCH", "/sobjects/Account/External_Id__c/none?updateOnly=true", `{"Name":"x"}`)
	id := made["id"].(string)
	row := c.want(t, 200, "GET", "/sobjects/Account/"+id[:15]+"?fields=Name,BillingAddress", "")
	if row["Name"] != "Two" || row["BillingAddress"] != nil {
		t.Errorf("row: %v", row)
	}
	contact := c.create(t, "Contact", `{"LastName":"Child","Account":{"External_Id__c":"a/1"}}`)
	if got := c.query(t, "SELECT Account.Name FROM Contact WHERE Id = '"+contact+"'")[0]["Account"].(map[string]any)["Name"]; got != "Two" {
		t.Errorf("parent by key: %v", got)
	}
	c.want(t, 204, "POST", "/sobjects/Account/"+id+"?_HttpMethod=PATCH", `{"BillingLatitude":1.5,"BillingLongitude":2}`)
	c.want(t, 204, "DELETE", "/sobjects/Account/"+id, "")
	if got := c.query(t, "SELECT AccountId FROM Contact WHERE Id = '"+contact+"'")[0]["AccountId"]; got != nil {
		t.Errorf("the contact still points at the deleted account: %v", got)
	}
	if n := c.count(t, "SELECT COUNT() FROM Account"); n != 0 {
		t.Errorf("%d accounts are left", n)
	}
	all := c.want(t, 200, "GET", "/queryAll?q=SELECT+Id,IsDeleted+FROM+Account", "")
	if all["totalSize"] != 1.0 {
		t.Errorf("queryAll: %v", all)
	}
	deleted := c.want(t, 200, "GET", "/sobjects/Account/deleted/?start=2020-01-01T00:00:00Z&end=2100-01-01T00:00:00Z", "")
	if list := deleted["deletedRecords"].([]any); len(list) != 1 || list[0].(map[string]any)["id"] != id {
		t.Errorf("deleted: %v", deleted)
	}
	updated := c.want(t, 200, "GET", "/sobjects/Contact/updated?start=2020-01-01T00:00:00Z&end=2100-01-01T00:00:00Z", "")
	if len(updated["ids"].([]any)) != 1 {
		t.Errorf("updated: %v", updated)
	}
}

func TestRest_SameSeedSameOrg(t *testing.T) {
	dump := func(seed uint64) string {
		_, c := serve(t, salesforcesim.Options{Accounts: 300, Seed: seed})
		var out []string
		for _, q := range []string{"SELECT FIELDS(ALL) FROM Account ORDER BY Id LIMIT 200", "SELECT Id, Name, Email, AccountId FROM Contact", "SELECT Username, UserRole.Name FROM User",
			"SELECT ObjectId, Territory2.Name, AssociationCause FROM ObjectTerritory2Association"} {
			_, text := c.do(t, "GET", "/query?q="+strings.ReplaceAll(q, " ", "+"), "")
			out = append(out, string(text))
		}
		return strings.Join(out, "\n")
	}
	one := dump(5)
	if one != dump(5) {
		t.Error("the same seed gave another org")
	}
	if one == dump(6) {
		t.Error("another seed gave the same org")
	}
}

func TestRest_DescribeHasEveryKey(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	d := c.want(t, 200, "GET", "/sobjects/Account/describe", "")
	for _, key := range strings.Fields(`actionOverrides activateable childRelationships compactLayoutable createable custom customSetting deepCloneable
		defaultImplementation deletable deprecatedAndHidden extendedBy extendsInterfaces feedEnabled fields hasSubtypes implementedBy
		implementsInterfaces isInterface isSubtype keyPrefix label labelPlural layoutable listviewable lookupLayoutable mergeable mruEnabled name
		namedLayoutInfos networkScopeFieldName queryable recordTypeInfos replicateable retrieveable searchLayoutable searchable supportedScopes
		triggerable undeletable updateable urls`) {
		if _, there := d[key]; !there {
			t.Errorf("the object lacks %s", key)
		}
	}
	want := `{"aggregatable":true,"aiPredictionField":false,"autoNumber":false,"byteLength":0,"calculated":false,"calculatedFormula":null,
"cascadeDelete":false,"caseSensitive":false,"compoundFieldName":"BillingAddress","controllerName":null,"createable":true,"custom":false,
"defaultValue":null,"defaultValueFormula":null,"defaultedOnCreate":false,"dependentPicklist":false,"deprecatedAndHidden":false,"digits":0,
"displayLocationInDecimal":false,"encrypted":false,"externalId":false,"extraTypeInfo":null,"filterable":true,"filteredLookupInfo":null,
"formulaTreatNullNumberAsZero":false,"groupable":false,"highScaleNumber":false,"htmlFormatted":false,"idLookup":false,"inlineHelpText":null,
"label":"Billing Latitude","length":0,"mask":null,"maskType":null,"name":"BillingLatitude","nameField":false,"namePointing":false,
"nillable":true,"permissionable":true,"picklistValues":[],"polymorphicForeignKey":false,"precision":18,"queryByDistance":false,
"referenceTargetField":null,"referenceTo":[],"relationshipName":null,"relationshipOrder":null,"restrictedDelete":false,
"restrictedPicklist":false,"scale":15,"searchPrefilterable":false,"soapType":"xsd:double","sortable":true,"type":"double","unique":false,
"updateable":true,"writeRequiresMasterRead":false}`
	var recorded map[string]any
	if err := json.Unmarshal([]byte(want), &recorded); err != nil {
		t.Fatal(err)
	}
	for _, f := range d["fields"].([]any) {
		got := f.(map[string]any)
		if got["name"] != "BillingLatitude" {
			continue
		}
		for key, v := range recorded {
			if fmt.Sprint(got[key]) != fmt.Sprint(v) {
				t.Errorf("BillingLatitude %s is %v, recorded %v", key, got[key], v)
			}
		}
		if len(got) != len(recorded) {
			t.Errorf("BillingLatitude has %d keys, recorded %d", len(got), len(recorded))
		}
	}
	c.header["If-Modified-Since"] = "Thu, 01 Jan 2099 00:00:00 GMT"
	if status, _ := c.do(t, "GET", "/sobjects/Account/describe", ""); status != http.StatusNotModified {
		t.Errorf("If-Modified-Since: %d", status)
	}
}

func TestComposite_AllOrNoneTakesEverythingBack(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	request := func(allOrNone bool) string {
		return fmt.Sprintf(`{"allOrNone":%t,"compositeRequest":[
			{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}},
			{"method":"POST","url":"/services/data/v67.0/sobjects/Contact","referenceId":"c","body":{"LastName":"B","AccountId":"@{a.id}"}},
			{"method":"POST","url":"/services/data/v67.0/sobjects/Contact","referenceId":"d","body":{"LastName":"B","AccountId":"@{nobody.id}"}},
			{"method":"GET","url":"/services/data/v67.0/sobjects/Contact/@{c.id}?fields=LastName","referenceId":"g"}]}`, allOrNone)
	}
	statuses := func(answer map[string]any) string {
		var out []string
		for _, r := range answer["compositeResponse"].([]any) {
			out = append(out, fmt.Sprint(r.(map[string]any)["httpStatusCode"]))
		}
		return strings.Join(out, " ")
	}
	if got := statuses(c.want(t, 200, "POST", "/composite", request(true))); got != "400 400 400 400" {
		t.Errorf("all or none: %s", got)
	}
	if n := c.count(t, "SELECT COUNT() FROM Account"); n != 0 {
		t.Errorf("%d accounts after a rolled back request", n)
	}
	if got := statuses(c.want(t, 200, "POST", "/composite", request(false))); got != "201 201 400 200" {
		t.Errorf("each for itself: %s", got)
	}
	graph := c.want(t, 200, "POST", "/composite/graph", `{"graphs":[
		{"graphId":"1","compositeRequest":[{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"a","body":{"Name":"G1"}}]},
		{"graphId":"2","compositeRequest":[{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"a","body":{"Name":"G2"}},
			{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"b","body":{}}]}]}`)
	list := graph["graphs"].([]any)
	if list[0].(map[string]any)["isSuccessful"] != true || list[1].(map[string]any)["isSuccessful"] != false {
		t.Errorf("graphs: %v", graph)
	}
	if n := c.count(t, "SELECT COUNT() FROM Account WHERE Name LIKE 'G_'"); n != 1 {
		t.Errorf("%d accounts of the graphs, want 1", n)
	}
	tree := c.want(t, 201, "POST", "/composite/tree/Account", `{"records":[{"attributes":{"type":"Account","referenceId":"r1"},"Name":"T","Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"r2"},"LastName":"U"}]}}]}`)
	if tree["hasErrors"] != false || len(tree["results"].([]any)) != 2 {
		t.Errorf("tree: %v", tree)
	}
	batch := c.want(t, 200, "POST", "/composite/batch", `{"batchRequests":[{"method":"GET","url":"v67.0/limits"},{"method":"GET","url":"v67.0/sobjects/Nope"}]}`)
	if batch["hasErrors"] != true {
		t.Errorf("batch: %v", batch)
	}
}

func TestCollections_RowsSucceedAndFailInOrder(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	post := func(method, path, body string) []map[string]any {
		status, text := c.do(t, method, path, body)
		var list []map[string]any
		if err := json.Unmarshal(text, &list); err != nil || status != 200 {
			t.Fatalf("%s %s: %d %s", method, path, status, text)
		}
		return list
	}
	code := func(r map[string]any) string {
		if r["success"] == true {
			return "ok"
		}
		return r["errors"].([]any)[0].(map[string]any)["statusCode"].(string)
	}
	codes := func(list []map[string]any) string {
		var out []string
		for _, r := range list {
			out = append(out, code(r))
		}
		return strings.Join(out, " ")
	}
	rows := `[{"attributes":{"type":"Account"},"Name":"A","External_Id__c":"1"},{"attributes":{"type":"Account"}},{"attributes":{"type":"Contact"},"LastName":"B"}]`
	if got := codes(post("POST", "/composite/sobjects", `{"allOrNone":true,"records":`+rows+`}`)); got != "ALL_OR_NONE_OPERATION_ROLLED_BACK REQUIRED_FIELD_MISSING ALL_OR_NONE_OPERATION_ROLLED_BACK" {
		t.Errorf("all or none: %s", got)
	}
	made := post("POST", "/composite/sobjects", `{"allOrNone":false,"records":`+rows+`}`)
	if got := codes(made); got != "ok REQUIRED_FIELD_MISSING ok" {
		t.Errorf("each for itself: %s", got)
	}
	up := post("PATCH", "/composite/sobjects/Account/External_Id__c", `{"records":[{"attributes":{"type":"Account"},"External_Id__c":"1","Name":"A2"},{"attributes":{"type":"Account"},"External_Id__c":"2","Name":"New"}]}`)
	if up[0]["created"] != false || up[1]["created"] != true {
		t.Errorf("upsert: %v", up)
	}
	mixed := post("POST", "/composite/sobjects", `{"records":[{"attributes":{"type":"Account"},"Name":"M"},{"attributes":{"type":"Group"},"Name":"Q","Type":"Queue"}]}`)
	if got := codes(mixed); got != "ok MIXED_DML_OPERATION" {
		t.Errorf("setup and ordinary: %s", got)
	}
	read := post("GET", "/composite/sobjects/Account?fields=Id,Name&ids="+made[0]["id"].(string)+",001000000000000", "")
	if read[0]["Name"] != "A2" || read[1] != nil {
		t.Errorf("read: %v", read)
	}
	if got := codes(post("DELETE", "/composite/sobjects?allOrNone=false&ids="+made[0]["id"].(string)+","+made[0]["id"].(string), "")); got != "ok ENTITY_IS_DELETED" {
		t.Errorf("delete: %s", got)
	}
}
