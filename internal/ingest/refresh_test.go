package ingest_test

import (
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
)

func TestCompare_FindsAddedGoneMovedAndChangedUnits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, old := b.mustRun(ingest.Options{}, "id,lat,lon,revenue,name,legacy\na,40,-80,1,x,1\nb,41,-81,,y,1\nc,42,-82,3,z,1\nd,43,-83,4,w,1\ne,44,-84,,v,1\n")
	_, new := b.mustRun(ingest.Options{}, "id,lat,lon,revenue,name,fresh\nf,50,-90,1,new,1\nc,42.5,-82,3,z,1\nb,41,-81,2,y,1\na,40,-80,1,x,1\ne,44,-84,,V,1\n")
	d, err := dataset.Compare(t.Context(), old, new)
	if err != nil {
		t.Fatal(err)
	}
	if d.Added != 1 || d.Gone != 1 || d.Moved != 1 || d.Changed != 2 || d.Same != 1 {
		t.Errorf("got %+v", d)
	}
	if want := []int32{3, 2, 1, -1, 4}; !slices.Equal(d.ToNew, want) {
		t.Errorf("ToNew %v, want %v", d.ToNew, want)
	}
	if want := []int32{-1, 2, 1, 0, 4}; !slices.Equal(d.ToOld, want) {
		t.Errorf("ToOld %v, want %v", d.ToOld, want)
	}
	if want := []dataset.Fate{dataset.Added, dataset.Moved, dataset.Changed, 0, dataset.Changed}; !slices.Equal(d.Fates, want) {
		t.Errorf("fates %v, want %v", d.Fates, want)
	}
	want := []dataset.ColumnDiff{{Name: "lat", Change: "values", Units: 1}, {Name: "revenue", Change: "values", Units: 1},
		{Name: "name", Change: "values", Units: 1}, {Name: "fresh", Change: "added"}, {Name: "legacy", Change: "gone"}}
	if !slices.Equal(d.Columns, want) {
		t.Errorf("columns %+v, want %+v", d.Columns, want)
	}
}

func BenchmarkCompare(b *testing.B) {
	bench := newBench(b)
	bench.deps.Locate = nil
	_, old := bench.mustRun(ingest.Options{}, manyRows(250_000))
	b.Run("columns=20/n=250000", func(b *testing.B) {
		for b.Loop() {
			a, err := dataset.Open(b.Context(), bench.deps.Blobs, old.Snapshot())
			if err != nil {
				b.Fatal(err)
			}
			if d, err := dataset.Compare(b.Context(), a, old); err != nil || d.Same != 250_000 {
				b.Fatalf("%+v, %v", d, err)
			}
		}
	})
}
