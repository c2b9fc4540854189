package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/compare"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

// TestMoves_FilteredAndLeftOut lists the moves of a draft by where they go,
// names the proof of both plans, and accepts all moves but two.
func TestMoves_FilteredAndLeftOut(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	in := func(args ...string) []string { return append(args, "--server", api.base) }
	must(t, new(any), in("import", accountsFile(t, 1200, 6), "--name", "accounts")...)
	var plan httpapi.AlignmentItem
	must(t, &plan, in("align", "--by", "OwnerName")...)
	var draft optimized
	must(t, &draft, in("optimize", "--measure", "AnnualRevenue:5%", "--seed", "5")...)

	sides := "left=" + plan.ID + "&right=draft:" + draft.Draft
	var comparison compare.Comparison
	ok(t, api.get(ctx, "/comparisons?"+sides, &comparison))
	if proof := comparison.Right.Certificate; comparison.Left.Certificate != nil || proof == nil || proof.Bound <= 0 {
		t.Errorf("certificates: %+v and %+v, want none for the plan and that of the draft", comparison.Left.Certificate, proof)
	}
	rows := func(filter string) [][]string {
		file := filepath.Join(t.TempDir(), "moves.csv")
		ok(t, fetch(ctx, api, "/comparisons/moves.csv?"+sides+filter, file))
		return readCSV(t, file)[1:]
	}
	all := rows("")
	var legend httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+plan.ID+"/legend", &legend))
	sum := 0
	for _, area := range legend.Areas {
		some := rows(fmt.Sprintf("&to=%d", area.Number))
		for _, row := range some {
			if row[2] != area.Name {
				t.Errorf("a move to %s among those to %s", row[2], area.Name)
			}
		}
		sum += len(some)
	}
	if sum != len(all) || len(all) < 10 {
		t.Fatalf("%d moves by area, %d in all", sum, len(all))
	}
	if one := rows("&search=" + all[0][0]); len(one) != 1 || one[0][0] != all[0][0] {
		t.Errorf("searched for %s: %v", all[0][0], one)
	}
	if code, _, _ := bailiwick(t, in("draft", "accept", draft.Draft, "--but", "nobody")...); code != exitRefused {
		t.Errorf("leaving out a unit that is not there: exit code %d", code)
	}
	must(t, new(any), in("draft", "accept", draft.Draft, "--but", all[0][0], "--but", all[1][0])...)
	sides = "left=" + plan.ID + "@1&right=" + plan.ID
	accepted := rows("")
	left := func(row []string) bool { return row[0] == all[0][0] || row[0] == all[1][0] }
	if len(accepted) != len(all)-2 || slices.ContainsFunc(accepted, left) {
		t.Errorf("%d of %d moves were accepted, want all but two", len(accepted), len(all))
	}
}

