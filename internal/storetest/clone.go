package storetest

import (
	"fmt"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Clone tests dataset.Cloner: a copy stands by itself, and files that it shares
// stay until neither needs them.
func Clone(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addDataset(t, s, "other")
	addAlignment(t, s, "a1", "d1", 3)
	addAlignment(t, s, "a2", "d1", 2)
	addAlignment(t, s, "foreign", "other", 2)
	must(t, "name a version", s.NameVersion(ctx, alignment.NamedVersion{AlignmentID: "a1", Name: "first", Version: 1, Created: start}))
	n := 0
	clone := dataset.Clone{From: "d1", To: dataset.Dataset{ID: "d2", Name: "Copy", Created: after(1), Updated: after(1)}, Alignments: map[string]string{"a1": "b1"},
		NewID: func() string { n++; return fmt.Sprintf("s%d", n) }}
	made, err := s.CloneDataset(ctx, clone)
	must(t, "clone", err)
	s = b.open(t, place)
	equal(t, "the copy", got[dataset.Dataset](t)(s.Dataset(ctx, "d2")), made)
	old, snapshot := got[dataset.Snapshot](t)(s.Snapshot(ctx, "d1-snapshot")), got[dataset.Snapshot](t)(s.Snapshot(ctx, made.CurrentSnapshot))
	equal(t, "its file", snapshot.UnitsBlob, old.UnitsBlob)
	equal(t, "its snapshot", snapshot.DatasetID, "d2")
	list := got[[]alignment.Alignment](t)(s.Alignments(ctx, "d2"))
	equal(t, "chosen alignments", len(list), 1)
	equal(t, "stands on the copy", list[0].SnapshotID, made.CurrentSnapshot)
	first, second := got[*alignment.State](t)(s.State(ctx, "a1", 0)), got[*alignment.State](t)(s.State(ctx, "b1", 0))
	equal(t, "assignment", second.Assigned, first.Assigned)
	equal(t, "named versions", len(got[[]alignment.NamedVersion](t)(s.NamedVersions(ctx, "b1"))), 1)

	refuse := func(what string, c dataset.Clone, code territory.Code) {
		c.To.ID = "d3"
		_, err := s.CloneDataset(ctx, c)
		refused(t, what, err, code)
	}
	refuse("a taken name", clone, territory.Conflict)
	clone.To.Name = "Third"
	refuse("nothing", dataset.Clone{From: "none", To: clone.To, NewID: clone.NewID}, territory.NotFound)
	refuse("an alignment of another dataset", dataset.Clone{From: "d1", To: clone.To, Alignments: map[string]string{"foreign": "x"}, NewID: clone.NewID}, territory.NotFound)
	equal(t, "datasets after refusals", len(got[[]dataset.Dataset](t)(s.Datasets(ctx))), 3)

	must(t, "trash the original", s.TrashDataset(ctx, "d1", after(9)))
	must(t, "delete it for good", s.DeleteDataset(ctx, "d1"))
	if !got[map[string]bool](t)(s.ReferencedBlobs(ctx))[old.UnitsBlob] {
		t.Error("the units that the copy shares count as garbage")
	}
	equal(t, "the copy without its original", got[*alignment.State](t)(s.State(ctx, "b1", 0)).Assigned, first.Assigned)
	must(t, "trash the copy", s.TrashDataset(ctx, "d2", after(9)))
	must(t, "delete it for good", s.DeleteDataset(ctx, "d2"))
	if got[map[string]bool](t)(s.ReferencedBlobs(ctx))[old.UnitsBlob] {
		t.Error("units that nothing has any more are kept")
	}
}
