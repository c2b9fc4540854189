package dataset

import (
	"context"
	"time"
)

// Trash is the first of the two steps in which a dataset is deleted. A dataset
// in the trash keeps its snapshots, alignments and history, but nothing finds
// it or its alignments, its schedule rests, and its name is free for another.
type Trash interface {
	// TrashDataset moves a dataset into the trash.
	TrashDataset(ctx context.Context, id string, at time.Time) error
	// TrashedDatasets returns what is in the trash, newest first.
	TrashedDatasets(ctx context.Context) ([]Dataset, error)
	// RestoreDataset takes a dataset out of the trash under a name, or with ""
	// its own; conflict when the name is taken by now.
	RestoreDataset(ctx context.Context, id, name string) error
	// DeleteDataset removes a dataset that is in the trash with its snapshots
	// and alignments for good; their blobs become garbage. Conflict when it is
	// not in the trash.
	DeleteDataset(ctx context.Context, id string) error
}
