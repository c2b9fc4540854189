package storetest

import (
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Trash tests dataset.Trash and archiving.
func Trash(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	alignments := func(datasetID string) int { return len(got[[]alignment.Alignment](t)(s.Alignments(ctx, datasetID))) }

	must(t, "archive", s.ArchiveDataset(ctx, "d1", after(5)))
	equal(t, "archived at", *got[dataset.Dataset](t)(s.Dataset(ctx, "d1")).Archived, after(5))
	equal(t, "alignments in the list of all", alignments(""), 0)
	equal(t, "alignments of the archived dataset", alignments("d1"), 1)
	must(t, "unarchive", s.ArchiveDataset(ctx, "d1", time.Time{}))
	equal(t, "alignments in the list of all", alignments(""), 1)
	refused(t, "archive nothing", s.ArchiveDataset(ctx, "none", start), territory.NotFound)

	before := got[dataset.Dataset](t)(s.Dataset(ctx, "d1"))
	must(t, "trash", s.TrashDataset(ctx, "d1", after(9)))
	refused(t, "trash twice", s.TrashDataset(ctx, "d1", after(9)), territory.NotFound)
	refused(t, "archive in the trash", s.ArchiveDataset(ctx, "d1", start), territory.NotFound)
	refused(t, "rename in the trash", s.RenameDataset(ctx, "d1", "X"), territory.NotFound)
	_, err := s.Dataset(ctx, "d1")
	refused(t, "a dataset in the trash", err, territory.NotFound)
	_, err = s.Alignment(ctx, "a1")
	refused(t, "an alignment in the trash", err, territory.NotFound)
	equal(t, "datasets", len(got[[]dataset.Dataset](t)(s.Datasets(ctx))), 0)
	trashed, when := before, after(9)
	trashed.Trashed = &when
	s = b.open(t, place)
	equal(t, "the trash", got[[]dataset.Dataset](t)(s.TrashedDatasets(ctx)), []dataset.Dataset{trashed})
	if !got[map[string]bool](t)(s.ReferencedBlobs(ctx))["units/d1-snapshot"] {
		t.Error("the units of a dataset in the trash count as garbage")
	}

	must(t, "the name is free", s.CreateDataset(ctx, dataset.Dataset{ID: "d2", Name: before.Name, Created: start, Updated: start}))
	refused(t, "restore to a taken name", s.RestoreDataset(ctx, "d1", ""), territory.Conflict)
	refused(t, "restore nothing", s.RestoreDataset(ctx, "none", "X"), territory.NotFound)
	refused(t, "restore what is not in the trash", s.RestoreDataset(ctx, "d2", "X"), territory.NotFound)
	must(t, "restore under another name", s.RestoreDataset(ctx, "d1", "Again"))
	before.Name = "Again"
	equal(t, "restored", got[dataset.Dataset](t)(s.Dataset(ctx, "d1")), before)
	equal(t, "alignment restored", got[alignment.Alignment](t)(s.Alignment(ctx, "a1")).Version, int64(1))
}
