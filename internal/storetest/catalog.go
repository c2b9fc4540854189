package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/job"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Catalog tests dataset.Catalog.
func Catalog(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	one := dataset.Dataset{ID: "d1", Name: "US", Created: start, Updated: start}
	two := dataset.Dataset{ID: "d2", Name: "Canada", Created: after(1), Updated: after(1)}
	must(t, "create", s.CreateDataset(ctx, one))
	must(t, "create", s.CreateDataset(ctx, two))
	refused(t, "a name twice", s.CreateDataset(ctx, dataset.Dataset{ID: "d3", Name: "US"}), territory.Conflict)
	equal(t, "dataset", got[dataset.Dataset](t)(s.Dataset(ctx, "d1")), one)
	equal(t, "all, newest change first", got[[]dataset.Dataset](t)(s.Datasets(ctx)), []dataset.Dataset{two, one})
	_, err := s.Dataset(ctx, "none")
	refused(t, "a dataset that is not there", err, territory.NotFound)

	first, second := snapshot("s1", "d1", after(2)), snapshot("s2", "d1", after(3))
	must(t, "add snapshot", s.AddSnapshot(ctx, first))
	must(t, "add snapshot", s.AddSnapshot(ctx, second))
	refused(t, "a snapshot twice", s.AddSnapshot(ctx, second), territory.Conflict)
	refused(t, "a snapshot of nothing", s.AddSnapshot(ctx, snapshot("s3", "none", start)), territory.NotFound)
	one.CurrentSnapshot, one.Updated = "s2", after(3)
	equal(t, "the current snapshot", got[dataset.Dataset](t)(s.Dataset(ctx, "d1")), one)
	equal(t, "snapshots, newest first", got[[]dataset.Snapshot](t)(s.Snapshots(ctx, "d1")), []dataset.Snapshot{second, first})
	_, err = s.Snapshot(ctx, "none")
	refused(t, "a snapshot that is not there", err, territory.NotFound)
	_, err = s.Snapshots(ctx, "none")
	refused(t, "snapshots of nothing", err, territory.NotFound)

	refused(t, "rename to a taken name", s.RenameDataset(ctx, "d2", "US"), territory.Conflict)
	refused(t, "rename nothing", s.RenameDataset(ctx, "none", "X"), territory.NotFound)
	must(t, "rename", s.RenameDataset(ctx, "d2", "Kanada"))

	reopened := b.open(t, place)
	equal(t, "name after reopening", got[dataset.Dataset](t)(reopened.Dataset(ctx, "d2")).Name, "Kanada")
	equal(t, "snapshot after reopening", got[dataset.Snapshot](t)(reopened.Snapshot(ctx, "s1")), first)

	addAlignment(t, s, "a1", "d1", 3)
	refused(t, "delete for good at once", s.DeleteDataset(ctx, "d1"), territory.Conflict)
	must(t, "trash", s.TrashDataset(ctx, "d1", after(4)))
	must(t, "delete", s.DeleteDataset(ctx, "d1"))
	refused(t, "delete twice", s.DeleteDataset(ctx, "d1"), territory.NotFound)
	_, err = s.Snapshot(ctx, "s1")
	refused(t, "a snapshot of a deleted dataset", err, territory.NotFound)
	_, err = s.Alignment(ctx, "a1")
	refused(t, "an alignment of a deleted dataset", err, territory.NotFound)
	equal(t, "what is left", len(got[[]dataset.Dataset](t)(s.Datasets(ctx))), 1)
}

// FirstImport tests that a dataset and the job that fills it come together or
// not at all.
func FirstImport(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	one := dataset.Dataset{ID: "d1", Name: "US", Created: start, Updated: start}
	must(t, "create with its job", s.CreateDatasetAndEnqueue(ctx, one, newJob("j1", "import", 0)))
	equal(t, "dataset", got[dataset.Dataset](t)(s.Dataset(ctx, "d1")), one)
	first := got[job.Job](t)(s.Job(ctx, "j1"))
	equal(t, "job", first.State, job.Queued)
	equal(t, "what the job is about", first.SubjectName, "US")
	refused(t, "a name twice", s.CreateDatasetAndEnqueue(ctx, dataset.Dataset{ID: "d2", Name: "US"}, newJob("j2", "import", 1)), territory.Conflict)
	_, err := s.Job(ctx, "j2")
	refused(t, "the job of a dataset that was not made", err, territory.NotFound)
	refused(t, "a job twice", s.CreateDatasetAndEnqueue(ctx, dataset.Dataset{ID: "d3", Name: "Canada"}, newJob("j1", "import", 1)), territory.Conflict)
	_, err = s.Dataset(ctx, "d3")
	refused(t, "the dataset of a job that was not queued", err, territory.NotFound)
	must(t, "trash", s.TrashDataset(ctx, "d1", after(1)))
	must(t, "delete", s.DeleteDataset(ctx, "d1"))
	equal(t, "what a job of a deleted dataset was about", got[job.Job](t)(s.Job(ctx, "j1")).SubjectName, "US")
}

