package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestRules_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 500, 3)
	at := func(args ...string) []string {
		return append(in(append([]string{"alignment"}, args...)...), "--alignment", "Ruled")
	}
	var a httpapi.AlignmentItem
	must(t, &a, in("alignment", "create", "--name", "Ruled", "--empty", "--levels", "Region,Territory")...)
	var v httpapi.VersionAnswer
	must(t, &v, at("add", "West")...)
	must(t, &v, at("add", "Rich", "--parent", "West")...)
	must(t, &v, at("add", "Other", "--parent", "West")...)
	must(t, &v, at("rules", "set", "West", "BillingLongitude < -95")...)
	must(t, &v, at("rules", "set", "Rich", "AnnualRevenue >= 1000000")...)
	must(t, &v, at("rules", "set", "Other", "AnnualRevenue >= 0 or missing(AnnualRevenue)")...)
	refusedWith(t, "unknown name Revenu", at("rules", "set", "Rich", "Revenu >= 5")...)
	refusedWith(t, "mismatched types", at("rules", "set", "Rich", `AnnualRevenue == "much"`)...)
	log := filepath.Join(t.TempDir(), "log.csv")
	var preview, run httpapi.RulesAnswer
	must(t, &preview, at("rules", "run", "--preview", "--log", log)...)
	must(t, &run, at("rules", "run")...)
	if preview.Stored || preview.Version != v.Version || !run.Stored || run.Version != v.Version+1 || preview.Moved != run.Moved {
		t.Errorf("preview %+v, run %+v", preview, run)
	}
	if run.Moved == 0 || run.Several == 0 || run.NoMatch != 500-run.Matched || run.Moved != run.Matched {
		t.Errorf("run: matched %d, moved %d, several %d, none %d", run.Matched, run.Moved, run.Several, run.NoMatch)
	}
	rows := readCSV(t, log)
	if len(rows) != 1+run.Several+run.NoMatch {
		t.Errorf("the log has %d lines, want %d", len(rows)-1, run.Several+run.NoMatch)
	}
	for _, row := range rows[1:] {
		if row[1] == "several matches" && row[3] != "West > Rich; West > Other" {
			t.Fatalf("log line %v", row)
		}
	}
	var l httpapi.Legend
	must(t, &l, at("show", "--measure", "units")...)
	if l.Areas[1].Units != run.Several || l.Areas[2].Units != run.Matched-run.Several {
		t.Errorf("Rich has %d and Other %d of %d", l.Areas[1].Units, l.Areas[2].Units, run.Matched)
	}
	must(t, &run, at("rules", "run")...)
	if run.Stored || run.Moved != 0 {
		t.Errorf("a second run moves %d", run.Moved)
	}
}

func TestRules_FromColumnGiveThePlanBack(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 500, 3)
	at := func(args ...string) []string {
		return append(in(append([]string{"alignment"}, args...)...), "--alignment", "States")
	}
	var a httpapi.AlignmentItem
	must(t, &a, in("alignment", "create", "--name", "States", "--by", "BillingState")...)
	var v httpapi.VersionAnswer
	must(t, &v, at("rules", "from-column", "BillingState")...)
	var rules []areaRule
	must(t, &rules, at("rules", "list")...)
	if len(rules) != a.Territories || !strings.HasPrefix(rules[0].Rule, `BillingState in ["`) {
		t.Fatalf("%d rules for %d territories, the first %v", len(rules), a.Territories, rules[0])
	}
	must(t, &v, at("move", "--filter", "true", "--to", rules[0].Path)...)
	var run httpapi.RulesAnswer
	must(t, &run, at("rules", "run")...)
	var d httpapi.VersionDiff
	must(t, &d, at("diff", "1")...)
	if run.Moved == 0 || d.Units != 0 {
		t.Errorf("%d units moved back, %d are not where they were", run.Moved, d.Units)
	}
}

func TestCheckCondition_TranslatesTrees(t *testing.T) {
	t.Parallel()
	api, ctx := testServer(t), t.Context()
	_, outcome, err := importInto(t, api, "accounts", []byte("id,lat,lon,Yearly revenue,Industry\na,40,-100,10,Energy\nb,41,-101,20,Retail\nc,42,-102,,Retail\n"))
	ok(t, err)
	type m = map[string]any
	var c httpapi.CheckedCondition
	ok(t, api.post(ctx, "/snapshots/"+outcome.SnapshotID+"/conditions", m{"group": m{"tests": []m{
		{"column": "Yearly revenue", "operator": ">", "values": []string{"5"}}, {"column": "Industry", "operator": "not in", "values": []string{"Energy"}}}}}, &c))
	if c.Units != 1 || c.Condition != `$env["Yearly revenue"] > 5 and Industry not in ["Energy"]` || len(c.Columns) != 2 || c.Group == nil || len(c.Group.Tests) != 2 {
		t.Errorf("checked: %+v", c)
	}
}
