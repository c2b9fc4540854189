package salesforce

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

// shownLimits are the limits worth showing, of some sixty.
var shownLimits = []string{"DailyApiRequests", "DailyBulkApiBatches", "DailyBulkV2QueryJobs", "HourlySyncReportRuns", "HourlyAsyncReportRuns", "DataStorageMB"}

// Test implements connection.Service: it signs in anew if it must, and finds
// out what the user may do. A connection that cannot be used is an error.
func (s *Service) Test(ctx context.Context, id string) (connection.Test, error) {
	t := connection.Test{At: s.Now().UTC(), Limits: []connection.Limit{}, Permissions: []connection.Permission{}}
	c, err := s.Open(ctx, id)
	if err != nil {
		return t, err
	}
	var orgs queryPage
	err = c.call(ctx, request{method: http.MethodGet, path: c.data("/query"), query: url.Values{"q": {"SELECT Id,Name,IsSandbox FROM Organization"}}, tries: soonTries}, nil, &orgs)
	if err != nil {
		err = shown("read the organisation", err)
		return t, errors.Join(err, s.noteTrouble(ctx, id, err))
	}
	t.OK, t.APIVersion = true, c.Version()
	if len(orgs.Records) > 0 {
		t.OrgName, t.Sandbox = text(orgs.Records[0], "Name"), value(orgs.Records[0], "IsSandbox") == true
	}
	t.Limits = c.limits(ctx)
	t.Username = c.username(ctx)
	t.Permissions = c.permissions(ctx)
	return t, s.note(ctx, id, func(c *connection.Connection) { c.Tested, c.Used, c.Trouble, c.Test = &t.At, &t.At, nil, &t })
}

// limits reads what is left; without the right to see all limits, the usage
// that every answer carries.
func (c *Client) limits(ctx context.Context) []connection.Limit {
	list := []connection.Limit{}
	var all map[string]struct{ Max, Remaining int }
	if err := c.get(ctx, c.data("/limits"), nil, &all); err == nil {
		for _, name := range shownLimits {
			if l, there := all[name]; there {
				list = append(list, connection.Limit{Name: name, Max: l.Max, Remaining: l.Remaining})
			}
		}
	}
	if used, allowed := c.Usage(); len(list) == 0 && allowed > 0 {
		list = append(list, connection.Limit{Name: "DailyApiRequests", Max: int(allowed), Remaining: int(allowed - used)})
	}
	return list
}

func (c *Client) username(ctx context.Context) string {
	var info struct {
		Username string `json:"preferred_username"`
	}
	if err := c.call(ctx, request{method: http.MethodGet, path: "/services/oauth2/userinfo"}, nil, &info); err != nil {
		return ""
	}
	return info.Username
}

// need is something a part of the program has to be able to do.
type need struct {
	name, need, object, what string
	// fields must be there and writable.
	fields []string
	creates,
	deletes bool
}

var needs = []need{
	{name: "Read accounts", need: "import", object: "Account", what: "Give the user read access to accounts, best View All."},
	{name: "Read users", need: "owners and territory members", object: "User", what: "Give the user View All Users."},
	{name: "Sales Territories", need: "reading and publishing territory models", object: "Territory2Model", creates: true,
		what: "Enable Sales Territories in Setup and give the user Manage Territories."},
	{name: "Territory members", need: "publishing users of territories", object: "UserTerritory2Association", creates: true, deletes: true,
		what: "Give the user Manage Territories."},
	{name: "Account assignments", need: "publishing manual assignments", object: "ObjectTerritory2Association", creates: true, deletes: true,
		what: "Give the user Manage Territories."},
	{name: "Write accounts", need: "publishing record fields", object: "Account", fields: []string{"OwnerId"},
		what: "Give the user edit access to accounts and to the fields, and Transfer Record for owners."},
	{name: "Account teams", need: "publishing account teams", object: "AccountTeamMember", creates: true, deletes: true, what: "Enable account teams in Setup."},
	{name: "Field Service", need: "publishing service territories", object: "ServiceTerritory", creates: true, what: "Enable Field Service and give the user its permissions."},
	{name: "Salesforce Maps", need: "publishing shape layers", object: "maps__ShapeLayer__c", creates: true, what: "Install Salesforce Maps and give the user its permission set."},
}

// permissions tries what can be tried without writing anything.
func (c *Client) permissions(ctx context.Context) []connection.Permission {
	list := make([]connection.Permission, 0, len(needs)+1)
	for _, n := range needs {
		p := connection.Permission{Name: n.name, Need: n.need}
		d, err := c.describe(ctx, n.object)
		p.Has = err == nil && d.Queryable && (!n.creates || d.Createable) && (!n.deletes || d.Deletable)
		for _, f := range n.fields {
			p.Has = p.Has && slices.ContainsFunc(d.Fields, func(g describeField) bool { return g.Name == f && g.Updateable })
		}
		if !p.Has {
			p.What = n.what
		}
		list = append(list, p)
	}
	p := connection.Permission{Name: "Metadata deployment", Need: "publishing models, territories and rules", Has: true}
	var none any
	err := c.get(ctx, c.data("/metadata/deployRequest/0Af000000000000AAA"), nil, &none)
	if code := codeOf(err); strings.HasPrefix(code, "INSUFFICIENT") || code == "API_DISABLED_FOR_ORG" || code == "FUNCTIONALITY_NOT_ENABLED" {
		p.Has, p.What = false, "Give the user Modify Metadata Through Metadata API Functions, or Modify All Data."
	}
	return append(list, p)
}
