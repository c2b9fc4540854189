package storetest

import (
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// Supplements tests dataset.Supplements.
func Supplements(t *testing.T, b Backend) {
	place := b.New(t)
	s, ctx := b.open(t, place), t.Context()
	addDataset(t, s, "d1")
	addAlignment(t, s, "a1", "d1", 3)
	set := dataset.Supplement{ID: "s1", Name: "people.csv", Created: after(1), On: dataset.OnBoundaries, SetID: "zip", Key: "zip", Rows: 2, Matched: 1, Unmatched: 1,
		Columns: []dataset.Column{{Name: "people", Type: dataset.Number, Role: dataset.RoleMeasure}}, Problems: []dataset.KeyProblem{{Row: 3, Key: "x", Why: "unmatched"}}}
	one := dataset.Supplement{ID: "s2", Created: after(2), On: dataset.OnAreas, AlignmentID: "a1", Columns: []dataset.Column{}, Problems: []dataset.KeyProblem{}}
	all := dataset.Supplement{ID: "s3", Created: after(3), On: dataset.OnAreas, DatasetID: "d1", Columns: []dataset.Column{}, Problems: []dataset.KeyProblem{}}
	table := dataset.SupplementTable{Keys: []string{"01001"}, Rows: []int{2}, Values: [][]string{{"12"}}, Problems: set.Problems}
	must(t, "add", s.AddSupplement(ctx, set, table))
	must(t, "add for an alignment", s.AddSupplement(ctx, one, dataset.SupplementTable{}))
	must(t, "add for a dataset", s.AddSupplement(ctx, all, dataset.SupplementTable{}))
	reopened := b.open(t, place)
	equal(t, "one", got[dataset.Supplement](t)(reopened.Supplement(ctx, "s1")), set)
	equal(t, "its table", got[dataset.SupplementTable](t)(reopened.SupplementTable(ctx, "s1")), table)
	equal(t, "of a set", got[[]dataset.Supplement](t)(reopened.Supplements(ctx, "zip", "", "")), []dataset.Supplement{set})
	equal(t, "of a dataset and an alignment, newest first", got[[]dataset.Supplement](t)(reopened.Supplements(ctx, "", "d1", "a1")), []dataset.Supplement{all, one})
	must(t, "delete", s.DeleteSupplement(ctx, "s1"))
	refused(t, "delete twice", s.DeleteSupplement(ctx, "s1"), territory.NotFound)
	_, err := s.SupplementTable(ctx, "s1")
	refused(t, "a table that is gone", err, territory.NotFound)
}
