package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/connection"
)

// Readings checks how far imports from orgs are: kept over a restart, with
// their pages in use until they are forgotten.
func Readings(t *testing.T, b Backend) {
	place := b.New(t)
	s := b.open(t, place)
	ctx := t.Context()
	first := connection.Reading{SnapshotID: "s", Position: 0, SOQL: "SELECT Id FROM Account", JobID: "750", Pages: []string{"readings/1"}, Locator: "MTA", Updated: start}
	must(t, "set", s.SetReading(ctx, first))
	first.Pages, first.Whole, first.Updated = []string{"readings/1", "readings/2"}, true, after(10)
	must(t, "set again", s.SetReading(ctx, first))
	second := connection.Reading{SnapshotID: "s", Position: 1, Extract: &connection.Extract{UploadID: "u", At: start}, Types: map[string]string{"Id": "text"}, Updated: after(20)}
	must(t, "set the second", s.SetReading(ctx, second))
	must(t, "set another's", s.SetReading(ctx, connection.Reading{SnapshotID: "t", Updated: after(30)}))
	reopened := b.open(t, place)
	equal(t, "readings", got[[]connection.Reading](t)(reopened.Readings(ctx, "s")), []connection.Reading{first, second})
	used := got[map[string]bool](t)(reopened.ReferencedBlobs(ctx))
	if !used["readings/1"] || !used["readings/2"] {
		t.Errorf("pages of a reading are not in use: %v", used)
	}
	equal(t, "stale", got[[]connection.Reading](t)(reopened.StaleReadings(ctx, after(20))), []connection.Reading{first})
	must(t, "delete", reopened.DeleteReadings(ctx, "s"))
	equal(t, "readings after", len(got[[]connection.Reading](t)(reopened.Readings(ctx, "s"))), 0)
	if used := got[map[string]bool](t)(reopened.ReferencedBlobs(ctx)); used["readings/1"] {
		t.Error("the pages of a reading that was forgotten are in use")
	}
}
