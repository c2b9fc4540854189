package salesforce_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/connection"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/salesforceplan"
	"github.com/bailiwick-planning/bailiwick/internal/salesforcesim"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// model reads a territory model as an alignment and writes it down as text.
func (w *world) model(d dataset.Dataset, model, name string) (string, string) {
	w.t.Helper()
	out, err := w.publisher.Model(w.t.Context(), salesforceplan.ModelSpec{ConnectionID: w.org.ID, DatasetID: d.ID, Model: model, AlignmentID: newID(), Name: name}, territory.Actor{}, nil)
	must(w.t, err)
	s, err := w.db.State(w.t.Context(), out.AlignmentID, 0)
	must(w.t, err)
	var lines []string
	for _, a := range s.Ordered() {
		lines = append(lines, fmt.Sprintf("%s | %s | %s | %s", s.Path(a.Number), a.Owner, alignment.FormatUsers(a.Users), a.Rule))
	}
	for unit, number := range s.Assigned {
		lines = append(lines, fmt.Sprintf("%d %s", unit, s.Path(number)))
	}
	return out.AlignmentID, strings.Join(lines, "\n")
}

func TestModel_InPublishedAsNewAndInAgainIsTheSame(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 500, Seed: 2}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id, first := w.model(d, "FY26", "As it is")
	if !strings.Contains(first, "BillingState ==") || !strings.Contains(first, "Northeast") {
		t.Fatalf("the model was not read:\n%s", first[:min(800, len(first))])
	}
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.SalesTerritories, Method: salesforceplan.AsNew,
		Territories: salesforceplan.TerritoryOptions{Model: "Copy"}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	_, second := w.model(d, "Copy", "And again")
	if first != second {
		a, b := strings.Split(first, "\n"), strings.Split(second, "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("line %d:\n%s\n%s", i, a[i], b[i])
			}
		}
		t.Fatalf("%d lines and %d", len(a), len(b))
	}
}

func TestRecordFields_AreWrittenOnceAndTakenBack(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 450, Seed: 4}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: accountFields})
	id := w.aligned(d, "Fields", "Industry", "BillingState")
	request := salesforceplan.Request{AlignmentID: id, Kind: salesforceplan.RecordFields,
		Records: salesforceplan.RecordOptions{Fields: map[string]string{"Territory__c": "territory", "Region__c": "area:Industry", "Open_Cases__c": "number"}}}
	p := w.plan(request)
	w.apply(p)
	w.clean(p, request)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	empty := func() int {
		n, err := client.Count(t.Context(), "SELECT count() FROM Account WHERE Territory__c = null")
		must(t, err)
		return n
	}
	if n := empty(); n > 450/10 {
		t.Fatalf("%d accounts have no territory", n)
	}
	back, err := w.publisher.Rollback(t.Context(), p.ID, newID(), territory.Actor{})
	must(t, err)
	w.apply(back)
	if n := empty(); n != 450 {
		t.Fatalf("%d of 450 accounts are as before", n)
	}
	request.Records.Fields = map[string]string{"Nowhere__c": "territory"}
	request.ConnectionID = w.org.ID
	if _, err := w.publisher.Plan(t.Context(), salesforceplan.PlanSpec{PlanID: newID(), Request: request}, territory.Actor{}, nil); territory.CodeOf(err) != territory.Invalid {
		t.Fatalf("an unknown field: %v", err)
	}
}

func TestImport_SeveralSourcesAndARefreshOfWhatChanged(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 300, Seed: 6}, nil)
	d, out := w.imported(
		connection.Source{Object: "Account", Fields: []string{"Id", "Name", "Owner.Name", "AnnualRevenue"}},
		connection.Source{SOQL: "SELECT Id, Name, Company FROM Lead WHERE Name != null"})
	if len(out.Sources) != 2 || out.Accepted != out.Sources[0].Rows+out.Sources[1].Rows {
		t.Fatalf("%+v", out)
	}
	single, _ := w.imported(connection.Source{Object: "Account", Fields: []string{"Name", "AnnualRevenue"}})
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	ids, err := w.reader(single).IDs(t.Context())
	must(t, err)
	_, err = client.Update(t.Context(), "Account", []map[string]any{{"id": ids.At(0), "Name": "Renamed"}}, nil)
	must(t, err)
	_, err = client.Delete(t.Context(), []string{ids.At(1)})
	must(t, err)
	spec := connection.ImportSpec{DatasetID: single.ID, SnapshotID: newID(), Refresh: true}
	again := w.refresh(spec)
	if s := again.Sources[0]; !s.Part || s.Changed != 1 || s.Deleted != 1 || again.Units != 299 {
		t.Fatalf("%+v, %d units", s, again.Units)
	}
	if !slices.Contains(columnNames(w.reader(d)), "Company") {
		t.Fatal("the second source's columns are missing")
	}
}

// A record that was deleted and then purged from the recycle bin leaves no trace
// that a refresh could read; it goes all the same.
func TestImport_ARefreshSeesWhatHasLeftNoTrace(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 40, Seed: 6}, nil)
	d, _ := w.imported(connection.Source{Object: "Account", Fields: []string{"Name"}})
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	ids, err := w.reader(d).IDs(t.Context())
	must(t, err)
	id, err := client.OpenIngest(t.Context(), "Account", "hardDelete")
	must(t, err)
	must(t, client.UploadIngest(t.Context(), id, []byte("Id\n"+ids.At(3)+"\n")))
	if _, done, failed, err := client.FinishIngest(t.Context(), id, nil); err != nil || len(done) != 1 || len(failed) != 0 {
		t.Fatalf("purge: %v %v %v", done, failed, err)
	}
	again := w.refresh(connection.ImportSpec{DatasetID: d.ID, SnapshotID: newID(), Refresh: true})
	if again.Units != 39 {
		t.Fatalf("%d units of 39: %+v", again.Units, again.Sources)
	}
}

func TestImport_DeletedRecordsComeWhenAskedFor(t *testing.T) {
	w := newWorld(t, salesforcesim.Options{Accounts: 40, Seed: 6}, nil)
	client, err := w.service.Open(t.Context(), w.org.ID)
	must(t, err)
	var ids []string
	must(t, client.Query(t.Context(), "SELECT Id FROM Account ORDER BY Id LIMIT 3", func(r map[string]any) error { ids = append(ids, r["Id"].(string)); return nil }))
	_, err = client.Delete(t.Context(), ids)
	must(t, err)
	d, out := w.imported(connection.Source{Object: "Account", Fields: []string{"Name"}, Deleted: true})
	deleted, err := w.reader(d).Texts(t.Context(), "IsDeleted")
	if err != nil {
		numbers, err := w.reader(d).Numbers(t.Context(), "IsDeleted")
		must(t, err)
		n := 0
		for _, v := range numbers {
			n += int(v)
		}
		if out.Accepted != 40 || n != 3 {
			t.Fatalf("%d accepted, %d deleted", out.Accepted, n)
		}
		return
	}
	n := 0
	for unit := range out.Accepted {
		if deleted.At(unit) == "true" {
			n++
		}
	}
	if out.Accepted != 40 || n != 3 {
		t.Fatalf("%d accepted, %d deleted", out.Accepted, n)
	}
}
