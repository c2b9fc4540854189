package salesforce_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforce"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// contents are the records of a query by id, each written as one text.
func (w *world) contents(c *salesforce.Client, soql string) map[string]string {
	w.t.Helper()
	out := map[string]string{}
	must(w.t, c.Query(w.t.Context(), soql, func(r map[string]any) error {
		delete(r, "attributes")
		out[r["Id"].(string)] = fmt.Sprint(r)
		return nil
	}))
	return out
}

// modelContents is everything of the model Parts, by object.
func (w *world) modelContents(c *salesforce.Client) map[string]map[string]string {
	const where = "Territory2Model.DeveloperName = 'Parts'"
	return map[string]map[string]string{
		salesforceplan.TerritoryObject: w.contents(c, "SELECT Id,Name,DeveloperName,ParentTerritory2Id,Territory2TypeId FROM Territory2 WHERE "+where),
		salesforceplan.RuleObject:      w.contents(c, "SELECT Id,DeveloperName,BooleanFilter FROM ObjectTerritory2AssignmentRule WHERE "+where),
		"items":                        w.contents(c, "SELECT Id,RuleId,Field,Operation,Value FROM ObjectTerritory2AssignmentRuleItem WHERE Rule."+where),
		salesforceplan.UserObject:      w.contents(c, "SELECT Id,UserId,Territory2Id FROM UserTerritory2Association WHERE Territory2."+where),
		salesforceplan.AccountObject:   w.contents(c, "SELECT Id,ObjectId,Territory2Id FROM ObjectTerritory2Association WHERE Territory2."+where),
	}
}

