package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestReports_ReadBack opens the three reports with readers of their own: the
// workbook's sums are those of the areas file, the picture shows a colour per
// territory, the document has its pages; and the same version gives the same
// bytes again.
func TestReports_ReadBack(t *testing.T) {
	t.Parallel()
	data, out, again := filepath.Join(t.TempDir(), "data"), t.TempDir(), t.TempDir()
	in := func(args ...string) []string { return append(args, "--data", data) }
	must(t, new(any), in("import", accountsFile(t, 1500, 6))...)
	must(t, new(any), in("align", "--by", "Region", "--by", "OwnerName")...)
	var files published
	must(t, &files, in("publish", "areas_csv", "pdf", "xlsx", "png", "--out", out)...)
	must(t, &files, in("publish", "pdf", "xlsx", "png", "--out", again)...)
	for _, name := range []string{"report.pdf", "report.xlsx", "map.png"} {
		if a, b := fileSum(t, filepath.Join(out, name)), fileSum(t, filepath.Join(again, name)); a != b {
			t.Errorf("%s differs when it is written again", name)
		}
	}
	checkWorkbook(t, filepath.Join(out, "report.xlsx"), readCSV(t, filepath.Join(out, "areas.csv")), 1500)
	checkPicture(t, filepath.Join(out, "map.png"), 6)
	raw, err := os.ReadFile(filepath.Join(out, "report.pdf"))
	ok(t, err)
	pages := len(regexp.MustCompile(`/Type /Page\b[^s]`).FindAll(raw, -1))
	if !bytes.HasPrefix(raw, []byte("%PDF-")) || pages < 2 {
		t.Errorf("report.pdf begins with %q and has %d pages", raw[:min(8, len(raw))], pages)
	}
}

func fileSum(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	ok(t, err)
	return fmt.Sprintf("%x", sha256.Sum256(raw))
}

func checkWorkbook(t *testing.T, path string, areas [][]string, units int) {
	t.Helper()
	book, err := excelize.OpenFile(path)
	ok(t, err)
	defer book.Close()
	number, measure := index(t, areas[0], "number"), index(t, areas[0], "AnnualRevenue")
	want := map[string]string{}
	for _, row := range areas[1:] {
		want[row[number]] = row[measure]
	}
	sheets := book.GetSheetList()
	if len(sheets) < 4 || sheets[0] != "Summary" || sheets[len(sheets)-1] != "Units" {
		t.Fatalf("sheets %v, want the summary, one per level and the units", sheets)
	}
	seen := 0
	for _, sheet := range sheets[1 : len(sheets)-1] {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		ok(t, err)
		at, sum := index(t, rows[0], "Number"), index(t, rows[0], "AnnualRevenue")
		for _, row := range rows[1:] {
			got, err := strconv.ParseFloat(row[sum], 64)
			ok(t, err)
			expected, err := strconv.ParseFloat(want[row[at]], 64)
			ok(t, err)
			if got != expected {
				t.Errorf("sheet %s, area %s: %v, areas.csv has %v", sheet, row[at], got, expected)
			}
			seen++
		}
	}
	if seen != len(want) {
		t.Errorf("%d areas in the sheets of levels, want %d", seen, len(want))
	}
	rows, err := book.GetRows("Units")
	ok(t, err)
	if len(rows) != units+1 {
		t.Errorf("%d rows of units, want %d and a header", len(rows), units)
	}
}

// checkPicture counts the colours that fill much of the map.
func checkPicture(t *testing.T, path string, territories int) {
	t.Helper()
	raw, err := os.ReadFile(path)
	ok(t, err)
	picture, err := png.Decode(bytes.NewReader(raw))
	ok(t, err)
	if b := picture.Bounds(); b.Dx() != 2400 || b.Dy() != 1500 {
		t.Errorf("the picture is %v", b)
	}
	type rgb [3]uint32
	count := map[rgb]int{}
	for y := 100; y < 1460; y += 4 {
		for x := 50; x < 2350; x += 4 {
			r, g, b, _ := picture.At(x, y).RGBA()
			count[rgb{r, g, b}]++
		}
	}
	large := 0
	for _, n := range count {
		if n > 300 {
			large++
		}
	}
	if large < territories+2 {
		t.Errorf("%d colours fill much of the map, want water, land and %d territories", large, territories)
	}
}
