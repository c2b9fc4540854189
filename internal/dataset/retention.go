package dataset

import (
	"context"
	"time"
)

// Retention is how long things are kept that nobody works with any more, in
// days; 0 is for ever.
type Retention struct {
	// TrashDays is how long a dataset stays in the trash.
	TrashDays int `json:"trashDays" minimum:"0" maximum:"36500" doc:"Days a dataset stays in the trash; 0 is for ever."`
	// SnapshotDays is how long a snapshot is kept after the next one came.
	SnapshotDays int `json:"snapshotDays" minimum:"0" maximum:"36500" doc:"Days a superseded snapshot is kept that no alignment or history stands on; 0 is for ever."`
}

// DefaultRetention applies until another is set.
var DefaultRetention = Retention{TrashDays: 30}

// Expired counts what has gone, or would go, because its days are over.
type Expired struct {
	ExpiredDatasets  int `json:"expiredDatasets"`
	ExpiredSnapshots int `json:"expiredSnapshots"`
}

// Retainer keeps the retention and applies it.
type Retainer interface {
	Retention(ctx context.Context) (Retention, error)
	SetRetention(ctx context.Context, r Retention) error
	// Expire removes what the retention no longer keeps, with dryRun only
	// counts it. A snapshot stays while it is current, while an alignment, any
	// version of one, a source's record or an unfinished job refers to it.
	Expire(ctx context.Context, now time.Time, dryRun bool) (Expired, error)
}
