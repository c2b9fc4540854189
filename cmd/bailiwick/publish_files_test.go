package main

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestPublish_ParquetHoldsWhatCSVHolds reads both files of units back through
// the import, and the import finds the same rows in them.
func TestPublish_ParquetHoldsWhatCSVHolds(t *testing.T) {
	t.Parallel()
	in, _ := planFolder(t, 400, 4)
	dir := t.TempDir()
	must(t, new(any), in("publish", "csv", "parquet", "--column", "Name", "--column", "BillingPostalCode", "--column", "AnnualRevenue", "--out", dir)...)
	rows := readCSV(t, filepath.Join(dir, "units.csv"))
	for _, want := range []string{"id", "area_number", "Name", "BillingPostalCode", "AnnualRevenue", "longitude"} {
		index(t, rows[0], want)
	}
	exported := map[string][][]string{}
	for _, name := range []string{"units.csv", "units.parquet"} {
		must(t, new(any), in("import", filepath.Join(dir, name), "--name", name)...)
		out := filepath.Join(dir, "again-"+name+".csv")
		must(t, new(any), in("dataset", "export", "--dataset", name, "--out", out)...)
		exported[name] = readCSV(t, out)
	}
	csv, parquet := exported["units.csv"], exported["units.parquet"]
	if len(csv) != 401 || len(parquet) != 401 {
		t.Fatalf("%d and %d rows, want 401", len(csv), len(parquet))
	}
	zip := index(t, rows[0], "BillingPostalCode")
	for i := range csv {
		for j := range csv[i] {
			if csv[0][j] != "longitude" && csv[0][j] != "latitude" && csv[i][j] != parquet[i][j] {
				t.Fatalf("row %d, column %s: %q in CSV, %q in Parquet", i, csv[0][j], csv[i][j], parquet[i][j])
			}
		}
		if csv[i][zip] != rows[i][zip] {
			t.Fatalf("row %d: postal code %q became %q", i, rows[i][zip], csv[i][zip])
		}
	}
	must(t, new(any), in("publish", "csv", "--fields", "units_csv=Name,owner,id", "--fields", "areas_csv=name,units,AnnualRevenue_target", "--out", dir)...)
	if got := readCSV(t, filepath.Join(dir, "units.csv"))[0]; !slices.Equal(got, []string{"Name", "owner", "id"}) {
		t.Errorf("the columns of units are %v", got)
	}
	if got := readCSV(t, filepath.Join(dir, "areas.csv"))[0]; !slices.Equal(got, []string{"name", "units", "AnnualRevenue_target"}) {
		t.Errorf("the columns of areas are %v", got)
	}
	refusedWith(t, `no column "colour"`, in("publish", "csv", "--fields", "areas_csv=colour", "--out", dir)...)
	refusedWith(t, "cannot be chosen", in("publish", "pdf", "--fields", "report_pdf=name", "--out", dir)...)
	refusedWith(t, "FILE=COLUMN", in("publish", "csv", "--fields", "id", "--out", dir)...)
	refusedWith(t, `no column "Naem"`, in("publish", "csv", "--column", "Naem", "--out", dir)...)
}
