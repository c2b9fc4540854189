package ingest_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Download the rejected rows, correct some, import only those.
func TestRun_AddsCorrectedRowsToTheirDataset(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _ := b.mustRun(ingest.Options{}, accounts+"a4,Dune,,-100,1,Retail,1\na5,Echo,91,-101,1,Retail,1\n")
	rows := b.rejected(first)
	rows[1][len(ingest.RejectedColumns)+2] = "44"
	rows = append(rows, []string{"", "", "", "", "", "", "a1", "again", "40", "-80", "1", "Retail", "1"})
	var fixed strings.Builder
	if err := csv.NewWriter(&fixed).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	spec := b.spec(ingest.Options{}, fixed.String())
	spec.SnapshotID, spec.AppendTo = "fixed", first.ID
	s, err := ingest.Run(t.Context(), b.deps, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Units != first.Units+1 || len(s.Sources) != 2 || s.Rejected != 2 {
		t.Errorf("%d units, sources %+v, rejections %+v", s.Units, s.Sources, s.Rejections)
	}
	r, err := dataset.Open(t.Context(), b.deps.Blobs, s)
	if err != nil {
		t.Fatal(err)
	}
	unit, ok, err := r.Find(t.Context(), "a4")
	if !ok || err != nil {
		t.Fatalf("Find: %v, %v", ok, err)
	}
	row, err := r.Row(t.Context(), unit)
	if err != nil || row["BillingLatitude"] != 44.0 || row["$source"] != 1.0 || row["$country"] != "US" || row["Name"] != "Dune" {
		t.Errorf("row %v, %v", row, err)
	}
	if row, _ := r.Row(t.Context(), 0); row["Id"] != "a1" || row["Name"] != "Acme" || row["$source"] != 0.0 {
		t.Errorf("first row %v", row)
	}
	again := b.rejected(s)
	if last := again[len(again)-1]; last[4] != "duplicate_id" || !strings.Contains(last[5], "Row 2 has the same id") {
		t.Errorf("last rejected row %q", last)
	}
}

func TestRun_RefusesToAddToMadeUpIds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _ := b.mustRun(ingest.Options{}, "product,amount\nA,1\n")
	spec := b.spec(ingest.Options{}, "product,amount\nB,2\n")
	spec.SnapshotID, spec.AppendTo = "more", first.ID
	if _, err := ingest.Run(t.Context(), b.deps, spec, nil); territory.CodeOf(err) != territory.Invalid || !strings.Contains(err.Error(), "id column") {
		t.Errorf("got %v, want invalid and advice", err)
	}
	spec.AppendTo = "nothing"
	if _, err := ingest.Run(t.Context(), b.deps, spec, nil); territory.CodeOf(err) != territory.NotFound {
		t.Errorf("got %v, want not_found", err)
	}
}

func TestRun_AddsFilesWithOtherColumns(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first, _ := b.mustRun(ingest.Options{}, "id,lat,lon,revenue,tag\na,40,-80,1,x\nb,41,-81,2,y\n")
	spec := b.spec(ingest.Options{}, "lon;lat;id;revenue;extra\n-82;42;c;3,5;1\n-83;43;d;oops;1\n")
	spec.SnapshotID, spec.AppendTo = "more", first.ID
	s, err := ingest.Run(t.Context(), b.deps, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Units != 3 || s.Rejected != 1 || s.Rejections[0].Reason != "number_unparseable" || *s.Box != [4]float64{-82, 40, -80, 42} {
		t.Errorf("%+v, box %v", s, s.Box)
	}
	if notes := strings.Join(s.Notes, " "); !strings.Contains(notes, `"extra" is left out`) {
		t.Errorf("notes %q", notes)
	}
	r, _ := dataset.Open(t.Context(), b.deps.Blobs, s)
	if row, err := r.Row(t.Context(), 2); err != nil || row["id"] != "c" || row["revenue"] != 3.5 || row["tag"] != nil {
		t.Errorf("row %v, %v", row, err)
	}
}