// TestDraftMoves_OfBoundaries accepts all of a draft of whole boundaries but one:
// it stays where it is with the units in it, and everything else moves.
func TestDraftMoves_OfBoundaries(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	in := func(args ...string) []string { return append(args, "--server", api.base) }
	must(t, new(any), in("import", textFile(t, "stores.csv", stores), "--name", "stores")...)
	must(t, new(any), in("boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz", "--label", "ort")...)
	must(t, new(any), in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "PLZ", "--column", "plz", "--from-units")...)
	var draft optimized
	must(t, &draft, in("optimize", "--by", "boundary", "--measure", "revenue:60%", "--seed", "3")...)
	var list httpapi.BoundaryMoveList
	ok(t, api.get(ctx, "/drafts/"+draft.Draft+"/boundary-moves?measures=revenue", &list))
	// East stays Ann's and gets back the unit of Bo's in it; Bow goes to Ann with its unit.
	if len(list.Moves) != 2 || list.Moves[0].From != list.Moves[0].To || list.Moves[1].Name != "Bow" || list.Moves[1].Flows[0].Amounts[0] != 40 {
		t.Fatalf("moves: %+v", list.Moves)
	}
	stays := list.Moves[0]
	for filter, want := range map[string]int{"": 2, `name == "Bow"`: 1, "units > 1000": 0, `sum(revenue) >= 40 and units > 0`: 1} {
		var some httpapi.BoundaryMoveList
		ok(t, api.get(ctx, "/drafts/"+draft.Draft+"/boundary-moves?filter="+url.QueryEscape(filter), &some))
		if len(some.Moves) != want {
			t.Errorf("%d boundaries pass %s, want %d", len(some.Moves), filter, want)
		}
	}
	for filter, want := range map[string]string{"units + 1": "must be a condition", "nobody > 1": "nobody"} {
		if err := api.get(ctx, "/drafts/"+draft.Draft+"/boundary-moves?filter="+url.QueryEscape(filter), new(any)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", filter, err, want)
		}
	}
	refusedWith(t, "not both", in("draft", "accept", draft.Draft, "--boundaries", stays.Code, "--but-boundaries", stays.Code)...)
	refusedWith(t, "no boundary with the code", in("draft", "accept", draft.Draft, "--but-boundaries", "99999")...)
	must(t, new(any), in("draft", "accept", draft.Draft, "--but-boundaries", stays.Code, "--lock")...)
	if got, want := boundaryColumn(t, in, "area"), "067=Ann 069=Ann 097=Ann 099=Bo"; got != want {
		t.Errorf("boundaries are with %s, want %s", got, want)
	}
	if got, want := boundaryColumn(t, in, "locked"), "067=no 069=no 097=yes 099=no"; got != want {
		t.Errorf("locked: %s, want %s", got, want)
	}
	var split httpapi.SplitBoundaryList
	must(t, &split, in("alignment", "boundaries", "split")...)
	if len(split.Split) != 1 || split.Split[0].Code != stays.Code {
		t.Errorf("split: %+v, want only East, whose unit was left out", split.Split)
	}
	must(t, new(any), in("alignment", "undo")...)
	must(t, &draft, in("optimize", "--by", "boundary", "--measure", "revenue:60%", "--seed", "3")...)
	must(t, new(any), in("draft", "accept", draft.Draft, "--boundaries", stays.Code)...)
	if got, want := boundaryColumn(t, in, "area"), "067=Ann 069=Ann 097=Bo 099=Bo"; got != want {
		t.Errorf("boundaries are with %s, want %s", got, want)
	}
	if must(t, &split, in("alignment", "boundaries", "split")...); len(split.Split) != 0 {
		t.Errorf("still split: %+v", split.Split)
	}
}

// TestChangePreview_SaysPartsOfBoundaries gives East to Bo, who holds Bow and the
// island: before anything is stored the answer says into how many parts both fall.
func TestChangePreview_SaysPartsOfBoundaries(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	in := func(args ...string) []string { return append(args, "--server", api.base) }
	must(t, new(any), in("import", textFile(t, "stores.csv", stores), "--name", "stores")...)
	var set boundaryset.Outcome
	must(t, &set, in("boundaries", "import", textFile(t, "plz.geojson", cells), "--name", "PLZ", "--code", "plz")...)
	var plan httpapi.AlignmentItem
	must(t, &plan, in("alignment", "create", "--by", "owner", "--levels", "Territory", "--name", "Plan")...)
	must(t, new(any), in("alignment", "boundaries", "use", "PLZ", "--column", "plz", "--from-units")...)
	ok(t, api.get(ctx, "/alignments/"+plan.ID, &plan))
	var legend httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+plan.ID+"/legend", &legend))

	preview := func(op map[string]any) httpapi.ChangePreview {
		var p httpapi.ChangePreview
		for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
			p = httpapi.ChangePreview{}
			ok(t, api.post(ctx, "/alignments/"+plan.ID+"/changes/preview", map[string]any{"expectedVersion": plan.Version, "ops": []any{op}}, &p))
			if p.Parts != nil || time.Since(began) > 10*time.Second {
				return p
			}
		}
	}
	bo := legend.Areas[1].Number
	p := preview(map[string]any{"assignBoundaries": map[string]any{"codes": []string{"01069"}, "to": bo}})
	if len(p.Parts) != 2 {
		t.Fatalf("parts: %+v", p.Parts)
	}
	ann, theirs := p.Parts[0], p.Parts[1]
	if ann.Before.Parts != 1 || ann.After.Parts != 1 || theirs.Area != bo || theirs.Before.Parts < theirs.After.Parts || theirs.Before.Apart != theirs.Before.Parts-1 {
		t.Errorf("parts: %+v", p.Parts)
	}
	var now httpapi.AlignmentItem
	if ok(t, api.get(ctx, "/alignments/"+plan.ID, &now)); now.Version != plan.Version {
		t.Errorf("the preview stored version %d", now.Version)
	}
	if p := preview(map[string]any{"lockBoundaries": map[string]any{"codes": []string{"01069"}, "locked": true}}); p.Parts == nil || len(p.Parts) != 0 {
		t.Errorf("locking a boundary: parts %+v, want none", p.Parts)
	}
}
