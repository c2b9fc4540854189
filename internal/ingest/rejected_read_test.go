package ingest_test

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

// Rejected rows are read page by page, and by reason and column.
func TestReadRejected_PagesAndFilters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s, _ := b.mustRun(ingest.Options{}, "id,lat,lon,note\na,40,-90,x\n,41,-91,y\nb,411,-91,z\nc,42,-92,w\nd,412,-91,\"v,\nv\"\ne,43\n")
	read := func(q ingest.RejectedQuery) ingest.RejectedPage {
		t.Helper()
		page, err := ingest.ReadRejected(t.Context(), b.deps.Blobs, s, q)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	all := read(ingest.RejectedQuery{Limit: 10})
	if all.Total != 4 || len(all.Rows) != 4 || len(all.Header) != 4 {
		t.Fatalf("all: %+v", all)
	}
	lat := read(ingest.RejectedQuery{Reason: ingest.LatitudeOutOfRange, Column: "lat", Offset: 1, Limit: 1})
	if lat.Total != 2 || len(lat.Rows) != 1 {
		t.Fatalf("latitudes: %+v", lat)
	}
	if r := lat.Rows[0]; r.Row != 6 || r.Line != 6 || r.Value != "412" || r.File != "file1.csv" || r.Fields[3] != "v,\nv" || r.Text == "" {
		t.Errorf("row: %+v", r)
	}
	if short := read(ingest.RejectedQuery{Reason: ingest.WrongFieldCount, Limit: 5}).Rows[0]; short.Fields[1] != "43" || short.Value != "" {
		t.Errorf("short row: %+v", short)
	}
	none, err := ingest.ReadRejected(t.Context(), b.deps.Blobs, dataset.Snapshot{}, ingest.RejectedQuery{Limit: 5})
	if err != nil || none.Total != 0 || none.Rows == nil {
		t.Errorf("no rejected rows: %+v, %v", none, err)
	}
}
