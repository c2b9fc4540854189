package main

import (
	"path/filepath"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// A rep challenges where a unit is; the planner rejects, thinks again, and
// accepts: the unit moves, is locked, and the next optimisation leaves it.
func TestChallenge_AcceptedUnitStaysThroughOptimising(t *testing.T) {
	t.Parallel()
	data, out := filepath.Join(t.TempDir(), "data"), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", accountsFile(t, 600, 4))...)
	must(t, new(any), in("align", "--by", "OwnerName")...)
	must(t, new(any), in("publish", "units_csv", "--out", out)...)
	rows := readCSV(t, filepath.Join(out, "units.csv"))
	unit, from := rows[1][index(t, rows[0], "id")], rows[1][index(t, rows[0], "area_number")]
	wants := "1"
	if from == "1" {
		wants = "2"
	}
	var note, challenge, decided discussion.Thread
	must(t, &note, in("comment", "add", "Please check the coast.", "--place=-122.4,37.8")...)
	must(t, &challenge, in("comment", "add", "My customer for ten years.", "--unit", unit, "--wants", wants)...)
	if challenge.Kind != discussion.Challenge || challenge.State != discussion.Open {
		t.Fatalf("challenge: %+v", challenge)
	}
	refusedWith(t, "is open", in("comment", "reopen", challenge.ID)...)
	refusedWith(t, "only challenges", in("comment", "accept", note.ID)...)
	must(t, &decided, in("comment", "reject", challenge.ID, "--reason", "Balance")...)
	must(t, &decided, in("comment", "reopen", challenge.ID)...)
	must(t, &decided, in("comment", "accept", challenge.ID)...)
	if decided.State != discussion.Accepted || decided.Decision.Version != 2 {
		t.Errorf("accepted: %+v, decision %+v", decided, decided.Decision)
	}
	must(t, new(any), in("optimize", "--seed", "3", "--accept")...)
	must(t, new(any), in("publish", "units_csv", "--out", out)...)
	for _, row := range readCSV(t, filepath.Join(out, "units.csv"))[1:] {
		if row[0] == unit && row[index(t, rows[0], "area_number")] != wants {
			t.Errorf("the unit is in area %s after optimising, want %s", row[index(t, rows[0], "area_number")], wants)
		}
	}
	must(t, &decided, in("comment", "resolve", note.ID)...)
	var list httpapi.CommentList
	must(t, &list, in("comment", "list", "--state", "accepted", "--area", wants)...)
	if len(list.Comments) != 1 || list.Comments[0].ID != challenge.ID {
		t.Errorf("accepted challenges: %+v", list.Comments)
	}
	must(t, &list, in("comment", "list")...)
	if len(list.Comments) != 2 {
		t.Errorf("%d comments, want 2", len(list.Comments))
	}
}
