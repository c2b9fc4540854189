package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// planFolder imports n accounts of some owners and aligns them by owner; the
// returned function completes a command line.
func planFolder(t *testing.T, n, owners int) (in func(...string) []string, a httpapi.AlignmentItem) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	in = func(args ...string) []string { return append(args, "--data", data) }
	var imported ingest.Outcome
	must(t, &imported, in("import", accountsFile(t, n, owners), "--name", "accounts")...)
	must(t, &a, in("alignment", "create", "--by", "OwnerName", "--levels", "Territory", "--name", "Plan")...)
	return in, a
}

func refusedWith(t *testing.T, want string, args ...string) {
	t.Helper()
	code, out, errOut := bailiwick(t, args...)
	if code != exitRefused || !strings.Contains(errOut, want) {
		t.Errorf("bailiwick %s: code %d, %q %q; want a refusal with %q", strings.Join(args, " "), code, out, errOut, want)
	}
}

func TestAlignment_HistoryByCommandLine(t *testing.T) {
	t.Parallel()
	in, a := planFolder(t, 400, 4)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	first, second := l.Areas[0], l.Areas[1]
	var v httpapi.VersionAnswer
	must(t, &v, in("alignment", "move", "--from", first.Name, "--filter", "AnnualRevenue > 0", "--to", strconv.Itoa(int(second.Number)), "--reason", "Rich to the second")...)
	must(t, &v, in("alignment", "name", "Moved")...)
	var named httpapi.NamedVersions
	must(t, &named, in("alignment", "name")...)
	if len(named.Versions) != 1 || named.Versions[0].Version != 2 {
		t.Fatalf("names: %+v", named)
	}
	moves := filepath.Join(t.TempDir(), "moves.csv")
	var d httpapi.VersionDiff
	must(t, &d, in("alignment", "diff", "1", "Moved", "--measure", "AnnualRevenue", "--moves", moves)...)
	if len(d.Flows) != 1 || d.Flows[0].FromName != first.Name || d.Units == 0 || d.Flows[0].Sums[0] <= 0 {
		t.Errorf("diff: %+v", d)
	}
	if rows := readCSV(t, moves); len(rows) != d.Units+1 {
		t.Errorf("moves.csv has %d rows, want %d and a header", len(rows), d.Units)
	}
	must(t, &v, in("alignment", "remove", first.Name)...)
	must(t, &v, in("alignment", "rename", second.Name, "Chosen")...)
	must(t, &v, in("alignment", "restore", "1", "--area", first.Name)...)
	must(t, &l, in("alignment", "show")...)
	if l.Areas[0].Name != first.Name || l.Areas[0].Units != first.Units {
		t.Errorf("restored area: %+v, want %+v", l.Areas[0], first)
	}
	var u alignment.UndoState
	must(t, &u, in("alignment", "undo", "--show")...)
	if u.Undo == nil || u.Undo.Version != v.Version || u.Redo != nil {
		t.Errorf("undo would take back %+v, redo %+v", u.Undo, u.Redo)
	}
	must(t, &v, in("alignment", "undo")...)
	must(t, &v, in("alignment", "redo")...)
	var m httpapi.MergeAnswer
	must(t, &m, in("alignment", "revert", "4")...) // the new name goes, the rest stays
	must(t, &l, in("alignment", "show")...)
	if l.Areas[1].Name != second.Name {
		t.Errorf("after taking back the new name: %q, want %q", l.Areas[1].Name, second.Name)
	}
	must(t, &v, in("alignment", "restore", "1")...)
	must(t, &d, in("alignment", "diff", "1")...)
	if d.Units != 0 || len(d.Areas) != 0 {
		t.Errorf("after restoring version 1 it differs from it: %+v", d)
	}
	var h httpapi.History
	must(t, &h, in("alignment", "log")...)
	if int64(len(h.Changes)) != v.Version || h.Changes[len(h.Changes)-2].Reason != "Rich to the second" {
		t.Errorf("log: %+v", h.Changes)
	}
	refusedWith(t, "no version named", in("alignment", "restore", "Nowhen")...)
	refusedWith(t, "unknown name Nothing", in("alignment", "move", "--filter", "Nothing > 1", "--to", second.Name)...)
	_ = a
}

