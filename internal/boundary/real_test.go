package boundary_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/boundary"
	"github.com/bailiwick-planning/bailiwick/internal/boundary/builtin"
)

// TestReal_250000Accounts locates and outlines the accounts of the bench data:
// every unit must lie in its own outline, and every outline be valid.
func TestReal_250000Accounts(t *testing.T) {
	if !long {
		t.Skip("takes seconds; set BAILIWICK_LONG_TESTS to run it")
	}
	if testing.Short() {
		t.Skip("250,000 units skipped with -short")
	}
	f, err := os.Open(filepath.Join(packFolder(t), "..", "points", "us-accounts-250k.csv.gz"))
	if err != nil {
		t.Skip("no bench data")
	}
	defer f.Close()
	unzip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(unzip).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var lons, lats []float64
	for _, row := range rows[1:] {
		lons, lats = append(lons, number(t, row[1])), append(lats, number(t, row[2]))
	}
	counties, states := open(t, builtin.USCounties), open(t, builtin.USStates)
	start := time.Now()
	index, near := boundary.NewLocator(counties).LocateNear(lons, lats, 25000, 2)
	located := time.Since(start)
	off, none := 0, 0
	for i := range index {
		if near[i] {
			off++
		}
		if index[i] == boundary.None {
			none++
		}
	}
	area := nearestCentre(lons, lats, 200)
	place := map[[2]float64]int32{} // one area per place
	for i := range area {
		k := [2]float64{lons[i], lats[i]}
		if a, ok := place[k]; ok {
			area[i] = a
		}
		place[k] = area[i]
	}
	start = time.Now()
	out := draw(t, lons, lats, area, states)
	t.Logf("located in %v, %d off the land, %d nowhere; outlined in %v", located, off, none, time.Since(start))
	checkOutlines(t, lons, lats, area, out.Shapes)
	if none > len(index)/1000 {
		t.Errorf("%d of %d accounts are in no county", none, len(index))
	}
}
