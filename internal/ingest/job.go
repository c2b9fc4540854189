package ingest

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// JobKind is the kind of jobs whose parameters are a JobSpec.
const JobKind = "import"

// JobSpec is the parameters of an import as a job: a Spec with uploads by id.
type JobSpec struct {
	DatasetID  string   `json:"datasetId"`
	SnapshotID string   `json:"snapshotId"`
	Uploads    []string `json:"uploads"`
	Options    Options  `json:"options"`
	// AppendTo is as in Spec.
	AppendTo string `json:"appendTo,omitempty"`
	// Where and Definitions are as in Spec.
	Where       string               `json:"where,omitempty"`
	Definitions []dataset.Definition `json:"definitions,omitempty"`
	// Like and DryRun are as in Spec; a dry run needs no dataset.
	Like   string `json:"like,omitempty"`
	DryRun bool   `json:"dryRun,omitempty"`
}

// Outcome is the result of an import.
type Outcome struct {
	DatasetID  string `json:"datasetId"`
	Dataset    string `json:"dataset" doc:"Name of the dataset."`
	SnapshotID string `json:"snapshotId"`
	Rows       int    `json:"rows" doc:"Rows read, without the header."`
	Accepted   int    `json:"accepted"`
	Units      int    `json:"units" doc:"Units of the snapshot, with those of the snapshot added to."`
	LeftOut    int    `json:"leftOut,omitempty" doc:"Rows that the filter of the import did not let in."`
	// Rejected counts the rejected rows by reason.
	Rejected   map[string]int      `json:"rejected"`
	Rejections []dataset.Rejection `json:"rejections"`
	Seconds    float64             `json:"seconds"`
	// PeakMemoryBytes is the largest memory the process has used so far.
	PeakMemoryBytes int64 `json:"peak_memory_bytes"`
	// DryRun says that nothing was stored; Columns and Notes then tell what the
	// snapshot would hold, with profiles, and Changes what would become of the
	// units of the dataset that would be refreshed.
	DryRun    bool                `json:"dryRun,omitempty"`
	Columns   []dataset.Column    `json:"columns,omitempty"`
	Notes     []string            `json:"notes,omitempty"`
	NotesSaid []sentence.Sentence `json:"notesSaid,omitempty" doc:"The notes with their codes, in the same order."`
	// Location counts how units were located, where that was asked for.
	Location *dataset.LocationReport `json:"location,omitempty"`
	Changes  *dataset.Diff           `json:"changes,omitempty"`
}

// RejectedRows is the number of rejected rows, whatever the reason.
func (o *Outcome) RejectedRows() int { return o.Rows - o.Accepted - o.LeftOut }

// RunJob looks up the uploads and runs the import. A job whose snapshot is
// recorded already reports on that.
func RunJob(ctx context.Context, d Deps, uploads Uploads, peakMemory func() int64, s JobSpec, progress territory.ProgressFunc) (*Outcome, error) {
	began := d.Now()
	spec := Spec{DatasetID: s.DatasetID, SnapshotID: s.SnapshotID, Options: s.Options, AppendTo: s.AppendTo, Like: s.Like, DryRun: s.DryRun, Where: s.Where, Definitions: s.Definitions}
	for _, id := range s.Uploads {
		u, err := uploads.Upload(ctx, id)
		if err != nil {
			return nil, err
		}
		spec.Uploads = append(spec.Uploads, u)
	}
	var of dataset.Dataset
	var err error
	if s.DatasetID != "" || !s.DryRun {
		if of, err = d.Catalog.Dataset(ctx, s.DatasetID); err != nil {
			return nil, err
		}
	}
	before := 0
	if s.AppendTo != "" {
		base, err := d.Catalog.Snapshot(ctx, s.AppendTo)
		if err != nil {
			return nil, err
		}
		before = base.Units
	}
	var changes *dataset.Diff
	if of.CurrentSnapshot != "" && s.AppendTo == "" {
		spec.Tried = func(ctx context.Context, dry dataset.Snapshot) (err error) {
			changes, err = changesOf(ctx, d, of.CurrentSnapshot, dry)
			return err
		}
	}
	snapshot, err := Run(ctx, d, spec, progress)
	if err != nil {
		return nil, err
	}
	o := outcomeOf(of, snapshot, snapshot.Units-before)
	if s.DryRun {
		o.DryRun, o.SnapshotID, o.Columns, o.Changes = true, "", snapshot.Columns, changes
		o.Notes, o.NotesSaid = snapshot.Notes, snapshot.NotesSaid
	}
	o.Seconds, o.PeakMemoryBytes = d.Now().Sub(began).Seconds(), peakMemory()
	return &o, nil
}

// outcomeOf reports on a snapshot of which accepted rows came from this import.
func outcomeOf(of dataset.Dataset, s dataset.Snapshot, accepted int) Outcome {
	o := Outcome{
		DatasetID: of.ID, Dataset: of.Name, SnapshotID: s.ID, Rows: accepted + s.Rejected + s.LeftOut, Accepted: accepted, LeftOut: s.LeftOut, Units: s.Units,
		Rejected: map[string]int{}, Rejections: s.Rejections, Location: s.Location,
	}
	for _, r := range s.Rejections {
		o.Rejected[r.Reason] += r.Rows
	}
	return o
}
