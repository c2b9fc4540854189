package salesforce_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/geom"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
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

// squares gives the plan's first two territories a grid of square boundaries,
// the first with a hole that the second fills.
func (w *world) squares(id string) {
	set := &boundary.Set{ID: "grid"}
	for y := range 3 {
		for x := range 3 {
			lon, lat := -100+float64(x), 40+float64(y)
			set.Boundaries = append(set.Boundaries, boundary.Boundary{Code: fmt.Sprint(y*3 + x), Shape: geom.MultiPolygon{geom.Polygon{geom.Ring{
				{X: lon, Y: lat}, {X: lon + 1, Y: lat}, {X: lon + 1, Y: lat + 1}, {X: lon, Y: lat + 1}}}}})
		}
	}
	w.publisher.BoundarySet = func(context.Context, string) (*boundary.Set, error) { return set, nil }
	w.publisher.BoundaryCodes = func(context.Context, string) ([]string, error) { return make([]string, 9), nil }
	w.change(id, func(now *alignment.State) []alignment.Op {
		a, b := now.Territories()[0].Number, now.Territories()[1].Number
		assign := &alignment.Assign{}
		for i := range int32(9) {
			to := a
			if i == 4 {
				to = b
			}
			assign.Units, assign.From, assign.To = append(assign.Units, i), append(assign.From, 0), append(assign.To, to)
		}
		return []alignment.Op{{SetBoundaries: &alignment.SetBoundaries{After: &alignment.BoundarySource{Set: "grid", Count: 9}}}, {AssignBoundaries: assign}}
	})
}

func TestServiceTerritories_GetPolygonsAsKML(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Polygons", "BillingState")
	w.squares(id)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	hours, err := client.Create(t.Context(), "OperatingHours", []map[string]any{{"Name": "Test hours"}}, nil)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.FieldService, Method: salesforceplan.AsNew,
		Service: salesforceplan.ServiceOptions{OperatingHours: hours[0].ID, Polygons: true}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	area, rings := 0.0, 0
	must(t, client.Query(t.Context(), "SELECT Name, FSL__KML__c, FSL__Mi_La__c, FSL__Ma_La__c, FSL__Mi_Lo__c, FSL__Ma_Lo__c FROM FSL__Polygon__c", func(r map[string]any) error {
		ring := kmlRing(t, r["FSL__KML__c"].(string))
		area += ring.SignedArea()
		rings++
		for _, v := range ring {
			if v.Y < r["FSL__Mi_La__c"].(float64) || v.Y > r["FSL__Ma_La__c"].(float64) || v.X < r["FSL__Mi_Lo__c"].(float64) || v.X > r["FSL__Ma_Lo__c"].(float64) {
				t.Errorf("%v is outside the box of %v", v, r["Name"])
			}
		}
		return nil
	}))
	if rings != 3 || math.Abs(area-9) > 1e-9 { // the frame in two pieces, since one with a hole is not taken, and the middle
		t.Fatalf("%d rings with an area of %g", rings, area)
	}
	again := w.plan(request)
	if len(again.Errors()) == 0 || !strings.Contains(again.Errors()[0].What, "published before") {
		t.Fatalf("as new a second time: %+v", again.Problems)
	}
	back, err := w.publisher.Rollback(t.Context(), p.ID, newID(), territory.Actor{})
	must(t, err)
	w.apply(back)
	if n, err := client.Count(t.Context(), "SELECT count() FROM FSL__Polygon__c"); err != nil || n != 0 {
		t.Fatalf("%d polygons are left, %v", n, err)
	}
}

// kmlRing reads the one ring of a document as a reader of KML would.
func kmlRing(t *testing.T, text string) geom.Ring {
	t.Helper()
	var doc struct {
		Coordinates string `xml:"Placemark>Polygon>outerBoundaryIs>LinearRing>coordinates"`
	}
	must(t, xml.Unmarshal([]byte(text), &doc))
	var ring geom.Ring
	for line := range strings.SplitSeq(doc.Coordinates, "\n") {
		var p geom.Point
		if _, err := fmt.Sscanf(line, "%f,%f,0", &p.X, &p.Y); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		ring = append(ring, p)
	}
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] || len(text) > 131_072 {
		t.Fatalf("not a closed ring that fits: %.200s", text)
	}
	return ring[:len(ring)-1]
}

