package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Overlays tests alignment.Overlays.
func Overlays(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	for _, id := range []string{"a1", "a2", "a3"} {
		addAlignment(t, s, id, "d1", 3)
	}
	o := alignment.Overlay{ID: "o1", DatasetID: "d1", Name: "Field and specialists", Created: start,
		Members: []alignment.OverlayMember{{AlignmentID: "a2", Role: "Specialists"}, {AlignmentID: "a1"}}}
	must(t, "add", s.AddOverlay(ctx, o))
	twin := o
	twin.ID = "o2"
	refused(t, "a taken name", s.AddOverlay(ctx, twin), territory.Conflict)
	twin.Name, twin.DatasetID = "Other", "none"
	refused(t, "no such dataset", s.AddOverlay(ctx, twin), territory.NotFound)
	twin.DatasetID, twin.Members = "d1", []alignment.OverlayMember{{AlignmentID: "none"}}
	refused(t, "no such alignment", s.AddOverlay(ctx, twin), territory.NotFound)
	s = b.open(t, place)
	equal(t, "one", got[alignment.Overlay](t)(s.Overlay(ctx, "o1")), o)
	equal(t, "those of another dataset", len(got[[]alignment.Overlay](t)(s.Overlays(ctx, "d2"))), 0)
	o.Name, o.Members = "All", append(o.Members, alignment.OverlayMember{AlignmentID: "a3", Role: "Service"})
	must(t, "change", s.SetOverlay(ctx, o))
	must(t, "delete an alignment", s.DeleteAlignment(ctx, "a2"))
	o.Members = o.Members[1:]
	equal(t, "all", got[[]alignment.Overlay](t)(s.Overlays(ctx, "")), []alignment.Overlay{o})
	must(t, "delete", s.DeleteOverlay(ctx, "o1"))
	_, err := s.Overlay(ctx, "o1")
	refused(t, "what is deleted", err, territory.NotFound)
	refused(t, "change what is deleted", s.SetOverlay(ctx, o), territory.NotFound)
	refused(t, "delete it again", s.DeleteOverlay(ctx, "o1"), territory.NotFound)
}
