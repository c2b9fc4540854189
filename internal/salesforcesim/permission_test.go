package salesforcesim_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
)

// as signs in as another user.
func (c *client) as(t *testing.T, sim *salesforcesim.Server, username string) *client {
	t.Helper()
	_, got := token(t, c.url, url.Values{"grant_type": {"password"}, "client_id": {sim.ClientID()}, "client_secret": {sim.ClientSecret()}, "username": {username}, "password": {salesforcesim.Password}})
	other := *c
	other.token, other.header = got["access_token"].(string), map[string]string{}
	return &other
}

func TestPermissions_FollowProfileAndPermissionSets(t *testing.T) {
	sim, admin := serve(t, salesforcesim.Options{Accounts: 20, Seed: 1})
	p := &plan{client: admin, kind: admin.query(t, "SELECT Id FROM Territory2Type LIMIT 1")[0]["Id"].(string)}
	p.model = admin.create(t, "Territory2Model", `{"Name":"Secret","DeveloperName":"Secret"}`)
	seller := admin.query(t, "SELECT Id, Username FROM User WHERE Profile.Name = 'Sales User' AND IsActive = true LIMIT 1")[0]
	c := admin.as(t, sim, seller["Username"].(string))
	if n := c.count(t, "SELECT COUNT() FROM Territory2Model"); n != 1 {
		t.Errorf("a seller sees %d models, want the active one", n)
	}
	if d := c.want(t, 200, "GET", "/sobjects/Territory2/describe", ""); d["createable"] != false {
		t.Error("describe lets a seller create territories")
	}
	c.refused(t, 400, "INSUFFICIENT_ACCESS_OR_READONLY", "POST", "/sobjects/Territory2", p.body("X", ""))
	c.refused(t, 403, "INSUFFICIENT_ACCESS", "GET", "/limits", "")
	c.refused(t, 403, "INSUFFICIENT_ACCESS", "POST", "/metadata/deployRequest", "{}")
	set := admin.create(t, "PermissionSet", `{"Name":"Planner","Label":"Planner","PermissionsManageTerritories":true}`)
	admin.create(t, "PermissionSetAssignment", `{"PermissionSetId":"`+set+`","AssigneeId":"`+seller["Id"].(string)+`"}`)
	if n := c.count(t, "SELECT COUNT() FROM Territory2Model"); n != 2 {
		t.Errorf("a planner sees %d models, want 2", n)
	}
	c.create(t, "Territory2", p.body("X", ""))
	reader := admin.query(t, "SELECT Id FROM Profile WHERE Name = 'Read Only'")[0]["Id"].(string)
	admin.want(t, 204, "PATCH", "/sobjects/User/"+seller["Id"].(string), `{"ProfileId":"`+reader+`"}`)
	c.refused(t, 403, "API_DISABLED_FOR_ORG", "GET", "/query?q=SELECT+Id+FROM+Account", "")
}

func TestTransactions_DoNotMixSetupAndOrdinaryObjects(t *testing.T) {
	_, c := serve(t, salesforcesim.Options{})
	body := `{"allOrNone":%s,"compositeRequest":[{"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}},
		{"method":"POST","url":"/services/data/v67.0/sobjects/Group","referenceId":"g","body":{"Name":"G","Type":"Queue"}}]}`
	for allOrNone, want := range map[string]int{"true": 0, "false": 1} {
		c.want(t, 200, "POST", "/composite", fmt.Sprintf(body, allOrNone))
		if n := c.count(t, "SELECT COUNT() FROM Group WHERE Name = 'G'"); n != want {
			t.Errorf("allOrNone %s: %d groups, want %d", allOrNone, n, want)
		}
		c.want(t, 204, "POST", "/simulator/reset", "")
	}
}
