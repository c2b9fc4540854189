package main

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
)

func TestEvents_ByCommandLine(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 800, 5)
	at := func(args ...string) []string { return in(append([]string{"alignment"}, args...)...) }
	legend := func() httpapi.Legend {
		var l httpapi.Legend
		must(t, &l, at("show", "--measure", "units")...)
		return l
	}
	before := legend()
	leaver := before.Areas[1]
	var r eventResult
	must(t, &r, at("event", "leave", leaver.Name, "--measure", "units:95%")...)
	if r.State != "open" || r.Moved < leaver.Units || len(legend().Areas) != 5 {
		t.Errorf("leave, as a draft: state %s, %d moved, %d units left", r.State, r.Moved, leaver.Units)
	}
	if r.Moved != leaver.Units {
		t.Errorf("%d units moved; within such limits only the %d of the leaver have to", r.Moved, leaver.Units)
	}
	var v httpapi.VersionAnswer
	must(t, &v, in("draft", "accept", r.Draft)...)
	if l := legend(); v.Version != 2 || len(l.Areas) != 4 || l.Unassigned.Units != 0 {
		t.Errorf("after leave: version %d, %d areas, %d unassigned", v.Version, len(l.Areas), l.Unassigned.Units)
	}
	must(t, &r, at("event", "join", "Newcomer", "--owner", "Eve", "--measure", "units:20%", "--accept")...)
	l := legend()
	newcomer := l.Areas[len(l.Areas)-1]
	if r.State != "accepted" || r.Version != 3 || newcomer.Name != "Newcomer" || newcomer.Owner != "Eve" || newcomer.Units < 128 {
		t.Errorf("join: %s, version %d, %s has %d units", r.State, r.Version, newcomer.Name, newcomer.Units)
	}
	must(t, &r, at("event", "merge", l.Areas[0].Name, "--into", l.Areas[1].Name, "--accept")...)
	if now := legend(); r.Moved != l.Areas[0].Units || len(now.Areas) != 4 {
		t.Errorf("merge: %d moved of %d, %d areas", r.Moved, l.Areas[0].Units, len(now.Areas))
	}
	l = legend()
	must(t, &r, at("event", "split", l.Areas[0].Name, "Half", "--accept")...)
	now := legend()
	if half := now.Areas[len(now.Areas)-1]; half.Name != "Half" || r.Moved != half.Units || half.Units*10 < l.Areas[0].Units*4 {
		t.Errorf("split: %d moved, %s has %d of %d", r.Moved, half.Name, half.Units, l.Areas[0].Units)
	}
	must(t, &v, at("undo")...)
	if len(legend().Areas) != 4 {
		t.Error("an event is one change: one undo takes it back")
	}
	must(t, &v, at("redo")...)
	before = legend()
	must(t, &r, at("event", "product", "Solar", "--filter", "AnnualRevenue > 3000000", "--count", "2", "--measure", "units:20%", "--accept")...)
	now = legend()
	first, second := now.Areas[len(now.Areas)-2], now.Areas[len(now.Areas)-1]
	if first.Name != "Solar 1" || second.Name != "Solar 2" || first.Units+second.Units != r.Moved || first.Units*10 < r.Moved*4 || now.Unassigned.Units != before.Unassigned.Units {
		t.Errorf("product: %d moved, %s has %d, %s has %d", r.Moved, first.Name, first.Units, second.Name, second.Units)
	}
	refusedWith(t, "no unit is for the new product", at("event", "product", "None", "--filter", "AnnualRevenue < 0")...)
	refusedWith(t, "unknown name", at("event", "product", "None", "--filter", "Nothing < 0")...)
	refusedWith(t, "no area", at("event", "leave", "Nobody")...)
}
