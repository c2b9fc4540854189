package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

// Retention tests dataset.Retainer.
func Retention(t *testing.T, b Backend) {
	t.Run("days", func(t *testing.T) { t.Parallel(); retentionDays(t, b) })
	t.Run("never what is in use", func(t *testing.T) { t.Parallel(); retentionRandom(t, b) })
}

func retentionDays(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	day := func(n int) time.Time { return start.AddDate(0, 0, n).Add(time.Hour) }
	addDataset(t, s, "d1")
	addShorter(t, s, "d1")
	addDataset(t, s, "d2")
	must(t, "trash", s.TrashDataset(ctx, "d2", start))
	equal(t, "default", got[dataset.Retention](t)(s.Retention(ctx)), dataset.DefaultRetention)
	equal(t, "within the days", got[dataset.Expired](t)(s.Expire(ctx, day(29), false)), dataset.Expired{})
	must(t, "set", s.SetRetention(ctx, dataset.Retention{TrashDays: 10}))
	must(t, "set again", s.SetRetention(ctx, dataset.Retention{TrashDays: 10, SnapshotDays: 20}))
	s = b.open(t, place)
	for _, dryRun := range []bool{true, false} {
		equal(t, "the trash", got[dataset.Expired](t)(s.Expire(ctx, day(10), dryRun)), dataset.Expired{ExpiredDatasets: 1})
	}
	equal(t, "the superseded snapshot", got[dataset.Expired](t)(s.Expire(ctx, day(20), false)), dataset.Expired{ExpiredSnapshots: 1})
	equal(t, "snapshots left", len(got[[]dataset.Snapshot](t)(s.Snapshots(ctx, "d1"))), 1)
	equal(t, "once more", got[dataset.Expired](t)(s.Expire(ctx, day(9999), false)), dataset.Expired{})
}

// retained is a random run over one store with real files beside it: what each
// dataset's alignments stood on, newest snapshot last.
type retained struct {
	s         Store
	blobs     blob.Store
	random    *rand.Rand
	day       int
	snapshots map[string][]string
	used      map[string]map[string]bool
	trashed   map[string]int
}

const trashDays, snapshotDays = 4, 2

// retentionRandom imports, makes and moves alignments, deletes and restores in
// random order, and collects garbage in between: afterwards every file in use
// is there, and in the end some were not.
func retentionRandom(t *testing.T, b Backend) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	blobs, err := blob.OpenDir(t.TempDir())
	must(t, "open blobs", err)
	m := &retained{s: b.fresh(t), blobs: blobs, random: rand.New(rand.NewPCG(seed, 1)),
		snapshots: map[string][]string{}, used: map[string]map[string]bool{}, trashed: map[string]int{}}
	must(t, "set", m.s.SetRetention(t.Context(), dataset.Retention{TrashDays: trashDays, SnapshotDays: snapshotDays}))
	removed := 0
	for step := range 120 {
		m.day++
		m.act(t, step)
		if step%5 == 4 {
			removed += m.collect(t)
		}
	}
	if removed == 0 {
		t.Error("nothing was ever removed: the run shows nothing")
	}
}

func (m *retained) now() time.Time { return start.AddDate(0, 0, m.day) }

func (m *retained) act(t *testing.T, step int) {
	ctx, id := t.Context(), fmt.Sprintf("d%d", m.random.IntN(4))
	_, inTrash := m.trashed[id]
	if _, exists := m.snapshots[id]; !exists {
		must(t, "create", m.s.CreateDataset(ctx, dataset.Dataset{ID: id, Name: id, Created: m.now(), Updated: m.now()}))
		m.snapshots[id], m.used[id] = nil, map[string]bool{}
		m.addSnapshot(t, id, step)
		return
	}
	newest := m.snapshots[id][len(m.snapshots[id])-1]
	switch kind := m.random.IntN(10); {
	case inTrash && kind < 3:
		must(t, "restore", m.s.RestoreDataset(ctx, id, ""))
		delete(m.trashed, id)
	case inTrash:
	case kind < 5:
		m.addSnapshot(t, id, step)
	case kind < 7:
		a, first := newAlignment(fmt.Sprintf("a%d", step), id, 10, 2)
		a.SnapshotID = newest
		must(t, "create alignment", m.s.CreateAlignment(ctx, a, 10, first))
		m.used[id][newest] = true
	case kind < 9:
		m.move(t, id, newest)
	default:
		must(t, "trash", m.s.TrashDataset(ctx, id, m.now()))
		m.trashed[id] = m.day
	}
}

func (m *retained) addSnapshot(t *testing.T, id string, step int) {
	one := snapshot(fmt.Sprintf("s%d", step), id, m.now())
	w, err := m.blobs.Create(t.Context(), one.UnitsBlob)
	must(t, "create the file", err)
	must(t, "commit the file", w.Commit())
	must(t, "add snapshot", m.s.AddSnapshot(t.Context(), one))
	m.snapshots[id] = append(m.snapshots[id], one.ID)
}

// move carries the dataset's alignments onto its newest snapshot; history
// stands on what they left.
func (m *retained) move(t *testing.T, id, newest string) {
	for _, a := range got[[]alignment.Alignment](t)(m.s.Alignments(t.Context(), id)) {
		if a.SnapshotID == newest {
			continue
		}
		state := got[*alignment.State](t)(m.s.State(t.Context(), a.ID, 0))
		same := []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
		must(t, "move", m.s.MoveAlignments(t.Context(), []alignment.Move{moveOf(state.Carry(newest, same), 1)}))
	}
	if len(got[[]alignment.Alignment](t)(m.s.Alignments(t.Context(), id))) > 0 {
		m.used[id][newest] = true
	}
}

// collect expires and sweeps, and checks that what the model uses is there.
func (m *retained) collect(t *testing.T) int {
	ctx := t.Context()
	_, err := m.s.Expire(ctx, m.now(), false)
	must(t, "expire", err)
	swept, err := blob.Sweep(ctx, m.blobs, m.s.ReferencedBlobs, time.Now().Add(time.Hour), func(string) {})
	must(t, "sweep", err)
	for id, day := range m.trashed {
		if m.day-day > trashDays {
			delete(m.trashed, id)
			delete(m.snapshots, id)
		}
	}
	for id, all := range m.snapshots {
		for i, one := range all {
			if i == len(all)-1 || m.used[id][one] {
				stored := got[dataset.Snapshot](t)(m.s.Snapshot(ctx, one))
				file, err := m.blobs.Open(ctx, stored.UnitsBlob)
				must(t, "open the units of "+one, err)
				must(t, "close the units", file.Close())
			}
		}
	}
	return swept.Objects
}