func TestAlignment_BranchAndMergeByCommandLine(t *testing.T) {
	t.Parallel()
	in, a := planFolder(t, 300, 3)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	one, two, three := l.Areas[0].Name, l.Areas[1].Name, l.Areas[2].Name
	var branch httpapi.AlignmentItem
	must(t, &branch, in("alignment", "branch", "Try", "--alignment", "Plan")...)
	if branch.Origin == nil || branch.Origin.AlignmentID != a.ID {
		t.Fatalf("branch: %+v", branch)
	}
	var v httpapi.VersionAnswer
	must(t, &v, in("alignment", "move", "--alignment", "Try", "--from", one, "--to", two)...)
	must(t, &v, in("alignment", "move", "--alignment", "Plan", "--from", one, "--to", three)...)
	must(t, &v, in("alignment", "rename", "--alignment", "Try", two, "New name")...)
	refusedWith(t, "conflicts are open", in("alignment", "merge", "Try")...)
	var m httpapi.MergeAnswer
	must(t, &m, in("alignment", "merge", "Try", "--choose", strconv.Itoa(int(l.Areas[2].Number))+"=theirs")...)
	if !m.Stored || len(m.Conflicts) != 1 || m.Conflicts[0].Units != l.Areas[0].Units {
		t.Errorf("merge: %+v", m)
	}
	must(t, &l, in("alignment", "show", "--alignment", "Plan")...)
	if l.Areas[0].Units != 0 || l.Areas[1].Name != "New name" || l.Areas[1].Units == 0 {
		t.Errorf("merged: %+v", l.Areas[:2])
	}
}

func TestAlignment_FilesByCommandLine(t *testing.T) {
	t.Parallel()
	in, a := planFolder(t, 200, 2)
	dir := t.TempDir()
	tree, units := filepath.Join(dir, "tree.csv"), filepath.Join(dir, "units.csv")
	var x exported
	must(t, &x, in("alignment", "export", tree)...)
	must(t, &x, in("alignment", "export", units, "--as", "assignment")...)
	rows := readCSV(t, units)
	if len(rows) != 201 || len(readCSV(t, tree)) != 3 {
		t.Fatalf("exported %d units", len(rows)-1)
	}
	ok(t, os.WriteFile(tree, []byte("area,parent,owner\nNorth,,Ann\nCity,North,Bob\nLost,Nowhere,\n"), 0o600))
	var answer httpapi.ImportAnswer
	refusedWith(t, "Rows of the file fail", in("alignment", "import", tree, "--all-or-nothing")...)
	must(t, &answer, in("alignment", "import", tree)...)
	if answer.Version != a.Version+1 || answer.AreasChanged != 2 || len(answer.Problems) != 1 || !strings.Contains(answer.Problems[0].Where, "row 4") {
		t.Errorf("tree import: %+v", answer)
	}
	ok(t, os.WriteFile(units, []byte("id,area,locked\n"+rows[1][0]+",North > City,yes\n"+rows[2][0]+",City,no\nnobody,City,\n"), 0o600))
	must(t, &answer, in("alignment", "import", units, "--as", "assignment", "--reason", "Agreed")...)
	if answer.UnitsMoved != 2 || len(answer.Problems) != 1 {
		t.Errorf("assignment import: %+v", answer)
	}
	refusedWith(t, "locked", in("alignment", "move", "--ids", rows[1][0], "--to", rows[1][1])...)
	var v httpapi.VersionAnswer
	must(t, &v, in("alignment", "lock", "--unlock", "--ids", rows[1][0])...)
	must(t, &v, in("alignment", "lock", "--area", "North", "--subtree")...)
	refusedWith(t, "locked", in("alignment", "move", "--ids", rows[3][0], "--to", "City")...)
	must(t, &v, in("alignment", "lock", "--unlock", "--area", "North", "--subtree")...)
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	must(t, &v, in("alignment", "lock", "--level", l.Levels[len(l.Levels)-1])...)
	refusedWith(t, "locked", in("alignment", "move", "--ids", rows[3][0], "--to", "City")...)
	refusedWith(t, "no level", in("alignment", "lock", "--level", "Planet")...)
}

