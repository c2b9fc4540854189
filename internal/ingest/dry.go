package ingest

import (
	"context"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// changesOf compares what a dry run has written with the snapshot it would
// follow on: what a refresh would add, take away, move and change.
func changesOf(ctx context.Context, d Deps, follows string, dry dataset.Snapshot) (*dataset.Diff, error) {
	before, err := d.Catalog.Snapshot(ctx, follows)
	if err != nil {
		return nil, err
	}
	old, err := dataset.Open(ctx, d.Blobs, before)
	if err != nil {
		return nil, err
	}
	now, err := dataset.Open(ctx, d.Blobs, dry)
	if err != nil {
		return nil, err
	}
	return dataset.Compare(ctx, old, now)
}
