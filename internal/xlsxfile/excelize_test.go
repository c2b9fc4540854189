package xlsxfile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/ingest"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/xuri/excelize/v2"
)

// Workbooks that excelize writes come back as the values that were written.
// Decision 23 says why excelize does not read them.
func TestSource_ReadsWhatExcelizeWrites(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	f := excelize.NewFile()
	defer f.Close()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	var want [][]string
	put := func(column, row int, value any) {
		cell, _ := excelize.CoordinatesToCellName(column, row)
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
		if column == 3 && row > 1 {
			if err := f.SetCellStyle("Sheet1", cell, cell, day); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, name := range []string{"id", "revenue", "since", "active"} {
		put(i+1, 1, name)
	}
	for row := 2; row <= 200; row++ {
		id := fmt.Sprintf("Zoë & <%d>", row)
		revenue := float64(random.IntN(1_000_000))/64 - 2000 // excelize itself writes 15 digits
		since, active := time.Date(1990, 1, 1+random.IntN(20000), 0, 0, 0, 0, time.UTC), random.IntN(2) == 1
		put(1, row, id)
		put(2, row, revenue)
		put(3, row, since)
		put(4, row, active)
		want = append(want, []string{id, strconv.FormatFloat(revenue, 'f', -1, 64), since.Format(time.DateOnly), fmt.Sprint(active)})
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	_, rows, _, err := read(t, out.Bytes(), ingest.Dialect{})
	if err != nil || fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
		t.Errorf("got %.300q, %v; want %.300q", rows, err, want)
	}
}

// Reading with excelize ended these sheets early or changed the values without
// an error.
func TestSource_LosesNothingThatExcelizeWouldLose(t *testing.T) {
	t.Parallel()
	broken := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>` +
		`<row r="3"><c r="A3" t="inlineStr"><is><t>bad ` + "\x0b" + ` character</t></is></c></row><row r="4"><c r="A4"><v>4</v></c></row>`
	if _, rows, _, err := read(t, workbook(t, broken), ingest.Dialect{}); territory.CodeOf(err) != territory.Invalid {
		t.Errorf("a sheet that is broken in row 3: %q, %v; want an error with code invalid", rows, err)
	}
	digits := `<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="2"><c><v>123456789012345678</v></c><c s="1"><v>46023</v></c></row>`
	_, rows, _, err := read(t, workbook(t, digits), ingest.Dialect{})
	if err != nil || fmt.Sprint(rows) != "[[123456789012345678 2026-01-01]]" {
		t.Errorf("18 digits beside a date: %v, %v", rows, err)
	}
}
