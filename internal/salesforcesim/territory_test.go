package salesforcesim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// plan is a model with a small tree, made through the API.
type plan struct {
	*client
	kind, model, top, west string
}

func newPlan(t *testing.T) *plan {
	t.Helper()
	_, c := serve(t, salesforcesim.Options{})
	p := &plan{client: c}
	p.kind = c.query(t, "SELECT Id FROM Territory2Type LIMIT 1")[0]["Id"].(string)
	p.model = c.create(t, "Territory2Model", `{"Name":"Next","DeveloperName":"Next"}`)
	p.top = p.territory(t, "Top", "")
	p.west = p.territory(t, "West", p.top)
	return p
}

func (p *plan) territory(t *testing.T, name, parent string) string {
	t.Helper()
	return p.create(t, "Territory2", p.body(name, parent))
}

func (p *plan) body(name, parent string) string {
	up := ""
	if parent != "" {
		up = `,"ParentTerritory2Id":"` + parent + `"`
	}
	return fmt.Sprintf(`{"Name":%q,"DeveloperName":%q,"Territory2ModelId":%q,"Territory2TypeId":%q%s}`, name, name, p.model, p.kind, up)
}

// becomes waits until a model has gone over to a state.
func (p *plan) becomes(t *testing.T, model, from, to string) {
	t.Helper()
	for {
		switch got := p.query(t, "SELECT State FROM Territory2Model WHERE Id = '"+model+"'")[0]["State"]; got {
		case to:
			return
		case from:
			time.Sleep(5 * time.Millisecond)
		default:
			t.Fatalf("the model is %v, want %s and then %s", got, from, to)
		}
	}
}

