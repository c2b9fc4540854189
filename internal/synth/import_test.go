package synth_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/blob/blobtest"
	"github.com/bailiwick-planning/bailiwick/internal/csvfile"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/synth"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// emptyCatalog knows no snapshot and accepts all.
type emptyCatalog struct{ dataset.Catalog }

func (emptyCatalog) Snapshot(context.Context, string) (dataset.Snapshot, error) {
	return dataset.Snapshot{}, territory.Errorf(territory.NotFound, "none")
}
func (emptyCatalog) AddSnapshot(context.Context, dataset.Snapshot) error { return nil }

// The demo's file must show every kind of bad row and lose no good one.
func TestWriteAccountsCSV_ImportsWithItsBadRowsAside(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	if err := synth.WriteAccountsCSV(&buf, synth.Options{Seed: 42, Accounts: 2000, BadRows: 40}); err != nil {
		t.Fatal(err)
	}
	store, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	blobtest.Put(t, store, "upload", buf.Bytes())
	s, err := ingest.Run(t.Context(), ingest.Deps{
		Blobs: store, Catalog: emptyCatalog{}, Formats: []ingest.Format{csvfile.Format{}},
		Now: time.Now, NewID: func() string { return "1" },
	}, ingest.Spec{SnapshotID: "s", Uploads: []ingest.Upload{{Name: "accounts.csv", Blob: "upload", Bytes: int64(buf.Len())}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Units != 2000 || s.Rejected != 40 || len(s.Rejections) != 8 || len(s.Notes) != 0 {
		t.Errorf("%d units, %d rejected for %+v, notes %q; want 2000, 40 for 8 reasons, no notes", s.Units, s.Rejected, s.Rejections, s.Notes)
	}
	roles := map[string]dataset.Role{}
	for _, c := range s.Columns {
		roles[c.Name] = c.Role
	}
	want := map[string]dataset.Role{
		"Id": "id", "Name": "name", "Industry": "category", "BillingCity": "city", "BillingState": "state", "BillingPostalCode": "postal_code",
		"BillingLatitude": "latitude", "BillingLongitude": "longitude", "AnnualRevenue": "measure", "VisitsPerYear": "measure",
		"OpenCases": "measure", "Region": "category", "District": "category", "OwnerName": "owner",
	}
	for name, role := range want {
		if roles[name] != role {
			t.Errorf("column %s has role %s, want %s", name, roles[name], role)
		}
	}
}