// differing are the ids that are not the same on both sides.
func differing(before, after map[string]string) []string {
	var ids []string
	for id := range after {
		if before[id] != after[id] {
			ids = append(ids, id)
		}
	}
	for id := range before {
		if _, left := after[id]; !left {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// disturbed changes the plan everywhere: renames, removes a territory of each
// top area, and moves units between two top areas.
func (w *world) disturbed(id string, tops ...*alignment.Area) {
	w.change(id, func(now *alignment.State) []alignment.Op {
		var ops []alignment.Op
		do := func(more []alignment.Op, err error) {
			must(w.t, err)
			must(w.t, now.Apply(alignment.ChangeSet{Ops: more}))
			ops = append(ops, more...)
		}
		var homes []alignment.AreaNumber
		for _, top := range tops {
			below := now.Subtree(top.Number)[1:]
			do(now.UpdateOps(top.Number, func(a *alignment.Area) { a.Name += " renamed" }))
			do(now.UpdateOps(below[0].Number, func(a *alignment.Area) { a.Name += " renamed"; a.Owner = "" }))
			do(now.AssignOps(now.UnitsOf(below[1].Number), below[0].Number))
			do(now.RemoveOps(below[1].Number, alignment.Unassigned))
			homes = append(homes, below[0].Number)
		}
		do(now.AssignOps(now.UnitsOf(homes[0])[:3], homes[1]))
		do(now.AssignOps(now.UnitsOf(homes[1])[:1], homes[0]))
		return ops
	})
}

func TestPublish_AFocusLeavesEverythingElseUntouched(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 500, Seed: 12}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Parts", "Industry", "BillingState")
	w.owned(id)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories,
		Territories: salesforceplan.TerritoryOptions{Model: "Parts", Rules: []string{"codes", "conditions"}, CodeColumn: "BillingPostalCode"}}
	w.apply(w.plan(request))
	s, err := w.db.State(t.Context(), id, 0)
	must(t, err)
	var tops []*alignment.Area
	for _, a := range s.Ordered() {
		if a.Level == 0 && len(s.Subtree(a.Number)) > 4 {
			tops = append(tops, a)
		}
	}
	inside, outside := tops[0], tops[1]
	w.disturbed(id, inside, outside)
	before := w.modelContents(client)
	for _, method := range []salesforceplan.Method{salesforceplan.Matching, salesforceplan.Overwrite} {
		request.Method, request.Focus = method, alignment.Focus{Areas: []alignment.AreaNumber{inside.Number}}
		p := w.plan(request)
		if method == salesforceplan.Matching && (p.Operations == 0 || !strings.Contains(p.Title, inside.Name+" renamed")) {
			t.Fatalf("the plan of a focus: %q with %d operations", p.Title, p.Operations)
		}
		w.apply(p)
		after := w.modelContents(client)
		w.onlyInside(client, before, after, inside)
		w.clean(p, request)
		if drift, err := w.publisher.Drift(t.Context(), salesforceplan.CheckSpec{PlanID: p.ID}, nil); err != nil || drift.Count != 0 {
			t.Fatalf("drift of what nobody changed: %+v %v", drift, err)
		}
	}
	w.driftOfAPart(client, id, inside, outside, request)
	request.Method, request.Focus = salesforceplan.Matching, alignment.Focus{}
	all := w.plan(request)
	if all.Operations == 0 {
		t.Fatal("nothing is left for the whole alignment")
	}
	w.apply(all)
	w.clean(all, request)
}

// onlyInside fails unless every record that differs is of a territory below, or
// at, the given area.
func (w *world) onlyInside(client *salesforce.Client, before, after map[string]map[string]string, top *alignment.Area) {
	w.t.Helper()
	in := map[string]bool{} // ids of territories inside, before and after
	for _, state := range []map[string]map[string]string{before, after} {
		parent := map[string]string{}
		for id, text := range state[salesforceplan.TerritoryObject] {
			_, rest, _ := strings.Cut(text, "ParentTerritory2Id:")
			parent[id], _, _ = strings.Cut(rest, " ")
			if parent[id] == "<nil>" && strings.Contains(text, "Name:"+top.Name) {
				in[id] = true
			}
		}
		for id := range parent {
			if in[parent[id]] {
				in[id] = true
			}
		}
	}
	if len(in) < 3 {
		w.t.Fatalf("%d territories inside", len(in))
	}
	moved := 0
	for object := range before {
		for _, id := range differing(before[object], after[object]) {
			moved++
			text := before[object][id] + after[object][id]
			touches := in[id]
			for one := range in {
				touches = touches || strings.Contains(text, one)
			}
			if object == "items" || object == salesforceplan.RuleObject {
				continue // looked at below, by the territories that use them
			}
			if !touches {
				w.t.Errorf("%s %s lies outside and has changed: %q → %q", object, id, before[object][id], after[object][id])
			}
		}
	}
	if moved == 0 {
		w.t.Error("nothing has changed at all")
	}
	must(w.t, client.Query(w.t.Context(), "SELECT RuleId,Territory2Id FROM RuleTerritory2Association WHERE Rule.Territory2Model.DeveloperName = 'Parts'", func(r map[string]any) error {
		rule, at := r["RuleId"].(string), r["Territory2Id"].(string)
		if was, now := before[salesforceplan.RuleObject][rule], after[salesforceplan.RuleObject][rule]; !in[at] && was != now {
			w.t.Errorf("rule %s of a territory outside has changed: %q → %q", rule, was, now)
		}
		return nil
	}))
}

// driftOfAPart changes a territory inside and one outside and expects the drift
// and the verification of the part to see the former only.
func (w *world) driftOfAPart(client *salesforce.Client, id string, inside, outside *alignment.Area, request salesforceplan.Request) {
	t := w.t
	t.Helper()
	published, err := w.db.Published(t.Context(), w.org.ID, "territory model Parts")
	must(t, err)
	record := map[string]string{}
	for _, m := range published {
		record[m.Key] = m.RecordID
	}
	key := func(a *alignment.Area) string { return fmt.Sprintf("%s/area/%d", id, a.Number) }
	rename := func(a *alignment.Area, name string) {
		_, err := client.Update(t.Context(), "Territory2", []map[string]any{{"id": record[key(a)], "Name": name}}, nil)
		must(t, err)
	}
	request.Method = salesforceplan.Matching
	p := w.plan(request) // empty, and as good as any to compare with
	rename(outside, "Outside, by somebody")
	check := salesforceplan.CheckSpec{PlanID: p.ID}
	if drift, err := w.publisher.Drift(t.Context(), check, nil); err != nil || drift.Count != 0 {
		t.Fatalf("a change outside is drift of the part: %+v %v", drift, err)
	}
	if v, err := w.publisher.Verify(t.Context(), check, nil); err != nil || !v.Same {
		t.Fatalf("a change outside is a difference of the part: %+v %v", v, err)
	}
	rename(inside, "Inside, by somebody")
	if drift, err := w.publisher.Drift(t.Context(), check, nil); err != nil || drift.Count != 1 || drift.Entries[0].RecordID != record[key(inside)] {
		t.Fatalf("drift of the part: %+v %v", drift, err)
	}
	next := w.plan(request)
	if next.Operations != 1 || next.Conflicts != 1 {
		t.Fatalf("the plan of the part over the changes: %+v", next)
	}
	w.apply(next)
}

func TestPublish_ALevelAndBelowStandsAtTheTopOrBelowWhatIsThere(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 300, Seed: 12}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Parts", "Rating", "Industry", "BillingState")
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories, Method: salesforceplan.AsNew, Level: 1,
		Territories: salesforceplan.TerritoryOptions{Model: "Parts", Rules: []string{"codes"}, CodeColumn: "BillingPostalCode"}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	s, err := w.db.State(t.Context(), id, 0)
	must(t, err)
	count := map[int]int{}
	for _, a := range s.Areas {
		count[a.Level]++
	}
	at := func(where string) int {
		n, err := client.Count(t.Context(), "SELECT count() FROM Territory2 WHERE Territory2Model.DeveloperName = 'Parts'"+where)
		must(t, err)
		return n
	}
	if all, top := at(""), at(" AND ParentTerritory2Id = null"); all != count[1]+count[2] || top != count[1] {
		t.Fatalf("%d territories, %d of them at the top; %v areas by level", all, top, count)
	}
	// a territory that the plan no longer has goes, though nothing stands above it
	w.change(id, func(now *alignment.State) []alignment.Op {
		last := now.Ordered()
		last = slices.DeleteFunc(last, func(a *alignment.Area) bool { return a.Level != 1 })
		ops, err := now.RemoveOps(last[0].Number, alignment.Unassigned)
		must(t, err)
		return ops
	})
	request.Method = salesforceplan.Matching
	p = w.plan(request)
	w.apply(p)
	if top := at(" AND ParentTerritory2Id = null"); top != count[1]-1 {
		t.Fatalf("%d territories at the top of %d", top, count[1]-1)
	}
	w.clean(p, request)
	// the whole alignment puts the levels above on top
	request.Level = 0
	p = w.plan(request)
	w.apply(p)
	w.clean(p, request)
	if top := at(" AND ParentTerritory2Id = null"); top != count[0] {
		t.Fatalf("%d territories at the top of %d", top, count[0])
	}
	// and the lower levels alone leave them there
	w.change(id, func(now *alignment.State) []alignment.Op {
		ops, err := now.UpdateOps(now.Ordered()[0].Number, func(a *alignment.Area) { a.Name = "Renamed above" })
		must(t, err)
		return ops
	})
	request.Level = 1
	if p := w.plan(request); p.Operations != 0 {
		t.Fatalf("a change above the level is written: %v", p.Counts)
	}
	request.Level = 7
	_, err = w.publisher.Plan(t.Context(), salesforceplan.PlanSpec{PlanID: newID(), Request: w.to(request)}, territory.Actor{}, nil)
	if territory.CodeOf(err) != territory.Invalid {
		t.Fatalf("a level that is not there: %v", err)
	}
}