// TestAlignment_TopDownPlanning walks three levels: the head of sales makes
// regions with placeholders, a leader carves only her region on a branch.
func TestAlignment_TopDownPlanning(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 600, 3)
	run := func(args ...string) {
		t.Helper()
		var v httpapi.VersionAnswer
		must(t, &v, in(append([]string{"alignment"}, args...)...)...)
	}
	var a httpapi.AlignmentItem
	must(t, &a, in("alignment", "create", "--name", "Top down", "--empty", "--levels", "Region,District,Territory")...)
	top := []string{"--alignment", "Top down"}
	at := func(args ...string) []string { return append(args, top...) }
	run(at("add", "West")...)
	run(at("add", "East")...)
	run(at("move", "--filter", "BillingLongitude < -95", "--to", "West")...)
	run(at("move", "--from", "unassigned", "--to", "East")...)
	run(at("split", "East", "--below", "--part", "North", "--part", `South=BillingLatitude < 38`)...)
	run(at("split", "West", "--below", "--part", "Pacific", "--part", "Mountain=BillingLongitude > -115")...)
	run(at("lock", "--area", "West", "--subtree")...)
	var branch httpapi.AlignmentItem
	must(t, &branch, in("alignment", "branch", "East by Ann", "--alignment", "Top down")...)
	run("split", "South", "--below", "--part", "Deep South", "--part", "Coast=BillingLongitude > -82", "--alignment", "East by Ann")
	refusedWith(t, "locked", in("alignment", "move", "--alignment", "East by Ann", "--from", "Pacific", "--to", "Coast")...)
	run(at("rename", "Mountain", "Rockies")...)
	var m httpapi.MergeAnswer
	must(t, &m, in("alignment", "merge", "East by Ann")...)
	if len(m.Conflicts) != 0 || !m.Stored {
		t.Fatalf("merge: %+v", m)
	}
	var l httpapi.Legend
	must(t, &l, in(at("alignment", "show", "--measure", "units")...)...)
	var outline []string
	held := 0
	for _, area := range l.Areas {
		outline = append(outline, strings.Repeat("-", area.Level)+area.Name)
		if area.Leaf {
			held += area.Units
		}
	}
	want := "West -Pacific -Rockies East -North -South --Deep South --Coast"
	if got := strings.Join(outline, " "); got != want || held != 600 || l.Unassigned.Units != 0 {
		t.Errorf("tree %q with %d units, want %q with 600", got, held, want)
	}
}

func TestChanges_OnTopOfOthers(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, 200, 4))
	ok(t, err)
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Mine", "start": map[string]any{"kind": "fields", "fields": []string{"OwnerName"}}}, &a))
	type m = map[string]any
	change := func(body m) (httpapi.VersionAnswer, error) {
		var v httpapi.VersionAnswer
		return v, api.post(ctx, "/alignments/"+a.ID+"/changes", body, &v)
	}
	_, err = change(m{"expectedVersion": 1, "ops": []m{{"assign": m{"units": []int{1, 2, 3}, "to": 1}}}})
	ok(t, err)
	mine := m{"expectedVersion": 1, "onTop": true, "ops": []m{{"assign": m{"units": []int{10, 11}, "to": 2}}}}
	v, err := change(mine)
	ok(t, err)
	if v.Version != 3 {
		t.Errorf("version %d, want the change on top of version 2", v.Version)
	}
	meeting := m{"expectedVersion": 1, "onTop": true, "ops": []m{{"assign": m{"units": []int{1, 2, 3}, "to": 2}}}}
	_, err = change(meeting)
	if territory.CodeOf(err) != territory.Conflict || !strings.Contains(err.Error(), "area 1") {
		t.Fatalf("meeting changes: %v, want a conflict about area 1", err)
	}
	meeting["choices"] = m{"1": "theirs"}
	v, err = change(meeting)
	ok(t, err)
	if v.Version != 4 {
		t.Errorf("version %d after choosing", v.Version)
	}
	meeting["choices"] = m{"1": "both"}
	if _, err = change(meeting); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a choice that is none: %v", err)
	}
	_, err = change(m{"expectedVersion": 4, "ops": []m{
		{"editLevel": m{"do": "add", "level": 0, "name": "Region"}}, {"sortAreas": m{"parent": 0}},
		{"splitArea": m{"number": 1, "parts": []m{{"name": "Part", "units": []int{}}}}}, {"lockAreas": m{"areas": []int{2}, "locked": true}}}})
	ok(t, err)
	var l httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+a.ID+"/legend", &l))
	if len(l.Levels) != 2 || l.Levels[0] != "Region" {
		t.Errorf("levels: %v", l.Levels)
	}
}

func TestDraft_AcceptedInPart(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 600, 4)
	var draft optimized
	must(t, &draft, in("optimize", "--measure", "AnnualRevenue:5%", "--seed", "5")...)
	var v httpapi.VersionAnswer
	var l httpapi.Legend
	must(t, &l, in("alignment", "show")...)
	must(t, &v, in("alignment", "rename", l.Areas[3].Name, "Another name")...)
	refusedWith(t, "", in("draft", "accept", draft.Draft)...)
	var m httpapi.MergeAnswer
	must(t, &m, in("draft", "accept", draft.Draft, "--area", strconv.Itoa(int(l.Areas[0].Number)), "--lock")...)
	if !m.Stored || m.Version != 3 {
		t.Fatalf("accepted in part: %+v", m)
	}
	var d httpapi.VersionDiff
	must(t, &d, in("alignment", "diff", "2")...)
	if d.Units == 0 || d.Units >= draft.Report.After.MovedUnits || d.Locked != d.Units {
		t.Errorf("%d units moved and %d locked of %d in the draft", d.Units, d.Locked, draft.Report.After.MovedUnits)
	}
	for _, f := range d.Flows {
		if f.From != l.Areas[0].Number && f.To != l.Areas[0].Number {
			t.Errorf("a move that was not chosen: %+v", f)
		}
	}
}
