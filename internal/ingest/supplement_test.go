package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

const recordIDs = "Id,lat,lon,Segment\n0015g00000AAAAAAA1,40,-80,x\n0015g0000000001AAA,41,-81,y\n0015g0000000002,42,-82,z\n Plain Key ,43,-83,z\n"

func TestSupplement_JoinsColumnsOnNormalisedKeys(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _ := b.mustRun(ingest.Options{}, recordIDs)
	file := "Account Id;Potential;Tier\n0015g0000000001;1,5;A\n0015g0000000002AAA;2,5;B\nPLAIN KEY;3;\n0015g0000000002;9;C\nunknown;4;D\n"
	s, report, err := ingest.Supplement(t.Context(), b.deps, ingest.SupplementSpec{Base: first.ID, SnapshotID: "more", Upload: b.upload(file)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.Matched != 3 || report.Unmatched != 1 || report.UnusedRows != 1 || !slices.Equal(report.UnusedKeys, []string{"unknown"}) {
		t.Errorf("report %+v", report)
	}
	if s.Units != 4 || s.Rejected != 1 || s.Rejections[0].Reason != "duplicate_id" || len(s.Sources) != 2 {
		t.Errorf("snapshot %+v", s)
	}
	r, err := dataset.Open(t.Context(), b.deps.Blobs, s)
	if err != nil {
		t.Fatal(err)
	}
	potential, _ := r.Numbers(t.Context(), "Potential")
	tier, _ := r.Strings(t.Context(), "Tier")
	segment, _ := r.Strings(t.Context(), "Segment")
	if potential[0] == potential[0] || potential[1] != 1.5 || potential[2] != 2.5 || potential[3] != 3 ||
		tier.At(1) != "A" || tier.At(2) != "B" || tier.At(3) != "" || segment.At(2) != "z" {
		t.Errorf("potential %v, tiers %q %q", potential, tier.At(1), tier.At(2))
	}
	if c, _ := r.Column("Potential"); c.Role != dataset.RoleMeasure || c.Profile.Missing != 1 {
		t.Errorf("column %+v", c)
	}
	again, _, err := ingest.Supplement(t.Context(), b.deps, ingest.SupplementSpec{Base: first.ID, SnapshotID: "more", Upload: b.upload(file)}, nil)
	if err != nil || again.UnitsBlob != s.UnitsBlob {
		t.Errorf("second run: %v, %v", again.UnitsBlob, err)
	}
}

func TestSupplement_ErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _ := b.mustRun(ingest.Options{}, recordIDs)
	cases := map[string]struct{ file, key, on, want string }{
		"no match":        {"Id,Potential\nq,1\n", "", "", "Choose other columns"},
		"column is there": {"Id,Segment\n0015g0000000001,1\n", "", "", `column "Segment" already`},
		"no key":          {"Potential,Other\n1.5,2.5\n1.5,3\n", "", "", "looks like a key"},
		"unknown key":     {"Id,P\nx,1\n", "Nope", "", `no column "Nope"`},
		"number as key":   {"Id,P\nx,1\n", "", "lat", "text column"},
	}
	for name, c := range cases {
		spec := ingest.SupplementSpec{Base: first.ID, SnapshotID: "x", Upload: b.upload(c.file), Key: c.key, On: c.on}
		if _, _, err := ingest.Supplement(t.Context(), b.deps, spec, nil); territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want code invalid and %q", name, err, c.want)
		}
	}
}
