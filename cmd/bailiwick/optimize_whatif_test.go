package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math"
	"net/http"
	"os"
	"strconv"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// planServer is a server with n accounts aligned by owner and a draft that
// balances revenue within 5 %.
func planServer(t *testing.T, n, owners int) (*client, httpapi.AlignmentItem, optimize.Outcome) {
	t.Helper()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, n, owners))
	ok(t, err)
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Present",
		"start": map[string]any{"kind": "fields", "fields": []string{"OwnerName"}}}, &a))
	var j job.Job
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/optimizations", optimize.Request{Continuity: 0.2, Measures: []optimize.MeasureGoal{{Column: "AnnualRevenue", Tolerance: 0.05}}}, &j))
	var draft optimize.Outcome
	ok(t, api.follow(ctx, silent(), j, &draft))
	return api, a, draft
}

func TestWhatIf_AnswersFromTheDraft(t *testing.T) {
	t.Parallel()
	api, a, draft := planServer(t, 2000, 8)
	ctx := t.Context()
	ask := func(change func(*optimize.Request)) optimize.Preview {
		t.Helper()
		var item httpapi.DraftItem
		ok(t, api.get(ctx, "/drafts/"+draft.DraftID, &item))
		q := optimize.WhatIf{DraftID: draft.DraftID, Request: item.Params}
		change(&q.Request)
		var p optimize.Preview
		ok(t, api.post(ctx, "/alignments/"+a.ID+"/what-if", q, &p))
		if !p.Report.Checked || p.Report.Certificate.Kind == "" {
			t.Errorf("preview: checked %t, certificate %+v", p.Report.Checked, p.Report.Certificate)
		}
		return p
	}
	same := ask(func(*optimize.Request) {})
	if gap := same.Report.After.TravelKm/draft.Report.After.TravelKm - 1; gap > 0.03 || same.Warm {
		t.Errorf("asking nothing: travel %g %% worse than the draft, warm %t", 100*gap, same.Warm)
	}
	tight := ask(func(r *optimize.Request) { r.Measures[0].Tolerance = 0.01 })
	if b := tight.Report.After.Balance[0]; b.Largest > 0.01+1e-9 || b.Smallest < -0.01-1e-9 || !tight.Warm {
		t.Errorf("within 1 %%: %+v, warm %t", b, tight.Warm)
	}
	again := ask(func(r *optimize.Request) { r.Measures[0].Tolerance = 0.01 })
	if again.Report.After.TravelKm != tight.Report.After.TravelKm {
		t.Errorf("the same question gave travel %g, then %g", tight.Report.After.TravelKm, again.Report.After.TravelKm)
	}
	more := ask(func(r *optimize.Request) { r.Territories = 10 })
	fewer := ask(func(r *optimize.Request) { r.Territories = 6 })
	if more.Report.After.Territories != 10 || fewer.Report.After.Territories != 6 {
		t.Errorf("territories: %d and %d, want 10 and 6", more.Report.After.Territories, fewer.Report.After.Territories)
	}
	big := draft.Report.Areas[2]
	wider := ask(func(r *optimize.Request) {
		r.Targets = []optimize.TargetChange{{Area: big.Number, Measure: "AnnualRevenue", Share: 2}}
	})
	if was, is := same.Report.Areas[2].SumsAfter[0], wider.Report.Areas[2].SumsAfter[0]; is < 1.6*was {
		t.Errorf("with twice the share %s has %g after %g", big.Name, is, was)
	}
	few := 100.0
	capped := ask(func(r *optimize.Request) {
		r.Cap, r.Measures[0].Tolerance = &optimize.MoveCap{Most: &few}, 9
	})
	if capped.Report.After.MovedUnits > 100 {
		t.Errorf("%d units moved with a cap of 100", capped.Report.After.MovedUnits)
	}
	checkPreview(t, api, wider)
	keptPreview(t, api, a, wider, big.Number)
}

// checkPreview holds the assignment column against the report.
func checkPreview(t *testing.T, api *client, p optimize.Preview) {
	t.Helper()
	response, err := api.send(t.Context(), http.MethodGet, "/previews/"+p.ID+"/assignment", "", nil)
	ok(t, err)
	defer response.Body.Close() //nolint:errcheck // read to the end
	raw, err := io.ReadAll(response.Body)
	ok(t, err)
	column := make([]int32, len(raw)/4)
	ok(t, binary.Read(bytes.NewReader(raw), binary.LittleEndian, column))
	held := map[int32]int{}
	for _, number := range column {
		held[number]++
	}
	for _, area := range p.Report.Areas {
		if held[int32(area.Number)] != area.UnitsAfter {
			t.Errorf("%s: %d units in the column, %d in the report", area.Name, held[int32(area.Number)], area.UnitsAfter)
		}
	}
}