func TestTerritories_KeepTheDocumentedConstraints(t *testing.T) {
	p := newPlan(t)
	account := p.create(t, "Account", `{"Name":"A"}`)
	user := p.query(t, "SELECT Id FROM User WHERE IsActive = true AND Name = 'Ada Admin'")[0]["Id"].(string)
	inactive := p.query(t, "SELECT Id FROM User WHERE IsActive = false")[0]["Id"].(string)
	active := p.query(t, "SELECT Id FROM Territory2Model WHERE State = 'Active'")[0]["Id"].(string)
	elsewhere := p.query(t, "SELECT Id FROM Territory2 WHERE Territory2ModelId = '"+active+"' LIMIT 1")[0]["Id"].(string)
	assignment := p.create(t, "UserTerritory2Association", fmt.Sprintf(`{"UserId":%q,"Territory2Id":%q,"RoleInTerritory2":"Owner"}`, user, p.west))
	manual := fmt.Sprintf(`{"ObjectId":%q,"Territory2Id":%q,"AssociationCause":"Territory2Manual"}`, account, p.west)
	link := p.create(t, "ObjectTerritory2Association", manual)
	for _, x := range []struct{ why, status, code, method, path, body string }{
		{"equal names in one model", "400", "DUPLICATE_DEVELOPER_NAME", "POST", "/sobjects/Territory2", p.body("west", "")},
		{"a name with a blank", "400", "INVALID_FIELD", "POST", "/sobjects/Territory2", p.body("Far West", "")},
		{"a parent of another model", "400", "FIELD_INTEGRITY_EXCEPTION", "POST", "/sobjects/Territory2", p.body("Other", elsewhere)},
		{"a circle", "400", "CIRCULAR_DEPENDENCY", "PATCH", "/sobjects/Territory2/" + p.top, `{"ParentTerritory2Id":"` + p.west + `"}`},
		{"another model later", "400", "INVALID_FIELD_FOR_INSERT_UPDATE", "PATCH", "/sobjects/Territory2/" + p.top, `{"Territory2ModelId":"` + active + `"}`},
		{"a forecast manager at creation", "400", "INVALID_FIELD_FOR_INSERT_UPDATE", "POST", "/sobjects/Territory2", strings.Replace(p.body("F", ""), "{", `{"ForecastUserId":"`+user+`",`, 1)},
		{"a forecast manager who is not assigned", "400", "FIELD_INTEGRITY_EXCEPTION", "PATCH", "/sobjects/Territory2/" + p.top, `{"ForecastUserId":"` + user + `"}`},
		{"an unknown access level", "400", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "PATCH", "/sobjects/Territory2/" + p.top, `{"AccountAccessLevel":"None"}`},
		{"contact access by rows", "400", "INVALID_FIELD_FOR_INSERT_UPDATE", "PATCH", "/sobjects/Territory2/" + p.top, `{"ContactAccessLevel":"Read"}`},
		{"deleting a parent", "400", "DELETE_FAILED", "DELETE", "/sobjects/Territory2/" + p.top, ""},
		{"the same user twice", "400", "DUPLICATE_VALUE", "POST", "/sobjects/UserTerritory2Association", fmt.Sprintf(`{"UserId":%q,"Territory2Id":%q}`, user, p.west)},
		{"a user who left", "400", "INACTIVE_OWNER_OR_USER", "POST", "/sobjects/UserTerritory2Association", fmt.Sprintf(`{"UserId":%q,"Territory2Id":%q}`, inactive, p.west)},
		{"changing an assignment", "400", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "PATCH", "/sobjects/UserTerritory2Association/" + assignment, `{"RoleInTerritory2":"Sales Rep"}`},
		{"the same account twice", "400", "DUPLICATE_VALUE", "POST", "/sobjects/ObjectTerritory2Association", manual},
		{"an account by rule", "400", "FIELD_INTEGRITY_EXCEPTION", "POST", "/sobjects/ObjectTerritory2Association", fmt.Sprintf(`{"ObjectId":%q,"Territory2Id":%q,"AssociationCause":"Territory2AssignmentRule"}`, account, p.top)},
		{"a contact in a territory", "400", "MALFORMED_ID", "POST", "/sobjects/ObjectTerritory2Association", fmt.Sprintf(`{"ObjectId":%q,"Territory2Id":%q,"AssociationCause":"Territory2Manual"}`, user, p.top)},
		{"a rule association by rows", "400", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "POST", "/sobjects/RuleTerritory2Association", `{}`},
		{"two active models", "400", "INVALID_STATUS", "PATCH", "/sobjects/Territory2Model/" + p.model, `{"State":"Active"}`},
		{"a state out of order", "400", "INVALID_STATUS", "PATCH", "/sobjects/Territory2Model/" + p.model, `{"State":"Archived"}`},
		{"the state at creation", "400", "INVALID_FIELD_FOR_INSERT_UPDATE", "POST", "/sobjects/Territory2Model", `{"Name":"x","DeveloperName":"x","State":"Active"}`},
		{"equal names of models", "400", "DUPLICATE_DEVELOPER_NAME", "POST", "/sobjects/Territory2Model", `{"Name":"x","DeveloperName":"next"}`},
		{"deleting the active model", "400", "INVALID_STATUS", "DELETE", "/sobjects/Territory2Model/" + active, ""},
		{"deleting a type in use", "400", "DELETE_FAILED", "DELETE", "/sobjects/Territory2Type/" + p.kind, ""},
	} {
		got, text := p.do(t, x.method, x.path, x.body)
		if fmt.Sprint(got) != x.status || !strings.Contains(string(text), `"errorCode":"`+x.code+`"`) {
			t.Errorf("%s: %d %s, want %s %s", x.why, got, text, x.status, x.code)
		}
	}
	p.want(t, 204, "PATCH", "/sobjects/Territory2/"+p.west, `{"ForecastUserId":"`+user+`"}`)
	p.want(t, 204, "PATCH", "/sobjects/Territory2Model/"+active, `{"State":"Archived"}`)
	p.becomes(t, active, "Archiving", "Archived")
	p.want(t, 204, "PATCH", "/sobjects/Territory2Model/"+p.model, `{"State":"Active"}`)
	p.becomes(t, p.model, "Activating", "Active")
	p.refused(t, 400, "INVALID_STATUS", "PATCH", "/sobjects/Territory2Model/"+active, `{"State":"Active"}`)
	p.refused(t, 400, "INVALID_STATUS", "PATCH", "/sobjects/Territory2/"+elsewhere, `{"Name":"late"}`)
	p.want(t, 204, "DELETE", "/sobjects/Territory2/"+p.west, "")
	if n := p.count(t, "SELECT COUNT() FROM ObjectTerritory2Association WHERE Id = '"+link+"'"); n != 0 {
		t.Error("the association outlived its territory")
	}
}

func TestTerritories_LimitPerModel(t *testing.T) {
	p := newPlan(t)
	p.want(t, 204, "PUT", "/simulator/limits", `{"territoriesPerModel":3}`)
	p.territory(t, "Third", "")
	p.refused(t, 400, "LIMIT_EXCEEDED", "POST", "/sobjects/Territory2", p.body("Fourth", ""))
	p.create(t, "Territory2Model", `{"Name":"3","DeveloperName":"M3"}`)
	p.create(t, "Territory2Model", `{"Name":"4","DeveloperName":"M4"}`)
	p.refused(t, 400, "LIMIT_EXCEEDED", "POST", "/sobjects/Territory2Model", `{"Name":"5","DeveloperName":"M5"}`)
}

