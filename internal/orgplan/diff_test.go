package orgplan_test

import (
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
)

func area(key, name, dev string) orgplan.Desired {
	return orgplan.Desired{Object: "Area", Key: key, Label: name, Stage: 10, Fields: map[string]any{"Name": name, "Dev": dev}, Match: []string{"Dev"}, Name: "Name"}
}

func there(id, name, dev string) orgplan.Record {
	return orgplan.Record{Object: "Area", ID: id, Label: name, Stage: 10, Ours: true, Fields: map[string]any{"Name": name, "Dev": dev}}
}

func actions(d *orgplan.Difference) string {
	var parts []string
	for _, o := range d.Operations {
		parts = append(parts, string(o.Action)+" "+o.Key+o.RecordID+" "+o.MatchedBy)
	}
	return strings.Join(parts, ", ")
}

func TestDiff_RecognisesByIDThenKeyThenName(t *testing.T) {
	published := []orgplan.Published{{Key: "a1", Object: "Area", RecordID: "X1", Fields: map[string]any{"Name": "West", "Dev": "w"}}}
	current := []orgplan.Record{there("X1", "Renamed there", "w"), there("X2", "East", "e"), there("X3", "North", "other"), there("X4", "Nobody's", "n")}
	desired := []orgplan.Desired{area("a1", "West", "w"), area("a2", "Eastern", "e"), area("a3", "North", "north"), area("a4", "South", "s")}
	d := orgplan.Diff(current, desired, published)
	want := "update a1X1 id, update a2X2 key, update a3X3 name, create a4 , delete org/X4X4 "
	if got := actions(d); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if got := d.Operations[0].Conflict; got != `Name was published as "West" and is "Renamed there" in the org` {
		t.Errorf("conflict %q", got)
	}
	if len(d.Problems) != 1 || d.Problems[0].Level != orgplan.Note {
		t.Errorf("the match by name is not shown: %v", d.Problems)
	}
}

func TestDiff_NamesDuplicatesBeforeAnythingIsWritten(t *testing.T) {
	d := orgplan.Diff([]orgplan.Record{there("X1", "West", "a"), there("X2", "West", "b")}, []orgplan.Desired{area("a1", "West", "w")}, nil)
	if len(d.Problems) == 0 || d.Problems[0].Level != orgplan.Wrong || !strings.Contains(d.Problems[0].What, "X1, X2") {
		t.Fatalf("two records named West: %v", d.Problems)
	}
}

func TestDiff_EqualOrgNeedsNothing(t *testing.T) {
	d := orgplan.Diff([]orgplan.Record{there("X1", "West", "w")}, []orgplan.Desired{area("a1", "West", "w")}, nil)
	if len(d.Operations)+len(d.Problems) != 0 || len(d.Adopted) != 1 {
		t.Fatalf("operations %v, problems %v, adopted %v", d.Operations, d.Problems, d.Adopted)
	}
}

func TestDiff_FixedRecordIsReplacedOldOneFirst(t *testing.T) {
	w := orgplan.Desired{Object: "Member", Key: "m", Stage: 20, Fields: map[string]any{"User": "u", "Role": "Rep"}, Match: []string{"User"}, Fixed: true}
	r := orgplan.Record{Object: "Member", ID: "M1", Stage: 20, Ours: true, Fields: map[string]any{"User": "u", "Role": "Boss"}}
	d := orgplan.Diff([]orgplan.Record{r}, []orgplan.Desired{w}, nil)
	if got := actions(d); got != "delete mM1 , create m " || d.Operations[0].Stage >= d.Operations[1].Stage {
		t.Fatalf("got %s", got)
	}
}

func TestDrift_ListsChangedGoneAndAdded(t *testing.T) {
	published := []orgplan.Published{
		{Key: "a", Object: "Area", RecordID: "X1", Label: "West", Fields: map[string]any{"Name": "West"}},
		{Key: "b", Object: "Area", RecordID: "X2", Label: "East", Fields: map[string]any{"Name": "East"}},
	}
	var kinds []string
	for _, e := range orgplan.Drift([]orgplan.Record{there("X1", "Wild West", "w"), there("X3", "New", "n")}, published) {
		kinds = append(kinds, string(e.Kind)+" "+e.RecordID)
	}
	if got := strings.Join(kinds, ", "); got != "changed X1, gone X2, added X3" {
		t.Fatalf("got %s", got)
	}
}

func TestStale_FindsWhatChangedSinceThePlan(t *testing.T) {
	d := orgplan.Diff([]orgplan.Record{there("X1", "West", "w")}, []orgplan.Desired{area("a1", "Far West", "w"), area("a2", "New", "n")}, nil)
	if stale := orgplan.Stale(d.Operations, []orgplan.Record{there("X1", "West", "w")}); len(stale) > 0 {
		t.Fatalf("unchanged org: %v", stale)
	}
	stale := orgplan.Stale(d.Operations, []orgplan.Record{there("X1", "Best West", "w"), there("X9", "Somebody's", "n")})
	if len(stale) != 2 {
		t.Fatalf("a changed and an added record: %v", stale)
	}
}