// keptPreview makes a draft of a preview, explains a unit of it and accepts it:
// the target changes with it.
func keptPreview(t *testing.T, api *client, a httpapi.AlignmentItem, p optimize.Preview, area any) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	var d httpapi.DraftItem
	ok(t, api.post(ctx, "/previews/"+p.ID+"/draft", nil, &d))
	var why optimize.Why
	ok(t, api.get(ctx, "/drafts/"+d.ID+"/units/5/why", &why))
	if len(why.Costs) < 2 {
		t.Errorf("why: %+v", why)
	}
	var v httpapi.VersionAnswer
	ok(t, api.post(ctx, "/drafts/"+d.ID+"/accept", nil, &v))
	var l httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+a.ID+"/legend?measures=AnnualRevenue", &l))
	if b := l.Figures.Balance[0]; b.Largest > 0.05+1e-9 || math.Abs(l.Figures.TravelKm/p.Report.After.TravelKm-1) > 1e-9 {
		t.Errorf("after accepting: %+v, travel %g, want %g", b, l.Figures.TravelKm, p.Report.After.TravelKm)
	}
	for _, row := range l.Areas {
		if row.Number == area && (row.Targets["AnnualRevenue"].Share == nil || *row.Targets["AnnualRevenue"].Share != 2) {
			t.Errorf("targets of %s: %+v", row.Name, row.Targets)
		}
	}
	var refused optimize.Preview
	if err := api.post(ctx, "/alignments/"+a.ID+"/what-if", optimize.WhatIf{DraftID: "none"}, &refused); err == nil {
		t.Error("a question about a draft that is not there was answered")
	}
}

func TestWhatIf_ByCommandLineFromThePresentPlan(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 600, 4)
	var r whatIfResult
	must(t, &r, in("optimize", "what-if", "--measure", "AnnualRevenue:6%", "--cap", "90%", "--territories", "5", "--keep")...)
	if r.Draft == "" || r.Report.After.Territories != 5 || !r.Report.Checked {
		t.Errorf("what-if: draft %q, %+v", r.Draft, r.Report.After)
	}
	var v httpapi.VersionAnswer
	must(t, &v, in("draft", "accept", r.Draft)...)
	refusedWith(t, "cannot be read", in("optimize", "what-if", "--share", "one:two")...)
	refusedWith(t, "capped by the number of units", in("optimize", "what-if", "--measure", "AnnualRevenue:6%", "--cap", "3%:Nothing")...)
}

func TestWhy_OnTheDraftOfAnEvent(t *testing.T) {
	t.Parallel()
	api, a, _ := planServer(t, 800, 5)
	ctx := t.Context()
	var l httpapi.Legend
	ok(t, api.get(ctx, "/alignments/"+a.ID+"/legend?measures=units", &l))
	leaver := l.Areas[1]
	var j job.Job
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/mid-year-events", map[string]any{"event": map[string]any{"kind": "leave", "areas": []any{leaver.Number}}}, &j))
	var draft optimize.Outcome
	ok(t, api.follow(ctx, silent(), j, &draft))
	response, err := api.send(ctx, http.MethodGet, "/drafts/"+draft.DraftID+"/assignment", "", nil)
	ok(t, err)
	defer response.Body.Close() //nolint:errcheck // read to the end
	raw, err := io.ReadAll(response.Body)
	ok(t, err)
	for _, unit := range []int{0, 17, 799} {
		var why optimize.Why
		ok(t, api.get(ctx, "/drafts/"+draft.DraftID+"/units/"+strconv.Itoa(unit)+"/why", &why))
		if want := binary.LittleEndian.Uint32(raw[4*unit:]); uint32(why.Area) != want || len(why.Costs) < 2 || why.Text == "" {
			t.Errorf("unit %d: area %d, want %d; %+v", unit, why.Area, want, why)
		}
		for _, cost := range why.Costs {
			if cost.Area == leaver.Number {
				t.Errorf("unit %d could go to %s, who has left", unit, leaver.Name)
			}
		}
	}
}
