package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/boundaryset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// BoundarySets tests boundaryset.BoundarySets.
func BoundarySets(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	old := boundaryset.Record{
		ID: "b1", Name: "ZIP", Edition: "2020", Type: "postal code", Country: "US", Created: start,
		Source:  boundaryset.Source{File: "zip.geojson", Bytes: 5, SHA256: "x", Format: "GeoJSON", CodeField: "GEOID"},
		Figures: boundaryset.Figures{Boundaries: 3, Edges: 2, Box: [4]float64{-1, -2, 3, 4}},
		Report:  boundaryset.Report{Features: 4, Repaired: 1, Faults: []boundaryset.Fault{{Feature: 2, Code: "b", Kind: "repaired", What: "crossed itself"}}},
		SetBlob: "boundaries/b1/set", EdgesBlob: "boundaries/b1/edges.csv",
	}
	young, other := old, old
	young.ID, young.Edition, young.Created, young.SetBlob = "b2", "2024", after(1), "boundaries/b2/set"
	other.ID, other.Name, other.Created = "b3", "Communes", after(2)
	for _, r := range []boundaryset.Record{old, young, other} {
		must(t, "add", s.AddBoundarySet(ctx, r))
	}
	twice := old
	twice.ID = "b4"
	refused(t, "a name and edition twice", s.AddBoundarySet(ctx, twice), territory.Conflict)
	twice.Edition, twice.ID = "1999", "b1"
	refused(t, "an id twice", s.AddBoundarySet(ctx, twice), territory.Conflict)
	_, err := s.BoundarySet(ctx, "none")
	refused(t, "a set that is not there", err, territory.NotFound)

	reopened := b.open(t, place)
	equal(t, "one set", got[boundaryset.Record](t)(reopened.BoundarySet(ctx, "b1")), old)
	equal(t, "all by name, newest first", got[[]boundaryset.Record](t)(reopened.BoundarySets(ctx)), []boundaryset.Record{other, young, old})
	used := got[map[string]bool](t)(s.ReferencedBlobs(ctx))
	if !used["boundaries/b1/set"] || !used["boundaries/b1/edges.csv"] || !used["boundaries/b2/set"] {
		t.Errorf("blobs in use: %v", used)
	}
	must(t, "delete", s.DeleteBoundarySet(ctx, "b2"))
	refused(t, "delete twice", s.DeleteBoundarySet(ctx, "b2"), territory.NotFound)
	if used := got[map[string]bool](t)(s.ReferencedBlobs(ctx)); used["boundaries/b2/set"] {
		t.Error("the blob of a deleted set is still in use")
	}
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	use, err := got[*alignment.State](t)(s.State(ctx, "a1", 0)).UseBoundariesOps(&alignment.BoundarySource{Set: "b1", Count: 3})
	must(t, "use", err)
	_, err = s.Append(ctx, "a1", 1, alignment.ChangeSet{At: after(3), Actor: ann, Kind: alignment.KindEdit, Ops: use})
	must(t, "append", err)
	equal(t, "the set an alignment uses", got[alignment.Alignment](t)(s.Alignment(ctx, "a1")).BoundarySet, "b1")
	refused(t, "delete a set in use", s.DeleteBoundarySet(ctx, "b1"), territory.Conflict)
}
