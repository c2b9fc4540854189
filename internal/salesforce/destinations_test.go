package salesforce_test

import (
	"context"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// owned gives every territory an owner of the org.
func (w *world) owned(id string) {
	client, err := w.service.Open(w.t.Context(), w.org.ID)
	must(w.t, err)
	users, err := client.Users(w.t.Context())
	must(w.t, err)
	w.change(id, func(now *alignment.State) []alignment.Op {
		var ops []alignment.Op
		for i, a := range now.Territories() {
			changed, err := now.UpdateOps(a.Number, func(a *alignment.Area) { a.Owner = users[i%len(users)].Username })
			must(w.t, err)
			ops = append(ops, changed...)
		}
		return ops
	})
}

func TestAccountTeams_AreReplacedByRole(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Teams", "Industry")
	w.owned(id)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.AccountTeams,
		Teams: salesforceplan.TeamOptions{Role: "Account Manager", Method: "replace_role", Access: "Edit"}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	n, err := client.Count(t.Context(), "SELECT count() FROM AccountTeamMember WHERE TeamMemberRole = 'Account Manager'")
	assigned := 0
	s, stateErr := w.db.State(t.Context(), id, 0)
	must(t, stateErr)
	for _, number := range s.Assigned {
		if number != alignment.Unassigned {
			assigned++
		}
	}
	if err != nil || n != assigned {
		t.Fatalf("%d account managers for %d assigned accounts, %v", n, assigned, err)
	}
}

func TestServiceTerritories_AreMadeAndTakenBack(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Service", "Industry", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	hours, err := client.Create(t.Context(), "OperatingHours", []map[string]any{{"Name": "Test hours"}}, nil)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.FieldService, Service: salesforceplan.ServiceOptions{OperatingHours: hours[0].ID}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	back, err := w.publisher.Rollback(t.Context(), p.ID, newID(), territory.Actor{})
	must(t, err)
	w.apply(back)
	request.Service.OperatingHours = "None of these"
	if p := w.plan(request); len(p.Errors()) == 0 {
		t.Fatal("unknown operating hours are no error")
	}
}

func TestShapeLayers_HoldTheBoundariesOfEveryArea(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Shapes", "Industry", "BillingState")
	w.publisher.BoundaryCodes = func(context.Context, string) ([]string, error) { return []string{"94105", "94107", "10001"}, nil }
	w.change(id, func(now *alignment.State) []alignment.Op {
		leaf := now.Territories()[0].Number
		return []alignment.Op{
			{SetBoundaries: &alignment.SetBoundaries{After: &alignment.BoundarySource{Set: "zips", Count: 3}}},
			{AssignBoundaries: &alignment.Assign{Units: []int32{0, 1}, From: []alignment.AreaNumber{0, 0}, To: []alignment.AreaNumber{leaf, leaf}}},
		}
	})
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.ShapeLayers, Shapes: salesforceplan.ShapeOptions{Country: "USA"}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	found := 0
	must(t, client.Query(t.Context(), "SELECT Id, maps__Geometry__c FROM maps__ShapeLayerGeometry__c", func(r map[string]any) error {
		if r["maps__Geometry__c"] == `{"4":["USA-4-94105","USA-4-94107"]}` {
			found++
		}
		return nil
	}))
	if found != 2 { // the territory and the area above it
		t.Fatalf("%d geometries of 2", found)
	}
}