// to is a request to the world's org.
func (w *world) to(r salesforceplan.Request) salesforceplan.Request {
	r.ConnectionID = w.org.ID
	return r
}

func TestPublish_AFocusOfEveryDestination(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 250, Seed: 8}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Everywhere", "Industry", "BillingState")
	w.owned(id)
	w.squares(id)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	hours, err := client.Create(t.Context(), "OperatingHours", []map[string]any{{"Name": "Test hours"}}, nil)
	must(t, err)
	s, err := w.db.State(t.Context(), id, 0)
	must(t, err)
	tops := slices.DeleteFunc(s.Ordered(), func(a *alignment.Area) bool { return a.Level != 0 || len(s.Subtree(a.Number)) < 4 })
	focus := alignment.Focus{Areas: []alignment.AreaNumber{tops[0].Number}}
	requests := []salesforceplan.Request{
		{Kind: salesforceplan.RecordFields, Records: salesforceplan.RecordOptions{Fields: map[string]string{"Territory__c": "territory"}}},
		{Kind: salesforceplan.AccountTeams, Teams: salesforceplan.TeamOptions{Role: "Account Manager", Method: "overwrite"}},
		{Kind: salesforceplan.FieldService, Service: salesforceplan.ServiceOptions{OperatingHours: hours[0].ID, Polygons: true, Members: true}},
		{Kind: salesforceplan.ShapeLayers, Shapes: salesforceplan.ShapeOptions{Custom: true, AssignObject: "Account"}},
	}
	for i := range requests {
		requests[i].AlignmentID = id
		w.apply(w.plan(requests[i]))
	}
	w.disturbed(id, tops[0], tops[1])
	s, err = w.db.State(t.Context(), id, 0)
	must(t, err)
	ids, err := w.reader(d).IDs(t.Context())
	must(t, err)
	inFocus := focus.Numbers(s)
	units := map[string]bool{}
	for unit, number := range s.Assigned {
		if inFocus[number] {
			units[ids.At(unit)] = true
		}
	}
	for _, request := range requests {
		for _, method := range []salesforceplan.Method{salesforceplan.Matching, salesforceplan.Overwrite} {
			whole := request
			whole.Method = method
			part := whole
			part.Focus = focus
			p, all := w.plan(part), w.plan(whole)
			entries, _, err := w.db.Entries(t.Context(), p.ID, orgplan.Filter{})
			must(t, err)
			if method == salesforceplan.Matching && p.Operations == 0 || p.Operations >= all.Operations {
				t.Errorf("%s: the part takes %d writes, the whole %d", request.Kind, p.Operations, all.Operations)
			}
			for _, e := range entries {
				if record, isUnit := strings.CutPrefix(e.Key, "record/"); isUnit && !units[record] {
					t.Errorf("%s %s writes to a record outside: %+v", request.Kind, method, e.Operation)
				}
				if account := strings.Split(e.Key, "/"); account[0] == "team" && !units[account[1]] {
					t.Errorf("%s %s writes to a team outside: %+v", request.Kind, method, e.Operation)
				}
				if number := numberOf(e.Key, id); number != 0 && s.Areas[number] != nil && !inFocus[number] {
					t.Errorf("%s %s writes outside: %+v", request.Kind, method, e.Operation)
				}
			}
			w.apply(p)
			v, err := w.publisher.Verify(t.Context(), salesforceplan.CheckSpec{PlanID: p.ID}, nil)
			if err != nil || !v.Same {
				t.Fatalf("%s %s of a part: %+v %v", request.Kind, method, v, err)
			}
			drift, err := w.publisher.Drift(t.Context(), salesforceplan.CheckSpec{PlanID: p.ID}, nil)
			if err != nil || drift.Count != 0 {
				t.Fatalf("%s %s of a part has drifted: %+v %v", request.Kind, method, drift, err)
			}
		}
		request.Method, request.Focus = salesforceplan.Matching, alignment.Focus{}
		p := w.plan(request)
		if p.Operations == 0 {
			t.Errorf("%s: nothing is left for the whole alignment", request.Kind)
		}
		w.apply(p)
		w.clean(p, request)
	}
}

// numberOf is the area in a key such as ROOT/layer/7, 0 for others.
func numberOf(key, root string) (number alignment.AreaNumber) {
	parts := strings.Split(strings.TrimPrefix(key, root+"/"), "/")
	if len(parts) > 1 && slices.Contains([]string{"service", "member", "polygon", "layer", "geometry", "assign"}, parts[0]) {
		fmt.Sscan(parts[1], &number) //nolint:errcheck // 0 is the answer then
	}
	return number
}

func TestPublish_ALevelIsRefusedWhereItMeansNothing(t *testing.T) {
	request := salesforceplan.Request{Kind: salesforceplan.AccountTeams, Level: 1, Teams: salesforceplan.TeamOptions{Role: "Owner"}}
	if err := request.Validate(); territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), "level") {
		t.Fatalf("got %v", err)
	}
}