func TestRules_ItemsOnlyWithoutBooleanFilter(t *testing.T) {
	p := newPlan(t)
	rule := p.create(t, "ObjectTerritory2AssignmentRule", fmt.Sprintf(`{"MasterLabel":"R","DeveloperName":"R","ObjectType":"Account","Territory2ModelId":%q,"IsActive":true}`, p.model))
	item := func(n int, field, op, v string) string {
		return fmt.Sprintf(`{"RuleId":%q,"Field":%q,"Operation":%q,"SortOrder":%d,"Value":%q}`, rule, field, op, n, v)
	}
	first := p.create(t, "ObjectTerritory2AssignmentRuleItem", item(1, "Account.BillingPostalCode", "startsWith", "941,942"))
	p.create(t, "ObjectTerritory2AssignmentRuleItem", item(2, "BillingState", "equals", "CA"))
	at := "/sobjects/ObjectTerritory2AssignmentRule/" + rule
	p.refused(t, 400, "INVALID_FIELD", "PATCH", at, `{"BooleanFilter":"1 AND 3"}`)
	p.refused(t, 400, "INVALID_FIELD", "PATCH", at, `{"BooleanFilter":"1"}`)
	p.refused(t, 400, "INVALID_FIELD", "PATCH", at, `{"BooleanFilter":"1 OR 2 AND 1"}`)
	p.want(t, 204, "PATCH", at, `{"BooleanFilter":"1 OR 2"}`)
	p.refused(t, 400, "FIELD_INTEGRITY_EXCEPTION", "POST", "/sobjects/ObjectTerritory2AssignmentRuleItem", item(3, "Industry", "equals", "Retail"))
	p.refused(t, 400, "FIELD_INTEGRITY_EXCEPTION", "DELETE", "/sobjects/ObjectTerritory2AssignmentRuleItem/"+first, "")
	p.want(t, 204, "PATCH", at, `{"BooleanFilter":null}`)
	p.refused(t, 400, "STRING_TOO_LONG", "POST", "/sobjects/ObjectTerritory2AssignmentRuleItem", item(3, "Industry", "equals", strings.Repeat("x,", 501)))
	p.refused(t, 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "POST", "/sobjects/ObjectTerritory2AssignmentRuleItem", item(3, "Account.Nope", "equals", "x"))
	p.refused(t, 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "POST", "/sobjects/ObjectTerritory2AssignmentRuleItem", item(3, "Industry", "like", "x"))
	for n := 3; n <= 10; n++ {
		p.create(t, "ObjectTerritory2AssignmentRuleItem", item(n, "Industry", "notEqual", "Retail"))
	}
	p.refused(t, 400, "MAX_TM_RULE_ITEMS_EXCEEDED", "POST", "/sobjects/ObjectTerritory2AssignmentRuleItem", item(11, "Industry", "equals", "Retail"))
}

func TestRules_AssignWhatTheySay(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{Accounts: 400, Seed: 2})
	held := func(where string) int {
		return c.count(t, "SELECT COUNT() FROM ObjectTerritory2Association WHERE "+where)
	}
	before := held("AssociationCause = 'Territory2AssignmentRule'")
	manual := held("AssociationCause = 'Territory2Manual'")
	if before != 400 || c.count(t, "SELECT COUNT() FROM Account WHERE Id IN (SELECT ObjectId FROM ObjectTerritory2Association WHERE Territory2.Name = 'Sales CA') AND BillingState != 'CA'") > manual {
		t.Fatalf("%d seeded associations by rule, want one for each of 400 accounts", before)
	}
	c.want(t, 204, "POST", "/simulator/run-rules", `{"wait":true}`)
	if after := held("AssociationCause = 'Territory2AssignmentRule'"); after != before {
		t.Errorf("running the rules changed %d associations to %d", before, after)
	}
	one := c.query(t, "SELECT Id FROM Account WHERE BillingState = 'CA' LIMIT 1")[0]["Id"].(string)
	c.want(t, 204, "PATCH", "/sobjects/Account/"+one, `{"BillingState":"TX"}`)
	if n := held("ObjectId = '" + one + "' AND Territory2.Name = 'Sales TX' AND AssociationCause = 'Territory2AssignmentRule'"); n != 1 {
		t.Error("an update did not run the rules")
	}
	if n := held("ObjectId = '" + one + "' AND Territory2.Name = 'Sales CA'"); n != 0 {
		t.Error("the account is still where the rule had put it")
	}
	c.header["Sforce-Auto-Assign"] = "FALSE"
	c.want(t, 204, "PATCH", "/sobjects/Account/"+one, `{"BillingState":"CA"}`)
	if n := held("ObjectId = '" + one + "' AND Territory2.Name = 'Sales CA'"); n != 0 {
		t.Error("the rules ran though the request forbade it")
	}
	delete(c.header, "Sforce-Auto-Assign")
	c.want(t, 204, "PATCH", "/sobjects/Account/"+one, `{"IsExcludedFromRealign":true}`)
	if n := held("ObjectId = '" + one + "' AND Territory2.Name = 'Sales CA'"); n != 0 {
		t.Error("the rules moved an account that is excluded")
	}
	log := c.query(t, "SELECT Status, EndTime, Territory2Model.LastRunRulesEndDate FROM Territory2AlignmentLog")
	if len(log) != 1 || log[0]["Status"] != "Completed" {
		t.Errorf("log: %v", log)
	}
}
