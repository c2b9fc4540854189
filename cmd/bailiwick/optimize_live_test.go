package main

import (
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/optimize"
)

// TestOptimize_ShowsItsPlanAndKeepsItWhenCancelled follows a run that is long
// enough to be watched and stopped.
func TestOptimize_ShowsItsPlanAndKeepsItWhenCancelled(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	content, err := os.ReadFile(accountsFile(t, 25_000, 100))
	ok(t, err)
	started, _, err := importInto(t, api, "accounts", content)
	ok(t, err)
	var a httpapi.AlignmentItem
	ok(t, api.post(ctx, "/alignments", map[string]any{"datasetId": started.Dataset.ID, "name": "Present",
		"start": map[string]any{"kind": "fields", "fields": []string{"OwnerName"}}}, &a))
	request := optimize.Request{Territories: 110, Measures: []optimize.MeasureGoal{{Column: "AnnualRevenue", Tolerance: 0.02}, {Column: "VisitsPerYear", Tolerance: 0.02}}}
	var e optimize.Estimate
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/optimization-estimates", request, &e))
	if e.Units != 25_000 || e.Territories != 110 || e.Added != 10 || e.Seconds <= 0 || len(e.Measures) != 2 || e.Measures[1].PerTerritory*110 != e.Measures[1].Total {
		t.Errorf("estimate: %+v", e)
	}
	var j job.Job
	ok(t, api.post(ctx, "/alignments/"+a.ID+"/optimizations", request, &j))
	column := watch(t, api, &j)
	if len(column) != 4*25_000 {
		t.Fatalf("the intermediate plan has %d bytes, want 4 for each of 25,000 units (job %s)", len(column), j.State)
	}
	held := map[byte]bool{}
	for i := 0; i < len(column); i += 4 {
		held[column[i]] = true
	}
	if len(held) < 70 {
		t.Errorf("the intermediate plan uses %d territories", len(held))
	}
	ok(t, api.post(ctx, "/jobs/"+j.ID+"/cancel", nil, nil))
	var outcome optimize.Outcome
	ok(t, api.follow(ctx, silent(), j, &outcome))
	if outcome.Report.Stop != "cancelled" || !outcome.Report.Checked || outcome.Report.After.Territories != 110 {
		t.Errorf("after the cancel: stop %q, checked %t, %d territories", outcome.Report.Stop, outcome.Report.Checked, outcome.Report.After.Territories)
	}
	if late := watch(t, api, &j); len(late) != 0 {
		t.Errorf("the plan of a job that has ended has %d bytes", len(late))
	}
	ok(t, api.get(ctx, "/jobs/"+j.ID, &j))
	if j.Progress.Plan.Iteration == 0 || j.Progress.Plan.Bound <= 0 {
		t.Errorf("progress: %+v", j.Progress)
	}
}

// watch asks for a job's intermediate plan until there is one or the job has
// ended.
func watch(t *testing.T, api *client, j *job.Job) []byte {
	t.Helper()
	for {
		response, err := api.send(t.Context(), http.MethodGet, "/jobs/"+j.ID+"/plan", "", nil)
		ok(t, err)
		column, err := io.ReadAll(response.Body)
		ok(t, err)
		ok(t, response.Body.Close())
		if len(column) > 0 {
			return column
		}
		if ok(t, api.get(t.Context(), "/jobs/"+j.ID, j)); j.State.Final() {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
}
