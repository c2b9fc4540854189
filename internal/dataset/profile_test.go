package dataset_test

import (
	"fmt"
	"io"
	"math"
	"slices"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/blob"
	"github.com/bailiwick-planning/bailiwick/internal/dataset"
)

func readAll(t testing.TB, store blob.Store) []byte {
	t.Helper()
	o, err := store.Open(t.Context(), "units")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestProfileNumbers_HandWorked(t *testing.T) {
	t.Parallel()
	p := dataset.ProfileNumbers([]float64{4, math.NaN(), 1, 3, 2, 3, math.NaN()})
	if p.Missing != 2 || p.Distinct != 4 || *p.Min != 1 || *p.Max != 4 || *p.Sum != 13 || *p.Mean != 2.6 {
		t.Errorf("got %+v", p)
	}
	if want := []float64{1, 1, 2, 3, 3, 4, 4}; !slices.Equal(p.Quantiles, want) {
		t.Errorf("quantiles %v, want %v", p.Quantiles, want)
	}
	total := 0
	for _, n := range p.Histogram {
		total += n
	}
	if total != 5 || p.Histogram[0] != 1 || p.Histogram[len(p.Histogram)-1] != 1 {
		t.Errorf("histogram %v, want 5 values, one in the first and one in the last bin", p.Histogram)
	}
}

func TestProfileNumbers_Edges(t *testing.T) {
	t.Parallel()
	if p := dataset.ProfileNumbers([]float64{math.NaN()}); p.Missing != 1 || p.Min != nil || p.Distinct != 0 {
		t.Errorf("all missing: got %+v", p)
	}
	if p := dataset.ProfileNumbers([]float64{7, 7}); !slices.Equal(p.Histogram, []int{2}) || p.Distinct != 1 {
		t.Errorf("one value: got %+v", p)
	}
	if p := dataset.ProfileNumbers([]float64{-math.MaxFloat64, 0, math.MaxFloat64}); len(p.Histogram) == 0 {
		t.Errorf("widest bounds: got %+v", p)
	}
}

func TestProfileTexts_CountsAndOrdersTop(t *testing.T) {
	t.Parallel()
	var s dataset.Strings
	for _, text := range []string{"b", "a", "", "b", "c", "a", "b", ""} {
		s.Append([]byte(text))
	}
	p := dataset.ProfileTexts(&s)
	want := []dataset.ValueCount{{Value: "b", Count: 3}, {Value: "a", Count: 2}, {Value: "c", Count: 1}}
	if p.Missing != 2 || p.Distinct != 3 || p.DistinctCapped || !slices.Equal(p.Top, want) {
		t.Errorf("got %+v, want 2 missing, 3 distinct, %v", p, want)
	}
}

func TestProfileTexts_SaysWhenDistinctIsALowerBound(t *testing.T) {
	t.Parallel()
	var s dataset.Strings
	for i := range 300_000 {
		s.Append(fmt.Appendf(nil, "%d", i%280_000))
	}
	p := dataset.ProfileTexts(&s)
	if !p.DistinctCapped || p.Distinct > 280_000 || p.Distinct < 200_000 || len(p.Top) != 20 {
		t.Errorf("got distinct %d, capped %v, %d top values", p.Distinct, p.DistinctCapped, len(p.Top))
	}
	if p.Top[0].Count != 2 {
		t.Errorf("most frequent is counted %d times, want 2", p.Top[0].Count)
	}
}

func TestReader_ProfileColumnsAgreesWithPlainProfile(t *testing.T) {
	t.Parallel()
	store := openDir(t)
	snap, want := writeSnapshot(t, store, 70_000, 500)
	r, _ := dataset.Open(t.Context(), store, snap)
	profiles, err := r.ProfileColumns(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	for c, column := range columns {
		var expect *dataset.Profile
		if column.Type == dataset.Text {
			var s dataset.Strings
			for _, text := range want.texts[column.Name] {
				s.Append([]byte(text))
			}
			expect = dataset.ProfileTexts(&s)
		} else {
			expect = dataset.ProfileNumbers(slices.Clone(want.numbers[column.Name]))
		}
		got := profiles[c]
		if got.Missing != expect.Missing || got.Distinct != expect.Distinct || !slices.Equal(got.Top, expect.Top) ||
			!slices.Equal(got.Quantiles, expect.Quantiles) || !slices.Equal(got.Histogram, expect.Histogram) {
			t.Errorf("%q: got %+v, want %+v", column.Name, got, expect)
		}
	}
}