func TestShapeLayers_CustomShapesWithAutoAssignmentByEveryMethod(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Custom", "Industry", "BillingState")
	w.squares(id)
	w.owned(id)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.ShapeLayers, Method: salesforceplan.AsNew,
		Shapes: salesforceplan.ShapeOptions{Custom: true, AssignObject: "Account"}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	found, points := 0, 0
	must(t, client.Query(t.Context(), "SELECT maps__Geometry__c, maps__ShapeLayer__r.maps__CustomGeometry__c FROM maps__ShapeLayerGeometry__c", func(r map[string]any) error {
		var shape struct {
			ProximityType string
			IsCustom      bool
			Points        []struct{ Lat, Lng float64 }
		}
		if err := json.Unmarshal([]byte(r["maps__Geometry__c"].(string)), &shape); err == nil && shape.ProximityType == "Polygon" && shape.IsCustom {
			found++
			points += len(shape.Points)
		}
		return nil
	}))
	if found < 4 || points < 4*found {
		t.Fatalf("%d geometries with %d points", found, points)
	}
	rules, err := client.Count(t.Context(), "SELECT count() FROM maps__AssignmentRule__c WHERE maps__AssignmentPlan__r.maps__Object__c = 'Account' AND maps__User__c != null AND maps__ShapeLayer__c != null")
	if err != nil || rules != 2 {
		t.Fatalf("%d assignment rules for two territories with a shape, %v", rules, err)
	}
	w.overwriteAll(client, request)
}

// overwriteAll checks that what somebody put below the plan's folder stays with
// overwrite matching and goes with overwrite all, and what lies beside it
// always stays.
func (w *world) overwriteAll(client *salesforce.Client, request salesforceplan.Request) {
	t := w.t
	folders, err := client.Count(t.Context(), "SELECT count() FROM maps__Folder__c WHERE maps__ParentFolder__c = null")
	must(t, err)
	var root string
	must(t, client.Query(t.Context(), "SELECT Id FROM maps__Folder__c WHERE Name = 'Custom'", func(r map[string]any) error { root = r["Id"].(string); return nil }))
	_, err = client.Create(t.Context(), "maps__Folder__c", []map[string]any{{"Name": "By somebody", "maps__ParentFolder__c": root}, {"Name": "Beside"}}, nil)
	must(t, err)
	request.Method = salesforceplan.Matching
	if p := w.plan(request); p.Operations != 0 {
		t.Fatalf("overwrite matching touches what others made: %v", p.Counts)
	}
	request.Method = salesforceplan.Overwrite
	p := w.plan(request)
	if len(p.Counts) != 1 || p.Counts[0].Delete != 1 {
		t.Fatalf("overwrite all: %v", p.Counts)
	}
	w.apply(p)
	if n, err := client.Count(t.Context(), "SELECT count() FROM maps__Folder__c WHERE maps__ParentFolder__c = null"); err != nil || n != folders+1 {
		t.Fatalf("%d top folders of %d, %v", n, folders+1, err)
	}
}

func TestRecordFields_ByEveryMethod(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 120, Seed: 4}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields, Where: "Name != null"})
	id := w.aligned(d, "Methods", "Industry", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	ids, err := w.reader(d).IDs(t.Context())
	must(t, err)
	extra, err := client.Create(t.Context(), "Account", []map[string]any{{"Name": "Not in the plan", "Territory__c": "Stray"}}, nil)
	must(t, err)
	_, err = client.Update(t.Context(), "Account", []map[string]any{{"id": ids.At(0), "Territory__c": "Mine"}}, nil)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.RecordFields, Method: salesforceplan.AsNew,
		Records: salesforceplan.RecordOptions{Fields: map[string]string{"Territory__c": "territory"}}}
	read := func(id string) (v any) {
		must(t, client.Query(t.Context(), "SELECT Territory__c FROM Account WHERE Id = '"+id+"'", func(r map[string]any) error { v = r["Territory__c"]; return nil }))
		return v
	}
	w.apply(w.plan(request))
	if v := read(ids.At(0)); v != "Mine" {
		t.Errorf("new overwrote a value nobody published: %v", v)
	}
	request.Method = salesforceplan.Matching
	w.apply(w.plan(request))
	if v := read(ids.At(0)); v == "Mine" {
		t.Error("overwrite matching left a value of the plan's records")
	}
	if v := read(extra[0].ID); v != "Stray" {
		t.Errorf("overwrite matching touched a record outside the plan: %v", v)
	}
	request.Method = salesforceplan.Overwrite
	p := w.plan(request)
	w.apply(p)
	if v := read(extra[0].ID); v != nil {
		t.Errorf("overwrite all left %v on a record outside the plan", v)
	}
}
