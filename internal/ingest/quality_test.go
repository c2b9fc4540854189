package ingest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/bailiwick-planning/bailiwick/internal/dataset"
	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

func TestCheckAddresses_FindsEachDoubtOnce(t *testing.T) {
	t.Parallel()
	var data strings.Builder
	data.WriteString("id,name,lat,lon,state,zip\n")
	row := func(name string, lat, lon float64, state, zip string) {
		fmt.Fprintf(&data, "u%d,%s,%v,%v,%s,%s\n", strings.Count(data.String(), "\n"), name, lat, lon, state, zip)
	}
	for i := range 20 { // the test's $state is the whole degree of latitude
		row(fmt.Sprint("n", i), 40.1+float64(i)/1000, -80, "Forty", "10001")
	}
	row("zero", 0.001, -0.001, "", "")
	row("sea", 41, 20, "", "") // the test's land is west of Greenwich
	row("n0", 40.1, -80, "Forty", "10001")
	row("far", 40.5, -85, "Forty", "10001")
	row("elsewhere", 45.5, -80, "Forty", "")
	for i := range 10 {
		row(fmt.Sprint("town", i), 42.5, -82.5, "", "")
	}
	row("swapped", -80, 40.2, "", "")
	data.WriteString("u99,nowhere,,,,\n")
	b := newBench(t)
	_, r := b.mustRun(ingest.Options{Location: &dataset.Location{Sets: []string{"none"}}}, data.String())
	q, err := dataset.CheckAddresses(t.Context(), r, func(lon, lat []float64) []string { return b.deps.Locate(lon, lat).Country })
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"at_zero": 1, "outside_land": 2, "shared_position": 10, "duplicate_unit": 1, "far_from_postal_code": 1, "other_state": 1, "swapped": 1, "missing": 1}
	if !maps.Equal(q.Counts, want) || q.Units != 17 {
		t.Errorf("got %v on %d units, want %v on 17", q.Counts, q.Units, want)
	}
	for unit, f := range map[int]dataset.Finding{20: dataset.AtZero, 21: dataset.OutsideLand, 22: dataset.DuplicateUnit,
		23: dataset.FarFromPostal, 24: dataset.OtherState, 25: dataset.SharedPosition, 35: dataset.OutsideLand | dataset.Swapped, 36: dataset.NoPosition, 5: 0} {
		if q.Findings[unit] != f {
			t.Errorf("unit %d has findings %06b, want %06b", unit, q.Findings[unit], f)
		}
	}
}

func TestCheckAddresses_LeavesOutWhatCannotBeLookedFor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.deps.Locate = nil
	_, r := b.mustRun(ingest.Options{}, "id,lat,lon\n1,40,-80\n")
	q, err := dataset.CheckAddresses(t.Context(), r, nil)
	if err != nil || !maps.Equal(q.Counts, map[string]int{"at_zero": 0, "shared_position": 0, "missing": 0}) {
		t.Errorf("got %+v, %v", q, err)
	}
	_, r = b.mustRun(ingest.Options{}, "id,amount\n1,2\n")
	if _, err := dataset.CheckAddresses(t.Context(), r, nil); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("without positions: got %v, want invalid", err)
	}
}
