package reportfile

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/figures"
	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows a worksheet can hold, less its header (ECMA-376:
// 1,048,576 in all).
const sheetRows = 1_048_575

// ReportXLSX writes a workbook: a summary, a sheet per level of the tree with
// owners, sums, targets and deviations, and the units with their areas.
type ReportXLSX struct{}

// Format implements publish.Target.
func (ReportXLSX) Format() publish.Format { return publish.ReportXLSX }

// File implements publish.Target.
func (ReportXLSX) File() (string, string) {
	return "report.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// Write implements publish.Target.
func (ReportXLSX) Write(ctx context.Context, w io.Writer, p *publish.Plan) error {
	book := &workbook{file: excelize.NewFile(), taken: map[string]bool{}}
	defer book.file.Close() //nolint:errcheck // only removes its scratch files
	if err := book.write(ctx, p); err != nil {
		return err
	}
	if err := book.file.DeleteSheet("Sheet1"); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	var packed bytes.Buffer
	if err := book.file.Write(&packed); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return inOrder(w, packed.Bytes())
}

// inOrder writes the parts of a workbook sorted by name, since the library
// packs its sheets in another order every time.
func inOrder(w io.Writer, packed []byte) error {
	from, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	to := zip.NewWriter(w)
	for _, part := range from.File {
		if err := to.Copy(part); err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	return to.Close()
}

type workbook struct {
	file  *excelize.File
	bold  int
	taken map[string]bool
}

func (b *workbook) write(ctx context.Context, p *publish.Plan) error {
	var err error
	if b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if err := b.summary(p); err != nil {
		return err
	}
	rows := figures.Tree(p.State, p.Measured, p.Columns)
	for level, name := range p.State.Alignment.Levels {
		if err := b.level(p, rows, level, name); err != nil {
			return err
		}
	}
	return b.units(ctx, p)
}

func (b *workbook) summary(p *publish.Plan) error {
	a := p.State.Alignment
	rows := [][]any{{"Alignment", a.Name}, {"Version", a.Version}, {"As of", a.Updated.UTC().Format("2006-01-02 15:04 MST")}}
	for _, figure := range keyFigures(p) {
		rows = append(rows, []any{figure[0], figure[1]})
	}
	return b.sheet("Summary", []string{"Figure", "Value"}, []float64{36, 44}, len(rows), func(i int) ([]any, error) { return rows[i], nil })
}

func (b *workbook) level(p *publish.Plan, rows []figures.Row, level int, name string) error {
	header := []string{name, "Above it", "Number", "Owner", "Units"}
	widths := []float64{32, 32, 9, 24, 10}
	for _, measure := range p.Columns.Names {
		if measure == "" {
			measure = "Units"
		}
		header = append(header, measure, measure+" target", measure+" deviation")
		widths = append(widths, 16, 16, 16)
	}
	header, widths = append(header, "Mean distance (km)", "Notes"), append(widths, 18, 40)
	var at []figures.Row
	for _, row := range rows {
		if row.Area.Level == level {
			at = append(at, row)
		}
	}
	return b.sheet(name, header, widths, len(at), func(i int) ([]any, error) {
		row := at[i]
		cells := []any{row.Area.Name, above(p.State, row.Area), int(row.Area.Number), row.Area.Owner, row.Units}
		for m := range p.Columns.Names {
			cells = append(cells, row.Sums[m], row.Targets[m], row.Deviations[m])
		}
		return append(cells, row.TravelKm, row.Area.Notes), nil
	})
}

// above names the areas above an area, top first.
func above(s *alignment.State, a *alignment.Area) string {
	var names []string
	for up := s.Areas[a.Parent]; up != nil; up = s.Areas[up.Parent] {
		names = append([]string{up.Name}, names...)
	}
	return strings.Join(names, " / ")
}

func (b *workbook) units(ctx context.Context, p *publish.Plan) error {
	ids, err := p.Reader.IDs(ctx)
	if err != nil {
		return err
	}
	header, widths := []string{"Id", "Territory", "Above it", "Owner"}, []float64{22, 28, 32, 22}
	for _, measure := range p.Columns.Names {
		if measure != "" {
			header, widths = append(header, measure), append(widths, 16)
		}
	}
	n := len(p.State.Assigned)
	for from := 0; from == 0 || from < n; from += sheetRows {
		err := b.sheet("Units", header, widths, min(n-from, sheetRows), func(row int) ([]any, error) {
			i := from + row
			if row%4096 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			cells := []any{ids.At(i), "", "", ""}
			if a := p.State.Areas[p.State.Assigned[i]]; a != nil {
				cells = []any{ids.At(i), a.Name, above(p.State, a), a.Owner}
			}
			for m, measure := range p.Columns.Names {
				if measure != "" {
					cells = append(cells, p.Columns.Value(m, i))
				}
			}
			return cells, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sheet streams one sheet with a frozen header.
func (b *workbook) sheet(name string, header []string, widths []float64, rows int, row func(i int) ([]any, error)) error {
	name = b.free(name)
	if _, err := b.file.NewSheet(name); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	out, err := b.file.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	for i, width := range widths {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return fmt.Errorf("write sheet %q: %w", name, err)
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	top := make([]any, len(header))
	for i, h := range header {
		top[i] = excelize.Cell{StyleID: b.bold, Value: h}
	}
	if err := out.SetRow("A1", top); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	for i := range rows {
		cells, err := row(i)
		if err != nil {
			return err
		}
		for k, cell := range cells {
			if v, ok := cell.(float64); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
				cells[k] = nil
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
			return fmt.Errorf("write row %d of sheet %q: %w", i+2, name, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	return nil
}

// free returns a name that a sheet may have and no other has: at most 31
// letters, none of : \ / ? * [ ].
func (b *workbook) free(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, name), "' ")
	letters := []rune(name)
	if len(letters) == 0 {
		letters = []rune("Level")
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" %d", n)
		}
		try := string(letters[:min(len(letters), 31-len(suffix))]) + suffix
		if key := strings.ToLower(try); !b.taken[key] && key != "sheet1" {
			b.taken[key] = true
			return try
		}
	}
}