// Uploads tests ingest.Uploads.
func Uploads(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	u := ingest.Upload{ID: "u1", Name: "accounts.csv.gz", Bytes: 1 << 40, SHA256: "abc", Created: start, Blob: "uploads/u1"}
	must(t, "add", s.AddUpload(ctx, u))
	refused(t, "add twice", s.AddUpload(ctx, u), territory.Conflict)
	equal(t, "upload", got[ingest.Upload](t)(b.open(t, place).Upload(ctx, "u1")), u)
	_, err := s.Upload(ctx, "none")
	refused(t, "an upload that is not there", err, territory.NotFound)
}

// Publications tests publish.Publications and which blobs are in use.
func Publications(t *testing.T, b Backend) {
	s, ctx := b.fresh(t), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	must(t, "add upload", s.AddUpload(ctx, ingest.Upload{ID: "u1", Blob: "uploads/u1", Created: start}))
	old := publish.Publication{ID: "p1", AlignmentID: "a1", Version: 1, JobID: "j1", Created: start, Files: []publish.File{
		{Format: "units", Name: "units.csv", ContentType: "text/csv", Bytes: 3, SHA256: "x", Blob: "publications/p1/units"},
		{Format: "areas", Name: "areas.csv", ContentType: "text/csv", Bytes: 4, SHA256: "y", Blob: "publications/p1/areas"},
	}}
	young := publish.Publication{ID: "p2", AlignmentID: "a1", Version: 1, JobID: "j2", Created: after(1), Files: []publish.File{}}
	must(t, "add", s.AddPublication(ctx, old))
	must(t, "add", s.AddPublication(ctx, young))
	refused(t, "add twice", s.AddPublication(ctx, old), territory.Conflict)
	refused(t, "add to nothing", s.AddPublication(ctx, publish.Publication{ID: "p3", AlignmentID: "none"}), territory.NotFound)
	equal(t, "publication", got[publish.Publication](t)(s.Publication(ctx, "p1")), old)
	equal(t, "all, newest first", got[[]publish.Publication](t)(s.Publications(ctx, "a1")), []publish.Publication{young, old})
	_, err := s.Publication(ctx, "none")
	refused(t, "a publication that is not there", err, territory.NotFound)
	equal(t, "blobs in use", got[map[string]bool](t)(s.ReferencedBlobs(ctx)), map[string]bool{
		"uploads/u1": true, "units/d1-snapshot": true, "publications/p1/units": true, "publications/p1/areas": true,
	})
	must(t, "delete the alignment", s.DeleteAlignment(ctx, "a1"))
	equal(t, "blobs in use after the alignment is gone", len(got[map[string]bool](t)(s.ReferencedBlobs(ctx))), 2)
}

// addAlignment makes an alignment of ten units, all of them in the first of
// areas territories.
func addAlignment(t testing.TB, s Store, id, datasetID string, areas int) {
	t.Helper()
	a, first := newAlignment(id, datasetID, 10, areas)
	must(t, "create alignment", s.CreateAlignment(t.Context(), a, 10, first))
}

func newAlignment(id, datasetID string, units, areas int) (alignment.Alignment, alignment.ChangeSet) {
	a := alignment.Alignment{ID: id, DatasetID: datasetID, SnapshotID: datasetID + "-snapshot", Name: "name of " + id,
		Levels: []string{"Territory"}, Version: 1, Created: start, Updated: start}
	first := alignment.ChangeSet{Version: 1, At: start, Actor: ann, Kind: alignment.KindCreate, Reason: "Created"}
	for number := range areas {
		first.Ops = append(first.Ops, alignment.Op{AddArea: &alignment.Area{
			Number: alignment.AreaNumber(number + 1), Name: "Territory " + string(rune('A'+number)), Sort: number, Colour: number}})
	}
	var all alignment.Assign
	for unit := range units {
		all.Units = append(all.Units, int32(unit))
		all.From = append(all.From, alignment.Unassigned)
		all.To = append(all.To, 1)
	}
	first.Ops = append(first.Ops, alignment.Op{Assign: &all})
	return a, first
}

// moveOne moves one unit.
func moveOne(unit int32, from, to alignment.AreaNumber, seconds int) alignment.ChangeSet {
	return alignment.ChangeSet{At: after(seconds), Actor: ann, Kind: alignment.KindEdit, Reason: "Moved 1 unit", Ops: []alignment.Op{
		{Assign: &alignment.Assign{Units: []int32{unit}, From: []alignment.AreaNumber{from}, To: []alignment.AreaNumber{to}}}}}
}
