package ingest

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// SupplementJobKind is the kind of jobs whose parameters are a SupplementJobSpec.
const SupplementJobKind = "supplement"

// SupplementJobSpec is the parameters of a supplement as a job: a
// SupplementSpec with its upload by id.
type SupplementJobSpec struct {
	DatasetID  string  `json:"datasetId"`
	Base       string  `json:"base"`
	SnapshotID string  `json:"snapshotId"`
	Upload     string  `json:"upload"`
	Options    Options `json:"options"`
	Key        string  `json:"key,omitempty"`
	On         string  `json:"on,omitempty"`
}

// SupplementOutcome is the result of a supplement. Rows and Accepted count the
// rows of the file; rejected ones have a key of an earlier row, or cannot be
// read.
type SupplementOutcome struct {
	Outcome
	SupplementReport
}

// RunSupplementJob looks up the upload and joins its columns.
func RunSupplementJob(ctx context.Context, d Deps, uploads Uploads, peakMemory func() int64, s SupplementJobSpec, progress territory.ProgressFunc) (*SupplementOutcome, error) {
	began := d.Now()
	u, err := uploads.Upload(ctx, s.Upload)
	if err != nil {
		return nil, err
	}
	of, err := d.Catalog.Dataset(ctx, s.DatasetID)
	if err != nil {
		return nil, err
	}
	spec := SupplementSpec{Base: s.Base, SnapshotID: s.SnapshotID, Upload: u, Options: s.Options, Key: s.Key, On: s.On}
	snapshot, report, err := Supplement(ctx, d, spec, progress)
	if err != nil {
		return nil, err
	}
	rows := snapshot.Sources[len(snapshot.Sources)-1].Rows
	o := &SupplementOutcome{outcomeOf(of, snapshot, rows-snapshot.Rejected), report}
	o.Seconds, o.PeakMemoryBytes = d.Now().Sub(began).Seconds(), peakMemory()
	return o, nil
}
