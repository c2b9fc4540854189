package ingest

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/sentence"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// LocateJobKind is the kind of jobs whose parameters are a LocateJobSpec.
const LocateJobKind = "locate"

// LocateJobSpec locates the units of a dataset again, as its next snapshot.
type LocateJobSpec struct {
	DatasetID  string           `json:"datasetId"`
	Base       string           `json:"base"`
	SnapshotID string           `json:"snapshotId"`
	Location   dataset.Location `json:"location"`
}

// RunLocateJob locates the units of the base and records the new snapshot. It
// may be run again at any moment; addresses found before a cancel are kept.
func RunLocateJob(ctx context.Context, d Deps, peakMemory func() int64, s LocateJobSpec, progress territory.ProgressFunc) (*Outcome, error) {
	began := d.Now()
	of, err := d.Catalog.Dataset(ctx, s.DatasetID)
	if err != nil {
		return nil, err
	}
	snapshot, err := locateAgain(ctx, d, s, progress)
	if err != nil {
		return nil, err
	}
	o := outcomeOf(of, snapshot, snapshot.Units)
	o.Seconds, o.PeakMemoryBytes = d.Now().Sub(began).Seconds(), peakMemory()
	return &o, nil
}

func locateAgain(ctx context.Context, d Deps, s LocateJobSpec, progress territory.ProgressFunc) (dataset.Snapshot, error) {
	if done, err := d.Catalog.Snapshot(ctx, s.SnapshotID); err == nil || territory.CodeOf(err) != territory.NotFound {
		return done, err
	}
	base, err := d.Catalog.Snapshot(ctx, s.Base)
	if err != nil {
		return dataset.Snapshot{}, err
	}
	folder := "snapshots/" + s.SnapshotID + "/" + d.NewID()
	snapshot, err := locateUnits(ctx, d, base, s.Location, false, folder, progress)
	if err != nil {
		return snapshot, err
	}
	snapshot.ID, snapshot.Created = s.SnapshotID, d.Now().UTC()
	if err = profile(ctx, d, &snapshot, progress); err == nil {
		report(progress, territory.Progress{Phase: "saving"})
		err = d.Catalog.AddSnapshot(ctx, snapshot)
	}
	if err != nil {
		mine := snapshot
		mine.RejectedBlob = "" // the base's
		return afterFailure(ctx, d, mine, err)
	}
	return snapshot, nil
}

// CheckLocation says at once what a location asks for that is not there.
func CheckLocation(d Deps, l dataset.Location) error {
	if l.Geocode && d.Geocoder == nil {
		return errNoGeocoder
	}
	if len(l.Sets) == 0 && !l.Geocode {
		return territory.Say(territory.Invalid, sentence.LocateNothing.With(nil))
	}
	return nil
}
